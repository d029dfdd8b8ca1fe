"""Every number opens its card: where it was printed, in which article. By mouse and by keyboard, without a script.

Every number is looked at; a few of the marked ones of each page, spread over it, are opened as a person would: Tab to
reach the number, Enter to open, Escape to close, and the focus is back where it was. A quiet one opens to a pointer.
"""

from collections.abc import Mapping

from playwright.sync_api import Page

from sosanh.lineage.expressions import parse

SAMPLES = 4

# What can be seen of all numbers at once.
_ALL = """() => {
  const walked = new Map()
  const reached = walk => { // by arrow keys, from the one stop of its group
    const group = [...document.querySelectorAll('main table, .advice, .headline ul')].find(e => e.contains(walk))
    if (group && !walked.has(group)) {
      const first = group.querySelector(':not(thead *)[tabindex="0"]'), found = new Set()
      walked.set(group, found)
      first?.focus()
      const press = key => document.activeElement.dispatchEvent(new KeyboardEvent('keydown', {key, bubbles: true}))
      while (group.contains(document.activeElement) && !found.has(document.activeElement)) {
        found.add(document.activeElement)
        press('ArrowRight')
      }
      found.forEach(() => press('ArrowLeft')) // back where it was
    }
    return walked.get(group)?.has(walk)
  }
  const faults = [], said = e => `“${e.textContent.trim()}” (${e.dataset.from.slice(0, 40)})`
  for (const figure of document.querySelectorAll('.figure')) {
    const [walk, ...more] = figure.querySelectorAll(':scope > button.walk')
    if (figure.dataset.from === 'count()') continue // a count of none rests on nothing
    if (!walk) { faults.push(`${said(figure)} opens no card`); continue }
    const target = document.getElementById(walk.getAttribute('popovertarget') ?? '')
    if (more.length) faults.push(`${said(figure)} has ${more.length + 1} buttons`)
    if (!target?.matches('.card[popover]')) faults.push(`${said(figure)}: its button has no card for a target`)
    const name = walk.getAttribute('aria-label') ?? walk.textContent
    const quiet = walk.classList.contains('quiet')
    if (!quiet && !name.trim()) faults.push(`${said(figure)}: its button has no name`)
    if (walk.textContent.trim()) faults.push(`${said(figure)}: its button has text of its own`)
    const {backgroundColor, backgroundImage} = getComputedStyle(walk)
    if (backgroundColor !== 'rgba(0, 0, 0, 0)' || backgroundImage !== 'none')
      faults.push(`${said(figure)}: its button hides it`)
    if (walk.disabled) faults.push(`${said(figure)}: its button does nothing`)
    if (!quiet && walk.tabIndex < 0 && walk.checkVisibility() && !reached(walk))
      faults.push(`${said(figure)}: its button cannot be reached by keyboard`)
    if (quiet && (walk.tabIndex >= 0 || walk.ariaHidden !== 'true'))
      faults.push(`${said(figure)}: its button is quiet and yet told`)
  }
  const ids = [...document.querySelectorAll('.card')].map(card => card.id)
  for (const id of new Set(ids))
    if (!id || ids.filter(each => each === id).length > 1) faults.push(`several cards have the id “${id}”`)
  for (const card of document.querySelectorAll('.card'))
    if (card.checkVisibility()) faults.push(`card ${card.id} is open from the start`)
  return faults
}"""
# Marks the numbers that are tried, evenly over the page, the first and the last among them; says how many.
_SAMPLED = """(samples) => {
  const marked = [...document.querySelectorAll('.figure > button.walk:not(.quiet)[popovertarget]')]
  const walks = marked.filter(e => e.checkVisibility())
  const chosen = walks.filter((_, n) => n === walks.length - 1 || n % Math.ceil(walks.length / (samples - 1)) === 0)
  chosen.forEach((walk, n) => walk.setAttribute('data-sampled', n))
  return chosen.length
}"""
# The focus onto what comes before the number in the order of Tab; nothing comes before the first.
_BEFORE = """(walk) => {
  const stops = [...document.querySelectorAll('a[href], button, summary, input, select, [tabindex="0"]')]
  const before = stops.filter(e => e.checkVisibility() && e.tabIndex >= 0 && !e.disabled)
  const group = [...document.querySelectorAll('main table, .advice, .headline ul')].find(e => e.contains(walk))
  const first = group?.querySelector(':not(thead *)[tabindex="0"]') ?? walk
  const stop = before[before.indexOf(first) - 1]
  document.activeElement?.blur()
  stop?.focus()
}"""
_OPENED = """(walk) => {
  const card = document.getElementById(walk.getAttribute('popovertarget'))
  if (!card) return {open: false}
  const box = card.getBoundingClientRect()
  const inside = box.width > 0 && box.height > 0 && box.left >= 0 && box.top >= 0
    && box.right <= innerWidth + 0.5 && box.bottom <= innerHeight + 0.5
  return {open: card.matches(':popover-open'), inside, text: card.innerText,
    box: [box.left, box.top, box.right, box.bottom].map(Math.round).join(', ')}
}"""

# Every card, opened with its number at the top, in the middle and at the bottom of the window.
_FITS = """() => {
  const faults = []
  for (const walk of document.querySelectorAll('.figure > button.walk[popovertarget]')) {
    if (!walk.checkVisibility()) continue
    const card = document.getElementById(walk.getAttribute('popovertarget'))
    for (const block of ['start', 'center', 'end']) {
      walk.scrollIntoView({block})
      card.togglePopover({source: walk, force: true})
      const box = card.getBoundingClientRect(), said = `“${walk.parentElement.textContent.trim()}” at the ${block}`
      if (box.left < -0.5 || box.top < -0.5 || box.right > innerWidth + 0.5 || box.bottom > innerHeight + 0.5)
        faults.push(`${said}: its card lies from ${Math.round(box.top)} to ${Math.round(box.bottom)}`)
      else if (box.height < Math.min(card.scrollHeight, innerHeight / 4))
        faults.push(`${said}: its card is ${Math.round(box.height)} px high, too low to be read`)
      if (!['auto', 'scroll'].includes(getComputedStyle(card).overflowY))
        faults.push(`${said}: its card does not scroll`)
      card.hidePopover()
    }
  }
  return faults
}"""


def fit(page: Page) -> list[str]:
    """Cards that do not lie wholly in the window, wherever their number stands in it."""
    return page.evaluate(_FITS)


def faults(page: Page, printed: Mapping[str, tuple[str, str]]) -> list[str]:
    """What is wrong with the numbers of a page and their cards.

    `printed` gives (token, title of the article) of each observation: a card shows both of one of its own.
    """
    found = page.evaluate(_ALL)
    for number in range(page.evaluate(_SAMPLED, SAMPLES)):
        found += _tried(page, page.locator(f"[data-sampled='{number}']"), printed)
    return found


def _tried(page: Page, walk, printed: Mapping[str, tuple[str, str]]) -> list[str]:
    figure = walk.locator("..")
    name, observations = f"“{figure.inner_text().strip()}”", parse(figure.get_attribute("data-from")).codes
    walk.evaluate(_BEFORE)
    page.keyboard.press("Tab")
    for _ in range(page.evaluate("document.querySelectorAll('.walk').length")):
        if _focused(walk):
            break
        page.keyboard.press("ArrowRight")  # from the one stop of a table or a list
    if not _focused(walk):
        return [f"{name} is not reached by Tab"]
    page.keyboard.press("Enter")
    seen = walk.evaluate(_OPENED)
    if not seen["open"]:
        return [f"{name} does not open by Enter"]
    found = []
    if not seen["inside"]:
        found.append(f"{name}: its card lies at {seen['box']}, not wholly in the window")
    known = [printed[each] for each in observations if each in printed]
    if known and not any(_shows(seen["text"], token, title) for token, title in known):
        found.append(f"{name}: its card shows no printed token with its article: {seen['text'][:80]!r}")
    page.keyboard.press("Escape")
    if walk.evaluate(_OPENED)["open"]:
        found.append(f"{name} does not close by Escape")
    elif not _focused(walk):
        found.append(f"{name}: the focus is not back after Escape")
    return found + _clicked(page, walk, name)


def _clicked(page: Page, walk, name: str) -> list[str]:
    """The same by mouse or finger, on the middle of the number; leaves the card closed."""
    box = walk.locator("..").bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    opened = walk.evaluate(_OPENED)["open"]
    page.keyboard.press("Escape")
    return [] if opened else [f"{name} does not open by a click on it"]


def _focused(walk) -> bool:
    return walk.evaluate("(walk) => document.activeElement === walk")


def _shows(text: str, token: str, title: str) -> bool:
    """Whether both stand there; a fraction and its percentage may stand apart."""
    return title in text and all(part in text for part in token.split(" | "))


def open_one(page: Page) -> bool:
    """Open the card of the first number, where there is one, by its button: it stands beside its number then."""
    return page.evaluate("""() => {
      const walk = document.querySelector('.walk')
      walk?.click()
      return Boolean(walk)
    }""")
