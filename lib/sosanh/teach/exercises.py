"""An exercise is one more exhibit, an edition one more parameter.

What is asked is a prompt with one or several items; an item takes a number or one of its options, and has for each
foreseen answer a `Reply`: whether it is right, and why. `check` in a notebook and the script of a page use the same
table. Which edition is shown decides what stands there: pupils have the items (on a page a form, on a worksheet room to
write), teachers the replies too.

A page for pupils holds no answer in clear: each reply is hidden by the answer that it belongs to, and found by a digest
of it. That hides from a glance and keeps nobody out who can program; nothing hangs on it.

>>> canonical("78,15 %", 2), canonical("465/595", 2), canonical("at least 11.448", 0), canonical("more", 2)
('78.15', '78.15', '11448', '')
"""

import json
import re
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import KW_ONLY, dataclass, replace
from fractions import Fraction
from html import escape
from itertools import zip_longest
from math import floor
from typing import Any, Self

from sosanh.lineage.words import Text, say
from sosanh.show.display import Exhibit, Sentences, heading

EDITIONS = ("student", "teacher", "slides", "worksheet", "key")
SOLVED = {"teacher": 99, "slides": 1, "key": 99}  # how many replies of an item an edition shows
LETTERS = "abcdefgh"  # of the options, in their order

NO_WORDS = Text(())
_NUMBER = re.compile(r"[^\W\d]*(\d[\d.,]*)(?:(?:/|:|of|outof|trên)(\d[\d.,]*))?[^\W\d]*")
_THOUSANDS = re.compile(r"\d{1,3}([.,]\d{3})+")


def canonical(said: str, places: int) -> str:
    """A number that somebody typed, with so many decimals; "" where none can be read.

    Comma and point both mark decimals; of whole numbers (no `places`) they part thousands. A fraction is taken as its
    percentage; words before and behind a number are passed over. What counts whole things is not rounded.
    """
    found = _NUMBER.fullmatch(re.sub(r"[\s%+]", "", said.casefold()))
    if not found or not all(numbers := [_read(each, places) for each in found.groups() if each]):
        return ""
    value = numbers[0] if len(numbers) == 1 else 100 * numbers[0] / numbers[1]
    if not places:
        return str(value) if value.denominator == 1 else ""
    whole = floor(value * 10**places + Fraction(1, 2))
    return f"{whole // 10**places}.{whole % 10**places:0{places}}"


def _read(said: str, places: int) -> Fraction | None:
    plain = re.sub("[.,]", "", said) if not places and _THOUSANDS.fullmatch(said) else said.replace(",", ".")
    return Fraction(plain) if re.fullmatch(r"\d+(\.\d+)?", plain) else None


def digest(words: str) -> int:
    """FNV-1a of 32 bits: a page from a school's server has no other, for browsers give none without https."""
    found = 0x811C9DC5
    for byte in words.encode("utf-8"):
        found = (found ^ byte) * 0x01000193 & 0xFFFFFFFF
    return found


def sealed(words: str, key: str) -> str:
    """Words hidden by a key, in Base64: each byte with one of xorshift, which begins with the key's digest."""
    state, hidden = digest(f"{key}~") or 1, bytearray()
    for byte in words.encode("utf-8"):
        state ^= state << 13 & 0xFFFFFFFF
        state ^= state >> 17
        state ^= state << 5 & 0xFFFFFFFF
        hidden.append(byte ^ state & 0xFF)
    return b64encode(hidden).decode("ascii")


@dataclass(frozen=True, repr=False)
class Reply(Exhibit):
    """What is `said` of an `answer` (as `canonical` writes it, or the letter of an option), which reads as `shown`."""

    answer: str
    right: bool
    shown: Text
    told: Text
    _: KW_ONLY
    name: str = "reply"

    def line(self) -> str:
        return f"{'✓' if self.right else '✗'} {self.shown}: {self.told}"

    def html(self) -> str:
        which = "right" if self.right else "wrong"
        spoken = f'<span class="sr">{say(f"reply_is_{which}").said(self.language).html()}</span>'
        return f'<li class="{which}">{spoken} <strong>{self.shown.html()}</strong>: {self.told.html()}</li>'


@dataclass(frozen=True, repr=False)
class Item(Exhibit):
    """One thing to answer: a number with so many `places` in a `unit`, or one of the `options`."""

    label: Text
    replies: tuple[Reply, ...]
    options: tuple[Text, ...] = ()
    unit: Text = NO_WORDS
    places: int = 0
    solved: int = 0  # how many replies are shown, the right one first
    _: KW_ONLY
    name: str = "item"

    def _parts(self) -> dict[str, Any]:
        """What is shown: of the replies only those that the edition shows."""
        return super()._parts() | {"replies": self.replies[: self.solved]}

    def said(self, language: str) -> Self:
        return replace(super().said(language), replies=tuple(each.said(language) for each in self.replies))

    def lines(self) -> Iterator[str]:
        yield from (f"• {self.label}",) if self.label else ()
        yield from (f"  {letter}) {option}" for letter, option in zip(LETTERS, self.options, strict=False))
        yield from (f"  {each.line()}" for each in self.replies[: self.solved])

    def answer(self, given: str) -> str:
        """What was given, as the replies name it; "" where it is no answer."""
        said = given.strip().casefold()
        return (said if said in LETTERS[: len(self.options)] else "") if self.options else canonical(said, self.places)

    def form(self, salt: str, title: Text, several: bool) -> str:
        """The item as a page takes an answer: what is said of each is hidden by it. Of several items with many options
        each has them in a list that unfolds."""
        named = self.label.html() or f'<span class="sr">{title.html()}</span>'
        word, lettered = say("answer_number").said(self.language).html(), [*zip(LETTERS, self.options, strict=False)]
        if several and len(lettered) > 2:
            options = "".join(f'<option value="{letter}">{escape(str(each))}</option>' for letter, each in lettered)
            field = f'<label>{word} <select><option value="">…</option>{options}</select></label>'
        elif lettered:
            field = "".join(
                f'<label><input name="{salt}" type="radio" value="{letter}"/> <span>{each.html()}</span></label>'
                for letter, each in lettered
            )
        else:
            unit = f" {self.unit.html()}" if self.unit else ""
            typed = '<input autocomplete="off" inputmode="decimal" type="text"/>'
            field = f'<label class="number">{word} {typed}{unit}</label>'
        table = {}
        for each in self.replies:
            key = f"{salt}|{each.answer}"
            table[f"{digest(key):08x}"] = sealed(f"{'+' if each.right else '-'}{each.told}", key)
        held = f'data-replies="{escape(json.dumps(table))}" data-places="{self.places}" data-salt="{salt}"'
        return f'<fieldset {held}><legend>{named}</legend>{field}<p class="reply" role="status"></p></fieldset>'

    def html(self) -> str:
        """The item on paper or to look at: with room to answer, or with what is said of each answer."""
        named = f'<p class="label">{self.label.html()}</p>' if self.label else ""
        boxes = "".join(f'<li><span class="box"></span>{each.html()}</li>' for each in self.options)
        field = f'<ol class="options" type="A">{boxes}</ol>' if boxes else f'<p class="room">{self.unit.html()}</p>'
        told = "".join(each.html() for each in self.replies[: self.solved])
        replies = f'<ul class="replies{" fragment" * (self.solved == 1)}">{told}</ul>' if told else ""
        field = "" if replies and not boxes else field
        return f'<div class="item">{named}{field}{replies}</div>'


@dataclass(frozen=True, repr=False)
class Exercise(Exhibit):
    """What is asked, of what, and a hint for an answer that nobody foresaw."""

    title: Text
    prompt: Text
    items: tuple[Item, ...]
    hint: Text
    edition: str = "student"
    together: bool = False  # must its items be seen at once?
    _: KW_ONLY
    name: str = "exercise"

    def check(self, *answers: str) -> Sentences:
        """What is said of answers, one for each item in turn: a number as it is written, or the letter of an option."""
        told, states = [], []
        for item, given in zip_longest(self.items, answers[: len(self.items)], fillvalue=""):
            answer = item.answer(str(given))
            reply = next((each for each in item.replies if each.answer == answer), None)
            states.append("open" if not answer else "right" if reply and reply.right else "wrong")
            if reply or answer:
                told.append(reply.told if reply else self.hint)
        state = "open" if "open" in states else "wrong" if "wrong" in states else "right"
        said = tuple(told) or (say("answer_open").said(self.language),)
        return Sentences(say(f"reply_{state}").said(self.language), said, name="reply", language=self.language)

    def lines(self) -> Iterator[str]:
        yield from (str(self.title), str(self.prompt))
        for each in self.items:
            yield from each.lines()

    def html(self) -> str:
        head = f'{heading(self.title)}<p class="prompt">{self.prompt.html()}</p>'
        if self.edition != "student":
            next_one = f'</section><section class="exhibit exercise" lang="{self.language}">{heading(self.title)}'
            apart = self.edition == "slides" and not self.together  # each item has a slide of its own
            between = next_one if apart else ""
            return head + between.join(each.html() for each in self.items)
        words = ("|".join(map(str, (self.prompt, each.label, *each.options))) for each in self.items)
        salts = [f"{digest(each):08x}" for each in words]
        several = len(salts) > 1
        items = "".join(each.form(salt, self.title, several) for each, salt in zip(self.items, salts, strict=True))
        words = {each: str(say(f"reply_{each}").said(self.language)) for each in ("open", "right", "wrong")}
        held = "".join(f' data-{name}="{escape(said)}"' for name, said in (words | {"hint": str(self.hint)}).items())
        button = f'<button type="submit">{say("answer_check").said(self.language).html()}</button>'
        return f'{head}<form class="answers"{held}>{items}{button}</form>'
