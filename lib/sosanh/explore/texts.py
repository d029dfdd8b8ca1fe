"""What the explorer offers to copy: a choice as code, and as a line of `reports/briefs.yml`.

`asked` is what is chosen by (`show.choice.chosen`), without what is left open; `figure` the code of a figure, or "".
"""

import json
from collections.abc import Mapping

from sosanh.compare import questions
from sosanh.data.collection import Collection
from sosanh.data.labels import slug
from sosanh.show.choice import as_typed


def code(asked: Mapping[str, str], figure: str, language: str, collection: Collection) -> str:
    """Three lines that show the same: the figures that are chosen, or what the one figure compares with."""
    own = {name: as_typed(value, collection) if name == "area" else value for name, value in asked.items()}
    given = ", ".join(f"{name}={_quoted(value)}" for name, value in own.items())
    last = f"data.one_figure({_quoted(figure)}).partners()" if figure else f"data.figures({given})"
    return f"import sosanh\ndata = sosanh.load({_quoted(language)})\n{last}"


def line(asked: Mapping[str, str], figure: str, collection: Collection) -> str:
    """A page of it: of a figure that on its indicator, in its area and those of its partners; else that of all figures
    of the area, sector, indicator and article. A page is of no mere search, of no theme and of no time that only some
    of its figures are of: a comment says what does not narrow it."""
    if figure:
        row = collection.observation(figure)
        pairs = questions.one_figure(collection, figure).partners
        own = dict.fromkeys([row.ref_area, *(each.ref_area for pair in pairs for each in (pair.a, pair.b))])
        areas = [as_typed(area, collection) for area in own]
        return _line("04_one-indicator-in-depth", {"indicator": row.indicator, "areas": areas})
    own = {name: asked[name] for name in ("area", "sector", "indicator", "article") if asked.get(name)}
    if own.get("area"):
        own["area"] = as_typed(own["area"], collection)
    wider = ", ".join(name for name in asked if name not in own)
    return _line("00_start-here", {"area": "", **own}) + (f"  # not narrowed by {wider}" if wider else "")


def _line(notebook: str, parameters: Mapping[str, str | list[str]]) -> str:
    words = [each for value in parameters.values() for each in (value if isinstance(value, list) else [value])]
    given = ", ".join(f"{name}: {_quoted(value)}" for name, value in parameters.items())
    return f"- {{name: {slug(words) or 'all'}-figures, notebook: {notebook}, parameters: {{{given}}}}}"


def _quoted(value: str | list[str]) -> str:
    return json.dumps(value, ensure_ascii=False)
