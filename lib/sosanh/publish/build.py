"""The build: which pages are out of date, and making those, several at once.

A page is up to date while nothing that it was made of has changed: library, template, lock, notebook, data, parameters.
What goes wrong costs one page: the others are made, and the lists name those that are there.
"""

import json
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, as_completed
from contextlib import contextmanager, suppress
from dataclasses import asdict
from itertools import groupby
from operator import attrgetter
from typing import Any

from sosanh.data import paths
from sosanh.data.problems import DataProblems, Problem, suggest
from sosanh.publish.briefs import Brief, BriefFailed, check, template_faults
from sosanh.publish.processes import apart
from sosanh.publish.record import Record

LISTS = {"vi": "index.html", "en": "index.en.html"}
LOCK = ".lock"
SLOWEST = 3  # pages that are named at the end


class Told:
    """How a build is told: one line for each page, in the order of finishing, and at its end the slowest."""

    def __init__(self, tell: Callable[[str], None] = print, verbose: bool = False) -> None:
        self.tell, self.verbose, self.total, self.done = tell, verbose, 0, 0
        self.seconds: dict[str, float] = {}

    def begin(self, total: int) -> None:
        self.total = total

    def page(self, brief: Brief, page) -> None:
        """A page is there, or it failed (then it is None)."""
        self.done += 1
        name = brief.file.removesuffix(".html")
        self.line(f"{self.done}/{self.total} {name}: {self._said(name, page) if page else 'FAILED'}", not page)

    def _said(self, name: str, page) -> str:
        self.seconds[name] = page.seconds
        exempt = f"; no numbers: {page.exempt}" if self.verbose and page.exempt else ""
        return f"{page.numbers} numbers traced, {page.seconds:.1f} s{exempt}"

    def line(self, line: str, failed: bool) -> None:
        self.tell(line)

    def end(self) -> None:
        if len(self.seconds) > SLOWEST:
            slow = sorted(self.seconds.items(), key=lambda each: -each[1])[:SLOWEST]
            self.tell(f"The slowest: {', '.join(f'{name} {seconds:.1f} s' for name, seconds in slow)}")


class Bar(Told):
    """The same on a terminal: a bar with the pages left and the time left; lines only of what failed."""

    def begin(self, total: int) -> None:
        from tqdm import tqdm  # here, because a log needs none

        super().begin(total)
        self.bar = tqdm(total=total, unit="page", desc="Pages", dynamic_ncols=True, disable=not total)
        self.tell = self.bar.write

    def line(self, line: str, failed: bool) -> None:
        if failed or self.verbose:
            self.tell(line)
        self.bar.set_postfix_str(line.split(" ")[1].rstrip(":"), refresh=False)
        self.bar.update()

    def end(self) -> None:
        self.bar.close()
        super().end()


class Build:
    """A build of `briefs` into a folder that nobody else builds in meanwhile.

    With `only` the pages of that name are made, out of date or not. `failed` are what failed, by file.
    """

    def __init__(self, briefs: list[Brief], told: Told, only: str) -> None:
        self.briefs, self.told = briefs, told
        self.record, self.common = Record(paths.HTML), _common_fingerprint()
        self.inputs = {each.file: _fingerprint(each, self.common) for each in briefs}
        asked = [each for each in briefs if only in ("", each.name)]
        self.due = [each for each in asked if only or not self.record.up_to_date(each.file, self.inputs[each.file])]
        self.failed: dict[str, str] = {}
        check(self.due)

    def run(self, executor: Executor) -> list[str]:
        """Make what is due; returns one line for each that failed. Stopped or not, the lists name what is there."""
        made = _pages(self.due, executor)
        self._forget_strays()
        self.told.begin(len(self.due))
        try:
            for brief, page in made:
                self.told.page(brief, self._kept(brief, page))
        finally:
            self.told.end()
            failures = [self.failed[each.file] for each in self.briefs if each.file in self.failed] + self._lists()
        count = f"{len(self.due) - len(self.failed)} built, {len(self.briefs) - len(self.due)} up to date"
        self.told.tell(f"{count}: {paths.HTML / LISTS['vi']}")
        return failures

    def _forget_strays(self) -> None:
        for stray in self.record.entries.keys() - {each.file for each in self.briefs} - {*LISTS.values()}:
            if not self.record.forget(stray):
                self.told.tell(f"{stray}: no brief asks for it any more; it was changed by hand, so it stays")

    def _kept(self, brief: Brief, page) -> Any:
        """The page, written; None where it failed: an old one must not look current."""
        try:
            if isinstance(page, BriefFailed):
                raise page
            with _writing(brief.file):
                self.record.keep(brief.file, page.html, self.inputs[brief.file], page.facts)
            return page
        except BriefFailed as error:
            self.failed[brief.file] = str(error)
            self.record.drop(brief.file)
            return None

    def _lists(self) -> list[str]:
        """Write the lists of the pages that are there, where out of date; returns one line for each that failed."""
        there = [each for each in self.briefs if each.file in self.record.entries]
        named = [self.common, paths.CHANGES.read_text("utf-8"), *(self.record.entries[each.file] for each in there)]
        inputs = paths.digest(json.dumps(named, sort_keys=True).encode("utf-8"))
        failures = []
        for language, file in LISTS.items():
            if self.record.up_to_date(file, inputs):
                continue
            try:
                with template_faults(file), _writing(file):
                    self.record.keep(file, _list(language, there, self.record), inputs, {})
            except BriefFailed as failed:
                self.record.drop(file)
                failures.append(str(failed))
        return failures


def build(briefs: list[Brief], told: Told, executor: Executor, only: str = "") -> list[str]:
    """Build what is out of date and the lists of pages; returns one line for each that failed.

    The `executor` makes the pages. `only` names a brief whose pages alone are made.
    """
    names = dict.fromkeys(each.name for each in briefs)
    if only and only not in names:
        raise DataProblems([Problem(paths.BRIEFS.name, "", "BRIEF", only, suggest(only, [*names]))])
    waiting = f"Another build is running in {paths.HTML}; waiting for it ..."
    with paths.alone(paths.HTML / LOCK, lambda: told.tell(waiting)):
        begun = Build(briefs, told, only)
        return begun.run(executor)


def _pages(due: list[Brief], executor: Executor) -> Iterator[tuple]:
    """Each brief with its page or what failed. Briefs of one name differ in language alone: one run makes them all."""
    by_name = attrgetter("name")
    runs = [tuple(own) for _, own in groupby(sorted(due, key=by_name), key=by_name)]
    if runs:
        executor.submit(apart, 0, _ready).result()  # a template that cannot be read is told before any notebook runs
    futures = {executor.submit(apart, run[0].limit, _made, run): run for run in runs}
    return (
        pair for each in as_completed(futures) for pair in zip(futures[each], _result(each, futures[each]), strict=True)
    )


def _result(future: Future, run: tuple[Brief, ...]) -> list:
    try:
        return future.result()
    except Exception as error:  # whatever it is, it costs these pages alone
        said = f"{type(error).__name__}: {error}"
        return [BriefFailed(f"{each.file}: notebook {each.notebook}: {said}") for each in run]


def _ready() -> None:
    """In the process that makes pages: raise what would stop every page."""
    from sosanh.publish.page import pages

    pages()


def _made(run: tuple[Brief, ...]) -> list:
    """In the process that makes pages: the page of each brief, or what failed."""
    from sosanh.publish.page import pages

    return pages().made(run)


@contextmanager
def _writing(file: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise BriefFailed(f"{file}: it cannot be written: {error.strerror or error}") from None


def _list(language: str, briefs: list[Brief], record: Record) -> bytes:
    from sosanh.publish import site

    known = {}
    for each in briefs:
        with suppress(TypeError):  # facts that another version of the library noted
            known[each.file] = site.Facts(**record.entries[each.file]["facts"])
    return site.page(language, LISTS, [each for each in briefs if each.file in known], known).encode("utf-8")


def _common_fingerprint() -> str:
    """Everything that every brief depends on: the library, the data, the template, the installed set."""
    inputs = [*sorted(paths.LIBRARY.rglob("*")), *sorted(paths.TEMPLATE.rglob("*")), paths.HOME / "requirements.lock"]
    inputs += [paths.PROCESSED / "datapackage.json", paths.SITE]
    kept = [path for path in inputs if path.is_file() and "__pycache__" not in path.parts]
    return paths.digest("\n".join(f"{path.name} {paths.digest(path.read_bytes())}" for path in kept).encode())


def _fingerprint(brief: Brief, common: str) -> str:
    asked = json.dumps(asdict(brief), ensure_ascii=False, sort_keys=True, default=str)
    return paths.digest(f"{common} {paths.digest(brief.source.read_bytes())} {asked}".encode())
