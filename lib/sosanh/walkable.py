"""A page whose numbers can be walked: behind each a card, opened by a button that lies over it, without a script.

The number itself stays plain text, so that it is copied, searched and pasted as such; the button over it has no text
of its own. Cards are popovers, which every current browser opens and closes by itself, also with the keyboard.
Where a browser knows none, the cards stand at the end of the page as a list.
"""

import re
from html import escape, unescape

from sosanh.cards import Cards, Key, Way, key_of
from sosanh.display import linked
from sosanh.evidence import Evidence
from sosanh.sums import SHOWN, thing
from sosanh.words import Figure, Quote, Text, say

_NUMBER = re.compile(r'<span class="figure"([^>]*)>([^<]*)</span>')
_GIVEN = re.compile(r'data-(observations|how)="([^"]*)"')
_END = "</body>"


def walkable(page: str, language: str, evidence: Evidence) -> str:
    """The page with a button over every number and the cards at its end."""
    return _Walk(language, evidence).page(page)


class _Walk:
    def __init__(self, language: str, evidence: Evidence):
        self.language, self.evidence = language, evidence
        self.cards = Cards(evidence, language)
        self.ids: dict[Key, str] = {}  # in the order in which the page first needs them
        self.labels: dict[Key, str] = {}

    def page(self, page: str) -> str:
        own = re.compile(rf'<span lang="{self.language}">([^<]*)</span>')  # said once, for the whole page
        body, end, rest = _NUMBER.sub(self._button, page).rpartition(_END)
        written, cards = 0, []
        while written < len(self.ids):  # a card may need others
            cards += [self._card(key) for key in list(self.ids)[written:]]
            written = len(cards)
        title = escape(str(say("cards_title", self.language)), quote=False)
        body, cards = (own.sub(r"\1", each) for each in (body, "".join(cards)))
        return f'{body}<div class="cards"><p class="cards-title">{title}</p>\n{cards}</div>\n{end}{rest}'

    def _button(self, found: re.Match) -> str:
        given, words = dict(_GIVEN.findall(found[1])), unescape(found[2])
        figure = Figure(words, tuple(unescape(given["observations"]).split()), given["how"])
        to, label = self._id(key_of(figure, self.evidence), words), say("card_button", self.language, number=words)
        button = f'<button type="button" class="walk" popovertarget="{to}" aria-label="{escape(str(label))}"></button>'
        return found[0].removesuffix("</span>") + button + "</span>"

    def _id(self, key: Key, label: str) -> str:
        self.labels.setdefault(key, label)
        return self.ids.setdefault(key, f"c{len(self.ids) + 1}")

    def _card(self, key: Key) -> str:
        lines = "".join(f"<dt>{_plain(name)}</dt><dd>{self._said(said)}</dd>" for name, said in self.cards.lines(key))
        title = self.cards.title(key, self.labels[key])  # others than the first number may open it
        to, label = self.ids[key], say("card_button", self.language, number=title)
        close = f'popovertarget="{to}" popovertargetaction="hide">{escape(str(say("card_close", self.language)))}'
        return (
            f'<div class="card" id="{to}" popover role="dialog" aria-label="{escape(str(label))}"><dl>{lines}</dl>'
            f"{self._rests(key)}"
            f'<button type="button" class="close" {close}</button></div>\n'
        )

    def _said(self, said: Text | Way) -> str:
        if isinstance(said, Way):
            return self._way_on(said.ref, said.said)
        return linked(said) if str(said).startswith("http") else _plain(said)

    def _rests(self, key: Key) -> str:
        """What a number was worked out from, by article, each with the way on to its own card."""
        if key.kind != "derived":
            return ""
        refs = list(dict.fromkeys(key.refs))
        by_article: dict[Text, list[str]] = {}
        for ref in refs[:SHOWN]:
            article, number, said = self.cards.named(ref)
            by_article.setdefault(article, []).append(f"<li>{self._way_on(ref, number)} {_plain(said)}</li>")
        listed = "".join(f"<p>{_plain(article)}</p><ul>{''.join(items)}</ul>" for article, items in by_article.items())
        what = thing(refs, self.language, self.evidence)
        more = say("card_more", self.language, count=str(len(refs) - SHOWN), thing=what)
        rests = say("card_rests", self.language) if refs else say("card_nothing", self.language)
        return f'<p class="rests">{_plain(rests)}</p>{listed}' + (f"<p>{_plain(more)}</p>" if refs[SHOWN:] else "")

    def _way_on(self, ref: str, said: Text) -> str:
        if not self.cards.leads(ref):
            return _plain(said)
        to = self._id(Key(self.evidence.kind(ref), (ref,)), str(said))
        return f'<button type="button" popovertarget="{to}">{_plain(said)}</button>'


def _plain(said: Text) -> str:
    """A text without the marks of its numbers: on a card they are the end of the way."""
    return "".join(
        Quote(part.text).html() if isinstance(part, Figure) and part.how == "printed.token"
        else escape(str(part), quote=False) if isinstance(part, Figure | str) else part.html()
        for part in said.parts
    )  # fmt: skip
