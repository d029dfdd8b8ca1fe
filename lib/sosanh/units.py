"""The words after a number: its scale, and what it counts.

``58 tỷ đồng`` is 58 in 10**9 of dong, ``1,2 triệu lượt`` 1.2 in 10**6 of something counted. Many Vietnamese words
are a unit and something else: ``tỷ`` is also half of ``tỷ lệ`` (rate), ``đồng`` of ``đồng chí`` (comrade), ``điểm``
is a mark or a spot, ``lần`` a time or a multiple. `after` looks at the next word, and at what the words before said.

A rank out of 63 is no share of 63, and two rates of growth have no difference to state: `SENSES` says of every unit
which of share, interval, axis and difference make sense for it.

    >>> after("tỷ đồng cho giai đoạn".split())
    Unit(mult=9, measure='vnd')
"""

from dataclasses import dataclass

from sosanh import cues

SCALES = {"nghìn": 3, "ngàn": 3, "vạn": 4, "triệu": 6, "tỷ": 9, "tỉ": 9, "tr": 6}
_TENS = {"chục": 1, "trăm": 2}  # they count what follows, also a scale: "7 chục tỷ", "2 trăm triệu"
HIGHEST = 15  # triệu tỷ: the highest power of ten that papers print
_NOT_SCALE = cues.words("lệ trọng số giá suất phú tập hồi")  # tỷ lệ, tỷ trọng, triệu tập …
_NOT_DONG = cues.words("chí bào thời phạm hồ bộ đội nghiệp hành minh tháp nai văn đều loạt tình ruộng cỏ lúa")

UNITS = {
    "percent": "%; phần trăm",
    "percentage_points": "điểm phần trăm; điểm %; điểm%",
    "vnd": "đồng; đ; vnd; vnđ",
    "usd": "usd; đô la; đô la mỹ; đôla",
    "eur": "eur; euro",
    "times": "lần",
    "rank_change": "bậc; hạng; thứ hạng",
    "points": "điểm",
    "seconds": "giây",
    "minutes": "phút",
    "hours": "giờ; h; tiếng đồng hồ",
    "days": "ngày",
    "weeks": "tuần",
    "months": "tháng",
    "years": "năm; tuổi",
    "m": "m; mét",
    "cm": "cm",
    "mm": "mm",
    "km": "km; ki-lô-mét; cây số",
    "m2": "m2; m²; mét vuông",
    "km2": "km2; km²; kilomet vuông",
    "m3": "m3; m³; mét khối",
    "ha": "ha; héc-ta; hecta; héc ta",
    "kg": "kg; ki-lô-gam",
    "g": "g; gam; gram",
    "tonnes": "tấn",
    "quintals": "tạ",
    "litres": "lít; l",
    "kw": "kw",
    "kwh": "kwh",
    "kwp": "kwp",
    "mw": "mw; mwp",
    "gw": "gw",
    "kv": "kv",
    "gb": "gb",
    "tb": "tb",
    "mb": "mb",
    "mbps": "mbps; mb/s",
    "gbps": "gbps; gb/s",
    "celsius": "°c; độ c; oc",
}  # the words of every unit that words name
_UNIT_OF = {tuple(name.split()): code for code, names in UNITS.items() for name in names.split("; ")}


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


_ADDS = ("vnd", "usd", "eur", "km", "m2", "km2", "m3", "ha", "kg", "g", "tonnes", "quintals", "litres", "kwh")
SENSES = {
    **{code: Sense(code, adds=code in _ADDS) for code in UNITS},
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
_WAYS = {
    "up": {"tăng", "lên", "tiến", "thăng"},
    "down": {"giảm", "xuống", "tụt", "lùi", "sụt", "hạ", "ngắn"},
}


def way(measure: str, wording: str) -> str:
    """Which way a change goes by the words printed with it: `up`, `down`, or "" where they do not say.

    >>> way("rank_change", "tăng"), way("percent_change", "giảm hơn"), way("rank_change", ""), way("count", "tăng")
    ('up', 'down', '', '')
    """
    said = set(wording.split()) if measure in ("percent_change", "percentage_points", "rank_change") else set()
    return next((way for way, words in _WAYS.items() if said.intersection(words)), "")


@dataclass(frozen=True, slots=True)
class Unit:
    """What a number counts: in 10**`mult` of `measure`, one of `CODES`."""

    mult: int = 0
    measure: str = "count"


def after(words: list[str], decimals: int = 0, multiplies: bool = False) -> Unit:
    """The scale and unit that `words` (lower-case, the first one next to the number) name.

    `decimals` are those of the number, and `multiplies` says that the words before it compare (``gấp``, ``tăng``):
    ``2 lần`` is a count of times, ``gấp 2 lần`` and ``2,5 lần`` are multiples; ``24 điểm cầu`` is a count, ``0,7 điểm``
    a score.

    >>> after(["nghìn", "tỷ", "đồng"]), after(["triệu", "lượt"]), after(["lần"], multiplies=True)
    (Unit(mult=12, measure='vnd'), Unit(mult=6, measure='count'), Unit(mult=0, measure='times'))
    >>> after(["trăm", "triệu", "đồng"]), after(["chục", "nghìn", "lượt"])
    (Unit(mult=8, measure='vnd'), Unit(mult=4, measure='count'))
    >>> after(["tỷ", "lệ"]), after(["đồng", "chí"]), after(["điểm", "phần", "trăm"])
    (Unit(mult=0, measure='count'), Unit(mult=0, measure='count'), Unit(mult=0, measure='percentage_points'))
    """
    mult, rest = _scale(words)
    if rest and rest[0].startswith("/") and mult >= 3:
        return Unit(mult, "vnd")  # "3,5 triệu/tháng" leaves the dong unsaid
    if not rest and mult >= 9:
        return Unit(mult, "vnd")  # and so does "hơn 58 tỷ."
    measure = _measure(rest[:1]) if "/" in "".join(rest[:1]) else "count"  # "1 Gb/s" before "người/ngày"
    if measure == "count":
        measure = _measure([word.split("/")[0] for word in rest[:3]])
    if measure == "times" and not (multiplies or decimals):
        measure = "count"
    if measure == "rank_change" and rest[1:2] and rest[1] in ("mục", "đặc", "thương", "học"):
        measure = "count"
    if measure == "points" and not (decimals or _is_score(rest)):
        measure = "count"
    return Unit(mult, measure)


def _scale(words: list[str]) -> tuple[int, list[str]]:
    mult = 0
    while words:
        word, stroke, per = words[0].partition("/")
        power = SCALES.get(word) or _TENS.get(word)
        if not power or mult + power > HIGHEST or (len(words) > 1 and words[1] in _NOT_SCALE):
            break
        mult, words = mult + power, [stroke + per, *words[1:]] if stroke else words[1:]
    return mult, words


def _measure(words: list[str]) -> str:
    for size in range(min(3, len(words)), 0, -1):
        code = _UNIT_OF.get(tuple(words[:size]))
        if code and not (words[0] == "đồng" and words[1:2] and words[1] in _NOT_DONG):
            return code
    return "count"


_AFTER_SCORE = cues.words("trên so và tăng giảm của xếp là đứng trong năm cho thuộc với theo ở tại do từ đến thì")


def is_unit(word: str) -> bool:
    """Whether the word is the name of a unit by itself: ``m2``, ``km2``."""
    return (word.lower(),) in _UNIT_OF


def _is_score(rest: list[str]) -> bool:
    """Whether ``điểm`` is a mark, not a spot: nothing follows that it could be the spot of."""
    return len(rest) == 1 or rest[1] in _AFTER_SCORE
