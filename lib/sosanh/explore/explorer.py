"""The explorer as widgets: fields to choose by, a table to sort, and what the chosen figure compares with."""

from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any

import anywidget
import traitlets
from ipywidgets import HTML, Button, Dropdown, GridBox, HBox, Layout, Text, ToggleButtons, VBox
from itables.widget import ITable

from sosanh.compare.questions import areas_meant
from sosanh.data.labels import slug
from sosanh.data.tables import Observation
from sosanh.explore import saved, texts
from sosanh.lineage.words import say
from sosanh.show import choice, search, values
from sosanh.show.api import Data, Found, frame
from sosanh.show.display import Exhibit

COLUMNS = {  # what is shown of `frame`, under which head
    "area": "head_area", "indicator": "head_indicator", "stated": "head_figure", "counted": "head_counted",
    "role": "head_role", "speaker": "head_voice", "published": "head_date",
}  # fmt: skip
OF_ALL, OF_ONE = ("ladder", "strip"), ("slope",)  # charts of what the fields choose, and of the pairs of one figure
TABLE = (  # what the table says itself
    "search", "info", "infoEmpty", "infoFiltered", "zeroRecords", "emptyTable", "lengthMenu",
)  # fmt: skip
FOLDER = Path("saved")  # beside the notebook
STYLE = {"description_width": "9rem"}
WIDE = Layout(width="auto", max_width="60rem")
COLUMNS_OF_FIELDS = "repeat(auto-fit, minmax(min(100%, 24rem), 1fr))"


class Copyable(anywidget.AnyWidget):
    """A text with a button that copies it."""

    _esm = Path(__file__).with_name("copyable.js")
    text, label, copied = (traitlets.Unicode().tag(sync=True) for _ in range(3))
    code = traitlets.Bool().tag(sync=True)


class Explorer:
    """What `sosanh.explorer()` shows: `fields` are what one chooses by, `figure` is what chooses one figure of them."""

    def __init__(self, data: Data, **asked: str):
        self.data, self.language, self.collection = data, data.languages[0], data.collection
        self.rows: tuple[Observation, ...] = ()
        self._last: tuple = ()  # what the chart was drawn of
        rows = self.collection.observations
        stated = [str(values.value(row).said(self.language)) for row in rows]  # "trên 91%", where the token is 91%
        search.by_figure(self.collection)  # made while it opens, not when the first words are typed
        self._frame = frame(rows, self.collection, self.language).assign(stated=stated)
        self.fields = {facet: self._field(facet, asked.get(facet, "")) for facet in choice.FACETS}
        self.fields["words"] = Text(
            asked.get("words", ""), description=self._said("explorer_words"), continuous_update=False, style=STYLE,
            placeholder=self._said("explorer_words_hint"), layout=Layout(width="auto"),
        )  # fmt: skip
        self.table = ITable(
            self._frame.head(0), select="single", showIndex=False, maxBytes=0, lengthMenu=[10, 50], allow_html=False,
            classes="display compact", language={key: self._said(f"explorer_table_{key}") for key in TABLE},
        )  # fmt: skip
        self.figure = Dropdown(description=self._said("explorer_figure"), style=STYLE, layout=WIDE)
        self.chart = Dropdown(description=self._said("explorer_chart"), style=STYLE, layout=WIDE)
        self.told, self.about, self.sources, self.picture, self.kept = (HTML() for _ in range(5))
        copied = self._said("explorer_copied")
        self.texts = {
            name: Copyable(label=self._said(f"explorer_copy_{name}"), copied=copied, code=name != "sentence")
            for name in ("sentence", "code", "line")
        }
        drawn = VBox([self.chart, self.picture, self._buttons("SVG", "PNG"), self.kept])
        self.parts = {"sources": self.sources, "chart": drawn, "code": VBox([self.texts["code"], self.texts["line"]])}
        named = [(self._said(f"explorer_part_{name}"), name) for name in self.parts]
        self.part = ToggleButtons(options=named, style={"button_width": "auto"})  # buttons can be reached by keyboard
        fields = GridBox([*self.fields.values()], layout=Layout(grid_template_columns=COLUMNS_OF_FIELDS))
        choosing = [fields, self.table, self._buttons("XLSX", "CSV"), self.told]
        self.shown = VBox([*choosing, self.figure, self.texts["sentence"], self.about, self.part, *self.parts.values()])
        for field in self.fields.values():
            field.observe(lambda _: self.choose(), "value")
        self.table.observe(self._row_taken, "selected_rows")
        self.figure.observe(lambda _: self.show(), "value")
        self.chart.observe(lambda _: self.draw(), "value")
        self.part.observe(lambda _: self.look(), "value")
        self.look()
        self.choose()

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        return self.shown._repr_mimebundle_() | {"text/plain": repr(self)}

    def __repr__(self) -> str:
        return self._said("explorer_only_live")

    def _said(self, key: str, **said: str) -> str:
        return str(say(key, **said).said(self.language))

    def _field(self, facet: str, value: str) -> Dropdown:
        if facet == "area" and value:
            value = areas_meant(self.collection, value)[0]
        there = choice.values_of(self.collection.observations, facet)
        codes = (
            sorted({*there, value}) if facet == "time" else dict.fromkeys((*there, value))
        )  # one without figures, too
        labels = choice.labels(facet, filter(None, codes), self.collection)
        named = [(str(label.said(self.language)), code) for code, label in labels.items()]
        return Dropdown(
            options=[(self._said("choice_every"), ""), *named], value=value, style=STYLE,
            description=self._said(f"choice_{facet}"), layout=Layout(width="auto"),
        )  # fmt: skip

    def _buttons(self, *kinds: str) -> HBox:
        made = [
            Button(description=self._said("explorer_save", kind=kind), layout=Layout(width="auto")) for kind in kinds
        ]
        for kind, button in zip(kinds, made, strict=True):
            button.on_click(lambda _, kind=kind: self.save(kind))
        return HBox(made)

    @property
    def asked(self) -> dict[str, str]:
        """What is chosen by, without what is left open."""
        return {name: field.value for name, field in self.fields.items() if field.value.strip()}

    def choose(self) -> None:
        """Show the figures that are so; where there is none, which there are instead."""
        self.rows = choice.chosen(self.collection, **self.asked)
        own = self._frame.loc[[row.obs_id for row in self.rows]]
        shown = own[[*COLUMNS]].set_axis([self._said(head) for head in COLUMNS.values()], axis=1)
        self.table.update(shown.reset_index(drop=True), selected_rows=[])
        names = (f"{each.indicator}: {each.stated} ({each.area}; {each.published})" for each in own.itertuples())
        named = [*zip(names, own.index, strict=True)]
        before, self.figure.options = self.figure.value, [(self._said("explorer_no_figure"), ""), *named]
        told = say("explorer_count", count=str(len(named))) if named else choice.none(self.collection, **self.asked)
        self._tell(self.told, str(told.said(self.language)))
        if self.figure.value == before:  # where it changed, that has shown it
            self.show()

    def _tell(self, place: HTML, words: str) -> None:
        place.value = f'<p role="status">{escape(words)}</p>' if words else ""

    def _row_taken(self, change: dict) -> None:
        if change["new"]:
            self.figure.value = self.rows[change["new"][0]].obs_id

    def show(self) -> None:
        """Show what the chosen figure compares with and what it is not; without one, that one can be chosen."""
        one = self.data.one_figure(self.figure.value) if self.figure.value else None
        self.about.value = _html(one.partners(), one.mistaken()) if one else ""
        self.sources.value = _html((one or self._found()).sources())
        self.texts["sentence"].text = str(one.alone().sentences[0]) if one else ""
        self.texts["code"].text = texts.code(self.asked, self.figure.value, self.language, self.collection)
        self.texts["line"].text = texts.line(self.asked, self.figure.value, self.collection)
        charts = (*(OF_ONE if one and one.compared else ()), *OF_ALL)
        self.chart.options = [(self._said(f"explorer_{name}"), name) for name in charts]
        self.chart.value = charts[0]
        self.draw()

    def _found(self) -> Found:
        """All figures of what is chosen but for time and words, which choose figures for the table alone: a chart that
        says "of so many results" would be of some of them without saying so."""
        names = {"areas": "area"} | {name: name for name in ("sector", "theme", "indicator", "article")}
        return self.data.across(**{name: self.fields[facet].value for name, facet in names.items()})

    def _drawn(self) -> Exhibit:
        of_one = self.chart.value in OF_ONE
        found = self.data.one_figure(self.figure.value) if of_one else self._found()
        return getattr(found, self.chart.value)()

    def look(self) -> None:
        """Show the part that is looked at."""
        for name, part in self.parts.items():
            part.layout.display = None if name == self.part.value else "none"
        self.draw()

    def draw(self) -> None:
        """Draw the chart, where it is looked at and another was drawn last."""
        wanted = (self.chart.value, self.figure.value, *self.asked.items())
        if self.part.value == "chart" and self.chart.value and wanted != self._last:
            self._last = wanted
            self._tell(self.kept, "")
            of_more = self.chart.value in OF_ALL and {"time", "words"} & self.asked.keys()
            note = f"<p>{escape(self._said('explorer_chart_of_more'))}</p>" if of_more else ""
            self.picture.value = f"{note}{_html(self._drawn())}"

    def save(self, kind: str) -> None:
        """Save the table or the chart beside the notebook, under a name that is not taken, and say where."""
        chart = kind in ("SVG", "PNG")
        place = self.kept if chart else self.told
        if chart:
            made = saved.picture(self._drawn, kind)
        else:
            made = self.rows and saved.table(self.rows, kind, self.language, self.collection)
        if not made:
            return self._tell(place, self._said("explorer_nothing"))
        named = slug([self.figure.value] if chart and self.chart.value in OF_ONE else [*self._names()]) or "all"
        path = saved.put(made, FOLDER, f"{self.chart.value if chart else 'figures'}-{named}", kind)
        self._tell(place, self._said("explorer_saved", file=str(path)))

    def _names(self) -> Iterator[str]:
        """What is chosen, in words for a file's name."""
        for name, field in self.fields.items():
            if field.value:
                yield field.value if name in ("time", "words") else field.label


def _html(*exhibits: Exhibit) -> str:
    return "".join(exhibit._repr_html_() for exhibit in exhibits)
