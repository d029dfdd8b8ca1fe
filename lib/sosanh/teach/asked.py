"""What can be asked: each function makes an exercise from rows of the data, and so follows them where they change.

The right answer is the library's own: an interval, a verdict, a code of the data. A mistake is what somebody gets who
takes the same rows another way, with a message that says which way that was; its number is shown as what is not to be
written (`never`), so that a page can be held against it too.
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import combinations
from math import ceil, floor
from typing import Any

from sosanh.compare import questions
from sosanh.data.labels import Label, label
from sosanh.data.tables import Observation
from sosanh.lineage import expressions as of
from sosanh.lineage.expressions import Expression
from sosanh.lineage.words import Figure, Text, Words, Written, join, messages, say, text
from sosanh.numbers.intervals import implied_count
from sosanh.numbers.periods import read_period
from sosanh.show import clauses, exhibits, values, walk, writing
from sosanh.show.values import tidy
from sosanh.teach.exercises import LETTERS, Exercise, Item, Reply, canonical, digest

MISLEADING = ("cut_axis", "bound_as_value", "unlike_joined", "league", "target_as_result", "rank_upside_down")
_BOUNDS = {"gt": "above", "ge": "above", "lt": "below", "le": "below"}


# --- a number to type


def share(own, ref: str) -> Exercise:
    """Which percentage a printed fraction is."""
    row, part, whole = own.row(ref), of.numerator(ref), of.total(ref)
    wrong = [
        _wrong(own, "ratio_for_percentage", of.ratio(part, whole, 1)),
        _wrong(own, "turned_around", of.ratio(whole, part, 100)),
        _wrong(own, "the_others", of.ratio(whole - part, whole, 100)),
        _wrong(own, "too_coarse", of.ratio(part, whole, 100), 0, 2),
    ]
    if row.arithmetic in values.WRONG:
        printed = values.printed_percentage(row, untouched=True)
        said = say("mistake_as_printed", share=values.share(row), value=printed)
        wrong.append(Reply(canonical(f"{row.obs_value}", 2), False, text(printed), said))
    right = _right(tidy(Decimal(row.share), 2), values.share(row), say("share_why", **values.counts(row)), 2)
    return own.exercise("share", text(_told(own, row), " ", say("ask_share")), _number(right, wrong, text("%"), 2))


def points(own, ref: str, later: str) -> Exercise:
    """By how many percentage points a share changed, where the gate lets that be said by one number."""
    pair = own.pair(ref, later)
    ends = (of.printed(ref), of.printed(later)) if pair.change.printed is not None else (of.upper(ref), of.lower(later))
    moved = ends[1] - ends[0]
    size = tidy(own.number(moved), 2)
    wrong = [
        _wrong(own, "percent_for_points", of.ratio(moved, ends[0], 100)),
        _wrong(own, "ratio_for_points", of.ratio(moved, 100, 1)),
        _wrong(own, "times_for_points", of.ratio(ends[1], ends[0], 1)),
    ]
    if pair.a.denominator is not None:
        wrong.append(_wrong(own, "count_for_points", of.total(ref) - of.numerator(ref)))
    condition = pair.verdict.condition
    shown = Figure(Written.number(size), of.never(of.near(of.ratio(moved, 1, 1), 2)))
    right = _right(size, shown, say("points_why", change=values.change_in_words(pair.change, condition)), 2)
    prompt = say("ask_points", one=_told(own, pair.a), other=_told(own, pair.b))
    prompt = say("ask_points_if", prompt=prompt, condition=condition) if condition else prompt
    return own.exercise("points", prompt, _number(right, wrong, say("answer_points"), 2))


def least_count(own, ref: str, total: str) -> Exercise:
    """How many of a printed total a bound means at least."""
    row, earlier = own.row(ref), own.row(total)
    whole, plain = values.count_printed(earlier, "denominator"), of.ratio(of.printed(ref), 100, of.total(total))
    exact = Figure(Written.number(tidy(own.number(plain), 2)), of.never(of.near(plain, 2)))
    count, _ = implied_count(row.value, int(earlier.denominator))
    shown = say("bound_ge", value=Figure(Written.number(count), of.least_count(ref, of.total(total))))
    right = _right(count, shown, say("least_why", value=values.value(row), exact=exact, total=whole))
    wrong = [
        _wrong(own, "bound_as_value", plain, 0),
        _wrong(own, "percentage_as_count", of.printed(ref), 0),
        _wrong(own, "all_of_it", of.total(total), 0),
        _wrong(own, "earlier_count", of.numerator(total), 0),
    ]
    said = {"told": _told(own, row), "total": whole, "mark": values.mark([earlier], own.result)}
    prompt = say("ask_least", group=label(row, "population"), **said)
    return own.exercise("least", prompt, _number(right, wrong, text(), 0))


# --- one of several options


def which_total(own, ref: str, *others: str) -> Exercise:
    """Of which of several printed totals a count is a part."""
    row, rows = own.row(ref), sorted(map(own.row, (ref, *others)), key=lambda each: each.denominator)
    options = []
    for each in rows:
        told = say("total_counts", group=label(each, "population"), area=values.area(each.ref_area, own.result))
        options.append((values.count_printed(each, "denominator"), told, each is row))
    said = {"numerator": values.count_printed(row, "numerator"), "name": values.small(values.name(row))}
    prompt = say("ask_total", by=clauses.by(row.article), mark=values.mark([row], own.result), **said)
    return own.exercise("total", prompt, _choice(options))


def grim(own, ref: str) -> Exercise:
    """Can the percentage printed beside a fraction be one of its total at all?"""
    row, total = own.row(ref), values.count_printed(own.row(ref), "denominator")
    fine, exact = 10 ** int(row.decimals), Decimal(row.obs_value) * int(row.denominator) / 100
    cut = (Decimal(100 * count * fine) / int(row.denominator) for count in (floor(exact), ceil(exact)))
    right = "cut" if any(floor(each) == Decimal(row.obs_value) * fine for each in cut) else "no"
    right = right if row.arithmetic == "unattainable" else "yes"
    ends = (of.below(ref), of.above(ref))
    below, above = (Figure(Written.number(tidy(own.number(end), 2)) + "%", end.as_("percent")) for end in ends)
    why = say("grim_why", total=total, below=below, above=above)
    printed = values.printed_percentage(row, untouched=True)
    prompt = say("ask_grim", value=printed, total=total, mark=values.mark([row], own.result))
    return own.exercise("grim", prompt, _keyed("grim", "yes cut no list", right, why))


def allows(own, ref: str) -> Exercise:
    """What the true value can be, by what is printed."""
    row = own.row(ref)
    right = "near" if row.hedge else _BOUNDS.get(row.bound, "exact")
    why = say("allows_under") if right == "below" else say("allows_no_interval")
    if row.value.known and right != "below":
        why = say("allows_interval", interval=walk.interval_in_words(row))
    prompt = say("ask_allows", told=_told(own, row))
    return own.exercise("allows", prompt, _keyed("allows", "exact above below near", right, why))


def compare(own, ref: str, other: str, purpose: str = "change") -> Exercise:
    """How far two figures compare: one of the four verdicts."""
    pair, book = own.pair(ref, other, purpose), own.book
    grade, reasons = pair.verdict.grade, values.reasons(pair, book)
    why = {"A": say("graded_same"), "X": values.reason(pair.verdict.deciding[0], pair, book)}.get(grade, reasons)
    right = say("graded", why=why)
    if pair.change:
        moved = values.change_in_words(pair.change, pair.verdict.condition)
        right = text(right, " ", say("graded_change", change=moved, but=reasons))
    right = text(right, " ", pair.verdict.note) if pair.verdict.note else right
    options = []
    for code in book.codes("grade"):
        told = right if code == grade else say(f"graded_{code}", why=values.names(pair) if code == "X" else why)
        options.append((book.label("grade", code), told, code == grade))
    prompt = say("ask_compare", one=_told(own, pair.a), other=_told(own, pair.b))
    return own.exercise("compare", prompt, _choice(options))


def coded(own, column: str, *refs: str) -> Exercise:
    """What figures are by a code list (`role`, `bound`, `result_level`, …), as a person codes them.

    Named by an article alone, the figures are all of its own. The options are the codes that the data use.
    """
    rows = [each for ref in refs for each in ([own.row(ref)] if "." in ref else own.of_article(ref))]
    used = {getattr(each, column) for each in own.collection.observations}
    codes = [*(code for code in own.book.codes(column) if code in used), *([""] if "" in used else [])]
    items = [_choice(_codes(own, column, codes, getattr(row, column)), _named(own, row, column)) for row in rows]
    return own.exercise("coded", text(say("ask_coded"), " ", say(f"ask_coded_{column}")), *items)


def dated(own, ref: str) -> Exercise:
    """Of which time a figure is: not that of its publication, unless the article says so."""
    row = own.row(ref)
    right = "stated" if row.as_of_basis == "stated" else "unknown"
    why = say("dated_why_stated", period=values.period(row)) if right == "stated" else say("dated_why_unknown")
    day = values.published_day(row.article)
    item = _keyed("dated", "published stated unknown year", right, why, published={"day": day})
    prompt = say("ask_dated", by=clauses.by(row.article), named=_named(own, row))
    return own.exercise("dated", prompt, item)


def mend(own, kind: str) -> Exercise:
    """What is misleading in a chart that was drawn so on purpose, and what mends it."""
    items = []
    for what in ("fault", "cure"):
        mixed = sorted(MISLEADING, key=lambda each, own=f"{kind} {what}": digest(f"{own} {each}"))  # no place tells
        items.append(_keyed(what, " ".join(mixed), kind, say(f"{what}_why_{kind}"), say(f"mend_{what}")))
    return own.exercise("mend", say("ask_mend"), *items)


def mean(own, *refs: str) -> Exercise:
    """What the mean of figures of several areas would be a figure of."""
    rows, pairs = [*map(own.row, refs)], [own.pair(a, b, "level") for a, b in combinations(refs, 2)]
    apart = any(each.verdict.grade != "A" or each.a.denominator is None for each in pairs)
    kinds = (text(values.small(values.name(row)), " (", own.book.label("role", row.role), ")") for row in rows)
    why = say("mean_why", each=values.listed(kinds)) if apart else say("mean_why_weighted")
    item = _keyed("mean", "plain weighted typical none", "none" if apart else "weighted", why)
    return own.exercise("mean", say("ask_mean", told=join(" ", [_told(own, row) for row in rows])), item)


def silence(own, area: str, theme: str) -> Exercise:
    """What the articles tell of a theme in an area, where they may be silent."""
    found = questions.evidence_map(own.collection, area)
    cell = next(each for each in found.cells if each.theme == theme)
    right = {"number": "number", "not_reported": "silent"}.get(cell.evidence, "words")
    entry = own.book.entry("themes", theme)
    said = {"theme": values.small(label(entry, "label")), "means": values.small(label(entry, "description"))}
    prompt = say("ask_silence", area=values.area(cell.area, found), **said)
    return own.exercise("silence", prompt, _keyed("silence", "number words zero silent", right, say("silence_why")))


def boundaries(own, before: str, since: str) -> Exercise:
    """May a figure of an area before the mergers and one since stand in one series?"""
    areas = [own.book.entry("areas", each) for each in (before, since)]
    right = "same" if areas[0].territory == areas[1].territory else "no"
    one, other = (own.book.area_name(each.ref_area) for each in areas)
    why = text(say(f"boundaries_why_{right}"), " ", label(areas[0], "comment"))
    item = _keyed("boundaries", "name same scaled no", right, why)
    return own.exercise("boundaries", say("ask_boundaries", one=one, other=other), item)


def rank(own, earlier: str, later: str) -> Exercise:
    """Whether a rank of another source became better or worse."""
    known = {each.benchmark: each for each in own.book.benchmarks}
    first, last = known[earlier], known[later]
    right = "better" if last.obs_value < first.obs_value else "worse"
    right = right if first.out_of == last.out_of else "unknown"
    one, other = (
        say("rank_of", rank=exhibits.benchmark(each), year=values.benchmark_year(each),
            how=own.book.label("benchmark_how", each.how), source=values.benchmark_source(each, own.book))
        for each in (first, last)
    )  # fmt: skip
    why = say("rank_why_unknown" if right == "unknown" else "rank_why")
    prompt = say(
        "ask_rank", name=values.small(values.name(first)), area=own.book.area_name(first.ref_area), one=one, other=other
    )
    return own.exercise("rank", prompt, _keyed("rank", "better worse same unknown", right, why))


def outcome(own, ref: str) -> Exercise:
    """What became of a target, by the latest figure that is stated."""
    found = questions.against_targets(own.collection, own.row(ref).ref_area)
    held = next(each for each in found.outcomes if each.target.obs_id == ref)
    latest = say("outcome_latest", told=_told(own, held.actual)) if held.actual else say("outcome_silent")
    options = []
    for code in own.book.codes("target_outcome"):
        means, right = own.book.label("target_outcome", code, "description"), code == held.code
        if means.said("en"):
            why = say("outcome_right", outcome=exhibits.outcome(held, found)) if right else say(f"outcome_not_{code}")
            options.append((means, why, right))
    return own.exercise("outcome", say("ask_outcome", told=_told(own, held.target), latest=latest), _choice(options))


# --- several things to decide


def written(own, found) -> Exercise:
    """Which sentences on the leading pair of an answer may be written, and which not: those of its box."""
    first, *others = writing.write(found.result).rows
    rows = [first, *(each for each in others if each[0] != first[0])]
    rows.sort(key=lambda each: str(each[1].said("vi")))  # no place tells which is which
    items = []
    for advice, sentence, why in rows:
        may = advice == first[0]
        told = say("written_may") if may else why
        options = [(say("written_yes"), told, may), (say("written_no"), told, not may)]
        items.append(_choice(options, text("“", sentence, "”")))
    pair = writing.ranked(found.result)[0]
    prompt = say("ask_written", one=_told(own, pair.a), other=_told(own, pair.b))
    return own.exercise("written", prompt, *items)


def order(own, *refs: str) -> Exercise:
    """Steps in the order of the times that are stated for them."""
    known = {each.ref: each for each in own.collection.tables["milestones"]}
    by_time = sorted(refs, key=lambda ref: read_period(known[ref].when).first)
    items = []
    for ref in refs:
        right = by_time.index(ref)
        why = say("order_why", time=values.stated_time(known[ref]))
        told = [say("order_earlier" if place < right else "order_later") for place, _ in enumerate(refs)]
        told[right] = why
        options = [(say(f"place_{place + 1}"), each, place == right) for place, each in enumerate(told)]
        items.append(_choice(options, text(label(known[ref], "event"), " ", values.mark([known[ref]], own.result))))
    return own.exercise("order", say("ask_order"), *items, together=True)


# --- what exercises are made of


def _told(own, row: Observation) -> Text:
    """A figure as a whole sentence, with who published it and where it is printed."""
    by = clauses.by(row.article, label(row, "speaker"))
    return say("lesson_told", by=by, clause=clauses.clause(row, own.result), mark=values.mark([row], own.result))


def _named(own, row: Observation, column: str = "") -> Text:
    """A figure by what its article counts, as printed where the words or the unit are asked for; with its place."""
    said = values.quoted(row) if column in ("bound", "unit_measure") else values.value(row)
    return text(values.defined(row, own.book), ": ", said, " ", values.mark([row], own.result))


def _right(number: Any, shown: Words, told: Text, places: int = 0) -> Reply:
    return Reply(canonical(f"{number:f}" if places else str(number), places), True, text(shown), told)


def _wrong(own, key: str, made: Expression, places: int = 2, asked: int | None = None) -> Reply:
    """What somebody gets who takes the rows another way, and which way that is; `asked` for more places than given."""
    made = made if made.operation == "ratio" else of.ratio(made, 1, 1)  # whatever it is, as a bare number
    number = tidy(own.number(made), places)
    shown = Figure(Written.number(number), of.never(of.near(made, places)))
    return Reply(canonical(f"{number:f}", asked or places), False, text(shown), say(f"mistake_{key}"))


def _number(right: Reply, wrong: Iterable[Reply], unit: Text, places: int) -> Item:
    """A number to type; of two mistakes that give one number the first is told, and none that gives the right one."""
    replies = {each.answer: each for each in (*reversed([*wrong]), right)}
    return Item(text(), (replies.pop(right.answer), *reversed(replies.values())), (), unit, places)


def _choice(options: Sequence[tuple[Words, Text, bool]], named: Words = "") -> Item:
    """Options, each with what is said of it and whether it is right."""
    lettered = zip(LETTERS, options, strict=False)
    replies = sorted(
        (Reply(letter, right, text(letter.upper()), told) for letter, (_, told, right) in lettered), key=_wrong_last
    )
    return Item(text(named), tuple(replies), tuple(text(shown) for shown, *_ in options))


def _wrong_last(reply: Reply) -> bool:
    return not reply.right


def _keyed(name: str, keys: str, right: str, why: Text, named: Words = "", **places: dict[str, Words]) -> Item:
    """Options by their messages: of `yes` that is `option_<name>__yes`, and what is said of it where it is wrong."""
    options = []
    for key in keys.split():
        told = why if key == right else say(f"option_{name}__not__{key}")
        options.append((say(f"option_{name}__{key}", **places.get(key, {})), told, key == right))
    return _choice(options, named)


def _codes(own, column: str, codes: Sequence[str], right: str) -> list[tuple[Words, Text, bool]]:
    """The codes of a list as options; "" is none. Of a mistake that has a message of its own that is told."""
    options = []
    for code in codes:
        shown = own.book.label(column, code) if code else say("coded_blank")
        means = own.book.label(column, code, "description") if code else say("coded_blank_means")
        known = f"mistake_{column}_{right}_{code}"
        key = "coded_right" if code == right else known if known in messages("en") else "coded_wrong"
        key = key if not isinstance(means, Label) or means.said("en") else f"{key}_alone"
        options.append((shown, say(key, code=shown, means=means), code == right))
    return options


ASKED = {each.__name__: each for each in (
    share, points, least_count, which_total, grim, allows, compare, coded, dated, mend, mean, silence, boundaries, rank,
    outcome, written, order,
)}  # fmt: skip
