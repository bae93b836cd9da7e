"""Rows = replay for cases, sentences and measures after release: small worlds where people, cases and days collide."""

import shutil
from collections.abc import Callable
from contextlib import suppress
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import facts as f
from domain.codes import Article
from domain.dates import FuzzyDate
from domain.errors import FactError
from domain.folds.counts import DEFINITIONS
from domain.folds.holds import Holds
from domain.people import FactId
from domain.terms import Duration, Term
from ledger.events import Draft, new_id
from projections.breakdown import By
from projections.cases import on_day
from projections.projector import Projector, reading
from projections.replay.cases import OnDay, replay_articles, replay_cases
from tests.conftest import House, opened
from tests.fuzzing import asked, examples
from tests.scribe import Scribe
from tests.worlds import DAYS, day, edtf

PEOPLE = 3
HELD = {one.value for one in DEFINITIONS["held"].liberties}
ARTICLES = tuple(map(Article.parse, ("CC 293 part 2", "CC 293 part 3, attempt", "CC 287")))
WORDS = {Holds.NO: "no", Holds.POSSIBLY: "possibly", Holds.CERTAINLY: "certainly"}
Change = tuple[str, int, Any]
"""What is done next: say a fact, or correct or retract the one with a number, or judge two people."""

dates = st.builds(
    lambda start, width: FuzzyDate.parse(edtf(start, width)), st.integers(0, DAYS - 1), st.sampled_from([0, 0, 0, 1, 3])
)
articles = st.lists(st.sampled_from(ARTICLES), max_size=2, unique=True).map(tuple)
verdicts = st.sampled_from(f.Verdict)
some = st.integers(0, 20)
terms = st.none() | st.sampled_from(["P1Y", "P2Y"]).map(lambda length: Term(length=Duration.parse(length)))
STEPS: dict[type[f.Fact], dict[str, st.SearchStrategy[Any]]] = {
    f.CaseOpened: {"articles": articles, "deprivation": st.none() | some},
    f.MadeSuspect: {},
    f.Charged: {"articles": articles},
    f.ChargesChanged: {"added": articles, "dropped": st.sampled_from([ARTICLES[:1], ARTICLES[1:]])},
    f.CaseReported: {"articles": articles},
    f.CaseSuspended: {},
    f.CaseDropped: {"articles": articles},
    f.SentToCourt: {},
    f.TrialBegun: {},
    f.VerdictGiven: {"verdict": verdicts, "articles": articles, "sentence": st.none() | some},
    f.AppealHeard: {"verdict": st.none() | verdicts},
    f.VerdictInForce: {"verdict": verdicts},
    f.VerdictReviewed: {"verdict": st.none() | verdicts},
    f.CaseReopened: {"articles": articles},
}
LATER: dict[type[f.Fact], dict[str, st.SearchStrategy[Any]]] = {
    f.Sentenced: {"punishment": st.sampled_from(f.Punishment), "term": terms, "happening": st.none() | some},
    f.SentenceShortened: {"term": terms},
    f.ReplacedByMilder: {"punishment": st.sampled_from(f.Punishment), "term": terms},
    f.TimeCredited: {"credited": st.just(Duration.parse("P3M"))},
    f.ConvictionKept: {"sentence": st.none() | some},
    f.ConvictionExpunged: {"conviction": some},
    f.BanImposed: {"ban_on": st.sampled_from(f.Ban), "expires": st.none() | dates},
    f.BanExpired: {"ban": some},
    f.Detained: {},
    f.Released: {"deprivation": some},
}
NAMES: dict[str, type[f.Fact]] = {
    "case": f.CaseOpened,
    "sentence": f.Sentenced,
    "conviction": f.ConvictionKept,
    "ban": f.BanImposed,
    "deprivation": f.Detained,
    "happening": f.Sentenced,
    "report": f.Sentenced,
}
"""What the number in a field chooses among."""


@st.composite
def said(draw: st.DrawFn) -> dict[str, Any]:
    """A fact about one of the people, with numbers in place of identifiers."""
    if draw(st.integers(0, 19)) == 0:
        return {"kind": f.ReportPreferred, "person": draw(some), "happening": draw(some), "report": draw(some)}
    kind, fields = draw(st.sampled_from([*STEPS.items(), *LATER.items()]))
    fact: dict[str, Any] = {"kind": kind, "person": draw(some), "occurred": draw(dates)}
    fact |= {name: draw(values) for name, values in fields.items()}
    if issubclass(kind, f.CaseFact):
        fact["case"] = draw(some)
    if issubclass(kind, f.SentenceFact):
        fact["sentence"] = draw(some)
    return fact


changes = st.lists(
    st.one_of(
        *[said().map(lambda fact: ("say", 0, fact))] * 4,
        st.tuples(st.just("correct"), some, said()),
        st.tuples(st.just("retract"), some, st.none()),
        st.tuples(st.sampled_from(["same", "different"]), some, some),
    ),
    min_size=2,
    max_size=12,
)


class World:
    """People, a custody, a case and a sentence of each of the first two, and whatever changes are recorded."""

    def __init__(self, house: House) -> None:
        self.house, self.scribe = house, Scribe(house.ledger)
        self.people = [self.scribe.person() for _ in range(PEOPLE)]
        self.facts: dict[FactId, type[f.Fact]] = {}
        opened = FuzzyDate.parse(edtf(1, 1))
        for person in (0, 1):
            self.say({"kind": f.Detained, "person": person, "occurred": opened})
            self.say({"kind": f.CaseOpened, "person": person, "occurred": opened, "deprivation": person})
            self.say(
                {"kind": f.Sentenced, "person": person, "occurred": opened, "punishment": f.Punishment.COLONY}
                | {"custody": True}
            )

    def say(self, fact: dict[str, Any]) -> None:
        identifier, made = new_id(), self.made(fact)
        self.house.ledger.record([Draft(identifier, 1, made, "tester", "batch")])
        self.facts[identifier] = type(made)

    def made(self, fact: dict[str, Any]) -> f.Fact:
        fields = dict(fact)
        kind: type[f.Fact] = fields.pop("kind")
        fields["person"] = self.people[fields["person"] % PEOPLE]
        for name in NAMES.keys() & fields.keys():
            known = [one for one, about in self.facts.items() if about is NAMES[name]]
            chosen = None if fields[name] is None or not known else known[fields[name] % len(known)]
            fields[name] = chosen if chosen or name not in {"case", "sentence", "conviction", "ban"} else new_id()
        if kind is f.ReportPreferred:
            return kind(reason="closer to the event", **fields)
        return kind(passages=(self.scribe.passage,), **fields)

    def do(self, change: Change) -> None:
        what, number, other = change
        chosen = list(self.facts)[number % len(self.facts)]
        match what:
            case "say":
                self.say(other)
            case "retract":
                self.scribe.retract(chosen)
            case "correct":
                version = self.house.ledger.stream(chosen)[-1].version
                self.house.ledger.correct(chosen, self.made(other), reason="so the source", expect=version, by="tester")
            case _ if number % PEOPLE != other % PEOPLE:
                kind = f.JudgedSame if what == "same" else f.JudgedDifferent
                self.scribe.judge(kind, self.people[number % PEOPLE], self.people[other % PEOPLE])


def from_rows(house: House, number: int, size: int) -> OnDay:
    """What the rows say of a day, in the words of the replay."""
    with reading(house.engine) as (connection, models):
        found = on_day(connection, models, day(number), size)
    texts: Callable[[Any], Any] = lambda key: tuple(map(str, key))  # noqa: E731 -- a name for a line
    return OnDay(
        {texts(key): values for key, values in found.states.items()},
        {texts(key): WORDS[holds] for key, holds in found.charges.items()},
        {texts(key): values for key, values in found.sentences.items()},
        {texts(key): WORDS[holds] for key, holds in found.burdens.items()},
    )


def agree(house: House, done: list[Change] | None = None) -> None:
    """Ask about every day of the world, at the last sizes of the log: rows and replay say the same."""
    Projector(house.ledger, house.engine, batch=3).catch_up()
    events = [event for page in house.ledger.read() for event in page]
    sizes = range(max(0, len(events) - 3), len(events) + 1)
    for size, number in asked(product(sizes, range(-1, DAYS + 3)), done):
        assert from_rows(house, number, size) == replay_cases(events[:size], day(number)), (number, size)

        basis = house.questions.clock.basis(day(number), as_known=size, definition="held")
        breakdown = house.questions.count(basis, By.ARTICLE).breakdown
        assert breakdown is not None
        groups = {group: (count.certain, count.possible) for group, count in breakdown.groups}
        assert groups == replay_articles(events[:size], day(number), HELD), (number, size)


@pytest.mark.fuzz
@examples(40)
@given(done=changes)
def test_rows_and_replay_tell_the_same_of_cases_and_what_follows(done: list[Change], sqlite_template: Path) -> None:
    """Corrections that move a fact to another person, retractions, late facts and judged identities included."""
    path = sqlite_template.with_name("cases.sqlite3")
    path.unlink(missing_ok=True)
    shutil.copy(sqlite_template, path)
    with opened(f"sqlite:///{path}") as house:
        world = World(house)
        for change in done:
            with suppress(FactError):  # A second retraction, say: what the door refuses is not done.
                world.do(change)
        agree(house, done)


def test_rows_and_replay_agree_on_both_databases(house: House) -> None:
    """One fixed world: a charge dropped in part, rival reports, a sentence replaced, a ban; two people made one."""
    world = World(house)

    def on(start: int, width: int, kind: type[f.Fact], **fields: Any) -> Change:
        return ("say", 0, {"kind": kind, "person": 0, "occurred": FuzzyDate.parse(edtf(start, width)), **fields})

    steps: list[Change] = [
        on(2, 1, f.Charged, case=0, articles=ARTICLES[1:]),
        on(4, 0, f.CaseDropped, case=0, articles=ARTICLES[1:2]),
        on(6, 0, f.CaseDropped, case=0),
        on(6, 0, f.CaseReported, case=0, articles=ARTICLES[2:]),
        on(5, 2, f.ReplacedByMilder, sentence=0, punishment=f.Punishment.FINE),
        on(5, 2, f.BanImposed, ban_on=f.Ban.LEAVING, expires=FuzzyDate.parse(edtf(7, 0))),
        ("same", 0, 1),
        ("correct", 6, {"kind": f.Charged, "person": 1, "occurred": FuzzyDate.parse(edtf(2, 0)), "case": 1}),
        ("retract", 8, None),
    ]
    for step in steps:
        world.do(step)

    agree(house)
    house.projector.rebuild()
    agree(house)
