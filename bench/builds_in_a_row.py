"""Does any build fail by chance?

    python bench/builds_in_a_row.py [builds]

Thirty builds in a row of two pages of the shortest notebook, at the same time, each from nothing, in a folder that goes
away again. Prints each fault there was, and how many builds had one: none is right.
"""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from sosanh.data import paths
from sosanh.publish.briefs import Brief
from sosanh.publish.build import Told, build
from sosanh.publish.processes import Processes

PAGES = [
    Brief(f"{sector}-{number}", "05_systems-and-milestones", {"areas": ["Bình Định"], "sector": sector}, "vi", ("vi",))
    for number, sector in enumerate(["health", "tourism"])
]


def main() -> int:
    builds = int(sys.argv[1]) if len(sys.argv) > 1 else 30
    failed = 0
    for number in range(1, builds + 1):
        with TemporaryDirectory() as folder, Processes(2) as executor:
            paths.HTML = Path(folder)
            faults = build(PAGES, Told(lambda line: None), executor)
        failed += bool(faults)
        print(f"build {number} of {builds}: {'; '.join(faults) or 'no fault'}", flush=True)
    print(f"{failed} of {builds} builds failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
