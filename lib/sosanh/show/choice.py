"""The figures that one chooses: of an area, a sector, a theme, an indicator, an article, a time, found by words.

What is chosen is a list of figures and nothing more. No pair, count or silence rests on it: these are asked of whole
areas (`questions`), where what is left out is known. Where nothing is so, it is said what there is instead, as one
types it; `contents` says the same of all there is.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from sosanh.compare.questions import areas_meant, window
from sosanh.compare.results import Result
from sosanh.data.codebook import Codebook
from sosanh.data.collection import Collection, spans
from sosanh.data.labels import label
from sosanh.data.tables import Article, Observation
from sosanh.lineage import expressions as of
from sosanh.lineage.words import Figure, Text, Words, join, say, text
from sosanh.show import exhibits, search, values
from sosanh.show.display import Sentences, Table, sentences

_COLUMNS = {
    "area": "ref_area", "sector": "sector", "theme": "theme", "indicator": "indicator", "article": "source_id",
}  # fmt: skip
FACETS = (*_COLUMNS, "time")
LISTED = ("area", "article", "sector", "theme")  # by which `contents` leads to the figures


def chosen(
    collection: Collection, area: str = "", sector: str = "", theme: str = "", indicator: str = "", article: str = "",
    time: str = "", words: str = "",
) -> tuple[Observation, ...]:  # fmt: skip
    """The figures in the order of the data; `time` is a period such as 2024 or 2024-07: one that is stated, or in which
    what states none or is no result was published; "" sets no limit.

    `ValueError` or `Unknown` for what cannot be asked; none is an empty tuple.
    """
    codes = areas_meant(collection, area) if area else ()
    span = window(time, time) if time else None
    rows = collection.select(codes, sector, theme, indicator, span, article=article)
    if words.strip():
        known = search.by_figure(collection)
        rows = [rows[place] for place in search.found(words, [known[row.obs_id] for row in rows])]
    return tuple(rows)


def figures(collection: Collection, **asked: str) -> Table | Sentences:
    """The figures that are so, as printed; where there is none, what there is instead."""
    rows = chosen(collection, **asked)
    return table(rows, collection) if rows else sentences("chosen", [none(collection, **asked)])


def table(rows: Sequence[Observation], collection: Collection) -> Table | Sentences:
    """The figures as printed, with who is counted, who states it and where it stands."""
    return replace(exhibits.reported(_of(rows, collection), whole=True), title=say("title_chosen"), name="chosen")


def sources(rows: Sequence[Observation], collection: Collection) -> Table | Sentences:
    """Their articles, numbered as in the table."""
    return exhibits.sources(_of(rows, collection))


def _of(rows: Sequence[Observation], collection: Collection) -> Result:
    return Result(collection, tuple(dict.fromkeys(row.ref_area for row in rows)), "", tuple(rows))


def values_of(rows: Iterable[Observation], facet: str) -> list[str]:
    """What one may choose by among these figures: codes in the order of the data, or every year that one belongs to
    (`Collection.select`)."""
    if facet != "time":
        return [*dict.fromkeys(getattr(row, _COLUMNS.get(facet, facet)) for row in rows)]
    ends = {(int(first[:4]), int(last[:4])) for row in rows for first, last in spans(row)}
    return sorted({str(year) for first, last in ends for year in range(first, last + 1)})


def labels(facet: str, codes: Iterable[str], collection: Collection) -> dict[str, Text]:
    """What readers see for each code, in the order of the code list where there is one; an area with its boundaries
    where another here has its name, an article by its outlet and month."""
    codes, book = [*codes], collection.codebook
    if facet == "sector":
        codes.sort(key=[*book.codes("sector")].index)
    named = {
        "area": lambda code: values.area_among(code, codes, book),
        "article": lambda code: _article(collection.article(code), book),
        "theme": lambda code: label(book.entry("themes", code), "label"),
        "indicator": lambda code: label(book.entry("indicators", code), "name"),
    }
    known = named.get(facet, lambda code: book.label(facet, code) if book.codes(facet) else code)
    return {code: text(known(code)) for code in codes}


def _article(article: Article, book: Codebook) -> Text:
    gone = values.in_brackets(values.retracted(article, book))
    return text(values.outlet_name(article), ", ", values.published_label(article), gone)


def none(collection: Collection, **asked: str) -> Text:
    """That no figure is so, and for each thing asked for what it could be while all else stays, as one types it."""
    parts = []
    for facet in (each for each in FACETS if asked.get(each)):
        if there := [text(each) for each in _typed(facet, chosen(collection, **asked | {facet: ""}), collection)]:
            parts.append(text(say(f"choice_{facet}"), f" ({facet}): ", join(", ", there)))
    told = say("choice_instead", there=join("; ", parts)) if parts else say("choice_nothing")
    return text(say("choice_none"), " ", told)


def _years(rows: Iterable[Observation]) -> list[Words]:
    """The years in which stated times begin or end; of what has none, and of what is no result, those in which its
    article can have appeared, which is said."""
    found: dict[tuple[str, ...], Words] = {}
    for row in rows:
        article, time, stated = row.article, of.time(row.obs_id), row.as_of_basis == "stated"
        for day, end in zip((row.as_of_from, row.as_of_to), (of.first(time), of.last(time)), strict=True):
            if stated:
                found[day[:4],] = Figure(day[:4], end.as_("year"))
        if not stated or row.role != "actual":
            days = article.published_from[:4], article.published_to[:4]
            ends = [of.field(row.source_id, name).as_("year") for name in ("published_from", "published_to")]
            first, last = map(Figure, days, ends)
            between = say("choice_published_between", first=first, last=last)
            found[days] = say("choice_published", year=first) if days[0] == days[1] else between
    return [found[years] for years in sorted(found)]


def _typed(facet: str, rows: Sequence[Observation], collection: Collection) -> Iterator[Words]:
    """What one may choose by among these figures, by its label, with the code to type where that is another word."""
    if facet == "time":
        yield from _years(rows)
        return
    for code, shown in labels(facet, values_of(rows, facet), collection).items():
        yield as_typed(code, collection) if facet == "area" else text(shown, f" ({code})")


def contents(collection: Collection) -> Table | Sentences:
    """What there is by province, article and its date, sector and theme, and what to type to see it."""
    own = []
    for facet in LISTED:
        rows = collection.observations if facet == "article" else collection.select()
        for code, shown in labels(facet, values_of(rows, facet), collection).items():
            typed = as_typed(code, collection) if facet == "area" else code
            count = values.count_of(chosen(collection, **{facet: typed}))
            own.append((say(f"choice_{facet}"), shown, count, f'data.figures({facet}="{typed}")'))
    return exhibits.table("contents", ("facet", "what", "observed", "to_see"), own)


def as_typed(area: str, collection: Collection) -> str:
    """What an area is called where that means it alone, else its code."""
    name = collection.codebook.area_name(area).said("vi")
    return name if areas_meant(collection, name) == (area,) else area
