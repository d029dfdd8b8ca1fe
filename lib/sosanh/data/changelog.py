"""What changed in the data, from one version to the next: data/CHANGELOG.md, read as far as machines need it.

A version's heading gives its number and day. Under it stands prose, and beneath that three kinds of list items, which
name figures by their ids (dt-2025-02.14): "added"; "corrected", where a reader sees another figure than before (its
value, bound, unit, kind or time); "noted", where only the words beside it changed (a comment, a name, a definition's
wording). The list of pages marks those that show an added or a corrected one: a changed word corrects no figure.
"""

import re
from dataclasses import dataclass
from pathlib import Path

from sosanh.data import paths
from sosanh.data.problems import DataProblems, Problem, suggest

KINDS = ("added", "corrected", "noted")
_HEADING = r"^## +(\d+\.\d+\.\d+) +\((\d{4}-\d{2}-\d{2})\)"
_ITEM = r"^- +([^:\n]+): *((?:.+\n?)(?:^ +.+\n?)*)"


@dataclass(frozen=True)
class Release:
    """A version of the data, its day, and by kind the ids of the figures it added, corrected or noted."""

    version: str
    day: str
    changed: dict[str, frozenset[str]]


def releases(folder: Path = paths.CHANGES.parent) -> list[Release]:
    """Every version of the data, the newest first; `DataProblems` where the change log cannot be read."""
    log = folder / paths.CHANGES.name
    _, *parts = re.split(_HEADING, log.read_text("utf-8") if log.exists() else "", flags=re.MULTILINE)
    if not parts:
        raise DataProblems([Problem(log.name, "", "", "no version", "a heading such as: ## 0.1.0 (2026-11-21)")])
    return [Release(*found[:2], _changed(*found)) for found in zip(parts[::3], parts[1::3], parts[2::3], strict=True)]


def _changed(version: str, _: str, text: str) -> dict[str, frozenset[str]]:
    changed: dict[str, frozenset[str]] = dict.fromkeys(KINDS, frozenset())
    for kind, ids in re.findall(_ITEM, text, re.MULTILINE):
        if kind not in KINDS:
            raise DataProblems([Problem(paths.CHANGES.name, version, "", kind, suggest(kind, KINDS))])
        changed[kind] |= frozenset(re.split(r"[,\s]+", ids.strip()))
    return changed


def released(folder: Path = paths.CHANGES.parent) -> tuple[str, str]:
    """Version and day of the newest version of the data, such as ("0.1.0", "2026-11-21")."""
    newest = releases(folder)[0]
    return newest.version, newest.day
