"""On paper nothing scrolls and nothing opens: what is too wide is cut off, and a row that a page break splits is lost
between two sheets.

Two looks at it: the page laid out as for print in a window as wide as the sheet between its margins, and the PDF that
Chromium makes, whose tags say which cells were printed and on which sheet each piece of a row stands.
"""

import io
from collections import Counter
from collections.abc import Iterator

import pypdf
from playwright.sync_api import Page
from pypdf.generic import ArrayObject, DictionaryObject, NumberObject

from . import layout

SHEET, MARGIN = 210, 10  # mm: A4, and the margin that browsers take by themselves
NOT_ON_PAPER = ".card, .walk, nav"

# The left and right margins of the page's own @page rule in px, where it has one.
_MARGINS = """() => {
  const rules = [...document.styleSheets].flatMap(sheet => [...sheet.cssRules])
  const all = rules.flatMap(rule => rule.media?.mediaText.includes('print') ? [...rule.cssRules] : [rule])
  const found = all.filter(rule => rule instanceof CSSPageRule && rule.style.marginLeft).pop()
  if (!found) return null
  const ruler = document.body.appendChild(document.createElement('div'))
  const px = ['marginLeft', 'marginRight'].map(side => {
    ruler.style.cssText = `position: absolute; width: ${found.style[side]}`
    return ruler.getBoundingClientRect().width
  })
  ruler.remove()
  return px[0] + px[1]
}"""
_SHOWN = """(selector) => [...document.querySelectorAll(selector)].filter(e => e.checkVisibility())
  .map(e => e.outerHTML.slice(0, 80))"""
_CELLS = """() => [...document.querySelectorAll('tbody tr > *')]
  .filter(e => e.checkVisibility() && e.textContent.trim()).length"""

# Words and figures that go over to the next line inside: an address may, and a word after its hyphen.
_BROKEN = """() => {
  const walker = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT), found = []
  for (let node; (node = walker.nextNode());) {
    const within = node.parentElement
    if (!within.checkVisibility() || within.closest('code, .place, .citation, [href^=http]')) continue
    for (const word of node.data.matchAll(/\\S+/g)) {
      if (/[-–—]|^.{26}/.test(word[0]) || (/[/.]/.test(word[0]) && !within.closest('.figure'))) continue
      const range = document.createRange()
      range.setStart(node, word.index)
      range.setEnd(node, word.index + word[0].length)
      if (new Set([...range.getClientRects()].map(box => Math.round(box.top))).size > 1) found.push(word[0])
    }
  }
  return found
}"""


def faults(page: Page) -> list[str]:
    """What would be cut off, split or should not be printed at all. Leaves the page as it was."""
    window = page.viewport_size
    px = 96 / 25.4
    page.emulate_media(media="print")
    margins = page.evaluate(_MARGINS)
    page.set_viewport_size(
        {"width": int(SHEET * px - (2 * MARGIN * px if margins is None else margins)), "height": window["height"]}
    )
    found = [f"on paper {each}" for each in layout.wider_than_paper(page)]
    found += [f"on paper there shows {each}" for each in page.evaluate(_SHOWN, NOT_ON_PAPER)]
    found += [f"on paper “{each}” is broken inside" for each in page.evaluate(_BROKEN)]
    cells = page.evaluate(_CELLS)
    page.set_viewport_size(window)
    margin = dict.fromkeys(("top", "right", "bottom", "left"), f"{MARGIN}mm")
    pdf = page.pdf(format="A4", margin=margin, prefer_css_page_size=True, tagged=True)
    page.emulate_media(media="null")  # neither print nor screen is forced any more
    return found + printed(pdf, cells)


def sheets(page: Page) -> int:
    """How many sheets of A4 the page takes."""
    return len(pypdf.PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages)


def printed(pdf: bytes, cells: int) -> list[str]:
    """What the sheets lack: body cells that left no trace, rows and pictures that stand on more than one."""
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    number = {sheet.indirect_reference.idnum: n for n, sheet in enumerate(reader.pages, start=1)}
    counted: Counter[str] = Counter()
    found = []
    for element in _elements(reader.trailer["/Root"]["/StructTreeRoot"]):
        kind = element.get("/S")
        if kind == "/TR" and (inside := [each for each in _elements(element) if each.get("/S") in ("/TD", "/TH")]):
            if all(each["/S"] == "/TH" for each in inside):
                continue  # the head of a table is repeated on every sheet, and should be
            counted["cells"] += sum(1 for each in inside if _sheets(each, number))
        if kind == "/Table":
            found += _lone_head([each for each in _elements(element) if each.get("/S") == "/TR"], number)
        if kind in ("/TR", "/Figure") and len(sheets := sorted(_sheets(element, number))) > 1:
            what = "a row" if kind == "/TR" else "a picture"
            found.append(f"{what} is split between sheets {', '.join(map(str, sheets))}")
    if counted["cells"] < cells:
        found.append(f"{counted['cells']} of {cells} cells are printed")
    return found


def _lone_head(rows: list[DictionaryObject], number: dict[int, int]) -> Iterator[str]:
    """A head whose first row stands on a later sheet."""
    first = next((row for row in rows if any(each.get("/S") == "/TD" for each in _elements(row))), None)
    heads = [row for row in rows[:1] if row is not first]
    stand = [_sheets(row, number) for row in (*heads, *([first] if first else ()))]
    if len(stand) == 2 and all(stand) and min(stand[0]) < min(stand[1]):
        yield f"the head of a table stands alone on sheet {min(stand[0])}"


def _elements(node) -> Iterator[DictionaryObject]:
    """The elements of structure below a node, in reading order."""
    below = node.get("/K")
    below = below.get_object() if below is not None else []
    for each in below if isinstance(below, ArrayObject) else [below]:
        each = each.get_object()
        if isinstance(each, DictionaryObject) and "/S" in each:
            yield each
            yield from _elements(each)


def _sheets(node, number: dict[int, int], sheet: int | None = None) -> set[int]:
    """On which sheets a piece of the node's content stands."""
    node = node.get_object()
    if isinstance(node, NumberObject):
        return {sheet}
    if isinstance(node, ArrayObject):
        return set().union(*(_sheets(each, number, sheet) for each in node))
    sheet = number[node.raw_get("/Pg").idnum] if "/Pg" in node else sheet
    if node.get("/Type") == "/MCR":
        return {sheet}
    return _sheets(node["/K"], number, sheet) if "/K" in node else set()
