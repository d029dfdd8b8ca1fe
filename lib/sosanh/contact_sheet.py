"""One sheet of every chart, for whoever reviews the look: in both languages, for a page, for a phone and in grey."""

from pathlib import Path

from jinja2 import Environment, FileSystemLoader

from sosanh import brief_list, files, paths
from sosanh.display import Chart
from sosanh.notebooks import shown
from sosanh.words import LANGUAGES

FILE = "charts.html"


def write(rows: list[dict]) -> Path:
    """The sheet of the charts that were `drawn`."""
    environment = Environment(loader=FileSystemLoader(paths.TEMPLATE), autoescape=True, keep_trailing_newline=True)
    page = environment.get_template("charts.html.j2").render(rows=rows)
    files.replace(paths.HTML / FILE, page.encode("utf-8"))
    return paths.HTML / FILE


def drawn() -> list[dict]:
    """Each chart with its brief's name and its two versions, in the order of LANGUAGES."""
    asked = {brief.name: brief for brief in brief_list.read()}
    rows = []
    for name, brief in asked.items():
        found = [_charts(brief, language) for language in LANGUAGES]
        rows += [{"brief": name, "charts": same} for same in zip(*found, strict=True)]
    return rows


def _charts(brief: brief_list.Brief, language: str) -> list[Chart]:
    parameters = {**brief.parameters, "language": language}
    return [value for _, value in shown(brief.source, parameters) if isinstance(value, Chart)]
