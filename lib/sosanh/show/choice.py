"""The figures that one chooses: of an area, a sector, an indicator, a time, found by words.

What is chosen is a list of figures and nothing more. No pair, count or silence rests on it: these are asked of whole
areas (`questions`), where what is left out is known. Where nothing is so, `instead` says what
there is.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from sosanh.compare.questions import areas_meant, window
from sosanh.compare.results import Result
from sosanh.data.codebook import Codebook
from sosanh.data.collection import Collection
from sosanh.data.labels import label
from sosanh.data.tables import Observation
from sosanh.lineage.words import Text, say, text
from sosanh.show import exhibits, search, values
from sosanh.show.display import Sentences, Table

_COLUMNS = {"area": "ref_area", "sector": "sector", "indicator": "indicator"}
FACETS = (*_COLUMNS, "time")


def chosen(
    collection: Collection, area: str = "", sector: str = "", indicator: str = "", time: str = "", words: str = ""
) -> tuple[Observation, ...]:  # fmt: skip
    """The figures in the order of the data; `time` is a period that they may be of (2024, 2024-07), "" sets no limit.

    `ValueError` for what cannot be asked; none is an empty tuple.
    """
    codes = areas_meant(collection, area) if area else ()
    span = window(time, time) if time else None
    rows = collection.select(codes, sector, indicator=indicator, window=span)
    if words.strip():
        known = search.by_figure(collection)
        rows = [rows[place] for place in search.found(words, [known[row.obs_id] for row in rows])]
    return tuple(rows)


def table(rows: Sequence[Observation], collection: Collection) -> Table | Sentences:
    """The figures as printed, with who is counted, who states it and where it stands."""
    return replace(exhibits.reported(_of(rows, collection), whole=True), title=say("title_chosen"))


def sources(rows: Sequence[Observation], collection: Collection) -> Table | Sentences:
    """Their articles, numbered as in the table."""
    return exhibits.sources(_of(rows, collection))


def _of(rows: Sequence[Observation], collection: Collection) -> Result:
    return Result(collection, tuple(dict.fromkeys(row.ref_area for row in rows)), "", tuple(rows))


def values_of(rows: Iterable[Observation], facet: str) -> list[str]:
    """What one may choose by among these figures: codes in the order of the data, or every year that one may be of."""
    if facet != "time":
        return [*dict.fromkeys(getattr(row, _COLUMNS[facet]) for row in rows)]
    spans = ((int(row.as_of_from[:4]), int(row.as_of_to[:4])) for row in rows)
    return sorted({str(year) for first, last in spans for year in range(first, last + 1)})


def none(there: dict[str, list[str]]) -> Text:
    """That no figure is so, and what there is where one thing is asked otherwise: `instead`, in words."""
    told = "; ".join(f"{facet}: {', '.join(values)}" for facet, values in there.items())
    return text(say("choice_none"), " ", say("choice_instead", there=told) if told else say("choice_nothing"))


def labels(facet: str, codes: Iterable[str], codebook: Codebook, language: str) -> dict[str, str]:
    """What readers see for each code; an area with its boundaries where another here has its name."""
    codes = [*codes]
    if facet == "area":
        return {code: str(values.area_among(code, codes, codebook).said(language)) for code in codes}
    if facet == "time":
        return {code: code for code in codes}
    if facet == "indicator":
        return {code: label(codebook.entry("indicators", code), "name").said(language) for code in codes}
    return {code: codebook.label(facet, code).said(language) for code in codebook.codes(facet) if code in codes}


def instead(collection: Collection, **asked: str) -> dict[str, list[str]]:
    """Where nothing is so: for each facet asked for what it could be while all else stays; none of it where nothing."""
    facets = [facet for facet in FACETS if asked.get(facet)]
    found = {facet: values_of(chosen(collection, **asked | {facet: ""}), facet) for facet in facets}
    return {facet: codes for facet, codes in found.items() if codes}
