"""Vietnamese in plain letters: people type without marks, and an address has none.

>>> plain("Chuyển ĐỔI số"), slug("Bệnh án điện tử?"), words("465/595 Trường, “Đồng Tháp”")
('chuyen doi so', 'benh-an-dien-tu', '465 595 truong dong thap')
"""

import re
import unicodedata


def plain(text: str) -> str:
    """Small letters without diacritics: what is left when marks, their place (hoà, hòa) and their absence must not
    matter."""
    letters = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    return "".join(each for each in letters if not unicodedata.combining(each))


def words(text: str) -> str:
    """The plain words of a text, one space between two: what is searched, and what is searched for."""
    return " ".join(re.findall(r"[^\W_]+", plain(text)))


def slug(value) -> str:
    """A value as a part of an address, "" where it has no letter or digit of ASCII; that of a list has all its values.

    >>> slug("2024-07"), slug(["Huế", "TP. Hồ Chí Minh"]), slug("edu_cashless")
    ('2024-07', 'hue-tp-ho-chi-minh', 'edu-cashless')
    """
    joined = " ".join(map(str, value)) if isinstance(value, list) else str(value)
    return "-".join(re.findall("[a-z0-9]+", plain(joined)))
