"""All that the notebook shows is on the page, and to be seen.

A template that forgets one kind of output drops every table without a word, and a checker of accessibility finds
nothing wrong with a page that is empty. So the notebook is run here once more, without a kernel, and each exhibit that
its cells end in is looked for on the page, in its place.
"""

from collections.abc import Iterator

import nbformat
from playwright.sync_api import Page

from sosanh.publish import notebooks
from sosanh.publish.briefs import Brief
from sosanh.show.display import Exhibit, Nothing

_SEEN = """() => [...document.querySelectorAll('section.exhibit')].map(section => {
  const box = section.getBoundingClientRect(), faults = []
  if (!section.checkVisibility() || box.width < 10 || box.height < 10) faults.push('is not to be seen')
  if (!section.innerText.trim()) faults.push('says nothing')
  for (const image of section.querySelectorAll('img')) {
    const drawn = image.getBoundingClientRect()
    if (!image.naturalWidth) faults.push('has a picture that does not load')
    else if (image.checkVisibility() && drawn.width * drawn.height < 100) faults.push('has a picture of no size')
  }
  return [[...section.classList].filter(name => name !== 'exhibit').join(' '), faults]
})"""


def expected(brief: Brief) -> list[str]:
    """The names of the exhibits that the cells of a brief end in, in their order, but for those with nothing to show.

    In either language they are these.
    """
    cells = nbformat.read(brief.source, as_version=4).cells
    left_out = {cell.id for cell in cells if "notebook-only" in cell.metadata.get("tags", ())}
    shown = notebooks.shown(brief.source, {**brief.parameters, "language": brief.language})
    own = [exhibit for cell, exhibit in shown if isinstance(exhibit, Exhibit) and cell not in left_out]
    return [exhibit.name for exhibit in own if not isinstance(exhibit, Nothing)]


def faults(page: Page, wanted: list[str]) -> list[str]:
    """Exhibits that are missing, not wanted, out of order or not to be seen."""
    seen = page.evaluate(_SEEN)
    return [
        *_order([name for name, _ in seen], wanted),
        *(f"{name} {each}" for name, faults in seen for each in faults),
    ]


def _order(there: list[str], wanted: list[str]) -> Iterator[str]:
    yield from (f"{name} is missing" for name in wanted if name not in there)
    yield from (f"{name} is not of this brief" for name in there if name not in wanted)
    if sorted(there) == sorted(wanted) and there != wanted:
        yield f"the order is {', '.join(there)} instead of {', '.join(wanted)}"
    elif set(there) == set(wanted) and sorted(there) != sorted(wanted):
        yield f"some stand there more or less often than they should: {', '.join(there)}"
