"""Each sentence that may be written has a button that copies it as plain text, and says so to who cannot see it.

Also where a browser gives a page no clipboard, as it does on an address without https.
"""

from playwright.sync_api import Page

# What would be put on the clipboard is kept instead: by the page's own call, or by the browser's command to copy.
_KEEP = """clipboard => {
  globalThis.kept = ''
  const put = text => { globalThis.kept = text; return Promise.resolve() }
  Object.defineProperty(navigator, 'clipboard', {configurable: true, value: clipboard ? {writeText: put} : undefined})
  addEventListener('copy', event => { globalThis.kept = event.clipboardData.getData('text/plain') }, {once: true})
}"""
_TEXT = """button => {
  const said = button.closest('li').querySelector('.sentence').cloneNode(true)
  for (const each of said.querySelectorAll('button, .mark')) each.remove()
  return said.textContent.trim()
}"""


def faults(page: Page) -> list[str]:
    """What is wrong with the buttons of a page that is all unfolded."""
    buttons = page.locator(".copy")
    if buttons.count() != page.locator(".advice:first-of-type .sentence").count():
        return ["a sentence that may be written has no button to copy it"]
    wrong = []
    for number in range(buttons.count()):
        for clipboard in (True, False):
            page.evaluate(_KEEP, clipboard)
            buttons.nth(number).click()
            page.wait_for_function("document.querySelector('.told').textContent", timeout=2000)
            kept, said = page.evaluate("globalThis.kept"), buttons.nth(number).evaluate(_TEXT)
            if kept != said:
                wrong.append(f"copied “{kept}” instead of “{said}”, clipboard: {clipboard}")
            page.evaluate("document.querySelector('.told').textContent = ''")
    return wrong
