"""How long does the explorer take to answer a change of what is chosen, and how heavy is the page of all figures?

    python bench/bench_explore.py [most copies]

The collection's own articles, copied as in bench_growth.py, so that there are about 75, 1,000 and 10,000 observations.
A change is the choice of an area, a sector, a theme, an article, a year, words, or a figure, each the first of its
kind. Prints the longest in milliseconds, and how many times that of today's data it is: at most 300 ms today and
1,000 ms at 10,000 are wanted. Then the bytes of the page in Vietnamese, at most 250,000 today, and for a figure as a
ratio to today's: it rises until each figure shows as many pairs as it may, and is the same from there: linear. Where a
collection has more than 2,000 figures, each area has a page.
"""

import sys
from time import perf_counter

from bench_growth import COPIES, MOST, grown

from sosanh.data.collection import load
from sosanh.explore.explorer import Explorer
from sosanh.publish import explore
from sosanh.publish.briefs import EXPLORE, EXPLORED
from sosanh.publish.build import LISTS
from sosanh.show.api import Data

CHANGES = (
    ("area", "VN63-22"), ("sector", "health"), ("sector", ""), ("area", "VN63-87"), ("theme", "payments"),
    ("theme", ""), ("words", "benh an"), ("words", ""), ("time", "2024"), ("time", ""), ("article", "dt-2025-02"),
    ("article", ""), ("area", ""), ("words", "hoc sinh"), ("words", ""), ("indicator", "edu_cashless"),
    ("figure", "dt-2025-02.03"), ("figure", "dt-2024-07.04"),
)  # fmt: skip


def milliseconds(work) -> float:
    begun = perf_counter()
    work()
    return (perf_counter() - begun) * 1000


def change(explorer: Explorer, name: str, value: str) -> None:
    field = explorer.figure if name == "figure" else explorer.fields[name]
    field.value = value


def main() -> None:
    own, today = load(), 0.0
    for copies in COPIES:
        data = grown(own, copies)
        made = []
        start = milliseconds(lambda data=data, made=made: made.append(Explorer(Data(data, "vi"))))
        took = [(milliseconds(lambda each=each, made=made: change(made[0], *each)), each) for each in CHANGES]
        longest, slowest = max(took)
        today = today or longest
        print(f"{len(data.observations):6} figures: the explorer opens in {start:.0f} ms, its slowest change {slowest} "
              f"in {longest:.0f} ms, {longest / today:.1f} times that of today")  # fmt: skip
    explore.explored = lambda: {"": EXPLORE}
    each_today = 0.0
    most = min(EXPLORED // len(own.observations), MOST)
    for copies in sorted({1, min(most, 5), most}):
        data = grown(own, copies)
        explore.load = lambda data=data: data
        begun = perf_counter()
        page = explore.page("vi", "", LISTS).encode()
        each = len(page) / len(data.observations)
        each_today = each_today or each
        print(f"{len(data.observations):6} figures: the page has {len(page):,} bytes, {each / each_today:.2f} times as "
              f"many for a figure as today; made in {perf_counter() - begun:.1f} s")  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
