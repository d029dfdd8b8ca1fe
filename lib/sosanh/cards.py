"""Where a number comes from, on a small card: the way back from the page to the printed token.

A card is of one thing: a figure, with its token, article, paragraph and who states it; an article; a step; or a
number worked out from several figures, with the sum and a way on to each of their cards. Many numbers share a card.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from sosanh import findings, sums, walk
from sosanh.evidence import Evidence
from sosanh.words import Figure, Quote, Text, say, text

SHOWN = 12  # figures that a card lists: a count of a hundred names the first of them and says how many more there are


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


def key_of(figure: Figure, evidence: Evidence) -> Key:
    """The card of a number."""
    if figure.how.startswith("asked."):
        return Key("asked", figure.observations)
    if len(figure.observations) == 1 and not figure.how.startswith("count"):
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
                return article, findings.quoted(row), text(name, ", ", self._paragraph(row))
            case "milestones" | "systems":
                said = getattr(row, f"{'event' if kind == 'milestones' else 'function'}_{self.language}")
                return article, text(said), self._paragraph(row)
            case "benchmarks":
                return article, text(row.time_period), text(getattr(row, f"source_{self.language}"))
            case "sources":
                return (
                    text(""),
                    findings.published_label(row._asdict(), self.language),
                    text(Quote(row.title, row.language)),
                )
            case "areas":
                name = text(self.book.area_name(ref, self.language))
                return article, name, findings.area_with_type(self.book, ref, self.language)
        raise ValueError(f"{ref} names nothing that a number rests on")

    def _article(self, row) -> Text:
        source = self.evidence.row(row.source_id)._asdict()
        return text(Quote(source["title"], source["language"]), ", ", findings.published_label(source, self.language))

    def _paragraph(self, row) -> Text:
        return say("card_paragraph", self.language, paragraph=str(row.paragraph))

    def _name(self, word: str) -> Text:
        return say(word, self.language)

    def _observations(self, ref: str, row) -> Iterator[Line]:
        entry = self.book.entry("indicators", row.indicator)
        yield self._name("walk_token"), text("“", findings.quoted(row), "”")
        yield self._name("walk_indicator"), text(entry[f"name_{self.language}"])
        yield self._name("walk_counted"), text(getattr(row, f"population_{self.language}"))
        yield self._name("head_role"), self._role(row)
        yield self._name("walk_voice"), text(self.book.label("voice", row.voice, self.language))
        yield from self._place(row)
        if not row.hedge and (allowed := self.evidence.readings(row)[0]).lower != allowed.upper:
            yield self._name("walk_interval"), walk.interval_in_words(row, self.language)
        if row.arithmetic in ("mismatch", "unattainable", "consistent", "computed"):
            agree = self.book.label("arithmetic", row.arithmetic, self.language)
            yield self._name("walk_share"), text(findings.share(row, self.language), f" ({agree})")
        if comment := getattr(row, f"comment_{self.language}"):
            yield self._name("head_note"), text(comment)

    def _role(self, row) -> Text:
        label = self.book.label("role", row.role, self.language)
        return text(label, ", ", findings.period(row, self.language)) if row.time_period else text(label)

    def _place(self, row) -> Iterator[Line]:
        """The article, its date, and the paragraph."""
        source = self.evidence.row(row.source_id)
        yield self._name("walk_article"), Way(row.source_id, text(Quote(source.title, source.language)))
        yield self._name("head_date"), findings.published(source._asdict(), self.language)
        yield self._name("walk_paragraph"), text(str(row.paragraph))

    def _sources(self, ref: str, row) -> Iterator[Line]:
        yield self._name("walk_article"), text(Quote(row.title, row.language))
        yield self._name("head_outlet"), text(Quote(row.outlet))
        yield self._name("head_date"), findings.published(row._asdict(), self.language)
        yield self._name("head_evidence"), text(getattr(row, f"date_evidence_{self.language}"))
        yield self._name("head_address"), text(row.url or row.locator)

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
        yield self._name("head_source"), text(getattr(row, f"source_{self.language}"))
        yield self._name("head_how"), text(self.book.label("benchmark_how", row.how, self.language))
        if comment := getattr(row, f"comment_{self.language}"):
            yield self._name("head_note"), text(comment)

    def _areas(self, ref: str, row) -> Iterator[Line]:
        yield self._name("head_area"), findings.area_with_type(self.book, ref, self.language)
        yield self._name("card_how"), say("how_boundaries", self.language)
