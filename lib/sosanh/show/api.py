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
from collections.abc import Callable
from dataclasses import replace
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
from sosanh.data import labels
from sosanh.data.collection import Collection
from sosanh.data.labels import label
from sosanh.data.problems import Unknown
from sosanh.data.rows import Observation
from sosanh.lineage.words import Scope, join, say, text
from sosanh.show import catalogue, finding
from sosanh.show.display import Exhibit, Together
from sosanh.show.headlines import headline

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
    "bullet": ("draw.pairs:bullet", (OverTime, OnePage)),
    "slope": ("draw.pairs:slope", (OverTime,)),
    "dumbbell": ("draw.pairs:dumbbell", (OverTime,)),
    "lanes": ("draw.timeline:lanes", (Deployment,)),
    "matrix": ("draw.matrix:matrix", (Targets,)),
    "ladder": ("draw.matrix:ladder", (Result,)),
    "strip": ("draw.matrix:strip", (Result,)),
    "ranks": ("draw.ranks:ranks", (Targets,)),
    "sensitivity": ("draw.assumptions:sensitivity", (OneIndicator,)),
    "growth": ("draw.assumptions:growth", (OneIndicator,)),
}


class Refused(ValueError):
    """What cannot be asked, in one sentence; a notebook shows the sentence and no traceback."""

    def _render_traceback_(self) -> list[str]:
        return [str(self)]


class Found:
    """An answer. Its methods are what it can show; `compared` are its pairs, each with verdict and change."""

    def __init__(self, result: Result, languages: tuple[str, ...]):
        self.result, self.languages = result, languages

    @property
    def compared(self) -> tuple[Pair, ...]:
        return self.result.pairs

    @property
    def frame(self) -> pd.DataFrame:
        """The figures of this answer, for people: see `frame`."""
        return frame(self.result.rows, self.result.collection, self.languages[0])

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

        def show(*args, **kwargs) -> Exhibit | Together:
            return _said_in(replace(make(self.result, *args, **kwargs), scope=self._scope()), self.languages)

        _, *taken = inspect.signature(make).parameters.values()
        show.__name__, show.__doc__ = name, make.__doc__
        show.__signature__ = inspect.Signature(taken)
        return show

    def _scope(self) -> Scope:
        """What the figures of this answer are of."""
        window = "/".join(self.result.asked) if isinstance(self.result, OverTime) else self.result.as_of
        return Scope(self.result.areas, self.result.sector, window.strip("/"))

    def _told(self) -> str:
        return str(say("can_show", names=", ".join(self._shown())).said(self.languages[0]))

    def __repr__(self) -> str:
        return "\n".join([*headline(self.result).said(self.languages[0]).lines(), self._told()])

    def _repr_html_(self) -> str:
        return f"{headline(self.result).said(self.languages[0])._repr_html_()}<p>{escape(self._told())}</p>"


def _said_in(exhibit: Exhibit, languages: tuple[str, ...]) -> Exhibit | Together:
    said = tuple(map(exhibit.said, languages))
    return said[0] if len(said) == 1 else Together(said)


def _question(ask: Callable[..., Result]):
    """The question as a method of `Data`: the same parameters without the collection, and a refusal in one sentence."""

    @wraps(ask)
    def asked(self: "Data", *args, **kwargs) -> Found:
        try:
            return Found(ask(self.collection, *args, **kwargs), self.languages)
        except (ValueError, Unknown) as error:  # a fault of ours, such as a KeyError, keeps its traceback
            raise Refused(str(error)) from None

    _, *taken = inspect.signature(ask).parameters.values()
    itself = inspect.Parameter("self", inspect.Parameter.POSITIONAL_OR_KEYWORD)
    asked.__signature__ = inspect.Signature([itself, *taken], return_annotation=Found)
    return asked


class Data:
    """The collection and its questions, in one language or in several ("vi en"), each exhibit then in each."""

    over_time = _question(questions.over_time)
    across = _question(questions.across)
    against_targets = _question(questions.against_targets)
    evidence_map = _question(questions.evidence_map)
    one_page = _question(questions.one_page)
    deployment = _question(questions.deployment)
    one_indicator = _question(questions.one_indicator)
    one_figure = _question(questions.one_figure)

    def __init__(self, collection: Collection, language: str):
        self.collection, self.languages = collection, labels.languages(language)

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
        return frame(self.collection.observations, self.collection, self.languages[0])

    def notebooks(self) -> Exhibit | Together:
        """Every notebook with its question and its parameters."""
        return _said_in(catalogue.notebooks(), self.languages)

    def find(self, words: str) -> pd.DataFrame:
        """Areas, indicators, systems, statements and figures that speak of these words, also without diacritics.

        The columns are kind, code (what a question takes, or the article and its number) and text. What has the words
        one after another is found; where nothing has, that with words which begin so.
        """
        found = finding.find(words, finding.things(self.collection))
        rows = [(each.kind, each.code, each.label.said(self.languages[0])) for each in found]
        return pd.DataFrame(rows, columns=["kind", "code", "text"])

    def __repr__(self) -> str:
        own = self.collection
        asked = [name for name, value in vars(Data).items() if hasattr(value, "__wrapped__")]
        counted = own.observations.groupby("ref_area", sort=False).size()
        told = join("; ", [text(own.codebook.area_name(area), f": {number}") for area, number in counted.items()])
        return "\n".join(
            str(say(key, **said).said(self.languages[0]))
            for key, said in (
                ("data_version", {"version": own.version, "day": own.released}),
                ("data_figures", {"areas": told}),
                ("data_articles", {"count": str(len(own.sources))}),
                ("data_ask", {"names": ", ".join([*asked, "find"])}),
            )
        )


def frame(rows: pd.DataFrame, collection: Collection, language: str) -> pd.DataFrame:
    """Figures for people: as printed, with the interval that the print allows, and every code by its label.

    The interval is a text, "(91; 100]": there is nothing here to subtract or to average. What may be said of two
    figures is asked with `over_time` or `across`.
    """
    book = collection.codebook
    return pd.DataFrame(
        {
            "area": [book.area_name(code).said(language) for code in rows["ref_area"]],
            "indicator": [label(book.entry("indicators", code), "name").said(language) for code in rows["indicator"]],
            "printed": rows["as_printed"].to_list(),
            "value": [str(row.value) for row in collection.rows(rows)],
            "unit": [book.label("unit_measure", code).said(language) for code in rows["unit_measure"]],
            "role": [book.label("role", code).said(language) for code in rows["role"]],
            "counted": rows[f"population_{language}"].to_list(),
            "source": rows["source_id"].to_list(),
            "paragraph": rows["paragraph"].to_list(),
        },
        index=pd.Index(rows["obs_id"], name="figure"),
    )
