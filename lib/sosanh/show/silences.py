"""Where the articles asked for are silent: what they state at other times, in other sectors, of other areas.

That no article states a figure holds for a time, a sector and an area. A reader who meets silence is told which times
and areas do have figures, and of a name that means two territories what there is under each.
"""

from collections.abc import Iterator

import pandas as pd

from sosanh.compare.results import Across, OneIndicator, Result, Targets
from sosanh.lineage.words import Text, count, join, say
from sosanh.show import values


def elsewhere(result: Result) -> tuple[Text, ...]:
    """For each area without a figure here, where there are some; where no area has any, which ones do."""
    every = _of_this_kind(result)
    empty = _here(result, result.rows).empty
    own = {code: result.codebook.territory(code) for code in result.areas}
    there = set(_here(result, result.rows)["territory"])
    hints = tuple(hint for code in result.areas if own[code] not in there and (hint := _of_area(code, every, result)))
    return hints or ((_anywhere(every, result),) if empty and len(every) else ())


def namesakes(result: Result) -> tuple[Text, ...]:
    """What there is under each territory of a name that means two: never one series."""
    names = [result.codebook.area_name(code) for code in result.areas]
    twice = [code for code, name in zip(result.areas, names, strict=True) if names.count(name) > 1]
    if not twice:
        return ()
    rows = _here(result, result.rows)
    said = [_counted(code, rows, result) for code in twice if len(_stated_of(code, rows, result))]
    return () if len(said) < 2 else (say("two_territories", figures=join("; ", said)),)


def _of_this_kind(result: Result) -> pd.DataFrame:
    """All that the collection has of what was asked: figures, targets, or figures of one indicator."""
    rows = _here(result, result.collection.observations)
    if isinstance(result, OneIndicator | Across) and result.indicator:
        return rows[rows["indicator"].eq(result.indicator)]
    return rows


def _here(result: Result, rows: pd.DataFrame) -> pd.DataFrame:
    return rows[rows["role"].eq("target")] if isinstance(result, Targets) else rows


def _of_area(code: str, every: pd.DataFrame, result: Result) -> Text | None:
    book = result.codebook
    said = {"area": values.area_with_boundaries(book, code, typed=False)}
    what = _kind(result)
    own = every[every["territory"].eq(book.territory(code))]
    if len(own):
        of_sector = own[own["sector"].eq(result.sector) | (not result.sector)]
        said |= {"what": what, "articles": _articles(of_sector if len(of_sector) else own, result)}
        if len(of_sector):
            return say("there_are", sector=values.in_sector(result), **said)
        sectors = [book.label("sector", each) for each in book.codes("sector") if own["sector"].eq(each).any()]
        return say("there_are_elsewhere", sectors=join(", ", sectors), **said)
    if book.merged(code) and len(new := _stated_of(book.entry("areas", code)["successor"], every, result)):
        into = values.area_with_boundaries(book, book.entry("areas", code)["successor"])
        return say("merged_into", what=what, into=into, articles=_articles(new, result), **said)
    parts = list(_parts(code, every, result))
    return say("made_of", areas=join("; ", parts), **said) if parts else None


def _parts(code: str, every: pd.DataFrame, result: Result) -> Iterator[Text]:
    """The areas of the old map that make up this one, as far as there is something on them."""
    areas = result.codebook.areas
    for part in areas.loc[areas["successor"].eq(code), "ref_area"]:
        if len(_stated_of(part, every, result)):
            yield _counted(part, every, result)


def _anywhere(every: pd.DataFrame, result: Result) -> Text:
    """Every area that there is something on, with its articles."""
    book, order = result.codebook, list(result.codebook.areas["ref_area"])
    codes = {book.territory(code): code for code in sorted(every["ref_area"].unique(), key=order.index)}
    said = [
        say(
            "in_articles", area=values.area_among(code, codes.values(), book),
            articles=_articles(_stated_of(code, every, result), result),
        )
        for code in codes.values()
    ]  # fmt: skip
    what = _kind(result)
    return say("there_are_on", what=what, areas=join("; ", said))


def _stated_of(code: str, every: pd.DataFrame, result: Result) -> pd.DataFrame:
    return every[every["territory"].eq(result.codebook.territory(code))]


def _articles(rows: pd.DataFrame, result: Result) -> Text:
    sources = result.collection.sources.loc[rows["source_id"].unique()]
    return values.articles(sources.sort_values(["published_from", "source_id"]))


def _counted(code: str, rows: pd.DataFrame, result: Result) -> Text:
    """ "Đồng Tháp (boundaries before 1 July 2025): 49 figures"."""
    ids = _stated_of(code, rows, result)["obs_id"]
    area = values.area_with_boundaries(result.codebook, code, typed=False)
    what = _kind(result, len(ids))
    return say("area_figures", area=area, count=count(ids), what=what)


def _kind(result: Result, number: int = 2) -> Text:
    kind = "targets" if isinstance(result, Targets) else "figures"
    return say(f"kind_{kind}", number)
