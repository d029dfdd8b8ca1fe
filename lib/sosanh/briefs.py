"""From a notebook and its parameters to one HTML page, and many of them.

`reports/briefs.yml` lists the briefs. What is asked for is checked before any kernel starts. Several are built at
once. A brief is rebuilt only when something it depends on has changed, one that fails leaves no page behind and does
not stop the others, and a page is written whole or not at all. The lists of pages (`index`) name what is up to date.
"""

import html
import json
import os
import re
import traceback
from collections.abc import Callable, Iterator
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing, contextmanager, suppress
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

from sosanh import files, fresh, parallel, paths
from sosanh.brief_list import Brief, check
from sosanh.built import Built
from sosanh.words import LANGUAGES

LISTS = {"vi": "index.html", "en": "index.en.html"}


class BriefFailed(Exception):
    """A cell or the template failed; the message names brief, place and error."""


@dataclass(frozen=True)
class Page:
    html: bytes
    facts: dict  # what the list of pages says of it


def build(briefs: list[Brief], tell: Callable[[str], None] = print, workers: int | None = None) -> list[str]:
    """Build what is out of date and the lists of pages; returns one line for each that failed.

    `tell` gets one line for each page, in the order of finishing. `workers` processes build at once, as many as there
    are cores where it is None; one alone is this process.
    """
    built, common = Built(paths.HTML), _common_fingerprint()
    due = [each for each in briefs if not built.up_to_date(each.file, _fingerprint(each, common))]
    pages = None
    if due:
        check(due)
        pages = _Pages()  # a template that cannot be read is told before any notebook runs
    for stray in built.entries.keys() - {each.file for each in briefs} - {*LISTS.values()}:
        built.remove(stray)
    failed: dict[str, str] = {}
    try:
        with closing(_finished(due, pages, workers or parallel.cores())) as finished:
            for number, (brief, page) in enumerate(finished, start=1):
                tell(f"[{number}/{len(due)}] {brief.file}")
                if isinstance(page, BriefFailed):
                    failed[brief.file] = str(page)
                    built.remove(brief.file)  # an old page must not look current
                else:
                    built.keep(brief.file, page.html, _fingerprint(brief, common), page.facts)
    finally:  # also when it is stopped: the lists name what is there
        failures = [failed[each.file] for each in briefs if each.file in failed] + _write_lists(briefs, common, built)
    tell(f"{len(due) - len(failed)} built, {len(briefs) - len(due)} up to date: {paths.HTML / LISTS['vi']}")
    return failures


def _finished(due: list[Brief], pages: "_Pages | None", workers: int) -> Iterator[tuple[Brief, Page | BriefFailed]]:
    """Each brief with its page or what failed."""
    if min(workers, len(due)) < 2:
        yield from ((brief, _page(brief, pages)) for brief in due)
        return
    for brief, page in parallel.finished(_page, due, min(workers, len(due))):
        if isinstance(page, BrokenProcessPool):
            page = BriefFailed(f"{brief.file}: notebook {brief.notebook}: a process ended of itself: {page}")
        if isinstance(page, Exception) and not isinstance(page, BriefFailed):
            raise page
        yield brief, page


def _page(brief: Brief, pages: "_Pages | None" = None) -> Page | BriefFailed:
    """The page of a brief, made here and now; without `pages` by those of this process."""
    try:
        content, _ = (pages or _own_pages()).page(brief)
    except BriefFailed as failed:
        return failed
    from sosanh import index  # heavy, and not needed when everything is up to date

    return Page(content, asdict(index.facts(brief, content.decode("utf-8"))))


@cache
def _own_pages() -> "_Pages":
    return _Pages()


def _write_lists(briefs: list[Brief], common: str, built: Built) -> list[str]:
    """Write the lists of the pages that are there, where out of date; returns one line for each list that failed."""
    there = [each for each in briefs if each.file in built.entries]
    named = [common, paths.CHANGES.read_text("utf-8"), *(built.entries[each.file] for each in there)]
    inputs = files.digest(json.dumps(named, sort_keys=True).encode("utf-8"))
    failures = []
    for language, file in LISTS.items():
        if built.up_to_date(file, inputs):
            continue
        try:
            with _template_faults(file):
                content = _list(language, there, built)
        except BriefFailed as failed:
            built.remove(file)
            failures.append(str(failed))
        else:
            built.keep(file, content, inputs, {})
    return failures


def _list(language: str, briefs: list[Brief], built: Built) -> bytes:
    from sosanh import index

    known = {}
    for each in briefs:
        with suppress(TypeError):  # facts that another version of the library noted
            known[each.file] = index.Facts(**built.entries[each.file]["facts"])
    return index.page(language, LISTS, [each for each in briefs if each.file in known], known).encode("utf-8")


def _common_fingerprint() -> str:
    """Everything that every brief depends on: the library, the data, the template, the installed set."""
    inputs = [*sorted(paths.LIBRARY.rglob("*")), *sorted(paths.TEMPLATE.rglob("*")), paths.HOME / "requirements.lock"]
    inputs += [paths.PROCESSED / "datapackage.json"]
    kept = [path for path in inputs if path.is_file() and "__pycache__" not in path.parts]
    return files.digest("\n".join(f"{path.name} {files.digest(path.read_bytes())}" for path in kept).encode())


def _fingerprint(brief: Brief, common: str) -> str:
    asked = json.dumps(asdict(brief), ensure_ascii=False, sort_keys=True, default=str)
    return files.digest(f"{common} {files.digest(brief.source.read_bytes())} {asked}".encode())


class _Pages:
    """Runs notebooks and renders pages; one exporter serves them all."""

    def __init__(self) -> None:
        from nbconvert import HTMLExporter  # heavy, and not needed when everything is up to date
        from traitlets.config import Config

        os.environ.setdefault("PYDEVD_DISABLE_FILE_VALIDATION", "1")  # the kernel's debugger warns on stderr
        self.exporters = {}
        for language in LANGUAGES:
            other = next(each for each in LANGUAGES if each != language)
            settings = Config()
            settings.TagRemovePreprocessor.enabled = True
            settings.TagRemovePreprocessor.remove_cell_tags = {f"lang-{other}", "notebook-only"}
            settings.HTMLExporter.preprocessors = ["nbconvert.preprocessors.TagRemovePreprocessor"]
            with _template_faults("reports/template"):
                self.exporters[language] = HTMLExporter(
                    config=settings, template_name=paths.TEMPLATE.name, exclude_input=True, exclude_anchor_links=True,
                    extra_template_basedirs=[str(paths.TEMPLATE.parent)],
                )  # fmt: skip
                _ = self.exporters[language].template  # read now, not after the first notebook has run

    def page(self, brief: Brief) -> tuple[bytes, str]:
        """The page of a brief and its title."""
        notebook = _run(brief)
        title = _title(notebook) or brief.name
        resources = {"language": brief.language, "title": title, "brief": brief.name, "data_version": _data_version()}
        with _template_faults(brief.file):
            page, _ = self.exporters[brief.language].from_notebook_node(notebook, resources)
        return page.encode("utf-8"), title


def _run(brief: Brief):
    """The executed notebook, kept in memory: a failed one must leave nothing on disk."""
    import papermill
    from jupyter_client.kernelspec import NoSuchKernel
    from nbclient.exceptions import CellTimeoutError

    from sosanh.notebooks import kernel_settings

    parameters = {**brief.parameters, "language": brief.language}
    try:
        return papermill.execute_notebook(
            str(brief.source), None, parameters, cwd=str(paths.NOTEBOOKS), progress_bar=False, config=kernel_settings()
        )
    except papermill.PapermillExecutionError as error:
        # papermill counts from 0 and puts one cell of its own before the one that failed
        where = f"{brief.file}: notebook {brief.notebook}, cell {error.cell_index}"
        raise BriefFailed(f"{where}: {error.ename}: {error.evalue}") from None
    except (CellTimeoutError, NoSuchKernel, RuntimeError) as error:  # the last: a kernel that dies or never starts
        raise BriefFailed(f"{brief.file}: notebook {brief.notebook}: {type(error).__name__}: {error}") from None


@contextmanager
def _template_faults(place: str) -> Iterator[None]:
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


def _data_version() -> str:
    return fresh.read_package(paths.PROCESSED)["version"]
