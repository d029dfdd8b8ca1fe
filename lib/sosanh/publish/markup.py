"""What a notebook may put on a page: text, tables, links, and pictures that are inside it. Nothing else is let in.

The page's policy keeps a browser from running or loading anything. What would be kept from working is refused before,
so that whoever wrote it is told of it; and so is what is read in two ways, such as a tag that is not closed: this check
would see another page than the reader. What is not known to be harmless is refused: lists of harm are never complete.

>>> [*refused('<p class="note">More at <a href="https://a.vn/b">a.vn</a>.</p>')]
[]
>>> [*refused('<p onclick="run()">More.<script>run()</script></p>')]
['onclick of <p>', '<script>']
"""

import re
from collections.abc import Iterator
from html.parser import HTMLParser

_EMPTY = {"br", "col", "hr", "img", "input", "source", "wbr"}
_TAGS = _EMPTY - {"input"} | {
    "a", "abbr", "b", "bdi", "blockquote", "caption", "cite", "code", "colgroup", "dd", "del", "details", "dfn", "div",
    "dl", "dt", "em", "figcaption", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "i", "ins", "kbd", "li", "mark", "ol",
    "p", "picture", "pre", "q", "s", "samp", "section", "small", "span", "strong", "sub", "summary", "sup", "table",
    "tbody", "td", "tfoot", "th", "thead", "time", "tr", "u", "ul", "var",
}  # fmt: skip
_ASKING = {"button", "fieldset", "form", "input", "label", "legend", "optgroup", "option", "select"}  # of exercises
_ATTRIBUTES = {
    "abbr", "alt", "autocomplete", "class", "colspan", "datetime", "dir", "headers", "height", "href", "hreflang", "id",
    "inputmode", "lang", "media", "name", "open", "rel", "role", "rowspan", "scope", "src", "srcset", "style", "title",
    "type", "value", "width",
}  # fmt: skip
_OWN = re.compile(r"(aria|data)-[a-z0-9-]+")
_PICTURE = re.compile(r"data:image/(svg\+xml|png|jpeg|gif|webp)[,;][^\s\\]*")
_VALUES = {  # what stands there, whole
    "href": re.compile(r"https?://[^\s/?#@\\]+([/?#][^\s\\]*)?|mailto:[^\s\\]+|(?!/)[^\s:/?#\\]*([/?#][^\s\\]*)?"),
    "src": _PICTURE,
    "srcset": _PICTURE,
    "style": re.compile(r"text-align: ?(left|center|right);?"),
}
ALLOWED = "text, tables, links by https: or mailto: or to other pages, and pictures inside the page"


def refused(html: str, asking: bool = False) -> Iterator[str]:
    """What must not be in this part of a page, each once; a page that is `asking` has forms, which scripts read."""
    reader = _Reader(_TAGS | _ASKING if asking else _TAGS)
    reader.feed(html)
    if "<" in reader.rawdata:
        reader.found["a tag that does not end"] = True
    reader.close()
    return iter([*reader.found, *(f"<{tag}> that is not closed" for tag in dict.fromkeys(reader.open))])


class _Reader(HTMLParser):
    def __init__(self, tags: set[str]) -> None:
        super().__init__()
        self.tags, self.open = tags, []
        self.found: dict[str, bool] = {}

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        if tag not in self.tags:
            self.found[f"<{tag}>"] = True
            return
        for name, value in attributes:
            if name not in _ATTRIBUTES and not _OWN.fullmatch(name):
                self.found[f"{name} of <{tag}>"] = True
            elif name in _VALUES and not _VALUES[name].fullmatch(value or ""):
                self.found[f"{name}=“{(value or '')[:40]}” of <{tag}>"] = True
        if tag not in _EMPTY:
            self.open.append(tag)

    handle_startendtag = handle_starttag  # for a browser <div/> is open

    def handle_endtag(self, tag: str) -> None:
        if self.open and self.open[-1] == tag:
            self.open.pop()
        elif tag not in _EMPTY and f"<{tag}>" not in self.found:
            self.found[f"</{tag}> that closes none"] = True

    def handle_comment(self, data: str) -> None:
        self.found["a comment"] = True

    handle_decl = handle_pi = unknown_decl = handle_comment
