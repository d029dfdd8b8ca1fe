"""The tables and lists of a brief, each made from a comparison's result.

Every function takes a result and returns one exhibit, in no language yet. Nothing is averaged, contradictions stand
side by side, and what is not comparable is shown as such instead of being left out. An article that names a system says
that it exists, not how many use it; a step without a date stays without one.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sosanh.compare import followups
from sosanh.compare.results import Across, Deployment, OneIndicator, OnePage, Outcome, OverTime, Pair, Result, Targets
from sosanh.data import notebooks as files
from sosanh.data import paths
from sosanh.data.labels import LANGUAGES, Label, label
from sosanh.data.tables import Benchmark, Observation
from sosanh.lineage import expressions as of
from sosanh.lineage.words import Figure, Quote, Text, Words, Written, in_unit, join, say, text
from sosanh.numbers.units import RANKS, SENSES
from sosanh.show import values
from sosanh.show.clauses import stated
from sosanh.show.display import Sentences, Table, heading, linked, sentences, table
from sosanh.show.values import count_of, value

REFUSED = 3  # pairs that the sheet of one page names as not comparable


def reported(result: Result, whole: bool = False) -> Table | Sentences:
    """Every figure of the selection as printed, with who is counted, who states it and where it stands; of an answer
    about targets those held against each other.

    Unless the table is shown `whole`, the figures of pairs come first, and many others are folded away.
    """
    book, own = result.codebook, result.rows
    if isinstance(result, Targets):
        held = {row.obs_id for each in result.outcomes for row in (each.target, each.actual) if row}
        own = [row for row in own if row.obs_id in held]
    if not whole:
        pairs = {row.obs_id for pair in result.pairs for row in (pair.a, pair.b)}
        own = sorted(own, key=lambda row: row.obs_id not in pairs)
    heads = ("indicator", "printed", "counted", "role", "voice", "where")
    rows = [
        (
            _name(row, result), _printed(row), label(row, "population"), values.role(row, book),
            values.speaker(row, book), values.mark([row], result),
        ) for row in own
    ]  # fmt: skip
    named = values.sources_in_short(own, result)
    heads, rows = _with_area(heads, rows, [(row,) for row in own], result)
    name = "held" if isinstance(result, Targets) else "reported"  # whose title says "every figure"
    return table(name, heads, rows, whole=whole, sources=named, once=("counted", "role", "voice"))


def _name(row: Observation, result: Result) -> Words:
    return values.with_definition(values.name(row), row, result.codebook)


def _with_area(heads: Sequence[str], rows: list[tuple], of_rows: Iterable[Sequence[Observation]], result: Result):
    """With several areas, a first column that says whose figures a row has."""
    if len(result.areas) < 2:
        return heads, rows
    areas = (dict.fromkeys(row.ref_area for row in own) for own in of_rows)
    names = [join(" / ", [values.area(code, result) for code in own]) for own in areas]
    return ("area", *heads), [(name, *row) for name, row in zip(names, rows, strict=True)]


def _printed(row: Observation) -> Text:
    """The printed token, mark for mark, with the words beside it; before it, where that differs, what it says."""
    token = values.quoted(row)
    return say("reported_all", word=token) if row.bound == "all" else text(_BesideToken(value(row), token))


@dataclass(frozen=True)
class _BesideToken:
    """A value with the printed words beside it; these alone in a language that writes the value just so."""

    value: Text
    token: Text

    @property
    def figures(self) -> tuple[Figure, ...]:
        return self.value.figures + self.token.figures

    def said(self, language: str) -> Text:
        value, token = self.value.said(language), self.token.said(language)
        if str(value) == str(token).replace(values.GAP, " "):
            return text("“", token, "”")
        return text(value, " (“", token, "”)")


def pairs(result: OverTime, comparable: bool = False) -> Table | Sentences:
    """Earlier and later figure of each thing, with what may be said of the change and how far it compares.

    With several areas, a first column says whose figures they are. If `comparable`, those alone that compare.
    """
    heads, left_out = ("indicator", "first", "last", "change", "verdict"), "XC" if comparable else "X"
    shown = [pair for pair in result.pairs if pair.verdict.grade not in left_out and pair.verdict.purpose == "change"]
    rows = [
        (values.names(pair), *_marked(pair, result), change(pair, noted=True), _grade(pair, result)) for pair in shown
    ]
    with_area = _with_area(heads, rows, [(pair.a, pair.b) for pair in shown], result)
    return table("pairs", *with_area, say("rates_the_pair"), sources=_sources(shown, result), once=("area",))


def _marked(pair: Pair, result: Result) -> list[Text]:
    """Both figures of a pair: when published, and where printed."""
    return [values.marked(row, result) for row in (pair.a, pair.b)]


def _sources(pairs: Iterable[Pair], result: Result) -> Text:
    return values.sources_in_short((row for pair in pairs for row in (pair.a, pair.b)), result)


def _grade(pair: Pair, result: Result) -> Label:
    return result.codebook.label("grade", pair.verdict.grade)


def _why(pair: Pair, result: Result) -> Label | Text:
    return pair.verdict.note or values.reasons(pair, result.codebook)


def side_by_side(result: Across) -> Table | Sentences:
    """Figures of two areas that stand beside each other, how far they compare, and why no further."""
    shown = [pair for pair in result.pairs if pair.verdict.purpose == "level"]
    rows = [
        (
            values.names(pair),
            *(text(values.area(row.ref_area, result), ": ", values.marked(row, result)) for row in (pair.a, pair.b)),
            _grade(pair, result), _why(pair, result),
        ) for pair in shown
    ]  # fmt: skip
    heads = ("indicator", "one", "other", "verdict", "why")
    return table("side_by_side", heads, rows, say("rates_the_pair"), sources=_sources(shown, result))


def refused(result: OnePage) -> Sentences:
    """Some pairs that do not compare, those of two areas first: both figures, and why."""
    own = [pair for pair in result.pairs if pair.verdict.grade in ("C", "X")]
    own.sort(key=lambda pair: ("level", "change").index(pair.verdict.purpose) + (pair.verdict.grade == "X") / 2)
    said = []
    for pair in own[:REFUSED]:
        one, other = (
            text(values.area(row.ref_area, result), " ", values.dated_of(row, pair, result.codebook))
            for row in (pair.a, pair.b)
        )
        why = pair.verdict.note or text(values.reasons(pair, result.codebook), ".")
        said.append(say("refused_pair", names=values.names(pair), one=one, other=other, why=why))
    return sentences("refused", said)


def change(pair: Pair, noted: bool = False) -> Text:
    """The change of a pair in words, or that none is calculated (`noted`: with what the codebook says of it)."""
    if pair.change is None:
        said = say("change_hedged" if "hedged" in pair.verdict.reasons else "change_refused")
        return say("change_note", change=said, note=pair.verdict.note) if noted and pair.verdict.note else said
    return values.change_in_words(pair.change, pair.verdict.condition)


def apart(result: OverTime) -> Table | Sentences:
    """Pairs that look alike and are refused, with the reason."""
    shown = [pair for pair in result.pairs if pair.verdict.grade == "X"]
    rows = [
        (join(" / ", map(values.name, (pair.a, pair.b))), *_marked(pair, result), _why(pair, result)) for pair in shown
    ]
    return table("apart", ("pair", "first", "last", "why"), rows, sources=_sources(shown, result))


def lookalikes(result: OneIndicator) -> Table | Sentences:
    """Figures of other indicators that are easily taken for this one, how far they compare, and why no further."""
    rows, others, heads = [], [pair.b for pair in result.lookalikes], ("indicator", "figure", "verdict", "why")
    for pair, row in zip(result.lookalikes, others, strict=True):
        shown = text(values.area(row.ref_area, result), ": ", stated(row, result), " ", values.mark([row], result))
        why = pair.verdict.note or values.reason(pair.verdict.deciding[0], pair, result.codebook)
        rows.append((_name(row, result), shown, _grade(pair, result), why))
    named = values.sources_in_short(others, result)
    return table("lookalikes", heads, rows, say("rates_the_pair"), rank=2, sources=named, once=("verdict",))


def levels(result: OverTime | Targets) -> Table | Sentences:
    """Targets, each with the latest figure and the outcome; with several areas, whose target it is."""
    heads = ("indicator", "counted", "level", "due", "latest", "outcome")
    rows = [
        (
            _name(each.target, result), label(each.target, "population"), _level(each.target, result),
            values.period(each.target), values.marked(each.actual, result) if each.actual else say("not_stated"),
            outcome(each, result),
        ) for each in result.outcomes
    ]  # fmt: skip
    targets = [each.target for each in result.outcomes]
    named = values.sources_in_short([*targets, *(each.actual for each in result.outcomes if each.actual)], result)
    read = dict.fromkeys(label(each, "comment") for each in targets if each.role_basis)
    note = text(result.codebook.label("role_basis", "read"), ": ", join(" ", read)) if read else None
    own = _with_area(heads, rows, [(row,) for row in targets], result)
    return table("levels", *own, note, sources=named, once=("counted",))


def _level(target: Observation, result: Result) -> Text:
    return text(values.level(target, result.codebook), " ", values.mark([target], result))


def matrix(result: Targets) -> Table | Sentences:
    """The targets by their outcome, in a column for each area that has some."""
    book = result.codebook
    areas = [area for area in result.areas if any(_target_of(area, each, result) for each in result.outcomes)]
    rows = []
    for code in book.codes("target_outcome"):
        own = [each for each in result.outcomes if each.code == code]
        cells = ([_named(each.target, result) for each in own if _target_of(area, each, result)] for area in areas)
        if own:
            rows.append((book.label("target_outcome", code), *(join("; ", cell) if cell else "–" for cell in cells)))
    return table("matrix", ("outcome", *(values.area_head(area, result) for area in areas)), rows)


def claims(result: Targets) -> Table | Sentences:
    """What articles say in words of targets that were met: no number, so nothing to hold against a target."""
    rows = [
        (values.area(result.area_of(row), result), label(row, "statement"), values.mark([row], result))
        for row in result.claims
    ]
    named = values.sources_in_short(result.claims, result)
    return table("claims", ("area", "claim", "where"), rows, sources=named)


def _target_of(area: str, outcome: Outcome, result: Result) -> bool:
    return result.codebook.territory(area) == outcome.target.territory


def _named(target: Observation, result: Result) -> Text:
    period = text(", ", values.bare_period(target)) if target.time_period else ""
    return text(_name(target, result), ": ", values.level(target, result.codebook), period)


def outcome(held: Outcome, result: Result) -> Text:
    """What became of a target, with what it rests on: "vượt (không rõ trước hay sau hạn)"."""
    said = text(result.codebook.label("target_outcome", held.code))
    if held.code in ("met", "exceeded") and held.target.time_period and not held.in_time:
        said = say("outcome_late" if held.dated else "outcome_undated", outcome=said)
    if held.condition:
        said = say("change_if", change=said, condition=held.condition)
    if held.by_reading:
        said = say("outcome_read", outcome=said, reading=values.by_reading(held.target))
    return said


def sure(result: OverTime) -> Sentences:
    """For each pair that compares at all, the reasons why no more can be said."""
    said = [
        text(values.name(pair.b), ": ", values.reasons(pair, result.codebook), ".")
        for pair in result.pairs
        if pair.verdict.grade != "X" and pair.verdict.reasons
    ]
    return sentences("sure", said or ([] if result.pairs else [say("none_sure_alone")]), folded=True)


def once(result: OverTime) -> Sentences:
    """Results that have nothing to compare them with."""
    names = dict.fromkeys(map(values.name, result.once))
    return sentences("once", [say("once_explained", names=join("; ", names))] if names else [], folded=True)


def _when_each(rows: Iterable[Observation]) -> Text:
    """The months of the rows' articles, each once."""
    return join("; ", dict.fromkeys(values.when(row.article) for row in rows))


def definitions(result: Result) -> Table | Sentences:
    """Each wording of the indicators that the articles use, with the groups it is counted on and who uses it."""
    used: dict[tuple[str, str], list[Observation]] = {}
    for row in result.rows:
        used.setdefault((row.definition, row.population), []).append(row)
    entry = result.codebook.entry
    rows = [
        (label(entry("definitions", definition), "wording"), label(own[0], "population"), _when_each(own))
        for (definition, _), own in used.items()
    ]
    return table("definitions", ("definition", "counted", "articles"), rows)


def benchmarks(result: OneIndicator) -> Table | Sentences:
    """What other sources state of the indicator, and as what (a target, a table of ranks): beside the articles'
    figures, not among them."""
    book, areas = result.codebook, [row.ref_area for row in result.benchmarks]
    place = {area: number for number, area in enumerate(result.areas)}  # by area as asked for, never by rank
    rows = [
        (
            values.area_among(row.ref_area, areas, book), values.benchmark_year(row), benchmark(row),
            say("benchmark_stands", place=label(row, "place"), how=book.label("benchmark_how", row.how)),
            values.named_source(book, row.reference), label(row, "comment"),
        ) for row in sorted(
            result.benchmarks, key=lambda row: (place.get(row.ref_area, len(place)), row.ref_area, row.time_period)
        )
    ]  # fmt: skip
    return table("benchmarks", ("scope", "year", "value", "stands", "source", "note"), rows, whole=False)


def benchmark(row: Benchmark) -> Text:
    """What another source states, of a rank out of how many: "39 trên 63"."""
    number = row.obs_value
    stated, sign = of.field(row.benchmark, "obs_value"), SENSES[row.unit_measure].sign
    figure = Figure(Written.number(number) + sign, stated.as_("percent") if sign else stated)
    if row.unit_measure in RANKS:
        return say("out_of", part=figure, whole=values.benchmark_out_of(row))
    shown = text(figure) if sign else in_unit(figure, row.unit_measure, number)
    return say("bound_ge", value=shown) if row.bound == "ge" else shown


def repeated(result: Result) -> Table | Sentences:
    """Figures that an earlier article or another source had printed already."""
    rows, printed = [], []
    for again in followups.repeats(result):
        printed += filter(None, (again.observed, again.later))
        if again.observed is not None:
            earlier = values.marked(again.observed, result)
        else:
            source = values.benchmark_source(again.benchmark, result.codebook)
            earlier = text(benchmark(again.benchmark), " (", source, ")")
        rows.append((_name(again.later, result), earlier, values.marked(again.later, result)))
    named, heads = values.sources_in_short(printed, result), ("indicator", "earlier_print", "later_print")
    return table("repeats", heads, rows, say("repeats_note"), sources=named, folded=True)


class Sources(Table):
    """The articles as a list, which a phone and paper can hold; what their days rest on, and what
    marks are made of, is folded away beneath it."""

    def html(self) -> str:
        day, behind = self.head[2], say("sources_behind").said(self.language)
        items, told = [], []
        for article, outlet, published, based_on, address in self.rows:
            named, where = article.html(), f"{outlet.html()}. {day.html()}: {published.html()}."
            at = linked(address)
            if at.startswith("<a"):  # the title leads there; paper shows the address behind it
                named, at = re.sub(r"<span lang=.*?</span>", f"{at[: at.index('>') + 1]}\\g<0></a>", named, count=1), ""
            items.append(f"<li>{named}. {where} {at}</li>")
            told.append(f"<li>{article.html()}: {based_on.html()}</li>")
        below = f'<details class="rest"><summary>{behind.html()}</summary><ul>{"".join(told)}</ul>'
        below += f"{self._noted()}</details>"
        return f'{heading(self.title, self.rank)}<ul class="articles">{"".join(items)}</ul>{below}'


def sources(result: Result) -> Table | Sentences:
    """The articles as they were read, numbered: where, of which day and by what evidence; and what marks are made of.

    What a page cites by a number is the article of that number here; a retracted one, which it does not rest on, has
    none.
    """
    book, numbers = result.codebook, result.source_numbers
    rows = [
        (
            text(
                text("[", values.cited(each.source_id, result), "] ") if each.source_id in numbers else "",
                values.titled(each), values.in_brackets([*values.retracted(each, book), *values.read_once(each)]),
            ),
            values.outlet(each, book), values.published(each), values.evidence(each, book), values.address(each),
        ) for each in (*result.sources, *result.retracted)
    ]  # fmt: skip
    heads = ("article", "outlet", "date", "evidence", "address")
    note = say("sources_note")
    note = say("sources_note_lines", note=note) if result.cites_lines else note
    return table("sources", heads, rows, note, form=Sources, rank=2)


def systems(result: Deployment) -> Table | Sentences:
    """Every system named, by stage: what it does, its printed name, where it is named; what is to be minded, and that
    another line counts for the same system."""
    book, stages, rows = result.codebook, result.codebook.codes("stage"), []
    for row in sorted(result.systems, key=lambda row: stages.index(row.stage)):
        elsewhere = say("counted_elsewhere") if row.ref not in result.counting else ""
        elsewhere = book.label("owner", row.owner) if row.owner else elsewhere
        note = join("; ", filter(None, (label(row, "comment"), elsewhere)))
        rows.append(
            (
                values.area(result.area_of(row), result), book.label("stage", row.stage), label(row, "function"),
                Quote(row.name), values.stated_time(row), values.mark([row], result), note or "–",
            )
        )  # fmt: skip
    heads = ("area", "stage", "function", "named", "since", "where", "note")
    named = values.sources_in_short(result.systems, result)
    return table("systems", heads, rows, say("systems_note"), whole=False, sources=named)


def milestones(result: Deployment) -> Table | Sentences:
    """Every step: when, whether it is done, and where it is stated."""
    rows = [
        (
            values.area(result.area_of(row), result), values.stated_time(row),
            result.codebook.label("phase", row.phase), label(row, "event"), values.mark([row], result),
        ) for row in result.milestones
    ]  # fmt: skip
    heads = ("area", "time", "phase", "event", "where")
    named = values.sources_in_short(result.milestones, result)
    return table("milestones", heads, rows, whole=False, sources=named)


def by_stage(result: Deployment) -> Sentences:
    """How many systems each area's articles name, by stage: each once, at its latest stage."""
    book, said = result.codebook, []
    for area in result.areas:
        own = [row for row in result.systems if row.ref in result.counting and result.area_of(row) == area]
        stages = [(stage, [row for row in own if row.stage == stage]) for stage in book.codes("stage")]
        parts = [text(book.label("stage", stage), ": ", count_of(rows)) for stage, rows in stages if rows]
        if parts:
            said.append(text(values.area(area, result), ": ", join("; ", parts), "."))
    return sentences("by_stage", said)


def notebooks() -> Table | Sentences:
    """Every notebook with its question, in each language, and its parameters: settings, not figures of an article."""
    rows = [
        (
            path.stem, Label(tuple(files.title(path, language) for language in LANGUAGES)),
            join("; ", [f"{name} = {each.default}" for name, each in files.parameters(path).items()]),
        ) for path in paths.notebooks()
    ]  # fmt: skip
    return table("notebooks", ("notebook", "question", "parameters"), rows)


def verdicts(result: Result) -> Table | Sentences:
    """The four answers to "does it compare?", and what each lets one say."""
    book = result.codebook
    rows = [(book.label("grade", code), book.label("grade", code, "description")) for code in book.codes("grade")]
    return table("verdicts", ("verdict", "meaning"), rows, say("rates_the_pair"))


def indicators(result: Result) -> Table | Sentences:
    """Every indicator the selection has figures of: its code, how many, and from which articles."""
    used: dict[str, list[Observation]] = {}
    for row in result.rows:
        used.setdefault(row.indicator, []).append(row)
    rows = [(values.name(own[0]), code, count_of(own), _when_each(own)) for code, own in used.items()]
    return table("indicators", ("indicator", "code", "observed", "articles"), rows, whole=False)
