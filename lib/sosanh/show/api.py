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
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import wraps
from html import escape
from importlib import import_module
from typing import TYPE_CHECKING

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
from sosanh.data import labels, reads
from sosanh.data.collection import Collection
from sosanh.data.labels import Label, label
from sosanh.data.problems import Unknown
from sosanh.data.tables import Observation
from sosanh.lineage.words import Scope, Text, join, say, text
from sosanh.show import choice, exhibits, search, values
from sosanh.show.display import Exhibit, Together
from sosanh.show.headlines import headline

if TYPE_CHECKING:
    import pandas as pd

# Each exhibit: where it is made, and of which answers. Of `Result` means of every answer.
EXHIBITS: dict[str, tuple[str, tuple[type[Result], ...]]] = {
    "headline": ("show.headlines:headline", (Result,)),
    "figures": ("show.headlines:of_figures", (Across,)),
    "write": ("show.writing:write", (OverTime, Across, OneIndicator, OnePage)),
    "pairs": ("show.exhibits:pairs", (OverTime, OneIndicator, OneFigure, OnePage)),
    "side_by_side": ("show.exhibits:side_by_side", (Across, OneIndicator, EvidenceMap)),
    "lookalikes": ("show.exhibits:lookalikes", (OneIndicator,)),
    "apart": ("show.exhibits:apart", (OverTime,)),
    "refused": ("show.exhibits:refused", (OnePage,)),
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
    "errata": ("show.quality:errata", (Result,)),
    "second_readings": ("show.quality:second_readings", (Result,)),
    "verdicts": ("show.exhibits:verdicts", (Result,)),
    "indicators": ("show.exhibits:indicators", (Result,)),
    "systems": ("show.exhibits:systems", (Deployment,)),
    "by_stage": ("show.exhibits:by_stage", (Deployment,)),
    "milestones": ("show.exhibits:milestones", (Deployment,)),
    "alone": ("show.partners:alone", (OneFigure,)),
    "partners": ("show.partners:partners", (OneFigure,)),
    "mistaken": ("show.partners:mistaken", (OneFigure,)),
    "printed": ("show.walk:printed", (OneFigure,)),
    "read": ("show.walk:read", (OneFigure,)),
    "allowed": ("show.walk:allowed", (OneFigure,)),
    "said": ("show.walk:said", (OneFigure,)),
    "bullet": ("draw.pairs:bullet", (OverTime, OnePage)),
    "slope": ("draw.pairs:slope", (OverTime, OneFigure)),
    "dumbbell": ("draw.pairs:dumbbell", (OverTime,)),
    "lanes": ("draw.timeline:lanes", (Deployment,)),
    "matrix": ("show.exhibits:matrix", (Targets,)),
    "claims": ("show.exhibits:claims", (Targets,)),
    "ladder": ("draw.matrix:ladder", (Result,)),
    "strip": ("draw.matrix:strip", (Result,)),
    "ranks": ("draw.ranks:ranks", (Targets,)),
    "sensitivity": ("draw.pairs:sensitivity", (OneIndicator,)),
    "growth": ("draw.pairs:growth", (OneIndicator,)),
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
    def frame(self) -> "pd.DataFrame":
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
        if reads.current:
            reads.current.modules.add(f"sosanh.{module}")
        window = "/".join(self.result.asked) if isinstance(self.result, OverTime) else self.result.as_of
        scope = Scope(self.result.shown_areas, self.result.sector, window.strip("/"))

        def show(*args, **kwargs) -> Exhibit | Together:
            return said_in(replace(make(self.result, *args, **kwargs), scope=scope), self.languages)

        _, *taken = inspect.signature(make).parameters.values()
        show.__name__, show.__doc__, show.__signature__ = name, make.__doc__, inspect.Signature(taken)
        return show

    def _told(self) -> str:
        return str(say("can_show", names=", ".join(self._shown())).said(self.languages[0]))

    def __repr__(self) -> str:
        return "\n".join([*headline(self.result).said(self.languages[0]).lines(), self._told()])

    def _repr_html_(self) -> str:
        return f"{headline(self.result).said(self.languages[0])._repr_html_()}<p>{escape(self._told())}</p>"


def said_in(exhibit: Exhibit, languages: tuple[str, ...]) -> Exhibit | Together:
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
    def frame(self) -> "pd.DataFrame":
        """Every figure, for people: see `frame`."""
        return frame(self.collection.observations, self.collection, self.languages[0])

    def figures(
        self, area: str = "", sector: str = "", theme: str = "", indicator: str = "", article: str = "", time: str = "",
        words: str = "",
    ) -> Exhibit | Together:  # fmt: skip
        """The figures as printed: of an area, a sector, a theme, an indicator, an article, a time that they may be of
        (2024, 2024-07), found by words; where there is none, what there is instead. `Refused` for what cannot be
        asked."""
        asked = {
            "area": area, "sector": sector, "theme": theme, "indicator": indicator, "article": article, "time": time,
            "words": words,
        }  # fmt: skip
        try:
            return said_in(choice.figures(self.collection, **asked), self.languages)
        except (ValueError, Unknown) as error:
            raise Refused(str(error)) from None

    def contents(self) -> Exhibit | Together:
        """What there is by province, article, year, sector and theme, and what to type to see it."""
        return said_in(choice.contents(self.collection), self.languages)

    def notebooks(self) -> Exhibit | Together:
        """Every notebook with its question and its parameters."""
        return said_in(exhibits.notebooks(), self.languages)

    def find(self, words: str) -> "pd.DataFrame":
        """Areas, indicators, articles, systems, steps and figures that speak of these words, the best first.

        The columns are kind, code (what a question takes, or the article and its number), text, and what that is not
        the same as, though it looks like it. Words are found whole: typed with marks only so, typed without in any case
        (`search`).
        """
        import pandas as pd

        found = search.find(words, self.languages[0], self.collection)
        language, own = self.languages[0], self.collection
        apart = ("; ".join(other.said(language) for other in search.not_the_same(each, own)) for each in found)
        rows = [(each.kind, each.code, each.label.said(language)) for each in found]
        return pd.DataFrame(rows, columns=["kind", "code", "text"]).assign(**{"not the same as": [*apart]})

    def __repr__(self) -> str:
        own = self.collection
        asked = [name for name, value in vars(Data).items() if hasattr(value, "__wrapped__")]
        counted = Counter(row.ref_area for row in own.observations)
        told = join("; ", [text(own.codebook.area_name(area), f": {number}") for area, number in counted.items()])
        lines = (
            say("data_version", version=own.version, day=own.released), say("data_figures", areas=told),
            say("data_articles", count=str(len(own.sources))), say("data_ask", names=", ".join([*asked, "find"])),
        )  # fmt: skip
        return "\n".join(str(line.said(self.languages[0])) for line in lines)


DOOR = {  # what else one types, by what it gives (`door_<key>`)
    "find": 'data.find("benh an")', "figures": 'data.figures("Quảng Ninh", time="2023")',
    "contents": "data.contents()", "explorer": "sosanh.explorer()", "figure": 'data["dt-2025-02.03"].value',
    "every_figure": "data.frame", "notebooks": "data.notebooks()", "own_figures": "found.frame",
    "verdict": "found.compared[0].verdict", "change": "found.compared[0].change", "table": "found.pairs().frame()",
    "excel": 'found.pairs().to_excel("pairs.xlsx")', "lesson": "sosanh.lesson()",
}  # fmt: skip


def cheat_sheet(language: str) -> str:
    """The door on one page, as Markdown: every question with its parameters, and every exhibit with the questions whose
    answers show it. It is made of what there is, so that it cannot say otherwise."""

    def told(key: str) -> str:
        return str(say(f"door_{key}").said(language))

    asks = {name: ask for name, ask in vars(Data).items() if hasattr(ask, "__wrapped__")}
    answers = {name: ask.__wrapped__.__annotations__["return"] for name, ask in asks.items()}
    lines = [f"# {told('title')}", "", "    import sosanh", f'    data = sosanh.load("{language}")', ""]
    lines += [f"## {told('questions')}", "", told("questions_note"), ""]
    for name, ask in asks.items():
        _, *taken = inspect.signature(ask).parameters.values()
        plain = [each.name if each.default in (each.empty, "") else f"{each.name}={each.default!r}" for each in taken]
        given = ", ".join(plain)
        lines.append(f"- `data.{name}({given})`: {told(name)}")
    lines += ["", f"## {told('exhibits')}", "", told("exhibits_note"), ""]
    shown: dict[tuple[str, ...], list[str]] = {}
    for exhibit, (_, kinds) in EXHIBITS.items():
        by = tuple(name for name, answer in answers.items() if issubclass(answer, kinds))
        shown.setdefault(by, []).append(f"`{exhibit}`")
    for by, names in shown.items():
        whose = told("every") if len(by) == len(asks) else ", ".join(f"`{each}`" for each in by)
        lines.append(f"- {whose}: {', '.join(names)}")
    lines += ["", f"## {told('more')}", ""]
    lines += [f"- `{code}`: {told(key)}" for key, code in DOOR.items()]
    return "\n".join(lines) + "\n"


def frame(rows: Sequence[Observation], collection: Collection, language: str) -> "pd.DataFrame":
    """Figures for people: as printed, with the interval that the print allows, and every code by its label.

    The interval is a text, "(91; 100]": there is nothing here to subtract or to average. What may be said of two
    figures is asked with `over_time` or `across`. The paragraph is that of the article as published, blank in captions
    and the like; the line that of the text read.
    """
    import pandas as pd  # here, because pages need none

    book = collection.codebook
    published = {
        code: text(values.outlet_and_day(each), values.in_brackets(values.retracted(each, book)))
        for code, each in collection.sources.items()
    }
    columns = {
        "area": [book.area_name(row.ref_area) for row in rows],
        "indicator": [label(row.entry, "name") for row in rows],
        "printed": [row.as_printed for row in rows],
        "value": [str(row.value) for row in rows],
        "unit": [book.label("unit_measure", row.unit_measure) for row in rows],
        "role": [book.label("role", row.role) for row in rows],
        "counted": [label(row, "population") for row in rows],
        "speaker": [values.speaker(row, book) for row in rows],
        "published": [published[row.source_id] for row in rows],
        "source": [row.source_id for row in rows],
        "paragraph": pd.array([collection.number(row.source_id, row.paragraph) for row in rows], dtype="Int64"),
        "line": [row.paragraph for row in rows],
    }
    said = {
        name: [str(each.said(language)) if isinstance(each, Label | Text) else each for each in cells]
        for name, cells in columns.items()
    }
    return pd.DataFrame(said, index=pd.Index([row.obs_id for row in rows], name="figure"))
