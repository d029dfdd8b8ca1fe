"""The first screen of a brief: one question, its answer, the lines under it and one caveat, for any parameters.

Nothing is chosen by hand. Of one province over time it is the pair whose change can be stated, first of all one with a
target, then the one whose group is counted; of several provinces what they document; of an indicator or a figure what
is stated of it. Where nothing compares, or nothing is stated, the first screen says so.

That no article states a figure holds for a time, a sector and an area. A reader who meets silence is told which times,
sectors and areas do have figures, and of a name that means two territories what there is under each.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from sosanh.compare import results
from sosanh.compare.gate import GRADES
from sosanh.compare.results import Outcome, OverTime, Pair, Result
from sosanh.compare.targets import held_against
from sosanh.data.labels import Label, label
from sosanh.data.tables import Article, Observation
from sosanh.lineage import expressions as of
from sosanh.lineage.words import Figure, Text, Words, Written, count, in_words, join, say, text
from sosanh.numbers.intervals import implied_count, implied_gain
from sosanh.numbers.periods import read_period
from sosanh.numbers.units import PARTS, RANKS
from sosanh.show import values
from sosanh.show.display import Headline
from sosanh.show.values import count_of, share, value, when_in

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
    stated = (figure.of.codes for figure in line.figures if _STATED.issuperset(figure.of.core.operations))
    rows = [known[ref] for refs in stated for ref in refs if ref in known]
    return text(line, " ", values.mark(rows, result)) if rows else line


def of_result(result: Result) -> Headline:
    """The first screen of any result: its question, its answer, the lines under it and one caveat.

    Of areas without a figure here it says where there are some; of one name for two territories what each has.
    """
    first: Callable = next(make for kind, make in _FIRST_SCREENS if isinstance(result, kind))
    return first(result)


def _screen(
    result: Result, question: Text, answer: Text, lines: Iterable[Text] = (), caveats: Sequence[Words] = (),
    frame: Text | None = None,
) -> Headline:  # fmt: skip
    """The caveats as one, and around all of it the areas and what there is beside what was asked for."""
    caveat = say("caveat", caveats=join("; ", caveats)) if caveats else None
    beyond = (*_elsewhere(result), *_namesakes(result))
    return Headline(frame or frame_of_areas(result), question, answer, tuple(lines), caveat, beyond)


def _silent(key: str, result: Result, **said: Text) -> Text:
    """That nothing is stated, as far as this goes: the sector and the day asked about, and the areas, each with its
    boundaries where the merger changed them, as it may stand far from the frame."""
    named = [values.area_with_boundaries(result.codebook, area, typed=False) for area in result.areas]
    areas = join(", ", named) if named else say("every_area")
    limits = {"area": areas, "areas": areas, "sector": values.in_sector(result), "by": values.by_day(result)}
    return say(key, **limits | said)


def of_areas(result: results.EvidenceMap) -> Headline:
    """What several areas document, and whether any two of their figures compare."""
    comparable = [pair for pair in result.pairs if pair.verdict.differences]
    reporting = {cell.area for cell in result.cells if cell.obs_ids}
    if comparable:
        answer = say("answer_across_some", pairs=values.count_pairs(comparable))
    else:
        answer = say("answer_across_none" if len(reporting) > 1 else "answer_across_one")
    lines = [_area_line(area, result) for area in result.areas]
    question = say("question_across", areas=names(result))
    return _screen(result, question, answer, lines, [say("caveat_no_league")])


def _area_line(area: str, result: results.EvidenceMap) -> Text:
    name, counts = values.area(area, result), _area_counts(area, result)
    return say("line_area", area=name, **counts) if counts else _silent("line_area_silent", result, area=name)


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
    """How many targets have a result, which were reached, and what became of the others."""
    question = say("question_targets", areas=names(result), day=values.day(result))
    by_code: dict[str, list[Observation]] = {}
    for outcome in result.outcomes:
        by_code.setdefault(outcome.code, []).append(outcome.target)
    answer = _silent("answer_targets_none", result)
    if result.outcomes:
        reached = [*by_code.get("exceeded", ()), *by_code.get("met", ())]
        rest = [target for code in _OPEN for target in by_code.get(code, ())]
        every = [outcome.target for outcome in result.outcomes]
        counts = {"all": count_of(every), "reached": count_of(reached), "open": count_of(rest)}
        answer = say("answer_targets", named=_named(reached, result), **counts)
    lines = [
        say("line_outcome", label=result.codebook.label("target_outcome", code), count=count_of(by_code[code]))
        for code in result.codebook.codes("target_outcome")
        if code in by_code
    ]
    caveats = [say("caveat_no_evidence")]
    # an outcome may rest on a merger that came only after the day asked about
    changed = dict.fromkeys(target.ref_area for target in by_code.get("area_changed", ()))
    day = result.collection.day(result.as_of).isoformat()
    if merged := [area for area in changed if result.codebook.entry("areas", area).valid_to >= day]:
        caveats.append(say("caveat_merged_later", areas=values.listed(values.area(each, result) for each in merged)))
    if read := [outcome.target for outcome in result.outcomes if outcome.by_reading]:
        caveats.append(say("caveat_by_reading", count=count_of(read)))
    return _screen(result, question, answer, lines, caveats)


def _named(targets: Iterable[Observation], result: Result) -> Text:
    """Which targets: the area, what was to be reached, and the level."""
    said = [
        say(
            "target_named", area=values.area(each.ref_area, result), name=values.small(values.name(each)),
            level=values.level(each, result.codebook),
        ) for each in targets
    ]  # fmt: skip
    return say("targets_named", names=join("; ", said)) if said else text("")


def of_reporting(result: results.Across) -> Headline:
    """How firm the figures are: how many shares print a total, how many fractions agree with their percentage."""
    actual = [row for row in result.rows if row.role == "actual"]
    shares = [row for row in actual if row.unit_measure in PARTS]
    question = say("question_reporting", areas=names(result))
    if not shares:
        return _screen(result, question, _silent("answer_reporting_none", result))
    counted = [row for row in shares if row.denominator is not None]
    answer = say("answer_reporting", shares=count_of(shares), counted=count_of(counted))
    lines = []
    if full := [row for row in shares if row.value_lower == 100]:
        hundred = Figure("100%", of.common([row.obs_id for row in full]).as_("percent"))
        lines.append(say("line_full", full=count_of(full), all=count_of(shares), hundred=hundred))
    lines.append(say("line_wrong", wrong=count_of(row for row in shares if row.arithmetic in values.WRONG)))
    dated = [row for row in actual if row.as_of_basis == "stated"]
    lines.append(say("line_dated", dated=count_of(dated), all=count_of(actual)))
    return _screen(result, question, answer, lines, [say("caveat_reporting")])


def of_steps(result: results.Deployment) -> Headline:
    """From when to when the articles date their steps, and how many are still plans."""
    question = say("question_steps", areas=names(result))
    dated = [step for step in result.milestones if step.span]
    if not dated:
        return _screen(result, question, _silent("answer_steps_none", result))
    first, last = min(step.span.first for step in dated), max(step.span.last for step in dated)
    ends = {
        "first": (first, of.first, [step.ref for step in dated if step.span.first == first]),
        "last": (last, of.last, [step.ref for step in dated if step.span.last == last]),
    }
    said = {key: Figure(str(day.year), end(of.time(refs)).as_("year")) for key, (day, end, refs) in ends.items()}
    answer = say("answer_steps", dated=count_of(dated), **said)
    lines = [_steps_line(area, result) for area in result.areas]
    return _screen(result, question, answer, lines, [say("caveat_steps")])


def _steps_line(area: str, result: results.Deployment) -> Text:
    own = [step for step in result.milestones if result.area_of(step) == area]
    if not own:
        return _silent("line_steps_none", result, area=values.area(area, result))
    phases = {"done": "done", "begun": "start", "under_way": "under_way", "planned": "planned"}
    said = {key: count_of(step for step in own if step.phase == phase) for key, phase in phases.items()}
    undated = count_of(step for step in own if not step.span)
    return say("line_steps", area=values.area(area, result), undated=undated, **said)


def of_indicator(result: results.OneIndicator) -> Headline:
    """What the articles state of one indicator: the change that may be stated, else what there is."""
    entry = result.codebook.entry("indicators", result.indicator)
    question = say("question_indicator", name=label(entry, "name"))
    if len(result.areas) == 1:
        question = say("question_indicator_of", areas=names(result), name=values.small(label(entry, "name")))
    frame = dated_frame(result, result.sources)
    if not result.rows:
        return _screen(result, question, _silent("answer_indicator_none", result), frame=frame)
    changed = [pair for pair in result.pairs if pair.change and pair.verdict.purpose == "change"]
    told = [pair for pair in changed if pair.stated] or changed
    answer = say("answer_indicator_alone")
    if told:
        pair = told[0]
        answer = say(
            "answer_indicator", area=values.area(pair.b.ref_area, result), first=values.dated(pair.a),
            last=values.dated(pair.b), change=values.change_in_words(pair.change, pair.verdict.condition),
        )  # fmt: skip
    caveats = []
    if any("as_of_unknown" in pair.verdict.reasons for pair in result.pairs):
        stated = any(row.role == "actual" and row.as_of_basis == "stated" for row in result.rows)
        caveats.append(say("caveat_as_of_some" if stated else "caveat_as_of"))
    if limit := label(entry, "limit"):
        caveats.append(limit)
    lines = [_indicator_line(area, result) for area in result.areas]
    return _screen(result, question, answer, lines, caveats, frame)


def _indicator_line(area: str, result: results.OneIndicator) -> Text:
    own, name = result.of_area(area), values.area(area, result)
    if not own:
        return say("line_indicator_none", area=name)
    counts = {"results": count_of(row for row in own if row.role == "actual")}
    return say("line_indicator", area=name, others=count_of(row for row in own if row.role != "actual"), **counts)


def of_figure(result: results.OneFigure) -> Headline:
    """One figure: what is printed, and what may be said of it."""
    row = result.row
    frame = say("frame_figure", frame=frame_of_areas(result), where=values.where(row, result.collection))
    question = say("question_figure", token=values.quoted(row))  # with its words: “trên 91%”
    answer = say("answer_figure", value=value(row), name=values.name(row), counted=label(row, "population"))
    undated = [] if row.time_period else [say("caveat_as_of_one")]
    return _screen(result, question, answer, caveats=undated, frame=frame)


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
    """How much there is in all, and whether any two of the figures compare."""
    kinds = {result.codebook.entry("areas", area).area_type for area in result.areas}
    kind = kinds.pop() if len(kinds) == 1 and kinds <= {"province", "city"} else "mixed"
    articles = _how_many([each.source_id for each in result.sources], "articles")
    question = say("question_page", areas=_how_many(result.areas, kind), articles=articles)
    if not result.rows:
        return _screen(result, question, _silent("answer_page_none", result))
    purposes = {"changes": "change"} | ({"levels": "level"} if len(result.areas) > 1 else {})
    compared = [
        _pairs_said(key, [pair for pair in result.pairs if pair.verdict.purpose == purpose])
        for key, purpose in purposes.items()
    ]
    answer = say(
        "answer_page", len(result.areas), figures=count_of(result.rows), sector=values.in_sector(result),
        compared=join("; ", compared),
    )  # fmt: skip
    lines = [_page_line(area, result) for area in result.areas]
    return _screen(result, question, answer, lines, [say("caveat_page")])


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


def _page_line(area: str, result: results.OnePage) -> Text:
    stating = {row.source_id for row in result.of_area(area)}
    if not stating or not (counts := _area_counts(area, result)):
        return _area_line(area, result)
    territory = result.codebook.territory
    articles = [
        each for each in result.sources if territory(each.ref_area) == territory(area) or each.source_id in stating
    ]
    return say(
        "line_page", area=values.area(area, result), **counts,
        articles=_how_many([each.source_id for each in articles], "articles"),
        months=values.listed(dict.fromkeys(map(values.when, articles))),
    )  # fmt: skip


def of_figures(result: results.Across) -> Headline:
    """How much the articles state, by kind, and of which themes they give no number."""
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
    answer = say("answer_figures", sector=sector, figures=count(ids), **counts)
    return _screen(result, question, answer, _figures_lines(result), [say("caveat_figures")])


def _figures_lines(result: results.Across) -> Iterator[Text]:
    book = result.codebook
    for role in book.codes("role"):
        if own := [row for row in result.rows if row.role == role]:
            yield say("line_outcome", label=book.label("role", role), count=count_of(own))
    of_all = set.intersection(*({theme for code, theme in result.silences if code == area} for area in result.areas))
    silent = [label(each, "label") for each in book.themes if each.theme in of_all and not result.article]
    if silent:  # in so many articles: those on these areas as a whole or with a figure of them
        stating, own = {row.source_id for row in result.rows}, {book.territory(area) for area in result.areas}
        published = result.collection.select(table="sources", as_of=result.as_of)
        articles = [each for each in published if book.territory(each.ref_area) in own or each.source_id in stating]
        said = {"areas": names(result), "by": values.by_day(result), "themes": join("; ", silent)}
        yield say("line_silent", len(articles), **said)


def of_time(result: OverTime) -> Headline:
    """One area over time: the pair it leads with, against its target where there is one; else that none compares."""
    pair, outcome = lead(result)
    if pair and outcome and pair.a.entry.subject_vi:
        return _of_target(result, pair, outcome)
    if pair:
        return _of_change(result, pair)
    within = span(result)
    silent = _silent("answer_silent", result, span=within)
    answer = say("answer_nothing_compares") if result.rows else silent
    return _screen(result, say("question_open", area=names(result), span=within), answer, frame=_frame(result))


def lead(result: OverTime) -> tuple[Pair | None, Outcome | None]:
    """The pair to lead with, and the target held against it."""
    comparable = [pair for pair in result.pairs if pair.change and pair.verdict.purpose == "change"]
    for outcome in result.outcomes:
        for pair in comparable:
            of_it = pair.a.indicator == pair.b.indicator == outcome.target.indicator
            if of_it and outcome.actual is not None and outcome.target.time_period:
                return pair, outcome
    told = [pair for pair in comparable if pair.stated] or comparable
    return min(told, key=lambda pair: GRADES.index(pair.verdict.grade), default=None), None


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


def _of_change(result: OverTime, pair: Pair) -> Headline:
    first, last = (when_in(row.article) for row in (pair.a, pair.b))
    question = say(
        "question_change", name=values.small(values.name(pair.b)), area=values.area(pair.b.ref_area, result),
        first=first, last=last,
    )  # fmt: skip
    change = values.change_in_words(pair.change, pair.verdict.condition)
    answer = say("answer_change", when=last, since=first, change=change)
    lines = [_line(row, result) for row in (pair.a, pair.b)]
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
    if limit := label(pair.b.entry, "limit"):
        caveats.append(limit)
    return caveats


_FIRST_SCREENS = (  # a page is a map of evidence too, so it comes first
    (results.OnePage, of_page), (results.EvidenceMap, of_areas), (results.Across, of_reporting),
    (results.Deployment, of_steps), (results.OneIndicator, of_indicator), (results.OneFigure, of_figure),
    (results.Targets, of_levels), (OverTime, of_time),
)  # fmt: skip


def _elsewhere(result: Result) -> tuple[Text, ...]:
    """For each area without a figure here, where there are some; where no area has any, which ones do."""
    here = _of_this_kind(result, result.rows)
    there = {row.territory for row in here}
    silent = [code for code in result.areas if result.codebook.territory(code) not in there]
    if here and not silent:
        return ()
    every = _of_this_kind(result, result.collection.observations)
    hints = tuple(filter(None, (_of_area(code, every, result) for code in silent)))
    return hints or ((_anywhere(every, result),) if every and not here else ())


def _namesakes(result: Result) -> tuple[Text, ...]:
    """What there is under each territory of a name that means two: never one series."""
    named, here = [result.codebook.area_name(code) for code in result.areas], _of_this_kind(result, result.rows)
    twice = [code for code, name in zip(result.areas, named, strict=True) if named.count(name) > 1]
    said = [_counted(code, own, result) for code in twice if (own := _stated_of(code, here, result))]
    return () if len(said) < 2 else (say("two_territories", figures=join("; ", said)),)


def _of_this_kind(result: Result, rows: Iterable[Observation]) -> list[Observation]:
    """Of these rows what was asked for: figures, targets, or figures of one indicator."""
    targets = isinstance(result, results.Targets)
    return [row for row in rows if result.indicator in ("", row.indicator) and (row.role == "target" or not targets)]


def _of_area(code: str, every: list[Observation], result: Result) -> Text | None:
    book = result.codebook
    said = {"area": values.area_with_boundaries(book, code, typed=False)}
    if own := _stated_of(code, every, result):
        of_sector = [row for row in own if result.sector in ("", row.sector)]
        said |= {"what": _kind(result), "articles": _articles(of_sector or own)}
        if of_sector:
            return say("there_are", sector=values.in_sector(result), **said)
        there = {row.sector for row in own}
        sectors = [book.label("sector", each) for each in book.codes("sector") if each in there]
        return say("there_are_elsewhere", sectors=join(", ", sectors), **said)
    successor = book.entry("areas", code).successor
    if book.merged(code) and (new := _stated_of(successor, every, result)):
        into = values.area_with_boundaries(book, successor)
        return say("merged_into", what=_kind(result), into=into, articles=_articles(new), **said)
    older = [area.ref_area for area in book.areas if area.successor == code]
    parts = [_counted(part, own, result) for part in older if (own := _stated_of(part, every, result))]
    return say("made_of", areas=join("; ", parts), **said) if parts else None


def _anywhere(every: list[Observation], result: Result) -> Text:
    """Every area that there is something on, with its articles."""
    book, named = result.codebook, {row.ref_area for row in every}
    codes = {area.territory: area.ref_area for area in book.areas if area.ref_area in named}.values()
    there = [(values.area_among(code, codes, book), _articles(_stated_of(code, every, result))) for code in codes]
    said = [say("in_articles", area=area, articles=articles) for area, articles in there]
    return say("there_are_on", what=_kind(result), areas=join("; ", said))


def _stated_of(code: str, rows: Iterable[Observation], result: Result) -> list[Observation]:
    return [row for row in rows if row.territory == result.codebook.territory(code)]


def _articles(rows: Iterable[Observation]) -> Text:
    sources = {row.source_id: row.article for row in rows}
    return values.articles(sorted(sources.values(), key=lambda each: (each.published_from, each.source_id)))


def _counted(code: str, rows: list[Observation], result: Result) -> Text:
    """ "Đồng Tháp (boundaries before 1 July 2025): 49 figures"."""
    area = values.area_with_boundaries(result.codebook, code, typed=False)
    return say("area_figures", area=area, count=count_of(rows), what=_kind(result, len(rows)))


def _kind(result: Result, number: int = 2) -> Text:
    return say("kind_targets" if isinstance(result, results.Targets) else "kind_figures", number)
