"""The ledger: every number of every text is accounted for, and every reading is what the text says.

Whoever has the articles' texts can prove in a second that nothing was left out and nothing mistyped. For each
article the text must be the one that was read (its SHA-256), every run of digits must belong to exactly one
set-aside row or to observations, every token must stand where its row says, and each observation's value, unit,
bound and hedge must be what the token and the words around it say when a machine reads them (`printed`).

The CSVs are read here without pandas, and a workbook is opened only to name the cell of a discrepancy.
"""

import csv
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from sosanh import paths
from sosanh.printed import JOIN, Token, normal, paragraphs, tokens
from sosanh.problems import Problem

_CHECKED = ("observations", "set_aside", "paragraphs")
NOT_CHECKED = "SHA-256 of the texts, that every number is accounted for, that tokens stand where rows say, readings"
_DIGITS = re.compile(r"[0-9]+")
_READ = {  # column of an observation -> the reading's name for it
    "obs_value": "value", "obs_value_to": "value_to", "unit_mult": "unit_mult", "unit_measure": "unit_measure",
    "numerator": "numerator", "denominator": "denominator", "out_of": "out_of", "bound": "bound", "hedge": "hedge",
}  # fmt: skip


@dataclass(frozen=True)
class Place:
    """A row's token in the text: its pieces by character offset, and the machine's token there, if it has one."""

    spans: tuple[tuple[int, int], ...]
    token: Token | None


@dataclass(frozen=True)
class Entry:
    """What the ledger says of one article."""

    source_id: str
    numbers: int
    observed: int
    set_aside: int
    faults: tuple[str, ...]

    def __str__(self) -> str:
        counted = f"{self.observed + self.set_aside} of {self.numbers} numbers accounted for"
        return f"{self.source_id}: {counted}: {self.observed} observed, {self.set_aside} set aside"


def verify(texts: Path, processed: Path | None = None, raw: Path | None = None) -> list[Entry]:
    """The ledger of every article, from the folder that holds `<source_id>.txt` for each."""
    processed, raw = processed or paths.PROCESSED, raw or paths.RAW
    return [
        _entry(source, *(_rows(processed, table, source) for table in _CHECKED), texts, raw)
        for source in _read(processed / "sources.csv")
    ]


def arithmetic(processed: Path | None = None) -> list[str]:
    """What fails recomputation in the articles themselves: a finding about them, not a fault of the data."""
    processed = processed or paths.PROCESSED
    fractions = [
        f"{row['obs_id']}: prints {row['as_printed']}, which is {row['arithmetic']}; "
        f"nearest to it: {row['attainable'].replace('; ', '%, ')}%"
        for row in _read(processed / "observations.csv")
        if row["arithmetic"] in ("mismatch", "unattainable")
    ]
    relations = [
        f"{row['source_id']} relation {row['relation_no']}: states {row['stated']} ({row['bound']}), "
        f"recomputed {row['expected']}"
        for row in _read(processed / "relations.csv")
        if row["outcome"] == "fails"
    ]
    return [f"Arithmetic that fails in the articles: {len(fractions) + len(relations)}", *fractions, *relations]


def _read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _rows(processed: Path, table: str, source: dict[str, str]) -> list[dict[str, str]]:
    return [row for row in _read(processed / f"{table}.csv") if row["source_id"] == source["source_id"]]


def _entry(
    source: dict, observations: list[dict], aside: list[dict], openings: list[dict], texts: Path, raw: Path
) -> Entry:
    source_id = source["source_id"]
    path = texts / f"{source_id}.txt"
    if not path.is_file():
        return Entry(source_id, 0, 0, 0, (f"{source_id}: its text was not checked: no {path}",))
    content = path.read_bytes()
    article = _Article(source_id, content.decode("utf-8-sig"), raw)
    found = hashlib.sha256(content).hexdigest()
    if found != source["text_sha256"]:
        article.fault("sources", source, "text_sha256", source["text_sha256"], f"{found}, the SHA-256 of {path.name}")
    observed = {}
    for row in observations:
        if place := article.place("observations", row):
            article.check_reading(row, place)
            if row["bound"] != "all":
                observed[place.spans] = row
    taken = {}
    for row in aside:
        if place := article.place("set_aside", row):
            taken[place.spans] = row
    for row in openings:
        article.check_opening(row)
    numbers = article.check_cover(observed, taken)
    return Entry(source_id, numbers, len(observed), len(taken), tuple(article.faults))


class _Article:
    """One text with its tokens, and the faults found so far."""

    def __init__(self, source_id: str, text: str, raw: Path):
        self.source_id, self.raw = source_id, raw
        self.text = normal(text)
        self.tokens = tokens(self.text)
        self.paragraphs = {number: (offset, line) for number, offset, line in paragraphs(self.text)}
        self.faults: list[str] = []

    def fault(self, sheet: str, row: dict, column: str, found: str, allowed: str, at: int | None = None) -> None:
        """A discrepancy, with the workbook's cell and, where there is one, the place in the text."""
        cell = _cell(self.raw / "articles" / f"{self.source_id}.xlsx", sheet, row, column)
        said = str(Problem(f"{self.source_id}.xlsx", sheet, cell, found, allowed))
        self.faults.append(said if at is None else f"{said} ({self.where(at)})")

    def where(self, at: int) -> str:
        """A place in the text: its paragraph, its character in it, and a few of the characters there."""
        number, offset = max((n, o) for n, (o, _) in self.paragraphs.items() if o <= at)
        around = self.paragraphs[number][1][max(0, at - offset - 12) : at - offset + 18]
        return f"text: paragraph {number}, character {at - offset + 1}, at “{around}”"

    def place(self, sheet: str, row: dict) -> Place | None:
        """Where the row's token stands; None, and a fault, where it does not."""
        number, occurrence = int(row["paragraph"]), int(row["occurrence"] or 1)
        if number not in self.paragraphs:
            self.fault(sheet, row, "paragraph", str(number), f"1 to {len(self.paragraphs)}, the text's paragraphs")
            return None
        same = [t for t in self.tokens if t.paragraph == number and t.as_printed == row["as_printed"]]
        offset, line = self.paragraphs[number]
        places = [Place(token.spans, token) for token in same]
        places = places or [Place(spans, None) for spans in _stands(row["as_printed"], line, offset)]
        if len(places) < occurrence:
            times = f"a token of paragraph {number}, which has it {len(places)} times"
            self.fault(sheet, row, "occurrence" if places else "as_printed", row["as_printed"], times, offset)
            return None
        return places[occurrence - 1]

    def check_reading(self, row: dict, place: Place) -> None:
        """The row against what a machine reads at its place; words such as "đều" have nothing to read."""
        if row["bound"] == "all":
            return
        at = place.spans[0][0]
        if place.token is None or place.token.reading is None:
            kind = place.token.kind if place.token else "part of another token"
            self.fault("observations", row, "as_printed", row["as_printed"], f"a figure; it reads as: {kind}", at)
            return
        for column, name in _READ.items():
            read = getattr(place.token.reading, name)
            if not _same(row[column], read, column):
                self.fault("observations", row, column, row[column], f"{_shown(read)}, as the text says", at)
        if row["wording"] and row["wording"] not in place.token.wording:
            self.fault("observations", row, "wording", row["wording"], f"{place.token.wording!r}, as the text says", at)

    def check_opening(self, row: dict) -> None:
        """The first words of a paragraph, by which a reader is to find it, are those of that paragraph."""
        _, line = self.paragraphs.get(int(row["paragraph"]), (0, ""))
        opens = " ".join(line.split()[:5])
        if not f"{opens} ".startswith(f"{row['opens']} "):
            self.fault("paragraphs", row, "opens", row["opens"], f"{opens!r} or the first of these words")

    def check_cover(self, observed: dict, taken: dict) -> int:
        """Every run of digits in observations or in one set-aside row; returns how many numbers the text has."""
        owners: dict[int, list[tuple[str, dict]]] = {}
        for sheet, places in (("observations", observed), ("set_aside", taken)):
            for spans, row in places.items():
                for start, end in spans:
                    for run in _DIGITS.finditer(self.text, start, end):
                        owners.setdefault(run.start(), []).append((sheet, row))
        missing, twice = set(), {}
        for run in _DIGITS.finditer(self.text):
            own = owners.get(run.start(), [])
            if not own:
                token = next(t for t in self.tokens if any(s <= run.start() < e for s, e in t.spans))
                missing.add(token)
            elif len(own) > 1:
                twice.setdefault(id(own[-1][1]), (*own[-1], own[0][0], run.start()))
        for sheet, row, other, at in twice.values():
            self.fault(sheet, row, "as_printed", row["as_printed"], f"one row; {other} has it too", at)
        for token in sorted(missing, key=lambda each: each.start):
            place = self.where(token.start)
            self.faults.append(
                f"{self.source_id}.xlsx: {token.as_printed!r} is in no row of observations or set_aside ({place})"
            )
        return len(observed) + len(taken) + len(missing)


def _stands(as_printed: str, line: str, offset: int) -> Iterator[tuple[tuple[int, int], ...]]:
    """Where words or a part of a longer token stand: with no letter or digit on either side."""
    for piece in re.finditer(rf"(?<![\w]){re.escape(as_printed)}(?![\w])", line):
        if JOIN not in as_printed:
            yield ((offset + piece.start(), offset + piece.end()),)


def _same(typed: str, read, column: str) -> bool:
    if column == "unit_mult":
        return int(typed or 0) == (read or 0)
    if typed == "" or read in (None, ""):
        return typed == "" and read in (None, "")
    return Decimal(typed) == read if isinstance(read, Decimal | int) else typed == read


def _shown(read) -> str:
    return "blank" if read in (None, "") else f"{read:f}" if isinstance(read, Decimal) else str(read)


def _cell(path: Path, sheet: str, row: dict, column: str) -> str:
    """The workbook's cell of a processed row, found by the columns that tell its rows apart."""
    from sosanh.tables import TABLES
    from sosanh.workbooks import read

    sheets, _ = read(path, [sheet])
    if sheet not in sheets:
        return ""
    key = ["obs_no"] if sheet == "observations" else [name for name in TABLES[sheet].key if name != "source_id"]
    for number, typed in sheets[sheet].records:
        if all(str(typed[name] or 1 if name == "occurrence" else typed[name]) == row[name] for name in key):
            return f"{sheets[sheet].letters.get(column, '')}{number}"
    return ""
