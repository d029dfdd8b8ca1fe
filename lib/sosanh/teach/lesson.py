"""A lesson as a notebook has it: the data to show, and what can be asked of them.

>>> import sosanh
>>> lesson = sosanh.lesson("en", "student")
>>> share = lesson.share("dt-2024-07.04")
>>> print(share.check("0.78"))  # doctest: +ELLIPSIS
Not right yet
• ...
>>> print(share.check("465/595").title)
Right
"""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from functools import wraps

from sosanh.compare import questions
from sosanh.compare.results import Pair
from sosanh.data import reads
from sosanh.data.problems import Unknown
from sosanh.data.tables import Observation
from sosanh.lineage import expressions as of
from sosanh.lineage.evaluate import Codes, Evaluation
from sosanh.lineage.expressions import Expression
from sosanh.lineage.words import Figure, Text, in_unit, say, text
from sosanh.show import exhibits
from sosanh.show.api import Data, Refused, said_in
from sosanh.show.display import Exhibit, Sentences, Together
from sosanh.teach.asked import ASKED
from sosanh.teach.exercises import EDITIONS, SOLVED, Exercise, Item


class Lesson:
    """Tab after `lesson.` lists what can be asked; `data` answers questions as in every other notebook."""

    def __init__(self, data: Data, edition: str):
        if edition not in EDITIONS:
            raise Refused(str(Unknown("edition", edition, [*EDITIONS])))
        self.data, self.edition, self.languages = data, edition, data.languages
        self.collection, self.book = data.collection, data.collection.codebook
        self.result = questions.across(data.collection)  # of every article: by it marks are numbered
        if reads.current:
            reads.current.modules.add(__name__)

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *ASKED]

    def __getattr__(self, name: str) -> Callable[..., Exhibit]:
        if name not in ASKED:
            raise AttributeError(name)
        ask = ASKED[name]

        @wraps(ask)
        def asked(*given, **named) -> Exercise | Together:
            try:
                return said_in(ask(self, *given, **named), self.languages)
            except Unknown as error:
                raise Refused(str(error)) from None

        return asked

    def sources(self) -> Exhibit | Together:
        """The articles, numbered as the exercises cite them."""
        return said_in(replace(exhibits.sources(self.result), note=say("lesson_marks")), self.languages)

    def counterexample(self, kind: str, *refs: str) -> Exhibit | Together:
        """A chart that is wrong on purpose: no brief may hold one, and no answer to a question offers it."""
        from sosanh.draw.misleading import counterexample

        return said_in(counterexample(self.result, kind, *refs), self.languages)

    def minutes(self, planned: int) -> Exhibit | Together:
        """What a unit is planned to take, for the teacher."""
        said = say("minutes_planned", time=in_unit(Figure(str(planned), of.asked(str(planned))), "minutes"))
        return said_in(Sentences(say("title_minutes"), (said,), name="minutes"), self.languages)

    # what exercises are made with
    def row(self, ref: str) -> Observation:
        return self.collection.observation(ref)

    def of_article(self, source_id: str) -> list[Observation]:
        self.collection.article(source_id)
        return [each for each in self.collection.observations if each.source_id == source_id]

    def pair(self, a: str, b: str, purpose: str = "change") -> Pair:
        """Two figures by their codes, with what the gate says of them."""
        return Pair.judged(self.row(a), self.row(b), purpose, self.book)

    def number(self, made: Expression) -> Fraction:
        return Fraction(Evaluation(Codes(self.collection)).of(made).number)

    def exercise(self, name: str, prompt: Text, *items: Item, together: bool = False) -> Exercise:
        """The exercise of this name (`title_ask_…` is its title); options need no hint."""
        shown = SOLVED.get(self.edition, 0)
        if len(items) > (1 if self.edition == "key" else 2):  # of many items only what is right
            shown = min(shown, 1)
        own = tuple(replace(each, solved=shown) for each in items)
        hint = text() if own[0].options else say(f"hint_{name}")
        return Exercise(say(f"title_ask_{name}"), prompt, own, hint, self.edition, together)
