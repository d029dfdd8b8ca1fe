"""From a notebook and its parameters to one HTML page, and many of them.

`reports/briefs.yml` lists the briefs; each is built in both languages. What is asked for is checked before any
kernel starts. Every number of a page is worked out again before the page is written (see
`traced`), and gets its card (`walkable`). A brief is rebuilt only when something it depends on has changed, one that
fails leaves no page behind and does not stop the others, and a page is written whole or not at all.
"""

import html
import json
import os
import re
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from sosanh import files, fresh, imprint, paths
from sosanh.brief_list import Brief, check
from sosanh.citation import Citation
from sosanh.contents import contents
from sosanh.words import LANGUAGES

BUILT = ".built.json"
FAULTS_SHOWN = 20


class BriefFailed(Exception):
    """A cell or the template failed; the message names brief, place and error."""


def build(briefs: list[Brief], tell: Callable[[str], None] = print) -> list[str]:
    """Build what is out of date and the index; returns one line for each brief that failed.

    `tell` gets one line for each thing done.
    """
    built = _built()
    common = _common_fingerprint()
    due = [each for each in briefs if not _up_to_date(each, built, common)]
    for stray in set(built) - {each.file for each in briefs}:
        (paths.HTML / stray).unlink(missing_ok=True)
        del built[stray]
    failures = []
    if due:
        check(due)
        pages = _Pages()
        for number, brief in enumerate(due, start=1):
            tell(f"[{number}/{len(due)}] {brief.file}")
            try:
                page, traced, title = pages.page(brief)
            except BriefFailed as failed:
                failures.append(str(failed))
                (paths.HTML / brief.file).unlink(missing_ok=True)  # an old page must not look current
                built.pop(brief.file, None)
                continue
            files.replace(paths.HTML / brief.file, page)
            tell(f"    {traced}")
            built[brief.file] = {"inputs": _fingerprint(brief, common), "page": files.digest(page), "title": title}
            _write_built(built)
    _write_built(built)
    try:
        files.replace(paths.HTML / "index.html", _index(briefs, built))
    except BriefFailed as failed:
        (paths.HTML / "index.html").unlink(missing_ok=True)
        return [*failures, str(failed)]
    tell(f"{len(due) - len(failures)} built, {len(briefs) - len(due)} up to date: {paths.HTML / 'index.html'}")
    return failures


def _built() -> dict[str, dict]:
    """What the last run noted of each page; nothing where it left no such note."""
    try:
        noted = json.loads((paths.HTML / BUILT).read_text(encoding="utf-8"))
        return {file: {key: entry[key] for key in ("inputs", "page", "title")} for file, entry in noted.items()}
    except (FileNotFoundError, NotADirectoryError, ValueError, AttributeError, KeyError, TypeError):
        return {}


def _write_built(built: dict[str, dict]) -> None:
    files.replace(paths.HTML / BUILT, json.dumps(built, ensure_ascii=False, indent=1, sort_keys=True).encode())


def _up_to_date(brief: Brief, built: dict[str, dict], common: str) -> bool:
    page, entry = paths.HTML / brief.file, built.get(brief.file)
    return (
        entry is not None
        and entry["inputs"] == _fingerprint(brief, common)
        and page.exists()
        and files.digest(page.read_bytes()) == entry["page"]
    )


def _common_fingerprint() -> str:
    """Everything that every brief depends on: the library, the data, the template, the installed set."""
    inputs = [*sorted(paths.LIBRARY.rglob("*")), *sorted(paths.TEMPLATE.rglob("*")), paths.HOME / "requirements.lock"]
    inputs += [paths.PROCESSED / "datapackage.json", paths.SITE]
    kept = [path for path in inputs if path.is_file() and "__pycache__" not in path.parts]
    return files.digest("\n".join(f"{path.name} {files.digest(path.read_bytes())}" for path in kept).encode())


def _fingerprint(brief: Brief, common: str) -> str:
    asked = json.dumps([brief.name, brief.parameters, brief.language], ensure_ascii=False, sort_keys=True, default=str)
    return files.digest(f"{common} {files.digest(brief.source.read_bytes())} {asked}".encode())


class _Pages:
    """Runs notebooks, renders pages and traces their numbers; one exporter and one collection serve them all."""

    def __init__(self) -> None:
        from nbconvert import HTMLExporter  # heavy, and not needed when everything is up to date
        from traitlets.config import Config

        from sosanh.collection import load
        from sosanh.traced import Tracer

        self.tracer = Tracer(load())
        os.environ.setdefault("PYDEVD_DISABLE_FILE_VALIDATION", "1")  # the kernel's debugger warns on stderr
        self.exporters = {}
        self.imprint = imprint.read(paths.SITE)
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
                self.exporters[language].register_filter("contents", contents)
                _ = self.exporters[language].template  # read now, not after the first notebook has run

    def page(self, brief: Brief) -> tuple[bytes, str, str]:
        """The page of a brief, how its numbers were traced, and its title."""
        notebook = _run(brief)
        title = _title(notebook) or brief.name
        cite, errors = _citation(title, brief, self.imprint), self.imprint.errors
        resources = {"language": brief.language, "brief": brief.name, "errors": errors, "cite": cite}
        with _template_faults(brief.file):
            page, _ = self.exporters[brief.language].from_notebook_node(notebook, resources)
        return *self._walked(page, brief, (*cite.said(), errors.removeprefix("mailto:"))), title

    def _walked(self, page: str, brief: Brief, about: tuple[str, ...]) -> tuple[bytes, str]:
        """The page with its numbers traced and walkable, and how many they are; `BriefFailed` where one is not."""
        from sosanh.page_weight import packed
        from sosanh.walkable import walkable

        traced = self.tracer.trace(page, brief.language, about, brief.parameters)
        if traced.faults:
            shown = "".join(f"\n    {fault}" for fault in traced.faults[:FAULTS_SHOWN])
            more = f"\n    and {len(traced.faults) - FAULTS_SHOWN} more" if len(traced.faults) > FAULTS_SHOWN else ""
            raise BriefFailed(f"{brief.file}: notebook {brief.notebook}: {traced}, so it is not written{shown}{more}")
        return packed(walkable(page, brief.language, self.tracer.evidence)).encode("utf-8"), traced.told()


def _run(brief: Brief):
    """The executed notebook, kept in memory: a failed one must leave nothing on disk."""
    import papermill
    from jupyter_client.kernelspec import NoSuchKernel
    from nbclient.exceptions import CellTimeoutError, DeadKernelError

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
    except (CellTimeoutError, DeadKernelError, NoSuchKernel) as error:
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


def _citation(title: str, brief: Brief, published: imprint.Imprint) -> Citation:
    package = fresh.read_package(paths.PROCESSED)
    released = date.fromisoformat(package["created"][:10])
    of_data = {"version": package["version"], "released": released}
    return Citation(
        title, brief.file, brief.language, **of_data, publisher=published.publisher, address=published.address
    )


def _data_version() -> str:
    return fresh.read_package(paths.PROCESSED)["version"]


def _index(briefs: list[Brief], built: dict[str, dict]) -> bytes:
    """The page that links every brief that was built."""
    from jinja2 import Environment, FileSystemLoader

    pages = [
        {"file": each.file, "language": each.language, "title": built[each.file]["title"], "name": each.name}
        for each in briefs
        if each.file in built
    ]
    environment = Environment(loader=FileSystemLoader(paths.TEMPLATE), autoescape=True, keep_trailing_newline=True)
    with _template_faults("index.html"):
        template = environment.get_template("list.html.j2")
        return template.render(pages=pages, languages=LANGUAGES, data_version=_data_version()).encode("utf-8")
