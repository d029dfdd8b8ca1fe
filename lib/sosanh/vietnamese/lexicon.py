"""The reader's vocabulary: the words of `lexicon.yml`, read once.

Words or phrases are a set; the choices of a regular expression stay a text; words with a meaning each map to it.

    >>> "giáo" in WORDS.counted, WORDS.hedge_far, WORDS.bounds["ít nhất"]
    (True, 'trung bình|bình quân', 'ge')
"""

from pathlib import Path
from types import SimpleNamespace

import yaml


def split(text: str) -> list[str]:
    """The words of a text or, where it has semicolons, its phrases.

    >>> split("top tốp"), split("trong tốp; vào tốp"), split("hạng mục;")
    (['top', 'tốp'], ['trong tốp', 'vào tốp'], ['hạng mục'])
    """
    return [phrase.strip() for phrase in text.rstrip(";").split(";")] if ";" in text else text.split()


def _entry(held: str | dict) -> str | frozenset[str] | dict:
    if isinstance(held, dict):
        return {word: meaning for meaning, text in held.items() for word in split(text)}
    return held if "|" in held else frozenset(split(held))


def _read(path: Path) -> SimpleNamespace:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the one in C is ten times faster
    held = yaml.load(path.read_text(encoding="utf-8"), loader)
    return SimpleNamespace(**{name: _entry(each) for name, each in held.items()})


WORDS = _read(Path(__file__).with_name("lexicon.yml"))
