"""From a notebook and its parameters to one HTML page whose every number was worked out again and can be walked.

The notebook is run by papermill in a kernel of its own and kept in memory, its outputs are laid out by the template,
the finished page is read back and its numbers are held against the data (`traced`), and each gets its card
(`walkable`). Whatever goes wrong on the way is said with the brief, the place and the error, and there is no page.
"""

import html
import os
import re
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path

from sosanh import fresh, imprint, paths
from sosanh.brief_list import Brief
from sosanh.citation import Citation
from sosanh.contents import contents
from sosanh.words import LANGUAGES

FAULTS_SHOWN = 20  # numbers of one page that are told: whoever mends the first ones mends the rest


class BriefFailed(Exception):
    """A cell, the template or a number failed; the message names brief, place and error."""


@dataclass(frozen=True)
class Page:
    """The page's bytes, how many of its numbers were traced, in words, and what the list of pages says of it."""

    html: bytes
    traced: str
    facts: dict = field(default_factory=dict)


class Pages:
    """Makes pages; one exporter and one collection serve them all."""

    def __init__(self) -> None:
        from nbconvert import HTMLExporter  # heavy, and not needed when everything is up to date
        from traitlets.config import Config

        from sosanh.collection import load
        from sosanh.traced import Tracer

        os.environ.setdefault("PYDEVD_DISABLE_FILE_VALIDATION", "1")  # the kernel's debugger warns on stderr
        self.imprint = imprint.read(paths.SITE)
        self.tracer = Tracer(load())
        self.exporters = {}
        for language in LANGUAGES:
            other = next(each for each in LANGUAGES if each != language)
            settings = Config()
            settings.TagRemovePreprocessor.enabled = True
            settings.TagRemovePreprocessor.remove_cell_tags = {f"lang-{other}", "notebook-only"}
            settings.HTMLExporter.preprocessors = ["nbconvert.preprocessors.TagRemovePreprocessor"]
            with template_faults("reports/template"):
                self.exporters[language] = HTMLExporter(
                    config=settings, template_name=paths.TEMPLATE.name, exclude_input=True, exclude_anchor_links=True,
                    extra_template_basedirs=[str(paths.TEMPLATE.parent)],
                )  # fmt: skip
                self.exporters[language].register_filter("contents", contents)
                _ = self.exporters[language].template  # read now, not after the first notebook has run

    def page(self, brief: Brief) -> Page:
        """The page of a brief; `BriefFailed` where there is none."""
        notebook = _run(brief)
        cite = _citation(_title(notebook) or brief.name, brief, self.imprint)
        resources = {"language": brief.language, "brief": brief, "errors": self.imprint.errors, "cite": cite}
        with template_faults(brief.file):
            page, _ = self.exporters[brief.language].from_notebook_node(notebook, resources)
        return self._walked(page, brief, (*cite.said(), self.imprint.errors.removeprefix("mailto:")))

    def _walked(self, page: str, brief: Brief, about: tuple[str, ...]) -> Page:
        """The page with a card behind each number, once every one of them is traced."""
        from sosanh.page_weight import packed
        from sosanh.walkable import walkable

        traced = self.tracer.trace(page, brief.language, about, brief.asked)
        if traced.faults:
            shown = "".join(f"\n    {fault}" for fault in traced.faults[:FAULTS_SHOWN])
            more = f"\n    and {len(traced.faults) - FAULTS_SHOWN} more" if len(traced.faults) > FAULTS_SHOWN else ""
            raise BriefFailed(f"{brief.file}: notebook {brief.notebook}: {traced}, so it is not written{shown}{more}")
        walked = packed(walkable(page, brief.language, self.tracer.evidence))
        return Page(walked.encode("utf-8"), traced.told())


def _run(brief: Brief):
    """The executed notebook, kept in memory: a failed one must leave nothing on disk."""
    import papermill
    from jupyter_client.kernelspec import NoSuchKernel
    from nbclient.exceptions import CellTimeoutError

    from sosanh.notebooks import in_kernel

    parameters = {**brief.parameters, "language": brief.language}
    run = partial(
        papermill.execute_notebook, str(brief.source), None, parameters, cwd=str(paths.NOTEBOOKS), progress_bar=False
    )
    try:
        return in_kernel(lambda settings: run(config=settings))
    except papermill.PapermillExecutionError as error:
        # papermill counts from 0 and puts one cell of its own before the one that failed
        where = f"{brief.file}: notebook {brief.notebook}, cell {error.cell_index}"
        raise BriefFailed(f"{where}: {error.ename}: {error.evalue}") from None
    except (CellTimeoutError, NoSuchKernel, RuntimeError) as error:  # the last: a kernel that dies or never starts
        raise BriefFailed(f"{brief.file}: notebook {brief.notebook}: {type(error).__name__}: {error}") from None


@contextmanager
def template_faults(place: str) -> Iterator[None]:
    """Whatever goes wrong in a template becomes `BriefFailed`, with the template's file and line."""
    try:
        yield
    except Exception as error:  # a template can trip over anything, as code can
        frames = [frame for frame in traceback.extract_tb(error.__traceback__) if _in_template(frame.filename)]
        if not frames and not isinstance(
            error, LookupError | OSError | ValueError
        ):  # a file of it missing or unreadable
            raise
        where = f"{Path(frames[-1].filename).name}, line {frames[-1].lineno}: " if frames else ""
        raise BriefFailed(f"{place}: {where}{type(error).__name__}: {error}") from None


def _in_template(file: str) -> bool:
    return Path(file).is_relative_to(paths.TEMPLATE)


def _title(notebook) -> str:
    """The question that the first screen asks: the only heading of first rank among the outputs."""
    for cell in notebook.cells:
        for output in cell.get("outputs", ()):
            if found := re.search(r"<h1[^>]*>(.*?)</h1>", "".join(output.get("data", {}).get("text/html", ""))):
                return html.unescape(re.sub(r"<[^>]+>", "", found[1]))
    return ""


def _citation(title: str, brief: Brief, published: imprint.Imprint) -> Citation:
    package = fresh.read_package(paths.PROCESSED)
    released = date.fromisoformat(package["created"][:10])
    return Citation(
        title, brief.file, brief.language, package["version"], released, published.publisher, published.address
    )
