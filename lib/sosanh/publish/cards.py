"""Behind each number of a page, a card that tells where it comes from.

`Cards` writes the lines of a card: token, article, date, paragraph, who states it, the sum. `walkable` makes of each
number of a finished page a button that opens its card.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from html import escape

from markupsafe import Markup

from sosanh.data.labels import label
from sosanh.lineage.audit import blocks
from sosanh.lineage.evaluate import Codes
from sosanh.lineage.explain import SHOWN, explain, rests_on, thing
from sosanh.lineage.expressions import Expression
from sosanh.lineage.words import Figure, Quote, Text, Written, say, text
from sosanh.publish.template import template
from sosanh.show import values, walk
from sosanh.show.display import linked


@dataclass(frozen=True)
class Key:
    """What a card is of: a `kind` of thing and its code; or, of a number worked out anew, the expression."""

    kind: str
    of: str | Expression = ""


@dataclass(frozen=True)
class Way:
    """Words on a card that lead on to another: that of the code `ref`."""

    ref: str
    said: Text


Line = tuple[Text, Text | Way]
_OWN = (  # worked out anew or assumed for the number, so with a card of its own
    "count", "different", "set_aside", "agreement", "least_count", "step", "lowest_cut", "highest_cut",
)  # fmt: skip


def key_of(figure: Figure, codes: Codes) -> Key:
    """The card of a number."""
    core, refs = figure.of.core, figure.of.codes
    if not refs and not {"asked", "asked_time"}.isdisjoint(core.operations):
        return Key("asked", core)
    if len(refs) == 1 and core.operation not in _OWN:
        return Key(codes.kind(refs[0]), refs[0])
    return Key("derived", core)


class Cards:
    """Writes the lines of cards."""

    def __init__(self, codes: Codes):
        self.codes, self.book = codes, codes.collection.codebook

    def lines(self, key: Key) -> Iterator[Line]:
        """What stands on the card: a name and what there is to say, line by line."""
        if key.kind == "derived":
            yield self._name("card_how"), explain(key.of, self.codes)
        elif key.kind == "asked":
            yield self._name("card_how"), say("how_asked")
        else:
            yield from getattr(self, f"_{key.kind}")(key.of, self.codes.whole(key.of))

    def named(self, ref: str) -> tuple[Text, Text, Text]:
        """What a code names: the article it stands in, its token or few words, and what and where it is."""
        row, kind = self.codes.whole(ref), self.codes.kind(ref)
        article = self._article(row) if hasattr(row, "source_id") else text("")
        match kind:
            case "observations":
                name = label(self.book.entry("indicators", row.indicator), "name")
                return article, values.quoted(row), text(name, ", ", self._paragraph(row))
            case "milestones" | "systems":
                said = label(row, "event" if kind == "milestones" else "function")
                return article, text(said), self._paragraph(row)
            case "benchmarks":
                return article, text(row.time_period), values.benchmark_source(row, self.book)
            case "sources":
                return (
                    text(""),
                    values.published_label(vars(row)),
                    text(Quote(row.title, row.language)),
                )
            case "areas":
                name = text(self.book.area_name(ref))
                return article, name, values.area_with_type(self.book, ref)
        raise ValueError(f"{ref} names nothing that a number rests on")

    def title(self, key: Key, number: str | Text) -> Text:
        """What a card is called: the number that opens it, or the thing it is of where several numbers open it."""
        match key.kind:
            case "observations" | "milestones" | "systems":
                return self.named(key.of)[1]
            case "sources" | "areas":
                return self.named(key.of)[2]
            case "benchmarks":
                return self._benchmark(self.codes.whole(key.of))
        return text(number)

    def leads(self, ref: str) -> bool:
        """Is there a card to go on to? An area that the merger left as it was has nothing to say on one."""
        return self.codes.kind(ref) != "areas" or values.boundaries(self.book, ref) is not None

    def _article(self, row) -> Text:
        source = vars(self.codes.whole(row.source_id))
        return text(Quote(source["title"], source["language"]), ", ", values.published_label(source))

    def _paragraph(self, row) -> Text:
        return say("card_paragraph", paragraph=str(row.paragraph))

    def _name(self, word: str) -> Text:
        return say(word)

    def _observations(self, ref: str, row) -> Iterator[Line]:
        entry = self.book.entry("indicators", row.indicator)
        yield self._name("walk_token"), text("“", values.quoted(row), "”")
        yield self._name("walk_indicator"), text(label(entry, "name"))
        yield self._name("walk_counted"), text(label(row, "population"))
        yield self._name("head_role"), values.role(row, self.book)
        yield self._name("walk_voice"), values.speaker(row, self.book)
        yield from self._place(row)
        if row.value.known and not row.value.exact:
            yield self._name("walk_interval"), walk.interval_in_words(row)
        if row.arithmetic in ("mismatch", "unattainable", "consistent", "computed"):
            yield self._name("walk_share"), values.share_held(row)
        yield from self._comment(row)

    def _comment(self, row) -> Iterator[Line]:
        if comment := label(row, "comment"):
            yield self._name("head_note"), text(comment)

    def _benchmark(self, row) -> Text:
        name = label(self.book.entry("indicators", row.indicator), "name")
        return text(name, " (", self.book.area_name(row.ref_area), ")")

    def _place(self, row) -> Iterator[Line]:
        """The article, its date, and the paragraph."""
        source = self.codes.whole(row.source_id)
        yield self._name("walk_article"), Way(row.source_id, text(Quote(source.title, source.language)))
        yield self._name("head_date"), values.published(vars(source))
        opens = self.codes.collection.opens(row.source_id, row.paragraph)
        yield self._name("walk_paragraph"), values.paragraph(row, opens)

    def _sources(self, ref: str, row) -> Iterator[Line]:
        source = vars(row)
        yield self._name("walk_article"), text(Quote(row.title, row.language))
        yield self._name("head_outlet"), values.outlet(source, self.book)
        yield self._name("head_date"), values.published(source)
        yield self._name("head_evidence"), text(label(source, "date_evidence"))
        if elsewhere := label(source, "date_elsewhere"):
            yield self._name("head_elsewhere"), text(elsewhere)
            yield self._named_source(row.date_reference)
        yield self._name("head_address"), values.address(source)

    def _named_source(self, reference: str) -> Line:
        """The way on to the card of a source other than the articles."""
        name = label(self.book.entry("references", reference), "name")
        return self._name("head_source"), Way(reference, text(name))

    def _references(self, ref: str, row) -> Iterator[Line]:
        yield self._name("head_source"), text(label(row, "name"))
        yield self._name("head_read_at"), text(row.url or row.locator)
        yield self._name("head_certainty"), text(self.book.label("source_certainty", row.certainty))
        if row.read_on:
            yield self._name("head_read_on"), text(Written.day(date.fromisoformat(row.read_on)))
        yield from self._comment(row)

    def _milestones(self, ref: str, row) -> Iterator[Line]:
        yield self._name("head_event"), text(label(row, "event"))
        yield self._name("head_phase"), text(self.book.label("phase", row.phase))
        yield from self._place(row)

    def _systems(self, ref: str, row) -> Iterator[Line]:
        yield self._name("head_named"), text(Quote(row.name))
        yield self._name("head_stage"), text(self.book.label("stage", row.stage))
        yield from self._place(row)

    def _relations(self, ref: str, row) -> Iterator[Line]:
        yield self._name("head_kind"), text(self.book.label("relation_kind", row.kind))
        yield self._name("head_holds"), text(self.book.label("relation_outcome", row.outcome))
        yield self._name("head_note"), text(label(row, "comment"))
        yield from self._place(row)

    def _benchmarks(self, ref: str, row) -> Iterator[Line]:
        yield self._name("walk_indicator"), self._benchmark(row)
        yield self._named_source(row.reference)
        yield self._name("head_place"), text(label(row, "place"))
        yield self._name("head_how"), text(self.book.label("benchmark_how", row.how))
        yield from self._comment(row)

    def _areas(self, ref: str, row) -> Iterator[Line]:
        yield self._name("head_area"), values.area_with_type(self.book, ref)
        read = self.book.entry("references", row.reference)["certainty"] == "read"
        yield self._name("card_based"), say("how_boundaries" if read else "how_boundaries_inferred")
        yield self._named_source(row.reference)


_NUMBER = re.compile(r'<span class="figure"[^>]*>[^<]*(?=</span>)')
_END = "</body>"


def walkable(page: str, language: str, codes: Codes) -> str:
    """The page with a button over every number and the cards at its end."""
    return _Walk(language, codes).page(page)


@dataclass(frozen=True)
class _Said:
    """Words on a card; with `to`, the id of the card they lead on to."""

    html: Markup
    to: str = ""


class _Walk:
    def __init__(self, language: str, codes: Codes):
        self.language, self.codes = language, codes
        self.cards = Cards(codes)
        self.macros = template("cards.html.j2").module
        self.ids: dict[Key, str] = {}  # in the order in which the page first needs them
        self.labels: dict[Key, str | Text] = {}

    def page(self, page: str) -> str:
        body, end, rest = _NUMBER.sub(self._button, page).rpartition(_END)
        cards: list[dict] = []
        while len(cards) < len(self.ids):  # a card may need others
            cards += [self._card(key) for key in list(self.ids)[len(cards) :]]
        title, close = (str(say(key).said(self.language)) for key in ("cards_title", "card_close"))
        walked = body + str(self.macros.all(title, close, cards))
        own = rf'<span lang="{self.language}">([^<]*)</span>'  # said once, for the whole page
        return re.sub(own, r"\1", walked) + end + rest

    def _button(self, found: re.Match) -> str:
        (block,) = blocks(found[0] + "</span>")
        (figure,) = block.figures
        to = self._id(key_of(figure, self.codes), figure.text)
        return found[0] + str(self.macros.number(to, self._label(figure.text)))

    def _label(self, number: str | Text) -> str:
        return str(say("card_button", number=number).said(self.language))

    def _id(self, key: Key, label: str | Text) -> str:
        self.labels.setdefault(key, label)
        return self.ids.setdefault(key, f"c{len(self.ids) + 1}")

    def _card(self, key: Key) -> dict:
        title = self.cards.title(key, self.labels[key])  # others than the first number may open it
        lines = [(self._plain(name), self._said(said)) for name, said in self.cards.lines(key)]
        return {"to": self.ids[key], "label": self._label(title), "lines": lines, **self._rests(key)}

    def _said(self, said: Text | Way) -> _Said:
        if isinstance(said, Way):
            return self._way_on(said.ref, said.said)
        shown = said.said(self.language)
        return _Said(Markup(linked(shown)) if str(shown).startswith("http") else self._plain(shown))

    def _rests(self, key: Key) -> dict:
        """What a number was worked out from, by article, each with the way on to its own card."""
        articles: dict[Markup, list[tuple[_Said, Markup]]] = {}
        if key.kind != "derived":
            return {"articles": articles}
        refs = rests_on(key.of, self.codes)
        for ref in refs[:SHOWN]:
            article, number, said = self.cards.named(ref)
            articles.setdefault(self._plain(article), []).append((self._way_on(ref, number), self._plain(said)))
        what = thing(refs, self.codes)
        more = say("card_more", count=str(len(refs) - SHOWN), thing=what)
        rests = say("card_rests" if refs else "card_nothing")
        return {"rests": self._plain(rests), "articles": articles, "more": self._plain(more) if refs[SHOWN:] else ""}

    def _way_on(self, ref: str, said: Text) -> _Said:
        leads = self.cards.leads(ref)
        return _Said(self._plain(said), self._id(Key(self.codes.kind(ref), ref), said) if leads else "")

    def _plain(self, said: Text) -> Markup:
        """A text without the marks of its numbers: on a card they are the end of the way."""
        return Markup("").join(
            Markup(Quote(part.text).html()) if isinstance(part, Figure) and part.of.operation == "token"
            else Markup(escape(str(part), quote=False) if isinstance(part, Figure | str) else part.html())
            for part in said.said(self.language).parts
        )  # fmt: skip
