"""One numeral among its words.

What digits mean in Vietnamese is said by the words next to them, so a numeral knows its clause: the words before
it, back to the last comma, full stop, bracket or dash, and the words after it, on to the next.

    >>> line = "Đến nay, toàn tỉnh có hơn 12.800 giáo viên, đạt 91%."
    >>> numeral = Numeral(line, 26, 32, "number")
    >>> numeral.text, numeral.before, numeral.after
    ('12.800', ['toàn', 'tỉnh', 'có', 'hơn'], ['giáo', 'viên'])
"""

import re
from dataclasses import dataclass
from functools import cached_property

REACH = 72  # characters: the words looked at on either side, and no more, however long the line

_CLAUSE = re.compile(r"""[;!?()\[\]"“”…|]|[.,:](?=\s|[)"”\]]|$)|\s[-–](?=\s)""")
_SIGN = re.compile("((?<![-–=])[<>≤≥]=?|[~≈])")  # a bound or a hedge in one sign is a word: "≥90%"


@dataclass(frozen=True)
class Numeral:
    """One token of a line: `line[start:end]`, in one of the forms of `shapes`."""

    line: str
    start: int
    end: int
    form: str

    @cached_property
    def text(self) -> str:
        return self.line[self.start : self.end]

    @cached_property
    def printed_before(self) -> list[str]:
        """The words of the clause before the numeral, as printed; the last one is next to it."""
        clause = _CLAUSE.split(self.line[max(0, self.start - REACH) : self.start])[-1]
        return _SIGN.sub(r" \1 ", clause).split()

    @cached_property
    def before(self) -> list[str]:
        return [word.lower() for word in self.printed_before]

    @cached_property
    def printed_after(self) -> list[str]:
        """The words of the clause after the numeral, as printed; the first one is next to it."""
        return _CLAUSE.split(self.line[self.end : self.end + REACH], maxsplit=1)[0].split()

    @cached_property
    def after(self) -> list[str]:
        return [word.lower() for word in self.printed_after]

    @cached_property
    def last(self) -> str:
        """The word next before, or nothing."""
        return self.before[-1] if self.before else ""

    @cached_property
    def next(self) -> str:
        """The word next after, or nothing; of ``người/ngày`` the first half."""
        return self.after[0].split("/")[0] if self.after else ""

    @property
    def char_before(self) -> str:
        return self.line[self.start - 1 : self.start]

    @property
    def char_after(self) -> str:
        return self.line[self.end : self.end + 1]

    @cached_property
    def whole(self) -> int:
        """The number, where it is a plain whole one of up to six digits; else -1."""
        return int(self.text) if self.form == "number" and len(self.text) < 7 and self.text.isdecimal() else -1

    def ends(self, *phrases: str) -> bool:
        """Whether the words before end in one of `phrases`."""
        return not self._endings.isdisjoint(phrases)

    @cached_property
    def _endings(self) -> frozenset[str]:
        return frozenset(" ".join(self.before[-size:]) for size in range(1, 6)) - {""}
