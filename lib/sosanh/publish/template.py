"""The templates of `reports/template`: what they are given is escaped, and whatever goes wrong in one is said with its
file and line."""

import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from sosanh.data import paths


class BriefFailed(Exception):
    """A cell, the template or a number failed; the message names brief, place and error."""


def template(name: str):
    """The Jinja template of this name: `.render(…)` fills it, `.module` has its macros."""
    return _environment(paths.TEMPLATE).get_template(name)


@cache
def _environment(folder: Path):
    from jinja2 import Environment, FileSystemLoader  # here, because a run with nothing to build need not wait for it

    environment = Environment(loader=FileSystemLoader(folder), autoescape=True, keep_trailing_newline=True)
    environment.policies["json.dumps_kwargs"] = {"ensure_ascii": False}
    return environment


@contextmanager
def template_faults(place: str) -> Iterator[None]:
    """Whatever goes wrong in a template becomes `BriefFailed`, with the template's file and line."""
    try:
        yield
    except Exception as error:  # a template can trip over anything, as code can
        frames = [frame for frame in traceback.extract_tb(error.__traceback__) if _in_template(frame.filename)]
        if not frames and not isinstance(error, LookupError | OSError | ValueError):  # a file of it cannot be read
            raise
        where = f"{Path(frames[-1].filename).name}, line {frames[-1].lineno}: " if frames else ""
        raise BriefFailed(f"{place}: {where}{type(error).__name__}: {error}") from None


def _in_template(file: str) -> bool:
    return Path(file).is_relative_to(paths.TEMPLATE)
