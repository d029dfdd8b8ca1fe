"""The first screen of everything but a change over time: what areas document, targets, steps, one indicator.

No area is put above another. What is counted is figures and targets, and each count names them.
"""

from collections.abc import Iterator

import pandas as pd

from sosanh import changes, findings
from sosanh.display import Headline
from sosanh.results import Across, Deployment, EvidenceMap, OneFigure, OneIndicator, Result, Targets
from sosanh.units import PARTS
from sosanh.words import Figure, Text, count, in_language, join, say, text

_OPEN = ("undecided", "claim_only", "no_evidence", "not_due", "area_changed")  # neither reached nor missed


def of_areas(result: EvidenceMap, language: str) -> Headline:
    """What several areas document, and whether any two of their figures compare."""
    comparable = [pair for pair in result.pairs if pair.verdict.differences]
    ids = tuple(row.obs_id for pair in comparable for row in (pair.a, pair.b))
    reporting = [area for area in result.areas if _reports(area, result)]
    some = say("answer_across_some", language, pairs=Figure(str(len(comparable)), ids, "count.pairs"))
    none = say("answer_across_none" if len(reporting) > 1 else "answer_across_one", language)
    answer = some if comparable else none
    lines = tuple(area_line(area, result, language) for area in result.areas)
    caveat = say("caveat", language, caveats=say("caveat_no_league", language))
    question = say("question_across", language, areas=names(result, language))
    return Headline(language, frame_of_areas(result, language), question, answer, lines, caveat)


def _reports(area: str, result: EvidenceMap) -> bool:
    return bool(result.cells.loc[result.cells["area"].eq(area), "obs_ids"].map(len).any())


def area_line(area: str, result: EvidenceMap, language: str) -> Text:
    name, counts = findings.area(area, result, language), area_counts(area, result)
    if not counts:
        return say("line_area_silent", language, area=name, **_scope(result, language))
    return say("line_area", language, area=name, **counts)


def area_counts(area: str, result: EvidenceMap) -> dict[str, Figure]:
    """How many figures there are on an area, and how many themes with results in numbers; {} where there is none."""
    cells = result.cells[result.cells["area"].eq(area)]
    own = tuple(obs_id for ids in cells["obs_ids"] for obs_id in ids)
    numbers = cells[cells["evidence"].eq("number")]
    counted = tuple(obs_id for ids in numbers["results"] for obs_id in ids)
    return {"figures": count(own), "numbers": Figure(str(len(numbers)), counted, "count.themes")} if own else {}


def of_levels(result: Targets, language: str) -> Headline:
    """How many targets have a result, which were reached, and what became of the others."""
    question = say("question_targets", language, areas=names(result, language), day=findings.day(result, language))
    by_code: dict[str, list[str]] = {}
    for outcome in result.outcomes:
        by_code.setdefault(outcome.code, []).append(outcome.target.obs_id)
    reached = (*by_code.get("exceeded", ()), *by_code.get("met", ()))
    every = tuple(outcome.target.obs_id for outcome in result.outcomes)
    rest = tuple(obs_id for code in _OPEN for obs_id in by_code.get(code, ()))
    counts = {"all": count(every), "reached": count(reached), "open": count(rest)}
    none = say("answer_targets_none", language, areas=told(result, language), **_scope(result, language))
    some = say("answer_targets", language, named=_named(reached, result, language), **counts)
    answer = some if every else none
    order = [code for code in result.codebook.codes("target_outcome") if code in by_code]
    lines = tuple(_outcome_line(code, by_code[code], result, language) for code in order)
    read = tuple(outcome.target.obs_id for outcome in result.outcomes if outcome.by_reading)
    merged = [findings.area(area, result, language) for area in _merged_later(result)]
    caveats = [say("caveat_merged_later", language, areas=findings.listed(merged, language))] if merged else []
    caveats += [say("caveat_by_reading", language, count=count(read))] if read else []
    caveat = say("caveat", language, caveats=join("; ", [say("caveat_no_evidence", language), *caveats]))
    return Headline(language, frame_of_areas(result, language), question, answer, lines, caveat)


def _merged_later(result: Targets) -> list[str]:
    """The areas on whose merger an outcome rests, though it came only after the day asked about."""
    changed = dict.fromkeys(each.target.ref_area for each in result.outcomes if each.code == "area_changed")
    day = findings.last_day(result).isoformat()
    return [area for area in changed if result.codebook.entry("areas", area)["valid_to"] >= day]


def _named(targets: tuple[str, ...], result: Targets, language: str) -> Text:
    """Which targets: the area, what was to be reached, and the level."""
    found = {outcome.target.obs_id: outcome.target for outcome in result.outcomes}
    said = [
        say(
            "target_named", language, area=findings.area(found[each].ref_area, result, language),
            name=findings.small(findings.name(found[each], result, language)),
            level=findings.level(found[each], result.codebook, language),
        ) for each in targets
    ]  # fmt: skip
    return say("targets_named", language, names=join("; ", said)) if said else text("")


def _outcome_line(code: str, targets: list[str], result: Targets, language: str) -> Text:
    label = result.codebook.label("target_outcome", code, language)
    return say("line_outcome", language, label=label, count=count(targets))


def of_reporting(result: Across, language: str) -> Headline:
    """How firm the figures are: how many shares print a total, how many fractions agree with their percentage."""
    shares = result.rows[result.rows["role"].eq("actual") & result.rows["unit_measure"].isin(PARTS)]
    question = say("question_reporting", language, areas=names(result, language))
    if shares.empty:
        answer = say("answer_reporting_none", language, areas=told(result, language), **_scope(result, language))
        return Headline(language, frame_of_areas(result, language), question, answer)
    counted = tuple(shares.loc[shares["denominator"].notna(), "obs_id"])
    every = tuple(shares["obs_id"])
    answer = say("answer_reporting", language, shares=count(every), counted=count(counted))
    wrong = tuple(shares.loc[shares["arithmetic"].isin(["mismatch", "unattainable"]), "obs_id"])
    full = tuple(shares.loc[shares["value_lower"].eq(100), "obs_id"])
    dated = tuple(result.rows.loc[result.rows["role"].eq("actual") & result.rows["as_of_basis"].eq("stated"), "obs_id"])
    actual = tuple(result.rows.loc[result.rows["role"].eq("actual"), "obs_id"])
    lines = (
        *_stated_in_full(full, every, language),
        say("line_wrong", language, wrong=count(wrong)),
        say("line_dated", language, dated=count(dated), all=count(actual)),
    )
    caveat = say("caveat", language, caveats=say("caveat_reporting", language))
    return Headline(language, frame_of_areas(result, language), question, answer, lines, caveat)


def _stated_in_full(full: tuple[str, ...], every: tuple[str, ...], language: str) -> Iterator[Text]:
    if full:
        hundred = Figure("100%", full, "hundred")
        yield say("line_full", language, full=count(full), all=count(every), hundred=hundred)


def of_steps(result: Deployment, language: str) -> Headline:
    """From when to when the articles date their steps, and how many are still plans."""
    question = say("question_steps", language, areas=names(result, language))
    steps = result.milestones
    dated = steps[steps["first"].notna()]
    if dated.empty:
        answer = say("answer_steps_none", language, areas=told(result, language), **_scope(result, language))
        return Headline(language, frame_of_areas(result, language), question, answer)
    ends = [
        Figure(str(day.year), tuple(dated.loc[dated[column].eq(day), "ref"]), f"time.year_{column}")
        for column, day in (("first", min(dated["first"])), ("last", max(dated["last"])))
    ]
    answer = say("answer_steps", language, dated=count(dated["ref"]), first=ends[0], last=ends[1])
    lines = tuple(_steps_line(area, result, language) for area in result.areas)
    caveat = say("caveat", language, caveats=say("caveat_steps", language))
    return Headline(language, frame_of_areas(result, language), question, answer, lines, caveat)


def _steps_line(area: str, result: Deployment, language: str) -> Text:
    own = result.milestones[result.milestones["area"].eq(area)]
    if own.empty:
        return say("line_steps_none", language, area=findings.area(area, result, language), **_scope(result, language))
    counts = {
        "done": own["phase"].eq("done"), "begun": own["phase"].eq("start"), "under_way": own["phase"].eq("under_way"),
        "planned": own["phase"].eq("planned"), "undated": own["first"].isna(),
    }  # fmt: skip
    said = {key: count(own.loc[which, "ref"]) for key, which in counts.items()}
    return say("line_steps", language, area=findings.area(area, result, language), **said)


def of_indicator(result: OneIndicator, language: str) -> Headline:
    """What the articles state of one indicator: the change that may be stated, else what there is."""
    name = result.codebook.entry("indicators", result.indicator)[f"name_{language}"]
    question = say("question_indicator", language, name=name)
    if len(result.areas) == 1:
        question = say("question_indicator_of", language, areas=names(result, language), name=findings.small(name))
    frame = dated_frame(result, result.sources, language)
    changed = [pair for pair in result.pairs if pair.change and pair.verdict.purpose == "change"]
    stated = [pair for pair in changed if pair.stated] or changed
    if result.rows.empty:
        return Headline(
            language, frame, question, say("answer_indicator_none", language, by=findings.by_day(result, language))
        )
    if stated:
        first, last = (findings.dated(row, result, language) for row in (stated[0].a, stated[0].b))
        condition = in_language(stated[0].verdict.condition, language)
        change = changes.change_in_words(stated[0].change, language, condition)
        area = findings.area(stated[0].b.ref_area, result, language)
        answer = say("answer_indicator", language, area=area, first=first, last=last, change=change)
    else:
        answer = say("answer_indicator_alone", language)
    lines = tuple(_indicator_line(area, result, language) for area in result.areas)
    return Headline(language, frame, question, answer, lines, _limit(result, language))


def _indicator_line(area: str, result: OneIndicator, language: str) -> Text:
    own = result.rows[result.rows["territory"].eq(result.codebook.territory(area))]
    name = findings.area(area, result, language)
    if own.empty:
        return say("line_indicator_none", language, area=name)
    actual = own["role"].eq("actual")
    counts = {
        "results": count(own.loc[actual, "obs_id"]),
        "others": count(own.loc[~actual, "obs_id"]),
    }
    return say("line_indicator", language, area=name, **counts)


def _limit(result: OneIndicator, language: str) -> Text | None:
    undated = any("as_of_unknown" in pair.verdict.reasons for pair in result.pairs)
    stated = result.rows["role"].eq("actual") & result.rows["as_of_basis"].eq("stated")
    limit = result.codebook.entry("indicators", result.indicator)[f"limit_{language}"]
    caveats = [
        *([say("caveat_as_of_some" if stated.any() else "caveat_as_of", language)] if undated else []),
        *([limit] if limit else []),
    ]
    return say("caveat", language, caveats=join("; ", caveats)) if caveats else None


def of_figure(result: OneFigure, language: str) -> Headline:
    """One figure: what is printed, and what may be said of it."""
    row = result.row
    place = findings.where(row, row.obs_id, result, language)
    frame = say("frame_figure", language, frame=frame_of_areas(result, language), where=place)
    question = say("question_figure", language, token=findings.quoted(row))  # with its words: “trên 91%”
    counted, name = getattr(row, f"population_{language}"), findings.name(row, result, language)
    answer = say("answer_figure", language, value=findings.value(row, language), name=name, counted=counted)
    return Headline(
        language,
        frame,
        question,
        answer,
        (),
        say("caveat", language, caveats=say("caveat_as_of_one", language))
        if pd.isna(row.time_period) or not row.time_period
        else None,
    )


def names(result: Result, language: str) -> Text:
    """The areas' names, two territories of one name named once: the frame tells them apart."""
    named = dict.fromkeys(result.codebook.area_name(area, language) for area in result.areas)
    return join(", ", named) if named else say("every_area", language)


def told(result: Result, language: str) -> Text:
    """The areas' names where no frame stands near: each with its boundaries, where the merger changed them."""
    named = [findings.area_with_boundaries(result.codebook, area, language, typed=False) for area in result.areas]
    return join(", ", named) if named else say("every_area", language)


def _scope(result: Result, language: str) -> dict[str, Text]:
    """What a statement of silence is limited to: the sector and the day asked about."""
    return {"sector": findings.in_sector(result, language), "by": findings.by_day(result, language)}


def dated_frame(result: Result, sources: pd.DataFrame, language: str) -> Text:
    """The areas, and the months in which their figures were published, if there are any."""
    areas = frame_of_areas(result, language)
    return text(areas, " · ", findings.figures_published(sources, language)) if len(sources) else areas


def frame_of_areas(result: Result, language: str) -> Text:
    """Each area with its boundaries, where its name means two."""
    named = [findings.area_with_boundaries(result.codebook, area, language) for area in result.areas]
    named = named or [say("every_area", language)]
    return say("frame_of_areas", language, areas=join(" · ", named))
