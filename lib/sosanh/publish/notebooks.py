"""The notebooks as files: running them in place, so that what is stored is what the code shows today.

Nothing that differs from run to run or from machine to machine is stored (times, durations, the Python
version), so a second run changes nothing and a difference in git is a difference in what readers see.
"""

import ast
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import nbformat
from jupyter_core.paths import jupyter_runtime_dir
from nbclient import NotebookClient
from traitlets.config import Config

from sosanh.data import paths

NEVER_STARTED = "Kernel died before replying"  # as jupyter_client says it
WIDGET = "application/vnd.jupyter.widget-view+json"  # a widget's name, another in each run: it ends with the kernel
LONGEST = 70  # of a folder for sockets: their whole path may have 104 bytes


def in_kernel(run: Callable[[Config], Any]) -> Any:
    """What `run` returns, given the settings of a kernel; once more where that kernel died before it ran anything.

    A fault of a cell is never tried again: what fails there would fail for the reader, too.
    """
    for attempt in (1, 2):
        try:
            with _kernel_settings() as settings:
                return run(settings)
        except RuntimeError as error:
            died = type(error) is RuntimeError and NEVER_STARTED in str(error)  # of its kinds one is a death in a cell
            if attempt == 2 or not died:
                raise


@contextmanager
def _kernel_settings() -> Iterator[Config]:
    """Kernels that draw the same bytes every time, that nobody else can listen in to, and that never meet.

    They talk through sockets in a folder of their own. A free port, which is looked for before the kernel takes it, is
    now and then given to two kernels that start side by side; Windows has nothing else.
    """
    os.environ.setdefault("PYTHONHASHSEED", "0")  # kernels inherit it: nothing shown may hang on chance
    settings = Config()
    settings.KernelManager.transport_encryption = "auto"
    settings.NotebookClient.extra_arguments = ["--log-level=50"]  # a kernel that is stopped would log its last words
    place = Path(jupyter_runtime_dir())
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    short = len(bytes(place)) <= LONGEST
    with TemporaryDirectory(prefix="sosanh-", dir=place if short else None, ignore_cleanup_errors=True) as folder:
        if os.name == "posix":
            settings.KernelManager.transport = "ipc"
            settings.KernelManager.connection_file = str(Path(folder) / "kernel.json")
        yield settings


def refresh(path: Path) -> bool:
    """Run the notebook at `path` with its default parameters and store the outputs; True when they changed.

    A failing cell raises `nbclient.exceptions.CellExecutionError` and leaves the file as it was.
    """
    notebook = nbformat.read(path, as_version=4)
    resources = {"metadata": {"path": str(path.parent)}}

    def run(settings: Config) -> None:
        client = NotebookClient(notebook, timeout=300, record_timing=False, resources=resources, config=settings)
        with client.setup_kernel():  # not `execute`, which takes Ctrl-C to itself
            for number, cell in enumerate(notebook.cells):
                client.execute_cell(cell, number)

    in_kernel(run)
    for output in (each for cell in notebook.cells for each in cell.get("outputs", ())):
        output.get("data", {}).pop(WIDGET, None)
    notebook.metadata = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    return paths.replace(path, (nbformat.writes(notebook, indent=1) + "\n").encode("utf-8"))


def shown(path: Path, parameters: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """(cell id, what the cell ends in) for each code cell, run here and now with `parameters` instead of the defaults.

    Without a kernel a notebook takes a fraction of the time, so that many parameters can be tried and a stored
    picture can be drawn again.
    """
    scope: dict[str, Any] = {}
    for cell in nbformat.read(path, as_version=4).cells:
        if cell.cell_type != "code":
            continue
        body = ast.parse(cell.source, f"{path.name}, {cell.id}").body
        last = ast.Expression(body.pop().value) if body and isinstance(body[-1], ast.Expr) else None
        exec(compile(ast.Module(body, []), cell.id, "exec"), scope)
        if "parameters" in cell.metadata.get("tags", ()):
            if unknown := parameters.keys() - scope.keys():
                raise ValueError(f"{path.name} has no parameter {', '.join(sorted(unknown))}")
            scope.update(parameters)
        yield cell.id, eval(compile(last, cell.id, "eval"), scope) if last else None
