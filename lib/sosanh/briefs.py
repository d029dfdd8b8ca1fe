"""Many pages, each built when it is out of date.

`reports/briefs.yml` lists the briefs. What is asked for is checked before any kernel starts. Several are built at
once. A brief is rebuilt only when something it depends on has changed, one that fails leaves no page behind and does
not stop the others, and a page is written whole or not at all. The lists of pages (`index`) name what is up to date.
"""

import json
from collections.abc import Callable, Iterator
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing, suppress
from dataclasses import asdict, replace
from functools import cache

from sosanh import files, parallel, paths
from sosanh.brief_list import Brief, check
from sosanh.built import Built
from sosanh.pages import BriefFailed, Page, Pages, template_faults

LISTS = {"vi": "index.html", "en": "index.en.html"}


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
        pages = Pages()  # a template that cannot be read is told before any notebook runs
    for stray in built.entries.keys() - {each.file for each in briefs} - {*LISTS.values()}:
        built.remove(stray)
    failed: dict[str, str] = {}
    try:
        with closing(_finished(due, pages, workers or parallel.cores())) as finished:
            for number, (brief, page) in enumerate(finished, start=1):
                failing = isinstance(page, BriefFailed)
                if failing:
                    failed[brief.file] = str(page)
                    built.remove(brief.file)  # an old page must not look current
                else:
                    built.keep(brief.file, page.html, _fingerprint(brief, common), page.facts)
                tell(f"[{number}/{len(due)}] {brief.file}: {'FAILED' if failing else page.traced}")  # it is there now
    finally:  # also when it is stopped: the lists name what is there
        failures = [failed[each.file] for each in briefs if each.file in failed] + _write_lists(briefs, common, built)
    tell(f"{len(due) - len(failed)} built, {len(briefs) - len(due)} up to date: {paths.HTML / LISTS['vi']}")
    return failures


def _finished(due: list[Brief], pages: Pages | None, workers: int) -> Iterator[tuple[Brief, Page | BriefFailed]]:
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


def _page(brief: Brief, pages: Pages | None = None) -> Page | BriefFailed:
    """The page of a brief, made here and now; without `pages` by those of this process."""
    try:
        page = (pages or _own_pages()).page(brief)
    except BriefFailed as failed:
        return failed
    from sosanh import index  # heavy, and not needed when everything is up to date

    return replace(page, facts=asdict(index.facts(brief, page.html.decode("utf-8"))))


@cache
def _own_pages() -> Pages:
    return Pages()


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
            with template_faults(file):
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
    inputs += [paths.PROCESSED / "datapackage.json", paths.SITE]
    kept = [path for path in inputs if path.is_file() and "__pycache__" not in path.parts]
    return files.digest("\n".join(f"{path.name} {files.digest(path.read_bytes())}" for path in kept).encode())


def _fingerprint(brief: Brief, common: str) -> str:
    asked = json.dumps(asdict(brief), ensure_ascii=False, sort_keys=True, default=str)
    return files.digest(f"{common} {files.digest(brief.source.read_bytes())} {asked}".encode())
