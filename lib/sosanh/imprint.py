"""Who publishes the pages and where an error is reported: `reports/site.yml`.

The same briefs may be built by a ministry, a newspaper or a class. What differs between them is three lines, and each
may stay blank: a page then says plainly that it does not know, rather than naming somebody.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sosanh import paths, settings
from sosanh.problems import DataProblems, Problem, suggest

# What each key may hold, as a pattern and in words. None of it can end an attribute or a BibTeX field.
_ALLOWED = {
    "publisher": (r"[^\s{}\\]([^\n{}\\]*[^\s{}\\])?", "the publisher’s name in one line, without braces; or blank"),
    "errors": (
        r"mailto:[^\s@?&<>\"'{}\\]+@[^\s@?&<>\"'{}\\]+|https://[^\s<>\"'{}\\]+",
        "mailto:name@office.vn, or an address that begins with https://; or blank",
    ),
    "address": (
        r"https?://[^\s?#<>\"'{}\\]+",
        "the folder where the pages are published, beginning with https:// or http://, without ? and #; or blank",
    ),
}


@dataclass(frozen=True)
class Imprint:
    """`publisher` by name; `errors` as mailto: or https:; `address` of the folder of the pages, ending in a slash."""

    publisher: str = ""
    errors: str = ""
    address: str = ""


def read(path: Path = paths.SITE) -> Imprint:
    """What the file says; `DataProblems` lists everything in it that is not allowed."""
    held = settings.load(
        path, "a file of publisher, errors and address", "lines such as “errors: mailto:name@office.vn”"
    )
    problems = list(_problems(held, path.name))
    if problems:
        raise DataProblems(problems)
    given = {key: value for key, value in (held or {}).items() if value}
    if "address" in given:
        given["address"] = given["address"].rstrip("/") + "/"
    return Imprint(**given)


def _problems(held, file: str) -> Iterator[Problem]:
    if not isinstance(held, dict | None):
        yield Problem(file, "", "", type(held).__name__, "lines such as “errors: mailto:name@office.vn”")
        return
    for key, value in (held or {}).items():
        if key not in _ALLOWED:
            yield Problem(file, "", "", str(key), suggest(str(key), [*_ALLOWED]))
            continue
        pattern, allowed = _ALLOWED[key]
        if value not in (None, "") and not (isinstance(value, str) and re.fullmatch(pattern, value)):
            yield Problem(file, key, "", str(value), allowed)
