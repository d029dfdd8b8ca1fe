"""The build: which pages are out of date, and making those, several at once.

A page is up to date while nothing that it was made of has changed (`inputs`); what comes out as it was is not written.
What goes wrong costs one page: the others are made, and the lists name those that are there.
"""

import json
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, as_completed
from contextlib import contextmanager, suppress
from itertools import chain, groupby
from operator import attrgetter
from typing import Any

from sosanh.data import paths
from sosanh.data.problems import Unknown
from sosanh.publish import inputs, runs
from sosanh.publish.briefs import FILES, Brief, BriefFailed, check, explored, imprint, template_faults
from sosanh.publish.processes import Ended, apart
from sosanh.publish.record import FILE, Record

LISTS = {"vi": "index.html", "en": "index.en.html"}
FEEDS = {"vi": "feed.vi.xml", "en": "feed.en.xml"}  # where it is known at which address the pages are
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
        self.bar = tqdm(total=total, unit="page", desc="Starting", dynamic_ncols=True, disable=not total)
        self.tell = self.bar.write

    def line(self, line: str, failed: bool) -> None:
        if failed or self.verbose:
            self.tell(line)
        self.bar.set_description("Pages", refresh=False)
        self.bar.set_postfix_str(line.split(" ")[1].rstrip(":"), refresh=False)
        self.bar.update()

    def end(self) -> None:
        self.bar.close()
        super().end()


class Build:
    """A build of `briefs` into a folder that nobody else builds in meanwhile.

    With `only` the pages of that name are made, out of date or not. `failed` are what failed, by file; of what was made
    `same` pages are as they were, byte for byte.
    """

    def __init__(self, briefs: list[Brief], told: Told, only: str) -> None:
        self.briefs, self.told, self.record = briefs, told, Record(paths.HTML)
        self.lists = [*LISTS.values(), *(FEEDS.values() if imprint(paths.SITE).address else ())]
        if paths.NOTEBOOKS != paths.TEACHING:
            self.lists += [file for own in explored().values() for file in own.values()]
        self.everything = inputs.everything()
        self.inputs = {each.file: inputs.asked(each, self.everything) for each in briefs}
        paths.clear(paths.HTML, {FILE, *self.lists, *self.inputs, *self.record.entries})
        pages = tuple(each.removesuffix("html") for each in self.inputs)
        begun = {each.name[1:].rpartition(".")[0] for each in (paths.HTML / FILES).glob(".*")}
        paths.clear(paths.HTML / FILES, {each for each in begun if each.startswith(pages)})
        paths.clear(paths.HTML / runs.FOLDER, {runs.path(each.name).name for each in briefs})
        self.failed: dict[str, str] = {}
        self.same = 0
        asked = [each for each in briefs if only in ("", each.name)]
        due = [each for each in asked if only or not self.record.up_to_date(each.file, inputs=self.inputs[each.file])]
        check(due)
        self.due = list(chain.from_iterable(self._out_of_date(run, only) for run in _runs(due)))

    def _out_of_date(self, run: tuple[Brief, ...], only: str) -> list[tuple[tuple[Brief, ...], bytes]]:
        """Of these briefs, which differ in language alone, those whose page is another now; each with the run of its
        cells, where that was kept and holds."""
        kept = b"" if only else runs.kept(run[0].name)
        if not kept or not (head := runs.head(kept)).holds(run, *_now()):
            return [(run, b"")]
        due = []
        for brief in run:
            if self.record.up_to_date(brief.file, made=inputs.of_page(brief, head.digest)):
                self.record.still(brief.file, self.inputs[brief.file])
            else:
                due.append(brief)
        return [(tuple(due), kept)] if due else []

    def run(self, executor: Executor) -> list[str]:
        """Make what is due; returns one line for each that failed. Stopped or not, the lists name what is there."""
        due = sum(len(run) for run, _ in self.due)
        self.told.begin(due)
        try:
            made = _pages(self.due, executor)
            self._forget_strays()
            for brief, page, kept in made:
                self.told.page(brief, self._kept(brief, page, kept))
        finally:
            self.told.end()
            failures = [self.failed[each.file] for each in self.briefs if each.file in self.failed] + self._lists()
        same = f", {self.same} the same as before" if self.same else ""
        count = f"{due - len(self.failed)} built{same}, {len(self.briefs) - due} up to date"
        self.told.tell(f"{count}: {paths.HTML / LISTS['vi']}")
        return failures

    def _forget_strays(self) -> None:
        for stray in self.record.entries.keys() - {each.file for each in self.briefs} - {*self.lists}:
            if not self.record.forget(stray):
                self.told.tell(f"{stray}: no brief asks for it any more; it was changed by hand, so it stays")
        names = {each.name for each in self.briefs}
        for run in runs.path("").parent.glob("*.gz"):
            if run.stem not in names and runs.kept(run.stem):
                run.unlink()

    def _kept(self, brief: Brief, page, kept: bytes) -> Any:
        """The page, written; None where it failed: an old one must not look current."""
        try:
            if isinstance(page, BriefFailed):
                raise page
            with _writing(brief.file):
                if kept:
                    paths.replace(runs.path(brief.name), kept)
                new = self.record.keep(
                    brief.file, page.html, self.inputs[brief.file], page.made, page.facts, page.files
                )
            self.same += not new
            return page
        except BriefFailed as error:
            self.failed[brief.file] = str(error)
            self.record.drop(brief.file)
            return None

    def _lists(self) -> list[str]:
        """Write the lists of the pages that are there, where out of date; returns one line for each that failed."""
        there = [each for each in self.briefs if each.file in self.record.entries]
        facts = [[each.file, self.record.entries[each.file]["facts"]] for each in there]
        all_of = paths.digest(json.dumps([self.everything, facts], sort_keys=True).encode("utf-8"))
        if all(self.record.up_to_date(file, inputs=all_of) for file in self.lists):
            return []
        failures = []
        for file in self.lists:
            try:
                with template_faults(file), _writing(file):
                    self.record.keep(file, _list(file, there, self.record), all_of, "", {})
            except Exception as error:  # whatever it is, such as data that changed meanwhile, it costs this list alone
                self.record.drop(file)
                own = isinstance(error, BriefFailed)
                failures.append(str(error) if own else f"{file}: {type(error).__name__}: {error}")
        return failures


def _now() -> tuple:
    """The data and the messages that cells would read now; the selections are known with the questions."""
    import sosanh.show.api  # noqa: F401
    from sosanh.data.collection import load
    from sosanh.lineage.words import messages

    return load(), messages


def build(briefs: list[Brief], told: Told, executor: Executor, only: str = "") -> list[str]:
    """Build what is out of date and the lists of pages; returns one line for each that failed.

    The `executor` makes the pages. `only` names a brief whose pages alone are made.
    """
    names = dict.fromkeys(each.name for each in briefs)
    if only and only not in names:
        raise BriefFailed(str(Unknown("brief", only, [*names])))
    waiting = f"Another build is running in {paths.HTML}; waiting for it ..."
    with paths.alone(paths.HTML / LOCK, lambda: told.tell(waiting)):
        begun = Build(briefs, told, only)
        return begun.run(executor)


def _runs(briefs: list[Brief]) -> Iterator[tuple[Brief, ...]]:
    """Briefs of one name differ in language alone: one run of the notebook makes them all."""
    by_name = attrgetter("name")
    return (tuple(own) for _, own in groupby(sorted(briefs, key=by_name), key=by_name))


def _pages(due: list[tuple[tuple[Brief, ...], bytes]], executor: Executor) -> Iterator[tuple]:
    """Each brief with its page or what failed, and the run to be kept, as they are made; of runs that hold the cells
    are not run."""
    if due:
        with suppress(Ended):  # a template that cannot be read is told before any notebook runs
            executor.submit(apart, 0, _ready).result()
    futures = {executor.submit(apart, run[0].limit, _made, run, kept): run for run, kept in due}
    return (made for each in as_completed(futures) for made in _results(each, futures[each]))


def _results(future: Future, run: tuple[Brief, ...]) -> Iterator[tuple]:
    try:
        pages, kept = future.result()
    except Exception as error:  # whatever it is, it costs these pages alone
        said, kept = f"{type(error).__name__}: {error}", b""
        pages = [BriefFailed(f"{each.file}: notebook {each.notebook}: {said}") for each in run]
    return ((brief, page, kept) for brief, page in zip(run, pages, strict=True))


def _ready() -> None:
    """In the process that makes pages: raise what would stop every page."""
    from sosanh.publish.page import pages

    pages()


def _made(run: tuple[Brief, ...], kept: bytes) -> tuple[list, bytes]:
    """In the process that makes pages: see `Pages.made`."""
    from sosanh.publish.page import pages

    return pages().made(run, kept)


@contextmanager
def _writing(file: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise BriefFailed(f"{file}: it cannot be written: {error.strerror or error}") from None


def _list(file: str, briefs: list[Brief], record: Record) -> bytes:
    """The list of pages, or the feed, of this name."""
    from sosanh.publish import explore, feed, site

    for language, index in LISTS.items():
        if file == FEEDS[language]:
            return feed.feed(language, file, index, imprint(paths.SITE))
        for area, own in explored().items():
            if file == own[language]:
                return explore.page(language, area, LISTS, briefs).encode("utf-8")
    known = {}
    for each in briefs:
        with suppress(TypeError):  # facts that another version of the library noted
            known[each.file] = site.Facts(**record.entries[each.file]["facts"])
    (language,) = (each for each, index in LISTS.items() if index == file)
    listed = site.lessons if paths.NOTEBOOKS == paths.TEACHING else site.page
    return listed(language, LISTS, [each for each in briefs if each.file in known], known).encode("utf-8")
