"""Every number printed in a Vietnamese text: where it stands, what it says, how it is worded.

`tokens` goes through a text once and returns each run of digits exactly once, grouped by the grammar of
`shapes`, with its kind (`kinds`) and, where it is a figure, its reading.

    >>> for token in tokens("Triển khai được 465/595 cơ sở (đạt 78,18%).\\n\\nNăm 2024, hơn 58 tỷ đồng."):
    ...     print(token.paragraph, token.kind, token.as_printed, "–", token.wording or "no words")
    1 figure 465/595 | 78,18% – đạt
    2 date 2024 – no words
    2 figure 58 – hơn

**Where.** The text is taken in Unicode NFC, and offsets count the characters of that form (which is the form of
every text this project keeps; a text in another form has other offsets). `paragraph` counts from 1 the lines that
are not blank when stripped, no-break spaces included. `occurrence` counts from 1 the equal tokens of a paragraph.

**A fraction and its percentage** are one token, ``465/595 | 78,18%``, in the order in which they are printed, where

- the fraction is followed, in the same sentence and without a digit between, by a bracket that opens with the
  percentage (after nothing but words such as ``đạt``, ``chiếm``, ``tương đương``, ``tỷ lệ``) and ends with it; or
- it is followed by a comma or nothing, one of these words and the percentage, which ends its clause, and the two
  are less than 10 points apart; or
- the percentage is followed directly by a bracket that opens with the fraction.

So ``12/20 xã (tăng 15%)`` and ``12/20 xã, đạt 80% kế hoạch`` stay two tokens: those percentages are of other things.
"""

import csv
import re
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from sosanh.numbers.amounts import Reading, mend, placed, read_number, read_token, write_token
from sosanh.numbers.units import SCALES
from sosanh.vietnamese import kinds, wording
from sosanh.vietnamese.shapes import SCALE, Numeral, numerals
from sosanh.vietnamese.wording import WORDS

JOIN = " | "


class Token(NamedTuple):
    """One printed number. `spans` are the pieces of the text that `as_printed` joins; `reading` is a figure's."""

    paragraph: int
    occurrence: int
    start: int
    end: int
    as_printed: str
    wording: str
    kind: str
    reading: Reading | None
    spans: tuple[tuple[int, int], ...]


def tokens(text: str) -> list[Token]:
    """The tokens of `text` from first to last."""
    found = []
    for paragraph, offset, line in paragraphs(normal(text)):
        found += _read_line(line, paragraph, offset)
    return found


def normal(text: str) -> str:
    """`text` in NFC, a letter and its marks at a time: a million stray marks would else be sorted for hours.

    Ð (U+00D0), the Icelandic letter that some keyboards give for Đ, becomes Đ: one character, so no offset changes.
    """
    if not unicodedata.is_normalized("NFC", text):
        text = re.sub(r"[\x00-\x7f]?[^\x00-\x7f]{1,32}", lambda piece: unicodedata.normalize("NFC", piece[0]), text)
    return text.replace("Ð", "Đ").replace("ð", "đ")


def paragraphs(text: str) -> Iterator[tuple[int, int, str]]:
    """Each line that is not blank: its number from 1, its offset in `text`, and itself without the line break."""
    number = offset = 0
    for line in text.splitlines(keepends=True):
        if line.strip():
            number += 1
            yield number, offset, line.rstrip("\r\n")
        offset += len(line)


def _read_line(line: str, paragraph: int, offset: int) -> list[Token]:
    """The tokens of a line that begins at `offset` of the text, with each fraction joined to its percentage."""
    found, alike, previous, kind = [], defaultdict(list), None, ""
    for numeral in numerals(line):
        kind = kinds.kind_of(numeral, previous, kind)
        if kind == "figure" and numeral.form == "clock":
            numeral = Numeral(line, numeral.start, numeral.end - 1, "number")  # "trong 24h": 24 of the unit h
        figure = kind in ("figure", kinds.RANK)
        words, reading = _read(numeral, kind == kinds.RANK) if figure else ("", None)
        span, nth = (numeral.start + offset, numeral.end + offset), len(alike[numeral.text]) + 1
        token = Token(paragraph, nth, *span, numeral.text, words, "figure" if figure else kind, reading, (span,))
        if found and _are_one(line, offset, found[-1], token):
            alike[found[-1].as_printed].pop()  # it is no token of its own
            joined = _joined(found.pop(), token)
            token = joined._replace(occurrence=len(alike[joined.as_printed]) + 1)
        alike[token.as_printed].append(token)
        found.append(token)
        previous = numeral
    return found


# --- readings -----------------------------------------------------------------------------------------------


def _read(numeral: Numeral, rank: bool) -> tuple[str, Reading | None]:
    """A figure's wording and reading; no reading where its digits make no number a paper would print."""
    text = numeral.text if numeral.whole >= 0 else mend(numeral.text)
    try:
        bare = _bare(numeral, text)
    except ValueError:
        return "", None
    part = bare.unit_measure == "percent" and bare.value is not None and bare.value < 100
    words, behind = wording.before(numeral.before, numeral.after, part), wording.behind(numeral.after)
    unit, decimals = numeral.unit, "," in text and bare.value is not None
    multiplies = not WORDS.multiplies.isdisjoint(numeral.before[-4:])
    if multiplies or decimals != numeral.pointed:
        unit = wording.after(numeral.after, decimals, multiplies)
    said = f"{words.words} … trở {'lên' if behind == 'ge' else 'xuống'}".strip() if behind else words.words
    bound = "range" if bare.bound == "range" else behind or words.bound
    if rank and kinds.is_group(numeral):
        bound = "le"  # to be among the first 25 is to be 25th or better
    measure = bare.unit_measure
    if measure == "count":
        measure = unit.measure
    if measure == "percent" and bare.denominator is None and _grows(numeral, words.growth, bound):
        measure = "percent_change"
    mult = bare.unit_mult + unit.mult
    counts = bare.numerator, bare.denominator
    reading = Reading(bare.value, bare.value_to, mult, measure, *counts, bound, words.hedge, bare.out_of)
    if rank or (bare.denominator is not None and unit.measure == "points"):
        return said, placed(reading, "rank" if rank else "points")
    return said, reading


def _grows(numeral: Numeral, growth: bool, bound: str) -> bool:
    level = numeral.last == "từ" and bound != "range"  # "tăng từ 45% lên"
    return "tăng trưởng" in " ".join(numeral.before) or (growth and not level)


_INNER = re.compile(rf" ({SCALE})(?: đồng)?")


def _bare(numeral: Numeral, text: str) -> Reading:
    """What the digits alone say: those of `text`, its marks put right."""
    if numeral.whole >= 0:
        return Reading(Decimal(text))
    behind = SCALES.get(numeral.next, 0)
    if numeral.form == "compound" and (parts := text.split())[1] in SCALES:
        scale = SCALES[parts[1]]
        steps = scale - behind if behind < scale else scale  # "1 tỷ 200 triệu", "12 nghìn 500 tỷ"
        return Reading(Decimal(parts[0]) * 10**steps + Decimal(parts[2]))
    if numeral.form == "range" and (inner := _INNER.search(text)):  # "500 triệu đến 1 tỷ"
        ends = (part.strip(" -–—~đếntới") for part in (text[: inner.start()], text[inner.end() :]))
        low, high = (read_number(end, "vi") for end in ends)
        steps = behind - SCALES[inner[1]]
        return Reading(low, high * Decimal(10) ** steps, unit_mult=-steps, bound="range")  # also "1 tỷ đến 1500 triệu"
    return read_token(text, "vi")


# --- fractions and their percentages ------------------------------------------------------------------------

_LINK = rf"(?:(?:{WORDS.share_links})\s+|[~≈≥≤<>]=?\s*)"
_BRACKET = re.compile(rf"(?:[^();!?.]|\.(?!\s)){{0,120}}\(\s*{_LINK}{{0,4}}", re.IGNORECASE)
_CLAUSE = re.compile(rf"(?:[^();:!?.]|\.(?!\s)){{0,120}}?(?<=[\s,]){_LINK}{{1,4}}", re.IGNORECASE)
_DIRECTLY = re.compile(rf"\s*\(\s*{_LINK}{{0,4}}", re.IGNORECASE)
_ENDS = re.compile(r"\s*(?:[,.;)!?…]|$)")


def _are_one(line: str, offset: int, first: Token, second: Token) -> bool:
    """Whether two tokens are a fraction and its percentage (see the top of this module)."""
    if not second.reading or second.start - first.end > 140 or len(first.spans) > 1:
        return False
    parts, gap = (_part(first), _part(second)), line[first.end - offset : second.start - offset]
    if parts == ("percentage", "fraction"):
        return bool(_DIRECTLY.fullmatch(gap))
    if parts != ("fraction", "percentage") or not _ENDS.match(line, second.end - offset):
        return False
    top, whole, percentage = first.reading.numerator, first.reading.denominator or 1, second.reading.value
    near = abs(100 * top - percentage * whole) < 10 * whole
    return bool(_BRACKET.fullmatch(gap) or (near and _CLAUSE.fullmatch(gap)))


def _part(token: Token) -> str:
    """What a token can be of the two: a lone fraction, one percentage, or nothing."""
    reading = token.reading
    if not reading or reading.unit_measure != "percent" or reading.value_to is not None:
        return ""
    return "fraction" if reading.value is None else "percentage"


def _joined(first: Token, second: Token) -> Token:
    share, percentage = (first, second) if _part(first) == "fraction" else (second, first)
    of, reading = share.reading, percentage.reading
    bound, hedge = of.bound if of.bound != "exact" else reading.bound, of.hedge or reading.hedge
    reading = reading._replace(numerator=of.numerator, denominator=of.denominator, bound=bound, hedge=hedge)
    printed, words = first.as_printed + JOIN + second.as_printed, filter(None, (first.wording, second.wording))
    end, spans = second.end, first.spans + second.spans
    return first._replace(end=end, as_printed=printed, wording=JOIN.join(words), reading=reading, spans=spans)


# --- the command line ---------------------------------------------------------------------------------------

COLUMNS = (
    *("paragraph", "occurrence", "start", "end", "as_printed", "wording", "kind"),
    *("value", "value_to", "unit_mult", "unit_measure", "numerator", "denominator", "out_of", "bound", "hedge"),
)


def numbers(path: str | Path, as_csv: bool = False) -> int:
    """Print the numbers of a UTF-8 text file, as CSV or as a table to read; the exit code: 0, or 2 with a message."""
    try:
        text = Path(path).read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        print(f"{path}: not UTF-8 text (byte {error.start}); save it as UTF-8 and try again", file=sys.stderr)
        return 2
    except OSError as error:
        print(f"{path}: {error.strerror or error}", file=sys.stderr)
        return 2
    if as_csv:
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerows([COLUMNS, *map(_cells, tokens(text))])
    else:
        head = f"{'par.':>5}  {'as printed':<28} {'kind':<10} {'reading':<34} wording"
        print(head, *map(_line, tokens(text)), sep="\n")
    return 0


def _cells(token: Token) -> Iterator[str]:
    """A token as text, one cell for each of `COLUMNS`; what is not a figure has no reading to show."""
    for column in COLUMNS:
        value = getattr(token, column) if hasattr(token, column) else getattr(token.reading, column, None)
        yield "" if value is None else f"{value:f}" if isinstance(value, Decimal) else str(value)


def _line(token: Token) -> str:
    """A token as a line to read."""
    said, read = "", token.reading
    if read:
        power = f"×10^{read.unit_mult}" if read.unit_mult else ""
        bound = read.bound.replace("exact", "")
        said = " ".join(filter(None, (write_token(read, "en") + power, read.unit_measure, bound, read.hedge)))
    printed = token.as_printed if len(token.as_printed) <= 28 else token.as_printed[:27] + "…"
    return f"{token.paragraph:>5}  {printed:<28} {token.kind:<10} {said:<34} {token.wording}".rstrip()
