"""The ledger: every number of every text is accounted for, and every reading is what the text says.

Whoever has the articles' texts can prove in a second that nothing was left out and nothing mistyped. For each
article the text must be the one that was read (its SHA-256), every run of digits must belong to exactly one
set-aside row or to observations, every token must stand where its row says, and each observation's value, unit,
bound and hedge must be what the token and the words around it say when a machine reads them (`reader`). Where the
machine is wrong, a person says why in the column `overruled`; the ledger tells each such reading, and a reason given
where the two agree is a fault.

What is typed beside the tokens is held against the text as far as that needs no reading of meaning. The text names
the areas and the officials who speak, and its paragraph a system; what a relation states is printed so; and a step of
the article's own year, where no year is printed, stands in a paragraph that speaks of this year.

Of each erratum the text still prints what the row says it does (`errata`).

The sentences of a text belong to its paper: no cell holds so many syllables in a row of one that it would be quoting.

A workbook is opened only to name the cell of a discrepancy.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from sosanh.curate import errata, workbooks
from sosanh.curate.rules import NUMBERS
from sosanh.data import package, paths
from sosanh.data.problems import Problem
from sosanh.data.tables import ARTICLE, CODEBOOK, TABLES, as_text, read_csv
from sosanh.vietnamese.kinds import BY_A_PERSON
from sosanh.vietnamese.reader import JOIN, Token, normal, paragraphs, tokens

NOT_CHECKED = "SHA-256 of the texts, that every number is accounted for, that tokens and names stand there, readings"
QUOTED = 14  # syllables in a row that only a sentence of the text has; its title is its name
WORDS_OF = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười")
_THIS_YEAR = re.compile(r"(?i)\b(?:nay|(?:năm học|tháng|quý|kỳ) này|vừa qua|(?:trong|cả|đầu|cuối) năm(?! [0-9]))\b")
_DAY_ALONE = re.compile(r"(?<![0-9/])[0-3]?[0-9]/[01]?[0-9](?![0-9/])")
_SYLLABLE = re.compile(r"\w+")
_DIGITS = re.compile(r"[0-9]+")
_READ = NUMBERS | {name: name for name in ("unit_mult", "unit_measure", "bound", "hedge")}  # column -> of a reading


@dataclass(frozen=True)
class Entry:
    """What the ledger says of one article."""

    source_id: str
    numbers: int
    observed: int
    set_aside: int
    faults: tuple[str, ...]
    overruled: tuple[str, ...] = ()
    text: str = ""  # where it was looked for and is not

    def __str__(self) -> str:
        if self.text:
            return f"{self.source_id}: NOT checked: its text, {self.text}, is not there"
        said = (f"{self.source_id}: {self.observed + self.set_aside} of {self.numbers} numbers accounted for: "
                f"{self.observed} observed, {self.set_aside} set aside")  # fmt: skip
        if not self.overruled:
            return said
        readings = "1 reading" if len(self.overruled) == 1 else f"{len(self.overruled)} readings"
        return f"{said}\n{self.source_id}: {readings} overruled by a person\n  " + "\n  ".join(self.overruled)


def verify(texts: Path, processed: Path | None = None, raw: Path | None = None) -> list[Entry]:
    """The ledger of every article, from the folder that holds `<source_id>.txt` for each."""
    names = ("observations", "set_aside", "paragraphs", "systems", "milestones", "relations", "errata")
    held = {name: read_csv(name, processed) for name in names}
    entries = []
    written, spelt = list(_written(processed)), _spelt(processed)
    for source in read_csv("sources", processed):
        own = {name: [row for row in rows if row["source_id"] == source["source_id"]] for name, rows in held.items()}
        entries.append(_entry(source, own, texts, raw or paths.RAW, written, spelt))
    return entries


def arithmetic(processed: Path | None = None) -> list[str]:
    """What fails recomputation in the articles themselves: a finding about them, not a fault of the data."""
    fractions = [
        f"{row['obs_id']}: prints {row['as_printed']}, which is {row['arithmetic']}; "
        f"nearest to it: {row['attainable'].replace('; ', '%, ')}%"
        for row in read_csv("observations", processed)
        if row["arithmetic"] in ("mismatch", "unattainable")
    ]
    relations = [
        f"{row['source_id']} relation {row['relation_no']}: states {row['stated']} ({row['bound']}), "
        f"recomputed {row['expected']}"
        for row in read_csv("relations", processed)
        if row["outcome"] == "fails"
    ]
    return [f"Arithmetic that fails in the articles: {len(fractions) + len(relations)}", *fractions, *relations]


def drafts(texts: Path | None = None) -> list[str]:
    """A line for each article that is still being entered: how many of its numbers are, where its text is at hand.

    The tables are those of the workbooks: an article that they do not know is a draft.
    """
    return [_draft(path, texts) for path in package.unknown()]


def _draft(path: Path, texts: Path | None) -> str:
    sheets, _ = workbooks.read(path, ["observations", "set_aside"])  # what is wrong with a draft is no error yet
    rows = [(name, row) for name, sheet in sheets.items() for row in sheet.rows.values()]
    entered = (row["paragraph"] and row["as_printed"] and row["review"] != workbooks.CANDIDATE for _, row in rows)
    rows = [
        each for each, there in zip(rows, entered, strict=True) if there
    ]  # what nobody has decided on is not entered
    text = texts and texts / f"{path.stem}.txt"
    if not text or not text.is_file():
        entered = {(row["paragraph"], row["as_printed"], row["occurrence"]) for _, row in rows}
        numbers = "1 number" if len(entered) == 1 else f"{len(entered)} numbers"
        return f"{path.stem}: draft: {numbers} entered"
    article = _Article(path, text.read_text(encoding="utf-8-sig", errors="replace"))
    places = [article.place(name, row | {"overruled": "yes"}) for name, row in rows]
    entered = {at for place in places if place for at in article.runs(place.spans)}
    there = sum(entered.issuperset(article.runs(token.spans)) for token in article.tokens)
    return f"{path.stem}: draft: {there} of {len(article.tokens)} numbers entered"


def _spelt(processed: Path | None) -> dict[str, list[str]]:
    """Area -> how it may be printed: its names, and those of the areas that became it. The country has none to find."""
    areas = {row["ref_area"]: row for row in read_csv("areas", processed) if row["map"]}
    spelt = {code: [] for code in areas}
    for row in read_csv("area_aliases", processed):
        for code in (row["ref_area"], areas.get(row["ref_area"], {}).get("successor")):
            if code in spelt:
                spelt[code].append(row["alias"])
    return spelt


_Cell = tuple[str, dict[str, str], str]  # of the tables: which one, the row, the column


def _written(processed: Path | None) -> Iterator[tuple[_Cell, tuple[str, ...]]]:
    """Every cell that is long enough to quote, with its syllables; of an article's own row none."""
    for table in TABLES:
        for row in read_csv(table, processed) if table != "sources" else ():
            for column, held in row.items():
                syllables = tuple(_SYLLABLE.findall(held.lower()))
                if len(syllables) >= QUOTED:
                    yield (table, row, column), syllables


def _typed(cell: _Cell, raw: Path, source_id: str) -> tuple[str, str, str]:
    """File, sheet and cell that a cell of the tables was typed into: in its article's workbook, or in the codebook, or
    in the workbook of the article `source_id`, whose new rows are to go there."""
    table, row, column = cell
    own = raw / "articles" / f"{row.get('source_id', source_id)}.xlsx"
    shared = raw / paths.CODEBOOK.name if table in CODEBOOK else own
    books = [workbooks.read(shared, [table])] + [workbooks.proposed(own)] * (table in workbooks.NEW)
    places = (sheets[table].place_of(row, column) for sheets, _ in books if table in sheets)
    return next(filter(None, places), (shared.name, table, ""))


def _runs(syllables: Sequence[str]) -> Iterator[tuple[str, ...]]:
    return (tuple(syllables[at : at + QUOTED]) for at in range(len(syllables) - QUOTED + 1))


def quotes(text: str, written: Iterable[tuple[Any, tuple[str, ...]]]) -> Iterator[tuple[Any, str]]:
    """The cells that hold a stretch of a sentence of the text, each with the first words of it."""
    own = set(_runs(_SYLLABLE.findall(text.lower())))
    for where, syllables in written:
        if run := next((each for each in _runs(syllables) if each in own), None):
            yield where, " ".join(run[:5])


def _entry(
    source: dict[str, str], rows: dict[str, list[dict[str, str]]], texts: Path, raw: Path,
    written: list[tuple[_Cell, tuple[str, ...]]], spelt: dict[str, list[str]],
) -> Entry:  # fmt: skip
    source_id = source["source_id"]
    path = texts / f"{source_id}.txt"
    if not path.is_file():
        return Entry(source_id, 0, 0, 0, (), text=str(path))
    content = path.read_bytes()
    article = _Article(raw / "articles" / f"{source_id}.xlsx", content.decode("utf-8-sig"))
    found = hashlib.sha256(content).hexdigest()
    if found != source["text_sha256"]:
        article.fault("sources", source, "text_sha256", f"{found}, the SHA-256 of {path.name}")
    placed = {}
    for sheet in ("observations", "set_aside"):
        for row in rows[sheet]:
            if token := article.place(sheet, row):
                article.check(sheet, row, token)
                if row.get("bound") != "all":
                    placed[sheet, token.spans] = row
    article.check_beside(source, rows, spelt)
    for row in rows["paragraphs"]:
        article.check_opening(row)
    article.check_numbered(rows["paragraphs"])
    for row in rows["errata"]:
        if found := errata.fault(row, article.line(row) if row["paragraph"] else article.text):
            article.fault("errata", row, *found)
    numbers, observed = len(placed) + article.check_cover(placed), [sheet for sheet, _ in placed].count("observations")
    for cell, words in quotes(article.text, written):
        mend = f"your own words: at most {QUOTED - 1} syllables in a row as a text has them"
        _, row, column = cell
        said = Problem(*_typed(cell, raw, source_id), row[column], f"{mend}; “{words} …” and more stands so there")
        article.faults.append(str(said))
    faults, overruled = tuple(article.faults), tuple(article.overruled)
    return Entry(source_id, numbers, observed, len(placed) - observed, faults, overruled)


class _Article:
    """One text with its tokens, and the faults found so far; `book` is the article's workbook."""

    def __init__(self, book: Path, text: str):
        self.book, self.text = book, normal(text)
        self.tokens = tokens(self.text)
        self.paragraphs = {number: (offset, line) for number, offset, line in paragraphs(self.text)}
        self.beyond: Counter = Counter()  # paragraph and token -> rows that stand for one more than there are
        self.faults: list[str] = []
        self.overruled: list[str] = []

    @cached_property
    def sheets(self) -> dict[str, workbooks.Sheet]:
        return workbooks.read(self.book, ARTICLE)[0]

    def fault(self, sheet: str, row: dict, column: str, allowed: str, at: int | None = None, found: str = "") -> None:
        """A discrepancy, with the workbook's cell and, where there is one, the place in the text."""
        place = self.sheets[sheet].place_of(row, column) if sheet in self.sheets else None
        said = str(Problem(*(place or (self.book.name, sheet, "")), found or str(row[column]), allowed))
        self.faults.append(said if at is None else f"{said} {self.where(at)}")

    def where(self, at: int) -> str:
        """A place in the text, in brackets: its paragraph, its character in it, and a few of the characters there."""
        number, offset = max((n, o) for n, (o, _) in self.paragraphs.items() if o <= at)
        around = self.paragraphs[number][1][max(0, at - offset - 12) : at - offset + 18]
        return f"(text: paragraph {number}, character {at - offset + 1}, at “{around}”)"

    def runs(self, spans: Iterable[tuple[int, int]]) -> list[int]:
        """Where the runs of digits within a place begin."""
        return [run.start() for start, end in spans for run in _DIGITS.finditer(self.text, start, end)]

    def place(self, sheet: str, row: dict) -> Token | None:
        """The row's token where it stands in the text; None, and a fault, where it does not."""
        number, occurrence = int(row["paragraph"]), int(row["occurrence"])
        if number not in self.paragraphs:
            self.fault(sheet, row, "paragraph", f"1 to {len(self.paragraphs)}, the text's paragraphs")
            return None
        offset, line = self.paragraphs[number]
        places = [each for each in self.tokens if each.paragraph == number and each.as_printed == row["as_printed"]]
        if row["overruled"] or not places:  # what a machine reads as one token first, then the same within others
            there = {token.spans for token in places}
            pieces = _stands(row["as_printed"], line, offset, glued=bool(row["overruled"]))
            places += [self._piece(sheet, spans) for spans in pieces if spans not in there]
        if not places:
            self.fault(sheet, row, "as_printed", f"a token of paragraph {number}, which has it 0 times", offset)
            return None
        if len(places) < occurrence:
            self.beyond[number, row["as_printed"]] += 1
            times = f"as often as paragraph {number} has {row['as_printed']!r}"
            self.fault(sheet, row, "occurrence", f"at most {len(places)}, {times}", offset)
            return None
        return places[occurrence - 1]

    def _piece(self, sheet: str, spans: tuple[tuple[int, int], ...]) -> Token:
        """A place that no token of the machine is just of. What is set aside there is of the kind of those that have
        its digits, if they are of one kind."""
        within = [t for t in self.tokens if any(a < end and start < b for a, b in t.spans for start, end in spans)]
        kinds, kind = {t.kind for t in within}, f"part of another token, {' and '.join(t.as_printed for t in within)}"
        if sheet == "set_aside" and len(kinds) == 1:
            [kind] = kinds
        return Token(0, 0, spans[0][0], spans[-1][1], "", "", kind, None, spans)

    def check(self, sheet: str, row: dict, token: Token) -> None:
        """The row against what a machine reads at its place: differences are faults, unless a person overrules the
        reading; a reason without a difference is one too, and a person's words too stand in the text."""
        differences = list((_misread if sheet == "observations" else _of_another_kind)(row, token))
        at = token.start
        if not row["overruled"]:
            for column, read in differences:
                no_figure = column == "as_printed"
                allowed = f"a figure; it reads as: {read}" if no_figure else f"{read}, as the text says"
                self.fault(sheet, row, column, allowed, at)
            return
        if words := row.get("wording"):
            line = self.paragraphs[int(row["paragraph"])][1]
            if not all(each in line for each in re.split(f" … |{re.escape(JOIN)}", words)):
                self.fault(sheet, row, "wording", "words of the paragraph", at)
        if differences:
            said = ", ".join(f"{column} {row[column] or 'blank'} (machine: {read})" for column, read in differences)
            self.overruled.append(f"{sheet}, paragraph {row['paragraph']}, {said}: {row['overruled']}")
        else:
            self.fault(sheet, row, "overruled", "blank: the machine reads the same", at)

    def check_beside(self, source: dict, rows: dict[str, list[dict]], spelt: dict[str, list[str]]) -> None:
        """Names that stand in the text, and what else a row says of its paragraph that needs no understanding."""
        whole = _plain(self.text)
        for sheet, row in [("sources", source), *(("observations", each) for each in rows["observations"])]:
            own = sheet == "sources" or row["ref_area"] != source["ref_area"]
            if own and (names := spelt.get(row["ref_area"])) and not any(_names(each, whole) for each in names):
                self.fault(sheet, row, "ref_area", f"an area that the text names; it has no {names[0]} in any spelling")
        for row in rows["observations"]:
            person = row["speaker_vi"].partition(",")[0]
            if row["voice"] in ("named_official", "provincial_authority") and not _names(person, whole):
                self.fault("observations", row, "speaker_vi", f"a name that the text prints; it has no {person}")
        for row in rows["systems"]:
            if not _names(row["name"], _plain(self.line(row))):
                self.fault("systems", row, "name", f"a name as paragraph {row['paragraph']} prints it")
        for row in rows["relations"]:
            read = [t.reading for t in self.tokens if t.paragraph == int(row["paragraph"]) and t.reading]
            stated = {as_text(each.bound) for each in read if as_text(each.value) == row["stated"]}
            typed = {each["bound"] for each in rows["observations"] if each["obs_value"] == row["stated"]}
            if not stated | typed:  # in words: "gần năm năm"
                spoken = WORDS_OF[int(row["stated"])] if row["stated"] in map(str, range(len(WORDS_OF))) else None
                if not spoken or not _names(spoken, _plain(self.line(row))):
                    self.fault("relations", row, "stated", f"a number that paragraph {row['paragraph']} prints")
            elif row["bound"] not in stated | typed:
                self.fault("relations", row, "bound", f"{' or '.join(sorted(stated | typed))}, as the text says of "
                           f"{row['stated']}")  # fmt: skip
        for sheet, column in (("milestones", "when"), ("systems", "since")):
            for row in rows[sheet]:
                if not row[column] or row[column].startswith("SY"):
                    continue
                line = self.line(row)
                unsaid = [year for year in re.findall("[0-9]{4}", row[column]) if year not in line]
                if unsaid and not (_THIS_YEAR.search(line) or _DAY_ALONE.search(line)):
                    said = (
                        f"a time that paragraph {row['paragraph']} prints; it has neither {unsaid[0]} nor “this year”"
                    )
                    self.fault(sheet, row, column, said)

    def line(self, row: dict) -> str:
        return self.paragraphs.get(int(row["paragraph"]), (0, ""))[1]

    def check_opening(self, row: dict) -> None:
        """The first words of a paragraph, by which a reader is to find it, are those of that paragraph."""
        _, line = self.paragraphs.get(int(row["paragraph"]), (0, ""))
        opens = " ".join(line.split()[:5])
        if not f"{opens} ".startswith(f"{row['opens']} "):
            self.fault("paragraphs", row, "opens", f"{opens!r} or the first of these words")

    def check_numbered(self, rows: list[dict]) -> None:
        """From the first to the last line with a number every line is in the sheet: what nobody looked at may be one
        of the article's own paragraphs, and all numbers after it would be wrong."""
        numbers = {int(row["paragraph"]): row["number"] for row in rows}
        own = [line for line, number in numbers.items() if number]
        for line in range(min(own), max(own)) if own else ():
            if line not in numbers and line in self.paragraphs:
                offset, said = self.paragraphs[line]
                nowhere = f"{' '.join(said.split()[:5])!r}, between numbered paragraphs, is in no row of paragraphs"
                self.faults.append(f"{self.book.name}: {nowhere} {self.where(offset)}")

    def check_cover(self, placed: dict[tuple[str, tuple], dict]) -> int:
        """Every run of digits in observations or in one set-aside row; returns how many numbers are in neither."""
        owners: dict[int, str] = {}
        for (sheet, spans), row in placed.items():
            runs = self.runs(spans)
            if twice := [at for at in runs if at in owners]:
                self.fault(sheet, row, "as_printed", f"one row; {owners[twice[0]]} has it too", twice[0])
            owners |= dict.fromkeys(runs, sheet)
        alone = [at for at in self.runs([(0, len(self.text))]) if at not in owners]
        missing = {next(t for t in self.tokens if any(start <= at < end for start, end in t.spans)) for at in alone}
        alike = Counter((each.paragraph, each.as_printed) for each in missing)
        for token in sorted(missing, key=lambda each: each.start):
            at = (token.paragraph, token.as_printed)
            if alike[at] <= self.beyond[at]:
                continue  # its row is there, and told already: the occurrence is wrong
            nowhere = f"{token.as_printed!r} is in no row of observations or set_aside"
            self.faults.append(f"{self.book.name}: {nowhere} {self.where(token.start)}")
        return len(missing)


def _plain(text: str) -> str:
    """A text in which names are looked for: in small letters, all space alike."""
    return " ".join(text.casefold().split())


def _names(name: str, plain: str) -> bool:
    """Does the text have the name, with no letter on either side?"""
    return re.search(rf"(?<!\w){re.escape(_plain(name))}(?!\w)", plain) is not None


def _stands(as_printed: str, line: str, offset: int, glued: bool) -> Iterator[tuple[tuple[int, int], ...]]:
    """Where words or a part of a longer token stand: with no letter or digit on either side, or `glued` to letters.

    Of tokens joined by a person each piece is the next one behind the piece before.
    """
    edge = "[0-9]" if glued else r"\w"
    first, *others = (re.compile(rf"(?<!{edge}){re.escape(each)}(?!{edge})") for each in as_printed.split(JOIN))
    for piece in first.finditer(line):
        pieces = [piece]
        for other in others:
            pieces.append(pieces[-1] and other.search(line, pieces[-1].end()))
        if all(pieces):
            yield tuple((offset + each.start(), offset + each.end()) for each in pieces)


def _misread(row: dict, token: Token) -> Iterator[tuple[str, str]]:
    """(column, what a machine reads) where an observation says otherwise; words such as "đều" have nothing to read."""
    if row["bound"] == "all":
        return
    if token.reading is None:
        yield "as_printed", token.kind
        return
    for column, name in _READ.items():
        read = as_text(getattr(token.reading, name))
        unscaled = column == "unit_mult" and {row[column], read} == {"", "0"}
        if row[column] != read and not unscaled:
            yield column, read or "blank"
    if row["wording"] and row["wording"] not in token.wording:
        yield "wording", repr(token.wording)


def _of_another_kind(row: dict, token: Token) -> Iterator[tuple[str, str]]:
    """What is set aside against what a machine takes it for; what repeats or frames, only a person sees."""
    if token.kind != ("figure" if row["kind"] in BY_A_PERSON else row["kind"]):
        yield "kind", token.kind
