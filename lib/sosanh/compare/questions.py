"""Comparisons: over time, across areas, against targets, by theme, and of one indicator in depth.

A comparison never raises because the articles are silent: silence is a result and is said. It raises only for a
question that cannot be asked (an unknown name, a window upside down). Differences come from the gate alone.

No day is fixed here. `as_of` is a period, and only articles that had certainly appeared by its end count; `time_from`
and `time_to` are the first and the last period that a figure may be of, or a target set for. Left "", `as_of` is the
newest day of the data, and an end of the window sets no limit.

A name may mean two territories: "Đồng Tháp" is one until 30 June 2025 and a larger one since. Whichever of them the
articles speak of is shown, side by side where it is both, and never joined. A code means its own territory alone.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import chain, combinations, product
from operator import attrgetter
from typing import Any

from sosanh.compare import results
from sosanh.compare.results import Outcome, Pair
from sosanh.compare.targets import outcome
from sosanh.data.codebook import Codebook
from sosanh.data.collection import Collection
from sosanh.data.reads import selection
from sosanh.data.tables import MANY, Milestone, Observation, System
from sosanh.numbers.periods import Period, read_period

Names = str | Iterable[str]  # of areas: a name, alias or code, or several
Rows = Sequence[Observation]
Twos = list[tuple[Observation, Observation]]

_time = attrgetter("as_of_from", "as_of_to", "obs_id")


def window(time_from: str, time_to: str) -> Period:
    """The days from the first of `time_from` to the last of `time_to` (periods as in `periods`); "" sets no limit."""
    first = _asked("time_from", time_from).first if time_from else date.min
    last = _asked("time_to", time_to).last if time_to else date.max
    if last < first:
        raise ValueError(f"time_to {time_to!r} is before time_from {time_from!r}; swap them")
    return Period(first, last)


def _asked(name: str, written: str) -> Period:
    try:
        return read_period(written)
    except ValueError as error:
        raise ValueError(f'{name}: {error}; "" sets no limit') from None


def areas_meant(collection: Collection, areas: Names, as_of: str = "") -> tuple[str, ...]:
    """What names, aliases or codes mean, each territory once: those that articles of the day speak of; where they
    speak of none of a name's territories, the one of the day."""
    return _meant_of(collection, areas if isinstance(areas, str) else [*areas], as_of)


@selection
def _meant_of(collection: Collection, areas: str | list[str], as_of: str) -> tuple[str, ...]:
    return _codes(areas, _spoken_of(collection, "", as_of), collection.day(as_of), collection.codebook)


def over_time(
    collection: Collection, area: str, time_from: str = "", time_to: str = "", sector: str = ""
) -> results.OverTime:
    """One area's figures between two periods: for each indicator the earliest against the latest.

    `area` is a name, alias or code; `sector` a code of the list `sector`, "" for all. Of a name with two territories
    both are in, as far as they have figures or targets in the window, and the gate refuses to join them. Targets are
    held against what there is at the end of the window, "" for the newest day of the data.
    """
    span, codebook = window(time_from, time_to), collection.codebook
    day = span.last if time_to else max(span.first, collection.day())
    if sector:
        codebook.label("sector", sector)  # an unknown one is refused
    areas = _in_window(collection, area, time_from, time_to, day.isoformat())
    rows = _in_time(collection.select(areas, sector, window=span))
    stated = [row for row in rows if row.role in ("actual", "ability")]  # what can be is asked about too, and refused
    return results.OverTime(
        collection, areas, sector, rows, _pairs(_over_time_pairs(stated, codebook), "change", codebook),
        _silences(areas, sector, rows, codebook), outcomes=_outcomes(rows, day, collection),
        window=span, asked=(time_from, time_to),
    )  # fmt: skip


@selection
def _in_window(collection: Collection, area: str, time_from: str, time_to: str, day: str) -> tuple[str, ...]:
    """What a name means: the areas that figures of the window are of."""
    return _codes(area, collection.areas_in(window(time_from, time_to)), date.fromisoformat(day), collection.codebook)


def across(
    collection: Collection, areas: Names = "", sector: str = "", theme: str = "", indicator: str = "",
    article: str = "", as_of: str = "",
) -> results.Across:  # fmt: skip
    """Several areas' results: for each indicator the latest figure of each, every two of them a pair.

    `areas` "" is every area that the articles speak of, `article` the code of one article, "" for all.
    """
    codebook = collection.codebook
    codes = _every_area(collection, article, as_of) if areas == "" else areas_meant(collection, areas, as_of)
    rows = _in_time(collection.select(codes, sector, theme, indicator, article=article, as_of=as_of))
    latest = _last(_actual(rows), "indicator", "territory")
    pairs = _pairs(_in_twos(latest) + _lookalikes(latest, codebook, "territory"), "level", codebook)
    silences = () if theme or indicator else _silences(codes, sector, rows, codebook)
    return results.Across(collection, codes, sector, rows, pairs, silences, as_of, article, indicator)


def against_targets(collection: Collection, areas: Names, as_of: str = "", sector: str = "") -> results.Targets:
    """Every target of the areas, against the latest figure that an article had printed by the day `as_of`."""
    codes = areas_meant(collection, areas, as_of)
    rows = _in_time(collection.select(codes, sector, as_of=as_of))
    silences = _silences(codes, sector, rows, collection.codebook)
    outcomes = _outcomes(rows, collection.day(as_of), collection)
    said = (each for each in collection.select(codes, sector, table="statements", as_of=as_of) if each.target_outcome)
    claims = _of_areas(said, codes, collection.codebook)
    return results.Targets(collection, codes, sector, rows, (), silences, as_of, outcomes=outcomes, claims=claims)


def entered(collection: Collection, source_id: str) -> tuple[Pair, ...]:
    """What the results of one article would compare with: each pair of one indicator with another article's."""
    own, codebook = _actual(collection.select(article=source_id)), collection.codebook
    others = [row for row in _actual(collection.observations) if row.source_id != source_id]
    twos = [(a, b) for a, b in product(others, own) if a.indicator == b.indicator]
    twos = [tuple(sorted(each, key=_time)) for each in twos]
    within = [each for each in twos if each[0].territory == each[1].territory]
    across = [each for each in twos if each not in within]
    return _pairs(within, "change", codebook) + _pairs(across, "level", codebook)


def evidence_map(
    collection: Collection, areas: Names = "", sector: str = "", article: str = "", as_of: str = ""
) -> results.EvidenceMap:
    """How strongly each area documents each theme: a `Cell` for each area and theme."""
    found = across(collection, areas, sector, article=article, as_of=as_of)
    codebook = collection.codebook
    said = [
        each
        for table in ("statements", "systems", "milestones")
        for each in collection.select(found.areas, sector, table=table, article=article, as_of=as_of)
    ]
    themes = _themes(sector, codebook)
    own, words = _grouped(found.rows, "territory", "theme"), _words(said, codebook)
    places = ((code, theme, (codebook.territory(code), theme)) for code in found.areas for theme in themes)
    cells = tuple(_cell(code, theme, own.get(key, ()), words.get(key, ())) for code, theme, key in places)
    silences = tuple((cell.area, cell.theme) for cell in cells if cell.evidence == "not_reported")
    return results.EvidenceMap(
        collection, found.areas, sector, found.rows, found.pairs, silences, as_of, article, cells=cells
    )


def one_page(collection: Collection, areas: Names, sector: str = "", as_of: str = "") -> results.OnePage:
    """All in short: the themes each area documents, every pair within one area and across two, every target."""
    found, codebook = evidence_map(collection, areas, sector, as_of=as_of), collection.codebook
    within = [two for area in found.areas for two in _over_time_pairs(_actual(found.of_area(area)), codebook)]
    pairs = _pairs(within, "change", codebook) + found.pairs
    return results.OnePage(
        collection, found.areas, sector, found.rows, pairs, found.silences, as_of,
        cells=found.cells, outcomes=_outcomes(found.rows, collection.day(as_of), collection),
    )  # fmt: skip


def deployment(collection: Collection, areas: Names, sector: str = "", as_of: str = "") -> results.Deployment:
    """Which systems the areas' articles name, at what stage, and the steps they date.

    Both stand in the order of the areas; an area's steps in order of time, those without a date last.
    """
    codebook, codes = collection.codebook, areas_meant(collection, areas, as_of)
    rows = collection.select(codes, sector, as_of=as_of)
    systems = _of_areas(collection.select(codes, sector, table="systems", as_of=as_of), codes, codebook)
    steps = sorted(collection.select(codes, sector, table="milestones", as_of=as_of), key=_when)
    milestones, counting = _of_areas(steps, codes, codebook), _counting(systems, codebook)
    return results.Deployment(
        collection, codes, sector, rows, (), _silences(codes, sector, rows, codebook), as_of,
        systems=systems, milestones=milestones, counting=counting,
    )  # fmt: skip


def one_indicator(collection: Collection, indicator: str, areas: Names = (), as_of: str = "") -> results.OneIndicator:
    """Every figure of one indicator, for some areas or for all; over time within each area, levels across them."""
    codebook = collection.codebook
    codebook.entry("indicators", indicator)
    codes = areas_meant(collection, areas, as_of) if areas else ()
    rows = _in_time(collection.select(codes, indicator=indicator, as_of=as_of))
    own = {codebook.territory(code) for code in (*codes, "VN")}
    beside = tuple(
        each
        for each in codebook.benchmarks
        if each.indicator == indicator and (not codes or codebook.territory(each.ref_area) in own)
    )
    pairs = _pairs(_ends(_actual(rows)), "change", codebook)
    pairs += _pairs([*combinations(_last(_actual(rows), "territory"), 2)], "level", codebook)
    return results.OneIndicator(
        collection, codes or _one_each({row.ref_area for row in rows}, codebook), "", rows, pairs, (), as_of,
        indicator=indicator, benchmarks=beside, outcomes=_outcomes(rows, collection.day(as_of), collection),
        lookalikes=_pairs(_confused(rows, codes, as_of, collection), "level", codebook),
    )  # fmt: skip


def one_figure(collection: Collection, obs_id: str) -> results.OneFigure:
    """One observation (`dt-2025-02.03`) with everything it is compared with: its pairs and the levels of its kind, and
    of a result every other of its indicator, by the gate: over time in one territory, as levels in two."""
    row = collection.observation(obs_id)
    around = one_indicator(collection, row.indicator, row.ref_area)
    pairs = tuple(pair for pair in around.pairs if row in (pair.a, pair.b))
    outcomes = tuple(each for each in around.outcomes if row in (each.target, each.actual))
    beside = [each for pair in pairs for each in (pair.a, pair.b)]
    beside += [each for held in outcomes for each in (held.target, held.actual) if each is not None]
    named = {row.obs_id, *(each.obs_id for each in beside)}
    own = tuple(map(collection.observation, sorted(named)))
    others = [each for each in _actual(collection.select(indicator=row.indicator)) if each is not row]
    partners = []
    for a, b in (sorted((row, other), key=_time) for other in others if row.role == "actual"):
        purpose = "change" if a.territory == b.territory else "level"
        partners.append(Pair.judged(a, b, purpose, collection.codebook))
    return results.OneFigure(
        collection, (row.ref_area,), row.sector, own, pairs, row=row, outcomes=outcomes, partners=tuple(partners)
    )


def _codes(areas: Names, spoken: set[str], day: date, codebook: Codebook) -> tuple[str, ...]:
    """What one name or several mean on a day, each territory once; `spoken` are the codes that articles speak of."""
    names = [areas] if isinstance(areas, str) else list(areas)
    if not names or names == [""]:
        raise ValueError("areas is empty; name at least one province or city")
    if isinstance(areas, str) and areas.lstrip().startswith("["):
        wanted = "a list; with papermill give a list by -y: -y 'areas: [...]'"
        raise ValueError(f"areas: {areas!r} is one text, not {wanted}")
    found: dict[str, str] = {}
    for code in (code for name in names for code in _meant(name, spoken, day, codebook)):
        found.setdefault(codebook.territory(code), code)
    return tuple(found.values())


def _meant(name: str, spoken: set[str], day: date, codebook: Codebook) -> tuple[str, ...]:
    """The areas of a name that articles speak of; of two codes of one territory the newest that they use."""
    codes, territories = codebook.areas_named(name), {codebook.territory(code) for code in spoken}
    found: dict[str, str] = {}
    for code in codes:
        territory = codebook.territory(code)
        if code in spoken or (territory in territories and territory not in found):
            found[territory] = code
    before = day.isoformat() < codebook.entry("areas", codes[0]).valid_from
    of_the_day = [code for code in codes if codebook.in_force(code, day)] or (codes[:1] if before else codes[-1:])
    return tuple(found.values()) or tuple(of_the_day[:1])


def _one_each(codes: set[str], codebook: Codebook) -> tuple[str, ...]:
    """Each territory once, by the newest of its codes, in the order of the codebook."""
    return tuple({area.territory: area.ref_area for area in codebook.areas if area.ref_area in codes}.values())


def _spoken_of(collection: Collection, article: str, as_of: str) -> set[str]:
    """The areas that the articles of a day, or one of them, speak of: as a whole or in a figure."""
    told = (collection.select(table=table, article=article, as_of=as_of) for table in ("sources", "observations"))
    return {each.ref_area for each in chain.from_iterable(told)}


@selection
def _every_area(collection: Collection, article: str, as_of: str) -> tuple[str, ...]:
    return _one_each(_spoken_of(collection, article, as_of), collection.codebook)


def _in_time(rows: Iterable[Observation]) -> tuple[Observation, ...]:
    return tuple(sorted(rows, key=_time))


def _actual(rows: Rows) -> list[Observation]:
    return [row for row in rows if row.role == "actual"]


def _grouped(rows: Rows, *by: str) -> dict[Any, list[Observation]]:
    """The rows by what they say in these columns, in the order of the rows."""
    said, found = attrgetter(*by), defaultdict(list)
    for row in rows:
        found[said(row)].append(row)
    return found


def _last(rows: Rows, *by: str) -> list[Observation]:
    """Of the rows that say the same in these columns the last, in the order of the rows."""
    said = attrgetter(*by)
    last = {said(row): row for row in rows}
    return [row for row in rows if last[said(row)] is row]


def _over_time_pairs(stated: Rows, codebook: Codebook) -> Twos:
    """The ends of each indicator; of two territories of one name the latest of each, never joined; look-alikes.

    Two indicators that look alike are shown once in each unit, by their latest figures from two articles: every two
    articles that speak of them would be a pair each, of which none says more.
    """
    beside = _in_twos(_last(stated, "indicator", "territory"))
    paired = set(chain.from_iterable(codebook.indicator_pairs()))
    own = [row for row in stated if row.indicator in paired]
    by_article = _grouped(_last(own, "indicator", "source_id"), "indicator", "unit_measure")
    latest = [row for own in by_article.values() for row in own[-2:]]  # two, for the other's may be of the same article
    alike = {
        (frozenset((a.indicator, b.indicator)), a.unit_measure): (a, b)
        for a, b in _lookalikes(latest, codebook, "source_id")
    }
    return _ends(stated) + beside + [*alike.values()]


def _ends(rows: Rows) -> Twos:
    """For each indicator that several articles state of one territory: its earliest and its latest figure."""
    first, last = {}, {}
    for row in rows:
        first.setdefault((row.indicator, row.territory), row)
        last[row.indicator, row.territory] = row
    return [(row, last[key]) for key, row in first.items() if row.source_id != last[key].source_id]


def _in_twos(latest: Rows) -> Twos:
    """Every two of the figures of one indicator."""
    return [two for own in _grouped(latest, "indicator").values() for two in combinations(own, 2)]


def _lookalikes(rows: Rows, codebook: Codebook, apart: str) -> Twos:
    """Pairs of different indicators in one unit that the codebook speaks of, from different articles or areas."""
    own = _grouped(rows, "indicator")
    found = [
        _in_time((a, b))
        for one, other in codebook.indicator_pairs()
        for a, b in product(own.get(one, ()), own.get(other, ()))
        if getattr(a, apart) != getattr(b, apart) and a.unit_measure == b.unit_measure
    ]
    return sorted(found, key=lambda two: [*map(_time, two)])


def _confused(rows: Rows, areas: tuple[str, ...], as_of: str, collection: Collection) -> Twos:
    """The latest figure of an indicator with that of each one it is not the same as, in each area (() for all), of the
    same time and article where it has one; and with what articles only say to be possible."""
    if not rows:
        return []
    codebook, indicator = collection.codebook, rows[0].indicator
    named = codebook.entry("indicators", indicator).not_same_as.split(MANY)
    named += chain.from_iterable(pair for pair in codebook.indicator_pairs() if indicator in pair)
    others = [code for code in dict.fromkeys(named) if code not in ("", indicator)]
    found = [_in_time(collection.select(areas, indicator=code, as_of=as_of)) for code in others]
    own = (_actual(rows) or rows)[-1]

    def near(row: Observation) -> tuple[bool, bool]:
        return row.time_period == own.time_period, row.source_id == own.source_id

    found = [sorted(_actual(each) or each, key=near) for each in found]
    able = [row for row in rows if row.role == "ability" and own.role == "actual"]
    return [(own, row) for each in (able, *found) for row in _last(each, "territory")]


def _pairs(twos: Twos, purpose: str, codebook: Codebook) -> tuple[Pair, ...]:
    return tuple(Pair.judged(a, b, purpose, codebook) for a, b in twos)


def _outcomes(rows: Rows, as_of: date, collection: Collection) -> tuple[Outcome, ...]:
    thing = attrgetter("indicator", "territory")
    latest = {thing(row): row for row in _actual(rows)}
    return tuple(outcome(row, latest.get(thing(row)), as_of, collection) for row in rows if row.role == "target")


def _themes(sector: str, codebook: Codebook) -> list[str]:
    """The themes that an indicator of the sector has, in the order of the codebook."""
    own = {each.theme for each in codebook.indicators if sector in ("", each.sector)}
    return [each.theme for each in codebook.themes if each.theme in own]


def _silences(areas: tuple[str, ...], sector: str, rows: Rows, codebook: Codebook) -> tuple[tuple[str, str], ...]:
    """(area, theme): themes of which the collection has an indicator in the sector, and the area no figure."""
    there = {(row.territory, row.theme) for row in rows}
    asked = ((area, theme) for area in areas for theme in _themes(sector, codebook))
    return tuple((area, theme) for area, theme in asked if (codebook.territory(area), theme) not in there)


def _of_areas(rows: Iterable, codes: tuple[str, ...], codebook: Codebook) -> tuple:
    """The rows of these areas' articles in the order of the areas."""
    place = {codebook.territory(code): number for number, code in enumerate(codes)}
    return tuple(sorted(rows, key=lambda row: place[codebook.territory(row.article.ref_area)]))


def _when(step: Milestone) -> tuple[str, ...]:
    """The days of a step, to sort by; one without comes last."""
    return tuple(day.isoformat() for day in (step.span.first, step.span.last)) if step.span else ("9999",)


def _counting(systems: Sequence[System], codebook: Codebook) -> frozenset[str]:
    """The row by which each system of an area counts: of those that give a stage, one of the latest article. What is
    somebody else's (a national system, a publisher's) counts for no area.

    Where that article gives two, the one less far along counts. A row that only mentions a system gives no stage; it
    counts where no other does.
    """
    stages = codebook.codes("stage")
    ranked = sorted(
        systems, key=lambda each: (each.stage != "mentioned", each.article.published_to, stages.index(each.stage))
    )
    own = [each for each in ranked if not each.owner]
    found = {(codebook.territory(each.article.ref_area), each.same_as or each.system_id): each.ref for each in own}
    return frozenset(found.values())


def _words(said: Iterable, codebook: Codebook) -> dict[tuple[str, str], list]:
    """What the articles about a territory say of a theme in words; one saying may speak of several themes."""
    found = defaultdict(list)
    for each in said:
        for theme in each.theme.split(MANY):
            found[codebook.territory(each.article.ref_area), theme].append(each)
    return found


def _cell(area: str, theme: str, own: Rows, words: Sequence) -> results.Cell:
    printed = [row for row in own if row.bound != "all"]
    numbers = tuple(row.obs_id for row in _actual(printed))
    evidence = "number" if numbers else "target" if printed else "words" if words or own else "not_reported"
    return results.Cell(area, theme, evidence, tuple(row.obs_id for row in own), numbers, tuple(words))
