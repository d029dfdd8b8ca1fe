"""The first screen of a brief: one question, its answer, the lines under it and one caveat, for any parameters.

Nothing is chosen by hand. Of one province over time it is the pair whose change can be stated, first of all one with a
target, then the one whose group is counted; of several provinces what they document; of an indicator or a figure what
is stated of it. Where nothing compares, or nothing is stated, the first screen says so.
"""

from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import date

import pandas as pd

from sosanh.compare.gate import GRADES
from sosanh.compare.results import (
    Across,
    Deployment,
    EvidenceMap,
    OneFigure,
    OneIndicator,
    OnePage,
    Outcome,
    OverTime,
    Pair,
    Result,
    Targets,
)
from sosanh.compare.targets import held_against
from sosanh.data.labels import label
from sosanh.data.rows import Observation
from sosanh.lineage import expressions as of
from sosanh.lineage.words import Figure, Text, Written, count, in_words, join, say, text
from sosanh.numbers.intervals import implied_count, implied_gain
from sosanh.numbers.periods import read_period
from sosanh.numbers.units import PARTS, RANKS
from sosanh.show import values
from sosanh.show.display import Headline
from sosanh.show.silences import elsewhere, namesakes
from sosanh.show.values import share, value, when_in

_OPEN = ("undecided", "claim_only", "no_evidence", "not_due", "area_changed")  # neither reached nor missed


def of_areas(result: EvidenceMap) -> Headline:
    """What several areas document, and whether any two of their figures compare."""
    comparable = [pair for pair in result.pairs if pair.verdict.differences]
    reporting = [area for area in result.areas if _reports(area, result)]
    some = say("answer_across_some", pairs=values.count_pairs(comparable))
    none = say("answer_across_none" if len(reporting) > 1 else "answer_across_one")
    answer = some if comparable else none
    lines = tuple(area_line(area, result) for area in result.areas)
    caveat = say("caveat", caveats=say("caveat_no_league"))
    question = say("question_across", areas=names(result))
    return Headline(frame_of_areas(result), question, answer, lines, caveat)


def _reports(area: str, result: EvidenceMap) -> bool:
    return bool(result.cells.loc[result.cells["area"].eq(area), "obs_ids"].map(len).any())


def area_line(area: str, result: EvidenceMap) -> Text:
    name, counts = values.area(area, result), area_counts(area, result)
    if not counts:
        return say("line_area_silent", area=name, **_scope(result))
    return say("line_area", area=name, **counts)


def area_counts(area: str, result: EvidenceMap) -> dict[str, Figure]:
    """How many figures there are on an area, and how many themes with results in numbers; {} where there is none."""
    cells = result.cells[result.cells["area"].eq(area)]
    own = tuple(obs_id for ids in cells["obs_ids"] for obs_id in ids)
    numbers = cells[cells["evidence"].eq("number")]
    counted = tuple(obs_id for ids in numbers["results"] for obs_id in ids)
    return {"figures": count(own), "numbers": Figure(str(len(numbers)), of.different("theme", counted))} if own else {}


def of_levels(result: Targets) -> Headline:
    """How many targets have a result, which were reached, and what became of the others."""
    question = say("question_targets", areas=names(result), day=values.day(result))
    by_code: dict[str, list[str]] = {}
    for outcome in result.outcomes:
        by_code.setdefault(outcome.code, []).append(outcome.target.obs_id)
    reached = (*by_code.get("exceeded", ()), *by_code.get("met", ()))
    every = tuple(outcome.target.obs_id for outcome in result.outcomes)
    rest = tuple(obs_id for code in _OPEN for obs_id in by_code.get(code, ()))
    counts = {"all": count(every), "reached": count(reached), "open": count(rest)}
    none = say("answer_targets_none", areas=told(result), **_scope(result))
    some = say("answer_targets", named=_named(reached, result), **counts)
    answer = some if every else none
    order = [code for code in result.codebook.codes("target_outcome") if code in by_code]
    lines = tuple(_outcome_line(code, by_code[code], result) for code in order)
    read = tuple(outcome.target.obs_id for outcome in result.outcomes if outcome.by_reading)
    merged = [values.area(area, result) for area in _merged_later(result)]
    caveats = [say("caveat_merged_later", areas=values.listed(merged))] if merged else []
    caveats += [say("caveat_by_reading", count=count(read))] if read else []
    caveat = say("caveat", caveats=join("; ", [say("caveat_no_evidence"), *caveats]))
    return Headline(frame_of_areas(result), question, answer, lines, caveat)


def _merged_later(result: Targets) -> list[str]:
    """The areas on whose merger an outcome rests, though it came only after the day asked about."""
    changed = dict.fromkeys(each.target.ref_area for each in result.outcomes if each.code == "area_changed")
    day = values.last_day(result).isoformat()
    return [area for area in changed if result.codebook.entry("areas", area)["valid_to"] >= day]


def _named(targets: tuple[str, ...], result: Targets) -> Text:
    """Which targets: the area, what was to be reached, and the level."""
    found = {outcome.target.obs_id: outcome.target for outcome in result.outcomes}
    said = [
        say(
            "target_named", area=values.area(found[each].ref_area, result),
            name=values.small(values.name(found[each], result)),
            level=values.level(found[each], result.codebook),
        ) for each in targets
    ]  # fmt: skip
    return say("targets_named", names=join("; ", said)) if said else text("")


def _outcome_line(code: str, targets: list[str], result: Targets) -> Text:
    label = result.codebook.label("target_outcome", code)
    return say("line_outcome", label=label, count=count(targets))


def of_reporting(result: Across) -> Headline:
    """How firm the figures are: how many shares print a total, how many fractions agree with their percentage."""
    shares = result.rows[result.rows["role"].eq("actual") & result.rows["unit_measure"].isin(PARTS)]
    question = say("question_reporting", areas=names(result))
    if shares.empty:
        answer = say("answer_reporting_none", areas=told(result), **_scope(result))
        return Headline(frame_of_areas(result), question, answer)
    counted = tuple(shares.loc[shares["denominator"].ne(""), "obs_id"])
    every = tuple(shares["obs_id"])
    answer = say("answer_reporting", shares=count(every), counted=count(counted))
    wrong = tuple(shares.loc[shares["arithmetic"].isin(["mismatch", "unattainable"]), "obs_id"])
    full = tuple(shares.loc[shares["value_lower"].eq("100"), "obs_id"])
    dated = tuple(result.rows.loc[result.rows["role"].eq("actual") & result.rows["as_of_basis"].eq("stated"), "obs_id"])
    actual = tuple(result.rows.loc[result.rows["role"].eq("actual"), "obs_id"])
    lines = (
        *_stated_in_full(full, every),
        say("line_wrong", wrong=count(wrong)),
        say("line_dated", dated=count(dated), all=count(actual)),
    )
    caveat = say("caveat", caveats=say("caveat_reporting"))
    return Headline(frame_of_areas(result), question, answer, lines, caveat)


def _stated_in_full(full: tuple[str, ...], every: tuple[str, ...]) -> Iterator[Text]:
    if full:
        hundred = Figure("100%", of.common(full).as_("percent"))
        yield say("line_full", full=count(full), all=count(every), hundred=hundred)


def of_steps(result: Deployment) -> Headline:
    """From when to when the articles date their steps, and how many are still plans."""
    question = say("question_steps", areas=names(result))
    steps = result.milestones
    dated = steps[steps["first"].notna()]
    if dated.empty:
        answer = say("answer_steps_none", areas=told(result), **_scope(result))
        return Headline(frame_of_areas(result), question, answer)
    ends = [
        Figure(str(day.year), end(of.time(dated.loc[dated[column].eq(day), "ref"])).as_("year"))
        for column, end, day in (("first", of.first, min(dated["first"])), ("last", of.last, max(dated["last"])))
    ]
    answer = say("answer_steps", dated=count(dated["ref"]), first=ends[0], last=ends[1])
    lines = tuple(_steps_line(area, result) for area in result.areas)
    caveat = say("caveat", caveats=say("caveat_steps"))
    return Headline(frame_of_areas(result), question, answer, lines, caveat)


def _steps_line(area: str, result: Deployment) -> Text:
    own = result.milestones[result.milestones["area"].eq(area)]
    if own.empty:
        return say("line_steps_none", area=values.area(area, result), **_scope(result))
    counts = {
        "done": own["phase"].eq("done"), "begun": own["phase"].eq("start"), "under_way": own["phase"].eq("under_way"),
        "planned": own["phase"].eq("planned"), "undated": own["first"].isna(),
    }  # fmt: skip
    said = {key: count(own.loc[which, "ref"]) for key, which in counts.items()}
    return say("line_steps", area=values.area(area, result), **said)


def of_indicator(result: OneIndicator) -> Headline:
    """What the articles state of one indicator: the change that may be stated, else what there is."""
    name = label(result.codebook.entry("indicators", result.indicator), "name")
    question = say("question_indicator", name=name)
    if len(result.areas) == 1:
        question = say("question_indicator_of", areas=names(result), name=values.small(name))
    frame = dated_frame(result, result.sources)
    changed = [pair for pair in result.pairs if pair.change and pair.verdict.purpose == "change"]
    stated = [pair for pair in changed if pair.stated] or changed
    if result.rows.empty:
        return Headline(frame, question, say("answer_indicator_none", by=values.by_day(result)))
    if stated:
        first, last = (values.dated(row, result) for row in (stated[0].a, stated[0].b))
        condition = stated[0].verdict.condition
        change = values.change_in_words(stated[0].change, condition)
        area = values.area(stated[0].b.ref_area, result)
        answer = say("answer_indicator", area=area, first=first, last=last, change=change)
    else:
        answer = say("answer_indicator_alone")
    lines = tuple(_indicator_line(area, result) for area in result.areas)
    return Headline(frame, question, answer, lines, _limit(result))


def _indicator_line(area: str, result: OneIndicator) -> Text:
    own = result.rows[result.rows["territory"].eq(result.codebook.territory(area))]
    name = values.area(area, result)
    if own.empty:
        return say("line_indicator_none", area=name)
    actual = own["role"].eq("actual")
    counts = {
        "results": count(own.loc[actual, "obs_id"]),
        "others": count(own.loc[~actual, "obs_id"]),
    }
    return say("line_indicator", area=name, **counts)


def _limit(result: OneIndicator) -> Text | None:
    undated = any("as_of_unknown" in pair.verdict.reasons for pair in result.pairs)
    stated = result.rows["role"].eq("actual") & result.rows["as_of_basis"].eq("stated")
    limit = label(result.codebook.entry("indicators", result.indicator), "limit")
    caveats = [
        *([say("caveat_as_of_some" if stated.any() else "caveat_as_of")] if undated else []),
        *([limit] if limit else []),
    ]
    return say("caveat", caveats=join("; ", caveats)) if caveats else None


def of_figure(result: OneFigure) -> Headline:
    """One figure: what is printed, and what may be said of it."""
    row = result.row
    place = values.where(row, row.obs_id, result)
    frame = say("frame_figure", frame=frame_of_areas(result), where=place)
    question = say("question_figure", token=values.quoted(row))  # with its words: “trên 91%”
    counted, name = label(row, "population"), values.name(row, result)
    answer = say("answer_figure", value=values.value(row), name=name, counted=counted)
    return Headline(
        frame,
        question,
        answer,
        (),
        say("caveat", caveats=say("caveat_as_of_one")) if not row.time_period else None,
    )


def names(result: Result) -> Text:
    """The areas' names, two territories of one name named once: the frame tells them apart."""
    named = dict.fromkeys(result.codebook.area_name(area) for area in result.areas)
    return join(", ", named) if named else say("every_area")


def told(result: Result) -> Text:
    """The areas' names where no frame stands near: each with its boundaries, where the merger changed them."""
    named = [values.area_with_boundaries(result.codebook, area, typed=False) for area in result.areas]
    return join(", ", named) if named else say("every_area")


def _scope(result: Result) -> dict[str, Text]:
    """What a statement of silence is limited to: the sector and the day asked about."""
    return {"sector": values.in_sector(result), "by": values.by_day(result)}


def dated_frame(result: Result, sources: pd.DataFrame) -> Text:
    """The areas, and the months in which their figures were published, if there are any."""
    areas = frame_of_areas(result)
    return text(areas, " · ", values.figures_published(sources)) if len(sources) else areas


def frame_of_areas(result: Result) -> Text:
    """Each area with its boundaries, where its name means two."""
    named = [values.area_with_boundaries(result.codebook, area) for area in result.areas]
    named = named or [say("every_area")]
    return say("frame_of_areas", areas=join(" · ", named))


def of_page(result: OnePage) -> Headline:
    """How much there is in all, and whether any two of the figures compare."""
    counts = _how_many(result.areas, _kind_of_areas(result))
    articles = _how_many(result.sources["source_id"], "articles")
    question = say("question_page", areas=counts, articles=articles)
    sector, by = values.in_sector(result), values.by_day(result)
    frame = frame_of_areas(result)
    if result.rows.empty:
        answer = say("answer_page_none", areas=told(result), sector=sector, by=by)
        return Headline(frame, question, answer)
    purposes = {"changes": "change"} | ({"levels": "level"} if len(result.areas) > 1 else {})
    compared = [
        _pairs_said(key, [pair for pair in result.pairs if pair.verdict.purpose == purpose])
        for key, purpose in purposes.items()
    ]
    figures = count(result.rows["obs_id"])
    answer = say("answer_page", len(result.areas), figures=figures, sector=sector, compared=join("; ", compared))
    lines = tuple(_page_line(area, result) for area in result.areas)
    caveat = say("caveat", caveats=say("caveat_page"))
    return Headline(frame, question, answer, lines, caveat)


def _kind_of_areas(result: Result) -> str:
    kinds = {result.codebook.entry("areas", area)["area_type"] for area in result.areas}
    return kinds.pop() if len(kinds) == 1 and kinds <= {"province", "city"} else "mixed"


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


def _page_line(area: str, result: OnePage) -> Text:
    territory = result.codebook.territory(area)
    stating = result.rows.loc[result.rows["territory"].eq(territory), "source_id"]
    if stating.empty or not (counts := area_counts(area, result)):
        return area_line(area, result)
    of_it = result.sources["ref_area"].map(result.codebook.territory).eq(territory)
    articles = result.sources[of_it | result.sources["source_id"].isin(stating)]
    months = dict.fromkeys(values.when(each) for _, each in articles.iterrows())
    published = values.listed(months)
    return say(
        "line_page", area=values.area(area, result), **counts,
        articles=_how_many(articles["source_id"], "articles"),
        months=published,
    )  # fmt: skip


def of_figures(result: Across) -> Headline:
    """How much the articles state, by kind, and of which themes they give no number."""
    said = {"areas": names(result), "sector": values.in_sector(result)}
    question = say("question_figures", len(result.sources), areas=said["areas"])
    if result.article:
        article = values.articles(result.collection.sources.loc[[result.article]])
        question = say("question_article", areas=said["areas"], article=article)
    frame = frame_of_areas(result)
    if result.rows.empty:
        by = values.by_day(result)
        answer = say("answer_page_none", by=by, **said | {"areas": told(result)})
        return Headline(frame, question, answer, elsewhere=_beyond(result))
    ids = tuple(result.rows["obs_id"])
    counts = {
        each: Figure(str(result.rows[column].nunique()), of.different(column, ids))
        for each, column in (("indicators", "indicator"), ("articles", "source_id"))
    }
    answer = say("answer_figures", sector=said["sector"], figures=count(ids), **counts)
    caveat = say("caveat", caveats=say("caveat_figures"))
    return Headline(frame, question, answer, (*_figures_lines(result),), caveat, _beyond(result))


def _figures_lines(result: Across) -> Iterator[Text]:
    for role in result.codebook.codes("role"):
        if len(own := result.rows.loc[result.rows["role"].eq(role), "obs_id"]):
            yield say("line_outcome", label=result.codebook.label("role", role), count=count(own))
    of_all = set.intersection(*({theme for code, theme in result.silences if code == area} for area in result.areas))
    silent = [each for each in result.codebook.themes["theme"] if each in of_all] if not result.article else []
    labels = [label(result.codebook.entry("themes", theme), "label") for theme in silent]
    if labels:
        said = {"areas": names(result), "by": values.by_day(result)}
        yield say("line_silent", _articles_on(result), themes=join("; ", labels), **said)


def _articles_on(result: Across) -> int:
    """How many articles speak of these areas, as a whole or in a figure, of those that count."""
    published = result.collection.published_by(result.collection.day(result.as_of))
    territory = result.codebook.territory
    on_them = published["ref_area"].map(territory).isin([territory(area) for area in result.areas])
    return int((on_them | published["source_id"].isin(result.rows["source_id"])).sum())


def headline(result: Result) -> Headline:
    """The first screen of any result: its question, its answer, the lines under it and one caveat.

    Of areas without a figure here it says where there are some; of one name for two territories what each has.
    """
    return replace(_first_screen(result), elsewhere=_beyond(result))


def _beyond(result: Result) -> tuple[Text, ...]:
    return (*elsewhere(result), *namesakes(result))


def _first_screen(result: Result) -> Headline:
    match result:
        case OnePage():
            return of_page(result)
        case EvidenceMap():
            return of_areas(result)
        case Across():
            return of_reporting(result)
        case Deployment():
            return of_steps(result)
        case OneIndicator():
            return of_indicator(result)
        case OneFigure():
            return of_figure(result)
        case Targets():
            return of_levels(result)
        case _:
            return _over_time(result)


def _over_time(result: OverTime) -> Headline:
    pair, outcome = lead(result)
    if pair and outcome and result.codebook.entry("indicators", pair.a.indicator)["subject_vi"]:
        return _of_target(result, pair, outcome)
    if pair:
        return _of_change(result, pair)
    return _open(result)


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


def frame(result: OverTime) -> Text:
    """Territory and articles: "Tỉnh Đồng Tháp (địa giới trước 01/7/2025) · số liệu công bố tháng 7/2024"."""
    return dated_frame(result, _reporting(result))


def _reporting(result: OverTime) -> pd.DataFrame:
    """The articles whose results fall into the window; all of them where there are only targets and plans."""
    reporting = result.rows.loc[result.rows["role"].eq("actual"), "source_id"].unique()
    sources = result.sources
    return sources[sources["source_id"].isin(reporting)] if len(reporting) else sources


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
        return Figure(Written.day(day), made.as_("day"))
    return Figure(Written.month(day), made.as_("month"))


def _of_target(result: OverTime, pair: Pair, outcome: Outcome) -> Headline:
    indicator = result.codebook.entry("indicators", pair.b.indicator)
    target, latest = outcome.target, pair.b
    question = say(
        "question_target", who=label(indicator, "who"), subject=label(indicator, "subject"),
        area=values.area(latest.ref_area, result), level=value(target),
        period=values.bare_period(target),
    )  # fmt: skip
    answer = say(
        f"answer_{outcome.code}", when=_published_in(latest, result), value=value(latest),
        population=label(latest, "population"), done=label(indicator, "done"),
        above=above(pair, result),
    )  # fmt: skip
    lines = (
        _line(pair.a, target, None, result),
        _line(latest, target, _same_thing(pair), result),
        _target_line(outcome, result),
    )
    return Headline(frame(result), question, answer, lines, _caveat(pair, result))


def _same_thing(pair: Pair) -> Observation | None:
    """The earlier figure, where the later one counts the same group in the same way: only then is its total a guide."""
    return pair.a if {"definition", "population"}.isdisjoint(pair.verdict.reasons) else None


def above(pair: Pair, result: OverTime, since: Text | None = None) -> Text:
    """How far the latest figure is above or below the earlier one, with the condition this rests on.

    `since` is when the earlier one was published, where that is to be said otherwise than by its month.
    """
    if pair.change.sign not in ("up", "down") or pair.change.unit in RANKS:  # of a rank, up is worse
        return text("")
    least = values.least_in_words(pair.change)
    said = say(f"above_{pair.change.sign}", since=since or _published_in(pair.a, result), least=least)
    condition = "" if since else _condition(pair)  # a sentence that goes on says it at its own end
    return say("change_if", change=said, condition=condition) if condition else said


def _of_change(result: OverTime, pair: Pair) -> Headline:
    indicator = result.codebook.entry("indicators", pair.b.indicator)
    first, last = (_published_in(row, result) for row in (pair.a, pair.b))
    question = say(
        "question_change", name=values.small(label(indicator, "name")),
        area=values.area(pair.b.ref_area, result), first=first, last=last,
    )  # fmt: skip
    change = values.change_in_words(pair.change, _condition(pair))
    answer = say("answer_change", when=last, since=first, change=change)
    lines = tuple(_line(row, None, None, result) for row in (pair.a, pair.b))
    return Headline(frame(result), question, answer, lines, _caveat(pair, result))


def _open(result: OverTime) -> Headline:
    said = {"area": names(result), "span": span(result)}
    sector = values.in_sector(result)
    silent = say("answer_silent", sector=sector, **said | {"area": told(result)})
    answer = say("answer_nothing_compares") if len(result.rows) else silent
    return Headline(frame(result), say("question_open", **said), answer)


def _condition(pair: Pair) -> str:
    return pair.verdict.condition


def _published_in(row: Observation, result: OverTime) -> Text:
    return when_in(result.collection.sources.loc[row.source_id])


def _counted(row: Observation, result: OverTime) -> str:
    return label(result.codebook.entry("populations", row.population), "counted")


def _line(row: Observation, target: Observation | None, earlier: Observation | None, result: OverTime) -> Text:
    """One figure in full: with its fraction recomputed, or with what an unstated total leaves open."""
    said = values.published_label(result.collection.sources.loc[row.source_id])
    counted = _counted(row, result)
    if row.denominator is not None and row.unit_measure in PARTS:
        return say(
            "line_fraction", when=said, counted=counted, share=share(row),
            numerator=values.numerator(row), denominator=values.denominator(row),
            printed=_also_printed(row), short=_also_short(row, target, counted, result),
        )  # fmt: skip
    if earlier is not None and earlier.denominator is not None and row.bound in ("gt", "ge"):
        least, _ = implied_count(row.value, earlier.denominator)
        gain = implied_gain(row.value, earlier.denominator, earlier.numerator)
        implied = of.least_count(row.obs_id, of.total(earlier.obs_id))
        more = Figure(Written.number(int(gain)), implied - of.numerator(earlier.obs_id))
        gained = say("gained", gain=more) if gain > 0 else ""
        return say(
            "line_no_count", when=said, value=value(row), counted=counted, gained=gained,
            denominator=values.denominator(earlier),
            least=Figure(Written.number(int(least)), implied),
        )  # fmt: skip
    return say("line_value", when=said, value=value(row))


def _also_printed(row: Observation) -> Text:
    if row.arithmetic not in ("mismatch", "unattainable"):
        return text("")
    return say("also_printed", value=values.untouched_percentage(row))


def _also_short(row: Observation, target: Observation | None, counted: str, result: OverTime) -> Text:
    if target is None:
        return text("")
    held = held_against(target, row, result.codebook)
    if held.code != "short" or held.missing is None:
        return text("")
    missing = of.least_count(target.obs_id, of.total(row.obs_id)) - of.numerator(row.obs_id)
    return say(
        "also_short", counted=counted, level=value(target), missing=Figure(Written.number(int(held.missing)), missing),
        denominator=values.denominator(row),
    )  # fmt: skip


def _target_line(outcome: Outcome, result: OverTime) -> Text:
    target = outcome.target
    on_time = text("")
    if target.time_period and outcome.code in ("met", "exceeded") and not outcome.in_time:
        if outcome.dated:
            on_time = say("on_time_unknown", due=values.due(target))
        else:
            on_time = say("on_time_undated", period=values.bare_period(target))
    level, period = values.level(target, result.codebook), values.period(target)
    return say("line_target", level=level, period=period, on_time=on_time)


def _caveat(pair: Pair, result: OverTime) -> Text | None:
    """The one caveat of the first screen: no cut-off date, and what the indicator does not tell."""
    limit = label(result.codebook.entry("indicators", pair.b.indicator), "limit")
    dated = "as_of_unknown" not in pair.verdict.reasons
    both = all(row.as_of_basis != "stated" for row in (pair.a, pair.b))
    undated = say("caveat_as_of") if both else values.reason("as_of_unknown", pair, result.codebook)
    caveats = [each for each in ("" if dated else undated, limit) if each]
    return say("caveat", caveats=join("; ", caveats)) if caveats else None
