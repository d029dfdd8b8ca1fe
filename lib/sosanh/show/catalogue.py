"""What is in the collection: its notebooks, as they stand in the files, and the indicators it has figures of."""

from sosanh.compare.results import Result
from sosanh.data import notebooks as files
from sosanh.data import paths
from sosanh.lineage.words import count, join, say, text
from sosanh.show import values
from sosanh.show.display import Sentences, Table, table


def notebooks(language: str) -> Table | Sentences:
    """Every notebook with its question and its parameters: settings, not figures of an article."""
    rows = []
    for path in paths.notebooks():
        settings = [f"{name} = {each.default}" for name, each in files.parameters(path).items()]
        rows.append((text(path.stem), text(files.title(path, language)), join("; ", settings)))
    return table("notebooks", ("notebook", "question", "parameters"), rows, language)


def verdicts(result: Result, language: str) -> Table | Sentences:
    """The four answers to "does it compare?", and what each lets one say."""
    book = result.codebook
    rows = [
        (text(book.label("grade", code, language)), text(book.label("grade", code, language, "description")))
        for code in book.codes("grade")
    ]
    return table("verdicts", ("verdict", "meaning"), rows, language, say("rates_the_pair", language))


def indicators(result: Result, language: str) -> Table | Sentences:
    """Every indicator the selection has figures of: its code, how many, and from which articles."""
    rows = []
    for indicator, own in result.rows.groupby("indicator", sort=False):
        articles = dict.fromkeys(
            values.when(result.collection.sources.loc[each], language) for each in own["source_id"]
        )
        name = result.codebook.entry("indicators", indicator)[f"name_{language}"]
        rows.append((text(name), text(indicator), text(count(own["obs_id"])), join("; ", articles)))
    return table("indicators", ("indicator", "code", "observed", "articles"), rows, language)
