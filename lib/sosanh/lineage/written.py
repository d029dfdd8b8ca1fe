"""How a number, a day or a period is written: each language in its own way, once the reader's language is known.

>>> share = number(Decimal("78.15")) + "%"
>>> share.said("vi"), share.said("en"), day(date(2024, 7, 25)).said("en")
('78,15%', '78.15%', '25 July 2024')
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sosanh.numbers.amounts import format_number
from sosanh.numbers.periods import Period, format_date, format_month, format_period

Piece = str | tuple[Callable[..., str], tuple[Any, ...]]  # `write(of[0], language, *of[1:])`


@dataclass(frozen=True)
class Written:
    """Pieces one after another: signs that are the same in every language, and what each writes in its own way."""

    pieces: tuple[Piece, ...]

    def __add__(self, other: "str | Written") -> "Written":
        return Written(self.pieces + _pieces(other))

    def __radd__(self, other: str) -> "Written":
        return Written(_pieces(other) + self.pieces)

    def said(self, language: str) -> str:
        return "".join(each if isinstance(each, str) else _write(*each, language) for each in self.pieces)


def _pieces(words: str | Written) -> tuple[Piece, ...]:
    return words.pieces if isinstance(words, Written) else (words,) if words else ()


def _write(write: Callable[..., str], of: tuple[Any, ...], language: str) -> str:
    return write(of[0], language, *of[1:])


def written(write: Callable[..., str], *of) -> Written:
    """What `write` makes of something, given it, the language, and then the rest."""
    return Written(((write, of),))


def number(value: int | float | Decimal, decimals: int | None = None) -> Written:
    return written(format_number, value, decimals)


def whole(value) -> Written:
    """A count, whatever type it is held in."""
    return number(Decimal(int(value)))


def day(of: date) -> Written:
    return written(format_date, of)


def month(of: date) -> Written:
    """The month of a day; those of two days of one month are equal."""
    return written(format_month, of.replace(day=1))


def period(of: Period) -> Written:
    return written(format_period, of)
