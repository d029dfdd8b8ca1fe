"""What makes sense of the figures of a unit.

A rank out of 63 is no share of 63, and two rates of growth have no difference to state: `SENSES` says of every unit
which of share, interval, axis and difference make sense for it.
"""

from dataclasses import dataclass

SCALES = {"nghìn": 3, "ngàn": 3, "vạn": 4, "triệu": 6, "tỷ": 9, "tỉ": 9, "tr": 6}  # 58 tỷ đồng: 58 in 10**9 of dong


@dataclass(frozen=True, slots=True)
class Sense:
    """What makes sense of the figures of a unit; whoever draws, subtracts or checks them asks here.

    `differs` is the unit of the difference of two of them, "" where there is none to state: two changes are each from
    a level of their own. `floor` and `ceiling` are the ends that no figure passes, None where nature sets none; a
    share's ceiling is all of it, unless the indicator may exceed it. `out_of`: a place or a mark among so many, which
    is then the ceiling; it is no part of that total. `part`: a part of a total, with a fraction and a share of it.
    """

    differs: str
    floor: float | None = 0
    ceiling: float | None = None
    part: bool = False
    out_of: bool = False
    best_first: bool = False  # 1 is the best: drawn reversed, a fall of the number is a rise
    sign: str = ""  # stands at the number itself
    whole: bool = False  # no half of one
    scaled: bool = True  # printed in thousands and millions
    adds: bool = False  # of two places, together the figure of both

    @property
    def counted(self) -> bool:
        """Is a figure of this unit a number of things?"""
        return self.whole and self.adds

    @property
    def change(self) -> bool:
        """Is a figure of this unit itself a change?"""
        return not self.differs


_CODES = (
    "percent percentage_points vnd usd eur times rank_change points seconds minutes hours days weeks months years "
    "m cm mm km m2 km2 m3 ha kg g tonnes quintals litres kw kwh kwp mw gw kv gb tb mb mbps gbps celsius"
)  # every unit that words name, in the order in which choices are told
_ADDS = ("vnd", "usd", "eur", "km", "m2", "km2", "m3", "ha", "kg", "g", "tonnes", "quintals", "litres", "kwh")
SENSES = {
    **{code: Sense(code, adds=code in _ADDS) for code in _CODES.split()},
    "percent": Sense("percentage_points", ceiling=100, part=True, sign="%", scaled=False),
    "percent_change": Sense("", floor=-100, sign="%", scaled=False),
    "count": Sense("count", whole=True, adds=True),
    "rank": Sense("rank_change", floor=1, out_of=True, best_first=True, whole=True, scaled=False),
    "points": Sense("points", out_of=True, scaled=False),
    "percentage_points": Sense("", floor=-100, ceiling=100, scaled=False),
    "rank_change": Sense("", floor=None, whole=True, scaled=False),
    "times": Sense("", scaled=False),
    "celsius": Sense("celsius", floor=None, scaled=False),
}
CODES = tuple(SENSES)  # every code that `unit_measure` may hold
PARTS = tuple(code for code, sense in SENSES.items() if sense.part)
RANKS = tuple(code for code, sense in SENSES.items() if sense.best_first)
_WAYS = {"up": "tăng lên tiến thăng", "down": "giảm xuống tụt lùi sụt hạ ngắn"}


def way(measure: str, wording: str) -> str:
    """Which way a change goes by the words printed with it: `up`, `down`, or "" where they do not say.

    >>> way("rank_change", "tăng"), way("percent_change", "giảm hơn"), way("rank_change", ""), way("count", "tăng")
    ('up', 'down', '', '')
    """
    said = set(wording.split()) if measure in ("percent_change", "percentage_points", "rank_change") else set()
    return next((way for way, words in _WAYS.items() if said.intersection(words.split())), "")
