"""The notebooks as files: running them in place, so that what is stored is what the code shows today.

Nothing that differs from run to run or from machine to machine is stored (times, durations, the Python
version), so a second run changes nothing and a difference in git is a difference in what readers see.
"""

from pathlib import Path

import nbformat
from nbclient import NotebookClient
from traitlets.config import Config

from sosanh import files


def kernel_settings() -> Config:
    """Kernels that encrypt what they send, where they can: other users of the machine cannot listen in."""
    settings = Config()
    settings.KernelManager.transport_encryption = "auto"
    return settings


def refresh(path: Path) -> bool:
    """Run the notebook at `path` with its default parameters and store the outputs; True when they changed.

    A failing cell raises `nbclient.exceptions.CellExecutionError` and leaves the file as it was.
    """
    notebook = nbformat.read(path, as_version=4)
    resources = {"metadata": {"path": str(path.parent)}}
    NotebookClient(notebook, timeout=300, record_timing=False, resources=resources, config=kernel_settings()).execute()
    notebook.metadata = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    return files.replace(path, (nbformat.writes(notebook, indent=1) + "\n").encode("utf-8"))
