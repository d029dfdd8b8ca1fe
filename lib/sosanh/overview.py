"""The first screen where several areas are concerned: what they document, and what became of the levels they set.

No area is put above another. What is counted is figures and levels, and each count names them.
"""

from sosanh import findings
from sosanh.display import Headline
from sosanh.periods import format_date, read_period
from sosanh.results import EvidenceMap, Result, Targets
from sosanh.words import Figure, Text, join, say, text


def of_areas(result: EvidenceMap, language: str) -> Headline:
    """What several areas document, and whether any two of their figures compare."""
    comparable = [pair for pair in result.pairs if pair.verdict.differences]
    ids = tuple(dict.fromkeys(row.obs_id for pair in comparable for row in (pair.a, pair.b)))
    some = say("answer_across_some", language, pairs=Figure(str(len(comparable)), ids, "count.pairs"))
    answer = some if comparable else say("answer_across_none", language)
    lines = tuple(_area_line(area, result, language) for area in result.areas)
    caveat = say("caveat", language, caveats=say("caveat_no_league", language))
    question = say("question_across", language, areas=_names(result, language))
    return Headline(language, _frame_of_areas(result, language), question, answer, lines, caveat)


def _area_line(area: str, result: EvidenceMap, language: str) -> Text:
    name, cells = result.codebook.area_name(area, language), result.cells[result.cells["area"].eq(area)]
    own = tuple(obs_id for ids in cells["obs_ids"] for obs_id in ids)
    if not own:
        return say("line_area_silent", language, area=name, sector=findings.in_sector(result, language))
    numbers = cells[cells["evidence"].eq("number")]
    counted = tuple(obs_id for ids in numbers["obs_ids"] for obs_id in ids)
    return say(
        "line_area", language, area=name, figures=Figure(str(len(own)), own, "count"),
        numbers=Figure(str(len(numbers)), counted, "count.themes"),
    )  # fmt: skip


def of_levels(result: Targets, language: str) -> Headline:
    """How many levels set have a result, and what became of the others."""
    day = format_date(read_period(result.as_of).last, language)
    question = say("question_targets", language, areas=_names(result, language), day=day)
    by_code: dict[str, list[str]] = {}
    for outcome in result.outcomes:
        by_code.setdefault(outcome.code, []).append(outcome.target.obs_id)
    reached = (*by_code.get("exceeded", ()), *by_code.get("met", ()))
    every = tuple(outcome.target.obs_id for outcome in result.outcomes)
    answer = say(
        "answer_targets", language, all=Figure(str(len(every)), every, "count"),
        reached=Figure(str(len(reached)), reached or every, "count.reached"),
    ) if every else say("answer_targets_none", language, sector=findings.in_sector(result, language))  # fmt: skip
    order = [code for code in result.codebook.codes("target_outcome") if code in by_code]
    lines = tuple(_outcome_line(code, by_code[code], result, language) for code in order)
    caveat = say("caveat", language, caveats=say("caveat_no_evidence", language))
    return Headline(language, _frame_of_areas(result, language), question, answer, lines, caveat)


def _outcome_line(code: str, targets: list[str], result: Targets, language: str) -> Text:
    label = result.codebook.label("target_outcome", code, language)
    return say("line_outcome", language, label=label, count=Figure(str(len(targets)), tuple(targets), "count"))


def _names(result: Result, language: str) -> Text:
    return join(", ", [result.codebook.area_name(area, language) for area in result.areas])


def _frame_of_areas(result: Result, language: str) -> Text:
    """Each area with its boundaries, where its name means two."""
    named = []
    for area in result.areas:
        boundaries = findings.boundaries(result.codebook, area, language)
        name = findings.area_with_type(result.codebook, area, language)
        named.append(text(name, " (", boundaries, ")") if boundaries else name)
    return say("frame_of_areas", language, areas=join(" · ", named))
