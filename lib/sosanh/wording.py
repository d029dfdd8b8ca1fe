"""The words around a number: what they make of it.

A newspaper seldom prints a bare number. ``hơn 12.800`` is a lower bound, ``gần 90.000`` an upper one, ``ước
đạt 95%`` an estimate, ``58 tỷ đồng`` an amount of money in milliards. This module reads the words directly
before a number (`before`) and the turns that stand behind it (`behind`); what is counted is read by `units`.
Nothing farther away is looked at, so a word that belongs to another number, or to the name of what is counted,
changes nothing.

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

from dataclasses import dataclass
from itertools import pairwise, takewhile

_BOUNDS = {
    "gt": "hơn; trên; quá; vượt; vượt mức; vượt mốc; vượt ngưỡng; vượt quá; vượt trên; nhiều hơn; lớn hơn; cao hơn; "
    "đông hơn; dài hơn; không dừng ở; không chỉ dừng ở",
    "ge": "tối thiểu; ít nhất; không dưới; không ít hơn; không thấp hơn; không nhỏ hơn; không kém; chí ít; ít ra; "
    "thấp nhất; không dưới mức; từ ít nhất; từ tối thiểu",
    "lt": "gần; dưới; chưa đến; chưa tới; chưa đầy; chưa quá; không đến; không tới; không đầy; chưa được; ít hơn; "
    "thấp hơn; nhỏ hơn; ngắn hơn; suýt soát; ngót; ngót nghét; non; cận; sát; tiệm cận; gần đến; gần tới",
    "le": "không quá; tối đa; nhiều nhất; không vượt quá; không vượt; không hơn; không trên; không nhiều hơn; "
    "không cao hơn; không lớn hơn; cao nhất",
}
_HEDGES = {
    "estimated": "ước; ước đạt; ước tính; ước khoảng; ước chừng; ước có; dự ước; ước thực hiện",
    "about": "khoảng; chừng; vào khoảng; xấp xỉ; tầm; cỡ; trên dưới; gần như; hầu như; đâu đó",
    "average": "trung bình; bình quân",
    "basically": "cơ bản; về cơ bản; cơ bản đã",
}
_PLAIN = (
    "đạt; chỉ đạt; mới đạt; đã đạt; đến; tới; lên; lên đến; lên tới; xuống; xuống còn; còn; chỉ; chỉ còn; mới; "
    "mới chỉ; đã; đều; toàn bộ; tất cả; cả; được; có; là; từ; với; chiếm; chiếm tỷ lệ; tỷ lệ; tăng; giảm; tăng thêm; "
    "giảm bớt; cắt giảm; rút ngắn; tăng trưởng; sụt giảm; gấp; gấp đến; thêm; ở mức; mức; bằng; tương đương; "
    "hoàn thành; tức; "
    "hằng năm; hàng năm; mỗi năm; mỗi ngày; mỗi tháng; "
    "nhóm; top; tốp; đứng thứ; xếp thứ; thứ; hạng; xếp hạng; vị trí; thứ hạng"
)
_FILLERS = frozenset(
    ["đã", "được", "có", "là", "với", "còn", "lên", "xuống", "mới", "cả", "thêm", "bằng", "tức", "mức"]
)
_GROWTH = frozenset(["tăng", "giảm"])
MULTIPLIES = frozenset(["gấp", "tăng", "giảm", "bằng", "hơn"])  # before "2 lần"
_LEVEL = frozenset(["lên", "xuống", "còn", "đến", "tới"])  # "tăng lên 91%" is a level, "tăng 5%" a growth


def _phrases() -> dict[tuple[str, ...], tuple[str, str]]:
    """Each phrase, as a tuple of words, with the bound and the hedge it states."""
    table = {tuple(phrase.split()): ("", "") for phrase in _PLAIN.split("; ")}
    for bound, phrases in _BOUNDS.items():
        table |= {tuple(phrase.split()): (bound, "") for phrase in phrases.split("; ")}
    for hedge, phrases in _HEDGES.items():
        table |= {tuple(phrase.split()): ("", hedge) for phrase in phrases.split("; ")}
    return table


_PHRASES = _phrases()
_LONGEST = max(map(len, _PHRASES))
_PLACES = frozenset(
    [
        "lĩnh",
        "địa",
        "trụ",
        "phương",
        "mặt",
        "nền",
        "tuyến",
        "xã",
        "huyện",
        "tỉnh",
        "khía",
        "kênh",
        "sàn",
        "cả",
        "toàn",
        "môi",
        "báo",
        "trang",
        "ứng",
        "thiết",
    ]
)


@dataclass(frozen=True, slots=True)
class Wording:
    """What the words before a number say: as they stand, and in the codes of the tables."""

    words: str = ""
    bound: str = "exact"
    hedge: str = ""
    growth: bool = False


def before(words: list[str], follows: list[str] = ()) -> Wording:
    """What `words` (lower-case, the last one next to the number) say of it; `follows` are the words after it."""
    chain = _chain(words)
    if chain[-1:] == [("trên",)] and follows and follows[0] in _PLACES:
        chain = chain[:-1]
    stated = [_PHRASES[phrase] for phrase in chain]
    bound = next((bound for bound, _ in reversed(stated) if bound), "exact")
    hedge = next((hedge for _, hedge in stated if hedge), "")
    while chain and all(word in _FILLERS for word in chain[0]):
        chain = chain[1:]
    flat = [word for phrase in chain for word in phrase]
    if chain and len(chain[-1]) == 2 and chain[-1][1] == "hơn" and _compares(follows):
        bound = "exact"
    return Wording(" ".join(flat), bound, hedge, _grows(flat))


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


def _compares(follows: list[str]) -> bool:
    """``cao hơn 5 điểm phần trăm``, ``nhanh hơn 3 lần``, ``ít hơn 12% so với``: a difference, not a bound."""
    return bool(follows) and (follows[0] in ("điểm", "lần", "bậc", "hạng", "năm") or "so" in follows)


def behind(words: list[str]) -> str:
    """The bound stated behind a number, or nothing: ``80% trở lên``, ``từ 50 người trở xuống``.

    >>> behind("số hộ trở lên".split()), behind("số hộ".split())
    ('ge', '')
    """
    own = list(takewhile(lambda word: not any(map(str.isdecimal, word)), words))  # up to the next number
    return next((_BEHIND[pair] for pair in pairwise(own) if pair in _BEHIND), "")


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
