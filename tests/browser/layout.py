"""Nothing sticks out of the window sideways, nothing is cut off, and all that was folded away can be opened."""

from playwright.sync_api import Page

# Elements inside a box that scrolls sideways may be wider than the window; inside one that hides what is too wide,
# they may not: what is hidden there cannot be read. (A box of a pixel or two is there for screen readers only.)
_WIDE = """(scrolling) => {
  const faults = [], edge = innerWidth, root = document.scrollingElement
  const named = e => e.tagName.toLowerCase() + (e.id ? '#' + e.id : '') + [...e.classList].map(c => '.' + c).join('')
  const said = e => `${named(e)} “${e.textContent.trim().replace(/\\s+/g, ' ').slice(0, 50)}”`
  const scrolls = e => ['auto', 'scroll'].includes(getComputedStyle(e).overflowX)
  const inScroller = e => { for (let p = e.parentElement; p && p !== document.body; p = p.parentElement)
    if (scrolls(p)) return true }
  if (root.scrollWidth > edge) faults.push(`the page is ${root.scrollWidth} px wide in a window of ${edge}`)
  for (const e of document.body.querySelectorAll('*')) {
    if (!e.checkVisibility()) continue
    const box = e.getBoundingClientRect(), cuts = ['hidden', 'clip'].includes(getComputedStyle(e).overflowX)
    if (box.width > 2 && (box.right > edge + 1 || box.left < -1) && !(scrolling && inScroller(e)))
      faults.push(`${said(e)} reaches from ${Math.round(box.left)} to ${Math.round(box.right)} px of ${edge}`)
    if (cuts && e.clientWidth > 2 && e.scrollWidth > e.clientWidth + 1)
      faults.push(`${said(e)} cuts off what is wider than its ${e.clientWidth} px`)
  }
  return faults
}"""


def unfold(page: Page) -> None:
    """Open everything that is folded away: what is in there is read, too."""
    page.evaluate("() => document.querySelectorAll('details').forEach(each => { each.open = true })")


def stops(page: Page) -> int:
    """How often Tab stops between the first link and the last, as the page is opened."""
    return page.evaluate("""() => [...document.querySelectorAll('a[href], button, summary, [tabindex]')]
      .filter(e => e.tabIndex >= 0 && e.checkVisibility()).length""")


def sideways(page: Page) -> list[str]:
    """What sticks out of the window; what is in a box of its own that scrolls sideways does not."""
    return page.evaluate(_WIDE, True)


def wider_than_paper(page: Page) -> list[str]:
    """The same in print, where nothing scrolls."""
    return page.evaluate(_WIDE, False)
