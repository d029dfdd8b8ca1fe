"""One page: a notebook run, its outputs in the template, its contents, its citation, its weight.

A page is one file that works without a network: pictures, fonts and style are inside it.
"""

import json
import os
import re
from base64 import b64decode, b64encode
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from functools import cache, partial
from html import escape
from io import BytesIO
from itertools import chain, count, pairwise
from pathlib import Path
from time import monotonic, perf_counter

import nbformat
import papermill
from babel import Locale
from fontTools.ttLib import TTFont
from jupyter_client.kernelspec import NoSuchKernel
from markupsafe import Markup
from nbclient.exceptions import CellTimeoutError
from nbconvert import HTMLExporter

from sosanh.data import package, paths
from sosanh.data.collection import load
from sosanh.data.labels import LANGUAGES, slug
from sosanh.data.problems import DataProblems
from sosanh.draw import chart
from sosanh.lineage.audit import Tracer
from sosanh.lineage.blocks import blocks
from sosanh.lineage.complete import on_limits
from sosanh.lineage.words import messages, say
from sosanh.numbers.periods import format_date
from sosanh.publish import engine, inputs, markup, runs, site
from sosanh.publish.along import Taken, addresses, taken
from sosanh.publish.briefs import Brief, BriefFailed, Page, imprint, read, template_faults
from sosanh.publish.cards import walkable
from sosanh.publish.feed import dataset
from sosanh.publish.links import Links
from sosanh.publish.notebooks import in_kernel
from sosanh.publish.sheets import plain
from sosanh.show.display import LEFT, MIME, TAKEN

_HEADING = re.compile(r"(?:## (.+)\n*)?((?:.|\n)*)")
_ABSENT = re.compile(r'<section class="exhibit [a-z_]+ nothing"[^>]*><h\d class="title">(.*?)</h\d>')
_HEADINGS = re.compile(r"^##? .*$", re.MULTILINE)
# what every edition of a lesson has
_LOOKED_AT = re.compile(r'<section class="exhibit (?:exercise|counterexample|verdicts|sources)')
_NUMBERED = re.compile(r'<h3 class="title">(?:(?!</h3>).)*class="figure"')  # what a chart finds is no part's name
_LETTERS = (
    "".join(  # of every page: those of English and Vietnamese, and signs; the face has no others a page needs
        map(chr, [*range(0x20, 0x7F), *range(0x1EA0, 0x1EFA), *range(0x2010, 0x2027)])
    )
    + "\u00a0§©«»°±·×÷ÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝàáâãèéêìíòóôõùúýĂăĐđĨĩŨũƠơƯư−≤≥∞→"
)
_FONT = re.compile(r"data:font/ttf;base64,([A-Za-z0-9+/=]+)")


@cache
def _packed(font: str) -> str:
    opened = TTFont(BytesIO(b64decode(font)), recalcTimestamp=False)
    opened.flavor = "woff"
    buffer = BytesIO()
    opened.save(buffer)
    return f"data:font/woff;base64,{b64encode(buffer.getvalue()).decode('ascii')}"


_SPECIAL = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}


@dataclass(frozen=True)
class Citation:
    """What is cited: the `title` of a page, its `file`, and the `version` of its data with the day of its release.

    `address` is the folder where the pages are published, and "" where that is not known.
    """

    title: str
    file: str
    language: str
    version: str
    released: date
    publisher: str = ""
    address: str = ""

    @property
    def place(self) -> str:
        """The address of the page; of a page that is published nowhere its file name, which never changes."""
        return self.address + self.file

    @property
    def authors(self) -> str:
        return str(say("cite_authors").said(self.language))

    @property
    def data(self) -> str:
        """The version of the data and the day of its release, in words."""
        day = format_date(self.released, self.language)
        return str(say("cite_data", version=self.version, day=day).said(self.language))

    def line(self) -> str:
        """How it is cited, in one line."""
        ends = "" if self.title.endswith(("?", ".", "!")) else "."
        publisher = f" {self.publisher}." if self.publisher else ""
        return f"{self.authors} ({self.released.year}). {self.title}{ends} {self.data}.{publisher} {self.place}"

    def said(self) -> tuple[str, ...]:
        """Everything a page says of itself when it asks to be cited."""
        by_year = f"{self.authors} ({self.released.year})"
        return (self.bibtex(), by_year, self.data, self.version, self.publisher, self.place, self.file)

    def bibtex(self) -> str:
        fields = {
            # in braces of their own, so that no name is split and no title loses its capitals
            "author": f"{{{_tex(self.authors)}}}",
            "title": f"{{{_tex(self.title)}}}",
            "year": str(self.released.year),
            "version": self.version,
            "publisher": _tex(self.publisher),
            "url" if self.address else "howpublished": self.place if self.address else _tex(self.place),
            "note": _tex(self.data),
            "language": Locale(self.language).english_name.lower(),
        }
        lines = (f"  {name} = {{{value}}}" for name, value in fields.items() if value)
        key = "sosanh-" + self.file.removesuffix(".html").replace(".", "-")
        return f"@misc{{{key},\n" + ",\n".join(lines) + "\n}"


def _tex(words: str) -> str:
    """Words for a BibTeX field: what means something to TeX is escaped.

    >>> _tex("80% & {more}")
    '80\\\\% \\\\& \\\\{more\\\\}'
    """
    return re.sub(r"[\\~^%&#$_{}]", lambda sign: _SPECIAL.get(sign[0], "\\" + sign[0]), words)


def words(said: str) -> str:
    """Words between tags; quotation marks end nothing there."""
    return escape(said, quote=False)


_EXHIBIT = re.compile(r'<section class="exhibit (\w+)([^>]*)>(.*?)</section>', re.DOTALL)


def identified(page: str, own: Taken) -> str:
    """The page with an id on each exhibit, its name, and at the end of one with a title what is taken along of it.

    >>> said = identified('<section class="exhibit pairs" lang="vi"><h3 class="title">Cặp</h3></section>', Taken("vi"))
    >>> said.partition("Cặp")[0], said.partition("</h3>")[2].partition(" aria")[0]
    ('<section class="exhibit pairs" lang="vi" id="pairs"><h3 class="title">', '<details class="take"')
    """
    ids = iter(addresses(name for name, *_ in _EXHIBIT.findall(page)))

    def marked(found: re.Match) -> str:
        (name, rest, said), address = found.groups(), next(ids)
        menu = own.menu(address) if ' class="title">' in said else ""
        return f'<section class="exhibit {name}{rest} id="{address}">{said}{menu}</section>'

    return _EXHIBIT.sub(marked, page)


def contents(page: str) -> tuple[str, dict[str, str]]:
    """The page with an id on each heading of second rank, and its contents in their order: address -> title.

    >>> contents("<h2>Nguồn số liệu</h2> … <h2>Nguồn số liệu</h2>")[1]
    {'nguon-so-lieu': 'Nguồn số liệu', 'nguon-so-lieu-2': 'Nguồn số liệu'}
    """
    entries: dict[str, str] = {}
    taken = set(re.findall(r'<section [^>]*id="([^"]*)"', page))

    def marked(heading: re.Match) -> str:
        title = " ".join(map(str, blocks(heading[0])))
        plain = slug(title) or "part"
        numbered = (f"{plain}-{number}" for number in count(2))
        address = next(each for each in chain([plain], numbered) if each not in taken and each not in entries)
        entries[address] = title
        attributes = re.sub(r'\s+id="[^"]*"', "", heading[1])
        return f'<h2{attributes} id="{address}">{heading[2]}</h2>'

    return re.sub(r"<h2\b([^>]*)>(.*?)</h2>", marked, page, flags=re.DOTALL), entries


LARGEST = 5_000_000  # letters of a page: whoever opens it on a phone must be able to
FAULTS_SHOWN = 20  # numbers of one page that are told: whoever mends the first ones mends the rest


class Pages:
    """Makes pages; one exporter and one collection serve them all."""

    def __init__(self) -> None:
        os.environ.setdefault("PYDEVD_DISABLE_FILE_VALIDATION", "1")  # the kernel's debugger warns on stderr
        self.imprint = imprint(paths.SITE)
        self.tracer = Tracer(load())
        asked: list[Brief] = []
        with suppress(DataProblems):  # whoever builds from the list has been told
            asked = read()
        self.links = Links(asked, load())
        with template_faults("reports/template"):
            self.exporter = HTMLExporter(
                template_name=paths.TEMPLATE.name, exclude_anchor_links=True,
                extra_template_basedirs=[str(paths.TEMPLATE.parent)],
            )  # fmt: skip
            for own in (contents, identified, words):
                self.exporter.register_filter(own.__name__, own)
            self.template = self.exporter.template  # read now, not after the first notebook has run
            self.script = site.script("page.js")

    def made(self, briefs: Sequence[Brief], kept: bytes = b"") -> tuple[list[Page | BriefFailed], bytes]:
        """The page of each brief, or what failed, and the run to be kept ("" of bytes for none).

        They differ in language alone, so the notebook runs once for all; or not at all, where a run was `kept`.
        """
        started = perf_counter()
        try:
            notebook = nbformat.from_dict(runs.outputs(kept)) if kept else _run(briefs)
        except BriefFailed as failed:
            return [BriefFailed(f"{each.file}: {failed}") for each in briefs], b""
        if kept:
            run = runs.head(kept)
        elif run := runs.of(briefs, notebook.metadata.get(engine.READS), load(), messages):
            kept = runs.packed(run, notebook)
        share = (perf_counter() - started) / len(briefs)
        pages = []
        for brief in briefs:
            started = perf_counter()
            try:
                page, own = self.written(notebook, brief), inputs.of_page(brief, run.digest) if run else ""
                pages.append(replace(page, seconds=share + perf_counter() - started, made=own))
            except BriefFailed as failed:
                pages.append(failed)
        return pages, kept

    def written(self, notebook, brief: Brief) -> Page:
        """The page of a notebook that has run; `BriefFailed` where the template or a number fails."""
        cells, data, own = _shown(notebook, brief), package.read(paths.PROCESSED), self.imprint
        self._check(cells, brief)
        title, released = _title(cells) or brief.name, date.fromisoformat(data["created"][:10])
        cite = Citation(title, brief.file, brief.language, data["version"], released, own.publisher, own.address)
        found = parts(cells, brief.language)
        # of a lesson nothing is taken along
        shown = [each for part in found for each in part.shown if not brief.edition]
        files = taken(shown, brief.file[:-5], cite, self.tracer.codes)
        with template_faults(brief.file):  # not by the exporter, which copies the notebook and parses the page anew
            said = {
                "parts": found,
                "taken": files,
                "dataset": dataset(cite, _answer(cells), files) if own.address else None,
                "brief": brief,
                "errors": own.errors,
                "cite": cite,
                "left": LEFT,
                "face": chart.face(_LETTERS),
            }
            said |= {"sheet": _tagged(cells, "sheet"), "beside": self.links.beside(brief)} | self.script
            said |= {"edition": brief.edition, "cells": cells, "own": _scripts(brief.edition)}
            page = self.template.render(**said)
        walked = self._walked(page, brief, (*cite.said(), own.errors.removeprefix("mailto:")))
        return replace(walked, files=files.files)

    def _check(self, cells: list[dict], brief: Brief) -> None:
        """`BriefFailed` for the first cell with something in it that no page has."""
        for number, cell in enumerate(cells):
            if fault := next(self._faults(cell, bool(brief.edition)), ""):
                place = _place(brief, cell) or f", cell {number}"
                raise BriefFailed(f"{brief.file}: notebook {brief.notebook}{place}: {fault}")

    def _faults(self, cell: dict, lesson: bool) -> Iterator[str]:
        """What is in the outputs of a cell or in its prose that no page has."""
        outputs = cell.get("outputs", ())
        if warned := "".join("".join(each["text"]) for each in outputs if each.get("name") == "stderr"):
            named = re.search(r"\w*(?:Warning|Error): .*", warned) or re.search(r".*\S.*", warned)
            yield f"a warning, which no page shows: {named[0].strip()[:200] if named else warned[:200]!r}"
        shown = [_html(each).replace(LEFT, "") or "".join(each.get("text", "")) for each in outputs]
        if (large := sum(map(len, shown))) > LARGEST:
            yield f"it shows {large / 1e6:.0f} MB; a page may have {LARGEST / 1e6:.0f}"
        if lesson and any(not _html(each) for each in outputs):
            yield "it prints something; a lesson shows exhibits"
        html = [each for each, output in zip(shown, outputs, strict=True) if _html(output)]
        if cell["cell_type"] == "markdown":
            html.append(self.exporter.markdown2html({}, cell["source"]))
        if found := [*dict.fromkeys(chain.from_iterable(markup.refused(each, lesson) for each in html))]:
            yield f"found {', '.join(found[:3])}{' …' * (len(found) > 3)}; allowed: {markup.ALLOWED}"

    def _walked(self, page: str, brief: Brief, about: tuple[str, ...]) -> Page:
        """The page with a card behind each number, once every one of them is traced."""
        traced = self.tracer.trace(page, brief.language, about, brief.asked)
        if traced.faults:
            shown = "".join(f"\n    {fault}" for fault in traced.faults[:FAULTS_SHOWN])
            more = f"\n    and {len(traced.faults) - FAULTS_SHOWN} more" if len(traced.faults) > FAULTS_SHOWN else ""
            faults = f"{len(traced.faults)} fault{'s' * (len(traced.faults) > 1)}, so it is not written ({traced})"
            raise BriefFailed(f"{brief.file}: notebook {brief.notebook}: {faults}{shown}{more}")
        with template_faults(brief.file):
            linked = self.links.linked(page, brief)
            if brief.edition in ("", "teacher"):
                walked = walkable(linked, brief.language, self.tracer.codes)
            else:  # a card would tell what is asked, and so would what a number is made by
                walked = re.sub(r' data-(?:from|alt)=("|\').*?\1', "", linked)
        packed = _FONT.sub(lambda found: _packed(found[1]), walked)
        if len(packed) > LARGEST:
            said = f"{len(packed) / 1e6:.0f} MB; a page may have {LARGEST / 1e6:.0f}"
            raise BriefFailed(f"{brief.file}: notebook {brief.notebook}: {said}")
        return Page(
            packed.encode("utf-8"), traced.numbers, traced.exempt(), asdict(site.facts(brief, page, traced.blocks))
        )


class _Where:
    """Which cell of a brief's notebook is running, and how many seconds of the brief's limit are left to it."""

    def __init__(self, brief: Brief) -> None:
        self.brief, self.until, self.cell = brief, monotonic() + brief.limit, None

    def __call__(self, cell) -> float:
        self.cell = cell
        return max(1, self.until - monotonic())

    def __str__(self) -> str:
        return _place(self.brief, self.cell) if self.cell else ""


def _place(brief: Brief, cell: dict) -> str:
    """Which cell of the brief's notebook it is, counted from 1; "" where that is not known."""
    ids = [each.get("id") for each in json.loads(brief.source.read_bytes())["cells"]]
    return f", cell {ids.index(cell['id']) + 1}" if cell.get("id") in ids else ""


def _run(briefs: Sequence[Brief]):
    """The notebook executed in each brief's language, kept in memory: a failed one must leave nothing on disk."""
    brief, where, before = briefs[0], _Where(briefs[0]), _data_files()
    own = {"parameters": brief.parameters | {"language": " ".join(each.language for each in briefs)}}
    own |= {"cwd": str(paths.NOTEBOOKS), "progress_bar": False, "timeout_func": where}
    run = partial(papermill.execute_notebook, str(brief.source), None, **own)
    os.environ[TAKEN] = "1"  # for the process of the cells, whatever it is
    try:
        made = run(engine_name=engine.NAME) if engine.forks() else in_kernel(lambda settings: run(config=settings))
    except papermill.PapermillExecutionError as error:
        # papermill counts from 0 and puts one cell of its own before the one that failed
        place, fault = f", cell {error.cell_index}", f"{error.ename}: {error.evalue}"
    except CellTimeoutError:
        place, fault = where, f"the brief's limit of {brief.limit:g} s was reached (limit: in {paths.BRIEFS.name})"
    except engine.TooMuch as error:
        place, fault = where, str(error)
    except (NoSuchKernel, RuntimeError) as error:  # the last: a kernel that dies or never starts
        place, fault = where, f"{type(error).__name__}: {error}"
    else:
        ended = [(cell, each) for cell in made.cells for each in cell.get("outputs", ()) if each.output_type == "error"]
        if ended:  # to papermill a cell that exits with 0 has done well, and what comes behind it is not run
            (cell, error), *_ = ended
            place, fault = _place(brief, cell), f"{error.ename}: {error.evalue}; the cells behind it were not run"
        elif changed := sorted({path.name for path, _ in before ^ _data_files()}):
            place, fault = "", f"{', '.join(changed)} in data/ changed while it ran; a page only reads the data"
        else:
            return made
    finally:
        del os.environ[TAKEN]
    raise BriefFailed(f"notebook {brief.notebook}{place}: {fault}")


def _data_files() -> set[tuple[Path, int]]:
    return {(path, path.stat().st_mtime_ns) for path in paths.CHANGES.parent.rglob("*") if path.is_file()}


@dataclass
class Part:
    """A part of a page: its `heading` ("" for what follows on the part before), the exhibits shown, and the prose that
    introduces them, which a page folds away: what it finds stands in the exhibits."""

    heading: str = ""
    prose: str = ""
    shown: list = field(default_factory=list)
    absent: list[str] = field(default_factory=list)  # titles of exhibits that have nothing to show

    @property
    def title(self) -> str:
        """The heading over the exhibits; none where the first has one of its rank."""
        return "" if "<h2" in _html(self.shown[0]) else self.heading


def parts(cells: Sequence[dict], language: str) -> list[Part]:
    """The parts of a page, of its cells in order; prose that introduces nothing but absent exhibits is dropped, but for
    that on what the page does not say."""
    found = [Part()]
    for cell in cells:
        if cell["cell_type"] == "markdown":
            heading, prose = _HEADING.fullmatch(cell["source"]).groups("")
            found.append(Part(heading, prose))
        for output in cell.get("outputs", ()):
            absent = _ABSENT.match(_html(output))
            found[-1].absent.append(absent[1]) if absent else found[-1].shown.append(output)
    for part, after in pairwise([*found, Part("-")]):
        if part.absent and not part.shown and not on_limits(part.heading, language):
            part.prose = ""
        if not part.shown and not after.heading:
            after.heading, part.heading = part.heading, ""
        own = [each for each in part.shown if "<h3" in _html(each)]
        if part.heading and len(own) == 1 and not _NUMBERED.search(_html(own[0])):
            part.shown[part.shown.index(own[0])] = _raised(own[0])
    return found


def _raised(output: dict) -> dict:
    """An exhibit that is a part of the page by itself: its headings are one rank higher."""
    html = re.sub(r"(</?h)([34])\b", lambda found: f"{found[1]}{int(found[2]) - 1}", _html(output))
    return {**output, "data": {**output["data"], "text/html": html}}


def _html(output: dict) -> str:
    return "".join(output.get("data", {}).get("text/html", ""))


def _shown(notebook, brief: Brief) -> list[dict]:
    """The cells of a page in its language, and their outputs: those not tagged for another or for notebooks only.

    In a lesson a tag such as `for-teacher` leaves a cell to the editions it names. An edition that is not read, but
    filled in or looked at, has of other cells the headings, the exercises and charts, and the sources.
    """
    others = {"notebook-only", *(f"lang-{each}" for each in LANGUAGES if each != brief.language)}
    edition, cells = f"for-{brief.edition}", []

    def own(all_of: Sequence) -> list:
        return [each for each in all_of if others.isdisjoint(each.get("metadata", {}).get("tags", ()))]

    for cell in own(notebook.cells):
        meant = [each for each in cell["metadata"].get("tags", ()) if each.startswith("for-")]
        if meant and edition not in meant:
            continue
        held = {**cell, "outputs": own(cell.get("outputs", ()))}
        if brief.edition in ("slides", "worksheet", "key") and not meant:
            held["source"] = "\n".join(_HEADINGS.findall(cell["source"])) if cell["cell_type"] == "markdown" else ""
            held["outputs"] = [each for each in held["outputs"] if _LOOKED_AT.match(_html(each))]
        cells.append(held)
    return cells


def _scripts(edition: str) -> dict[str, str]:
    """What a lesson runs besides: the check of answers, or the slides with what they run on."""
    if edition not in ("student", "slides"):
        return {}
    if edition == "student":
        return site.script("lesson.js")
    style = [paths.REVEAL / "reveal.css", paths.TEMPLATE / "slides.css"]
    said = "\n".join(each.read_text("utf-8") for each in style)
    # reveal.js has a moving picture for what still loads; nothing does here, and what it shows nobody could read back
    own = {"style": Markup(re.sub(r"url\(data:image/gif[^)]*\)", "none", said))}
    return own | site.script("slides.js", paths.REVEAL / "reveal.js")


def _tagged(cells: list[dict], tag: str) -> bool:
    return any(tag in cell["metadata"].get("tags", ()) for cell in cells)


def _title(cells: list[dict]) -> str:
    """The question that the first screen asks: the only heading of first rank; that of a lesson is in prose."""
    prose = (each["source"].partition("\n")[0][2:] for each in cells if each["source"].startswith("# "))
    shown = (_html(output) for cell in cells for output in cell["outputs"])
    return next((str(block) for each in shown for block in blocks(each) if block.tag == "h1"), next(prose, ""))


def _answer(cells: list[dict]) -> str:
    """The answer of the first screen."""
    held = (output.get("data", {}).get(MIME, {}) for cell in cells for output in cell["outputs"])
    return next((plain(each["answer"]) for each in held if "answer" in each), "")


@cache
def pages() -> Pages:
    """Those of this process."""
    return Pages()
