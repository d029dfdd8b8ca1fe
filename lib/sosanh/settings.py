"""A settings file that people edit, read without YAML's silent choices.

YAML keeps the last of two equal keys and says nothing, and its errors speak of its own grammar. Here whatever is wrong
with a file is said with its name, its line and what is allowed there.
"""

import json
from pathlib import Path

import yaml

from sosanh.problems import DataProblems, Problem


class _Once(yaml.SafeLoader):
    """YAML without its silent choice: of two equal keys it keeps the last, here the second is an error."""

    def construct_mapping(self, node, deep=False):
        for index, (key, _) in enumerate(node.value):
            if key.value in [earlier.value for earlier, _ in node.value[:index]]:
                problem, mark = f"{key.value} twice", key.start_mark
                raise yaml.constructor.ConstructorError(problem=problem, problem_mark=mark, note="each name once")
        return super().construct_mapping(node, deep)


def load(path: Path, wanted: str, form: str):
    """What the file holds; `DataProblems` where it is missing (`wanted` should be there) or no YAML in UTF-8 (`form`).

    Whether it is of the right form at all is for the caller to see.
    """
    place, allowed = "", form
    try:
        held = yaml.load(path.read_text(encoding="utf-8-sig"), _Once)
        json.dumps(held, default=str, skipkeys=True)  # `ValueError` where something holds itself
        return held
    except (FileNotFoundError, IsADirectoryError):
        found, allowed = "no such file", f"{wanted} at {path}"
    except UnicodeDecodeError as error:
        found, allowed = f"byte {error.start}, which is not UTF-8", "text saved as UTF-8"
    except yaml.MarkedYAMLError as error:
        place, found, allowed = f"line {error.problem_mark.line + 1}", error.problem, error.note or form
    except (yaml.YAMLError, ValueError, RecursionError) as error:  # such as the date 2024-13-45
        found = str(error).replace("\n", " ")
    raise DataProblems([Problem(path.name, place, "", found, allowed)])
