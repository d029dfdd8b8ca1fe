"""The first screen of a brief: one question, its answer, three lines and one caveat, computed for any parameters.

The figure to lead with is chosen by rule, never by hand: first a thing for which a target was set and which two
articles report, then the pair of which most can be said, then what the articles state at all. Where they are
silent, the answer says so.
"""

from dataclasses import replace
from datetime import date

import pandas as pd

from sosanh import changes, findings, in_all, overview
from sosanh.bounds import implied_count, implied_gain
from sosanh.display import Headline
from sosanh.findings import amount, share, value, when_in
from sosanh.gate import GRADES, Row, interval
from sosanh.periods import format_date, format_month, read_period
from sosanh.results import (
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
)  # fmt: skip
from sosanh.silences import elsewhere, namesakes
from sosanh.targets import held_against
from sosanh.units import PARTS, RANKS
from sosanh.words import Figure, Text, check_language, in_language, join, say, text


def headline(result: Result, language: str) -> Headline:
    """The first screen of any result: its question, its answer, the lines under it and one caveat.

    Of areas without a figure here it says where there are some; of one name for two territories what each has.
    """
    check_language(language)
    shown = _first_screen(result, language)
    return replace(shown, supporting=(*shown.supporting, *elsewhere(result, language), *namesakes(result, language)))


def _first_screen(result: Result, language: str) -> Headline:
    match result:
        case OnePage():
            return in_all.of_page(result, language)
        case EvidenceMap():
            return overview.of_areas(result, language)
        case Across():
            return overview.of_reporting(result, language)
        case Deployment():
            return overview.of_steps(result, language)
        case OneIndicator():
            return overview.of_indicator(result, language)
        case OneFigure():
            return overview.of_figure(result, language)
        case Targets():
            return overview.of_levels(result, language)
        case _:
            return _over_time(result, language)


def _over_time(result: OverTime, language: str) -> Headline:
    pair, outcome = lead(result)
    if pair and outcome and result.codebook.entry("indicators", pair.a.indicator)["subject_vi"]:
        return _of_target(result, pair, outcome, language)
    if pair:
        return _of_change(result, pair, language)
    return _open(result, language)


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


def frame(result: OverTime, language: str) -> Text:
    """Territory and articles: "Tỉnh Đồng Tháp (địa giới trước 01/7/2025) · số liệu công bố tháng 7/2024"."""
    return overview.dated_frame(result, _reporting(result), language)


def _reporting(result: OverTime) -> pd.DataFrame:
    """The articles whose results fall into the window; all of them where there are only targets and plans."""
    reporting = result.rows.loc[result.rows["role"].eq("actual"), "source_id"].unique()
    sources = result.sources
    return sources[sources["source_id"].isin(reporting)] if len(reporting) else sources


def span(result: OverTime, language: str) -> Text:
    """The window in words: "từ tháng 7/2024 đến tháng 02/2025", its one month, or the one end that was asked for."""
    ends = zip(("from", "to"), result.asked, (result.window.first, result.window.last), strict=True)
    first, last = (_asked(end, asked, day, language) if asked else None for end, asked, day in ends)
    if first is None or last is None:
        return say("since", language, first=first) if first else say("up_to", language, last=last) if last else text("")
    if first.text == last.text and first.how.startswith("asked.month"):
        return say("within", language, month=first)
    return say("between", language, first=first, last=last)


def _asked(end: str, asked: str, day: date, language: str) -> Figure:
    """One end of the window: its month, or its day where a day was asked for."""
    if read_period(asked).last == read_period(asked).first:
        return Figure(format_date(day, language), (asked,), f"asked.day_{end}")
    return Figure(format_month(day, language), (asked,), f"asked.month_{end}")


def _of_target(result: OverTime, pair: Pair, outcome: Outcome, language: str) -> Headline:
    indicator = result.codebook.entry("indicators", pair.b.indicator)
    target, latest = outcome.target, pair.b
    question = say(
        "question_target", language, who=indicator[f"who_{language}"], subject=indicator[f"subject_{language}"],
        area=findings.area(latest.ref_area, result, language), level=value(target, language),
        period=findings.bare_period(target, language),
    )  # fmt: skip
    answer = say(
        f"answer_{outcome.code}", language, when=_published_in(latest, result, language), value=value(latest, language),
        population=getattr(latest, f"population_{language}"), done=indicator[f"done_{language}"],
        above=above(pair, result, language),
    )  # fmt: skip
    lines = (
        _line(pair.a, target, None, result, language),
        _line(latest, target, _same_thing(pair), result, language),
        _target_line(outcome, result, language),
    )
    return Headline(language, frame(result, language), question, answer, lines, _caveat(pair, result, language))


def _same_thing(pair: Pair) -> Row | None:
    """The earlier figure, where the later one counts the same group in the same way: only then is its total a guide."""
    return pair.a if {"definition", "population"}.isdisjoint(pair.verdict.reasons) else None


def above(pair: Pair, result: OverTime, language: str, since: Text | None = None) -> Text:
    """How far the latest figure is above or below the earlier one, with the condition this rests on.

    `since` is when the earlier one was published, where that is to be said otherwise than by its month.
    """
    if pair.change.sign not in ("up", "down") or pair.change.unit in RANKS:  # of a rank, up is worse
        return text("")
    least = changes.least_in_words(pair.change, language)
    said = say(
        f"above_{pair.change.sign}", language, since=since or _published_in(pair.a, result, language), least=least
    )
    condition = "" if since else _condition(pair, language)  # a sentence that goes on says it at its own end
    return say("change_if", language, change=said, condition=condition) if condition else said


def _of_change(result: OverTime, pair: Pair, language: str) -> Headline:
    indicator = result.codebook.entry("indicators", pair.b.indicator)
    first, last = (_published_in(row, result, language) for row in (pair.a, pair.b))
    question = say(
        "question_change", language, name=findings.small(indicator[f"name_{language}"]),
        area=findings.area(pair.b.ref_area, result, language), first=first, last=last,
    )  # fmt: skip
    change = changes.change_in_words(pair.change, language, _condition(pair, language))
    answer = say("answer_change", language, when=last, since=first, change=change)
    lines = tuple(_line(row, None, None, result, language) for row in (pair.a, pair.b))
    return Headline(language, frame(result, language), question, answer, lines, _caveat(pair, result, language))


def _open(result: OverTime, language: str) -> Headline:
    said = {"area": overview.names(result, language), "span": span(result, language)}
    sector = findings.in_sector(result, language)
    silent = say("answer_silent", language, sector=sector, **said | {"area": overview.told(result, language)})
    answer = say("answer_nothing_compares", language) if len(result.rows) else silent
    return Headline(language, frame(result, language), say("question_open", language, **said), answer)


def _condition(pair: Pair, language: str) -> str:
    return in_language(pair.verdict.condition, language)


def _published_in(row: Row, result: OverTime, language: str) -> Text:
    return when_in(result.collection.sources.loc[row.source_id], language)


def _counted(row: Row, result: OverTime, language: str) -> str:
    return result.codebook.entry("populations", row.population)[f"counted_{language}"]


def _line(row: Row, target: Row | None, earlier: Row | None, result: OverTime, language: str) -> Text:
    """One figure in full: with its fraction recomputed, or with what an unstated total leaves open."""
    said = findings.published_label(result.collection.sources.loc[row.source_id], language)
    counted = _counted(row, result, language)
    if pd.notna(row.denominator) and row.unit_measure in PARTS:
        return say(
            "line_fraction", language, when=said, counted=counted, share=share(row, language),
            numerator=findings.numerator(row, language), denominator=findings.denominator(row, language),
            printed=_also_printed(row, language), short=_also_short(row, target, counted, result, language),
        )  # fmt: skip
    if earlier is not None and pd.notna(earlier.denominator) and row.bound in ("gt", "ge"):
        least, _ = implied_count(interval(row), int(earlier.denominator))
        both = (earlier.obs_id, row.obs_id)
        gain = implied_gain(interval(row), int(earlier.denominator), int(earlier.numerator))
        gained = say("gained", language, gain=Figure(amount(gain, language), both, "implied.gain")) if gain > 0 else ""
        return say(
            "line_no_count", language, when=said, value=value(row, language), counted=counted, gained=gained,
            denominator=findings.denominator(earlier, language),
            least=Figure(amount(least, language), both, "implied.least"),
        )  # fmt: skip
    return say("line_value", language, when=said, value=value(row, language))


def _also_printed(row: Row, language: str) -> Text:
    if row.arithmetic not in ("mismatch", "unattainable"):
        return text("")
    return say("also_printed", language, value=findings.untouched_percentage(row))


def _also_short(row: Row, target: Row | None, counted: str, result: OverTime, language: str) -> Text:
    if target is None:
        return text("")
    held = held_against(target, row, result.codebook)
    if held.code != "short" or held.missing is None:
        return text("")
    return say(
        "also_short", language, counted=counted, level=value(target, language),
        missing=Figure(amount(held.missing, language), (row.obs_id, target.obs_id), "short_of"),
        denominator=findings.denominator(row, language),
    )  # fmt: skip


def _target_line(outcome: Outcome, result: OverTime, language: str) -> Text:
    target = outcome.target
    on_time = text("")
    if target.time_period and outcome.code in ("met", "exceeded") and not outcome.in_time:
        if outcome.dated:
            on_time = say("on_time_unknown", language, due=findings.due(target, language))
        else:
            on_time = say("on_time_undated", language, period=findings.bare_period(target, language))
    level, period = findings.level(target, result.codebook, language), findings.period(target, language)
    return say("line_target", language, level=level, period=period, on_time=on_time)


def _caveat(pair: Pair, result: OverTime, language: str) -> Text | None:
    """The one caveat of the first screen: no cut-off date, and what the indicator does not tell."""
    limit = result.codebook.entry("indicators", pair.b.indicator)[f"limit_{language}"]
    dated = "as_of_unknown" not in pair.verdict.reasons
    both = all(row.as_of_basis != "stated" for row in (pair.a, pair.b))
    undated = (
        say("caveat_as_of", language) if both else findings.reason("as_of_unknown", pair, result.codebook, language)
    )
    caveats = [each for each in ("" if dated else undated, limit) if str(each)]
    return say("caveat", language, caveats=join("; ", caveats)) if caveats else None
