"""A value, a place, a day or a change in words, each number with where it comes from.

Rounding goes outward: of a change that is at least 12,8487… it says "more than 12.8", and what is at most 21,9 is never
said to be 21,8. The words of a bound are those that its interval calls for.
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any
from urllib.parse import urlsplit

from sosanh.compare.gate import OF_ONE, Change
from sosanh.compare.results import Pair, Result
from sosanh.data.codebook import Codebook
from sosanh.data.collection import Collection
from sosanh.data.labels import LANGUAGES, Label, label
from sosanh.data.tables import Article, Benchmark, Erratum, Milestone, Observation, System
from sosanh.lineage import expressions as of
from sosanh.lineage.expressions import Expression
from sosanh.lineage.words import Figure, Link, Mark, Quote, Text, Words, Written, count, in_unit, join, say, text
from sosanh.numbers import amounts, units
from sosanh.numbers.amounts import round_down, round_up
from sosanh.numbers.intervals import INFINITE, Interval
from sosanh.numbers.periods import read_period
from sosanh.numbers.units import RANKS, SENSES


def change_in_words(change: Change, condition: Words = "") -> Text:
    """What may be said of a change, with the condition it rests on.

    Readings that print alike are said once; where they do not, what covers all of them is said.
    """
    interval = _widest(change)
    if not interval.known:
        said = say("change_hedged")
    elif not change.told:
        said = say("change_undetermined")
    elif interval.exact:
        said = _exact(change, interval)
    elif change.printed is not None:
        said = _rounded(change, interval)
    elif interval.lower >= 0:
        said = _one_way("up", change, interval)
    elif interval.upper <= 0:
        said = _one_way("down", change, interval.mirrored())
    else:
        ends = {way: _moved(way, _end(change, "most", way), change) for way in ("down", "up")}
        said = say("change_either", **ends)
    return say("change_if", change=said, condition=condition) if condition else said


def least_in_words(change: Change) -> Text:
    """Only the end nearest to zero, with its unit: "trên 12,8 điểm phần trăm", to stand after "cao hơn"."""
    least = _end(change, "least", "down" if change.sign == "down" else "up", beside=True)
    return _change_with_unit(least, change)


def _widest(change: Change) -> Interval:
    """What covers every reading."""
    intervals = [interval for _, interval in change.readings]
    least, most = min(intervals, key=lambda each: each.lower), max(intervals, key=lambda each: each.upper)
    return Interval(least.lower, most.upper, least.lower_open, most.upper_open)


def _exact(change: Change, interval: Interval) -> Text:
    size = tidy(interval.lower, 2)
    if size == 0:
        return say("change_none")
    way = "up" if size > 0 else "down"
    later, earlier = _in_order(change, way)
    exactly = Figure(Written.number(abs(size)), of.near(of.lower(later) - of.upper(earlier), 2))
    return _moved(way, text(exactly), change, abs(size))


def _one_way(way: str, change: Change, interval: Interval) -> Text:
    """A rise, or a fall turned around: its least and its most, each only where there is one."""
    if interval.upper == INFINITE:
        return _moved(way, _end(change, "least", way), change)
    most = _end(change, "most", way)
    if interval.lower == 0 and not interval.lower_open:
        return say("change_or_none", change=_moved(way, most, change))
    return _moved(way, say("bounds_both", least=_end(change, "least", way), most=most), change)


def _moved(way: str, amount: Text, change: Change, size: Decimal | None = None) -> Text:
    if SENSES[change.unit].best_first:
        return say(f"moved_rank_{way}", 2 if size is None else size, amount=amount)
    return say(f"moved_{way}", amount=_change_with_unit(amount, change, size))


def _change_with_unit(amount: Text, change: Change, size: Decimal | None = None) -> Text:
    """The amount with the unit of a difference: percentage points for shares, none for counts."""
    return in_unit(amount, SENSES[change.unit].differs, 2 if size is None else size)


def _end(change: Change, side: str, way: str, beside=False) -> Text:
    """One end of a change with its bound in words, rounded outward; of a fall (`way` down) turned around."""
    interval = _widest(change) if way == "up" else _widest(change).mirrored()
    least, places = side == "least", _places(change)
    end = interval.lower if least else interval.upper
    is_open = interval.lower_open if least else interval.upper_open
    rounded = round_down(end, places) if least else round_up(end, places)
    moved = rounded != end
    # at least 12.8487 is more than 12.8; less than 21.8487 is at most 21.9
    bound = ("gt" if is_open or moved else "ge") if least else ("lt" if is_open and not moved else "le")
    key = "beside_gt" if beside and bound == "gt" else f"bound_{bound}"  # "cao hơn trên", not "cao hơn hơn"
    return say(key, value=Figure(Written.number(tidy(abs(rounded), 2)), _end_of(change, side, way, places)))


def _in_order(change: Change, way: str) -> tuple[str, str]:
    """The figure that another is taken from, and that other: of a fall the earlier less the later."""
    return (change.b, change.a) if way == "up" else (change.a, change.b)


def _end_of(change: Change, side: str, way: str, places: int) -> Expression:
    """The least or the most of a change as an expression; of an assumed reading it is a whole number."""
    a, b = _in_order(change, way)
    if assumed := next((name for name, _ in change.readings if name.startswith("assumed.")), None):
        least = of.lowest_cut(a) - of.highest_cut(b, assumed_step(assumed, b, a))
        most = of.highest_cut(a, assumed_step(assumed, a, b)) - of.lowest_cut(b)
    else:
        least, most = of.down(of.lower(a) - of.upper(b), places), of.up(of.upper(a) - of.lower(b), places)
    return least if side == "least" else most


def assumed_step(reading: str, ref: str, other: str) -> Expression:
    """To what step a reading takes a figure to be rounded: that of its own last digit, or the finer of both."""
    return of.step(ref) if reading.endswith("own_step") else of.step([ref, other])


def _places(change: Change) -> int:
    """Decimals of a change: none for whole numbers, one for what is measured, two where that is exact."""
    if SENSES[change.unit].whole:
        return 0
    ends = [end for end in (change.interval.lower, change.interval.upper) if abs(end) != INFINITE]
    return next((places for places in (0, 2) if all((end * 10**places).denominator == 1 for end in ends)), 1)


def _rounded(change: Change, interval: Interval) -> Text:
    """Two exact prints whose rounding leaves room: the plain difference, and what rounding allows."""
    plain = tidy(change.printed, 2)
    later, earlier = _in_order(change, "up")
    size = signed(plain, of.near(of.printed(later) - of.printed(earlier), 2))
    places = max(0, -plain.as_tuple().exponent) + 2
    ends = {
        "least": tidy(round_down(interval.lower, places), 9), "most": tidy(round_up(interval.upper, places), 9)
    }  # fmt: skip
    either = ends["least"] < 0 < ends["most"]  # then the sign alone tells up from down
    low, high = (
        signed(end, made) if either else Figure(Written.number(end), made)
        for end, made in ((end, _end_of(change, which, "up", places)) for which, end in ends.items())
    )
    return say(
        "change_rounded", printed=_change_with_unit(text(size), change, abs(plain)),
        low=say("span_low_open" if interval.lower_open else "span_low", value=low),
        high=say("span_high_open" if interval.upper_open else "span_high", value=high),
    )  # fmt: skip


def signed(number: Decimal, made: Expression) -> Figure:
    """A difference with its sign, "+0,1"."""
    sign = "+" if number > 0 else "−" if number < 0 else ""
    return Figure(sign + Written.number(abs(number)), made.as_("change"))


_ENDS = ("published_from", "published_to")
WRONG = ("mismatch", "unattainable")  # a fraction and the percentage beside it disagree
_BOUND_KINDS = {"gt": "least", "ge": "least", "lt": "most", "le": "most", "range": "range"}
GAP = " … "  # words of the article that are left out of a quotation
_FEW_DAYS = timedelta(days=2)  # an inferred span no longer than this is said by its middle, with "about"


def value(row: Observation) -> Text:
    """The value as printed, with its hedge or its bound, in the reader's number format: "trên 91%", "465/595".

    A change has the way it went, where the words printed with it say so: "tăng 3 bậc", "up 3 places".
    """
    if row.bound == "all":
        return say("printed_all", word=token(row))
    said = _number(row)
    bounded = row.bound in ("gt", "ge", "lt", "le")
    if row.hedge:
        said = say(f"printed_{row.hedge}", value=said, word=Quote(row.wording))
    elif bounded:
        nearly, top = row.bound == "lt" and row.wording == "gần", row.bound == "le" and row.unit_measure in RANKS
        key = "printed_nearly" if nearly else "printed_top" if top else f"printed_{row.bound}"
        said = say(key, value=said, word=Quote(row.wording) if row.wording else say(f"word_{row.bound}"))
    way = units.way(row.unit_measure, row.wording)
    if not way or row.obs_value < 0:
        return said
    if row.hedge or bounded:  # in Vietnamese the article's own words already say it
        return say(f"printed_{way}_worded", value=said)
    return say(f"printed_{way}", value=said, word=Quote(row.wording))


def _number(row: Observation) -> Text:
    if row.denominator is not None:
        if row.obs_value is None:
            return text(fraction(row))
        key = "with_untouched" if row.arithmetic == "unattainable" else "with_fraction"
        return say(key, fraction=fraction(row), value=printed_percentage(row))
    shown = Written.number(row.obs_value, int(row.decimals) if row.bound != "range" else None)
    if row.obs_value_to is not None:
        shown = shown + "–" + Written.number(row.obs_value_to)
    sign = SENSES[row.unit_measure].sign if "%" in row.as_printed else ""  # "91 phần trăm" stays in words
    figure = Figure(shown + sign, of.printed(row.obs_id))
    mult = row.unit_mult or 0
    scaled = say(f"times_{mult}", value=figure) if mult else text(figure)
    if sign:
        return scaled
    if row.out_of is not None:
        scaled = say("among", value=scaled, out_of=count_printed(row, "out_of"))
    if row.unit_measure in RANKS and row.bound == "le":
        return scaled  # "top 10"
    one = row.obs_value == 1 and not row.decimals and row.obs_value_to is None and not mult
    return in_unit(scaled, row.unit_measure, 1 if one else 2)


def token(row: Observation) -> Figure:
    """The printed token; where it is of two pieces, with what stands between them left out."""
    return Figure(row.as_printed.replace(" | ", GAP), of.token(row.obs_id))


def quoted(row: Observation) -> Text:
    """The printed token with the words beside it: "trên 91%".

    A hedge is often parted from its number by a verb, "cơ bản đạt 50%", so that an ellipsis stands between them.
    """
    if row.wording and row.bound != "all":
        return text(Quote(row.wording), GAP if row.hedge else " ", token(row))
    return text(token(row))


def fraction(row: Observation) -> Figure:
    both = Written.number(row.numerator) + "/" + Written.number(row.denominator)
    return Figure(both, of.fraction(row.obs_id))


_COUNTS = {"numerator": of.numerator, "denominator": of.total, "out_of": of.out_of}


def count_printed(row: Observation, column: str) -> Figure:
    """The numerator or the denominator of a fraction, or out of how many a rank or a mark is (`out_of`)."""
    return Figure(Written.number(getattr(row, column)), _COUNTS[column](row.obs_id))


def counts(row: Observation) -> dict[str, Figure]:
    """Both numbers of a fraction, as sentences name their places."""
    return {each: count_printed(row, each) for each in ("numerator", "denominator")}


def printed_percentage(row: Observation, untouched: bool = False) -> Figure:
    """The percentage printed beside a fraction; mark for mark if wanted `untouched`, or where it cannot be right."""
    if untouched or row.arithmetic == "unattainable":
        return Figure(row.as_printed.rpartition("|")[2].strip(), of.untouched(row.obs_id))
    return Figure(Written.number(row.obs_value, int(row.decimals)) + "%", of.percentage(row.obs_id))


def share(row: Observation) -> Figure:
    """The percentage that the fraction itself gives, two decimals at most."""
    return Figure(Written.number(tidy(Decimal(row.share), 2)) + "%", of.near(of.share(row.obs_id), 2).as_("percent"))


def share_held(row: Observation) -> Text:
    """The same, with what it tells of the percentage printed beside the fraction: it is that one which may be wrong."""
    own = share(row)
    if row.arithmetic not in ("consistent", "mismatch", "unattainable"):
        return text(own)
    return say(f"share_{row.arithmetic}", share=own, value=printed_percentage(row, untouched=True))


def tidy(number: Decimal | Fraction, places: int) -> Decimal:
    """Rounded to `places`, without trailing zeros; but what is not 0 or 100 is never rounded to it.

    >>> tidy(Decimal("81.250"), 2), tidy(Decimal("78.151"), 2), tidy(Decimal("99.996"), 2), tidy(Decimal("100.0"), 2)
    (Decimal('81.25'), Decimal('78.15'), Decimal('99.996'), Decimal('100'))
    """
    rounded = amounts.rounded(Fraction(number), places).normalize()
    if rounded in (0, 100) and rounded != number and places < 9:
        return tidy(number, places + 1)
    return rounded if rounded.as_tuple().exponent <= 0 else rounded.quantize(Decimal(1))


def when(article: Article) -> Text:
    """The month in which an article appeared: "tháng 7/2024", or the span in which it can have.

    It is not the time of the figures: words that say so go with it, see `published_label`.
    """
    first, last = (
        Figure(Written.month(date.fromisoformat(getattr(article, end))), of.field(article.source_id, end).as_("month"))
        for end in _ENDS
    )
    return text(first) if first.text == last.text else say("some_time", first=first, last=last)


def when_in(article: Article) -> Text:
    """The month after "published": "in July 2024", "some time between …"."""
    return say("in_month", month=when(article)) if _one_month(article) else when(article)


def _one_month(article: Article) -> bool:
    return article.published_from[:7] == article.published_to[:7]


def published_label(article: Article) -> Text:
    """What a figure is labelled with: "công bố tháng 7/2024", "published July 2024"."""
    return say("published", when=when(article))


def figures_published(sources: Sequence[Article]) -> Text:
    """Figures by the months of their articles: "số liệu công bố tháng 7/2024 và tháng 02/2025"."""
    return say("figures_published", months=_months(sources))


def articles(sources: Sequence[Article]) -> Text:
    """Articles by their months: "các bài báo công bố tháng 7/2024 và tháng 02/2025"."""
    return say("articles_published", len(sources), months=_months(sources))


def _months(sources: Sequence[Article]) -> Text:
    """The months after "published"; months that follow each other share one "in"."""
    months, before = {}, False
    for each in sources:
        month = _one_month(each)
        said = when_in(each) if month and not before else when(each)
        months.setdefault((each.published_from[:7], each.published_to[:7]), said)
        before = month
    return listed(months.values())


def listed(words: Iterable[Words]) -> Text:
    """Words as a sentence lists them: with commas, and "và" before the last."""
    *others, last = words
    return join(say("list_and"), [join(say("list_comma"), others), last]) if others else text(last)


def in_sector(result: Result) -> Text:
    """What limits a statement of silence to the sector that was asked for; nothing when all were."""
    if not result.sector:
        return text("")
    return say("in_sector", sector=small(result.codebook.label("sector", result.sector)))


def by_day(result: Result) -> Text:
    """What limits a statement of silence: the one article, the day that was asked about; nothing when all are in."""
    by = say("by_day", day=day(result)) if result.as_of else text("")
    if not result.article:
        return by
    article = articles([result.collection.article(result.article)])
    return text(say("by_article", article=article), by)


def day(result: Result) -> Figure:
    """The day up to which articles count: the one asked about, or the last on which the newest can have appeared."""
    asked = of.last(of.asked_time(result.as_of)) if result.as_of else None
    made = asked or of.field(result.collection.newest.source_id, "published_to")
    return day_figure(result.collection.day(result.as_of), made)


def day_figure(day: date | str, made: Expression) -> Figure:
    """A day (or its ISO 8601 text) with what it rests on."""
    return Figure(Written.day(date.fromisoformat(day) if isinstance(day, str) else day), made.as_("day"))


def name(row: Observation | Benchmark) -> Label:
    """The name of the row's indicator."""
    return label(row.entry, "name")


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:]


def small(name: Label) -> Label:
    """A name inside a sentence; abbreviations such as STEM keep their capitals."""
    return name.map(lambda words: words if words[:2].isalpha() and words[:2].isupper() else _lower(words))


def name_of_one(row: Observation, codebook: Codebook) -> Text | Label:
    """The name inside a sentence on one figure: with what its article counts, where the indicator has several."""
    return with_definition(small(name(row)), row, codebook)


def with_definition(name: Label, row: Observation, codebook: Codebook) -> Text | Label:
    """The name of a figure's indicator; with what its article counts, where the indicator has several definitions."""
    return text(name, " (", defined(row, codebook), ")") if one_of_several(row, codebook) else name


def one_of_several(row: Observation, codebook: Codebook) -> bool:
    """Has the indicator of the figure other definitions, too?"""
    others = (each for each in codebook.definitions if each.definition != row.definition)
    return any(each.indicator == row.indicator for each in others)


def of_group(name: Words, row: Observation) -> Text:
    """A name with whom the figure counts, where the name does not say it."""
    group = label(row, "population")
    told = all(str(group.said(each)).lower() in str(text(name).said(each)).lower() for each in LANGUAGES)
    return text(name) if told else text(name, " (", group, ")")


def defined(row: Observation, codebook: Codebook) -> Label:
    """What the article of a figure counts, inside a sentence."""
    return small(label(codebook.entry("definitions", row.definition), "wording"))


def names(pair: Pair) -> Text:
    """The names of a pair's indicators; one where they are the same."""
    return join(" / ", dict.fromkeys(map(name, (pair.a, pair.b))))


def area_and_name(row: Observation, result: Result) -> Text:
    """What a picture of a figure is of: "Đồng Tháp: dân số có hồ sơ sức khỏe điện tử"."""
    return text(area(row.ref_area, result), ": ", small(name(row)))


def dated(row: Observation) -> Text:
    """The value and when it was published: "trên 91% (công bố tháng 02/2025)"."""
    return text(value(row), " (", published_label(row.article), ")")


def dated_of(row: Observation, pair: Pair, codebook: Codebook) -> Text:
    """The same of one of a pair, with what it counts, or whom, where the other counts otherwise."""
    if pair.a.indicator != pair.b.indicator:
        return dated(row)  # two names tell it
    if pair.a.definition != pair.b.definition:
        counted = defined(row, codebook)
    elif pair.a.population != pair.b.population:
        counted = label(row, "population")
    else:
        return dated(row)
    return text(value(row), " (", counted, "; ", published_label(row.article), ")")


def marked(row: Observation, result: Result) -> Text:
    """The same, with the mark of where it is printed."""
    return text(dated(row), " ", mark([row], result))


def where(row, collection: Collection) -> Text:
    """When its article was published, and the paragraph of a figure, step, system or relation."""
    return say("where", article=when(row.article), place=place(row, collection))


def place(row, collection: Collection) -> Text:
    """The paragraph of the article's body that a row stands in, as published, "đoạn 4"; else the line of the text."""
    return _placed("place", row, collection)


def _placed(key: str, row, collection: Collection, **said: Words) -> Text:
    """The message `<key>_paragraph`; where a row stands in no numbered paragraph, `<key>_line`."""
    number = collection.number(row.source_id, row.paragraph)
    if number is None:
        return say(f"{key}_line", line=line(row), **said)
    return say(f"{key}_paragraph", paragraph=Figure(str(number), of.paragraph(row.ref)), **said)


def line(row) -> Figure:
    """The line of the text that was read, by which the data name a place."""
    return Figure(str(row.paragraph), of.field(row.ref, "paragraph"))


def mark(rows: Iterable, result: Result) -> Text:
    """Where rows are printed, in small print: each article by its number among the sources, "[2, đ. 4]"."""
    first: dict[tuple[str, int], Any] = {}
    for row in (rows := [*rows]):
        first.setdefault((row.source_id, row.paragraph), row)
    said = [_placed("mark", row, result.collection, cited=cited(row.source_id, result)) for row in first.values()]
    notes = dict.fromkeys(note for row in rows for note in noted(row, result.collection))
    return text(Mark(text("[", join("; ", said), "]")), in_brackets([*notes]))


def noted(row, collection: Collection) -> list[Text]:
    """What must not be overlooked of a figure, step or system: a retracted article, errata and how settled they are."""
    book = collection.codebook
    own = [("article_status", row.article.status)] if row.article.retracted else []
    own += [("erratum_status", each.status) for each in collection.errata(row.ref)]
    return [text(small(book.label(*each))) for each in own]


def erratum(row: Erratum, codebook: Codebook) -> Text:
    """What is printed wrongly, what should stand there, by whom, and why."""
    said = {"printed": erratum_printed(row), "should_be": erratum_should_be(row), "reason": label(row, "reason")}
    return say("erratum", status=codebook.label("erratum_status", row.status), told=erratum_told(row, codebook), **said)


def erratum_printed(row: Erratum) -> Text:
    return text("“", Figure(row.as_printed.replace(" | ", GAP), of.token(row.ref)), "”")


def erratum_should_be(row: Erratum) -> Text:
    if not row.should_be:
        return say("erratum_removed" if row.status == "mended" else "erratum_unknown")
    return text("“", Figure(row.should_be.replace(" | ", GAP), of.corrected(row.ref)), "”")


def erratum_told(row: Erratum, codebook: Codebook) -> Text:
    return named_source(codebook, row.told_by) if row.told_by else say("erratum_by_itself")


def retracted(article: Article, codebook: Codebook) -> list[Text]:
    """That an article is retracted, and why, for brackets; nothing of any other."""
    why = label(article, "retracted").map(lambda words: words.rstrip("."))
    return [text(small(codebook.label("article_status", article.status)), ": ", why)] if article.retracted else []


def read_once(article: Article) -> list[Text]:
    """That no second reading confirms what was typed of an article, for brackets; nothing of one that has one."""
    return [] if article.second_reading else [say("read_once")]


def cited(source_id: str, result: Result) -> Figure:
    """The number of an article among the sources."""
    return Figure(str(result.source_numbers[source_id]), of.cited(source_id))


def sources_in_short(rows: Iterable, result: Result) -> Text:
    """The articles of rows by number, paper and day: "Nguồn: [2] Báo Đồng Tháp, 25/7/2024"."""
    used = {row.source_id for row in rows}
    said = [
        say("source_short", cited=cited(each.source_id, result), paper=_paper(each), day=published_day(each))
        for each in result.sources if each.source_id in used
    ]  # fmt: skip
    return say("sources_short", len(said), sources=join("; ", said))


def _paper(article: Article) -> Text:
    """Where the copy read was published; of a repost on an unknown site, whose article it is."""
    if article.outlet:
        return text(Quote(article.outlet))
    return say("cited_repost", outlet=Quote(article.republished_from))


def period(row: Observation) -> Text:
    """The time a figure or level is stated for: "trong năm 2024", "by the end of 2025"."""
    if not row.time_period:
        return say("not_stated")
    said = say(f"period_{row.time_basis}", period=bare_period(row))
    # due "by" a time, no end printed: that it is read as by the end is said
    return text(said, say("period_read", reading=by_reading(row))) if row.time_basis == "by" else said


def role(row: Observation, codebook: Codebook) -> Text:
    """Result, target or plan, and for when: "Mục tiêu (cách hiểu ở đây), trong năm 2024"."""
    named = text(codebook.label("role", row.role), in_brackets(as_read(row, codebook)))
    return text(named, ", ", period(row)) if row.time_period else named


def level(target: Observation, codebook: Codebook, whose: bool = False) -> Text:
    """The value of a target, with a word where only our reading makes it one: "80% (cách hiểu ở đây)".

    With `whose`, also who states it: a department's target is not its province's.
    """
    return text(value(target), in_brackets([*(stated_by(target) if whose else ()), *as_read(target, codebook)]))


def stated_by(row: Observation) -> list[Text]:
    """Who states a figure, for brackets; nothing where nobody is cited."""
    speaker = label(row, "speaker")
    return [say("level_of", speaker=speaker)] if speaker else []


def as_read(row: Observation, codebook: Codebook) -> list[Text]:
    """That only our reading makes a figure a target, for brackets; nothing where the article does."""
    return [text(codebook.label("role_basis", row.role_basis))] if row.role_basis else []


def in_brackets(notes: Sequence[Text]) -> Text | str:
    return text(" (", join("; ", notes), ")") if notes else ""


def by_reading(row: Observation) -> Text:
    """How a level due "by" a time is read: as by the end of that year, of that month, or of whatever time it is."""
    which = {4: "year", 7: "month"}.get(len(row.time_period), "time")
    return say(f"by_end_of_{which}")


def speaker(row: Observation, codebook: Codebook) -> Text:
    """Who states a figure, by name and office; that no source is cited, where the article cites none."""
    return text(label(row, "speaker") or codebook.label("voice", row.voice))


def bare_period(row: Observation) -> Figure:
    """The period alone: "năm 2024"."""
    return Figure(Written.period(read_period(row.time_period)), of.time(row.obs_id).as_("period"))


def stated_time(row: System | Milestone) -> Text:
    """A stated time, which is a printed token too, or that none is stated."""
    if row.span is None:
        return say("not_stated")
    return text(Figure(Written.period(row.span), of.time(row.ref).as_("period")))


def due(target: Observation) -> Figure:
    """The last day of a level's period."""
    return day_figure(read_period(target.time_period).last, of.last(of.time(target.obs_id)))


def days(row: Observation) -> Text:
    """The days that a figure is of, where the article states them; else that it does not, and when it appeared."""
    if row.as_of_basis == "stated":
        time = of.time(row.obs_id)
        return _span(row.as_of_from, row.as_of_to, of.first(time), of.last(time))
    key = "days_not_stated" if row.article.published else "days_not_stated_inferred"
    return say(key, days=_days_of(row.article))


def published(article: Article) -> Text:
    """The day an article appeared, or the days between which it did."""
    days = _days_of(article)
    return days if article.published else say("date_inferred", span=days)


def _days_of(article: Article) -> Text:
    ends = (article.published or getattr(article, end) for end in _ENDS)
    return _span(*ends, *(of.field(article.source_id, end) for end in _ENDS))


def _span(first: str, last: str, *made: Expression) -> Text:
    """One day, or the first and the last (ISO 8601), each with what it rests on."""
    ends = list(map(day_figure, (first, last), made))
    return text(ends[0]) if first == last else say("date_span", first=ends[0], last=ends[1])


def published_day(article: Article, on: bool = False) -> Text:
    """The day an article appeared, as a sentence quotes it: "25/7/2024", "khoảng 11/02/2025", "công bố tháng 02/2025".

    `on` is for after "công bố", "published": "ngày 25/7/2024". Of a few days inferred it is the middle, with "about".
    """
    first, last = (date.fromisoformat(getattr(article, end)) for end in _ENDS)
    if last - first > _FEW_DAYS:
        return when_in(article) if on else published_label(article)
    own = article.source_id
    made = of.field(own, "published_from") if first == last else of.middle(own)
    day = day_figure(first + (last - first) // 2, made)
    if first < last:
        return say("about_on_day" if on else "about_day", day=day)
    return say("on_day", day=day) if on else text(day)


def outlet(article: Article, codebook: Codebook) -> Text:
    """Where the copy read was published and what kind of place that is; of a repost also where it was taken from."""
    kind, name = article.outlet_type, text(Quote(article.outlet))
    if kind != "newspaper" or not article.outlet:
        said = codebook.label("outlet_type", kind)
        name = say("outlet_kind" if article.outlet else "outlet_unknown", outlet=name, kind=said)
    if not article.republished_from:
        return name
    return say("outlet_again", outlet=name, paper=Quote(article.republished_from))


def outlet_name(article: Article) -> str:
    """An outlet's short name; of a repost the newspaper's. What its name says in brackets is left out."""
    name = article.outlet.partition(" (")[0]
    first, second = (
        (article.republished_from, name) if article.outlet_type == "repost" else (name, article.republished_from)
    )
    return first or second


def outlet_and_day(article: Article) -> Text:
    """A source in short: "bản đăng lại bài của Báo Đồng Tháp, công bố ngày 25/7/2024"."""
    named = article.outlet or article.republished_from
    return say(
        "outlet_and_day",
        outlet=_paper(article) if named else say("outlet_unnamed"),
        day=published_day(article, on=True),
    )


def title(article: Article) -> Text:
    return text(Quote(article.title, article.language))


def titled(article: Article) -> Text:
    """The title with the author, where the article names one."""
    return text(title(article), *((" (", Quote(article.author), ")") if article.author else ()))


def address(article: Article) -> Text:
    """The address of the copy read; of what another had published first that of the original beside it."""
    if not article.original_url and not (article.url and article.republished_from):
        return text(article.url or article.locator)
    copy, original = (
        Link(urlsplit(each).hostname or each, each) if each else say("address_unknown")
        for each in (article.url, article.original_url)
    )
    return say("address_both", copy=copy, original=original)


def named_source(codebook: Codebook, reference: str, place: Label | str = "") -> Text:
    """A source other than the articles: its name, which leads to it where an address is known, and how sure it is."""
    entry = codebook.entry("references", reference)
    name = Link(label(entry, "name"), entry.url) if entry.url else label(entry, "name")
    said = {"name": name, "certainty": codebook.label("source_certainty", entry.certainty)}
    return say("source_place", place=place, **said) if place else say("source_named", **said)


def benchmark_source(row: Benchmark, codebook: Codebook) -> Text:
    """The one source of a benchmark, with the place in it."""
    return named_source(codebook, row.reference, label(row, "place"))


def benchmark_year(row: Benchmark) -> Figure:
    """The year alone, as a table of years has it, or the month in words."""
    if len(row.time_period) == 4:
        return Figure(row.time_period, of.time(row.benchmark).as_("year"))
    return Figure(Written.period(read_period(row.time_period)), of.time(row.benchmark).as_("period"))


def benchmark_out_of(row: Benchmark) -> Figure:
    """Out of how many a rank from another source is."""
    return Figure(str(int(row.out_of)), of.field(row.benchmark, "out_of"))


def evidence(article: Article, codebook: Codebook) -> Text:
    """What an article itself tells of its date; apart from it, what another source does, with its name."""
    own, elsewhere = label(article, "date_evidence"), label(article, "date_elsewhere")
    if not elsewhere:
        return text(own)
    other = named_source(codebook, article.date_reference)
    return say("evidence_elsewhere", own=own, elsewhere=elsewhere, source=other)


def paragraph(row, collection: Collection) -> Text:
    """A paragraph's number with its first words, or how lines are counted: enough to find it in the article."""
    opens = collection.opens(row.source_id, row.paragraph)
    if not opens:
        return say("line_counted", line=line(row))
    return _placed("opens", row, collection, opens=Quote(opens))


def area_with_type(codebook: Codebook, area: str) -> Text:
    """An area's name with its kind: "tỉnh Đồng Tháp", "the city of Huế"."""
    entry = codebook.entry("areas", area)
    name = label(entry, "name")
    if entry.area_type == "country" or entry.name_vi.startswith("Thành phố"):
        return text(name)
    return say(f"area_{entry.area_type}", name=name)


def area(code: str, result: Result) -> Text:
    """An area's name; where the result shows two territories of that name, with its boundaries."""
    return area_among(code, result.areas, result.codebook)


def area_head(code: str, result: Result) -> Text:
    """An area as a column's head, which is repeated in each cell on a phone: its boundaries in words, without a day."""
    name = text(result.codebook.area_name(code))
    if area(code, result) == name:
        return name
    return say("head_area_old" if result.codebook.merged(code) else "head_area_new", area=name)


def area_among(code: str, others: Iterable[str], codebook: Codebook) -> Text:
    """An area's name, with its boundaries where one of the others has the name and is another territory."""
    name, own = codebook.area_name(code), codebook.territory(code)
    alike = {codebook.territory(each) for each in others if codebook.area_name(each) == name}
    return area_with_boundaries(codebook, code, typed=False) if alike - {own} else text(name)


def area_with_boundaries(codebook: Codebook, area: str, typed: bool = True) -> Text:
    """ "tỉnh Đồng Tháp (địa giới trước 01/7/2025)"; the name alone where the merger changed nothing."""
    name = area_with_type(codebook, area) if typed else text(codebook.area_name(area))
    said = boundaries(codebook, area)
    return text(name, " (", said, ")") if said else name


def boundaries(codebook: Codebook, area: str) -> Text | None:
    """Which of two territories of one name is meant; None where the merger of 2025 changed nothing."""
    entry = codebook.entry("areas", area)
    if codebook.merged(area):
        after = date.fromisoformat(entry.valid_to) + timedelta(days=1)
        return say("boundaries", day=day_figure(after, of.day_after(of.field(area, "valid_to"))))
    older = [each.territory for each in codebook.areas if each.successor == area]
    if older and entry.territory not in older:
        return say("boundaries_since", day=day_figure(entry.valid_from, of.field(area, "valid_from")))
    return None


def count_of(rows: Iterable) -> Figure:
    """How many figures, steps or systems; the number names each."""
    return count(row.ref for row in rows)


def count_pairs(pairs: Sequence[Pair]) -> Figure:
    """How many pairs; the figure names the two figures of each."""
    return Figure(str(len(pairs)), of.pairs(row.obs_id for pair in pairs for row in (pair.a, pair.b)))


def reasons(pair: Pair, codebook: Codebook) -> Text:
    """Why no more can be said of a pair; of what one figure alone can lack, whether both lack it or which one."""
    return join("; ", [reason(code, pair, codebook) for code in pair.verdict.deciding])


def reason(code: str, pair: Pair, codebook: Codebook) -> Text:
    """One reason, said of the pair: "cả hai bài không nêu tổng số", "the earlier article gives no total"."""
    if code == "territory" and pair.verdict.purpose == "level":  # two provinces always have other boundaries
        return say("reason_territory_maps")
    holding = [row for row in (pair.a, pair.b) if code in OF_ONE and OF_ONE[code](row)]
    if not holding:
        return text(codebook.label("reason", code))
    thing = "figure" if code == "hedged" or pair.a.source_id == pair.b.source_id else "article"
    said = {}
    if code == "bound_only":  # a minimum, a maximum, an interval; any of them where the two differ
        kinds = {_BOUND_KINDS[row.bound] if row.unit_measure not in RANKS else "any" for row in holding}
        said["what"] = say(f"only_{kinds.pop() if len(kinds) == 1 else 'any'}")
    if len(holding) == 2:
        return say(f"reason_{code}_{'both' if thing == 'article' or code == 'hedged' else 'article'}", **said)
    (row,) = holding
    which = "on" if pair.verdict.purpose == "level" else "earlier" if row is pair.a else "later"
    who = say(f"who_{thing}_{which}", area=codebook.area_name(row.ref_area))
    return say(f"reason_{code}_one", who=who, **said)
