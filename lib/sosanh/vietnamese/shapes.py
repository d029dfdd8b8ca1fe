"""The shapes of digits in a line: where one printed token ends and the next begins.

Every run of the digits 0-9 belongs to exactly one `Numeral`, which knows the words of its clause. At a digit that no
numeral has taken yet are tried, in this order: a web or e-mail address or a file name, whole (``web``, ``file``); the
shapes of `_SHAPE`, from telephone numbers to plain ones; and digits inside a word (``word``).

So a percent sign belongs to its number, the words around it do not, and the members of a list
(``3, 4``; ``5, 6 và 7/8``) are tokens of their own. A shape is not yet a meaning: `kinds` decides that.

    >>> [(n.form, n.text) for n in numerals("ngày 7/6/2022: 465/595 cơ sở (78,18%), 40-50% qua mạng 5G")]
    [('day', '7/6/2022'), ('fraction', '465/595'), ('number', '78,18%'), ('range', '40-50%'), ('word', '5G')]

Other Unicode digits (``²``, ``٣``, ``１``) are not digits here: no Vietnamese paper prints amounts with them.
Quantifiers that could run on are possessive and look-arounds are bounded, so the time is linear in the text.
"""

import re
from collections.abc import Collection, Iterator, Set
from functools import lru_cache
from itertools import accumulate

from sosanh.numbers.amounts import DASHES, STROKES
from sosanh.numbers.units import SCALES
from sosanh.vietnamese import wording
from sosanh.vietnamese.wording import WORDS

REACH = 72  # characters: the words looked at on either side, and no more, however long the line

# Each begins with a class of characters: an engine runs to the next of these, and tries nothing elsewhere.
_CLAUSE = re.compile(r"""[;!?()\[\]"“”…|.,:–-](?:(?<![.,:–-])|(?<=[.,:])(?=\s|[)"”\]]|$)|(?<=\s[–-])(?=\s))""")
_LAST_CUT = re.compile(f"(?s:.*)(?:{_CLAUSE.pattern})|")  # all up to the last of them
_SIGN = re.compile("((?<![-–=])[<>≤≥]=?|[~≈])")  # a bound or a hedge in one sign is a word: "≥90%"
_SIGNS = re.compile("[<>≤≥~≈]")
_FIRST = re.compile("[-+−]?([0-9]{0,4})")
_GROUPED = re.compile(r"[-+−]?(?:[0-9]{1,3}(?:[. \u00a0\u202f][0-9]{3})+|[0-9]+)(?:,[0-9]+)?(?: ?%)?")


class Numeral:
    """One token of a line: `line[start:end]`, in one of the forms of the grammar, with the words of its clause.

    The clause goes back to the last comma, full stop, bracket or dash, and on to the next. `before` and `after` are its
    words in lower case, `last` and `next` those nearest to the numeral, or "".

    >>> numeral = Numeral("Đến nay, toàn tỉnh có hơn 12.800 giáo viên, đạt 91%.", 26, 32, "number")
    >>> numeral.text, numeral.before, numeral.after
    ('12.800', ['toàn', 'tỉnh', 'có', 'hơn'], ['giáo', 'viên'])
    """

    def __init__(self, line: str, start: int, end: int, form: str):
        self.line, self.start, self.end, self.form, self.text = line, start, end, form, line[start:end]
        ahead, cut = line[max(0, start - REACH) : start], _CLAUSE.search(line, end, end + REACH)
        ahead = ahead[_LAST_CUT.match(ahead).end() :]
        self._ahead = _SIGN.sub(r" \1 ", ahead) if _SIGNS.search(ahead) else ahead
        self._behind = line[end : cut.start() if cut else end + REACH]
        self.before, self.after = self._ahead.lower().split(), self._behind.lower().split()
        self.last = self.before[-1] if self.before else ""
        self.next = self.after[0].partition("/")[0] if self.after else ""  # of "người/ngày" the first half
        self._endings = [*accumulate(self.before[:-6:-1], lambda ending, word: f"{word} {ending}")]
        digits = form == "number" and self.text.isdecimal()
        # the number, where it is a plain whole one of up to six digits
        self.whole = int(self.text) if digits and len(self.text) < 7 else -1
        # nothing follows that the number could count
        self.over = not self.after or self.next in WORDS.goes_on
        # no decimals and no unit, or a range or a fraction of such: what the word before may claim
        self.plain = form in ("number", "range", "fraction", "word", "month", "chain") and "%" not in self.text
        # points and commas that make no Vietnamese number: "2.0", "1.2.3"
        self.dotted = form == "number" and not digits and not _GROUPED.fullmatch(self.text)
        self.pointed = self.dotted or "," in self.text
        self.unit = wording.after(self.after, decimals=self.pointed)

    # What few rules ask is worked out when they ask. `first` are the first four digits at most, of a range those of the
    # lower number; 0 where it does not begin with any.
    first = property(lambda self: int("0" + _FIRST.match(self.text)[1]))
    char_before = property(lambda self: self.line[self.start - 1 : self.start])
    char_after = property(lambda self: self.line[self.end : self.end + 1])
    printed_before = property(lambda self: self._ahead.split())
    printed_after = property(lambda self: self._behind.split())

    def counts(self, counted: Collection[str] = WORDS.counted) -> bool:
        """Whether what follows is one of what is `counted`, by its first word, or a unit."""
        return self.next in counted or self.unit.measure != "count"

    def ends(self, phrases: Set[str]) -> bool:
        """Whether the words before end in one of `phrases`."""
        return not phrases.isdisjoint(self._endings)

    def within(self, limits: dict[str, int]) -> bool:
        """Whether the words before take a number as high as this one, by `limits`."""
        highest = [limits[ending] for ending in self._endings if ending in limits]
        return bool(highest) and self.first <= max(highest)


# --- the grammar --------------------------------------------------------------------------------------------

_S = "[ \u00a0\u202f]?"
_N = r"(?:[0-9]{1,3}(?:[\u00a0\u202f][0-9]{3})+(?![0-9])|[0-9]++(?:[.,][0-9]++)*+)"
_PERCENT = rf"(?:{_S}%)?+"
_TO = rf"(?:{_S}[{DASHES}]>?{_S}|[ \u00a0](?:đến|tới)[ \u00a0])"
_DAY, _MONTH, _YEAR = "(?:0?[1-9]|[12][0-9]|3[01])", "(?:0?[1-9]|1[0-2])", "(?:1[89]|20|21)[0-9]{2}"
_DAY_CUE = "|".join(f"(?<={cue}[ ])" for cue in WORDS.day_cues.split("|"))
_CODE = r"[\w&]++(?:[-/.]++[A-ZĐƯ][\w&]*+)*+"
_POWERS = {scale: power for scale, power in SCALES.items() if scale != "tr"}  # that one is written at its number
SCALE = "|".join(_POWERS)
_SCALE = rf"(?:{SCALE})\b"
_SPACED = r"[1-9][0-9]{0,2}(?:[ ][0-9]{3}){1,3}+(?![0-9]|[.,/:][0-9]|[ ]?[%0-9])"
_END = r"(?![0-9])"
_OVER = r"(?![0-9]|[.,/][0-9])"  # the digits are over: no number goes on after them
_BELOW = "|".join(
    rf"[0-9]{{1,3}}[ ]{unit}[ ][0-9]{{1,3}}(?=[ ]{below}\b)" for unit, below in WORDS.units_below.items()
)  # one amount in two units
_JOINS = "|".join(["đến", "tới", "trên", "trong", SCALE, *WORDS.units_below])  # words that a shape goes on with

_SHAPE = re.compile(
    rf"""
  # most numbers, told by what follows: 9 xã, 12.800 em, 78,18%.
  (?P<plain>  (?:[1-9][0-9]{{0,2}}(?:\.[0-9]{{3}}){{1,2}}|[0-9]{{1,6}})(?:,[0-9]{{1,4}})?%?
             (?:$|(?=[,;:.)](?![0-9])|[ ](?!{_JOINS}|[hg]{_S}[0-9])[^\W\d_])) )
  # 0277.3851.431, +84 909 123 456, 1900 1234
| (?P<phone>  0[1-9](?=(?:[ .\-]?[0-9]){{8,9}}{_END})[0-9]{{1,2}}(?:[ .\-]?[0-9]{{2,8}}){{1,4}}{_END}
           | (?<=\+)84(?:[ .\-]?[0-9]{{2,4}}){{3,4}}{_END}
           | 1[89]00[ .]?(?:[0-9]{{4}}|[0-9]{{2}}[ .]?[0-9]{{2}}[ .]?[0-9]{{2}}){_END} )
  # the days of one span: 1-15/3/2024, 1 đến 15/3, 20/3 - 25/3
| (?P<days>   {_DAY}(?:/{_MONTH}(?:/{_YEAR})?)?{_TO}{_DAY}/{_MONTH}(?:/{_YEAR})?(?![0-9/]) )
  # ngày 20-11, đến 20-11, 25/07/2024, 25-7-2024, 25.7.2024, 2024-07-25
| (?P<day>    (?:{_DAY_CUE}){_DAY}-{_MONTH}(?![0-9/-])
           | (?<=đến[ ]){_DAY}-{_MONTH}(?=[,.;)](?![0-9]))
           | {_DAY}{_S}/{_S}{_MONTH}{_S}/{_S}(?:{_YEAR}|[0-9]{{2}}){_OVER}
           | {_DAY}(?P<mark>[.\-]){_MONTH}(?P=mark){_YEAR}{_OVER}
           | {_YEAR}(?P<bar>[/\-.]){_MONTH}(?P=bar){_DAY}{_OVER} )
| (?P<months> {_MONTH}(?:[/.]{_YEAR})?{_TO}{_MONTH}[/.]{_YEAR}{_OVER} )  # 1-6/2024, 10/2023 - 3/2024
  # digits and capitals with strokes: 57-NQ/TW, 27/2020/TT-BGDĐT
| (?P<code>   [0-9]++(?:[/\-][0-9]++)?+{_S}[/\-](?=[A-ZĐƯ][a-zđ]?[A-ZĐƯ])(?![IVX]++(?!\w)){_CODE} )
| (?P<month>  {_MONTH}(?:{_S}[/\-]{_S}|\.){_YEAR}{_OVER} )  # 8.2022, 7/2024, 7-2024
| (?P<years>  {_YEAR}(?:{_TO}|/){_YEAR}{_OVER} | {_YEAR}[-–/][0-9]{{2}}(?![0-9%]|[.,/][0-9]) )  # 2021 - 2025, 2023-24
  # 08:30, 10h30, 7g30, 8h
| (?P<clock>  [0-9]{{1,2}}:[0-5][0-9](?::[0-5][0-9])?{_END}
           | [0-9]{{1,2}}{_S}[hg]{_S}[0-5][0-9](?!\w|:[0-9]) | [0-9]{{1,2}}h(?!\w) )
  # four or more numbers with strokes, hyphens or colons; also 12/5/77, 9001:2015, 12+500
| (?P<chain>  {_N}(?:[/\-:+]{_N}){{3,}}+ | [0-9]++/[0-9]++/[0-9]++ | [0-9]++:[0-9]++ | [0-9]++\+[0-9]{{3}}{_END} )
  # one amount in two scales or units: 1 tỷ 200 (triệu), 5 nghìn 200, 2 giờ 15 (phút)
| (?P<compound> [0-9]{{1,3}}[ ](?:tỷ|tỉ|triệu)[ ][0-9]{{1,3}}(?=[ ](?:triệu|nghìn|ngàn)\b)
           | [0-9]{{1,3}}[ ](?:nghìn|ngàn)[ ][0-9]{{3}}{_OVER}(?![ ]?%|[ ](?:nghìn|ngàn)\b)
           | {_BELOW} )
  # the lower number first: 40-50%, 1 - 1,5, 60 đến 70%, 500 triệu đến 1 (tỷ)
| (?P<range>  (?P<low>{_SPACED}|{_N}{_PERCENT})
             (?P<scale>[ ]{_SCALE}(?:[ ]đồng)?)?{_TO}(?P<high>{_SPACED}|{_N}{_PERCENT}) )
| (?P<fraction> {_N}{_S}[{STROKES}]{_S}{_N} )  # 465/595, 609/1.311, 85,5/100
  # a fraction in words: 17 trên 19, (thứ) 16 trong 63
| (?P<outof>  (?P<top>{_N})[ ](?:trên|trong)(?P<all>[ ](?:tổng[ ])?số|[ ]tổng)?[ ](?P<bottom>{_N})
             (?![ ]?%|[ ]{_SCALE}) )
| (?P<spaced> {_SPACED} )  # 12 000
| (?P<number> {_N}{_PERCENT} )  # 5.911, 78,18%, 100 %; a sign before it is added: +5, -2,5%
""",
    re.VERBOSE,
)
_ALONE = re.compile(_N + _PERCENT)

_CHUNK = re.compile(r"(?<!\S)[^\s0-9]*+[0-9]\S*+")
_HAS_WHOLE = re.compile(r"(?i)[@.:](?:(?<=@)|(?<=www\.)|(?<=\.)(?=[^\W\d_])|//)")
_WHOLE = re.compile(
    rf"""(?P<web> (?:https?://|www\.)[^\s<>"'“”)\]]++ | (?<![\w.+-])[\w.+-]++@[\w.-]++
       | (?<![\w.-])(?=[\w-]*[^\W\d_])[\w-]++(?:\.[\w-]++)*?\.(?:{WORDS.web_domains})\b(?!\.\w)(?:/[^\s<>"'“”)\]]*+)?+ )
       | (?P<file> (?<![\w.-])[\w-]++(?:\.[\w-]++)*?\.(?:{WORDS.file_endings})\b )""",
    re.VERBOSE | re.IGNORECASE,
)

_DIGIT = re.compile("[0-9]")
_LETTERS = re.compile(r"[^\W\d_]++")
_WORD = re.compile(r"[\w&]++(?:[-+]\w++)*+(?:/[0-9]{4}(?![0-9]))?")
_ROMAN_YEAR = re.compile(rf"[IVX]+[/-]{_YEAR}{_OVER}")
_BEFORE = WORDS.numbered_documents.union(
    WORDS.dates, WORDS.levels, WORDS.ordinals, WORDS.places, WORDS.other_documents, WORDS.parts_of_law
)
_NUMBERED = wording.last_words(_BEFORE) - WORDS.not_numbering  # the number behind these is no amount
_MINUTES_END = re.compile(r"\s*phút\s*\.?$")
_DURATION = lru_cache(maxsize=1)(re.compile("$|[Tt]hời gian").search)  # the first of a line is looked for once


def numerals(line: str) -> Iterator[Numeral]:
    """The numerals of one line from left to right, covering each of its digits once."""
    whole = _wholes(line)
    ahead = next(whole, None)
    position = 0
    while digit := _DIGIT.search(line, position):
        while ahead and ahead.end <= digit.start():
            ahead = next(whole, None)
        taken = ahead and position <= ahead.start <= digit.start()
        found = ahead if taken else _numeral(line, digit.start(), position)
        yield found
        position = found.end


def _wholes(line: str) -> Iterator[Numeral]:
    """Web addresses and file names: looked for only where letters and digits stand without a space."""
    for chunk in _CHUNK.finditer(line) if _HAS_WHOLE.search(line) else ():
        for found in _WHOLE.finditer(line, *chunk.span()) if _HAS_WHOLE.search(chunk[0]) else ():
            end = found.start() + len(found[0].rstrip(".,;:!?"))
            yield Numeral(line, found.start(), end, found.lastgroup)


def _numeral(line: str, start: int, floor: int) -> Numeral:
    """The numeral whose first digit is at `start`; nothing before `floor` is free."""
    shape = _SHAPE.match(line, start)
    form, end = shape.lastgroup, shape.end()
    if form in _DOUBTFUL and not _DOUBTFUL[form](shape, Numeral(line, start, end, form)):
        form, end = "number", _ALONE.match(line, start).end()
    form = _PLAINER.get(form, form)
    head = _word_start(line, start, floor)
    if head < start or (form in ("number", "fraction", "range") and _runs_on(line, end)):
        return Numeral(line, head, max(end, _WORD.match(line, head).end()), "word")
    # a sign stands after a space or a bracket: it is neither a bullet nor a dash
    signed = start > max(floor, 1) and line[start - 1] in "+-−" and line[start - 2] in " \u00a0\t("
    return Numeral(line, start - (signed and form in ("number", "phone")), end, form)


def _ascends(shape: re.Match, numeral: Numeral) -> bool:
    """Whether two numbers with a dash or `đến` between them can be a range: alike, and the lower one first."""
    low, high, scale = shape["low"], shape["high"], shape["scale"]
    if low.endswith("%") and not high.endswith("%"):
        return False
    if re.fullmatch(_YEAR, low) and not re.fullmatch(_YEAR, high):
        return False
    shift = 0
    if scale:
        if numeral.next not in _POWERS or not numeral.line.startswith(numeral.next, numeral.end + 1):
            return False
        shift = _POWERS[scale.split()[0]] - _POWERS[numeral.next]
    return _roughly(low) * 10**shift < _roughly(high)


def _parts(shape: re.Match, numeral: Numeral) -> bool:
    """Whether ``17 trên 19`` is so many of so many: the smaller number first, and neither numbers something.

    ``16 trong 63`` is one behind a word of rank only: ``12 trong 6 tháng`` counts what six months brought.
    """
    if not _unnumbered(shape, numeral) or _roughly(shape["top"]) >= _roughly(shape["bottom"]) + 1:
        return False
    return bool(shape["all"]) or " trên " in numeral.text or numeral.last in WORDS.placed


def _unnumbered(_: re.Match, numeral: Numeral) -> bool:
    """``12 000`` is one number, but the 12 of ``lớp 12 000``, ``RON12 000`` and ``5-12 000`` is another."""
    glued = numeral.char_before.isalnum() or numeral.char_before in tuple("-/.,+")
    return numeral.last not in _NUMBERED and not glued


def _lasts(_: re.Match, numeral: Numeral) -> bool:
    """``2 giờ 15`` (phút) lasts so long, but ``lúc 8 giờ 30 phút`` and ``8 giờ 30 phút sáng`` are times of day."""
    behind = "".join(numeral.after[1:2])
    if " giờ " not in numeral.text:
        return numeral.last != "giờ" and not (" năm " in numeral.text and behind in ("đầu", "cuối", "năm"))
    about = numeral.ends(WORDS.clock_about) or numeral.before == ["khoảng"]
    line, start, end = numeral.line, numeral.start, numeral.end
    told = line[max(0, start - REACH) : start].rstrip().endswith(":") and _DURATION(line).start() < start
    opens = not (numeral.before or told or _MINUTES_END.match(line, end))  # told: "Thời gian xử lý: 2 giờ 15 phút"
    clock = opens or about or numeral.last in WORDS.clock_sure or behind in WORDS.clock_after
    return behind in WORDS.shorter or not clock


_PLAINER = {"plain": "number", "outof": "fraction", "spaced": "number"}
_DOUBTFUL = {"compound": _lasts, "range": _ascends, "outof": _parts, "spaced": _unnumbered}


def _roughly(number: str) -> float:
    return float(re.sub("[^0-9,]", "", number).replace(",", ".", 1).replace(",", ""))


def _word_start(line: str, start: int, floor: int) -> int:
    """Where the word begins that the digit at `start` is part of; `start` itself where it is part of none."""
    if line[start - 1 : start] == " ":
        return start
    head = start - (start > floor and line[start - 1] in "-/+")
    while head > max(floor, start - 40) and (line[head - 1].isalnum() or line[head - 1] in "_&"):
        head -= 1
    letters = line[head:start]
    if not any(map(str.isalpha, letters)) and "_" not in letters:
        return start
    if letters[-1] == "/" or _ROMAN_YEAR.match(line, head):
        return head if _ROMAN_YEAR.match(line, head) else start
    bare = letters.rstrip("-+")
    if bare in WORDS.named and bare != letters:
        return head  # "covid-19"
    if bare.islower() and (len(letters) > 2 or not bare.isascii()):
        return start  # a space forgotten ("đạt78%") or a dash without any ("từ-5")
    return start if _ALONE.match(line, start)[0].endswith("%") else head


def _runs_on(line: str, end: int) -> bool:
    """Whether the number that ends at `end` goes on in letters that are neither a unit nor a new word."""
    letters = _LETTERS.match(line, end)
    word = letters[0] if letters else ""
    if len(word) < 2:  # "1A" is a code, "8m" is none
        return line[end : end + 1] == "_" or (bool(word) and word not in WORDS.glued_units)
    known = word.lower() in WORDS.glued_units or word.lower() in WORDS.glued_nouns
    marked = not word.isascii() and not word.isupper()  # "145vụ": codes are capitals ("719ĐL") or have no marks
    return not (known or marked or (len(word) > 2 and word[1:].islower()))
