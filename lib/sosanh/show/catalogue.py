"""What is in the collection: its notebooks, as they stand in the files, and the indicators it has figures of."""

from pathlib import Path

from sosanh.compare.results import Result
from sosanh.data import notebooks as files
from sosanh.data import paths
from sosanh.data.labels import LANGUAGES, Label, label
from sosanh.lineage.words import count, join, say, text
from sosanh.show import values
from sosanh.show.display import Sentences, Table, table


def notebooks() -> Table | Sentences:
    """Every notebook with its question and its parameters: settings, not figures of an article."""
    rows = []
    for path in paths.notebooks():
        settings = [f"{name} = {each.default}" for name, each in files.parameters(path).items()]
        rows.append((text(path.stem), text(question(path)), join("; ", settings)))
    return table("notebooks", ("notebook", "question", "parameters"), rows)


def question(path: Path) -> Label:
    """What the notebook asks, in each language."""
    return Label(tuple(files.title(path, language) for language in LANGUAGES))


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
