"""How much sooner are the pages there when several are built at once?

    python bench/bench_reports.py [pages]

The first eight pages of the list (or as many as are named), built anew into a folder that goes away again: in one
process, then in as many as there are cores; twice in turn. Prints the median of the two ratios. Each process reads the
libraries once, so of more pages the ratio is a little better.
"""

import sys
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

from sosanh.data import paths
from sosanh.publish import briefs, build, page


def seconds(asked: list[briefs.Brief], workers: int) -> float:
    with TemporaryDirectory() as folder:
        paths.HTML = Path(folder)
        started = perf_counter()
        assert build.build(asked, tell=lambda line: None, workers=workers) == []
        return perf_counter() - started


def main() -> None:
    asked = briefs.read()[: int(sys.argv[1]) if len(sys.argv) > 1 else 8]
    page.Pages()  # so that neither way pays for reading papermill and nbconvert
    runs = [(seconds(asked, 1), seconds(asked, build.cores())) for _ in range(2)]
    for alone, together in runs:
        print(f"{len(asked)} pages: one process {alone:.1f} s, {build.cores()} processes {together:.1f} s")
    print(f"{median(alone / together for alone, together in runs):.2f} times as fast")


if __name__ == "__main__":
    main()
