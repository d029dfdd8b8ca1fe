"""Are the data here those that the project publishes? Tests that hold today's figures only speak of those.

`published.sha256` holds the digest of the tables. Whoever publishes new data writes it again, once the tests that are
marked `published` hold of them: python tests/published.py
"""

import hashlib
from functools import cache
from pathlib import Path

DIGEST = Path(__file__).with_suffix(".sha256")
TABLES = Path(__file__).parents[1] / "data" / "processed"


@cache
def digest() -> str:
    """One digest of all tables as CSV."""
    found = hashlib.sha256()
    for path in sorted(TABLES.glob("*.csv")):
        found.update(path.name.encode() + b"\0" + path.read_bytes())
    return found.hexdigest()


def differs() -> str:
    """Why a test of the published figures says nothing of the data here; "" where it does."""
    if DIGEST.read_text(encoding="utf-8").strip() == digest():
        return ""
    return "it is about the published data, and data/processed holds others (see tests/published.py)"


if __name__ == "__main__":
    DIGEST.write_text(f"{digest()}\n", encoding="utf-8")
    print(f"{DIGEST}: {digest()}")
