"""The words around a number, all of them in `lexicon.yml`, and what they make of it.

A newspaper seldom prints a bare number. ``hơn 12.800`` is a lower bound, ``gần 90.000`` an upper one, ``ước
đạt 95%`` an estimate, ``58 tỷ đồng`` an amount of money in milliards. This module reads the words directly
before a number (`before`), the turns that stand behind it (`behind`), and its scale and unit (`after`).
Farther away only an average of each (``trung bình mỗi hộ có 3``) and ``ước tính`` are looked for, and not past another
number: a word that belongs to another number, or to the name of what is counted, changes nothing.

    >>> before("tổng mức đầu tư hơn".split())
    Wording(words='hơn', bound='gt', hedge='', growth=False)
    >>> before("khối lượng ước đạt".split()).hedge, before("giúp tiết kiệm trung bình".split()).hedge
    ('estimated', 'average')

``trên 3 lĩnh vực`` is "in three fields" and ``trên 91%`` "more than 91%": `before` is told what follows.

    >>> before(["trên"], follows=["lĩnh", "vực"]).bound, before(["trên"], follows=["cơ", "sở"]).bound
    ('exact', 'gt')

``toàn bộ``, ``tất cả`` and ``đều`` mean all only where no number is printed; beside a number, the number says how many.
"""

import re
from functools import lru_cache
from itertools import dropwhile, pairwise, takewhile
from pathlib import Path
from types import SimpleNamespace
from typing import NamedTuple

import yaml

from sosanh.numbers.units import SCALES


def split(text: str) -> list[str]:
    """The words of a text or, where it has semicolons, its phrases: a lone phrase ends in one."""
    return [phrase.strip() for phrase in text.rstrip(";").split(";")] if ";" in text else text.split()


def last_words(phrases: frozenset[str]) -> set[str]:
    """The last word of each phrase: where none of them ends the words before a number, no phrase does."""
    return {phrase.split()[-1] for phrase in phrases}


def _entry(held: str | dict) -> str | frozenset[str] | dict:
    """A set of words or phrases; words with a meaning each; the choices of a regular expression as they stand."""
    if isinstance(held, dict):
        return {word: meaning for meaning, text in held.items() for word in split(text)}
    return held if "|" in held else frozenset(split(held))


with Path(__file__).with_name("lexicon.yml").open(encoding="utf-8") as _held:
    _loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the one in C is ten times faster
    WORDS = SimpleNamespace(**{name: _entry(each) for name, each in yaml.load(_held, _loader).items()})

HIGHEST = 15  # triệu tỷ: the highest power of ten that papers print
_POWERS = SCALES | WORDS.tens
_FAR = re.compile(rf"\b(?:({WORDS.hedge_far}) (?={WORDS.each})|(?:ước tính|dự ước|(?<!\w )ước(?= (?:cả|toàn|năm)))\b)")
_YEAR, _DIGIT = re.compile("(?:19|20)[0-9]{2}"), re.compile(r"\d")
_SAID = (
    dict.fromkeys(WORDS.links, ("", ""))
    | {f"{verb} {adverb}": ("", "") for verb in WORDS.growth for adverb in WORDS.adverbs}
    | {phrase: (bound, "") for phrase, bound in WORDS.bounds.items()}
    | {phrase: ("", hedge) for phrase, hedge in WORDS.hedges.items()}
)  # each phrase with the bound and the hedge it states
_BY_LAST_WORD: dict[str, list[list[str]]] = {}  # each phrase as its words, the longest first
for _words in sorted(map(str.split, _SAID), key=len, reverse=True):
    _BY_LAST_WORD.setdefault(_words[-1], []).append(_words)
# One word tells of most numbers that there is nothing to look for.
_UNITS_BEGIN = {name.split()[0] for name in WORDS.units}
_SCALES_OR_UNITS = {word.partition("/")[0] for word in _UNITS_BEGIN | _POWERS.keys()}
_BEHIND_BEGINS = {phrase.split()[0] for phrase in WORDS.bounds_behind}


class Wording(NamedTuple):
    """What the words before a number say: as they stand, and in the codes of the tables."""

    words: str = ""
    bound: str = "exact"
    hedge: str = ""
    growth: bool = False


class Unit(NamedTuple):
    """What a number counts: in 10**`mult` of `measure`, one of `CODES`."""

    mult: int = 0
    measure: str = "count"


_ONES = Unit()


def before(words: list[str], follows: list[str] = (), part: bool = False) -> Wording:
    """What `words` (lower-case, the last one next to the number) say of it; `follows` are the words after it.

    `part` says that the number is a percentage under 100: ``vượt 15% kế hoạch`` exceeds the plan by so much.
    """
    chain, rest = [], words  # the known phrases that end the list: "cơ bản", "đạt" of "số chia sẻ cơ bản đạt"
    while phrase := _last_phrase(rest):
        chain.insert(0, " ".join(phrase))
        rest = rest[: -len(phrase)]
    if chain[-1:] == ["trên"] and follows and follows[0] in WORDS.in_fields:
        chain = chain[:-1]
    said = _stated(*chain, compares=_compares(chain, follows, part))
    far = None if said.hedge else _far_hedge(rest)
    if not far:
        return said
    hedged = f"{far[0].strip()} … {said.words}".rstrip()
    return said._replace(words=hedged, hedge="average" if far[1] else "estimated")


def _last_phrase(words: list[str]) -> list[str]:
    """The longest known phrase in which `words` end, or nothing."""
    for phrase in _BY_LAST_WORD.get(words[-1], ()) if words else ():
        if words[-len(phrase) :] == phrase:
            return phrase
    return []


@lru_cache(maxsize=1000)  # papers say the same few hundred again and again
def _stated(*chain: str, compares: bool) -> Wording:
    """What known phrases say, one after the other; `compares` as `_compares` tells."""
    stated = [_SAID[phrase] for phrase in chain if not (compares and phrase in WORDS.differences)]
    bound = next((bound for bound, _ in reversed(stated) if bound), "exact")
    hedge = next((hedge for _, hedge in stated if hedge), "")
    words = " ".join(dropwhile(lambda phrase: WORDS.unsaid.issuperset(phrase.split()), chain))
    grows = compares or _grows(words.split()) or not WORDS.exceeds_plan.isdisjoint(chain)
    return Wording(words, bound, hedge, grows)


def _grows(flat: list[str]) -> bool:
    verbs = [at for at, word in enumerate(flat) if word in WORDS.growth or flat[at - 1 : at + 1] == ["rút", "ngắn"]]
    return bool(verbs) and WORDS.levels_reached.isdisjoint(flat[verbs[-1] :])


def _compares(chain: list[str], follows: list[str], part: bool) -> bool:
    """``cao hơn 5 điểm phần trăm``, ``ít hơn 12% so với``, ``vượt 15% so với``: a difference, and how large it is."""
    differs, exceeds = bool(chain) and chain[-1] in WORDS.differences, not WORDS.exceeds.isdisjoint(chain)
    own = _to_next_number(follows) if differs or exceeds else ()
    if not own:
        return False
    if "so" in own or own[0] in ("bậc", "điểm%") or own[:2] in (["điểm", "phần"], ["điểm", "%"]):
        return differs or exceeds
    if part and " ".join(own[:2]) in WORDS.plans:
        return exceeds
    return own[0] in WORDS.differing_units and differs and chain[-1] not in WORDS.exceeds


def _to_next_number(words: list[str]) -> list[str]:
    return list(takewhile(lambda word: not _DIGIT.search(word), words))


def _far_hedge(words: list[str]) -> re.Match | None:
    """A hedge that speaks of a number a few words on: ``trung bình mỗi người có 01``, ``ước tính toàn xã thu 5``."""
    near = " ".join(words[-9:])
    if "ước" not in near and "bình" not in near:  # each of these hedges has one of the two
        return None
    own = _to_next_number([word for word in words[:-10:-1] if not _YEAR.fullmatch(word)])
    return _FAR.search(" ".join(own[::-1]))


def behind(words: list[str]) -> str:
    """The bound stated behind a number, or nothing: ``80% trở lên``, ``từ 50 người trở xuống``."""
    if not any(word in words for word in _BEHIND_BEGINS):
        return ""
    pairs = map(" ".join, pairwise(_to_next_number(words)))
    return next((WORDS.bounds_behind[pair] for pair in pairs if pair in WORDS.bounds_behind), "")


def after(words: list[str], decimals: bool = False, multiplies: bool = False) -> Unit:
    """The scale and unit that `words` (lower-case, the first one next to the number) name.

    Many words are a unit and something else: ``tỷ`` is also half of ``tỷ lệ`` (rate), ``đồng`` of ``đồng chí``
    (comrade), ``điểm`` is a mark or a spot, ``lần`` a time or a multiple; the next word tells.
    `decimals` says that the number has some, and `multiplies` that the words before it compare (``gấp``, ``tăng``):
    ``2 lần`` is a count of times, ``gấp 2 lần`` and ``2,5 lần`` are multiples; ``24 điểm cầu`` is a count, ``0,7 điểm``
    a score.

    >>> after(["nghìn", "tỷ", "đồng"]), after(["lần"]), after(["lần"], multiplies=True)
    (Unit(mult=12, measure='vnd'), Unit(mult=0, measure='count'), Unit(mult=0, measure='times'))
    """
    if not words or words[0].partition("/")[0] not in _SCALES_OR_UNITS:
        return _ONES
    mult, rest = _scale(words)
    if (rest and rest[0].startswith("/") and mult >= 3) or (not rest and mult >= 9):
        return Unit(mult, "vnd")  # "3,5 triệu/tháng" and "hơn 58 tỷ." leave the dong unsaid
    measure = _measure(rest[:1]) if "/" in "".join(rest[:1]) else "count"  # "1 Gb/s" before "người/ngày"
    if measure == "count":
        measure = _measure([word.split("/")[0] for word in rest[:3]])
    if measure == "count":
        return Unit(mult)
    something_else = (
        (measure == "times" and not (multiplies or decimals))
        or (measure == "rank_change" and not WORDS.no_rank_before.isdisjoint(rest[1:2]))
        or (measure == "points" and not decimals and len(rest) > 1 and rest[1] not in WORDS.after_score)  # a spot
    )
    return Unit(mult, "count" if something_else else measure)


def _scale(words: list[str]) -> tuple[int, list[str]]:
    """The power of ten that `words` begin with, and those after it."""
    mult = 0
    while words:
        word, stroke, per = words[0].partition("/")
        power = _POWERS.get(word)
        if not power or mult + power > HIGHEST or not WORDS.no_scale_before.isdisjoint(words[1:2]):
            break
        mult, words = mult + power, [stroke + per, *words[1:]] if stroke else words[1:]
    return mult, words


def _measure(words: list[str]) -> str:
    if not words or words[0] not in _UNITS_BEGIN:
        return "count"
    if words[0] == "đồng" and not WORDS.no_dong_before.isdisjoint(words[1:2]):
        return "count"
    named, units = " ".join, WORDS.units
    return units.get(named(words[:3])) or units.get(named(words[:2])) or units.get(words[0], "count")
