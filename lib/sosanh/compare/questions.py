"""Comparisons: over time, across areas, against targets, by theme, and of one indicator in depth.

A comparison never raises because the articles are silent: silence is a result and is said. It raises only for a
question that cannot be asked (an unknown name, a window upside down). Differences come from the gate alone.

No day is fixed here. `as_of` is a period, and only articles that had certainly appeared by its end count; `time_from`
and `time_to` are the first and the last period that a figure may be of, or a target set for. Left "", `as_of` is the
newest day of the data, and an end of the window sets no limit.

A name may mean two territories: "Đồng Tháp" is one until 30 June 2025 and a larger one since. Whichever of them the
articles speak of is shown, side by side where it is both, and never joined. A code means its own territory alone.
"""

from collections.abc import Iterable
from datetime import date
from itertools import combinations

import pandas as pd

from sosanh.compare.gate import Refused, change, verdict
from sosanh.compare.results import (
    Across,
    Deployment,
    EvidenceMap,
    OneFigure,
    OneIndicator,
    OnePage,
    OverTime,
    Pair,
    Targets,
)
from sosanh.compare.targets import outcome
from sosanh.data.codebook import Codebook
from sosanh.data.collection import Collection
from sosanh.data.problems import Unknown
from sosanh.data.rows import Observation
from sosanh.data.tables import MANY
from sosanh.numbers.periods import Period, read_period

_IN_TIME = ["as_of_from", "as_of_to", "obs_id"]
Known = dict[str, set[str]]  # the territories that articles speak of, each with the area codes they are of


def window(time_from: str, time_to: str) -> Period:
    """The days from the first of `time_from` to the last of `time_to` (periods as in `periods`); "" sets no limit."""
    first = _end("time_from", time_from).first if time_from else date.min
    last = _end("time_to", time_to).last if time_to else date.max
    if last < first:
        raise ValueError(f"time_to {time_to!r} is before time_from {time_from!r}; swap them")
    return Period(first, last)


def _end(name: str, written: str) -> Period:
    try:
        return read_period(written)
    except ValueError as error:
        raise ValueError(f'{name}: {error}; "" sets no limit') from None


def areas_meant(collection: Collection, areas: str | Iterable[str], as_of: str = "") -> tuple[str, ...]:
    """What names, aliases or codes mean, each territory once: those that articles of the day speak of; where they
    speak of none of a name's territories, the one of the day."""
    day = collection.day(as_of)
    return _codes(areas, _documented(collection.published_by(day), collection), day, collection.codebook)


def over_time(collection: Collection, area: str, time_from: str = "", time_to: str = "", sector: str = "") -> OverTime:
    """One area's figures between two periods: for each indicator the earliest against the latest.

    `area` is a name, alias or code; `sector` a code of the list `sector`, "" for all. Of a name with two territories
    both are in, as far as they have figures or targets in the window, and the gate refuses to join them. Targets are
    held against what there is at the end of the window, "" for the newest day of the data.
    """
    span, codebook = window(time_from, time_to), collection.codebook
    day = span.last if time_to else max(span.first, collection.day())
    areas = _codes(area, _by_territory(collection.select(window=span)["ref_area"], codebook), day, codebook)
    rows = collection.select(areas, sector=sector, window=span).sort_values(_IN_TIME, kind="stable")
    actual = rows[rows["role"].eq("actual")]
    stated = rows[rows["role"].isin(("actual", "ability"))]  # what can be is asked about too, and the gate refuses it
    pairs = [_pair(a, b, "change", codebook) for a, b in _over_time_pairs(stated, collection)]
    outcomes = _outcomes(rows, actual, day, collection)
    silences = _silences(areas, sector, rows, collection)
    told = {"window": span, "asked": (time_from, time_to), "outcomes": outcomes}
    return OverTime(collection, areas, sector, rows, tuple(pairs), silences, **told)


def across(
    collection: Collection, areas: str | Iterable[str] = "", sector: str = "", theme: str = "", indicator: str = "",
    article: str = "", as_of: str = "",
) -> Across:  # fmt: skip
    """Several areas' results: for each indicator the latest figure of each, every two of them a pair.

    `areas` "" is every area that the articles speak of, `article` the code of one article, "" for all.
    """
    day, published = _published(article, as_of, collection)
    codes = _codes_or_all(areas, published, day, collection)
    rows = _of(published, collection.select(codes, sector, theme, indicator)).sort_values(_IN_TIME, kind="stable")
    latest = rows[rows["role"].eq("actual")].drop_duplicates(["indicator", "territory"], keep="last")
    twos = _in_twos(latest, collection)
    twos += _lookalikes(latest, collection, "territory")
    pairs = tuple(_pair(a, b, "level", collection.codebook) for a, b in twos)
    silences = () if theme or indicator else _silences(codes, sector, rows, collection)
    return Across(collection, codes, sector, rows, pairs, silences, as_of=as_of, article=article, indicator=indicator)


def against_targets(collection: Collection, areas: str | Iterable[str], as_of: str = "", sector: str = "") -> Targets:
    """Every target of the areas, against the latest figure that an article had printed by the day `as_of`."""
    day, published = _published("", as_of, collection)
    codes = _codes(areas, _documented(published, collection), day, collection.codebook)
    rows = _of(published, collection.select(codes, sector=sector)).sort_values(_IN_TIME, kind="stable")
    outcomes = _outcomes(rows, rows[rows["role"].eq("actual")], day, collection)
    silences = _silences(codes, sector, rows, collection)
    return Targets(collection, codes, sector, rows, (), silences, as_of=as_of, outcomes=outcomes)


def evidence_map(
    collection: Collection, areas: str | Iterable[str] = "", sector: str = "", article: str = "", as_of: str = ""
) -> EvidenceMap:
    """How strongly each area documents each theme, as `cells`: one row for each area and theme.

    Columns: `area`, `theme`, `evidence` (`number`: a result with a number; `target`: only levels, plans or rules
    with a number; `words`: only statements, systems or milestones; `not_reported`), `obs_ids`, of these the `results`
    with a number, and `places` (article and paragraph of what is said in words).
    """
    found = across(collection, areas, sector, article=article, as_of=as_of)
    _, published = _published(article, as_of, collection)
    words = _of(published, _in_words(collection, sector))
    themes = _themes(sector, collection.codebook)
    cells = [_cell(code, theme, found.rows, words, collection) for code in found.areas for theme in themes]
    silences = tuple((cell["area"], cell["theme"]) for cell in cells if cell["evidence"] == "not_reported")
    table = pd.DataFrame(cells, columns=["area", "theme", "evidence", "obs_ids", "results", "places"])
    asked = {"as_of": as_of, "article": article}
    return EvidenceMap(collection, found.areas, sector, found.rows, found.pairs, silences, cells=table, **asked)


def one_page(collection: Collection, areas: str | Iterable[str], sector: str = "", as_of: str = "") -> OnePage:
    """All in short: the themes each area documents, every pair within one area and across two, every target."""
    found = evidence_map(collection, areas, sector, as_of=as_of)
    actual = found.rows[found.rows["role"].eq("actual")]
    within = [
        _pair(a, b, "change", collection.codebook)
        for area in found.areas
        for own in [actual[actual["territory"].eq(collection.codebook.territory(area))]]
        for a, b in _over_time_pairs(own, collection)
    ]
    outcomes = _outcomes(found.rows, actual, collection.day(as_of), collection)
    parts = (found.rows, (*within, *found.pairs), found.silences)
    return OnePage(collection, found.areas, sector, *parts, cells=found.cells, as_of=as_of, outcomes=outcomes)


def deployment(collection: Collection, areas: str | Iterable[str], sector: str = "", as_of: str = "") -> Deployment:
    """Which systems the areas' articles name, at what stage, and the steps they date.

    `systems` and `milestones` have the tables' columns, `area` (ref_area) and `ref` (`dt-2024-07.m03`); `counts` of
    `systems` marks the one row by which a system counts (`_counting`). Milestones stand in order of time, those
    without a date last, with `first` and `last` day (None where not stated).
    """
    day, published = _published("", as_of, collection)
    codes = _codes(areas, _documented(published, collection), day, collection.codebook)
    rows = _of(published, collection.select(codes, sector=sector))
    systems = _of(published, _of_areas("systems", "s", codes, sector, collection))
    systems = systems.assign(counts=_counting(systems, collection))
    milestones = _of(published, _of_areas("milestones", "m", codes, sector, collection))
    spans = [read_period(text) if text else None for text in milestones["when"]]
    milestones = milestones.assign(
        first=[span.first if span else None for span in spans], last=[span.last if span else None for span in spans]
    ).sort_values(["area", "first", "last"], key=_order(codes), kind="stable")
    systems = systems.sort_values("area", key=_order(codes), kind="stable")
    silences = _silences(codes, sector, rows, collection)
    parts = {"systems": systems, "milestones": milestones}
    return Deployment(collection, codes, sector, rows, (), silences, as_of=as_of, **parts)


def one_indicator(
    collection: Collection, indicator: str, areas: str | Iterable[str] = (), as_of: str = ""
) -> OneIndicator:
    """Every figure of one indicator, for some areas or for all; over time within each area, levels across them."""
    codebook = collection.codebook
    codebook.entry("indicators", indicator)
    day, published = _published("", as_of, collection)
    codes = _codes(areas, _documented(published, collection), day, codebook) if areas else ()
    rows = _of(published, collection.select(codes, indicator=indicator)).sort_values(_IN_TIME, kind="stable")
    actual = rows[rows["role"].eq("actual")]
    pairs = [_pair(a, b, "change", codebook) for a, b in _ends(actual, collection)]
    latest = actual.drop_duplicates("territory", keep="last")
    pairs += [_pair(a, b, "level", codebook) for a, b in combinations(collection.rows(latest), 2)]
    beside = codebook.benchmarks[codebook.benchmarks["indicator"].eq(indicator)]
    own = {codebook.territory(code) for code in (*codes, "VN")}
    beside = beside[beside["ref_area"].map(codebook.territory).isin(own) | (not codes)]
    codes = codes or _one_each(rows["ref_area"], codebook)
    outcomes = _outcomes(rows, actual, day, collection)
    parts = {"indicator": indicator, "benchmarks": beside, "outcomes": outcomes}
    return OneIndicator(collection, codes, "", rows, tuple(pairs), (), as_of=as_of, **parts)


def one_figure(collection: Collection, obs_id: str) -> OneFigure:
    """One observation (`dt-2025-02.03`) with everything it is compared with: its pairs and the levels of its kind."""
    rows, row = collection.observations, collection.observation(obs_id)
    around = one_indicator(collection, row.indicator, row.ref_area)
    pairs = tuple(pair for pair in around.pairs if obs_id in (pair.a.obs_id, pair.b.obs_id))
    outcomes = tuple(
        each for each in around.outcomes if obs_id in (each.target.obs_id, each.actual and each.actual.obs_id)
    )
    ids = {obs_id, *(each.obs_id for pair in pairs for each in (pair.a, pair.b))}
    ids |= {each.target.obs_id for each in outcomes}
    own = rows[rows["obs_id"].isin(ids)]
    return OneFigure(collection, (row.ref_area,), row.sector, own, pairs, (), row=row, outcomes=outcomes)


def _codes(areas: str | Iterable[str], known: Known, day: date, codebook: Codebook) -> tuple[str, ...]:
    """What one name or several mean on a day, each territory once."""
    names = [areas] if isinstance(areas, str) else list(areas)
    if not names or names == [""]:
        raise ValueError("areas is empty; name at least one province or city")
    if isinstance(areas, str) and areas.lstrip().startswith("["):
        wanted = "a list; with papermill give a list by -y: -y 'areas: [...]'"
        raise ValueError(f"areas: {areas!r} is one text, not {wanted}")
    found: dict[str, str] = {}
    for code in (code for name in names for code in _meant(name, known, day, codebook)):
        found.setdefault(codebook.territory(code), code)
    return tuple(found.values())


def _meant(name: str, known: Known, day: date, codebook: Codebook) -> tuple[str, ...]:
    """The areas of a name that articles speak of; of two codes of one territory the newest that they use."""
    codes = codebook.areas_named(name)
    spoken: dict[str, str] = {}
    for code in codes:
        territory = codebook.territory(code)
        if code in known.get(territory, ()) or (territory in known and territory not in spoken):
            spoken[territory] = code
    before = day.isoformat() < codebook.entry("areas", codes[0])["valid_from"]
    of_the_day = [code for code in codes if codebook.in_force(code, day)] or (codes[:1] if before else codes[-1:])
    return tuple(spoken.values()) or tuple(of_the_day[:1])


def _codes_or_all(
    areas: str | Iterable[str], published: pd.DataFrame, day: date, collection: Collection
) -> tuple[str, ...]:
    """What the names mean; for "" every area that these articles speak of."""
    if areas == "":
        rows = _of(published, collection.observations)
        return _one_each(pd.concat([published["ref_area"], rows["ref_area"]]), collection.codebook)
    return _codes(areas, _documented(collection.published_by(day), collection), day, collection.codebook)


def _one_each(codes: pd.Series, codebook: Codebook) -> tuple[str, ...]:
    """Each territory once, by the newest of its codes, in the order of the codebook."""
    order = list(codebook.areas["ref_area"])
    return tuple({codebook.territory(code): code for code in sorted(codes.unique(), key=order.index)}.values())


def _documented(published: pd.DataFrame, collection: Collection) -> Known:
    """What these articles speak of, as a whole or in a figure."""
    rows = _of(published, collection.observations)
    return _by_territory(pd.concat([published["ref_area"], rows["ref_area"]]), collection.codebook)


def _by_territory(codes: pd.Series, codebook: Codebook) -> Known:
    found: Known = {}
    for code in codes.unique():
        found.setdefault(codebook.territory(code), set()).add(code)
    return found


def _published(article: str, as_of: str, collection: Collection) -> tuple[date, pd.DataFrame]:
    """The day asked about, and the articles that had certainly appeared by then: all, or the one named."""
    day = collection.day(as_of)
    published = collection.published_by(day)
    if article and article not in collection.sources.index:
        raise Unknown("article", article, collection.sources.index)
    return day, published[published["source_id"].eq(article)] if article else published


def _of(published: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """The rows of these articles."""
    return rows[rows["source_id"].isin(published["source_id"])]


def _over_time_pairs(actual: pd.DataFrame, collection: Collection) -> list[tuple[Observation, Observation]]:
    return _ends(actual, collection) + _beside(actual, collection) + _lookalikes(actual, collection, "source_id")


def _ends(actual: pd.DataFrame, collection: Collection) -> list[tuple[Observation, Observation]]:
    """For each indicator that several articles state of one territory: its earliest and its latest figure."""
    by = ["indicator", "territory"]
    first, last = actual.drop_duplicates(by), actual.drop_duplicates(by, keep="last")
    ends = zip(collection.rows(first), collection.rows(first[by].merge(last, on=by)), strict=True)
    return [(a, b) for a, b in ends if a.source_id != b.source_id]


def _beside(actual: pd.DataFrame, collection: Collection) -> list[tuple[Observation, Observation]]:
    """For each indicator stated of two territories of one name: the latest figure of each, which are never joined."""
    latest = actual.drop_duplicates(["indicator", "territory"], keep="last")
    return _in_twos(latest, collection)


def _in_twos(latest: pd.DataFrame, collection: Collection) -> list[tuple[Observation, Observation]]:
    """Every two of the figures of one indicator."""
    groups = latest[latest["indicator"].duplicated(keep=False)].groupby("indicator", sort=False)
    return [two for _, own in groups for two in combinations(collection.rows(own), 2)]


def _lookalikes(rows: pd.DataFrame, collection: Collection, apart: str) -> list[tuple[Observation, Observation]]:
    """Pairs of different indicators in one unit that the codebook speaks of, from different articles or areas.

    Of several figures of one indicator the latest of each article or area stands for it.
    """
    named = {name for pair in collection.codebook.indicator_pairs for name in pair}
    latest = rows[rows["indicator"].isin(named)].drop_duplicates(["indicator", apart], keep="last")
    by_indicator = {name: collection.rows(group) for name, group in latest.groupby("indicator", sort=False)}
    order = {obs_id: place for place, obs_id in enumerate(latest["obs_id"])}
    found = [
        tuple(sorted((one, other), key=lambda row: order[row.obs_id]))
        for a, b in collection.codebook.indicator_pairs
        for one in by_indicator.get(a, ())
        for other in by_indicator.get(b, ())
        if getattr(one, apart) != getattr(other, apart) and one.unit_measure == other.unit_measure
    ]
    return sorted(found, key=lambda pair: (order[pair[0].obs_id], order[pair[1].obs_id]))


def _pair(a: Observation, b: Observation, purpose: str, codebook: Codebook) -> Pair:
    found = verdict(a, b, purpose, codebook)
    try:
        return Pair(a, b, found, change(a, b, found))
    except Refused:
        return Pair(a, b, found, None)


def _outcomes(rows: pd.DataFrame, actual: pd.DataFrame, as_of: date, collection: Collection):
    targets = rows[rows["role"].eq("target")]
    candidates = collection.rows(actual[actual["indicator"].isin(targets["indicator"])])
    return tuple(outcome(target, candidates, as_of, collection) for target in collection.rows(targets))


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
