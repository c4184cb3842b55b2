"""A Chromium of its own home, which trusts the CA of the server."""

import os
import subprocess

from selenium import webdriver
from selenium.common.exceptions import StaleElementReferenceException
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

# How long a page may take to show something; a slow machine, not a slow portal.
PATIENCE = 20


def start(hub, home):
    database = home / ".pki" / "nssdb"
    database.mkdir(parents=True)
    for arguments in (["-N", "--empty-password"], ["-A", "-n", "hub", "-t", "C,,", "-i", hub.authority]):
        subprocess.run(["certutil", "-d", f"sql:{database}", *arguments], check=True, capture_output=True, timeout=30)
    options = webdriver.ChromeOptions()
    options.binary_location = "/usr/bin/chromium"
    for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--window-size=1200,900"):
        options.add_argument(argument)
    options.add_argument(f"--user-data-dir={home / 'profile'}")
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    service = webdriver.ChromeService("/usr/bin/chromedriver", env=os.environ | {"HOME": str(home)})
    driver = webdriver.Chrome(options=options, service=service)
    driver.set_page_load_timeout(PATIENCE)
    return driver


def url(hub, path="/"):
    return f"https://{hub.host}:{hub.port}{path}"


def wait(driver, test):
    """What `test` gives, once that is true."""
    # What was drawn anew between two looks is looked at again.
    ignored = [StaleElementReferenceException]
    return WebDriverWait(driver, PATIENCE, poll_frequency=0.05, ignored_exceptions=ignored).until(lambda _: test())


def find(driver, selector):
    return driver.find_element(By.CSS_SELECTOR, selector)


def find_all(driver, selector):
    return driver.find_elements(By.CSS_SELECTOR, selector)


def labelled(driver, label):
    """The button of that label, once it is there."""
    return wait(driver, lambda: next((b for b in find_all(driver, "button") if b.get_attribute("aria-label") == label), None))


def said(driver):
    return find(driver, "#said").text


def sign_in(hub, token=None, shows="nav"):
    """Signs in, and returns when what `shows` selects is there."""
    driver = hub.browser
    driver.delete_all_cookies()
    driver.get(url(hub))
    find(driver, "#token").send_keys(token or hub.token)
    find(driver, "form.sign-in button").click()
    wait(driver, lambda: find_all(driver, shows))
    return driver


def complaints(driver):
    """What the console holds since it was looked at last, but for notes."""
    return [entry["message"] for entry in driver.get_log("browser") if entry["level"] in ("SEVERE", "WARNING")]
