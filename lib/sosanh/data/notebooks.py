"""A notebook's parameters and its title, as they stand in the file: nothing is run, and no Jupyter is needed.

The parameters are the assignments of the cell tagged `parameters`, which papermill puts others behind:

    area: str = "Đồng Tháp"  # province or city
"""

import ast
import json
import re
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple


class Parameter(NamedTuple):
    """What the cell of parameters says of one: its `kind`, "" where it names none, and its `default` as code."""

    kind: str
    default: str

    @property
    def value(self):
        """The default; `ValueError` where it is computed."""
        return ast.literal_eval(self.default)


def parameters(notebook: Path) -> dict[str, Parameter]:
    """The parameters by name; {} without such a cell. `SyntaxError` where it is no Python."""
    found = {}
    for node in ast.parse("".join(_tagged(notebook, "parameters")[:1]), str(notebook)).body:
        if isinstance(node, ast.AnnAssign) and node.value:
            found[ast.unparse(node.target)] = Parameter(ast.unparse(node.annotation), ast.unparse(node.value))
        elif isinstance(node, ast.Assign):
            found |= {ast.unparse(each): Parameter("", ast.unparse(node.value)) for each in node.targets}
    return found


def check(notebook: Path) -> None:
    """`ValueError`, `LookupError` or `TypeError` where the file is no notebook of format 4 that names a kernel."""
    held = json.loads(notebook.read_text(encoding="utf-8"))
    kernel, cells = held["metadata"]["kernelspec"], held["cells"]
    named = [kernel["name"], kernel.get("language") or held["metadata"]["language_info"]["name"]]
    named += [text for each in cells for text in (each["cell_type"], *each["source"], *each["metadata"])]
    if held["nbformat"] != 4 or not all(isinstance(each, str) for each in named):
        raise ValueError("not of format 4")


def defaults(notebook: Path) -> dict:
    """The default of each parameter, without those that are computed."""
    found = {}
    for name, parameter in parameters(notebook).items():
        with suppress(ValueError):
            found[name] = parameter.value
    return found


def alone(notebook: Path, language: str) -> str:
    """The notebook as a file of one language: its prose, and that language as the parameter.

    What is stored under its cells stays where it is of that language.
    """
    held = json.loads(notebook.read_text(encoding="utf-8"))
    same = defaults(notebook).get("language") == language
    held["cells"] = [each for each in held["cells"] if _meant_for(each["metadata"].get("tags", ()), language)]
    for cell in (each for each in held["cells"] if each["cell_type"] == "code"):
        if "parameters" in cell["metadata"].get("tags", ()):
            own = re.compile(r'^(language: str = )"[^"]*"', re.MULTILINE)
            cell["source"] = own.sub(rf'\1"{language}"', "".join(cell["source"])).splitlines(keepends=True)
        if not same:
            cell |= {"outputs": [], "execution_count": None}
    return json.dumps(held, ensure_ascii=False, indent=1) + "\n"


def _meant_for(tags: Iterable[str], language: str) -> bool:
    return {each for each in tags if each.startswith("lang-")} <= {f"lang-{language}"}


def title(notebook: Path, language: str) -> str:
    """What the notebook asks: the first line in the language, else its name."""
    lines = "".join(_tagged(notebook, f"lang-{language}")[:1]).splitlines()
    return lines[0].lstrip("# ") if lines else notebook.stem


def _tagged(notebook: Path, tag: str) -> list[str]:
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    return ["".join(each["source"]) for each in cells if tag in each["metadata"].get("tags", ())]
