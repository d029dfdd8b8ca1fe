"""What is in the collection: its notebooks, as they stand in the files, and the indicators it has figures of."""

import ast
import json
from pathlib import Path

from sosanh.compare.results import Result
from sosanh.data import paths
from sosanh.data.labels import LANGUAGES, Label, label
from sosanh.lineage.words import Text, count, join, say, text
from sosanh.show import values
from sosanh.show.display import Sentences, Table, table


def notebooks() -> Table | Sentences:
    """Every notebook with its question and its parameters, as they stand in the files."""
    rows = []
    for path in paths.notebooks():
        rows.append((text(path.stem), text(question(path)), _parameters(_cells(path), path)))
    return table("notebooks", ("notebook", "question", "parameters"), rows)


def question(path: Path) -> Label:
    """What the notebook asks: its title in each language, else its name."""
    return Label(tuple(_title(path, language) for language in LANGUAGES))


def _title(path: Path, language: str) -> str:
    titles = (cell for cell in _cells(path) if f"lang-{language}" in cell["metadata"].get("tags", ()))
    found = next(titles, None)
    return "".join(found["source"]).partition("\n")[0].lstrip("# ") if found else path.stem


def _cells(path: Path) -> list[dict]:
    return json.loads(path.read_text(encoding="utf-8"))["cells"]


def _parameters(cells: list[dict], path: Path) -> Text:
    """The names and defaults of the parameters cell; they are settings, not figures of an article."""
    cell = next(each for each in cells if "parameters" in each["metadata"].get("tags", ()))
    declared = [node for node in ast.parse("".join(cell["source"]), str(path)).body if isinstance(node, ast.AnnAssign)]
    return join("; ", [f"{each.target.id} = {ast.unparse(each.value)}" for each in declared])


def verdicts(result: Result) -> Table | Sentences:
    """The four answers to "does it compare?", and what each lets one say."""
    book = result.codebook
    rows = [
        (text(book.label("grade", code)), text(book.label("grade", code, "description")))
        for code in book.codes("grade")
    ]
    return table("verdicts", ("verdict", "meaning"), rows, say("rates_the_pair"))


def indicators(result: Result) -> Table | Sentences:
    """Every indicator the selection has figures of: its code, how many, and from which articles."""
    rows = []
    for indicator, own in result.rows.groupby("indicator", sort=False):
        articles = dict.fromkeys(values.when(result.collection.sources.loc[each]) for each in own["source_id"])
        name = label(result.codebook.entry("indicators", indicator), "name")
        rows.append((text(name), text(indicator), text(count(own["obs_id"])), join("; ", articles)))
    return table("indicators", ("indicator", "code", "observed", "articles"), rows)
