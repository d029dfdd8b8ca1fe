"""SoSánh: compare Vietnam's provinces on digital transformation from what public articles state.

Every number shown can be walked back to where it comes from (a printed token in one article, a computation, another
named source, or a choice made for the page), and nothing shown claims more than that allows.
"""

import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sosanh.explore.explorer import Explorer
    from sosanh.show.api import Data
    from sosanh.teach.lesson import Lesson

__version__ = "0.1.0"


def _of_another_copy() -> str:
    """Why this library is the wrong one here, or "": one works in a copy of the project and this is another's.

    A copied `.venv` has scripts (`.venv/bin/papermill`) that run the first folder's Python, and so its library and its
    data, without a word. Who names the library (PYTHONPATH) or its folders (SOSANH_HOME) knows which one is meant.
    """
    own = Path(__file__).resolve().parents[1]
    named = os.environ.get("PYTHONPATH", "").split(os.pathsep)
    if os.environ.get("SOSANH_HOME") or own in [Path(each).resolve() for each in named if each]:
        return ""
    here = Path.cwd()
    copy = next((each for each in (here, *here.parents) if (each / "lib" / "sosanh" / "__init__.py").exists()), None)
    if copy is None or (copy / "lib").resolve() == own:
        return ""
    return (
        f"this is the library of {own.parent}, and you are in {copy}. Its .venv was copied: run .venv/bin/python -m "
        "papermill (or jupyterlab …) instead of the script of that name, or set it up anew: rm -r .venv; make"
    )


def load(language: str = "vi") -> "Data":
    """The collection, to be asked: `data = sosanh.load("en")`, then Tab after `data.`; see `sosanh.show.api`.

    With "vi en" every exhibit is shown in both languages. `Stale` where a workbook has changed since `make data`, or a
    complete one has come; `Unknown` for a language that has no messages.
    """
    from sosanh.curate.workbooks import is_draft
    from sosanh.data.collection import load
    from sosanh.show.api import Data

    return Data(load(counts=lambda path: not is_draft(path)), language)


def lesson(language: str = "vi", edition: str = "student") -> "Lesson":
    """What a lesson can ask and show: `lesson = sosanh.lesson("en")`, then Tab after `lesson.`; see `sosanh.teach`.

    `edition` is "student", "teacher", "slides", "worksheet" or "key". Raises as `load` does.
    """
    from sosanh.teach.lesson import Lesson

    return Lesson(load(language), edition)


def explorer(language: str = "vi", **asked: str) -> "Explorer":
    """Figures found, chosen and compared without code, in a notebook that runs; see `sosanh.explore`.

    It opens at what is `asked`, as `Data.figures` takes it (area="Quảng Ninh", sector="health"). Raises as `load` does,
    and `Refused` where the widgets are not installed.
    """
    from sosanh.show.api import Data, Refused

    data = load(language)
    try:
        from sosanh.explore.explorer import Explorer
    except ModuleNotFoundError as error:
        told = 'python -m pip install "sosanh[explore]" (requirements.lock and environment.yml have it, too)'
        raise Refused(f"the explorer needs {error.name}, which is not installed: {told}") from None
    data.figures(**asked)  # what cannot be asked is refused
    return Explorer(Data(data.collection, data.languages[0]), **asked)


def __dir__() -> list[str]:
    """What Tab after `sosanh.` lists."""
    return ["__doc__", "__version__", "explorer", "lesson", "load"]


if _reason := _of_another_copy():
    raise ImportError(_reason)
