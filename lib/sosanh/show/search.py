"""The one index of what can be found by words: for `Data.find`, and for the search on the list of pages.

Words are found whole, "STEM" not in "system". One typed with marks is found with these marks, whichever vowel of
"hòa" or "hoà" bears the tone; one typed without is found with any. What has the words one after another in a line is
found; only where nothing has, what has each of them somewhere; and only where nothing has these, what has them one
after another, the last one begun (these two with just the marks that are typed, where any are). The list of pages
searches in the same way, by `index.js`; a test holds both to one answer.

>>> found("benh an", ["Bệnh án điện tử", "Khám bệnh, an toàn", "Bệnh viện"])
[0, 1]
>>> found("bệnh án", ["Bệnh án điện tử", "Khám bệnh, an toàn", "Bệnh viện"]), found("stem", ["A system", "STEM"])
([0], [1])
>>> found("health Huế", ["Digital health\\nHuế", "Huế\\nElectronic health records", "Health\\nĐà Nẵng"])
[0, 1]
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from functools import cache, lru_cache
from itertools import chain
from typing import NamedTuple

from sosanh.data.codebook import Codebook
from sosanh.data.collection import Collection
from sosanh.data.labels import LANGUAGES, Label, label, marked, plain
from sosanh.data.tables import Indicator, Observation
from sosanh.lineage import expressions as of
from sosanh.lineage.words import Text, say, text
from sosanh.show import values


class Thing(NamedTuple):
    """What can be found by words: a `kind` and a `code`, what it is called, and what it is found by besides.

    `shown_by` are the codes with which a page shows it: of an indicator those of its figures. It is found also as it is
    `defined`, which not every page that shows it says.
    """

    kind: str
    code: str
    label: Label
    shown_by: list[str]
    besides: str = ""
    defined: str = ""

    @property
    def words(self) -> str:
        """All that it is found by, but for its code: a line for each text, in which words may follow one another."""
        return "\n".join(filter(None, (*dict.fromkeys(self.label.texts), self.besides, self.defined)))


def find(asked: str, language: str, collection: Collection) -> list[Thing]:
    """What speaks of the words, best first: what is called so in the language, then what is found by them besides."""
    known = things(collection)
    if coded := [each for each in known if marked(each.code) == marked(asked)]:
        return coded
    hits = [known[number] for number in found(asked, [each.words for each in known])]
    called = found(asked, [each.label.said(language) for each in hits])
    return [hits[number] for number in sorted(range(len(hits)), key=lambda number: number not in called)]


@cache
def by_figure(collection: Collection) -> dict[str, str]:
    """What each figure is found by: its token and who states it, its indicator, area, role, sector and theme, the years
    that it may be of and those in which its article can have appeared; by its code."""
    own: dict[str, dict[str, None]] = defaultdict(dict)
    for each in things(collection):
        lines = each.besides if each.kind == "figure" else each.words
        for code in each.shown_by:
            own[code] |= dict.fromkeys(lines.split("\n"))
    book = collection.codebook
    for row in collection.observations:
        article, theme = collection.article(row.source_id), label(book.entry("themes", row.theme), "label")
        spans = ((row.as_of_from, row.as_of_to), (article.published_from, article.published_to))
        years = (str(year) for first, last in spans for year in range(int(first[:4]), int(last[:4]) + 1))
        called = (book.area_name(row.ref_area), book.label("role", row.role), book.label("sector", row.sector), theme)
        own[row.obs_id] |= dict.fromkeys(chain(*(each.texts for each in called), years))
    return {row.obs_id: "\n".join(filter(None, own[row.obs_id])) for row in collection.observations}


def not_the_same(thing: Thing, collection: Collection) -> list[Label]:
    """What an indicator, or that of a figure, is easily taken for and is not: the names of these indicators."""
    row = collection.observation(thing.code) if thing.kind == "figure" else None
    own = row.indicator if row else thing.code if thing.kind == "indicator" else ""
    pairs = [pair for pair in collection.codebook.indicator_pairs() if own in pair]
    others = dict.fromkeys(code for pair in pairs for code in pair if code != own)
    return [label(collection.codebook.entry("indicators", code), "name") for code in others]


# --- whole words, mark for mark where marks are typed


def found(asked: str, texts: Sequence[str]) -> list[int]:
    """The places of the texts that have all of the words, by the first way in which any has them."""
    words, lines = marked(asked).split(), [each.split("\n") for each in texts]
    for way in (_together, _anywhere, _begun) if words else ():
        has = {line: way(words, _read(line)) for line in {*chain.from_iterable(lines)}}  # many texts share a line
        if there := [place for place, own in enumerate(lines) if {*chain.from_iterable(map(has.get, own))} >= {*words}]:
            return there
    return []


@lru_cache(maxsize=2**16)
def _read(line: str) -> tuple[str, ...]:
    return tuple(marked(line).split())


# Each way tells which of the words a line has: those of one run all or none.


def _together(asked: list[str], held: Sequence[str]) -> Sequence[str]:
    runs = zip(*(held[start:] for start in range(len(asked))), strict=False)
    return asked if any(all(map(_is, asked, run)) for run in runs) else ()


def _anywhere(asked: list[str], held: Sequence[str]) -> Sequence[str]:
    read = held if _typed(asked) else [*map(plain, held)]
    return [word for word in asked if word in read]


def _begun(asked: list[str], held: Sequence[str]) -> Sequence[str]:
    *whole, last = asked
    read = held if _typed(asked) else [*map(plain, held)]
    begin = [place for place, word in enumerate(read) if word.startswith(last)]
    there = any(place >= len(whole) and all(map(_is, whole, held[place - len(whole) : place])) for place in begin)
    return asked if there else ()


def _typed(asked: list[str]) -> bool:
    """Are marks typed? Then, where words do not just follow one another, none may have others."""
    return any(word != plain(word) for word in asked)


def _is(asked: str, word: str) -> bool:
    return asked in (word, plain(word))


# --- what can be found

_NAMED = {  # table -> its rows' code and text
    "areas": ("ref_area", "name"), "indicators": ("indicator", "name"), "systems": ("system_id", "function"),
    "milestones": ("ref", "event"), "statements": ("ref", "statement"),
}  # fmt: skip


@cache
def things(collection: Collection) -> tuple[Thing, ...]:
    """All that can be found, the figures last, each with the other words for what it is called."""
    makers: tuple[Callable[[Collection], Iterator[Thing]], ...] = (_named, _articles, _outcomes, _benchmarks, _figures)
    same = {f" {marked(word)} ": "\n".join(group) for group in _same() for word in group}
    more = cache(lambda texts: _also(texts, same))  # many figures are called alike
    found = (each for make in makers for each in make(collection))
    return tuple(
        each._replace(besides="\n".join(filter(None, (each.besides, *more(each.label.texts))))) for each in found
    )


def _named(collection: Collection) -> Iterator[Thing]:
    book = collection.codebook
    for table, (code, column) in _NAMED.items():
        for row in collection.tables[table]:
            own = getattr(row, code)
            called, shown_by, defined = label(row, column), [own], ""
            if table == "areas":
                called = _merged(own, book) or called
            if table == "systems":
                called = called.map(lambda words, name=row.name: f"{name}: {words}")
            if table == "indicators":
                shown_by = [each.obs_id for each in collection.observations if each.indicator == own]
                wordings = (label(each, "wording").texts for each in book.definitions if each.indicator == own)
                defined = "\n".join(dict.fromkeys(chain.from_iterable(wordings)))
            yield Thing(table.removesuffix("s"), own, called, shown_by, defined=defined)


def _merged(area: str, book: Codebook) -> Label | None:
    """Of an area that others were merged into: which these were, and since when."""
    parts = [each.ref_area for each in book.areas if each.successor == area and book.merged(each.ref_area)]
    if not parts:
        return None
    day = values.day_figure(book.entry("areas", area).valid_from, of.field(area, "valid_from"))
    parts = values.listed(map(book.area_name, parts))
    return _said(say("index_merger", area=book.area_name(area), parts=parts, day=day))


def _articles(collection: Collection) -> Iterator[Thing]:
    for row in collection.sources.values():
        besides = "\n".join(filter(None, (row.outlet, row.republished_from, row.author)))
        yield Thing("source", row.source_id, _said(values.title(row)), [row.source_id], besides)


def _outcomes(collection: Collection) -> Iterator[Thing]:
    """What may come of a target: a page shows one by its words."""
    book = collection.codebook
    for code in book.codes("target_outcome"):
        yield Thing("outcome", code, book.label("target_outcome", code), [f"outcome {code}"])


def _benchmarks(collection: Collection) -> Iterator[Thing]:
    """Figures of other sources: official ranks, national targets."""
    book = collection.codebook
    for row in book.benchmarks:
        called = _said(text(values.name(row), ", ", book.area_name(row.ref_area)))
        source = label(book.entry("references", row.reference), "name")
        besides = "\n".join((*source.texts, *label(row, "comment").texts))
        yield Thing("benchmark", row.benchmark, called, [row.benchmark], besides)


def _figures(collection: Collection) -> Iterator[Thing]:
    """A figure is found under its token and who states it but called by what it is of: a number is read with its words,
    where it stands. "Trường học thu học phí không dùng tiền mặt, Đồng Tháp: kết quả"."""
    book = collection.codebook

    @cache
    def called(entry: Indicator, area: str, role: str) -> Label:
        own = values.area_with_boundaries(book, area, typed=False)
        return _said(text(label(entry, "name"), ", ", own, ": ", book.label("role", role)))

    for row in collection.observations:
        yield Thing("figure", row.obs_id, called(row.entry, row.ref_area, row.role), [row.obs_id], printed_by(row))


def printed_by(row: Observation) -> str:
    """A figure's token and who states it, in each language: a line for each."""
    return "\n".join(filter(None, (row.as_printed, *dict.fromkeys(label(row, "speaker").texts))))


def _said(words: Text) -> Label:
    return Label(tuple(str(words.said(language)) for language in LANGUAGES))


def _same() -> list[tuple[str, ...]]:
    """Words that mean the same, as the messages list them: what is called by one is found by the others."""
    each = (str(say("index_same").said(language)).split("; ") for language in LANGUAGES)
    return [tuple(", ".join(alike).split(", ")) for alike in zip(*each, strict=True)]


def _also(texts: tuple[str, ...], same: dict[str, str]) -> tuple[str, ...]:
    """Other words for what something is called: of these `same` has all for each."""
    called = "".join(f" {marked(each)} " for each in texts)
    return tuple(dict.fromkeys(alike for word, alike in same.items() if word in called))
