"""What a researcher asks, and what each answer can show.

    >>> import sosanh
    >>> data = sosanh.load("en")
    >>> found = data.over_time("Đồng Tháp", "2024-07", "2025-02", sector="education")
    >>> print(found.headline().question)
    Have Đồng Tháp’s schools passed the 80% target for 2024 for cashless payment?
    >>> found.pairs().frame().columns.tolist()
    ['Indicator', 'Earlier', 'Later', 'Change', 'Does it compare?']

Tab after `data.` lists the questions, after `found.` what this answer can show. A chart's module is loaded when it is
first asked for. Whatever cannot be asked is refused in one sentence.
"""

import inspect
import re
import unicodedata
from collections.abc import Callable
from functools import wraps
from html import escape
from importlib import import_module

import pandas as pd

from sosanh.compare import questions
from sosanh.compare.results import (
    Across,
    Deployment,
    EvidenceMap,
    OneFigure,
    OneIndicator,
    OnePage,
    OverTime,
    Pair,
    Result,
    Targets,
)
from sosanh.data.collection import Collection
from sosanh.data.problems import Unknown
from sosanh.data.rows import Observation
from sosanh.lineage.words import check_language, join, say
from sosanh.show import catalogue
from sosanh.show.display import Exhibit, Sentences, Table

# Each exhibit: where it is made, and of which answers. Of `Result` means of every answer.
EXHIBITS: dict[str, tuple[str, tuple[type[Result], ...]]] = {
    "headline": ("show.headlines:headline", (Result,)),
    "figures": ("show.headlines:of_figures", (Across,)),
    "write": ("show.writing:write", (OverTime, OneIndicator)),
    "pairs": ("show.exhibits:pairs", (OverTime, OneIndicator, OneFigure, OnePage)),
    "side_by_side": ("show.exhibits:side_by_side", (Across, OneIndicator, OnePage)),
    "apart": ("show.exhibits:apart", (OverTime,)),
    "levels": ("show.exhibits:levels", (OverTime, Targets, OneIndicator, OneFigure, OnePage)),
    "sure": ("show.exhibits:sure", (OverTime, OneIndicator, OneFigure)),
    "once": ("show.exhibits:once", (OverTime,)),
    "reported": ("show.exhibits:reported", (Result,)),
    "repeated": ("show.exhibits:repeated", (OverTime,)),
    "definitions": ("show.exhibits:definitions", (OneIndicator,)),
    "benchmarks": ("show.exhibits:benchmarks", (OneIndicator,)),
    "sources": ("show.exhibits:sources", (Result,)),
    "evidence": ("show.quality:evidence", (EvidenceMap,)),
    "asks": ("show.quality:asks", (OverTime, Across, OneIndicator, OnePage)),
    "audit": ("show.quality:audit", (Result,)),
    "hundreds": ("show.quality:hundreds", (Result,)),
    "coverage": ("show.quality:coverage", (Result,)),
    "relations": ("show.quality:relations", (Result,)),
    "second_readings": ("show.quality:second_readings", (Result,)),
    "verdicts": ("show.catalogue:verdicts", (Result,)),
    "indicators": ("show.catalogue:indicators", (Result,)),
    "systems": ("show.stages:systems", (Deployment,)),
    "by_stage": ("show.stages:by_stage", (Deployment,)),
    "milestones": ("show.stages:milestones", (Deployment,)),
    "printed": ("show.walk:printed", (OneFigure,)),
    "read": ("show.walk:read", (OneFigure,)),
    "allowed": ("show.walk:allowed", (OneFigure,)),
    "said": ("show.walk:said", (OneFigure,)),
    "bullet": ("draw.charts:bullet", (OverTime, OnePage)),
    "slope": ("draw.charts:slope", (OverTime,)),
    "dumbbell": ("draw.charts:dumbbell", (OverTime,)),
    "lanes": ("draw.lanes:lanes", (Deployment,)),
    "matrix": ("draw.lattices:matrix", (Targets,)),
    "ladder": ("draw.lattices:ladder", (Result,)),
    "strip": ("draw.lattices:strip", (Result,)),
    "ranks": ("draw.ranks:ranks", (Targets,)),
    "sensitivity": ("draw.what_if:sensitivity", (OneIndicator,)),
    "growth": ("draw.what_if:growth", (OneIndicator,)),
}


class Refused(ValueError):
    """What cannot be asked, in one sentence; a notebook shows the sentence and no traceback."""

    def _render_traceback_(self) -> list[str]:
        return [str(self)]


class Found:
    """An answer. Its methods are what it can show; `compared` are its pairs, each with verdict and change."""

    def __init__(self, result: Result, language: str):
        self.result, self.language = result, language

    @property
    def compared(self) -> tuple[Pair, ...]:
        return self.result.pairs

    @property
    def frame(self) -> pd.DataFrame:
        """The figures of this answer, for people: see `frame`."""
        return frame(self.result.rows, self.result.collection, self.language)

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *self._shown()]

    def _shown(self) -> list[str]:
        return [name for name, (_, kinds) in EXHIBITS.items() if isinstance(self.result, kinds)]

    def __getattr__(self, name: str) -> Callable[..., Exhibit]:
        if name.startswith("_") or name not in EXHIBITS:
            raise AttributeError(name)
        place, kinds = EXHIBITS[name]
        if not isinstance(self.result, kinds):
            raise AttributeError(f"{type(self.result).__name__} cannot show {name}; it can: {', '.join(self._shown())}")
        module, _, function = place.partition(":")
        make = getattr(import_module(f"sosanh.{module}"), function)

        def show(*args, **kwargs) -> Exhibit:
            return make(self.result, *args, language=self.language, **kwargs)

        taken = [each for each in inspect.signature(make).parameters.values() if each.name != "language"][1:]
        show.__name__, show.__doc__ = name, make.__doc__
        show.__signature__ = inspect.Signature(taken)
        return show

    def _told(self) -> str:
        return str(say("can_show", self.language, names=", ".join(self._shown())))

    def __repr__(self) -> str:
        return "\n".join([*self.headline().lines(), self._told()])

    def _repr_html_(self) -> str:
        return f"{self.headline()._repr_html_()}<p>{escape(self._told())}</p>"


def _question(ask: Callable[..., Result]):
    """The question as a method of `Data`: the same parameters without the collection, and a refusal in one sentence."""

    @wraps(ask)
    def asked(self: "Data", *args, **kwargs) -> Found:
        try:
            return Found(ask(self.collection, *args, **kwargs), self.language)
        except (ValueError, Unknown) as error:  # a fault of ours, such as a KeyError, keeps its traceback
            raise Refused(str(error)) from None

    _, *taken = inspect.signature(ask).parameters.values()
    itself = inspect.Parameter("self", inspect.Parameter.POSITIONAL_OR_KEYWORD)
    asked.__signature__ = inspect.Signature([itself, *taken], return_annotation=Found)
    return asked


class Data:
    """The collection and its questions, in one language."""

    over_time = _question(questions.over_time)
    across = _question(questions.across)
    against_targets = _question(questions.against_targets)
    evidence_map = _question(questions.evidence_map)
    one_page = _question(questions.one_page)
    deployment = _question(questions.deployment)
    one_indicator = _question(questions.one_indicator)
    one_figure = _question(questions.one_figure)

    def __init__(self, collection: Collection, language: str):
        check_language(language)
        self.collection, self.language = collection, language

    def __getitem__(self, obs_id: str) -> Observation:
        """One figure by its code, "dt-2025-02.03"; its `value` is the interval that the print allows.

        Two of them are neither subtracted nor averaged: `over_time` and `across` say what may be said of them.
        """
        try:
            return self.collection.observation(obs_id)
        except Unknown as error:
            raise Refused(str(error)) from None

    @property
    def frame(self) -> pd.DataFrame:
        """Every figure, for people: see `frame`."""
        return frame(self.collection.observations, self.collection, self.language)

    def notebooks(self) -> Table | Sentences:
        """Every notebook with its question and its parameters."""
        return catalogue.notebooks(self.language)

    def find(self, words: str) -> pd.DataFrame:
        """Areas, indicators, systems and statements that speak of these words, also without diacritics.

        The columns are kind, code (what a question takes, or the article and its number) and text. Words that follow
        one another come first; where none do, every word must begin a word.
        """
        known = [(row, _folded(" ".join(map(str, row)))) for row in self._known()]
        phrase = re.compile(rf"\b{re.escape(_folded(words))}\b")
        starts = [re.compile(rf"\b{re.escape(each)}") for each in _folded(words).split()]
        rows = [row for row, said in known if phrase.search(said)]
        rows = rows or [row for row, said in known if all(each.search(said) for each in starts)]
        return pd.DataFrame(rows, columns=["kind", "code", "text"])

    def _known(self) -> list[tuple[str, str, str]]:
        columns = {
            "areas": ("ref_area", "name"), "indicators": ("indicator", "name"), "systems": ("system_id", "function"),
            "statements": ("statement_no", "statement"),
        }  # fmt: skip
        found = []
        for table, (code, text) in columns.items():
            for row in self.collection.tables[table].to_dict("records"):
                code_said = f"{row['source_id']} {row[code]}" if table == "statements" else row[code]
                named = f"{row['name']}: " if table == "systems" else ""
                found.append((table.rstrip("s"), code_said, named + row[f"{text}_{self.language}"]))
        return found

    def __repr__(self) -> str:
        own = self.collection
        asked = [name for name, value in vars(Data).items() if hasattr(value, "__wrapped__")]
        areas = own.codebook.areas.set_index("ref_area")[f"name_{self.language}"]
        counted = own.observations.groupby("ref_area", sort=False).size()
        told = join("; ", [f"{areas[area]}: {number}" for area, number in counted.items()])
        return "\n".join(
            str(say(key, self.language, **said))
            for key, said in (
                ("data_version", {"version": own.version, "day": own.released}),
                ("data_figures", {"areas": told}),
                ("data_articles", {"count": str(len(own.sources))}),
                ("data_ask", {"names": ", ".join([*asked, "find"])}),
            )
        )


def _folded(words: str) -> str:
    """Small letters without marks, as people type who have no Vietnamese keyboard."""
    letters = unicodedata.normalize("NFD", words.casefold().replace("đ", "d"))
    return "".join(each for each in letters if not unicodedata.combining(each))


def frame(rows: pd.DataFrame, collection: Collection, language: str) -> pd.DataFrame:
    """Figures for people: as printed, with the interval that the print allows, and every code by its label.

    The interval is a text, "(91; 100]": there is nothing here to subtract or to average. What may be said of two
    figures is asked with `over_time` or `across`.
    """
    book = collection.codebook
    return pd.DataFrame(
        {
            "area": [book.area_name(code, language) for code in rows["ref_area"]],
            "indicator": [book.entry("indicators", code)[f"name_{language}"] for code in rows["indicator"]],
            "printed": rows["as_printed"].to_list(),
            "value": [str(row.value) for row in collection.rows(rows)],
            "unit": [book.label("unit_measure", code, language) for code in rows["unit_measure"]],
            "role": [book.label("role", code, language) for code in rows["role"]],
            "counted": rows[f"population_{language}"].to_list(),
            "source": rows["source_id"].to_list(),
            "paragraph": rows["paragraph"].to_list(),
        },
        index=pd.Index(rows["obs_id"], name="figure"),
    )
