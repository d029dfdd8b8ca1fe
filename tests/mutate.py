"""Are words guarded? Each word that claims is dropped or turned, one at a time, and what notices is counted.

In every message, in each language and form, a word that bounds, directs, denies or says how many (`claims.yml`) is
left out, or turned into its contrary; two that differ change places. In every exhibit the name of an area beside a
figure is turned into another. Three guards may notice: the audit of what is then shown, the two languages held against
each other (`parity`), and the pinned principles. That some text differs from what it was before counts for nothing.

What nobody notices is told, and is a fault: python tests/mutate.py, or make mutate.

Charts that are wrong on purpose, and the wrong answers of lessons, are not mutated: they say what is false already.
"""

import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

import yaml

sys.path.insert(0, str(Path(__file__).parents[1] / "lib"))

from parity import CLAIMS, EXEMPT, differences, forms, meanings, noted, pattern

from sosanh.compare import questions
from sosanh.data.collection import load
from sosanh.lineage import words
from sosanh.lineage.audit import Tracer
from sosanh.show.api import EXHIBITS

WRONG = re.compile(r"counterexample_|option_|never_|ask_|hint_")  # counterexamples, and what a lesson asks
PINS = yaml.safe_load(Path(__file__).with_name("principles.yml").read_text("utf-8"))
PINNED = {key for own in PINS.values() for key in own}
SHOWN = 3  # of the exhibits that say a message: those that are said anew


class Mutation(NamedTuple):
    """A form of a message that claims something else; `how` says what was done."""

    kind: str
    key: str
    language: str
    form: str
    how: str
    said: str

    @property
    def name(self) -> str:
        return f"{self.key} {self.form} {self.language}: {self.how}"


class _Messages(dict):
    """A language's messages, which note what is asked for."""

    def __init__(self, held: dict, asked: set[str]):
        super().__init__(held)
        self.asked = asked

    def __getitem__(self, key: str):
        self.asked.add(key)
        return super().__getitem__(key)


def mutations(said=words.messages) -> Iterator[Mutation]:
    """All of them, message by message."""
    kind_of = {meaning: kind for kind, own in CLAIMS.items() for meaning in own}
    for language in ("vi", "en"):
        means = meanings(language)
        claims = pattern(language, means)
        for key, message in said(language).items():
            if EXEMPT.match(key) or WRONG.match(key):
                continue
            for form, text in forms(message).items():
                free = [span for span in claims.finditer(text) if span[0].casefold() in means and _outside(text, span)]
                for span in free:
                    meaning = means[span[0].casefold()]
                    for how, instead in _instead(meaning, kind_of[meaning], language):
                        turned = " ".join((text[: span.start()] + instead + text[span.end() :]).split(" "))
                        place = f"{span[0]} at {span.start()}, {how}"
                        if turned != text:
                            yield Mutation(kind_of[meaning], key, language, form, place, turned)
                for one, other in pairwise(free):
                    a, b = (means[span[0].casefold()] for span in (one, other))
                    if CLAIMS[kind_of[a]][a].get("turned") == b:
                        between = text[one.end() : other.start()]
                        turned = text[: one.start()] + other[0] + between + one[0] + text[other.end() :]
                        yield Mutation(kind_of[a], key, language, form, f"{one[0]} and {other[0]} swapped", turned)


def _outside(text: str, span: re.Match) -> bool:
    """Does a word stand outside places and quoted code?"""
    before = text[: span.start()]
    return before.count("{") == before.count("}") and before.count("`") % 2 == 0


def _instead(meaning: str, kind: str, language: str) -> Iterator[tuple[str, str]]:
    yield "dropped", ""
    if turned := CLAIMS[kind][meaning].get("turned"):
        yield "turned", CLAIMS[kind][turned][language].split("; ")[0]


# --- what is shown


def answers(data) -> list:
    """Answers of every kind, of one area and several, of a sector and of all, and where articles are silent."""
    three = ["Đồng Tháp", "Quảng Ninh", "Bình Định"]
    return [
        questions.over_time(data, "Đồng Tháp", "2024-07", "2025-02", "education"),
        questions.over_time(data, "Đồng Tháp", "2024-07", "2025-02", "health"), questions.over_time(data, "Đồng Tháp"),
        questions.over_time(data, "Quảng Ninh", sector="tourism"), questions.across(data, three),
        questions.across(data, "Quảng Ninh"), questions.across(data, "Cà Mau"),
        questions.against_targets(data, three), questions.evidence_map(data, three), questions.one_page(data, three),
        questions.deployment(data, three), questions.one_indicator(data, "edu_cashless"),
        questions.one_indicator(data, "gov_dti_rank"), questions.one_figure(data, "dt-2025-02.03"),
        questions.one_figure(data, "dt-2024-04.02"),
    ]  # fmt: skip


class Screens:
    """Every exhibit but the drawings, made once in no language; said anew with other messages."""

    def __init__(self, data):
        self.tracer, self.made, self.of = Tracer(data), [], defaultdict(list)
        for result in answers(data):
            for place, kinds in EXHIBITS.values():
                if isinstance(result, kinds) and place.startswith("show."):
                    self.made.append(_made(place, result))
        self.pages = {}
        for at in range(len(self.made)):
            for language in ("vi", "en"):
                with _Said(language) as asked:
                    page = self.said(at, language)
                if not self.tracer.trace(page, language).faults:
                    self.pages[at, language] = page
                    for key in asked:
                        self.of[key, language].append(at)

    def said(self, at: int, language: str) -> str:
        shown = self.made[at].said(language)
        return shown._repr_html_() or shown.html()

    def catches(self, mutation: Mutation) -> bool:
        """Does the audit refuse an exhibit that says it?"""
        for at in self.of[mutation.key, mutation.language][:SHOWN]:
            with _Said(mutation.language, mutation):
                page = self.said(at, mutation.language)
            if page != self.pages[at, mutation.language] and self.tracer.trace(page, mutation.language).faults:
                return True
        return False


def _made(place: str, result):
    module, _, function = place.partition(":")
    return getattr(import_module(f"sosanh.{module}"), function)(result)


class _Said:
    """While it is open, a language's messages are noted, one of them mutated."""

    def __init__(self, language: str, mutation: Mutation | None = None):
        held = dict(words.messages(language))
        if mutation:
            own = held[mutation.key]
            held[mutation.key] = mutation.said if isinstance(own, str) else own | {mutation.form: mutation.said}
        self.language, self.asked = language, set()
        self.held, self.before = _Messages(held, self.asked), words._messages

    def __enter__(self) -> set[str]:
        before, held = self.before, self.held
        words._messages = lambda language: held if language == self.language else before(language)
        return self.asked

    def __exit__(self, *_) -> None:
        words._messages = self.before


def areas(screens: Screens) -> Iterator[tuple[str, bool]]:
    """Each name of an area beside a figure, turned into another: which, and whether the audit refuses it."""
    names = {"Đồng Tháp": "Quảng Ninh", "Quảng Ninh": "Bình Định", "Bình Định": "Đồng Tháp"}
    named = re.compile("|".join(names))
    for (at, language), page in screens.pages.items():
        for row in re.finditer(r"<tr\b.*?</tr>|<(p|li|h1)\b[^>]*>.*?</\1>", page, re.DOTALL):
            if "printed(" not in row[0] and "fraction(" not in row[0]:
                continue
            free = [each for each in named.finditer(row[0]) if _is_name(row[0], each)]
            if len(free) == 1:
                start = row.start() + free[0].start()
                turned = page[:start] + names[free[0][0]] + page[start + len(free[0][0]) :]
                where = f"{screens.made[at].name} {language}: {re.sub('<[^>]*>', '', row[0])[:90]}"
                yield where, bool(screens.tracer.trace(turned, language).faults)


def _is_name(text: str, found: re.Match) -> bool:
    """Does a name stand by itself, in text: in no tag, and in no publisher's name?"""
    inside = text.rfind("<", 0, found.start()) > text.rfind(">", 0, found.start())
    return not inside and not re.search(r"(?:Báo|tỉnh|newspaper) $", text[: found.start()])


# --- counting


def main() -> int:
    started, data = perf_counter(), load()
    screens, known = Screens(data), noted()
    counts, left = defaultdict(Counter), []
    for each in mutations():
        by = ["languages"] if _parted(each, known) else []
        by += ["principles"] if each.key in PINNED else []
        by += ["audit"] if screens.catches(each) else []
        counts[each.kind].update(["all", *by, "caught" if by else "left"])
        left += [] if by else [f"{each.kind}: {each.name}"]
    for where, caught in areas(screens):
        counts["area"].update(["all", *(["audit", "caught"] if caught else ["left"])])
        left += [] if caught else [f"area: {where}"]
    for kind, own in counts.items():
        told = ", ".join(f"{name} {own[name]}" for name in ("audit", "languages", "principles"))
        print(f"{kind}: {own['all']} mutations, {own['caught']} caught ({told}), {own['left']} left")
    print(*left, f"{len(left)} that nobody notices; {perf_counter() - started:.0f} s", sep="\n")
    return bool(left)


def _parted(mutation: Mutation, known: dict[str, str]) -> bool:
    """Do the two languages, or the forms of one, no longer say the same?"""

    def said(language: str) -> dict:
        own = words.messages(language)[mutation.key]
        if language == mutation.language:
            own = mutation.said if isinstance(own, str) else own | {mutation.form: mutation.said}
        return {mutation.key: own}

    own = {name: unlike for name, unlike in known.items() if name.split(" ")[0] == mutation.key}
    return differences(said) != own


if __name__ == "__main__":
    sys.exit(main())
