"""The build: which pages are out of date, and making those, several at once.

A page is up to date while nothing that it was made of has changed: library, template, lock, notebook, data, parameters.
"""

import json
import os
import signal
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing, suppress
from dataclasses import asdict
from functools import cache
from itertools import groupby
from multiprocessing import active_children, get_context
from operator import attrgetter
from pathlib import Path

from sosanh.data import paths
from sosanh.publish.briefs import Brief, BriefFailed, check, template_faults


def cores() -> int:
    """How many processes this one may run at once."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def finished(work: Callable, things: Iterable, workers: int) -> Iterator[tuple]:
    """(thing, what `work` made of it), as they finish; instead of that an `Exception`, where it raised one.

    `work` and the things are sent to other processes, so it must be a function of a module. The iterator is closed
    (`contextlib.closing`) by whoever stops early.
    """
    pool = ProcessPoolExecutor(workers, mp_context=get_context("spawn"))
    try:
        before = signal.signal(signal.SIGINT, signal.SIG_IGN)  # the processes started now ignore Ctrl-C
        try:
            futures = {pool.submit(work, each): each for each in things}
        finally:
            signal.signal(signal.SIGINT, before)
        for future in as_completed(futures):
            yield futures[future], future.exception() or future.result()
    except BaseException:
        for process in active_children():
            process.terminate()
        raise
    finally:
        pool.shutdown(cancel_futures=True)


NOTE = ".built.json"
_KEYS = ("inputs", "page", "facts")


class Built:
    """The pages of a folder: `entries` has for each file the digests of its `inputs` and of the `page`, and `facts`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        try:
            noted = json.loads((folder / NOTE).read_text(encoding="utf-8"))
            self.entries = {file: {key: entry[key] for key in _KEYS} for file, entry in noted.items()}
        except (FileNotFoundError, NotADirectoryError, ValueError, AttributeError, KeyError, TypeError):
            self.entries = {}

    def up_to_date(self, file: str, inputs: str) -> bool:
        page, entry = self.folder / file, self.entries.get(file)
        same = entry is not None and entry["inputs"] == inputs and page.exists()
        return same and paths.digest(page.read_bytes()) == entry["page"]

    def keep(self, file: str, content: bytes, inputs: str, facts: dict) -> None:
        paths.replace(self.folder / file, content)
        self._note({**self.entries, file: {"inputs": inputs, "page": paths.digest(content), "facts": facts}})

    def remove(self, file: str) -> None:
        (self.folder / file).unlink(missing_ok=True)
        self._note({name: entry for name, entry in self.entries.items() if name != file})

    def _note(self, entries: dict[str, dict]) -> None:
        self.entries = entries
        noted = json.dumps(entries, ensure_ascii=False, indent=1, sort_keys=True)
        paths.replace(self.folder / NOTE, noted.encode("utf-8"))


LISTS = {"vi": "index.html", "en": "index.en.html"}


def build(briefs: list[Brief], tell: Callable[[str], None] = print, workers: int | None = None) -> list[str]:
    """Build what is out of date and the lists of pages; returns one line for each that failed.

    `tell` gets one line for each page, in the order of finishing. `workers` processes build at once, as many as there
    are cores where it is None; one alone is this process.
    """
    built, common = Built(paths.HTML), _common_fingerprint()
    due = [each for each in briefs if not built.up_to_date(each.file, _fingerprint(each, common))]
    failed, pages = {}, None
    if due:
        from sosanh.publish.page import Pages  # heavy, and not needed when everything is up to date

        check(due)
        pages = Pages()  # a template that cannot be read is told before any notebook runs
    for stray in built.entries.keys() - {each.file for each in briefs} - {*LISTS.values()}:
        built.remove(stray)
    try:
        with closing(_finished(due, pages, workers or cores())) as made:
            for number, (brief, page) in enumerate(made, start=1):
                if isinstance(page, BriefFailed):
                    failed[brief.file], said = str(page), "FAILED"
                    built.remove(brief.file)  # an old page must not look current
                else:
                    built.keep(brief.file, page.html, _fingerprint(brief, common), page.facts)
                    said = page.traced
                tell(f"[{number}/{len(due)}] {brief.file}: {said}")  # it is there now
    finally:  # also when it is stopped: the lists name what is there
        failures = [failed[each.file] for each in briefs if each.file in failed] + _write_lists(briefs, common, built)
    tell(f"{len(due) - len(failed)} built, {len(briefs) - len(due)} up to date: {paths.HTML / LISTS['vi']}")
    return failures


def _finished(due: list[Brief], pages, workers: int) -> Iterator[tuple]:
    """Each brief with its page or what failed. Briefs of one name differ in language alone: one run makes them all."""
    by_name = attrgetter("name")
    runs = [tuple(own) for _, own in groupby(sorted(due, key=by_name), key=by_name)]
    if min(workers, len(runs)) < 2:
        for run in runs:
            yield from zip(run, _made(run, pages), strict=True)
        return
    for run, made in finished(_made, runs, min(workers, len(runs))):
        if isinstance(made, BrokenProcessPool):
            ended = f"a process ended of itself: {made}"
            made = [BriefFailed(f"{each.file}: notebook {each.notebook}: {ended}") for each in run]
        if isinstance(made, Exception):
            raise made
        yield from zip(run, made, strict=True)


def _made(run: tuple[Brief, ...], pages=None) -> list:
    """The page of each brief, made here and now, or what failed; without `pages` by those of this process."""
    return (pages or _own_pages()).made(run)


@cache
def _own_pages():
    from sosanh.publish.page import Pages

    return Pages()


def _write_lists(briefs: list[Brief], common: str, built: Built) -> list[str]:
    """Write the lists of the pages that are there, where out of date; returns one line for each list that failed."""
    there = [each for each in briefs if each.file in built.entries]
    named = [common, paths.CHANGES.read_text("utf-8"), *(built.entries[each.file] for each in there)]
    inputs = paths.digest(json.dumps(named, sort_keys=True).encode("utf-8"))
    failures = []
    for language, file in LISTS.items():
        if built.up_to_date(file, inputs):
            continue
        try:
            with template_faults(file):
                content = _list(language, there, built)
            built.keep(file, content, inputs, {})
        except BriefFailed as failed:
            built.remove(file)
            failures.append(str(failed))
    return failures


def _list(language: str, briefs: list[Brief], built: Built) -> bytes:
    from sosanh.publish import site

    known = {}
    for each in briefs:
        with suppress(TypeError):  # facts that another version of the library noted
            known[each.file] = site.Facts(**built.entries[each.file]["facts"])
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
