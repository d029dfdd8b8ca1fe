"""Comparisons: over time, across areas, against levels set, by theme, and of one indicator in depth.

A comparison never raises because the articles are silent: silence is a result and is said. It raises only for a
question that cannot be asked (an unknown name, a window upside down). Differences come from the gate alone.
"""

from collections.abc import Iterable
from contextlib import suppress
from datetime import date
from itertools import combinations

import pandas as pd

from sosanh.codebook import Codebook
from sosanh.collection import Collection
from sosanh.gate import Refused, Row, change, verdict
from sosanh.periods import Period, read_period
from sosanh.problems import Unknown
from sosanh.results import Across, Deployment, EvidenceMap, OneFigure, OneIndicator, OnePage, OverTime, Pair, Targets
from sosanh.tables import MANY
from sosanh.targets import outcome

_LAST_OF_63 = date(2025, 6, 30)  # the articles, and so the levels they set, are of the map of 63 provinces
_IN_TIME = ["as_of_from", "as_of_to", "obs_id"]


def window(time_from: str, time_to: str) -> Period:
    """The days from the first of `time_from` to the last of `time_to` (periods as in `periods`)."""
    first, last = read_period(time_from), read_period(time_to)
    if last.last < first.first:
        raise ValueError(f"time_to {time_to!r} is before time_from {time_from!r}; swap them")
    return Period(first.first, last.last, f"{time_from}/{time_to}")


def over_time(collection: Collection, area: str, time_from: str, time_to: str, sector: str = "") -> OverTime:
    """One area's figures between two periods: for each indicator the earliest against the latest.

    `area` is a name, alias or code; `sector` a code of the list `sector`, "" for all. A name that changes its
    territory within the window brings in both, and the gate refuses to join them.
    """
    span = window(time_from, time_to)
    areas = _areas_in(area, span, collection.codebook)
    rows = collection.select(areas, sector=sector, window=span).sort_values(_IN_TIME, kind="stable")
    actual = rows[rows["role"].eq("actual")]
    pairs = [_pair(a, b, "change", collection.codebook) for a, b in _over_time_pairs(actual, collection.codebook)]
    outcomes = _outcomes(rows, actual, span.last, collection)
    silences = _silences(areas[:1], sector, rows, collection)
    return OverTime(collection, areas, sector, rows, tuple(pairs), silences, span, outcomes)


def across(
    collection: Collection, areas: str | Iterable[str], sector: str = "", theme: str = "", indicator: str = "",
    time_from: str = "2000", time_to: str = "2025-06-30",
) -> Across:  # fmt: skip
    """Several areas' results: for each indicator the latest figure of each, every two of them a pair.

    An area means the territory its name has at the end of the window.
    """
    span = window(time_from, time_to)
    codes = _codes(areas, span.last, collection.codebook)
    rows = collection.select(codes, sector, theme, indicator, span).sort_values(_IN_TIME, kind="stable")
    latest = rows[rows["role"].eq("actual")].drop_duplicates(["indicator", "territory"], keep="last")
    twos = [two for _, group in latest.groupby("indicator", sort=False) for two in combinations(_records(group), 2)]
    twos += _lookalikes(latest, collection.codebook, "territory")
    pairs = tuple(_pair(a, b, "level", collection.codebook) for a, b in twos)
    return Across(collection, codes, sector, rows, pairs, _silences(codes, sector, rows, collection))


def against_targets(collection: Collection, areas: str | Iterable[str], as_of: str, sector: str = "") -> Targets:
    """Every level set by the areas, against the latest figure that an article had printed by the day `as_of`."""
    day = read_period(as_of).last
    codes = _codes(areas, min(day, _LAST_OF_63), collection.codebook)
    rows = collection.select(codes, sector=sector)
    rows = _printed_by(day, rows, collection).sort_values(_IN_TIME, kind="stable")
    outcomes = _outcomes(rows, rows[rows["role"].eq("actual")], day, collection)
    return Targets(collection, codes, sector, rows, (), _silences(codes, sector, rows, collection), as_of, outcomes)


def evidence_map(
    collection: Collection, areas: str | Iterable[str], sector: str = "", on: str = "2025-06-30"
) -> EvidenceMap:
    """How strongly each area documents each theme, as `cells`: one row for each area and theme.

    Columns: `area`, `theme`, `evidence` (`number`: a result with a number; `target`: only levels, plans or rules
    with a number; `words`: only statements, systems or milestones; `not_reported`), `obs_ids`, of these the `results`
    with a number, and `places` (article and paragraph of what is said in words).
    """
    codes = _codes(areas, date.fromisoformat(on), collection.codebook)
    rows = collection.select(codes, sector=sector)
    words = _in_words(collection, sector)
    cells = [
        _cell(code, theme, rows, words, collection) for code in codes for theme in _themes(sector, collection.codebook)
    ]
    silences = tuple((cell["area"], cell["theme"]) for cell in cells if cell["evidence"] == "not_reported")
    pairs = across(collection, codes, sector, time_to=on).pairs
    return EvidenceMap(collection, codes, sector, rows, pairs, silences, pd.DataFrame(cells))


def one_page(
    collection: Collection, areas: str | Iterable[str], sector: str = "", as_of: str = "2025-06-30"
) -> OnePage:
    """All in short: the themes each area documents, every pair within one area and across two, every level set."""
    found = evidence_map(collection, areas, sector, as_of)
    within = [pair for area in found.areas for pair in over_time(collection, area, "2000", as_of, sector).pairs]
    outcomes = against_targets(collection, found.areas, as_of, sector).outcomes
    pairs = (*within, *found.pairs)
    return OnePage(collection, found.areas, sector, found.rows, pairs, found.silences, found.cells, outcomes)


def deployment(
    collection: Collection, areas: str | Iterable[str], sector: str = "", on: str = "2025-06-30"
) -> Deployment:
    """Which systems the areas' articles name, at what stage, and the steps they date.

    `systems` and `milestones` have the tables' columns, `area` (ref_area) and `ref` (`dt-2024-07.m03`); `counts` of
    `systems` marks the one row by which a system counts (`_counting`). Milestones stand in order of time, those
    without a date last, with `first` and `last` day (None where not stated).
    """
    codes = _codes(areas, date.fromisoformat(on), collection.codebook)
    rows = collection.select(codes, sector=sector)
    systems = _of_areas("systems", "s", codes, sector, collection).sort_values("area", key=_order(codes), kind="stable")
    systems = systems.assign(counts=_counting(systems, collection))
    milestones = _of_areas("milestones", "m", codes, sector, collection)
    spans = [read_period(text) if text else None for text in milestones["when"]]
    milestones = milestones.assign(
        first=[span.first if span else None for span in spans], last=[span.last if span else None for span in spans]
    ).sort_values(["area", "first", "last"], key=_order(codes), kind="stable")
    return Deployment(
        collection, codes, sector, rows, (), _silences(codes, sector, rows, collection), systems, milestones
    )


def one_indicator(
    collection: Collection, indicator: str, areas: str | Iterable[str] = (), as_of: str = "2025-06-30"
) -> OneIndicator:
    """Every figure of one indicator, for some areas or for all; over time within each area, levels across them."""
    collection.codebook.entry("indicators", indicator)
    day = read_period(as_of).last
    codes = _codes(areas, day, collection.codebook) if areas else ()
    rows = _printed_by(day, collection.select(codes, indicator=indicator), collection)
    rows = rows.sort_values(_IN_TIME, kind="stable")
    actual = rows[rows["role"].eq("actual")]
    pairs = [_pair(a, b, "change", collection.codebook) for a, b in _ends(actual)]
    latest = actual.drop_duplicates("territory", keep="last")
    pairs += [_pair(a, b, "level", collection.codebook) for a, b in combinations(_records(latest), 2)]
    beside = collection.codebook.benchmarks
    beside = beside[beside["indicator"].eq(indicator) & (beside["ref_area"].isin([*codes, "VN"]) | (not codes))]
    codes = codes or tuple(rows["ref_area"].unique())
    outcomes = _outcomes(rows, actual, day, collection)
    return OneIndicator(collection, codes, "", rows, tuple(pairs), (), indicator, beside, outcomes)


def one_figure(collection: Collection, obs_id: str) -> OneFigure:
    """One observation (`dt-2025-02.03`) with everything it is compared with: its pairs and the levels of its kind."""
    rows = collection.observations
    if obs_id not in set(rows["obs_id"]):
        raise Unknown("obs_id", obs_id, rows["obs_id"])
    row = _records(rows[rows["obs_id"].eq(obs_id)])[0]
    around = one_indicator(collection, row.indicator, row.ref_area)
    pairs = tuple(pair for pair in around.pairs if obs_id in (pair.a.obs_id, pair.b.obs_id))
    outcomes = tuple(
        each for each in around.outcomes if obs_id in (each.target.obs_id, each.actual and each.actual.obs_id)
    )
    ids = {obs_id, *(each.obs_id for pair in pairs for each in (pair.a, pair.b))}
    ids |= {each.target.obs_id for each in outcomes}
    return OneFigure(collection, (row.ref_area,), row.sector, rows[rows["obs_id"].isin(ids)], pairs, (), row, outcomes)


def _codes(areas: str | Iterable[str], on: date, codebook: Codebook) -> tuple[str, ...]:
    """What one name or several mean on a day, each once."""
    names = [areas] if isinstance(areas, str) else list(areas)
    if not names:
        raise ValueError("areas is empty; name at least one province or city")
    return tuple(dict.fromkeys(codebook.area(each, on) for each in names))


def _areas_in(name: str, span: Period, codebook: Codebook) -> tuple[str, ...]:
    """The area that a name means at the beginning of the window, and the one it means at the end, if another."""
    areas = [codebook.area(name, span.first)]
    with suppress(Unknown):  # the name may end within the window
        areas.append(codebook.area(name, span.last))
    return tuple({codebook.entry("areas", code)["territory"]: code for code in reversed(areas)}.values())[::-1]


def _printed_by(day: date, rows: pd.DataFrame, collection: Collection) -> pd.DataFrame:
    """The rows of articles that had certainly appeared by the day."""
    printed = collection.sources["published_to"].le(day.isoformat())
    return rows[rows["source_id"].isin(printed.index[printed])]


def _records(rows: pd.DataFrame) -> list[Row]:
    return list(rows.itertuples(index=False, name="Observation"))


def _over_time_pairs(actual: pd.DataFrame, codebook: Codebook) -> list[tuple[Row, Row]]:
    return _ends(actual) + _lookalikes(actual, codebook, "source_id")


def _ends(actual: pd.DataFrame) -> list[tuple[Row, Row]]:
    """For each indicator that several articles state of one name: its earliest and its latest figure."""
    by = ["indicator", "area_name"]
    first, last = actual.drop_duplicates(by), actual.drop_duplicates(by, keep="last")
    ends = zip(_records(first), _records(first[by].merge(last, on=by)[list(last.columns)]), strict=True)
    return [(a, b) for a, b in ends if a.source_id != b.source_id]


def _lookalikes(rows: pd.DataFrame, codebook: Codebook, apart: str) -> list[tuple[Row, Row]]:
    """Pairs of different indicators in one unit that the codebook speaks of, from different articles or areas.

    Of several figures of one indicator the latest of each article or area stands for it.
    """
    named = {name for pair in codebook.indicator_pairs for name in pair}
    latest = rows[rows["indicator"].isin(named)].drop_duplicates(["indicator", apart], keep="last")
    by_indicator = {name: _records(group) for name, group in latest.groupby("indicator", sort=False)}
    order = {row.obs_id: place for place, row in enumerate(_records(latest))}
    found = [
        tuple(sorted((one, other), key=lambda row: order[row.obs_id]))
        for a, b in codebook.indicator_pairs
        for one in by_indicator.get(a, ())
        for other in by_indicator.get(b, ())
        if getattr(one, apart) != getattr(other, apart) and one.unit_measure == other.unit_measure
    ]
    return sorted(found, key=lambda pair: (order[pair[0].obs_id], order[pair[1].obs_id]))


def _pair(a: Row, b: Row, purpose: str, codebook: Codebook) -> Pair:
    found = verdict(a, b, purpose, codebook)
    try:
        return Pair(a, b, found, change(a, b, found))
    except Refused:
        return Pair(a, b, found, None)


def _outcomes(rows: pd.DataFrame, actual: pd.DataFrame, as_of: date, collection: Collection):
    targets = rows[rows["role"].eq("target")]
    candidates = _records(actual[actual["indicator"].isin(targets["indicator"])])
    return tuple(outcome(target, candidates, as_of, collection) for target in _records(targets))


def _themes(sector: str, codebook: Codebook) -> list[str]:
    """The themes that an indicator of the sector has, in the order of the codebook."""
    own = codebook.indicators.loc[codebook.indicators["sector"].eq(sector) | (not sector), "theme"]
    return [theme for theme in codebook.themes["theme"] if theme in set(own)]


def _silences(
    areas: tuple[str, ...], sector: str, rows: pd.DataFrame, collection: Collection
) -> tuple[tuple[str, str], ...]:
    """(area, theme): themes of which the collection has an indicator in the sector, and the area no figure."""
    themes = _themes(sector, collection.codebook)
    there = set(map(tuple, rows[["territory", "theme"]].drop_duplicates().to_numpy()))
    own = {code: collection.codebook.entry("areas", code)["territory"] for code in areas}
    return tuple((code, theme) for code in areas for theme in themes if (own[code], theme) not in there)


def _of_areas(table: str, letter: str, codes: tuple[str, ...], sector: str, collection: Collection) -> pd.DataFrame:
    """The rows of `systems` or `milestones` that speak of these areas, each with the one it speaks of."""
    rows = collection.tables[table]
    territories = {collection.codebook.territory(code): code for code in codes}
    area = rows["source_id"].map(collection.sources["ref_area"]).map(collection.codebook.territory).map(territories)
    ref = rows["source_id"] + f".{letter}" + rows[f"{table.removesuffix('s')}_no"].astype(int).map("{:02d}".format)
    return rows.assign(area=area, ref=ref)[area.notna() & (rows["sector"].eq(sector) | (not sector))]


def _counting(systems: pd.DataFrame, collection: Collection) -> pd.Series:
    """The row by which each system of an area counts: of those that give a stage, one of the latest article.

    Where that article gives two, the one less far along counts. A row that only mentions a system gives no stage; it
    counts where no other does.
    """
    stages = collection.codebook.codes("stage")
    ranked = systems.assign(
        one=systems["same_as"].where(systems["same_as"].ne(""), systems["system_id"]),
        staged=systems["stage"].ne("mentioned"),
        published=systems["source_id"].map(collection.sources["published_to"]),
        along=systems["stage"].map(stages.index),
    ).sort_values(["staged", "published", "along"], kind="stable")
    return pd.Series(systems.index.isin(ranked.drop_duplicates(["area", "one"], keep="last").index), systems.index)


def _order(codes: tuple[str, ...]):
    """Areas in the order asked for; days in theirs, unknown ones last."""

    def key(column: pd.Series) -> pd.Series:
        if column.name == "area":
            return column.map(codes.index)
        return column.map(lambda day: day.isoformat() if day else "9999")

    return key


def _in_words(collection: Collection, sector: str) -> pd.DataFrame:
    """Statements, systems and milestones, once for each of their themes: what articles say of it without a number."""
    columns, tables = ["source_id", "theme", "sector", "paragraph"], ("statements", "systems", "milestones")
    said = pd.concat([collection.tables[name][columns] for name in tables], ignore_index=True)
    said["ref_area"] = said["source_id"].map(collection.sources["ref_area"])
    said["theme"] = said["theme"].str.split(MANY)
    return said[said["sector"].eq(sector) | (not sector)].explode("theme")


def _cell(area: str, theme: str, rows: pd.DataFrame, words: pd.DataFrame, collection: Collection) -> dict:
    territory = collection.codebook.entry("areas", area)["territory"]
    own = rows[rows["territory"].eq(territory) & rows["theme"].eq(theme)]
    said = words[words["ref_area"].map(collection.codebook.territory).eq(territory) & words["theme"].eq(theme)]
    printed = own[own["bound"].ne("all")]
    results = printed.loc[printed["role"].eq("actual"), "obs_id"]
    grades = (
        ("number", len(results) > 0), ("target", len(printed) > 0),
        ("words", len(said) > 0 or len(own) > 0), ("not_reported", True),
    )  # fmt: skip
    evidence = next(name for name, holds in grades if holds)
    places = sorted(set(zip(said["source_id"], said["paragraph"], strict=True)))
    return {
        "area": area,
        "theme": theme,
        "evidence": evidence,
        "obs_ids": tuple(own["obs_id"]),
        "results": tuple(results),
        "places": tuple(places),
    }
