"""A right number in the wrong place, and what is said of it that the data do not say.

Two numbers side by side are of one article, the numbers of a row of one figure, a figure on a page of what the page is
of. A kind ("target"), a group, a speaker, an outlet, an answer on a pair, the outcome of a target or how well a theme
is documented holds no number, and is a claim all the same: each that stands beside numbers is worked out a second time
from what was typed (`Beside`).
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from itertools import pairwise
from types import SimpleNamespace

from sosanh.data.collection import Collection
from sosanh.data.tables import MANY
from sosanh.lineage.blocks import Block
from sosanh.lineage.evaluate import PUBLISHED, Codes, Evaluation
from sosanh.lineage.expressions import parse
from sosanh.lineage.unmarked import bounded, listed, plain
from sosanh.lineage.words import Figure, Scope, messages
from sosanh.numbers.periods import read_period
from sosanh.numbers.units import SENSES

_OF_ONE_TOKEN = {  # these alone: what follows from one observation's token
    "printed", "token", "fraction", "numerator", "total", "out_of", "percentage", "untouched", "share", "below",
    "above", "minus",
}  # fmt: skip
_OF_AN_AREA = ("benchmarks", "systems", "milestones", "statements", "relations")
_BESIDE_A_FRACTION = ("percentage", "untouched")
_PERCENT = re.compile(r"\s*(%|phần trăm\b|percent\b(?! points?\b))", re.IGNORECASE)


def _source(figure: Figure, codes: Codes) -> str:
    """The article of a number; "" of a code that names nothing, which is a fault of the number itself."""
    known = [ref for ref in figure.of.codes if codes.kind(ref)]
    return getattr(codes.row(known[0]), "source_id", "") if known else ""


def _observed(figure: Figure, codes: Codes) -> list:
    """The observations that a number rests on."""
    return [codes.row(ref) for ref in figure.of.codes if codes.kind(ref) == "observations"]


def _is_one(figure: Figure) -> bool:
    return len(figure.of.codes) == 1 and _OF_ONE_TOKEN.issuperset(figure.of.core.operations)


def _column(figure: Figure) -> str:
    """The column that a number was typed in; "" where it is no such number."""
    return figure.of.core.parts[1] if figure.of.core.operation == "field" else ""


def _is_place(figure: Figure) -> bool:
    """Is it the paragraph, or the line, that something is printed in?"""
    return figure.of.operation == "paragraph" or _column(figure) == "paragraph"


def _month(figure: Figure) -> str:
    """Of the month of an article's first or last possible day, that column; else ""."""
    return _column(figure) if figure.of.form == "month" and _column(figure) in PUBLISHED else ""


def _dates(block: Block, codes: Codes) -> Iterator[str]:
    """ "91% (published July 2024)", "July 2024: 91%", "July 2024, paragraph 3", "465/595, printed with 78.18%"."""
    for first, between, second in zip(block.parts, block.parts[1:], block.parts[2:], strict=False):
        if not (isinstance(first, Figure) and isinstance(between, str) and isinstance(second, Figure)):
            continue
        dated = _is_one(first) and _month(second) == "published_from" and re.fullmatch(r"[^();]*\([^();]*", between)
        dates = _month(first) and _is_one(second) and re.match(r": [^();]*$", between)
        places = (_month(first) or first.of.operation == "cited") and _is_place(second)
        if (dated or dates or places) and _source(first, codes) != _source(second, codes):
            yield f"{first} and {second} are not of one article"
        beside = _is_one(first) and second.of.operation in _BESIDE_A_FRACTION
        if beside and first.of.codes != second.of.codes:
            yield f"{first} and {second} are not of one figure"


def _marks(block: Block, codes: Codes) -> Iterator[str]:
    """ "91% (published February 2025) [3, para. 7]": a mark of one place is where the figure before it is printed."""
    before, parts = None, ["", *block.parts]
    for opening, figure, _, place, closing in zip(*(parts[at:] for at in range(5)), strict=False):
        if not isinstance(figure, Figure):
            continue
        before = figure if _is_one(figure) else before
        alone = str(opening).endswith("[") and str(closing).startswith("]")
        marked = figure.of.operation == "cited" and isinstance(place, Figure) and alone
        if marked and before and _printed_in(before, codes) != _printed_in(place, codes):
            yield f"{before} is not printed where the mark behind it says"


def _printed_in(figure: Figure, codes: Codes) -> list[tuple[str, int]]:
    """The article and the line of what a number rests on."""
    rows = [codes.whole(ref) for ref in figure.of.codes if codes.kind(ref)]
    return [(row.source_id, row.paragraph) for row in rows if hasattr(row, "paragraph")]


def _spans(block: Block, codes: Codes) -> Iterator[str]:
    """An article of unknown month is never given one: its first and its last possible month stand together."""
    figures = [figure for figure in block.figures if _month(figure) and _source(figure, codes)]
    together = {(a.of.codes, b.of.codes) for a, b in pairwise(figures) if (_month(a), _month(b)) == PUBLISHED}
    for figure in figures:
        source = codes.row(figure.of.codes[0], "sources")
        one_month = source.published_from[:7] == source.published_to[:7]
        if not one_month and (figure.of.codes, figure.of.codes) not in together:
            yield f"{figure} is not the only month the article can be of"


def _inferred(block: Block, language: str, codes: Codes) -> Iterator[str]:
    """Where the day of an article is not known, its first and last possible day stand with the word that says so."""
    word = messages(language)["date_inferred"].replace("{span}", "").strip(" ()")
    days = [figure for figure in block.figures if figure.of.form == "day" and _source(figure, codes)]
    for first, last in pairwise(days):
        if (_column(first), _column(last)) == PUBLISHED and first.of.codes == last.of.codes and word not in str(block):
            yield f"“{word}” is missing beside {first} and {last}, between which the article appeared"


def _supposed(block: Block, language: str, codes: Codes) -> Iterator[str]:
    """A count of one result out of the total of another stands in a sentence that supposes this total."""
    words = "|".join(map(re.escape, listed("means_if", language)))
    said = re.search(rf"(?<!\w)(?:{words})(?!\w)", str(block).casefold())
    for figure in block.figures if block.tag in ("li", "p", "h1", "h3") and not said else ():
        results = {row.code for row in _observed(figure, codes) if row.role == "actual"}
        if "least_count" in figure.of.operations and len(results) > 1:
            yield f"“{listed('means_if', language)[0]}” is missing beside {figure}, which supposes a total"


def _used(block: Block, language: str, codes: Codes) -> Iterator[str]:
    """Introduced is not used: beside figures none of which measures use, a word of use is part of a name or note."""
    rows = [codes.whole(row.code) for figure in block.figures for row in _observed(figure, codes)]
    book = codes.collection.codebook
    entries = [book.entry("indicators", row.indicator) for row in rows]
    said = plain(" ".join(part for part in block.parts if isinstance(part, str))).casefold() if rows else ""
    words = "|".join(map(bounded, listed("means_use", language)))
    if not re.search(words, said) or any(entry.result_level == "use" for entry in entries):
        return
    own = [*entries, *rows, *(book.entry("definitions", row.definition) for row in rows)]
    own += [each for each in book.comparability if {each.a, each.b} & {*_names_of(rows)}]
    columns = ((name, value) for each in own for name, value in vars(each).items() if name.endswith(f"_{language}"))
    texts = (value for name, value in columns if not name.startswith(("done", "predicate")))  # these claim, too
    pieces = {piece.strip(" .") for text in texts for piece in re.split(r"\{\w+\}", plain(text or "").casefold())}
    for piece in sorted((each for each in pieces if re.search(words, each)), key=len, reverse=True):
        said = said.replace(piece, " ")
    if found := re.search(words, said):
        yield f"“{found[0]}” stands beside figures of {rows[0].indicator}, which does not measure use"


def _names_of(rows: Iterable) -> Iterator[str]:
    """By what the rows of `comparability` name observations."""
    for row in rows:
        yield from (row.obs_id, row.definition, row.indicator)


def _signs(block: Block, codes: Codes) -> Iterator[str]:
    """A percent sign is part of its number, which is then held against the token; none is set behind a number.

    In words it may stand where the article prints it in words; and behind what is shown as not to be written.
    """
    for figure, after in pairwise(block.parts):
        found = _PERCENT.match(after) if isinstance(figure, Figure) and isinstance(after, str) else None
        if found is None or figure.of.operation == "never":
            continue
        rows = _observed(figure, codes) if found[1] != "%" and figure.of.operation == "printed" else []
        if not rows or any(not SENSES[row.unit_measure].sign or "%" in row.as_printed for row in rows):
            yield f"{figure} stands before “{found[1]}”, which its token does not print"


def _multiples(block: Block, language: str, codes: Codes) -> Iterator[str]:
    """ "58 billion": the word of a scale behind a number is the one it is printed with, and only there."""
    for figure, after in pairwise([*block.parts, ""]):
        if not isinstance(figure, Figure):
            continue
        said, rows = multiple(plain(str(after)), language)[0], _observed(figure, codes)
        mult = int(rows[0].unit_mult or 0) if figure.of.operation == "printed" and rows else 0
        wanted = _scales(language)[mult] if mult else ""
        if said != wanted:
            yield (
                f"{figure} stands before “{said}”, not “{wanted}”" if said else f"“{wanted}” is missing behind {figure}"
            )


@cache
def _scales(language: str) -> dict[int, str]:
    """The word of each power of ten."""
    said = {key: text for key, text in messages(language).items() if re.fullmatch(r"times_\d+", key)}
    return {int(key[6:]): text.replace("{value}", "").strip() for key, text in said.items()}


@cache
def _behind(language: str) -> re.Pattern:
    words = "|".join(map(re.escape, sorted(_scales(language).values(), key=len)[::-1]))
    own = "|".join(map(re.escape, listed("means_own", language)))
    return re.compile(rf"(?!(?:{own})\b)({words})\b\s*", re.IGNORECASE)


def multiple(after: str, language: str) -> tuple[str, str]:
    """The word of a scale at the beginning of what stands behind a number, "" of none, and the rest.

    >>> multiple("billion dong", "en"), multiple("tỷ lệ", "vi")
    (('billion', 'dong'), ('', 'tỷ lệ'))
    """
    found = _behind(language).match(after)
    return (found[1].casefold(), after[found.end() :]) if found else ("", after)


def _outside(block: Block, scope: Scope | None, codes: Codes) -> Iterator[str]:
    """An exhibit is of what the page's first one is of (`scope`; None of a lesson), and so is each figure in it.

    So is a figure that stands in none, as a table whose section was left out.
    """
    held = block.scope if block.section else scope
    if held is None:
        return
    if scope and held != scope:
        yield f"an exhibit of {held} stands on a page of {scope}"
    own = {codes.collection.codebook.territory(area) for area in held.areas}
    for figure in block.figures:
        for row in (codes.whole(each.code) for each in _observed(figure, codes)):
            if row.territory not in own or held.sector not in ("", row.sector):
                yield f"{figure} is of {row.ref_area}, {row.sector}: outside {held}"


def _indicator_names(language: str, codes: Codes) -> dict[str, set[str]]:
    """What indicators are called, and which they are."""
    found = defaultdict(set)
    for row in codes.collection.codebook.indicators:
        found[getattr(row, f"name_{language}").casefold()].add(row.indicator)
    return found


class _Names:
    """The names of indicators before figures: "STEM lessons: 4", "STEM lessons: top 4"."""

    def __init__(self, names: dict[str, set[str]]):
        every = "|".join(map(re.escape, sorted(names, key=len, reverse=True)))
        self.names, self._before = names, re.compile(rf"(?:(?<!\w)({every}) / )?(?<!\w)({every}): (?:\w+ )?$")

    def faults(self, block: Block, codes: Codes) -> Iterator[str]:
        """The figures behind the name of an indicator, or of two, that are of neither."""
        for before, figure in pairwise(block.parts):
            if not isinstance(figure, Figure) or not isinstance(before, str) or not _is_one(figure):
                continue
            found = self._before.search(" ".join(before.casefold().split()) + " " * before.endswith(" "))
            own = set().union(*(self.names[each] for each in found.groups() if each)) if found else set()
            for row in _observed(figure, codes) if found else ():
                if row.indicator not in own:
                    yield f"{figure} is of another indicator than the one named before it, {row.indicator}"


def _named(cells: list[Block], names: dict[str, set[str]], codes: Codes) -> Iterator[str]:
    """In a row that begins with an indicator's name, or two of them, every figure is of these."""
    head = [names.get(name.casefold()) for name in str(cells[0]).split(" / ")]
    if cells[0].tag != "th" or None in head:
        return
    for figure in (figure for cell in cells for figure in cell.figures):
        for row in _observed(figure, codes):
            if row.indicator not in set().union(*head):
                yield f"{figure} is of another indicator than the row, {row.indicator}"


# Messages that say behind a name, in brackets, which of two territories is meant: is it the one before a merger?
_BOUNDARIES = {"head_area_old": True, "head_area_new": False, "boundaries": True, "boundaries_since": False}


class _Areas:
    """The names of areas in words, but for those that are part of a publisher's or an author's: "Báo Đồng Tháp"."""

    def __init__(self, collection: Collection, language: str):
        self.codes = defaultdict(set)
        for area in collection.codebook.areas:
            for name in {area.name_vi, area.name_en}:
                self.codes[name] |= {area.ref_area}
        papers = ("outlet", "author", "title", "republished_from")
        own = {getattr(row, column) for row in collection.tables["sources"] for column in papers}
        each = sorted({*self.codes, *filter(None, own)}, key=len, reverse=True)
        first = "".join(sorted({name[0] for name in each}))  # an engine then tries nothing at other letters
        self._any = re.compile(rf"(?<!\w)(?=[{re.escape(first)}])(?:{'|'.join(map(re.escape, each))})(?!\w)")
        self._merged = {code: collection.codebook.merged(code) for codes in self.codes.values() for code in codes}
        said = {
            messages(language)[key].replace("{area}", "").partition("{")[0]: _BOUNDARIES[key] for key in _BOUNDARIES
        }
        self._behind = {f"({plain(each).strip('(')}": old for each, old in said.items()}

    def named(self, block: Block) -> set[str]:
        """The codes of all that go by the names in a block."""
        said = " ".join(plain(part) for part in block.parts if isinstance(part, str))
        return set().union(*(self._meant(found, said) for found in self._any.finditer(said)))

    def _meant(self, name: re.Match, said: str) -> set[str]:
        codes = self.codes.get(name[0], set())
        behind = said[name.end() :].lstrip()
        old = next((old for words, old in self._behind.items() if behind.startswith(words)), None)
        return codes if old is None else {code for code in codes if self._merged[code] == old}

    def faults(self, named: set[str], figures: list[Figure], codes: Codes) -> Iterator[str]:
        """The figures that are of none of the areas named beside them, where any is; so with what is no figure."""
        for figure in figures if named else ():
            for ref in figure.of.codes:
                table = codes.kind(ref)
                if table in _OF_AN_AREA or (table == "observations" and _is_one(figure)):
                    row = codes.whole(ref)
                    area = getattr(row, "ref_area", "") or codes.whole(row.source_id).ref_area
                    if area not in named:
                        yield f"{figure} is of {area}, and the area named is {' '.join(sorted(named))}"


_STATES = (  # table, column, code list
    ("systems", "stage", "stage"), ("milestones", "phase", "phase"), ("relations", "outcome", "relation_outcome"),
)  # fmt: skip


class _Labels:
    """What the data call a figure's kind, its group and its speaker, and the answers on a pair, in one language."""

    def __init__(self, collection: Collection, language: str):
        book = collection.codebook

        def said(code_list: str, code: str) -> str:
            return str(book.label(code_list, code).said(language))

        self._decided, self._collection, self._language = book.comparability, collection, language
        self._outcomes, self._evidence = (
            {said(name, each).casefold(): each for each in book.codes(name)} for name in ("target_outcome", "evidence")
        )
        self._themes = {getattr(each, f"label_{language}").casefold(): each.theme for each in book.themes}
        self._read = said("role_basis", "read").casefold()
        self.roles, self.grades = (
            {said(name, each).casefold(): each for each in book.codes(name)} for name in ("role", "grade")
        )
        groups = {each.population: getattr(each, f"label_{language}") for each in book.populations}
        every = (*self.roles, *groups.values(), *(said("voice", each) for each in book.codes("voice")))
        self.of = {plain(name).casefold(): set() for name in every}  # name -> the observations that bear it
        for row in collection.observations:
            voice = getattr(row, f"speaker_{language}") or said("voice", row.voice)
            for name in (said("role", row.role), groups[row.population], voice):
                self.of.setdefault(plain(name).casefold(), set()).add(row.obs_id)
        self._states = {  # of what is no figure: table -> label -> what bears it
            table: _borne(collection.tables[table], column, lambda code, name=name: said(name, code))
            for table, column, name in _STATES
        }
        every = "|".join(map(re.escape, sorted(self.of, key=len, reverse=True)))
        self._begins = re.compile(rf"({every})(?=$| ?[,(])")
        groups = "|".join(map(re.escape, sorted({each.casefold() for each in groups.values()}, key=len, reverse=True)))
        self._counted = re.compile(rf" (?:of )?({groups})(?!\w)")
        words = "|".join(map(re.escape, listed("means_group", language)))
        self._group = re.compile(rf" (?:of |in )?(?:the )?(?:số )?({words})(?!\w)")
        roles = "|".join(map(re.escape, self.roles))
        self._before, self._behind = re.compile(rf"\b({roles})(?:: | )$"), re.compile(rf" ({roles})\b")

    def kinds(self, block: Block, codes: Codes) -> Iterator[str]:
        """ "Target: 80%", "91% of schools": a kind beside a figure, and the group beside a share, is its own."""
        parts = ["", *block.parts, ""]
        for before, figure, after in zip(parts, parts[1:], parts[2:], strict=False):
            if not isinstance(figure, Figure) or not _is_one(figure):
                continue
            beside = [self._before.search(str(before).casefold()) if isinstance(before, str) else None]
            beside.append(self._behind.match(str(after).casefold()) if isinstance(after, str) else None)
            for row in _observed(figure, codes):
                whole = codes.whole(row.code)
                for found in filter(None, beside):
                    if self.roles[found[1]] != row.role:
                        yield f"{figure} is a {row.role}, and “{found[1]}” stands beside it"
                    elif (  # a question and what a picture says may leave it to the sentences beside them
                        block.tag in ("li", "h3")
                        and whole.role_basis == "read"
                        and self._read not in str(block).casefold()
                    ):
                        yield f"“{self._read}” is missing beside “{found[1]}” of {figure}"
                other = self._group.match(str(after).casefold()) if SENSES[row.unit_measure].part else None
                if other and other[1] not in self._counts(whole):
                    yield f"{figure} is not of {other[1]}, which stand beside it"
                group = self._counted.match(str(after).casefold())
                if group and SENSES[row.unit_measure].part and row.code not in self.of[group[1]]:
                    yield f"{figure} is not of {group[1]}, which stand beside it"

    def _counts(self, row) -> str:
        """The words by which the data say what a figure counts."""
        book = self._collection.codebook
        group, entry = book.entry("populations", row.population), book.entry("indicators", row.indicator)
        own = [getattr(group, f"{each}_{self._language}") for each in ("label", "counted")]
        own += [getattr(entry, f"{each}_{self._language}") for each in ("name", "who")]
        return " ".join(filter(None, own)).casefold()

    def row(self, cells: list[Block], codes: Codes) -> Iterator[str]:
        """A cell that names a kind, a group or a speaker names that of a figure of its row."""
        own = {row.code for cell in cells for figure in cell.figures for row in _observed(figure, codes)}
        for cell in cells if own else ():
            said = plain(str(cell)).casefold()
            found = self._begins.match(said)
            if found and own.isdisjoint(self.of[found[1]]):
                yield f"“{found[1]}” is said of {' '.join(sorted(own))}, of which it is not"
                continue
            read = found and found[1] in self.roles and all(codes.whole(each).role_basis == "read" for each in own)
            if read and self._read not in said:
                yield f"“{self._read}” is missing beside “{found[1]}”"

    def states(self, cells: list[Block], codes: Codes) -> Iterator[str]:
        """A cell that is the stage of a system, the phase of a step or the outcome of a sum is that of its row."""
        refs = {ref for cell in cells for figure in cell.figures for ref in figure.of.codes}
        for table, labels in self._states.items():
            own = {ref for ref in refs if codes.kind(ref) == table}
            for cell in cells if own else ():
                if (label := _begun(cell, labels)) and own.isdisjoint(labels[label]):
                    yield f"“{label}” is said of {' '.join(sorted(own))}, of which it is not"

    def counts(self, block: Block, codes: Codes) -> Iterator[str]:
        """ "Done: 14": a count behind a stage or a phase is of what is at that stage."""
        for before, figure in pairwise(block.parts):
            if not isinstance(figure, Figure) or figure.of.core.operation != "count" or not isinstance(before, str):
                continue
            tables = {codes.kind(ref) for ref in figure.of.codes}
            labels = self._states.get(tables.pop(), {}) if len(tables) == 1 else {}
            said = plain(before).casefold().rstrip(": ")
            label = max(
                (each for each in labels if re.search(rf"(?<!\w){re.escape(each)}$", said)), key=len, default=""
            )
            if label and not labels[label].issuperset(figure.of.codes):
                yield f"{figure} counts others than what is “{label}”"

    def pair(self, cells: list[Block], codes: Codes) -> Iterator[str]:
        """The answer on a pair is none that its two rows, as typed, rule out; and what it refuses is not done."""
        grade = next((each for cell in cells if (each := self.grades.get(plain(str(cell)).casefold()))), "")
        figures = [figure for cell in cells for figure in cell.figures]
        pair = {row.code: codes.whole(row.code) for each in figures if _is_one(each) for row in _observed(each, codes)}
        if not grade or len(pair) != 2:
            return
        a, b = pair.values()
        apart = [name for name in ("unit_measure", "indicator") if getattr(a, name) != getattr(b, name)]
        if not any(self._is_of(each, a, b) for each in self._decided):
            apart += [name for name in ("population", "definition") if getattr(a, name) != getattr(b, name)]
        limits = [
            row.code for row in map(codes.row, pair) if row.role == "actual" and (row.bound != "exact" or row.hedge)
        ]
        if grade in "AB" and apart:
            yield f"{a.obs_id} and {b.obs_id} differ in {' and '.join(apart)}: no answer {grade}"
        if grade == "A" and limits:
            yield f"{' and '.join(limits)} is only a bound, or hedged: no answer A"
        differs = any({*pair} <= {*each.of.codes} and "minus" in each.of.operations for each in figures)
        if grade in "CX" and differs:
            yield f"a difference of {a.obs_id} and {b.obs_id} stands beside the answer {grade}"
        said = plain(" ".join(map(str, cells)))
        for each in self._decided if differs else ():
            condition = plain(getattr(each, f"condition_{self._language}") or "")
            if self._is_of(each, a, b) and condition not in said:
                yield f"“{condition}” is missing beside a difference of {a.obs_id} and {b.obs_id}"

    def _is_of(self, decided, a, b) -> bool:
        return {decided.a, decided.b} in ({a.obs_id, b.obs_id}, {a.definition, b.definition})

    def outcome(self, cells: list[Block], limits: dict[str, str], codes: Codes) -> Iterator[str]:
        """Whether a target was reached is what its level and the row's results, or else the latest, give."""
        said = next((each for cell in cells if (each := _begun(cell, self._outcomes))), "")
        figures = (each for cell in cells for each in cell.figures if said and _is_one(each))
        rows = {row.code: row for each in figures for row in _observed(each, codes)}
        results = [row.code for row in rows.values() if row.role == "actual"]
        for aim in (row for row in rows.values() if row.role == "target"):
            there = self._collection.select(aim.ref_area, indicator=aim.indicator, **limits)
            known = results or [row.obs_id for row in there if row.role == "actual"][-1:]
            due = read_period(aim.time_period).last.isoformat() if aim.time_period else ""
            match code := self._outcomes[said]:
                case "met" | "exceeded" | "short":
                    right = code in {_reached(aim, codes.row(each), codes) for each in known}
                case "not_due":
                    right = due > self._collection.day(limits.get("as_of", "")).isoformat()
                case "area_changed":
                    right = "" < (codes.row(aim.ref_area).valid_to or "") < due
                case "undecided":
                    right = bool(known)
                case _:  # no figure, or a claim in words only
                    right = not known
            if not right:
                yield f"“{said}” is said of {aim.code}, of which it is not"

    def documented(
        self, cells: list[Block], scope: Scope, areas: _Areas, limits: dict[str, str], codes: Codes
    ) -> Iterator[str]:
        """How well a theme is documented, in its row and under the name of an area, is what the articles give."""
        theme, find = self._themes.get(plain(str(cells[0])).casefold()), self._collection.select
        for cell in cells[1:] if theme else ():
            said, own = _begun(cell, self._evidence), areas.named(Block("th", parts=[cell.head])) & {*scope.areas}
            if not said or not own:
                continue
            within = limits | {"areas": own, "sector": scope.sector}
            rows = find(theme=theme, **within)
            printed = [row for row in rows if row.bound != "all"]
            results = {row.obs_id for row in printed if row.role == "actual"}
            words = (row for each in ("statements", "systems", "milestones") for row in find(table=each, **within))
            spoken = rows or any(theme in row.theme.split(MANY) for row in words)
            code = "number" if results else "target" if printed else "words" if spoken else "not_reported"
            if self._evidence[said] != code:
                yield f"“{said}” is said of {theme} in {' '.join(sorted(own))}, of which the articles give: {code}"
            counted = {row.code for figure in cell.figures for row in _observed(figure, codes)}
            if cell.figures and counted != results:
                yield f"{cell} counts others than the results of {theme} in {' '.join(sorted(own))}"


def _borne(rows: Iterable, column: str, said: Callable[[str], str]) -> dict[str, set[str]]:
    """The labels of a column, and which rows bear them."""
    found = defaultdict(set)
    for row in rows:
        found[plain(said(getattr(row, column))).casefold()].add(row.ref)
    return found


def _begun(cell: Block, names: dict) -> str:
    """The name that a cell begins with, alone or before a bracket; "" of none."""
    said = plain(str(cell)).casefold().partition(" (")[0]
    return said if said in names else ""


def _reached(aim: SimpleNamespace, result: SimpleNamespace, codes: Codes) -> str:
    """Is the level of a target passed, met or missed by all that a result allows? "" where that is open."""
    find, fewer = Evaluation(codes).of, codes.indicator(aim.indicator).direction == "down"
    try:
        down = aim.bound in ("lt", "le") or (fewer and aim.bound == "exact")
        level = find(parse(f"{'upper' if down else 'lower'}({aim.code})"))
        ends = [find(parse(f"{end}({result.code})")) for end in ("lower", "upper")][:: -1 if down else 1]
    except ValueError:  # what is hedged has no ends
        return ""
    low, high = ((each.number - level.number) * (-1 if down else 1) for each in ends)
    low_open, high_open = (each.bound in ("gt", "lt") for each in ends)
    above, strict = low > 0 or (low == 0 and low_open), aim.bound in ("gt", "lt")
    if above:
        return "met" if strict else "exceeded"
    if not strict and low == 0:
        return "met"
    return "short" if high < 0 or (high == 0 and (strict or high_open)) else ""


def _cited_names(block: Block, own: dict[str, set[str]], codes: Codes) -> Iterator[str]:
    """ "[3] Báo Mới": behind the number of an article stand its own outlet, author and title, and no other's."""
    article = ""
    for before, part, after in zip(["", *block.parts], block.parts, [*block.parts[1:], ""], strict=False):
        if isinstance(part, Figure) and part.of.operation == "cited":
            alone = str(before).endswith("[") and str(after).startswith("]")
            article = part.of.codes[0] if alone else ""
        elif article and isinstance(part, str):
            said = plain(part)
            for name in own if said else ():
                if name in said and article not in own[name]:
                    yield f"“{name}” stands behind the number of {article}"
                said = re.sub(bounded(name), " ", said)


def _of_sources(collection: Collection) -> dict[str, set[str]]:
    """The outlets of the articles, the longest first, and which articles they are of."""
    found = defaultdict(set)
    for row in collection.tables["sources"]:
        for name in filter(None, (row.outlet, row.republished_from, row.title)):
            found[plain(name)].add(row.source_id)
    return dict(sorted(found.items(), key=lambda each: -len(each[0])))


def _times(cells: list[Block], codes: Codes) -> Iterator[str]:
    """A time in a row is of something that the row shows besides."""
    figures = [figure for cell in cells for figure in cell.figures if any(map(codes.kind, figure.of.codes))]
    shown = {ref for figure in figures if figure.of.core.operation != "time" for ref in figure.of.codes}
    for figure in figures if any(codes.kind(ref) != "sources" for ref in shown) else ():
        if figure.of.core.operation == "time" and shown.isdisjoint(figure.of.codes):
            yield f"{figure} is the time of {figure.of.codes[0]}, of which the row shows nothing else"


def _placed(cells: list[Block]) -> Iterator[str]:
    """In a row that says where a figure is printed, the figure is the one printed there."""
    figures = [figure for cell in cells for figure in cell.figures]
    places = {ref for figure in figures if _is_place(figure) for ref in figure.of.codes}
    for figure in figures:
        if places and _is_one(figure) and not places.issuperset(figure.of.codes):
            yield f"{figure} is not printed where the row says"


class Beside:
    """What stands beside the numbers of one collection, in one language."""

    def __init__(self, codes: Codes, language: str):
        self.codes, self.language = codes, language
        self.areas, self.labels = _Areas(codes.collection, language), _Labels(codes.collection, language)
        self.papers, self.indicators = _of_sources(codes.collection), _indicator_names(language, codes)
        self.names = _Names(self.indicators)

    def block(self, block: Block, scope: Scope | None) -> Iterator[str]:
        """What is wrong in a block of a page of `scope`."""
        codes = self.codes
        for each in (_dates, _marks, _spans, _signs):
            yield from each(block, codes)
        yield from _outside(block, scope, codes)
        if block.tag != "body":
            named = self.areas.named(block)
            yield from self.areas.faults(named, block.figures, codes)
            if block.tag == "h1" and scope and named and named.isdisjoint(scope.areas):
                yield f"{' '.join(sorted(named))} is asked about on a page of {scope}"
        yield from _multiples(block, self.language, codes)
        yield from _inferred(block, self.language, codes)
        if scope:  # in a lesson the question supposes it
            yield from _supposed(block, self.language, codes)
            yield from _used(block, self.language, codes)
        yield from self.labels.kinds(block, codes)
        yield from self.labels.counts(block, codes)
        yield from self.names.faults(block, codes)
        yield from _cited_names(block, self.papers, codes)

    def row(self, cells: list[Block], scope: Scope | None, limits: dict[str, str]) -> Iterator[str]:
        """What is wrong in a row of a table on a page of `scope`, made of what is within `limits` (`select`)."""
        figures = [figure for cell in cells for figure in cell.figures]
        named = self.areas.named(cells[0]) if cells[0].tag == "th" else set()
        yield from _named(cells, self.indicators, self.codes)
        yield from _placed(cells)
        yield from _times(cells, self.codes)
        yield from self.labels.row(cells, self.codes)
        yield from self.labels.states(cells, self.codes)
        yield from self.labels.pair(cells, self.codes)
        yield from self.labels.outcome(cells, limits, self.codes)
        if own := cells[0].scope or scope:
            yield from self.labels.documented(cells, own, self.areas, limits, self.codes)
        yield from self.areas.faults(named, figures, self.codes)
