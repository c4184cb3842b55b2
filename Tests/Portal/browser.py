"""A Chromium of its own home, which trusts the CA of the server."""

import os
import subprocess
from pathlib import Path

from selenium import webdriver
from selenium.common.exceptions import StaleElementReferenceException
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

# How long a page may take to show something; a slow machine, not a slow portal.
PATIENCE = 20

# What peers may write, and how it is to be seen.
NASTY = "<img src=x onerror=alert(1)>\"'&\u202e"
SHOWN = "<img src=x onerror=alert(1)>\"'&\\u{202E}"


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
    """The button or link of that label, once it is there."""
    return wait(driver, lambda: next((b for b in find_all(driver, "button, a") if b.get_attribute("aria-label") == label), None))


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


def open_tab(driver, title):
    find(driver, "nav").find_element(By.LINK_TEXT, title).click()
    wait(driver, lambda: find(driver, "h1").text == title)


def copied(driver):
    driver.execute_cdp_cmd("Browser.grantPermissions", {"permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"]})
    return driver.execute_async_script("navigator.clipboard.readText().then(arguments[0], (e) => arguments[0](String(e)))")


def press(driver, label, *, says):
    """Presses a button that copies, and gives what it copied."""
    button = labelled(driver, label)
    copied(driver)
    button.click()
    wait(driver, lambda: said(driver) == says)
    return copied(driver)


def hide(driver, is_hidden):
    """Makes the page believe that nobody looks at it, or that somebody does again."""
    driver.execute_script("""
        Object.defineProperty(document, "hidden", { configurable: true, get: () => arguments[0] });
        document.dispatchEvent(new Event("visibilitychange"));
    """.replace("arguments[0]", "true" if is_hidden else "false"))


def walk(driver, is_there, most=80):
    """Goes through the page with the tab key, until the element with the focus is the one; it."""
    for _ in range(most):
        webdriver.ActionChains(driver).send_keys(Keys.TAB).perform()
        if is_there(driver.switch_to.active_element):
            return driver.switch_to.active_element
    raise AssertionError("the tab key does not lead there")


def client(hub, *words, text=None):
    """Runs `devicestream` as the server's owner does, with arguments or as a line of a shell; its standard output."""
    program = Path(hub.program).parent
    environment = {"HOME": hub.directory, "DEVICESTREAM_STATE_DIR": hub.state, "PATH": f"{program}:/usr/bin:/bin"}
    command = ["bash", "-c", words[0]] if len(words) == 1 else ["devicestream", *words]
    run = subprocess.run(command, capture_output=True, text=True, timeout=30, input=text,
                         env={name: str(value) for name, value in environment.items()})
    if run.returncode != 0:
        raise AssertionError(f"{words}: {run.returncode} {run.stderr}")
    return run.stdout


def complaints(driver):
    """What the console holds since it was looked at last, but for notes."""
    return [entry["message"] for entry in driver.get_log("browser") if entry["level"] in ("SEVERE", "WARNING")]
