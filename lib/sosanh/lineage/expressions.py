"""Where a number comes from, as one expression over what the articles print.

Whatever makes a number makes its expression by the same steps: the functions below and "−". An expression has a text
that can stand in an attribute of a page, and is read back from it. It names codes (observations, steps, articles, …)
and knows nothing of them: `evaluate` computes it, `explain` says it in words, `audit` says which words it needs.

>>> july, february = "dt-2024-07.04", "dt-2025-02.03"
>>> rise = down(lower(february) - upper(july), 1)
>>> str(rise), rise.codes
('down(lower(dt-2025-02.03) - upper(dt-2024-07.04), 1)', ('dt-2025-02.03', 'dt-2024-07.04'))
>>> parse(str(rise)) == rise
True
>>> str(field("dt-2025-02", "published_from").as_("month")), str(count(["a", "b", "c"]).as_("spelled"))
('field(dt-2025-02, published_from) as month', 'count(a b c) as spelled')
"""

import re
from dataclasses import dataclass
from functools import cache

FORMS = ("percent", "change", "end", "spelled", "day", "month", "year", "period")
DRESSED = ("as", "down", "up", "near", "assumed")  # written, rounded or taken for exact: the same thing
_WORD = r"\w(?:[\w.:/+-]*\w)?"  # a code, a name or a number: it needs no quotes, neither here nor in an attribute
_TOKENS = re.compile(rf"\s*({_WORD}|[(),-])")


@dataclass(frozen=True, slots=True)
class Expression:
    """An operation of parts: codes, names, whole numbers, and other expressions."""

    operation: str
    parts: tuple

    def __sub__(self, other: "Expression | int") -> "Expression":
        return minus(self, other)

    def as_(self, form: str) -> "Expression":
        """The same, written in one of `FORMS`."""
        return shown(self, form)

    @property
    def form(self) -> str:
        """The form in which it is written, "" where it has none."""
        return self.parts[1] if self.operation == "as" else ""

    @property
    def plain(self) -> "Expression":
        """The same without a form."""
        return self.parts[0] if self.form else self

    @property
    def core(self) -> "Expression":
        """The same before it was rounded, assumed and written."""
        return self.parts[0].core if self.operation in DRESSED else self

    @property
    def operations(self) -> tuple[str, ...]:
        """Its operation, and those of its parts."""
        inner = (each for part in self.parts if isinstance(part, Expression) for each in part.operations)
        return self.operation, *inner

    @property
    def codes(self) -> tuple[str, ...]:
        """What it rests on, in the order in which it names them."""
        found = []
        for part, kind in zip(self.parts, OPERATIONS[self.operation].takes, strict=True):
            found += part.codes if isinstance(part, Expression) else {"code": (part,), "codes": part}.get(kind, ())
        return tuple(dict.fromkeys(found))

    def __str__(self) -> str:
        said = [" ".join(part) if isinstance(part, tuple) else str(part) for part in self.parts]
        if self.operation == "as":
            return " as ".join(said)
        if self.operation == "minus":
            bracket = isinstance(self.parts[1], Expression) and self.parts[1].operation == "minus"
            return f"{said[0]} - ({said[1]})" if bracket else " - ".join(said)
        return f"{self.operation}({', '.join(said)})"


@dataclass(frozen=True)
class Operation:
    """What an expression can be made by: called with its parts it makes one; `ValueError` where they are not its own.

    `takes` names the parts: a code; codes; a part (an expression or a whole number); places (of decimals); a column; a
    word asked for; a form.
    """

    name: str
    takes: tuple[str, ...]
    meaning: str

    def __call__(self, *parts) -> Expression:
        if len(parts) != len(self.takes):
            raise ValueError(f"{self.name} takes {', '.join(self.takes)}, not {len(parts)} parts")
        return Expression(self.name, tuple(self._part(*each) for each in zip(parts, self.takes, strict=True)))

    def _part(self, part, kind: str):
        match kind:
            case "part" if isinstance(part, Expression):
                fits = part.operation not in (("as",) if self.name == "as" else ("as", "never"))
            case "part":
                fits = isinstance(part, int) and part >= 0 and self.name not in ("as", "never")
            case "places":
                fits = isinstance(part, int) and 0 <= part <= 9
            case "codes":
                part = (part,) if isinstance(part, str) else tuple(part)
                fits = all(re.fullmatch(_WORD, each) for each in part)
            case "form":
                fits = part in FORMS
            case _:
                fits = isinstance(part, str) and re.fullmatch(_WORD, part)
        if not fits:
            raise ValueError(f"{part!s:.40} is no {kind} that {self.name} takes")
        return part


OPERATIONS: dict[str, Operation] = {}


def _operation(name: str, takes: str, meaning: str) -> Operation:
    return OPERATIONS.setdefault(name, Operation(name, tuple(takes.split()), meaning))


# what a token prints
printed = _operation("printed", "code", "the number of a token in the reader's format; with its % where it prints one")
token = _operation("token", "code", "the token itself, mark for mark")
fraction = _operation("fraction", "code", "the fraction that a token prints")
numerator = _operation("numerator", "code", "the upper number of a printed fraction")
total = _operation("total", "code", "the lower number of a printed fraction")
out_of = _operation("out_of", "code", "out of how many a rank or a mark is")
percentage = _operation("percentage", "code", "the percentage printed beside a fraction")
untouched = _operation("untouched", "code", "the same, mark for mark")
corrected = _operation("corrected", "code", "what should stand in a place that is misprinted, as an erratum says")
read = _operation("read", "code column", "a number of the token as a machine reads it")
paragraph = _operation("paragraph", "code", "which paragraph of the article's body a row stands in, as published")
field = _operation("field", "code column", "what a person typed in a column: a day, a place, a number")
agreement = _operation("agreement", "code column", "what was counted when two readings of an article were compared")
# what it allows
lower = _operation("lower", "code", "the lowest value that a figure allows; by a fraction and by its percentage")
upper = _operation("upper", "code", "the highest value that a figure allows; by a fraction and by its percentage")
share = _operation("share", "code", "the exact percentage that a fraction gives")
point = _operation("point", "code", "where a figure is drawn: the middle of what it allows, of a bound its end")
below = _operation("below", "code", "the percentage under the printed one that a whole count gives")
above = _operation("above", "code", "the percentage over the printed one that a whole count gives")
# what is computed from these
minus = _operation("minus", "part part", "the first less the second; of two ends only where they bound the difference")
down = _operation("down", "part places", "a lower end, rounded down to so many decimals")
up = _operation("up", "part places", "an upper end, rounded up to so many decimals")
near = _operation("near", "part places", "rounded half to even; what is not 0 or 100 is not rounded to it")
least_count = _operation("least_count", "code part", "the least whole count of a total that a percentage allows")
certain_total = _operation("certain_total", "code part", "the least total of which a percentage is more than a count")
expected = _operation("expected", "code", "what the parts of a relation give: their sum, or the years between them")
# what would follow, and what must not be written
step = _operation("step", "codes", "the place of the last digit that is not 0, 1.000 of 11.000; of several the finest")
lowest_cut = _operation("lowest_cut", "code", "the least whole number over a bound, were it rounded down")
highest_cut = _operation("highest_cut", "code part", "the greatest, were it rounded down to such a step")
monthly = _operation("monthly", "part", "a difference divided by the months between its two figures")
ratio = _operation("ratio", "part part part", "the first divided by the second, so many times: 100 for a percentage")
assumed = _operation("assumed", "part", "what a row of a table assumes, which nobody states")
never = _operation("never", "part", "shown to be recognised, not to be written: what the bare numbers would give")
# what is counted
count = _operation("count", "codes", "how many are named, each once")
marks = _operation("marks", "codes", "how many marks are drawn, one for each")
pairs = _operation("pairs", "codes", "how many pairs are named, two codes each")
different = _operation("different", "column codes", "how many different ones of a column there are among those named")
common = _operation("common", "codes", "the one value that each of those named allows")
set_aside = _operation("set_aside", "code", "how many numbers of an article are left out of the analysis")
cited = _operation("cited", "code", "the number of an article in the page's list of sources")
# when
time = _operation("time", "codes", "the time that figures, steps or systems are stated for")
first = _operation("first", "part", "the first day of a time")
last = _operation("last", "part", "the last day of a time")
middle = _operation("middle", "code", "the middle of the days on which an article can have appeared")
day_after = _operation("day_after", "part", "the next day")
# what the page was asked for
asked = _operation("asked", "asked", "a number that the page was asked for")
asked_time = _operation("asked_time", "asked", "a period that the page was asked for")
shown = _operation("as", "part form", "written in a form: with its sign, as an end of an interval, in words, a day …")


@cache
def parse(text: str) -> Expression:
    """The expression that a text writes; `ValueError` where it is none."""
    tokens, end = [], 0
    while found := _TOKENS.match(text, end):
        tokens.append(found[1])
        end = found.end()
    if text[end:].strip():
        raise ValueError(f"{text!r} is no expression from {text[end:]!r} on")
    try:
        return _Parser(tokens).whole()
    except RecursionError:
        raise ValueError("an expression nested too deeply") from None


class _Parser:
    """Reads tokens from the left; what stands in a bracket follows from what the operation takes."""

    def __init__(self, tokens: list[str]):
        self.tokens = ["", *tokens[::-1]]  # "" is the end, which stays

    def take(self, wanted: str | None = None) -> str:
        if wanted not in (None, self.tokens[-1]):
            raise ValueError(f"{wanted!r} expected, not {self.tokens[-1]!r}")
        return self.tokens.pop() if self.tokens[-1] else ""

    def whole(self) -> Expression:
        said = self.difference()
        if self.tokens[-1] == "as":
            self.take()
            said = shown(said, self.take())
        self.take("")
        if isinstance(said, int):
            raise ValueError(f"{said} alone is no expression: it rests on nothing")
        return said

    def difference(self) -> Expression | int:
        said = self.operand()
        while self.tokens[-1] == "-":
            self.take()
            said = minus(said, self.operand())
        return said

    def operand(self) -> Expression | int:
        name = self.take()
        if name == "(":
            said = self.difference()
            self.take(")")
            return said
        if name.isdecimal():
            return int(name)
        if name not in OPERATIONS or name in ("minus", "as"):
            raise ValueError(f"{name!r} is no operation; known: {', '.join(OPERATIONS)}")
        parts = []
        for place, kind in enumerate(OPERATIONS[name].takes):
            self.take("," if place else "(")
            parts.append(self.part(kind))
        self.take(")")
        return OPERATIONS[name](*parts)

    def part(self, kind: str):
        if kind == "part":
            return self.difference()
        if kind == "codes":
            codes = []
            while self.tokens[-1] not in (")", ""):
                codes.append(self.take())
            return codes
        word = self.take()
        return int(word) if kind == "places" and word.isdecimal() else word
