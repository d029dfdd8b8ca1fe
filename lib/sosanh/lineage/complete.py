"""What is missing on a page: what is left out leaves no wrong number behind, so it is looked for by what must be there.

An exhibit that claims by its title to show all of something, "Every figure as printed", shows all that the page was
asked for, selected here a second time (`EVERY`). Every brief has a part on what it does not say, and a note on its
first screen, with what its indicator does not tell.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any, NamedTuple

from sosanh.data.collection import Collection
from sosanh.data.tables import MANY
from sosanh.lineage.blocks import Block
from sosanh.lineage.unmarked import bounded, listed, plain
from sosanh.lineage.words import Scope, messages
from sosanh.numbers.periods import Period, read_period


class Asked(NamedTuple):
    """What a page was asked for, and the observations there are of it."""

    collection: Collection
    scope: Scope
    parameters: dict[str, Any]
    rows: tuple

    def select(self, table: str) -> tuple:
        return _select(self.collection, self.scope, self.parameters, table=table)

    @property
    def articles(self) -> set[str]:
        return {row.source_id for row in self.rows}

    def of_articles(self, table: str) -> Iterator:
        """What a table holds of the articles of these observations."""
        return (row for row in self.collection.tables[table] if row.source_id in self.articles)


def _select(collection: Collection, scope: Scope, parameters: dict, **more: str) -> tuple:
    limits = {name: parameters[name] for name in ("article", "as_of") if parameters.get(name)}
    return collection.select(scope.areas, scope.sector, **limits, **more)


def _observations(collection: Collection, scope: Scope, parameters: dict) -> tuple:
    """The observations that the parameters of a page ask for, within the scope of its first exhibit."""
    first, last = (parameters.get(name) for name in ("time_from", "time_to"))
    window = Period(read_period(first).first if first else date.min, read_period(last).last if last else date.max)
    more = {"window": window} if first or last else {}
    return _select(collection, scope, parameters, indicator=parameters.get("indicator") or "", **more)


def _relations(asked: Asked) -> Iterator[str]:
    own = {row.obs_id for row in asked.rows}
    for row in asked.of_articles("relations"):
        figures = [f"{row.source_id}.{int(each):02d}" for each in row.obs_no.split(MANY) if each]
        if own.issuperset(figures) if figures else not asked.scope.sector:
            yield row.ref


EVERY: dict[str, Callable[[Asked], Iterator[str]]] = {  # an exhibit, by its title, and the codes of all that it shows
    "reported": lambda asked: (row.obs_id for row in asked.rows),
    "levels": lambda asked: (row.obs_id for row in asked.rows if row.role == "target"),
    "matrix": lambda asked: (row.obs_id for row in asked.rows if row.role == "target"),
    "audit": lambda asked: (row.obs_id for row in asked.rows if row.denominator is not None),
    "claims": lambda asked: (row.ref for row in asked.select("statements") if row.target_outcome),
    "systems": lambda asked: (row.ref for row in asked.select("systems")),
    "milestones": lambda asked: (row.ref for row in asked.select("milestones")),
    "coverage": lambda asked: (*asked.articles, *(row.obs_id for row in asked.of_articles("observations"))),
    "second_readings": lambda asked: (row.source_id for row in asked.of_articles("second_readings")),
    "relations": _relations,
}  # fmt: skip
EXACT = ("reported",)  # of these each row is of another figure, and of none that was not asked for


def missing(
    found: list[Block], scope: Scope, parameters: dict, language: str, collection: Collection
) -> Iterator[tuple[str, Block]]:
    """What a page of `scope`, made for these parameters, leaves out, each with the block where it must stand."""
    own = _observations(collection, scope, parameters)
    if not parameters.get("observation"):  # the page of one figure shows what is beside it
        yield from _left_out(found, Asked(collection, scope, parameters, own), language)
    yield from _limits(found, language)
    yield from _untold(found, parameters, language, collection)


def _left_out(found: list[Block], asked: Asked, language: str) -> Iterator[tuple[str, Block]]:
    titles = {plain(messages(language)[f"title_{name}"]): name for name in EVERY}
    rows, heads = defaultdict(set), {}  # section -> (row, code) of what its table shows; its title
    for block in found:
        if block.section and block.tag in ("h2", "h3") and (name := titles.get(plain(str(block)))):
            heads[block.section] = block, name
        if block.section and block.row:
            rows[block.section] |= {(block.row, code) for figure in block.figures for code in figure.of.codes}
    for section, (block, name) in heads.items():
        wanted, shown = {*EVERY[name](asked)}, Counter(code for _, code in rows[section])
        if lost := sorted(wanted - shown.keys()):
            yield f"it shows all, and {' '.join(lost)} is not there", block
        known = {row.obs_id for row in asked.collection.observations} if name in EXACT else ()
        if more := sorted(code for code in known if shown[code] > (code in wanted)):
            yield f"it shows {' '.join(more)} once too often", block


def _limits(found: list[Block], language: str) -> Iterator[tuple[str, Block]]:
    """Every brief has a part on what it does not say: a heading, and under it a sentence that sets a limit."""
    limit = _any_of("means_limit", language)
    under, told = False, False
    for block in found:
        under = on_limits(str(block), language) if block.tag in ("h2", "h3") else under
        told |= under and block.tag == "p" and bool(limit.search(_said(block)))
    if not told:
        words = "”, “".join(listed("means_limit", language))
        yield f"no part under “… {listed('means_unsaid', language)[0]}” says what does not follow (“{words}”)", found[0]


def on_limits(heading: str, language: str) -> bool:
    """Is it the heading of the part on what a page does not say?"""
    return bool(_any_of("means_unsaid", language).search(plain(heading).casefold()))


def _said(block: Block) -> str:
    return plain(str(block)).casefold()


def _any_of(key: str, language: str) -> re.Pattern:
    return re.compile("|".join(map(bounded, listed(key, language))))


def _untold(found: list[Block], parameters: dict, language: str, collection: Collection) -> Iterator[tuple[str, Block]]:
    """A first screen with figures has a note; of one indicator, or with a difference of one, it says what this does not
    tell, where the codebook says it."""
    entries = {each.indicator: each for each in collection.codebook.indicators}
    rows = {row.obs_id: row for row in collection.observations}
    first = next((block for block in found if block.tag == "h1"), None)
    screen = [block for block in found if first and block.section == first.section]
    of = {rows[code].indicator for block in screen for each in block.figures for code in each.of.codes if code in rows}
    note = plain(messages(language)["caveat"].partition("{")[0]).casefold()
    notes = [said for block in screen if block.tag == "p" and (said := _said(block)).startswith(note)]
    if of and not notes:
        yield f"the first screen has no note, “{note} …”", first
    differs = any("minus" in each.of.operations for block in screen for each in block.figures)
    asked = parameters.get("indicator")
    told = {asked} if asked else of if differs and len(of) == 1 else set()
    limits = (plain(getattr(entries[each], f"limit_{language}") or "") for each in told if of)
    for limit in filter(None, limits):
        if not any(limit.casefold() in each for each in notes):
            yield f"“{limit}” is missing in the note of the first screen", first
