"""Record small histories in tests: facts by short names, one source, one passage."""

from typing import Any

from domain import facts as f
from domain.dates import FuzzyDate, day_of
from domain.people import FactId, PassageId, PersonId, Script, SourceId
from domain.sources import SourceKind, Variant
from domain.terms import Duration, Term
from ledger.events import Draft, new_id
from ledger.ledger import Ledger
from projections.basis import AsKnown, Count
from projections.questions import Questions
from projections.replay.counts import replay

DATED = ("occurred",)


class Scribe:
    """Writes facts into a ledger and remembers who is who."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self.source, self.passage = SourceId(new_id()), PassageId(new_id())
        source = f.SourceRegistered(kind=SourceKind.NEWS, issuer="A paper", title="A page", language="en")
        passage = f.PassageQuoted(source=self.source, pinpoint="paragraph 1", text="It is so.")
        ledger.record([self.draft(FactId(self.source), source), self.draft(FactId(self.passage), passage)])

    def passage_of(self, published: str) -> PassageId:
        """Record a source published then, and a passage of it."""
        source, passage = SourceId(new_id()), PassageId(new_id())
        when = FuzzyDate.parse(published)
        registered = f.SourceRegistered(kind=SourceKind.NEWS, issuer="A", title="B", language="en", published=when)
        quoted = f.PassageQuoted(source=source, pinpoint="paragraph 1", text="It was so.")
        self.ledger.record([self.draft(FactId(source), registered), self.draft(FactId(passage), quoted)])
        return passage

    @staticmethod
    def draft(identifier: FactId, fact: f.Fact) -> Draft:
        return Draft(identifier, 1, fact, "tester", "batch")

    def person(self, name: str | None = None) -> PersonId:
        identifier = new_id()
        drafts = [self.draft(identifier, f.PersonRegistered())]
        if name:
            named = f.Named(
                person=PersonId(identifier), passages=(self.passage,), text=name, language="en", script=Script.LATIN
            )
            drafts.append(self.draft(new_id(), named))
        self.ledger.record(drafts)
        return PersonId(identifier)

    def make(self, kind: type[f.Fact], person: PersonId, /, **fields: Any) -> f.Fact:
        for name in DATED:
            if isinstance(fields.get(name), str):
                fields[name] = FuzzyDate.parse(fields[name])
        if isinstance(fields.get("term"), str):
            fields["term"] = Term(length=Duration.parse(fields["term"]))
        if issubclass(kind, f.Quoted):
            fields.setdefault("passages", (self.passage,))
        return kind(person=person, **fields)

    def fact(self, kind: type[f.Fact], person: PersonId, /, **fields: Any) -> FactId:
        identifier = new_id()
        self.ledger.record([self.draft(identifier, self.make(kind, person, **fields))])
        return identifier

    def judge(self, kind: type[f.IdentityJudgement], one: PersonId, other: PersonId) -> FactId:
        identifier = new_id()
        self.ledger.record([self.draft(identifier, kind(pair=(one, other), reason="compared by hand"))])
        return identifier

    def correct(self, identifier: FactId, kind: type[f.Fact], person: PersonId, /, **fields: Any) -> None:
        version = self.ledger.stream(identifier)[-1].version
        self.ledger.correct(
            identifier,
            self.make(kind, person, **fields),
            reason="the source corrected itself",
            expect=version,
            by="tester",
        )

    def retract(self, identifier: FactId, version: int | None = None) -> None:
        newest = self.ledger.stream(identifier)[-1].version
        self.ledger.retract(identifier, reason="in error", expect=newest, by="tester", version=version)


def ask(
    questions: Questions,
    ledger: Ledger,
    day: str,
    definition: str = "held",
    *,
    as_known: AsKnown = None,
    variant: Variant = Variant.THEN,
    recognized_by: tuple[str, ...] = (),
) -> tuple[int, int]:
    """Ask the rows and replay the log: both must give the same (certain, possible)."""
    basis = questions.clock.basis(
        day_of(day),
        as_known=as_known,
        definition=definition,
        variant=variant,
        recognized_by=frozenset(recognized_by),
    )
    answer = questions.count(basis).count
    again: Count = replay((event for page in ledger.read(upto=basis.head.size) for event in page), basis)

    assert answer == again
    assert len(questions.prisoners(basis).prisoners) == answer.possible
    return answer.certain, answer.possible
