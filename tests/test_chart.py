"""A chart attaches by one function: the rest it has from what all charts share."""

import re
import sys
from types import ModuleType
from urllib.parse import unquote

import pytest

from sosanh.draw import chart, marks
from sosanh.lineage import expressions as of
from sosanh.lineage import words
from sosanh.lineage.words import Figure, say, text
from sosanh.show import api
from sosanh.show.display import Chart, Sentences

SAID = {
    "title_sizes": "Sizes",
    "none_sizes": "There is nothing to draw.",
    "sizes_alt": "{count} sizes.",
    "head_size": "Size",
    "sizes_legend": "To the right is larger.",
}


@chart.chart
def sizes(result, *wanted):
    """A made-up chart: each size as a dot in a line of its own."""
    if not wanted:
        return None

    def draw(axes, layout):
        axes.set_xlim(0, 100)
        for at, size in enumerate(wanted):
            marks.dot(axes, size, at, f"size-{size}", kind="dot")

    def rows(drawn):
        return [(Figure(str(size), of.asked(str(size))), marks.drawn(f"size-{size}", drawn)) for size in wanted]

    panel = chart.Panel(
        draw, "A title too long for one line of a telephone held upright", lines=(("first",), ("second",))
    )
    alt = say("sizes_alt", count=str(len(wanted)))
    return chart.Plot([panel], alt, ("size", "drawn"), rows, legend=say("sizes_legend"))


@pytest.fixture
def found(data, monkeypatch):
    """An answer that can show the made-up chart: a module, a line of the list, and its words."""
    module = ModuleType("sosanh.draw.made_up")
    module.sizes = sizes
    monkeypatch.setitem(sys.modules, module.__name__, module)
    monkeypatch.setitem(api.EXHIBITS, "sizes", ("draw.made_up:sizes", (api.Result,)))
    for key, said in SAID.items():
        for language in words.LANGUAGES:
            monkeypatch.setitem(words.messages(language), key, said)
    return api.Data(data, "en").over_time("Quảng Ninh")


def said(image):
    return " ".join(re.findall(r">([^<]+)</text>", unquote(image)))


def test_a_chart_is_one_function(found):
    shown = found.sizes(20, 60)
    assert isinstance(shown, Chart) and (shown.name, shown.language) == ("sizes", "en")
    assert (str(shown.title), str(shown.alt)) == ("Sizes", "2 sizes.")
    assert [str(head) for head in shown.drawn.head] == ["Size", str(say("head_drawn").said("en"))]
    assert [tuple(map(str, row)) for row in shown.drawn.rows] == [("20", "point 20"), ("60", "point 60")]
    assert "sizes" in dir(found) and found.sizes.__doc__ == sizes.__doc__


def test_a_chart_is_drawn_for_a_page_and_for_a_phone(found):
    shown = found.sizes(20, 60)
    for image, inches in ((shown.image, chart.WIDE), (shown.narrow, chart.NARROW)):
        assert f'width="{inches * 72:g}pt"' in unquote(image)
        for words_said in ("first", "second", "To the right is larger.", str(say("key_dot").said("en"))[:20]):
            assert words_said in said(image)
    title = "A title too long for one line of a telephone held upright"
    assert title in said(shown.image) and said(shown.narrow).count("title too long") == 1
    assert f">{title}<" in unquote(shown.image) and f">{title}<" not in unquote(shown.narrow)


def test_the_table_is_read_back_from_the_marks(found, monkeypatch):
    dot = marks.dot
    monkeypatch.setattr(marks, "dot", lambda axes, x, *others, **look: dot(axes, x + 5, *others, **look))
    assert [str(row[1]) for row in found.sizes(20, 60).drawn.rows] == ["point 25", "point 65"]
    monkeypatch.setattr(marks, "dot", lambda *_, **look: None)
    assert [str(row[1]) for row in found.sizes(20, 60).drawn.rows] == [str(text(say("drawn_not").said("en")))] * 2


def test_where_there_is_nothing_to_draw_it_is_said(found):
    shown = found.sizes()
    assert isinstance(shown, Sentences) and [str(each) for each in shown.sentences] == ["There is nothing to draw."]
