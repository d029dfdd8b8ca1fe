"""Behind each number of a page, a card that tells where it comes from.

`Cards` writes the lines of a card: token, article, date, paragraph, who states it, the sum. `walkable` makes of each
number of a finished page a button that opens its card.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from html import escape, unescape

from sosanh.lineage import sums
from sosanh.lineage.evidence import Evidence
from sosanh.lineage.sums import SHOWN, thing
from sosanh.lineage.words import Figure, Quote, Text, say, text
from sosanh.numbers.periods import format_date
from sosanh.show import values, walk
from sosanh.show.display import linked


@dataclass(frozen=True)
class Key:
    """What a card is of: a `kind`, the codes, and for a number worked out from several how that was done."""

    kind: str
    refs: tuple[str, ...]
    how: str = ""


@dataclass(frozen=True)
class Way:
    """Words on a card that lead on to another: that of the code `ref`."""

    ref: str
    said: Text


Line = tuple[Text, Text | Way]
_OWN = ("count", "set_aside", "second_reading")  # worked out anew for the number, so with a card of its own


def key_of(figure: Figure, evidence: Evidence) -> Key:
    """The card of a number."""
    if figure.how.startswith("asked."):
        return Key("asked", figure.observations)
    if len(figure.observations) == 1 and not figure.how.startswith(_OWN):
        return Key(evidence.kind(figure.observations[0]), figure.observations)
    return Key("derived", figure.observations, figure.how)


class Cards:
    """Writes the cards of pages in one language."""

    def __init__(self, evidence: Evidence, language: str):
        self.evidence, self.book, self.language = evidence, evidence.codebook, language

    def lines(self, key: Key) -> Iterator[Line]:
        """What stands on the card: a name and what there is to say, line by line."""
        if key.kind == "derived":
            yield self._name("card_how"), sums.in_words(key.how, key.refs, self.language, self.evidence)
        elif key.kind == "asked":
            yield self._name("card_how"), say("how_asked", self.language)
        else:
            row = self.evidence.row(key.refs[0])
            yield from getattr(self, f"_{key.kind}")(key.refs[0], row)

    def named(self, ref: str) -> tuple[Text, Text, Text]:
        """What a code names: the article it stands in, its token or few words, and what and where it is."""
        row, kind = self.evidence.row(ref), self.evidence.kind(ref)
        article = self._article(row) if hasattr(row, "source_id") else text("")
        match kind:
            case "observations":
                name = self.book.entry("indicators", row.indicator)[f"name_{self.language}"]
                return article, values.quoted(row), text(name, ", ", self._paragraph(row))
            case "milestones" | "systems":
                said = getattr(row, f"{'event' if kind == 'milestones' else 'function'}_{self.language}")
                return article, text(said), self._paragraph(row)
            case "benchmarks":
                return article, text(row.time_period), values.benchmark_source(row, self.book, self.language)
            case "sources":
                return (
                    text(""),
                    values.published_label(vars(row), self.language),
                    text(Quote(row.title, row.language)),
                )
            case "areas":
                name = text(self.book.area_name(ref, self.language))
                return article, name, values.area_with_type(self.book, ref, self.language)
        raise ValueError(f"{ref} names nothing that a number rests on")

    def title(self, key: Key, number: str) -> Text:
        """What a card is called: the number that opens it, or the thing it is of where several numbers open it."""
        match key.kind:
            case "observations":
                return values.quoted(self.evidence.row(key.refs[0]))
            case "sources" | "areas" | "milestones" | "systems":
                _, short, long = self.named(key.refs[0])
                return long if key.kind in ("sources", "areas") else short
            case "benchmarks":
                row = self.evidence.row(key.refs[0])
                name = self.book.entry("indicators", row.indicator)[f"name_{self.language}"]
                return text(name, " (", self.book.area_name(row.ref_area, self.language), ")")
        return text(number)

    def leads(self, ref: str) -> bool:
        """Is there a card to go on to? An area that the merger left as it was has nothing to say on one."""
        return self.evidence.kind(ref) != "areas" or values.boundaries(self.book, ref, self.language) is not None

    def _article(self, row) -> Text:
        source = vars(self.evidence.row(row.source_id))
        return text(Quote(source["title"], source["language"]), ", ", values.published_label(source, self.language))

    def _paragraph(self, row) -> Text:
        return say("card_paragraph", self.language, paragraph=str(row.paragraph))

    def _name(self, word: str) -> Text:
        return say(word, self.language)

    def _observations(self, ref: str, row) -> Iterator[Line]:
        entry = self.book.entry("indicators", row.indicator)
        yield self._name("walk_token"), text("“", values.quoted(row), "”")
        yield self._name("walk_indicator"), text(entry[f"name_{self.language}"])
        yield self._name("walk_counted"), text(getattr(row, f"population_{self.language}"))
        yield self._name("head_role"), values.role(row, self.book, self.language)
        yield self._name("walk_voice"), values.speaker(row, self.book, self.language)
        yield from self._place(row)
        if not row.hedge and (allowed := self.evidence.readings(row)[0]).lower != allowed.upper:
            yield self._name("walk_interval"), walk.interval_in_words(row, self.language)
        if row.arithmetic in ("mismatch", "unattainable", "consistent", "computed"):
            yield self._name("walk_share"), values.share_held(row, self.language)
        if comment := getattr(row, f"comment_{self.language}"):
            yield self._name("head_note"), text(comment)

    def _place(self, row) -> Iterator[Line]:
        """The article, its date, and the paragraph."""
        source = self.evidence.row(row.source_id)
        yield self._name("walk_article"), Way(row.source_id, text(Quote(source.title, source.language)))
        yield self._name("head_date"), values.published(vars(source), self.language)
        opens = self.evidence.collection.opens(row.source_id, row.paragraph)
        yield self._name("walk_paragraph"), values.paragraph(row, opens, self.language)

    def _sources(self, ref: str, row) -> Iterator[Line]:
        source = vars(row)
        yield self._name("walk_article"), text(Quote(row.title, row.language))
        yield self._name("head_outlet"), values.outlet(source, self.book, self.language)
        yield self._name("head_date"), values.published(source, self.language)
        yield self._name("head_evidence"), text(source[f"date_evidence_{self.language}"])
        if elsewhere := source[f"date_elsewhere_{self.language}"]:
            yield self._name("head_elsewhere"), text(elsewhere)
            yield self._named_source(row.date_reference)
        yield self._name("head_address"), values.address(source, self.language)

    def _named_source(self, reference: str) -> Line:
        """The way on to the card of a source other than the articles."""
        name = self.book.entry("references", reference)[f"name_{self.language}"]
        return self._name("head_source"), Way(reference, text(name))

    def _references(self, ref: str, row) -> Iterator[Line]:
        yield self._name("head_source"), text(getattr(row, f"name_{self.language}"))
        yield self._name("head_read_at"), text(row.url or row.locator)
        yield self._name("head_certainty"), text(self.book.label("source_certainty", row.certainty, self.language))
        if row.read_on:
            yield self._name("head_read_on"), text(format_date(date.fromisoformat(row.read_on), self.language))
        if comment := getattr(row, f"comment_{self.language}"):
            yield self._name("head_note"), text(comment)

    def _milestones(self, ref: str, row) -> Iterator[Line]:
        yield self._name("head_event"), text(getattr(row, f"event_{self.language}"))
        yield self._name("head_phase"), text(self.book.label("phase", row.phase, self.language))
        yield from self._place(row)

    def _systems(self, ref: str, row) -> Iterator[Line]:
        yield self._name("head_named"), text(Quote(row.name))
        yield self._name("head_stage"), text(self.book.label("stage", row.stage, self.language))
        yield from self._place(row)

    def _relations(self, ref: str, row) -> Iterator[Line]:
        yield self._name("head_kind"), text(self.book.label("relation_kind", row.kind, self.language))
        yield self._name("head_holds"), text(self.book.label("relation_outcome", row.outcome, self.language))
        yield self._name("head_note"), text(getattr(row, f"comment_{self.language}"))
        yield from self._place(row)

    def _benchmarks(self, ref: str, row) -> Iterator[Line]:
        name = self.book.entry("indicators", row.indicator)[f"name_{self.language}"]
        yield self._name("walk_indicator"), text(name, " (", self.book.area_name(row.ref_area, self.language), ")")
        yield self._named_source(row.reference)
        yield self._name("head_place"), text(getattr(row, f"place_{self.language}"))
        yield self._name("head_how"), text(self.book.label("benchmark_how", row.how, self.language))
        if comment := getattr(row, f"comment_{self.language}"):
            yield self._name("head_note"), text(comment)

    def _areas(self, ref: str, row) -> Iterator[Line]:
        yield self._name("head_area"), values.area_with_type(self.book, ref, self.language)
        read = self.book.entry("references", row.reference)["certainty"] == "read"
        yield self._name("card_based"), say("how_boundaries" if read else "how_boundaries_inferred", self.language)
        yield self._named_source(row.reference)


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
