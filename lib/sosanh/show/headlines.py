"""The first screen of a brief: one question, its answer, the lines under it and one caveat, for any parameters.

The answer is a finding with its figures, never a count of them alone; two or three more findings follow. Nothing is
chosen by hand: which pair and which figures come first is the rule of `leading`. A refusal is a finding too: it says
what stands beside what, and why the two do not compare. Where nothing is stated, the first screen says so.

That no article states a figure holds for a time, a sector and an area. A reader who meets silence is told which times,
sectors and areas do have figures, and of a name that means two territories what there is under each.
"""

import os
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import chain
from typing import Any, NamedTuple

from sosanh.compare import results
from sosanh.compare.results import Outcome, OverTime, Pair, Result
from sosanh.compare.targets import held_against
from sosanh.data.labels import OTHERWISE, Label, label
from sosanh.data.tables import Article, Benchmark, Milestone, Observation, System
from sosanh.lineage import expressions as of
from sosanh.lineage.words import Figure, Quote, Text, Words, Written, count, in_words, join, say, text
from sosanh.numbers.intervals import implied_count, implied_gain
from sosanh.numbers.periods import read_period
from sosanh.numbers.units import PARTS, RANKS, SENSES
from sosanh.show import exhibits, values
from sosanh.show.choice import as_typed
from sosanh.show.clauses import clause, due, is_sentence, named, stated
from sosanh.show.display import TAKEN, Headline
from sosanh.show.leading import lead, main_figures, ranked
from sosanh.show.values import count_of, share, small, value, when_in

_NAMED = 2  # of several things as many are named at once
_TYPED = 3  # of several areas to type
_OPEN = ("undecided", "claim_only", "no_evidence", "not_due", "area_changed")  # neither reached nor missed


_STATED = {  # what a line states of figures: it is marked with where they are printed
    "printed", "token", "fraction", "numerator", "total", "out_of", "percentage", "untouched", "share", "minus",
    "lower", "upper", "least_count", "certain_total",
}  # fmt: skip


def headline(result: Result) -> Headline:
    """The first screen, its lines with the marks of the figures they state: "[2, đ. 4]"."""
    page = of_result(result)
    return replace(page, supporting=tuple(_marked(line, result) for line in page.supporting))


def _marked(line: Text, result: Result) -> Text:
    known = {row.obs_id: row for row in result.rows}
    as_said = line.said(OTHERWISE).figures  # in the order of the sentence
    stated = (figure.of.codes for figure in as_said if _STATED.issuperset(figure.of.core.operations))
    rows = [known[ref] for refs in stated for ref in refs if ref in known]
    return text(line, " ", values.mark(rows, result)) if rows else line


def of_result(result: Result) -> Headline:
    """The first screen of any result: its question, its answer, the lines under it and one caveat.

    Of areas without a figure here it says where there are some; of one name for two territories what each has.
    """
    first: Callable = next(make for kind, make in _FIRST_SCREENS if isinstance(result, kind))
    return first(result)


def _without_indicator(result: Result, areas: Sequence[str]) -> list[Article]:
    """The articles on these areas of which the data lack figures, for want of an indicator, and this page would show
    them."""
    if result.indicator or isinstance(result, results.OneFigure | results.Deployment):
        return []
    territory, windowed = result.codebook.territory, isinstance(result, OverTime) and any(result.asked)
    own, last = {*map(territory, areas)}, result.collection.day(result.as_of).isoformat()
    aside = (each for each in result.collection.tables["set_aside"] if each.kind == "no_indicator")
    return [
        each for each in {row.source_id: row.article for row in aside}.values()
        if territory(each.ref_area) in own and result.article in ("", each.source_id) and not each.retracted
        and each.published_to <= last and (not windowed or each.source_id in result.source_numbers)
    ]  # fmt: skip


def _screen(
    result: Result, question: Text, answer: Text, lines: Iterable[Text] = (), caveats: Sequence[Words] = (),
    frame: Text | None = None,
) -> Headline:  # fmt: skip
    """The caveats as one, and around all of it the areas and what there is beside what was asked for. Of a retracted
    article it says that it is one, and no figure; on other pages, that it is left out.

    Where figures are shown there is always a caveat: what holds of every collection, where nothing else does.
    """
    row = result.row if isinstance(result, results.OneFigure) else None
    article = row.article if row else result.collection.article(result.article) if result.article else None
    if article and article.retracted:
        reason = label(article, "retracted").map(lambda words: words.rstrip("."))
        answer, lines, caveats = say("answer_retracted", reason=reason), (), ()
    elif result.retracted:
        caveats = [*caveats, say("caveat_retracted", articles=values.articles(result.retracted))]
    if lacking := _without_indicator(result, result.areas):
        caveats = [*caveats, say("caveat_no_indicator", articles=values.articles(lacking))]
    if result.rows and not caveats and not (article and article.retracted):
        caveats = [say("caveat_figures")]
    caveat = say("caveat", caveats=join("; ", caveats)) if caveats else None
    there = [*_elsewhere(result)]
    beyond = (*(line for line, _ in there), *_namesakes(result))
    to_type = None if os.environ.get(TAKEN) else _to_look([typed for _, typed in there])  # a page has no cell
    return Headline(frame or frame_of_areas(result), question, answer, tuple(lines), caveat, beyond, to_type)


_LACKING = {  # of what there is none, where it is no figure
    "answer_targets_none": "targets", "answer_reporting_none": "shares", "answer_indicator_none": "indicator",
    "answer_steps_none": "dated", "line_steps_none": "steps",
}  # fmt: skip


def _silent(key: str, result: Result, of_one: str = "", **said: Text) -> Text:
    """That nothing is stated, as far as this goes: the sector and the day asked about, and the areas (or one of them),
    each with its boundaries where the merger changed them, as it may stand far from the frame. Where articles on them
    do state something, and the data do not hold it or it does not count, it says no more than that."""
    codes = [of_one] if of_one else result.areas
    named = [values.area_with_boundaries(result.codebook, area, typed=False) for area in codes]
    areas = join(", ", named) if named else say("every_area")
    limits = {"area": areas, "areas": areas, "sector": values.in_sector(result), "by": values.by_day(result)} | said
    if _leaves_out(result, codes):
        kind = say(f"kind_{_LACKING.get(key, 'figures')}", 1)
        return say("nothing_counted", **{"span": ""} | limits | {"kind": kind, "areas": areas})
    return say(key, **limits)


def _leaves_out(result: Result, areas: Sequence[str]) -> bool:
    """Do articles on these areas state what the data do not hold, or what does not count?"""
    own = {*map(result.codebook.territory, areas)}
    retracted = any(result.codebook.territory(each.ref_area) in own or not own for each in result.retracted)
    return retracted or bool(_without_indicator(result, areas))


def of_areas(result: results.EvidenceMap) -> Headline:
    """Which figures of two areas stand beside each other and how far they compare, then what each area documents."""
    beside, reporting = ranked(result, "level"), {cell.area for cell in result.cells if cell.obs_ids}
    comparable = [pair for pair in beside if pair.verdict.differences]
    if comparable:
        answer = say("answer_across_some", pairs=values.count_pairs(comparable))
    else:
        answer = say("answer_across_none" if len(reporting) > 1 else "answer_across_one", len(result.areas))
    found = [_beside_line(pair, result) for pair in (comparable or beside)[:1]]
    if not found and len(reporting) > 1:
        found = [say("only_themes")]
    question, lines = say("question_across", areas=names(result)), [_area_line(area, result) for area in result.areas]
    return _screen(result, question, join(" ", [answer, *found]), lines, [say("caveat_no_league")])


def _beside_line(pair: Pair, result: Result) -> Text:
    """Two figures of two areas beside each other, and how far they compare."""
    book = result.codebook
    one, other = (
        text(values.area(row.ref_area, result), " ", values.dated_of(row, pair, book)) for row in (pair.a, pair.b)
    )
    said = text(small(result.codebook.label("grade", pair.verdict.grade)))
    if pair.verdict.deciding:
        note = small(pair.verdict.note.map(lambda words: words.rstrip(".")))
        said = text(said, " (", note or _gravest(pair, result), ")")
    return say("line_beside", name=values.names(pair), one=one, other=other, said=said)


def _area_line(area: str, result: results.EvidenceMap) -> Text:
    name, counts = values.area(area, result), _area_counts(area, result)
    if not counts:
        return _silent("line_area_silent", result, area, area=name)
    (main,) = main_figures(result.of_area(area), 1)
    return say("line_area", main=_figure_line(main, result), **counts)


def _area_counts(area: str, result: results.EvidenceMap) -> dict[str, Figure]:
    """How many figures there are on an area, and how many themes with results in numbers; {} where there is none."""
    cells = [cell for cell in result.cells if cell.area == area]
    own = [obs_id for cell in cells for obs_id in cell.obs_ids]
    if not own:
        return {}
    numbers = [cell for cell in cells if cell.evidence == "number"]
    counted = of.different("theme", [obs_id for cell in numbers for obs_id in cell.results])
    return {"figures": count(own), "numbers": Figure(str(len(numbers)), counted)}


def of_levels(result: results.Targets) -> Headline:
    """Which targets were reached and by which figure, what became of the others, and how many there are."""
    question = say("question_targets", areas=names(result), day=values.day(result))
    by_code: dict[str, list[Outcome]] = {}
    for outcome in result.outcomes:
        by_code.setdefault(outcome.code, []).append(outcome)
    reached = [*by_code.get("exceeded", ()), *by_code.get("met", ())]
    answer, told = _silent("answer_targets_none", result), ()
    if result.outcomes:
        answer, told = _targets_answer(reached, result), reached[:_NAMED]
    lines = [
        _outcome_line(code, rest, result)
        for code in result.codebook.codes("target_outcome")
        if (rest := [each for each in by_code.get(code, ()) if each not in told])
    ]
    return _screen(result, question, answer, [*lines, *_without_numbers(result)], _targets_caveats(result))


def _without_numbers(result: results.Targets) -> Iterator[Text]:
    """Areas without a target in numbers beside others that have some; where targets are said in words to be met."""
    stating = {each.target.territory for each in result.outcomes}
    without = [area for area in result.areas if result.codebook.territory(area) not in stating]
    if stating and without:
        yield say("line_no_targets", areas=values.listed(values.area(each, result) for each in without))
    if result.claims:
        areas = dict.fromkeys(result.area_of(each) for each in result.claims)
        yield say("line_claims", areas=values.listed(values.area(each, result) for each in areas))


def _targets_answer(reached: list[Outcome], result: results.Targets) -> Text:
    """The targets that were reached, each with the figure that shows it; then how many there are."""
    rest = [each.target for each in result.outcomes if each.code in _OPEN]
    every, met = ([each.target for each in some] for some in (result.outcomes, reached))
    counts = {"all": count_of(every), "reached": count_of(met), "open": count_of(rest)}
    found = [text(_judged(each, result), " ") for each in reached[:_NAMED]]
    return text(*found, say("answer_targets", **counts))


def _outcome_line(code: str, outcomes: list[Outcome], result: results.Targets) -> Text:
    """How many targets have this outcome, and the first of them by name."""
    targets = [each.target for each in outcomes]
    of_each = {each.ref_area: each for each in reversed(targets)}
    of_each = [each for each in targets if of_each[each.ref_area] is each]  # the first of each area, then the others
    first = [
        say(
            "target_named", area=values.area(each.ref_area, result), name=values.name_of_one(each, result.codebook),
            level=values.level(each, result.codebook, whose=True), due=due(each),
        ) for each in [*of_each, *(each for each in targets if each not in of_each)][:_NAMED]
    ]  # fmt: skip
    more = "; …" if len(targets) > _NAMED else ""
    kind = result.codebook.label("target_outcome", code)
    return say("line_targets", label=kind, count=count_of(targets), names=join("; ", first), more=more)


def _targets_caveats(result: results.Targets) -> list[Words]:
    caveats: list[Words] = [say("caveat_no_evidence")]
    # an outcome may rest on a merger that came only after the day asked about
    changed = dict.fromkeys(each.target.ref_area for each in result.outcomes if each.code == "area_changed")
    day = result.collection.day(result.as_of).isoformat()
    if merged := [area for area in changed if result.codebook.entry("areas", area).valid_to >= day]:
        caveats.append(say("caveat_merged_later", areas=values.listed(values.area(each, result) for each in merged)))
    if read := [outcome.target for outcome in result.outcomes if outcome.by_reading]:
        caveats.append(say("caveat_by_reading", count=count_of(read)))
    return caveats


def _judged(outcome: Outcome, result: Result) -> Text:
    """A target with what became of it, and the figure that tells."""
    target, latest = outcome.target, outcome.actual
    return say(
        "line_judged", area=values.area(target.ref_area, result),
        name=values.of_group(values.name_of_one(target, result.codebook), target),
        latest=say("judged_by", latest=values.dated(latest)) if latest else "", **_judgement(outcome, result),
    )  # fmt: skip


def _judged_here(outcome: Outcome, result: Result) -> Text:
    """The same where it stands after its indicator's figures."""
    return say("line_judged_here", **_judgement(outcome, result))


def _judgement(outcome: Outcome, result: Result) -> dict[str, Text]:
    target, said = outcome.target, exhibits.outcome(outcome, result)
    return {"level": values.level(target, result.codebook, whose=True), "due": due(target), "outcome": said}


def of_reporting(result: results.Across) -> Headline:
    """A fraction and a percentage that cannot both be right, where there are such; then how firm the figures are: how
    many shares print a total, how many are stated as all of it, how many results have a time."""
    actual = [row for row in result.rows if row.role == "actual"]
    shares = [row for row in actual if row.unit_measure in PARTS]
    question = say("question_reporting", areas=names(result))
    if not shares:
        return _screen(result, question, _silent("answer_reporting_none", result))
    counted = [row for row in shares if row.denominator is not None]
    lines = [say("answer_reporting", shares=count_of(shares), counted=count_of(counted))]
    wrong = [_wrong(row, result) for row in counted if row.arithmetic in values.WRONG]
    lines = [*wrong[:_NAMED], *lines]
    if full := [row for row in shares if row.value_lower == 100]:
        hundred = Figure("100%", of.common([row.obs_id for row in full]).as_("percent"))
        lines.append(say("line_full", full=count_of(full), all=count_of(shares), hundred=hundred))
    if len(wrong) != 1:
        lines.append(say("line_wrong", wrong=count_of(row for row in counted if row.arithmetic in values.WRONG)))
    dated = [row for row in actual if row.as_of_basis == "stated"]
    lines.append(say("line_dated", dated=count_of(dated), all=count_of(actual)))
    return _screen(result, question, lines[0], lines[1:], [say("caveat_reporting")])


def _wrong(row: Observation, result: Result) -> Text:
    """A fraction and the percentage printed beside it, which cannot both be right."""
    return say(
        "answer_wrong", area=values.area(row.ref_area, result), name=values.name_of_one(row, result.codebook),
        when=values.published_label(row.article), share=share(row),
        value=values.printed_percentage(row, untouched=True), **values.counts(row),
    )  # fmt: skip


def of_steps(result: results.Deployment) -> Headline:
    """The latest completed step of each area with the time stated for it, then from when to when steps are dated, and
    which systems each area's articles name as in use."""
    question = say("question_steps", areas=names(result))
    dated = [step for step in result.milestones if step.span]
    if not dated:
        return _screen(result, question, _silent("answer_steps_none", result), _steps_lines(result))
    first, last = min(step.span.first for step in dated), max(step.span.last for step in dated)
    ends = {
        "first": (first, of.first, [step.ref for step in dated if step.span.first == first]),
        "last": (last, of.last, [step.ref for step in dated if step.span.last == last]),
    }
    said = {key: Figure(str(day.year), end(of.time(refs)).as_("year")) for key, (day, end, refs) in ends.items()}
    lines = [say("answer_steps", dated=count_of(dated), **said), *_steps_lines(result)]
    if done := [step for area in result.areas for step in _latest_done(area, dated, result)]:
        latest = join("; ", [_step(step, result) for step in done])
        lines = [say("answer_steps_done", latest=latest), *lines]
    return _screen(result, question, lines[0], lines[1:], [say("caveat_steps")])


def _latest_done(area: str, dated: list[Milestone], result: results.Deployment) -> list[Milestone]:
    """The completed step of an area of the latest time stated; none where there is none."""
    done = [step for step in dated if step.phase == "done" and result.area_of(step) == area]
    return sorted(done, key=lambda step: (step.span.last, step.span.first))[-1:]


def _step(step: Milestone, result: results.Deployment) -> Text:
    area, time = values.area(result.area_of(step), result), values.stated_time(step)
    return say("step_named", area=area, event=label(step, "event"), time=time)


def _steps_lines(result: results.Deployment) -> list[Text]:
    return [_steps_line(area, result) for area in result.areas]


def _steps_line(area: str, result: results.Deployment) -> Text:
    own = [step for step in result.milestones if result.area_of(step) == area]
    used = [each for each in result.systems if each.stage == "in_use" and each.ref in result.counting]
    used = [each for each in used if result.area_of(each) == area]
    if not own and not used:
        return _silent("line_steps_none", result, area, area=values.area(area, result))
    done, planned = ([step for step in own if step.phase == phase] for phase in ("done", "planned"))
    left = say("steps_planned", count=count_of(planned)) if planned else say("steps_none_planned")
    return say("line_steps", area=values.area(area, result), used=_used(used), done=count_of(done), planned=left)


def _used(systems: list[System]) -> Text:
    """How many systems are in use, and the first of them by name: those with a time or a proper name first."""
    if not systems:
        return text("")
    first = sorted(systems, key=lambda each: (each.span is None, not each.named))[:_NAMED]
    said = [
        say("system_since", name=Quote(each.name), time=values.stated_time(each)) if each.span else Quote(each.name)
        for each in first
    ]
    more = "; …" if len(systems) > _NAMED else ""
    return say("steps_used", count=count_of(systems), names=join("; ", said), more=more)


def of_indicator(result: results.OneIndicator) -> Headline:
    """What the articles state of one indicator: the leading pair with its change or why there is none; without a pair
    the figures themselves. Then what became of its targets, and what another source states."""
    entry = result.codebook.entry("indicators", result.indicator)
    question = _indicator_question(result)
    own = {row.source_id for row in result.rows}
    frame = dated_frame(result, [each for each in result.sources if each.source_id in own])
    if not result.rows:
        return _screen(result, question, _silent("answer_indicator_none", result), frame=frame)
    pair = next(iter(ranked(result)), None)
    answer = _pair_answer(pair, result) if pair else _figures_answer(result)
    first = _pair_lines(pair, result) if pair else _alone_lines(result)
    lines = [*first, *_indicator_lines(result, pair), *_lookalike_lines(result)]
    if pair and (speakers := _speakers(pair, result)):
        lines.append(speakers)
    caveats = []
    if any("as_of_unknown" in each.verdict.reasons for each in result.pairs):
        dated = any(row.role == "actual" and row.as_of_basis == "stated" for row in result.rows)
        caveats.append(say("caveat_as_of_some" if dated else "caveat_as_of"))
    return _screen(result, question, answer, lines, [*caveats, *_limit(entry)], frame)


def _indicator_question(result: results.OneIndicator) -> Text:
    name = label(result.codebook.entry("indicators", result.indicator), "name")
    if len(result.areas) != 1:
        return say("question_indicator", name=name)
    if len(result.rows) == 1:
        return say("question_indicator_once", areas=names(result), name=small(name))
    return say("question_indicator_of", len(result.sources), areas=names(result), name=small(name))


def _alone_lines(result: results.OneIndicator) -> Iterator[Text]:
    """Of a single figure what it counts and who states it, and that there is no second."""
    for row in result.rows if len(result.rows) == 1 else ():
        wording = values.defined(row, result.codebook)
        yield say("line_stated", wording=wording, counted=label(row, "population"), speaker=_speaker(row, result))
        yield say("line_only")


def _lookalike_lines(result: results.OneIndicator) -> Iterator[Text]:
    """Of a single figure the first indicator that it is easily confused with."""
    for pair in result.lookalikes[:1] if len(result.rows) == 1 else ():
        why = small(pair.verdict.note.map(lambda words: words.rstrip("."))) or _gravest(pair, result)
        said = {"area": values.area(pair.b.ref_area, result), "stated": stated(pair.b, result)}
        yield say("line_lookalike", name=values.name_of_one(pair.b, result.codebook), why=why, **said)


def _speaker(row: Observation, result: Result) -> Text:
    """Who states it, inside a sentence."""
    return text(label(row, "speaker") or small(result.codebook.label("voice", row.voice)))


def _speakers(pair: Pair, result: Result) -> Text | None:
    """Who states each of two figures, where an article names somebody."""
    rows = (pair.a, pair.b)
    named = [say("stated_by", value=value(row), speaker=_speaker(row, result)) for row in rows]
    return say("line_speakers", named=join("; ", named)) if any(label(row, "speaker") for row in rows) else None


def _pair_answer(pair: Pair, result: Result) -> Text:
    """Both figures of a pair with the change between them; or what stands beside what, and why it does not compare."""
    first, last = (values.dated_of(row, pair, result.codebook) for row in (pair.a, pair.b))
    said = {"area": values.area(pair.b.ref_area, result), "first": first, "last": last}
    if pair.change:
        return say("answer_indicator", change=values.change_in_words(pair.change, pair.verdict.condition), **said)
    return say("answer_apart", why=values.reasons(pair, result.codebook), **said)


def _gravest(pair: Pair, result: Result) -> Text:
    """The first reason why a pair does not compare: all of them stand beside it further down."""
    return values.reason(pair.verdict.deciding[0], pair, result.codebook)


def _pair_lines(pair: Pair, result: Result) -> Iterator[Text]:
    """What the fractions of a pair give; of a pair that does not compare what each figure counts."""
    for row in (pair.a, pair.b):
        if pair.change is None:
            counted = values.defined(row, result.codebook)
            when = values.published_label(row.article)
            yield say("line_counts", when=when, value=value(row), counted=counted)
        elif row.denominator is not None and row.unit_measure in PARTS:
            yield _line(row, result)
    yield from _limits(pair, result)


def _limits(pair: Pair, result: Result) -> list[Text]:
    """Why no more can be said of a pair with a change; what the caveat and the condition say is left out."""
    said = [each for each in pair.verdict.deciding if each not in ("as_of_unknown", "condition")]
    why = join("; ", [values.reason(code, pair, result.codebook) for code in said])
    return [say("line_limits", why=why)] if said and pair.change else []


def _figures_answer(result: results.OneIndicator) -> Text:
    """The figures of each area where no two of them are a pair; with no result among them, that there is none.

    A single one is a sentence, where it can be said of its group that it does or has something.
    """
    if len(result.rows) == 1 and is_sentence(row := result.rows[0], result):
        return say("answer_once", clause=clause(row, result), when=values.published_label(row.article))
    shown = [(area, own) for area in result.areas if (own := result.of_area(area))]
    said = []
    groups = len({row.population for row in result.rows}) > 1
    for area, own in shown:
        first, more = _first_of(own, groups, result), "; …" if len(own) > _NAMED else ""
        said.append(text(values.area(area, result), ": ", first, more))
    none = any(row.role == "actual" for row in result.rows)
    return say("answer_figures_of", stated=join(". ", said), none="" if none else say("answer_no_result"))


def _first_of(own: Sequence[Observation], groups: bool, result: Result) -> Text:
    """The first figures of an area; who states several aims, and when they were published, is said once."""
    first = own[:_NAMED]
    alike = len({(row.source_id, label(row, "speaker"), row.role) for row in first}) == 1
    if len(first) > 1 and alike and (row := first[0]).role != "actual":
        aims = join("; ", [text(value(each), due(each)) for each in first])
        notes = values.in_brackets([*values.stated_by(row), values.published_label(row.article)])
        return text(small(result.codebook.label("role", row.role)), ": ", aims, notes)
    return join("; ", [_in_full(row, groups, result) for row in first])


def _in_full(row: Observation, groups: bool, result: Result) -> Text:
    """A result with what is counted and the time stated for it; with `groups` also whom, where others count others."""
    if row.role != "actual":
        return stated(row, result)
    entry, notes = result.codebook.entry("populations", row.population), [values.published_label(row.article)]
    unit = text(" ", label(entry, "counted")) if SENSES[row.unit_measure].counted and row.bound != "all" else ""
    notes = [*([text(values.period(row))] if row.time_period else ()), *notes]
    notes = [*([text(label(row, "population"))] if groups else ()), *notes]
    return text(value(row), unit, values.in_brackets(notes))


def _indicator_lines(result: results.OneIndicator, pair: Pair | None) -> Iterator[Text]:
    """Targets that a figure decides, two areas side by side, the newest benchmark of each, its main figure where it has
    none of these, and silent areas."""
    judged = _judged_here if len(result.areas) == 1 else _judged
    yield from (judged(each, result) for each in result.outcomes if each.actual)
    beside = ranked(result, "level")[:1]
    yield from (_beside_line(each, result) for each in beside)
    yield from _benchmark_lines(result)
    told = {row.territory for each in (*beside, *([pair] if pair else [])) for row in (each.a, each.b)}
    for area in result.areas:
        own = main_figures(result.of_area(area), 1)
        if pair and own and own[0].territory not in told:
            yield text(values.area(area, result), ": ", stated(own[0], result), ".")
        elif not own:
            yield say("line_indicator_none", area=values.area(area, result))


def _benchmark_lines(result: results.OneIndicator) -> Iterator[Text]:
    """What another source prints of each area, of the latest time; where it prints none of them, of the country."""
    territory, printed = result.codebook.territory, [each for each in result.benchmarks if each.how == "printed"]
    own = [each for area in result.areas for each in _latest_of(territory(area), printed, result)]
    for row in own or _latest_of("VN", printed, result):
        source, time = values.named_source(result.codebook, row.reference), values.benchmark_year(row)
        said = {"area": values.area_among(row.ref_area, result.areas, result.codebook), "time": time}
        value = exhibits.benchmark(row)
        yield say("line_benchmark", place=label(row, "place"), source=source, value=value, **said)


def _latest_of(territory: str, rows: list[Benchmark], result: Result) -> list[Benchmark]:
    own = [each for each in rows if result.codebook.territory(each.ref_area) == territory]
    return sorted(own, key=lambda each: each.time_period)[-1:]


def of_figure(result: results.OneFigure) -> Headline:
    """One figure: what is printed, and what may be said of it."""
    row = result.row
    frame = say("frame_figure", frame=frame_of_areas(result), where=values.where(row, result.collection))
    question = say("question_figure", token=values.quoted(row))  # with its words: “trên 91%”
    named = values.with_definition(values.name(row), row, result.codebook)
    answer = say("answer_figure", value=value(row), name=named, counted=label(row, "population"))
    undated = [] if row.time_period else [say("caveat_as_of_one")]
    beside = [_pair_line(pair, result) for pair in ranked(result) if pair.verdict.grade != "X"]
    lines = [*beside[:1], *(_judged_here(each, result) for each in result.outcomes[:1])]
    return _screen(result, question, answer, lines, [*undated, *_limit(row.entry)], frame)


def names(result: Result) -> Text:
    """The areas' names, two territories of one name named once: the frame tells them apart."""
    named = dict.fromkeys(result.codebook.area_name(area) for area in result.areas)
    return join(", ", named) if named else say("every_area")


def dated_frame(result: Result, sources: Sequence[Article]) -> Text:
    """The areas, and the months in which their figures were published, if there are any:
    "Tỉnh Đồng Tháp (địa giới trước 01/7/2025) · số liệu công bố tháng 7/2024"."""
    areas = frame_of_areas(result)
    return text(areas, " · ", values.figures_published(sources)) if sources else areas


def frame_of_areas(result: Result) -> Text:
    """Each area with its boundaries, where its name means two."""
    named = [values.area_with_boundaries(result.codebook, area) for area in result.areas]
    return say("frame_of_areas", areas=join(" · ", named or [say("every_area")]))


def of_page(result: results.OnePage) -> Headline:
    """The pair that the page leads with, against its target where there is one; the next pair over time and the first
    across areas; then how many pairs there are of each."""
    kinds = {result.codebook.entry("areas", area).area_type for area in result.areas}
    kind = kinds.pop() if len(kinds) == 1 and kinds <= {"province", "city"} else "mixed"
    articles = _how_many([each.source_id for each in result.sources], "articles")
    question = say("question_page", areas=_how_many(result.areas, kind), articles=articles)
    if not result.rows:
        return _screen(result, question, _silent("answer_page_none", result))
    found = [*_page_findings(result), _page_counts(result)]
    lines = [*found[1:], *(_area_line(area, result) for area in result.areas if not result.of_area(area))]
    return _screen(result, question, found[0], lines, [say("caveat_page")])


def _page_findings(result: results.OnePage) -> Iterator[Text]:
    """The finding that leads, and up to three more; of areas without a pair their main figures."""
    pairs, beside = ranked(result), ranked(result, "level")
    if pairs:
        yield _page_answer(pairs[0], result)
        others = [pair for pair in pairs[1:] if pair.verdict.grade != "X"]
        told = sorted((pair for pair in others if pair.stated), key=lambda pair: bool(pair.verdict.condition))
        apart = [pair for pair in others if not pair.stated]
        yield from (_pair_line(pair, result) for pair in (*told[:1], *apart[:1]))
    yield from (_beside_line(pair, result) for pair in beside[:1])
    if not pairs:
        yield from (_area_line(area, result) for area in result.areas if result.of_area(area))


def _page_answer(pair: Pair, result: results.OnePage) -> Text:
    """The leading pair, and the target of its indicator where a figure decides it."""
    _, outcome = lead(result)
    decided = outcome and outcome.target.indicator == pair.b.indicator and outcome.actual
    return text(_pair_line(pair, result), *((" ", _judged_here(outcome, result)) if decided else ()))


def _pair_line(pair: Pair, result: Result) -> Text:
    """A pair with its change, or that none is calculated."""
    name = join(" / ", dict.fromkeys(small(values.name(row)) for row in (pair.a, pair.b)))
    first, last = (values.dated_of(row, pair, result.codebook) for row in (pair.a, pair.b))
    if pair.a.population == pair.b.population:
        name = values.of_group(name, pair.b)
    said = {"area": values.area(pair.b.ref_area, result), "name": name, "first": first, "last": last}
    change = exhibits.change(pair)
    if pair.change is None and "hedged" not in pair.verdict.reasons:
        change = say("refused_why", change=change, why=_gravest(pair, result))
    return say("line_pair", change=change, **said)


def _page_counts(result: results.OnePage) -> Text:
    purposes = {"changes": "change"} | ({"levels": "level"} if len(result.areas) > 1 else {})
    compared = [
        _pairs_said(key, [pair for pair in result.pairs if pair.verdict.purpose == purpose])
        for key, purpose in purposes.items()
    ]
    figures, sector = count_of(result.rows), values.in_sector(result)
    return say("answer_page", figures=figures, sector=sector, compared=join("; ", compared))


def _how_many(ids: Collection[str], what: str) -> Text:
    """How many of what, spelled out: "ba tỉnh", "five articles"."""
    return say(f"page_{what}", len(ids), count=in_words(ids))


def _pairs_said(key: str, pairs: list[Pair]) -> Text:
    """How many of the pairs have a difference that can be stated, and how many compare without one."""
    stated = [pair for pair in pairs if pair.stated]
    limited = [pair for pair in stated if pair.verdict.condition]
    only_if = say("page_only_if", pairs=values.count_pairs(limited)) if limited else ""
    said = say(f"page_{key}", len(stated), pairs=values.count_pairs(stated), only_if=only_if)
    left_open = [pair for pair in pairs if pair.change and not pair.stated]
    return text(said, say("page_left_open", pairs=values.count_pairs(left_open))) if left_open else said


def of_figures(result: results.Across) -> Headline:
    """The main figures, then how much the articles state, by kind, and of which themes they give no number."""
    areas, sector = names(result), values.in_sector(result)
    question = say("question_figures", len(result.sources), areas=areas)
    if result.article:
        article = values.articles([result.collection.article(result.article)])
        question = say("question_article", areas=areas, article=article)
    if not result.rows:
        return _screen(result, question, _silent("answer_page_none", result))
    ids = [row.obs_id for row in result.rows]
    counts = {
        each: Figure(str(len({getattr(row, column) for row in result.rows})), of.different(column, ids))
        for each, column in (("indicators", "indicator"), ("articles", "source_id"))
    }
    counted = say("answer_figures", sector=sector, figures=count(ids), kinds=_by_kind(result), **counts)
    answer, *others = _main(result)
    lines = [*others, counted, *_silent_themes(result)]
    own = _limit(result.codebook.entry("indicators", result.indicator)) if result.indicator else []
    return _screen(result, question, answer, lines, [say("caveat_figures"), *own])


def _main(result: Result) -> list[Text]:
    """The main figures, each as a sentence with when it was published."""
    return [_figure_line(row, result) for row in main_figures(result.rows)]


def _figure_line(row: Observation, result: Result) -> Text:
    if is_sentence(row, result):
        return say("answer_stated", when=values.published_label(row.article), clause=clause(row, result))
    return say("line_named", area=values.area(row.ref_area, result), stated=named(row, result))


def _by_kind(result: results.Across) -> Text:
    """How many figures there are of each kind: "kết quả: 41; mục tiêu: 3"."""
    kinds = [(role, [row for row in result.rows if row.role == role]) for role in result.codebook.codes("role")]
    counted = [text(small(result.codebook.label("role", role)), ": ", count_of(own)) for role, own in kinds if own]
    return join("; ", counted)


def _silent_themes(result: results.Across) -> Iterator[Text]:
    book = result.codebook
    of_all = set.intersection(*({theme for code, theme in result.silences if code == area} for area in result.areas))
    silent = [label(each, "label") for each in book.themes if each.theme in of_all and not result.article]
    if silent and _leaves_out(result, result.areas):
        yield say("line_silent_counted", areas=names(result), themes=join("; ", silent))
    elif silent:  # in so many articles: those on these areas as a whole or with a figure of them
        stating, own = {row.source_id for row in result.rows}, {book.territory(area) for area in result.areas}
        published = result.collection.select(table="sources", as_of=result.as_of)
        articles = [each for each in published if book.territory(each.ref_area) in own or each.source_id in stating]
        said = {"areas": names(result), "by": values.by_day(result), "themes": join("; ", silent)}
        yield say("line_silent", len(articles), **said)


def of_time(result: OverTime) -> Headline:
    """One area over time: the pair it leads with, against its target where there is one; else its main figures."""
    pair, outcome = lead(result)
    if pair and outcome and pair.a.entry.subject_vi:
        return _of_target(result, pair, outcome)
    if pairs := ranked(result):
        return _of_pair(result, *pairs)
    within = span(result)
    question = say("question_open", area=names(result), span=within)
    if not result.rows:
        return _screen(result, question, _silent("answer_silent", result, span=within), frame=_frame(result))
    first, *others = _main(result)
    lines = [*others, say("answer_nothing_compares")]
    return _screen(result, question, first, lines, [say("caveat_figures")], _frame(result))


def _frame(result: OverTime) -> Text:
    """Territory and the articles whose results fall into the window; all of them where there are only targets."""
    reporting = {row.source_id for row in result.rows if row.role == "actual"}
    return dated_frame(result, [each for each in result.sources if each.source_id in reporting or not reporting])


def span(result: OverTime) -> Text:
    """The window in words: "từ tháng 7/2024 đến tháng 02/2025", its one month, or the one end that was asked for."""
    ends = zip((of.first, of.last), result.asked, (result.window.first, result.window.last), strict=True)
    first, last = (_asked(end, asked, day) if asked else None for end, asked, day in ends)
    if first is None or last is None:
        return say("since", first=first) if first else say("up_to", last=last) if last else text("")
    if first.text == last.text and first.of.form == "month":
        return say("within", month=first)
    return say("between", first=first, last=last)


def _asked(end: of.Operation, asked: str, day: date) -> Figure:
    """One end of the window: its month, or its day where a day was asked for."""
    made = end(of.asked_time(asked))
    if read_period(asked).last == read_period(asked).first:
        return values.day_figure(day, made)
    return Figure(Written.month(day), made.as_("month"))


def _of_target(result: OverTime, pair: Pair, outcome: Outcome) -> Headline:
    target, latest, entry = outcome.target, pair.b, pair.b.entry
    question = say(
        "question_target", who=label(entry, "who"), subject=label(entry, "subject"),
        area=values.area(latest.ref_area, result), level=value(target), period=values.bare_period(target),
    )  # fmt: skip
    answer = say(
        f"answer_{outcome.code}", when=when_in(latest.article), value=value(latest),
        population=label(latest, "population"), done=label(entry, "done"), above=above(pair),
    )  # fmt: skip
    # of another group, or counted otherwise, the earlier total is no guide
    same = pair.a if {"definition", "population"}.isdisjoint(pair.verdict.reasons) else None
    lines = (_line(pair.a, result, target), _line(latest, result, target, same), _target_line(outcome, result))
    return _screen(result, question, answer, lines, _pair_caveats(pair, result), _frame(result))


def above(pair: Pair, since: Text | None = None) -> Text:
    """How far the latest figure is above or below the earlier one, with the condition this rests on.

    `since` is when the earlier one was published, where that is to be said otherwise than by its month.
    """
    if pair.change.sign not in ("up", "down") or pair.change.unit in RANKS:  # of a rank, up is worse
        return text("")
    least = values.least_in_words(pair.change)
    said = say(f"above_{pair.change.sign}", since=since or when_in(pair.a.article), least=least)
    condition = "" if since else pair.verdict.condition  # a sentence that goes on says it at its own end
    return say("change_if", change=said, condition=condition) if condition else said


def _of_pair(result: OverTime, pair: Pair, *others: Pair) -> Headline:
    """The leading pair, whether it compares or not, and the two that follow it."""
    first, last = (when_in(row.article) for row in (pair.a, pair.b))
    said = {"area": values.area(pair.b.ref_area, result), "first": first, "last": last}
    if pair.change:
        question = say("question_change", name=small(values.name(pair.b)), **said)
        answer = say("answer_change", when=last, since=first, change=exhibits.change(pair))
        lines = [_line(row, result) for row in (pair.a, pair.b)]
    else:
        question = say("question_apart", name=values.names(pair), **said)
        answer, lines = _pair_answer(pair, result), [*_pair_lines(pair, result)]
    lines += [_pair_line(each, result) for each in others[:2] if each.verdict.grade != "X"]
    return _screen(result, question, answer, lines, _pair_caveats(pair, result), _frame(result))


def _line(
    row: Observation, result: OverTime, target: Observation | None = None, earlier: Observation | None = None
) -> Text:
    """One figure in full: with its fraction recomputed, or with what an unstated total leaves open."""
    counted = label(result.codebook.entry("populations", row.population), "counted")
    said = {"when": values.published_label(row.article), "counted": counted}
    if row.denominator is not None and row.unit_measure in PARTS:
        printed = ""
        if row.arithmetic in values.WRONG:
            printed = say("also_printed", value=values.printed_percentage(row, untouched=True))
        short = _also_short(row, target, counted, result) if target else ""
        return say("line_fraction", share=share(row), printed=printed, short=short, **values.counts(row), **said)
    if earlier is None or earlier.denominator is None or row.bound not in ("gt", "ge"):
        return say("line_value", when=said["when"], value=value(row))
    least, _ = implied_count(row.value, earlier.denominator)
    gain = implied_gain(row.value, earlier.denominator, earlier.numerator)
    implied = of.least_count(row.obs_id, of.total(earlier.obs_id))
    more = Figure(Written.number(gain), implied - of.numerator(earlier.obs_id))
    return say(
        "line_no_count", value=value(row), gained=say("gained", gain=more) if gain > 0 else "",
        denominator=values.count_printed(earlier, "denominator"), least=Figure(Written.number(least), implied), **said,
    )  # fmt: skip


def _also_short(row: Observation, target: Observation, counted: Label, result: OverTime) -> Text:
    held = held_against(target, row, result.codebook)
    if held.code != "short" or held.missing is None:
        return text("")
    missing = of.least_count(target.obs_id, of.total(row.obs_id)) - of.numerator(row.obs_id)
    return say(
        "also_short", counted=counted, level=value(target), missing=Figure(Written.number(held.missing), missing),
        denominator=values.count_printed(row, "denominator"),
    )  # fmt: skip


def _target_line(outcome: Outcome, result: OverTime) -> Text:
    target, on_time = outcome.target, text("")
    if target.time_period and outcome.code in ("met", "exceeded") and not outcome.in_time:
        undated = say("on_time_undated", period=values.bare_period(target))
        on_time = say("on_time_unknown", due=values.due(target)) if outcome.dated else undated
    level, period = values.level(target, result.codebook), values.period(target)
    return say("line_target", level=level, period=period, on_time=on_time)


def _pair_caveats(pair: Pair, result: OverTime) -> list[Words]:
    """What a pair's first screen warns of: no cut-off date, and what the indicator does not tell."""
    caveats = []
    if "as_of_unknown" in pair.verdict.reasons:
        both = all(row.as_of_basis != "stated" for row in (pair.a, pair.b))
        caveats.append(say("caveat_as_of") if both else values.reason("as_of_unknown", pair, result.codebook))
    return [*caveats, *_limit(pair.b.entry)]


def _limit(entry: Any) -> list[Words]:
    """What an indicator does not tell, where the codebook says it."""
    return [limit] if (limit := label(entry, "limit")) else []


_FIRST_SCREENS = (  # a page is a map of evidence too, so it comes first
    (results.OnePage, of_page), (results.EvidenceMap, of_areas), (results.Across, of_reporting),
    (results.Deployment, of_steps), (results.OneIndicator, of_indicator), (results.OneFigure, of_figure),
    (results.Targets, of_levels), (OverTime, of_time),
)  # fmt: skip


class _ToType(NamedTuple):
    """What to type to see figures that are not here: one of these, and the limits that may leave them out."""

    one_of: list[str]
    limits: list[str]


def _elsewhere(result: Result) -> Iterator[tuple[Text, _ToType]]:
    """For each area without a figure here, where there are some, and what to type to see them; where no area has any,
    which ones do. Of one area with figures, what there is of what it became, or was made of."""
    here, every = _of_this_kind(result), _of_this_kind(result, everywhere=True)
    silent = [code for code in result.areas if not _stated_of(code, here, result)]
    if here and not silent:
        of_one = len(result.areas) == 1 and not isinstance(result, results.OneFigure | results.Deployment)
        yield from filter(None, [_merger(*result.areas, every, result)] if of_one else ())
        return
    hints = [*filter(None, (_of_area(code, every, result) for code in silent))]
    yield from hints or ([_anywhere(every, result)] if every and not here else [])


def _to_look(hints: Sequence[_ToType]) -> Text | None:
    """What is to be changed in the cell of parameters, once for all hints."""
    one_of = [*dict.fromkeys(each for hint in hints for each in hint.one_of)]
    limits = dict.fromkeys(each for hint in hints for each in hint.limits)
    limits = [each for each in limits if not any(line.startswith(f"{each} =") for line in one_of)]
    typed = "; ".join(one_of)
    if limits:
        return say("headline_cleared", typed=typed, cleared=_cleared(limits))
    return say("headline_typed", typed=typed) if typed else None


def _cleared(limits: Iterable[str]) -> str:
    return f'{" = ".join(limits)} = ""'


def _of_areas(areas: Iterable[str], result: Result) -> _ToType:
    """Areas as the notebook's cell of parameters takes them, which is of one area or of several; a few of many."""
    limits = ["sector"] * bool(result.sector) + _narrowed(result)
    names = [f'"{as_typed(area, result.collection)}"' for area in areas][:_TYPED]
    if isinstance(result, results.Across):  # asked for by notebooks of one area and of several
        return _ToType([*(f"area = {name}" for name in names), f"areas = [{', '.join(names)}]"], limits)
    one = isinstance(result, OverTime)
    return _ToType([f"area = {name}" for name in names] if one else [f"areas = [{', '.join(names)}]"], limits)


def _narrowed(result: Result) -> list[str]:
    """The parameters that set a limit of time or of article."""
    asked = result.asked if isinstance(result, OverTime) else ("", "")
    limits = {"time_from": asked[0], "time_to": asked[1], "as_of": result.as_of, "article": result.article}
    return [name for name, value in limits.items() if value]


def _namesakes(result: Result) -> tuple[Text, ...]:
    """What there is under each territory of a name that means two: never one series."""
    named, here = [result.codebook.area_name(code) for code in result.areas], _of_this_kind(result)
    twice = [code for code, name in zip(result.areas, named, strict=True) if named.count(name) > 1]
    said = [_counted(code, own, result) for code in twice if (own := _stated_of(code, here, result))]
    return () if len(said) < 2 else (say("two_territories", figures=join("; ", said)),)


def _of_this_kind(result: Result, everywhere: bool = False) -> list:
    """What was asked for, here or `everywhere`: figures, targets, figures of one indicator, or systems and steps."""
    targets, select = isinstance(result, results.Targets), result.collection.select
    if isinstance(result, results.Deployment):
        named = (
            (select(table="systems"), select(table="milestones")) if everywhere else (result.systems, result.milestones)
        )
        return [*chain.from_iterable(named)]
    rows = select() if everywhere else result.rows
    return [row for row in rows if result.indicator in ("", row.indicator) and (row.role == "target" or not targets)]


def _of_area(code: str, every: list[Observation], result: Result) -> tuple[Text, _ToType] | None:
    book = result.codebook
    said = {"area": values.area_with_boundaries(book, code, typed=False)}
    if own := _stated_of(code, every, result):
        of_sector = [row for row in own if result.sector in ("", row.sector)]
        said |= {"what": _kind(result), "articles": _articles(of_sector or own)}
        if of_sector:
            cleared = [_cleared(limits)] if (limits := _narrowed(result)) else []
            return say("there_are", sector=values.in_sector(result), **said), _ToType(cleared, [])
        there = {row.sector for row in own}
        sectors = [each for each in book.codes("sector") if each in there]
        to_type = _ToType([f'sector = "{each}"' for each in sectors], _narrowed(result))
        return say("there_are_elsewhere", sectors=_sectors(own, result), **said), to_type
    return _merger(code, every, result)


def _merger(code: str, every: list[Observation], result: Result) -> tuple[Text, _ToType] | None:
    """Figures of the area that this one is part of now, or of those that it was made of."""
    book = result.codebook
    said, successor = (
        {"area": values.area_with_boundaries(book, code, typed=False)},
        book.entry("areas", code).successor,
    )
    if book.merged(code) and successor not in result.areas and (new := _stated_of(successor, every, result)):
        of_sector = [row for row in new if result.sector in ("", row.sector)]
        said |= {"into": values.area_with_boundaries(book, successor), "what": _kind(result)}
        said |= {"articles": _articles(of_sector or new), "sector": values.in_sector(result)}
        key = "merged_into" if of_sector else "merged_into_elsewhere"
        return say(key, sectors=_sectors(new, result), **said), _of_areas([successor], result)
    older = [each.ref_area for each in book.areas if each.successor == code and book.merged(each.ref_area)]
    older = [each for each in older if each not in result.areas]
    every = [row for each in older for row in _stated_of(each, every, result)]
    of_sector = [row for row in every if result.sector in ("", row.sector)]
    shown = of_sector or every
    parts = {each: _counted(each, own, result) for each in older if (own := _stated_of(each, shown, result))}
    said |= {"areas": join("; ", parts.values()), "what": _kind(result), "sector": values.in_sector(result)}
    line = say("made_of" if of_sector else "made_of_elsewhere", sectors=_sectors(every, result), **said)
    return (line, _of_areas(parts, result)) if parts else None


def _sectors(rows: list[Observation], result: Result) -> Text:
    there = {row.sector for row in rows}
    codes = (code for code in result.codebook.codes("sector") if code in there)
    return join(", ", [small(result.codebook.label("sector", code)) for code in codes])


def _anywhere(every: list[Observation], result: Result) -> tuple[Text, _ToType]:
    """Every area that there is something on, with its articles."""
    book, named = result.codebook, {_area_of(row) for row in every}
    codes = {area.territory: area.ref_area for area in book.areas if area.ref_area in named}.values()
    there = [(values.area_among(code, codes, book), _articles(_stated_of(code, every, result))) for code in codes]
    said = [say("in_articles", area=area, articles=articles) for area, articles in there]
    return say("there_are_on", what=_kind(result), areas=join("; ", said)), _of_areas(codes, result)


def _stated_of(code: str, rows: Iterable, result: Result) -> list:
    territory, own = result.codebook.territory, result.codebook.territory(code)
    return [row for row in rows if territory(_area_of(row)) == own]


def _area_of(row: Observation | System | Milestone) -> str:
    """A system or step is of its article's area."""
    return row.ref_area if isinstance(row, Observation) else row.article.ref_area


def _articles(rows: Iterable[Observation]) -> Text:
    sources = {row.source_id: row.article for row in rows}
    return values.articles(sorted(sources.values(), key=lambda each: (each.published_from, each.source_id)))


def _counted(code: str, rows: list[Observation], result: Result) -> Text:
    """ "Đồng Tháp (boundaries before 1 July 2025): 49 figures"."""
    area = values.area_with_boundaries(result.codebook, code, typed=False)
    return say("area_figures", area=area, count=count_of(rows), what=_kind(result, len(rows)))


def _kind(result: Result, number: int = 2) -> Text:
    kinds = {results.Targets: "targets", results.Deployment: "deployment"}
    return say(f"kind_{kinds.get(type(result), 'figures')}", number)
