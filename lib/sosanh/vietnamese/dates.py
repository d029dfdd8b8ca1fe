"""Which numbers are dates: days, months, years, parts of a year, times of day.

A date needs its words. ``8/12`` is the eighth of December behind ``ngày``, and eight communes of twelve before ``xã``;
``6 tháng`` is how long something took, ``6 tháng đầu năm`` when it was; ``2000`` is a year, but 2000 people before
``người``. The shapes that can be nothing else (``25/07/2024``) are known to `kinds` without asking here.

    >>> date_of(Numeral("đến ngày 8/12", 9, 13, "fraction")), date_of(Numeral("có 8/12 xã", 3, 7, "fraction"))
    ('date', '')
"""

import re

from sosanh.vietnamese import cues
from sosanh.vietnamese.numeral import Numeral
from sosanh.vietnamese.unit_words import Unit, after

DAY_MONTH = re.compile(r"(?:0?[1-9]|[12][0-9]|3[01]) ?/ ?(?:0?[1-9]|1[0-2])")
YEAR = re.compile(r"(?:1[89]|20|21)[0-9]{2}")
_NUMBER = re.compile(r"[-+−]?(?:[0-9]{1,3}(?:[. \u00a0\u202f][0-9]{3})+|[0-9]+)(?:,[0-9]+)?(?: ?%)?")
_BEGINS = re.compile(r"|\. |\s")  # the beginning of a sentence: "6 tháng, …"
_ENDS_IN_AGE = re.compile(r"[0-9] (?:năm|tuổi), $")  # "18 năm, 9 tháng đóng bảo hiểm": no period
_SHARE_BEHIND = re.compile(r" ?\([0-9.,]{1,9} ?%\)")  # "1856 (70,2%)"


def unit_of(numeral: Numeral) -> Unit:
    return after(numeral.after, decimals=int("," in numeral.text or dotted(numeral)))


def over(numeral: Numeral) -> bool:
    """Whether nothing follows that the number could count."""
    return not numeral.after or numeral.next in cues.GOES_ON


def plain(numeral: Numeral) -> bool:
    """A number without decimals or unit, a range or a fraction of such: what a cue may claim."""
    return numeral.form in ("number", "range", "fraction", "word", "month", "chain") and "%" not in numeral.text


def dotted(numeral: Numeral) -> bool:
    """Points and commas that make no Vietnamese number: ``2.0``, ``1.2.3``."""
    return numeral.form == "number" and not _NUMBER.fullmatch(numeral.text)


def date_of(numeral: Numeral) -> str:
    text, form = numeral.text, numeral.form
    if form == "clock":
        lasts = text.endswith("h") and (int(text[:-1]) >= 24 or numeral.ends(*cues.LASTING))
        return "figure" if lasts else "date"
    if form in ("month", "months", "years"):
        return "figure" if _counts_thousands(numeral) else "date"
    if form == "word":
        return "date" if cues.DATE_WORD.fullmatch(text) else ""
    if form == "fraction":
        return _day_month(numeral)
    if numeral.last in ("gmt", "utc") or numeral.ends("gmt +", "utc +"):
        return "name"  # of a time zone
    return time_of(numeral) or _date_by_cue(numeral)


def time_of(numeral: Numeral) -> str:
    """Parts of a year (``6 tháng đầu năm``) and times of day: these have a unit and yet are dates."""
    words = [word.strip("/") for word in numeral.after[:3]] + ["", "", ""]
    if words[0].startswith("tháng/") and YEAR.match(words[0][6:]):
        return "date"
    if words[0] in ("tháng", "quý", "tuần", "ngày"):
        if words[1] in ("đầu", "cuối") and words[2] not in ("tiên", "cùng"):
            return "date"
        opens = not numeral.before and numeral.whole > 1 and words[1] not in cues.PERIOD_ENDS
        ahead = numeral.line[max(0, numeral.start - 9) : numeral.start]
        opens = opens and not _ENDS_IN_AGE.search(ahead) and bool(words[1] or _BEGINS.fullmatch(ahead[-2:]))
        if words[0] == "tháng" and (words[1] in cues.PERIOD_GOES_ON or opens) and 0 < numeral.whole < 12:
            return "date"
        if (words[1] == "năm" and YEAR.match(words[2])) or words[1:3] == ["của", "năm"]:
            return "date"
    clock = words[1] in cues.CLOCK_AFTER or words[1].isdecimal()
    if numeral.last in cues.CLOCK and not (words[1] in cues.SHORTER or cues.SHORTER.intersection(numeral.before[-4:])):
        clock |= numeral.last != "khoảng" or numeral.before == ["khoảng"] or numeral.ends(*cues.AT_ABOUT)
    if words[0] == "giờ" and clock and numeral.whole <= 24 and not numeral.ends(*cues.LASTING):
        return "date"
    return ""


def _counts_thousands(numeral: Numeral) -> bool:
    """``1950 hồ sơ``, ``5/2000 hộ``: thousands printed without a point, told by what they count."""
    behind = not over(numeral) or _SHARE_BEHIND.match(numeral.line, numeral.end)
    counted = (
        numeral.next in cues.COUNTED - cues.GOES_ON
        or unit_of(numeral).measure != "count"
        or (behind and numeral.form == "number" and numeral.ends(*cues.COUNTING))
    )
    return (
        counted
        and numeral.last not in ("năm", "tháng", "đoạn", "kỳ", "khóa", "khoá", "học")
        and numeral.next not in ("năm", "tháng")
    )


def _day_month(numeral: Numeral) -> str:
    """A fraction that is a day: its month comes second, and something says so."""
    text = numeral.text
    if text in ("24/7", "24/24") and numeral.last not in cues.DAY:
        return "" if numeral.next in cues.COUNTED - {"giờ", "ngày"} and text == "24/24" else "name"
    if not DAY_MONTH.fullmatch(text):
        return ""
    day, month = map(int, text.split("/"))
    if numeral.last in cues.DAY or numeral.next in cues.PER_YEAR:
        return "date"
    if day > month and (over(numeral) or numeral.next not in cues.COUNTED):
        return "date"
    alone = numeral.char_before == "(" and numeral.char_after == ")"
    since = numeral.last in cues.SINCE and over(numeral) and numeral.next != "số"
    return "date" if alone or since or ("ngày" in numeral.before[-6:] and over(numeral)) else ""


def _date_by_cue(numeral: Numeral) -> str:
    last = numeral.last
    first = int(m[0]) if (m := re.match("[0-9]{1,4}", numeral.text)) else 0
    if YEAR.fullmatch(numeral.text) and not (last in cues.EVERY or _counts_thousands(numeral)):
        return (
            "date"
            if last != "số" or not over(numeral) or (numeral.before[-2:-1] and numeral.before[-2] in cues.DIGITAL)
            else ""
        )
    if dotted(numeral):
        return "date" if last in cues.DAY and DAY_MONTH.fullmatch(numeral.text.replace(".", "/")) else ""
    if not plain(numeral):
        return ""
    for cue, most in cues.DATE.items():
        if numeral.ends(cue) and 1 <= first <= most:
            every = numeral.before[-2:-1] and numeral.before[-2] in cues.EVERY
            return "" if every or numeral.next in cues.PER else "date"
    return ""
