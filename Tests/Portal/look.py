"""What every page must have, for those who do not see it, or see it badly: names, headings, contrast."""

# Runs in the page, and gives what is wrong with it.
SCRIPT = r"""
const problems = [];
const seen = (element) => element.checkVisibility();
const name = (element) => (element.getAttribute("aria-label") || element.textContent || "").trim()
  || [...(element.labels || [])].map((label) => label.textContent.trim()).join(" ");
for (const element of document.querySelectorAll("a, button, input, select")) {
  if (seen(element) && !name(element)) problems.push("no name: " + element.outerHTML.slice(0, 120));
}
if (!document.documentElement.lang) problems.push("no language");
if (document.querySelectorAll("h1").length !== 1) problems.push("not one h1");
if (document.querySelectorAll("main").length !== 1) problems.push("not one main");
const ids = [...document.querySelectorAll("[id]")].map((element) => element.id);
if (new Set(ids).size !== ids.length) problems.push("an id is there twice");
for (const cell of document.querySelectorAll("th")) if (!cell.scope) problems.push("a heading without scope");
// WCAG 2.2: relative luminance and contrast ratio.
const parse = (text) => text.match(/[\d.]+/g).map(Number);
const light = ([r, g, b]) => [r, g, b].map((c) => c / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
  .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
const back = (element) => {
  for (let one = element; one; one = one.parentElement) {
    const color = parse(getComputedStyle(one).backgroundColor);
    if (color.length < 4 || color[3] > 0) return color;
  }
  return [255, 255, 255];
};
for (const element of document.querySelectorAll("body *")) {
  const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
  if (!own || !seen(element) || element.disabled) continue;
  const [first, second] = [light(parse(getComputedStyle(element).color)), light(back(element))].sort((a, b) => b - a);
  const ratio = (first + 0.05) / (second + 0.05);
  if (ratio < 4.5) problems.push(`contrast ${ratio.toFixed(2)}: ` + element.outerHTML.slice(0, 120));
}
if (document.documentElement.scrollWidth > innerWidth) problems.push("wider than the window");
return problems;
"""


def problems(driver):
    """In light and dark, wide and narrow."""
    found = []
    for scheme in ("light", "dark"):
        media = {"features": [{"name": "prefers-color-scheme", "value": scheme}]}
        driver.execute_cdp_cmd("Emulation.setEmulatedMedia", media)
        for width in (1200, 360):
            size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
            driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
            found += [f"{scheme}, {width}: {problem}" for problem in driver.execute_script(SCRIPT)]
    driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})
    return found
