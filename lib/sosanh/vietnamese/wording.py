"""The words around a number: what they make of it.

A newspaper seldom prints a bare number. ``hơn 12.800`` is a lower bound, ``gần 90.000`` an upper one, ``ước
đạt 95%`` an estimate, ``58 tỷ đồng`` an amount of money in milliards. This module reads the words directly
before a number (`before`) and the turns that stand behind it (`behind`); what is counted is read by `units`.
Farther away only an average of each (``trung bình mỗi hộ có 3``) and ``ước tính`` are looked for, and not past another
number: a word that belongs to another number, or to the name of what is counted, changes nothing.

    >>> before("tổng mức đầu tư hơn".split())
    Wording(words='hơn', bound='gt', hedge='', growth=False)
    >>> before("khối lượng ước đạt".split()).hedge, before("giúp tiết kiệm trung bình".split()).hedge
    ('estimated', 'average')

``trên 3 lĩnh vực`` is "in three fields" and ``trên 91%`` "more than 91%": `before` is told what follows.

    >>> before(["trên"], follows=["lĩnh", "vực"]).bound, before(["trên"], follows=["cơ", "sở"]).bound
    ('exact', 'gt')

``toàn bộ``, ``tất cả`` and ``đều`` mean all only where no number is printed (`means_all`); beside a number, the
number says how many.
"""

import re
from dataclasses import dataclass
from itertools import pairwise, takewhile

from sosanh.vietnamese import cues

_BOUNDS = {
    "gt": "hơn; trên; quá; vượt; vượt mức; vượt mốc; vượt ngưỡng; vượt quá; vượt trên; nhiều hơn; lớn hơn; cao hơn; "
    "đông hơn; dài hơn; không dừng ở; không chỉ dừng ở; vượt hơn; >",
    "ge": "tối thiểu; ít nhất; không dưới; không ít hơn; không thấp hơn; không nhỏ hơn; không kém; chí ít; ít ra; "
    "thấp nhất; không dưới mức; từ ít nhất; từ tối thiểu; ≥; >=",
    "lt": "gần; dưới; chưa đến; chưa tới; chưa đầy; chưa quá; không đến; không tới; không đầy; chưa được; ít hơn; "
    "thấp hơn; nhỏ hơn; ngắn hơn; suýt soát; ngót; ngót nghét; non; cận; sát; tiệm cận; gần đến; gần tới; <",
    "le": "không quá; tối đa; nhiều nhất; không vượt quá; không vượt; không hơn; không trên; không nhiều hơn; "
    "không cao hơn; không lớn hơn; cao nhất; ≤; <=",
}
_HEDGES = {
    "estimated": "ước; ước đạt; ước tính; ước khoảng; ước chừng; ước có; dự ước; ước thực hiện",
    "about": "khoảng; chừng; vào khoảng; xấp xỉ; tầm; cỡ; trên dưới; gần như; hầu như; đâu đó; ~; ≈",
    "average": "trung bình; bình quân",
    "basically": "cơ bản; về cơ bản; cơ bản đã",
}
_PLAIN = (
    "đạt; chỉ đạt; mới đạt; đã đạt; đến; tới; lên; lên đến; lên tới; xuống; xuống còn; còn; chỉ; chỉ còn; mới; "
    "mới chỉ; đã; đều; toàn bộ; tất cả; cả; được; có; là; từ; với; chiếm; chiếm tỷ lệ; tỷ lệ; tăng; giảm; tăng thêm; "
    "giảm bớt; cắt giảm; tụt; lùi; sụt; hạ; thăng; tiến; "
    "rút ngắn; tăng trưởng; sụt giảm; gấp; gấp đến; thêm; ở mức; mức; bằng; tương đương; "
    "hoàn thành; tức; vượt kế hoạch; vượt dự toán; "
    "hằng năm; hàng năm; mỗi năm; mỗi ngày; mỗi tháng; "
    "nhóm; top; tốp; đứng thứ; xếp thứ; thứ; hạng; xếp hạng; vị trí; thứ hạng"
)
_ADVERBS = (
    "mạnh; rất mạnh; khá mạnh; mạnh mẽ; nhanh; rất nhanh; khá nhanh; khá; cao; khá cao; rất cao; nhẹ; sâu; đều; "
    "đáng kể; vượt bậc; đột biến; rõ rệt; ấn tượng; chậm; vọt; hẳn; liên tục; ổn định; đột ngột"
)
_FILLERS = cues.words("đã được có là với còn lên xuống mới cả thêm bằng tức mức")
_GROWTH = cues.words("tăng giảm")
_DIFFERENCES = frozenset(
    (*((word, "hơn") for word in cues.words("cao nhiều lớn đông dài ít thấp nhỏ ngắn")), ("vượt",))
)  # they say by how much where what follows compares
_EXCEEDS = frozenset([("vượt",), ("vượt", "quá"), ("vượt", "trên"), ("vượt", "hơn")])
_EACH = "mỗi|một|cứ|từng|tiếp|giải|xử|khám|đón|phục|cấp|trả|thu(?! nhập)"
_BEYOND = {("vượt", "kế", "hoạch"), ("vượt", "dự", "toán")}  # "vượt kế hoạch 20%"
_FAR = re.compile(rf"\b(?:(trung bình|bình quân) (?={_EACH})|(?:ước tính|dự ước|(?<!\w )ước(?= (?:cả|toàn|năm)))\b)")
_YEAR = re.compile("(?:19|20)[0-9]{2}")
MULTIPLIES = cues.words("gấp tăng giảm bằng hơn")  # before "2 lần"
_LEVEL = cues.words("lên xuống còn đến tới")  # "tăng lên 91%" is a level, "tăng 5%" a growth


def _phrases() -> dict[tuple[str, ...], tuple[str, str]]:
    """Each phrase, as a tuple of words, with the bound and the hedge it states."""
    table = {tuple(phrase.split()): ("", "") for phrase in _PLAIN.split("; ")}
    table |= {(verb, *adverb.split()): ("", "") for verb in _GROWTH for adverb in _ADVERBS.split("; ")}
    for bound, phrases in _BOUNDS.items():
        table |= {tuple(phrase.split()): (bound, "") for phrase in phrases.split("; ")}
    for hedge, phrases in _HEDGES.items():
        table |= {tuple(phrase.split()): ("", hedge) for phrase in phrases.split("; ")}
    return table


_PHRASES = _phrases()
_LONGEST = max(map(len, _PHRASES))
_PLACES = cues.words("lĩnh địa trụ phương mặt nền tuyến xã huyện tỉnh khía kênh sàn cả toàn môi báo trang ứng thiết")


@dataclass(frozen=True, slots=True)
class Wording:
    """What the words before a number say: as they stand, and in the codes of the tables."""

    words: str = ""
    bound: str = "exact"
    hedge: str = ""
    growth: bool = False


def before(words: list[str], follows: list[str] = (), part: bool = False) -> Wording:
    """What `words` (lower-case, the last one next to the number) say of it; `follows` are the words after it.

    `part` says that the number is a percentage under 100: ``vượt 15% kế hoạch`` exceeds the plan by so much.
    """
    chain = _chain(words)
    spoken = sum(map(len, chain))
    if chain[-1:] == [("trên",)] and follows and follows[0] in _PLACES:
        chain = chain[:-1]
    compares = _compares(chain, follows, part)
    stated = [_PHRASES[phrase] for phrase in chain if not (compares and phrase in _DIFFERENCES)]
    bound = next((bound for bound, _ in reversed(stated) if bound), "exact")
    hedge = next((hedge for _, hedge in stated if hedge), "")
    while chain and all(word in _FILLERS for word in chain[0]):
        chain = chain[1:]
    flat = [word for phrase in chain for word in phrase]
    grows = compares or _grows(flat) or any(phrase in _BEYOND for phrase in chain)
    if not hedge and (far := _far_hedge(words[: len(words) - spoken])):
        hedge, flat = "average" if far[1] else "estimated", [far[0].strip(), "…", *flat]
    return Wording(" ".join(flat), bound, hedge, grows)


def _chain(words: list[str]) -> list[tuple[str, ...]]:
    """The known phrases that end the list, longest first: ``cơ bản`` and ``đạt`` of ``số chia sẻ cơ bản đạt``."""
    chain, end = [], len(words)
    while end:
        sizes = range(min(_LONGEST, end), 0, -1)
        size = next((size for size in sizes if tuple(words[end - size : end]) in _PHRASES), 0)
        if not size:
            break
        chain.insert(0, tuple(words[end - size : end]))
        end -= size
    return chain


def _grows(flat: list[str]) -> bool:
    verbs = [
        place for place, word in enumerate(flat) if word in _GROWTH or flat[place - 1 : place + 1] == ["rút", "ngắn"]
    ]
    return bool(verbs) and not any(word in _LEVEL for word in flat[verbs[-1] :])


def _compares(chain: list[tuple[str, ...]], follows: list[str], part: bool) -> bool:
    """``cao hơn 5 điểm phần trăm``, ``ít hơn 12% so với``, ``vượt 15% so với``: a difference, and how large it is."""
    own = _to_next_number(follows)
    if not own or not chain:
        return False
    if "so" in own or own[0] in ("bậc", "điểm%") or own[:2] in (["điểm", "phần"], ["điểm", "%"]):
        return chain[-1] in _DIFFERENCES or any(phrase in _EXCEEDS for phrase in chain)
    if part and " ".join(own[:2]) in ("kế hoạch", "chỉ tiêu", "dự toán"):
        return any(phrase in _EXCEEDS for phrase in chain)
    return own[0] in ("điểm", "lần", "hạng", "năm") and chain[-1] in _DIFFERENCES and chain[-1] not in _EXCEEDS


def _to_next_number(words: list[str]) -> list[str]:
    return list(takewhile(lambda word: not any(map(str.isdecimal, word)), words))


def _far_hedge(words: list[str]) -> re.Match | None:
    """A hedge that speaks of a number a few words on: ``trung bình mỗi người có 01``, ``ước tính toàn xã thu 5``."""
    own = _to_next_number([word for word in words[:-10:-1] if not _YEAR.fullmatch(word)])
    return _FAR.search(" ".join(own[::-1]))


def behind(words: list[str]) -> str:
    """The bound stated behind a number, or nothing: ``80% trở lên``, ``từ 50 người trở xuống``.

    >>> behind("số hộ trở lên".split()), behind("số hộ".split())
    ('ge', '')
    """
    return next((_BEHIND[pair] for pair in pairwise(_to_next_number(words)) if pair in _BEHIND), "")


_BEHIND = {
    ("trở", "lên"): "ge",
    ("đổ", "lên"): "ge",
    ("trở", "xuống"): "le",
    ("đổ", "xuống"): "le",
    ("trở", "lại"): "le",
}


def means_all(words: list[str]) -> bool:
    """Whether these words claim a whole without printing a number.

    >>> means_all("tất cả cán bộ đều có chữ ký số".split()), means_all("đa số cán bộ".split())
    (True, False)
    """
    pairs = {" ".join(pair) for pair in pairwise(words)}
    return "đều" in words or bool(pairs & {"toàn bộ", "tất cả"})
