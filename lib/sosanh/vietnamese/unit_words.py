"""The words after a number: its scale, and what it counts.

``58 tỷ đồng`` is 58 in 10**9 of dong, ``1,2 triệu lượt`` 1.2 in 10**6 of something counted. Many Vietnamese words
are a unit and something else: ``tỷ`` is also half of ``tỷ lệ`` (rate), ``đồng`` of ``đồng chí`` (comrade), ``điểm``
is a mark or a spot, ``lần`` a time or a multiple. `after` looks at the next word, and at what the words before said.

    >>> after("tỷ đồng cho giai đoạn".split())
    Unit(mult=9, measure='vnd')
"""

from dataclasses import dataclass

from sosanh.numbers.units import SCALES
from sosanh.vietnamese import cues

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
