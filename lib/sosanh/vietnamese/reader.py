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
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

from sosanh.numbers.amounts import Reading, mend, placed, read_number, read_token
from sosanh.numbers.units import SCALES
from sosanh.vietnamese import kinds, wording
from sosanh.vietnamese.shapes import SCALE, Numeral, numerals
from sosanh.vietnamese.wording import WORDS

JOIN = " | "
_ETH = str.maketrans("Ðð", "Đđ")  # the Icelandic letter that some keyboards give for the Vietnamese one


@dataclass(frozen=True, slots=True)
class Token:
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
        seen = Counter()
        for token in _join(line, list(_read_line(line))):
            seen[token.as_printed] += 1
            spans = tuple((start + offset, end + offset) for start, end in token.spans)
            placed = {"paragraph": paragraph, "occurrence": seen[token.as_printed]}
            found.append(replace(token, start=spans[0][0], end=spans[-1][1], spans=spans, **placed))
    return found


def normal(text: str) -> str:
    """`text` in NFC, a letter and its marks at a time: a million stray marks would else be sorted for hours.

    Ð (U+00D0), which looks like Đ, becomes Đ: it is one character, so no offset changes.
    """
    text = re.sub(r"[\x00-\x7f]?[^\x00-\x7f]{1,32}", lambda piece: unicodedata.normalize("NFC", piece[0]), text)
    return text.translate(_ETH)


def paragraphs(text: str) -> Iterator[tuple[int, int, str]]:
    """Each line that is not blank: its number from 1, its offset in `text`, and itself without the line break."""
    number = offset = 0
    for line in text.splitlines(keepends=True):
        if line.strip():
            number += 1
            yield number, offset, line.rstrip("\r\n")
        offset += len(line)


def _read_line(line: str) -> Iterator[Token]:
    previous, kind = None, ""
    for numeral in numerals(line):
        kind = kinds.kind_of(numeral, previous, kind)
        if kind == "figure" and numeral.form == "clock":
            numeral = Numeral(line, numeral.start, numeral.end - 1, "number")  # "trong 24h": 24 of the unit h
        figure = kind in ("figure", kinds.RANK)
        words, reading = _read(numeral, kind == kinds.RANK) if figure else ("", None)
        span = (numeral.start, numeral.end)
        yield Token(0, 0, *span, numeral.text, words, "figure" if figure else kind, reading, (span,))
        previous = numeral


# --- readings -----------------------------------------------------------------------------------------------


def _read(numeral: Numeral, rank: bool) -> tuple[str, Reading | None]:
    """A figure's wording and reading; no reading where its digits make no number a paper would print."""
    try:
        bare = _bare(numeral)
    except ValueError:
        return "", None
    part = bare.unit_measure == "percent" and bare.value is not None and bare.value < 100
    words = wording.before(numeral.before, numeral.after, part)
    multiplies = not WORDS.multiplies.isdisjoint(numeral.before[-4:])
    unit = wording.after(numeral.after, bare.decimals or 0, multiplies)
    behind = wording.behind(numeral.after)
    bound = "range" if bare.bound == "range" else behind or words.bound
    said = f"{words.words} … trở {'lên' if behind == 'ge' else 'xuống'}".strip() if behind else words.words
    reading = replace(bare, unit_mult=bare.unit_mult + unit.mult, bound=bound, hedge=words.hedge)
    words_before = " ".join(numeral.before)
    growth = "tăng trưởng" in words_before or (
        words.growth and (reading.bound == "range" or numeral.last != "từ")
    )  # "tăng từ 45% lên": a level
    if rank:  # to be among the first 25 is to be 25th or better
        return said, placed(replace(reading, bound="le" if kinds.is_group(numeral) else reading.bound), "rank")
    return said, _in_unit(reading, unit, growth)


def _in_unit(reading: Reading, unit: wording.Unit, growth: bool) -> Reading:
    """The reading in its unit: a share, a score, a percentage or what the words after it name."""
    if reading.out_of is not None:
        return reading
    if reading.denominator is not None:
        return placed(reading, "points") if unit.measure == "points" else reading
    if reading.unit_measure == "percent_change" or (growth and "percent" in (reading.unit_measure, unit.measure)):
        return replace(reading, unit_measure="percent_change")
    return reading if reading.unit_measure == "percent" else replace(reading, unit_measure=unit.measure)


def _bare(numeral: Numeral) -> Reading:
    """What the digits alone say."""
    text = mend(numeral.text)
    if numeral.form == "compound" and (inner := text.split())[1] in SCALES:
        high, low = SCALES[inner[1]], SCALES.get(numeral.next, 0)
        steps = high - low if low < high else high  # "1 tỷ 200 triệu", "12 nghìn 500 tỷ"
        return Reading(Decimal(inner[0]) * 10**steps + Decimal(inner[2]))
    inner = re.search(rf" ({SCALE})(?: đồng)?", text)
    if numeral.form == "range" and inner:
        low, high = (
            read_number(part.strip(" -–—~đếntới"), "vi") for part in (text[: inner.start()], text[inner.end() :])
        )
        steps = SCALES[numeral.next] - SCALES[inner[1]]
        return Reading(low, high * 10**steps, unit_mult=-steps, bound="range")
    return read_token(text, "vi")


# --- fractions and their percentages ------------------------------------------------------------------------

_LINK = rf"(?:(?:{WORDS.share_links})\s+|[~≈≥≤<>]=?\s*)"
_BRACKET = re.compile(rf"(?:[^();!?.]|\.(?!\s)){{0,120}}\(\s*{_LINK}{{0,4}}", re.IGNORECASE)
_CLAUSE = re.compile(rf"(?:[^();:!?.]|\.(?!\s)){{0,120}}?(?<=[\s,]){_LINK}{{1,4}}", re.IGNORECASE)
_DIRECTLY = re.compile(rf"\s*\(\s*{_LINK}{{0,4}}", re.IGNORECASE)
_ENDS = re.compile(r"\s*(?:[,.;)!?…]|$)")


def _join(line: str, found: list[Token]) -> list[Token]:
    """The tokens of a line, with each fraction joined to its percentage (see the top of this module)."""
    joined = []
    for token in found:
        if joined and _partners(line, joined[-1], token):
            joined[-1] = _pair(joined[-1], token)
        else:
            joined.append(token)
    return joined


def _partners(line: str, first: Token, second: Token) -> bool:
    if second.start - first.end > 140 or len(first.spans) > 1:
        return False
    gap = line[first.end : second.start]
    if _is_share(first) and _is_percentage(second) and _ENDS.match(line, second.end):
        return bool(_BRACKET.fullmatch(gap)) or (bool(_CLAUSE.fullmatch(gap)) and _near(first.reading, second.reading))
    return _is_percentage(first) and _is_share(second) and bool(_DIRECTLY.fullmatch(gap))


def _is_share(token: Token) -> bool:
    return bool(token.reading) and token.reading.unit_measure == "percent" and token.reading.value is None


def _is_percentage(token: Token) -> bool:
    reading = token.reading
    share = not reading or reading.unit_measure != "percent" or reading.value is None
    return not share and reading.value_to is None


def _near(share: Reading, percentage: Reading) -> bool:
    whole = share.denominator or 1
    return abs(100 * share.numerator - percentage.value * whole) < 10 * whole


def _pair(first: Token, second: Token) -> Token:
    share, percentage = (first, second) if _is_share(first) else (second, first)
    bound = share.reading.bound if share.reading.bound != "exact" else percentage.reading.bound
    reading = replace(
        percentage.reading,
        numerator=share.reading.numerator,
        denominator=share.reading.denominator,
        bound=bound,
        hedge=share.reading.hedge or percentage.reading.hedge,
    )
    return replace(
        first,
        as_printed=first.as_printed + JOIN + second.as_printed,
        wording=JOIN.join(filter(None, (first.wording, second.wording))),
        reading=reading,
        spans=first.spans + second.spans,
    )


# --- the command line ---------------------------------------------------------------------------------------

COLUMNS = (
    *("paragraph", "occurrence", "start", "end", "as_printed", "wording", "kind"),
    *("value", "value_to", "unit_mult", "unit_measure", "numerator", "denominator", "out_of", "bound", "hedge"),
)


def row(token: Token) -> dict[str, str]:
    """A token as text, one cell for each of `COLUMNS`; what is not a figure has no reading to show."""
    cells = {}
    for column in COLUMNS:
        value = getattr(token, column) if hasattr(token, column) else getattr(token.reading, column, None)
        cells[column] = "" if value is None else f"{value:f}" if isinstance(value, Decimal) else str(value)
    return cells


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
    rows = [row(token) for token in tokens(text)]
    if as_csv:
        writer = csv.DictWriter(sys.stdout, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    else:
        sys.stdout.writelines(_table(rows))
    return 0


def _table(rows: list[dict[str, str]]) -> Iterator[str]:
    yield f"{'par.':>5}  {'as printed':<28} {'kind':<10} {'reading':<34} wording\n"
    for cells in rows:
        value = "–".join(filter(None, (cells["value"], cells["value_to"])))
        share = f"{cells['numerator']}/{cells['denominator']}" if cells["denominator"] else ""
        field = f"of {cells['out_of']}" if cells["out_of"] else ""
        power = f"×10^{cells['unit_mult']}" if cells["unit_mult"] not in ("", "0") else ""
        said = (share, value + power, field, cells["unit_measure"], cells["bound"].replace("exact", ""), cells["hedge"])
        printed = cells["as_printed"] if len(cells["as_printed"]) <= 28 else cells["as_printed"][:27] + "…"
        line = f"{cells['paragraph']:>5}  {printed:<28} {cells['kind']:<10} {' '.join(filter(None, said)):<34}"
        yield f"{line} {cells['wording']}".rstrip() + "\n"
