"""What a printed number is: a figure, or something that only looks like one.

Most digits of an article count nothing: they date (``25/07/2024``), cite (``57-NQ/TW``), name (``COVID-19``) or
place (``Phường 1``). Vietnamese tells them apart by the word in front, ``ngày``, ``Nghị quyết số``, ``Phường``, and by
what follows: ``cấp 2`` is a school level, ``cấp 2 giấy phép`` issues two licences. So this module is rules of a
few lines over the word lists of `cues`, tried in one order until one of them knows the number.

    >>> from sosanh.vietnamese.shapes import numerals
    >>> line = "Công văn số 52 ngày 9/3/2021: 31/40 trường tại Phường 6 đạt mức độ 3, 4"
    >>> list(kinds(numerals(line)))
    ['legal', 'date', 'figure', 'address', 'level', 'level']

=============  =============================================================================================
``figure``     what remains: a number that counts or measures, and a rank
``date``       a day, month, year, school year, part of a year (``6 tháng đầu năm``) or time of day
``legal``      a document, its parts (``Điều 5``), a scheme known by its number (``Đề án 06``)
``page``       the page itself: view counters, page and picture numbers, comments, footnotes (``[7]``)
``name``       what something is called: diseases, products, schools, standards, ``24/7``, map scales, ``GMT +7``
``unit``       part of a unit: ``m2``, ``giường/10.000 dân``
``word``       in place of a word: ``1 số`` (some), ``bộ phận 1 cửa``
``address``    where something is: roads, wards, houses, floors; also web and mail addresses
``telephone``  a number to call
``version``    ``phiên bản 2.0``, ``công nghiệp 4.0``
``level``      a step of a fixed scale: ``mức độ 4``, ``lớp 12``, ``cấp 2``, ``5 sao``
``ordinal``    which one in a row: ``lần thứ 13``, ``khóa 15``, ``1.``, ``(2)``
=============  =============================================================================================

The two other kinds of the tables, ``repeat`` and ``framing``, need a person: that a number says again what was
said before, or only frames a story (``3 lĩnh vực``), cannot be seen from its words. They are read as figures.
"""

import itertools
import re
from collections.abc import Iterable, Iterator

from sosanh.vietnamese import cues
from sosanh.vietnamese.dates import DAY_MONTH, YEAR, date_of, dotted, over, plain, time_of, unit_of
from sosanh.vietnamese.numeral import Numeral
from sosanh.vietnamese.unit_words import is_unit

KINDS = (
    "figure", "date", "legal", "page", "name", "unit", "word", "address", "telephone", "version", "level", "ordinal",
)  # fmt: skip
RANK = "rank"  # a figure, for `kind_of` and `printed` only
BY_A_PERSON = ("repeat", "framing")  # kinds of the tables that no reader can see

_BY_FORM = {"web": "address", "file": "name", "phone": "telephone", "code": "legal", "day": "date", "days": "date"}
_IDENTIFIER = re.compile("0[0-9]{7,}|[0-9]{11,}")  # too long to print without points: an account, a card
_POINTED = re.compile(r"0\.[0-9]+")  # a decimal, as official tables print it
_POWER = re.compile(r"10{2,}|10{0,2}(?:\.000)+")
_VERSION = re.compile(r"[0-9]{1,3}(?:\.[0-9]{1,3})+")


def kinds(line: Iterable[Numeral]) -> Iterator[str]:
    """The kind of each numeral of one line, given from left to right."""
    previous, kind = None, ""
    for numeral in line:
        kind = kind_of(numeral, previous, kind)
        previous = numeral
        yield "figure" if kind == RANK else kind


def kind_of(numeral: Numeral, previous: Numeral | None = None, previous_kind: str = "") -> str:
    """The first answer of the rules, where a figure that is a rank is told apart as `RANK`.

    `previous` is the numeral before it in the line, with its kind.
    """
    if numeral.form in _BY_FORM:
        return _BY_FORM[numeral.form]
    if is_rank(numeral):
        return RANK
    if measures(numeral):
        return _page(numeral) or time_of(numeral) or "figure"
    if previous and _goes_on(numeral, previous, previous_kind):
        return previous_kind
    return next(filter(None, (rule(numeral) for rule in _RULES)), "figure")


def measures(numeral: Numeral) -> bool:
    """Whether a percent sign, a scale or a currency says that this is an amount, whatever stands before."""
    if numeral.form not in ("number", "range", "fraction", "compound"):
        return False
    unit = unit_of(numeral)
    return "%" in numeral.text or unit.mult > 0 or unit.measure in ("vnd", "usd", "percent", "percentage_points")


def is_rank(numeral: Numeral) -> bool:
    """Whether this is a place in an order of merit: ``xếp hạng 39/63``, ``đứng thứ 5``, ``top 10``, ``nhóm 25 tỉnh``.

    >>> is_rank(Numeral("xếp thứ 5/63 tỉnh", 8, 12, "fraction")), is_rank(Numeral("lần thứ 5", 8, 9, "number"))
    (True, False)
    """
    if numeral.form not in ("number", "fraction") or "%" in numeral.text or not numeral.before:
        return False
    if numeral.next == "sao" or (numeral.ends("vị trí số") and numeral.char_after == ":"):
        return False
    if (
        numeral.form == "number"
        and numeral.ends("xếp hạng", "phân hạng")
        and (numeral.next in cues.RANKING or (numeral.ends("bảng xếp hạng") and not over(numeral)))
    ):
        return False  # "bảng xếp hạng 34 tỉnh" counts; and "xếp hạng 4 sao" is a level, "Vị trí số 1: …" a place
    if numeral.ends(*cues.RANK) or is_group(numeral):
        return True
    placed = any(word in numeral.before[-6:] for word in ("đứng", "xếp"))
    if numeral.last == "hạng" and numeral.ends(*cues.CLASS):
        return False
    if numeral.last == "hạng":
        return placed or numeral.form == "fraction" or numeral.whole > 5
    if numeral.last == "số":
        return numeral.next in ("cả", "toàn") and 0 < numeral.whole < 100  # "tỉnh số 1 cả nước"
    if numeral.last in ("đứng", "xếp", "thứ"):
        return numeral.form == "fraction" or numeral.next in cues.RANK_AMONG or (numeral.last == "thứ" and placed)
    return False


def is_group(numeral: Numeral) -> bool:
    """Whether the first so many are meant, each of them that high or higher: ``nhóm 25 tỉnh``, ``10 tỉnh dẫn đầu``."""
    if numeral.last in ("top", "tốp", "nhóm"):
        return numeral.last != "nhóm" or numeral.ends(*cues.RANK_GROUP) or numeral.next in cues.RANKED
    if not numeral.ends(*cues.AMONG) or numeral.next not in cues.AMONG_THESE:
        return False
    first = cues.FIRST.match(numeral.line, numeral.end)
    return bool(first) and not (first[1] and numeral.last == "vào")  # "tập trung vào 3 xã có mưa cao nhất"


def _goes_on(numeral: Numeral, previous: Numeral, kind: str) -> bool:
    """Whether the numeral is the next member of a list the previous one began: ``mức độ 3, 4``, ``ngày 5 và 7/8``."""
    if kind in ("figure", "name", "unit", "word", "version", "") or numeral.form == "word":
        return False
    gap = " ".join(numeral.line[previous.end : min(numeral.start, previous.end + 16)].split())
    if kind == "page":
        return gap in ("trong", "/")
    starts = cues.RANK_GAPS if kind == RANK else cues.NUMBERED_GAPS
    if numeral.line[previous.end : numeral.start].strip(" \u00a0") not in cues.LIST_GAPS and not gap.startswith(starts):
        return False
    if kind == RANK:
        placed = 0 < numeral.whole < 1000 and (over(numeral) or numeral.next in cues.RANK_AMONG)
        return placed or numeral.form == "fraction"
    if kind == "date":
        return (bool(DAY_MONTH.fullmatch(numeral.text)) and over(numeral)) or (
            0 < numeral.whole <= 60 and (over(numeral) or gap == "giờ")
        )
    return 0 <= numeral.whole < 1000 and over(numeral)


def _page(numeral: Numeral) -> str:
    """View counters (``Lượt xem: 161``), comments (``Ý kiến (0)``), pages and pictures (``trang 5``, ``Ảnh 1``)."""
    line, start = numeral.line, numeral.start
    opens, closes = cues.FOOTNOTES
    if opens.search(line[max(0, start - 13) : start]) and closes.match(line, numeral.end):
        return "page"
    if numeral.form != "number" or "%" in numeral.text:
        return ""
    if len(line) < 80 and numeral.after[:2] in (["bình", "luận"], ["phản", "hồi"]):
        return "page"
    if not over(numeral):
        return ""
    picture = numeral.printed_before[-1:] and numeral.printed_before[-1] in cues.PICTURES
    if picture or (numeral.ends(*cues.PAGES) and not numeral.ends("số trang")):
        return "page"
    if cues.COUNTER.search(line[max(0, start - 60) : start]):
        return "page"
    whole_line = len(line) < 80 and cues.COUNTER_LINE.fullmatch(line) and line.rstrip().endswith(numeral.text)
    return "page" if whole_line else ""


def _enumerator(numeral: Numeral) -> str:
    """``1.`` or ``2)`` or ``a) 3)`` at the beginning of a line; ``(1)`` and ``; 2)`` anywhere."""
    line, start = numeral.line, numeral.start
    small = 0 <= numeral.whole < 100 or (dotted(numeral) and len(numeral.text) < 8)
    if not small or numeral.char_after not in tuple(".)/:-–"):
        return ""
    closes = line[numeral.end + 1 : numeral.end + 2]
    if (
        cues.LINE_START.fullmatch(line[max(0, start - 12) : start])
        and start < 12
        and (not closes or not closes.isdigit())
    ):
        return "ordinal"
    in_brackets = numeral.char_before == "(" and numeral.char_after == ")"
    after_mark = numeral.char_after == ")" and line[max(0, start - 2) : start] in ("; ", ", ", ": ", ". ")
    return "ordinal" if in_brackets or after_mark else ""


def _word(numeral: Numeral) -> str:
    """Digits of a word (``1 số xã``, ``bộ phận 1 cửa``) or of a unit (``m2``, ``giường/10.000 dân``)."""
    if numeral.form == "word":
        return "unit" if is_unit(numeral.text) else ""
    if numeral.text == "1":
        some = numeral.next in cues.ONE and numeral.after[1:2] not in (["điện"], ["tài"])
        some = some or numeral.after[:2] in (["trong", "những"], ["trong", "các"])
        return "word" if some or (numeral.next == "cửa" and numeral.ends(*cues.ONE_DOOR)) else ""
    if numeral.next not in cues.HEADS or not _POWER.fullmatch(numeral.text):
        return ""
    line, start = numeral.line, numeral.start
    rate = numeral.last == "trên" and cues.PER_RATE.search(line[max(0, start - 40) : start])
    return "unit" if rate or cues.PER_HEADS.search(line[max(0, start - 4) : start]) else ""


def _legal(numeral: Numeral) -> str:
    if not plain(numeral) and not dotted(numeral):
        return ""
    words = numeral.before
    dated = numeral.next in ("ngày", "năm", "tháng") and numeral.after[1:2] and numeral.after[1][0].isdecimal()
    counted = numeral.next in cues.COUNTED and not dated
    if numeral.form == "word":
        return "legal" if cues.LEGAL_WORD.match(numeral.text) else ""
    if words[-1:] == ["số"]:
        if dated and numeral.next == "ngày":
            return "legal"  # "số 17 ngày 5/3/2021": only papers are numbered and dated
        if words[-2:-1] and words[-2] in cues.DIGITAL:
            return ""
        pairs = {" ".join(pair) for pair in itertools.pairwise(words)} | set(words)
        return "legal" if pairs & cues.DOCUMENTS else ""
    if numeral.ends(*cues.PARTS_OF_LAW):
        return "" if (counted and numeral.next not in cues.LAW_GOES_ON) or numeral.ends(*cues.NOT_LAW) else "legal"
    if YEAR.fullmatch(numeral.text) and numeral.ends(*cues.DATED_DOCUMENTS):
        return "date"
    if numeral.ends(*cues.NUMBERED_DOCUMENTS):
        zero = numeral.text.startswith("0") and numeral.printed_before[-1 - (len(words) > 1) :][0][:1].isupper()
        return "legal" if zero or not counted else ""
    acts = numeral.next in cues.LAW_ACTS and any(word[:1].isupper() for word in numeral.printed_before[-2:])
    return "legal" if numeral.ends(*cues.DOCUMENTS) and (acts or over(numeral)) and not counted else ""


def _version(numeral: Numeral) -> str:
    if numeral.form == "word":
        return "version" if re.fullmatch(r"[vV][0-9][\w.]*", numeral.text) else ""
    if numeral.ends("phiên bản", "version", "ver", "phiên bản số", "bản cập nhật", "công nghiệp lần thứ"):
        return "version"
    return (
        "version"
        if _VERSION.fullmatch(numeral.text)
        and dotted(numeral)
        and unit_of(numeral).measure == "count"
        and not _POINTED.fullmatch(numeral.text)
        else ""
    )


def _address(numeral: Numeral) -> str:
    if numeral.form == "word":
        near = numeral.ends(*cues.PLACES)
        return "address" if near or cues.ROAD_WORD.match(numeral.text) else ""
    if not plain(numeral) or "," in numeral.text:
        return ""
    capital = numeral.printed_after[:1] and numeral.printed_after[0][:1].isupper()
    if numeral.last == "số" and (numeral.next in cues.STREETS or (capital and numeral.ends(*cues.HOUSES))):
        return "address"
    if (numeral.last == "tại" and capital) or (numeral.last == "nhà" and numeral.ends("số nhà")):
        return "address"
    if not numeral.before and numeral.next in cues.STREETS and numeral.whole > 0:
        return "address"
    if numeral.ends(*cues.PLACES) and not numeral.ends(*cues.NOT_PLACES):
        return "" if numeral.next in cues.PEOPLE or unit_of(numeral).measure != "count" else "address"
    return ""


def _level(numeral: Numeral) -> str:
    if numeral.form == "word":
        return "level" if numeral.last in ("lớp", "khối", "hạng", "bậc") else ""
    if not plain(numeral) or ("," in numeral.text and numeral.ends("mức độ", "cấp độ") is False):
        return ""
    first = int(re.match("[0-9]{1,4}", numeral.text.lstrip("+-−"))[0])
    if numeral.next == "sao":
        return "level" if first <= 7 else ""
    for cue, most in cues.LEVELS.items():
        if numeral.ends(cue) and first <= most:
            sure = numeral.ends(*cues.SURE_LEVELS)
            return "level" if sure or (numeral.next not in cues.COUNTED and unit_of(numeral).measure == "count") else ""
    return ""


def _ordinal(numeral: Numeral) -> str:
    if not plain(numeral) or numeral.form == "word" or "," in numeral.text:
        return ""
    if numeral.last == "thứ":
        week = numeral.whole in range(2, 8) and (
            numeral.next in cues.WEEKLY or len(numeral.before) == 1 or numeral.before[-2] in cues.WEEKDAY
        )
        return "date" if week else "ordinal"
    if numeral.ends(*cues.SURE_ORDINALS) and numeral.whole < 1000:
        size = next(size for size in (3, 2, 1) if " ".join(numeral.before[-size:]) in cues.SURE_ORDINALS)
        counted = numeral.before[-size - 1 : -size]  # "mỗi đợt 5 xã", "mở 2 khóa 60 học viên"
        many = counted and counted[0].isdecimal() and numeral.next in cues.COUNTED
        every = many or (counted and counted[0] in cues.EVERY and counted != ["cả"])
        dated = numeral.after[1:2] and (numeral.after[1] == "học" or numeral.after[1][:1].isdecimal())
        lasts = unit_of(numeral).measure in cues.LASTS and not dated  # "nhiệm kỳ 5 năm", but "học kỳ 1 năm 2024"
        return "" if every or lasts else "ordinal"
    if numeral.ends(*cues.ORDINALS) and numeral.whole < 1000:
        return "" if numeral.next in cues.COUNTED or unit_of(numeral).measure != "count" else "ordinal"
    return ""


def _telephone(numeral: Numeral) -> str:
    if not (plain(numeral) or dotted(numeral)) or numeral.next in cues.COUNTED:
        return ""
    label = numeral.line[max(0, numeral.start - 40) : numeral.start]
    return "telephone" if cues.TELEPHONE.search(label) else ""


def _name(numeral: Numeral) -> str:
    text = numeral.text
    if numeral.form in ("word", "chain") or sum(map(str.isdecimal, text)) > 15 or _IDENTIFIER.fullmatch(text):
        return "name"
    if numeral.form == "fraction":
        return "name" if _fixed(numeral) else ""
    if not plain(numeral) or "," in text or _POINTED.fullmatch(text):
        return ""
    counts = numeral.next in cues.PEOPLE or unit_of(numeral).measure != "count"
    if numeral.ends(*cues.NAMED) or (numeral.last == "số" and numeral.ends(*cues.NAMED_BY_NUMBER)):
        return "" if counts else "name"
    if numeral.last == "số":
        digital = len(numeral.before) < 2 or numeral.before[-2] in cues.DIGITAL
        return "" if digital or numeral.next in cues.COUNTED else "name"
    return "name" if _ends_a_name(numeral) else ""


def _fixed(numeral: Numeral) -> bool:
    """Strokes that share nothing out: map scales (``1/500``), ``50/50``, ``7/7 ngày``, an issue ``số 50/2020``."""
    text = numeral.text
    if numeral.last == "số" and YEAR.fullmatch(text[-4:]):
        return True
    if text.startswith("1/") and text.endswith("00"):
        return numeral.ends("tỷ lệ", "tỉ lệ", "quy hoạch", "bản đồ", "chi tiết", "phân khu")
    return (text == "50/50" and over(numeral)) or (text == "7/7" and numeral.next == "ngày")


def _ends_a_name(numeral: Numeral) -> bool:
    """``Trường Tiểu học Hoa Sen 2``: capitals before that begin no sentence, and nothing counted after."""
    raw = numeral.printed_before
    if not 0 < numeral.whole < 100 or len(raw) < 2 or not over(numeral) or raw[-1] in cues.CAPITAL_NO_NAME:
        return False
    return raw[-1][:1].isupper() and (raw[-2][:1].isupper() or raw[-2].lower() in cues.INSTITUTIONS)


_RULES = (_page, _word, _enumerator, _telephone, _legal, _address, date_of, _version, _level, _ordinal, _name)
