"""One language a page: no English left in a Vietnamese page and none the other way.

No dictionary is needed, for Vietnamese spelling is closed. A word is one syllable, a syllable is an onset, a rhyme of
a fixed list and a tone, and one that ends in c, ch, p or t bears the sharp or the heavy tone: nearly no English word
passes for one ("the" and "to" do, "of", "and", "not", "Sources", "Value" do not). The other way, a word with a letter
that English lacks is Vietnamese. What is meant to be in another language says so: an element with `lang`, as WCAG 2.2
(3.1.2, language of parts) asks anyway.
"""

import re
import unicodedata
from collections.abc import Iterator

from playwright.sync_api import Page

TONES = dict.fromkeys(map(ord, "\u0300\u0301\u0303\u0309\u0323"))
SHARP, HEAVY = "\u0301", "\u0323"
ONSETS = "b|ch|c|d|đ|gh|gi|g|h|kh|k|l|m|ngh|ng|nh|n|ph|p|qu|q|r|s|th|tr|t|v|x|"
RHYMES = """
a ac ach ai am an ang anh ao ap at au ay ă ăc ăm ăn ăng ăp ăt â âc âm ân âng âp ât âu ây
e ec em en eng eo ep et ê êch êm ên ênh êp êt êu
i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu
o oa oac oach oai oam oan oang oanh oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi om on ong oong op ot
ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt
u ua uân uâng uât uây uc uê uêch uênh ui um un ung uôc uôi uôm uôn uông uôt uơ up ut uy uya uych uyên uyêt uynh uyt uyu
ư ưa ưc ưi ưm ưn ưng ươc ươi ươm ươn ương ươp ươt ươu ưt ưu y yêm yên yêng yêt yêu
"""
SYLLABLE = re.compile(f"({ONSETS})({'|'.join(RHYMES.split())})")
LETTERS_ENGLISH_LACKS = re.compile("[đĐ\u0300\u0301\u0302\u0303\u0306\u0309\u031b\u0323]")  # in their parts (NFD)

# Addresses, file names, codes such as dt-2024-07.04 or edu_cashless: no language's words.
CODE = re.compile(
    r"\b\d+/[^\s,;)]+|https?://\S+|[\w./-]+\.(?:vn|com|html|xlsx|csv|yml|ipynb|py)\b\S*|\b\w+[-_.]\w*\d[\w.-]*"
    r"|\b[a-z]+(?:_[a-z]+)+\b|\b[a-z]+\d\w*"
)
QUOTED = re.compile("“[^”]*”")
WORD = re.compile(r"[^\W\d_]+")
ABBREVIATION = re.compile(r"[A-ZĐ]{2,6}|\w+[A-Z]\w*")  # CSDL; also what has a capital inside: SoSánh, iDesk, BibTeX
CAPITALS = "".join(filter(str.isupper, map(chr, range(0x1F00))))
PROPER_NAME = re.compile(rf"[{CAPITALS}]\w*(?: [{CAPITALS}]\w*)+")  # Tháp Mười; labels have one capital

# Words that are used as they are in the other language.
LOANS = {"top", "internet", "camera", "Onetouch", "Telemedicine", "Telehealth", "Đắk", "Lắk"}
KEPT = {"SoSánh": "the name", "hội quán": "explained where it stands", "Kinh tế nông thôn": "a newspaper"}

# The page's own language, then each block of text that is read or spoken in it, hidden cards included.
_BLOCKS = """() => {
  const own = document.documentElement.lang, blocks = new Map()
  const add = (key, element, text) => {
    if (text?.trim() && element.closest('[lang]')?.lang === own) blocks.set(key, (blocks.get(key) ?? '') + text)
  }
  const walker = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_TEXT)
  for (let node; node = walker.nextNode();) {
    const element = node.parentElement
    const block = element.closest('p, li, td, th, dt, dd, h1, h2, h3, h4, caption, figcaption, summary') ?? element
    if (!element.closest('style, script, code, pre')) add(block, element, node.data)
  }
  for (const element of document.querySelectorAll('*'))
    for (const name of ['alt', 'aria-label', 'title', 'placeholder', 'data-head'])
      add({}, element, element.getAttribute(name))
  return [own, [...blocks.values()].map(text => text.trim().replace(/\\s+/g, ' '))]
}"""


def is_syllable(word: str) -> bool:
    """Whether a word could be Vietnamese.

    >>> [word for word in "trường nghiệp quốc giữ gì khuya Đồng the of not Sources Value".split() if is_syllable(word)]
    ['trường', 'nghiệp', 'quốc', 'giữ', 'gì', 'khuya', 'Đồng', 'the']
    """
    marks = unicodedata.normalize("NFD", word.lower())
    toneless = unicodedata.normalize("NFC", marks.translate(TONES))
    stopped = toneless.endswith(("c", "ch", "p", "t"))
    return bool(SYLLABLE.fullmatch(toneless)) and (not stopped or SHARP in marks or HEAVY in marks)


def faults(page: Page) -> list[str]:
    """Words of another language than the page's, outside elements that say so."""
    language, blocks = page.evaluate(_BLOCKS)
    foreign = not_vietnamese if language == "vi" else not_english
    found = ((block, ", ".join(foreign(unicodedata.normalize("NFC", block)))) for block in dict.fromkeys(blocks))
    return [f"not {language}: {words}: {block[:120]}" for block, words in found if words]


def not_vietnamese(text: str) -> Iterator[str]:
    """
    >>> [*not_vietnamese("Nguồn: báo cáo STEM trên internet, xem dt-2024-07.04"), *not_vietnamese("Sources")]
    ['Sources']
    """
    for word in WORD.findall(CODE.sub(" ", text)):
        if len(word) > 1 and word not in LOANS and not ABBREVIATION.fullmatch(word) and not is_syllable(word):
            yield word


def not_english(text: str) -> Iterator[str]:
    """
    >>> [*not_english("Tháp Mười district: “trên” 91%"), *not_english("Nguồn"), *not_english("Đã vượt")]
    ['Nguồn', 'Đã', 'vượt']
    """
    for kept in KEPT:
        text = re.sub(kept, " ", text, flags=re.IGNORECASE)
    for word in WORD.findall(PROPER_NAME.sub(" ", QUOTED.sub(" ", CODE.sub(" ", text)))):
        if LETTERS_ENGLISH_LACKS.search(unicodedata.normalize("NFD", word)):
            yield word
