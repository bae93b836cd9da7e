"""The ledger's door: only structure is refused, and whatever is refused leaves nothing behind."""

import pytest

from domain import facts as f
from domain.errors import ConflictError, FactError, NotFoundError
from domain.people import FactId, PassageId, PersonId
from ledger.events import Draft, new_id
from ledger.ledger import Ledger
from tests.scribe import Scribe


def test_a_stream_begins_with_version_1_and_a_key_has_its_register(ledger: Ledger) -> None:
    with pytest.raises(FactError, match="version 7"):
        ledger.record([Draft(new_id(), 7, f.PersonRegistered(), "tester", "batch")])
    with pytest.raises(FactError, match="together"):
        ledger.record([Draft(new_id(), 1, f.PersonRegistered(), "tester", "batch", key="k")])
    with pytest.raises(FactError, match="control character"):
        ledger.record([Draft(new_id(), 1, f.PersonRegistered(), "tester\t", "batch")])


def test_a_correction_cannot_make_a_person_of_a_fact_or_a_fact_of_a_person(ledger: Ledger) -> None:
    scribe = Scribe(ledger)
    person = scribe.person()
    fact = scribe.fact(f.Detained, person, occurred="2017-03-01")

    with pytest.raises(FactError, match="something else"):
        ledger.correct(fact, f.PersonRegistered(), reason="r", expect=1, by="t")
    with pytest.raises(FactError, match="something else"):
        scribe.correct(FactId(person), f.Detained, person, occurred="2017-03-01")


def test_versions_are_taken_back_and_reinstated_one_by_one(ledger: Ledger) -> None:
    scribe = Scribe(ledger)
    person = scribe.person()
    fact = scribe.fact(f.Detained, person, occurred="2017-03-01")
    scribe.correct(fact, f.Detained, person, occurred="2017-03-02")
    scribe.retract(fact, version=1)

    with pytest.raises(FactError, match="stands that could be retracted"):
        scribe.retract(fact, version=1)
    ledger.reinstate(fact, reason="r", expect=3, by="t", version=1)
    with pytest.raises(FactError, match="retracted that could be reinstated"):
        ledger.reinstate(fact, reason="r", expect=4, by="t", version=1)


def test_the_same_stream_with_other_content_conflicts(ledger: Ledger) -> None:
    scribe = Scribe(ledger)
    person = scribe.person()
    one = Draft(new_id(), 1, scribe.make(f.Detained, person, occurred="2017-03-01"), "tester", "batch")
    other = Draft(one.id, 1, scribe.make(f.Detained, person, occurred="2017-03-02"), "tester", "batch")
    ledger.record([one])

    with pytest.raises(ConflictError):
        ledger.record([other])


def test_two_corrections_at_once_conflict(ledger: Ledger) -> None:
    scribe = Scribe(ledger)
    person = scribe.person()
    fact = scribe.fact(f.Detained, person, occurred="2017-03-01")
    first, second = (scribe.make(f.Detained, person, occurred=f"2017-03-0{n}") for n in (2, 3))
    ledger.correct(fact, first, reason="a", expect=1, by="one")

    with pytest.raises(ConflictError, match="version 2, not 1"):
        ledger.correct(fact, second, reason="b", expect=1, by="two")


def test_two_corrections_prepared_at_once_conflict_in_the_database(ledger: Ledger) -> None:
    """Both read version 1 before either wrote."""
    scribe = Scribe(ledger)
    person = scribe.person()
    fact = scribe.fact(f.Detained, person, occurred="2017-03-01")
    from domain.changes import Corrected  # noqa: PLC0415

    prepared = [
        ledger.change(fact, Corrected(scribe.make(f.Detained, person, occurred=f"2017-03-0{n}"), "r"), expect=1, by="t")
        for n in (2, 3)
    ]
    ledger.record(prepared[:1])

    with pytest.raises(ConflictError, match="first"):
        ledger.record(prepared[1:])


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"person": PersonId("00000000-0000-4000-8000-000000000000")}, "person names no fact"),
        ({"person": PersonId("nobody")}, "person names no fact"),
        ({"passages": (PassageId("00000000-0000-4000-8000-000000000000"),)}, "passages names no fact"),
        ({"follows": (FactId("00000000-0000-4000-8000-000000000000"),)}, "follows names no fact"),
    ],
)
def test_a_reference_to_nothing_is_refused(ledger: Ledger, fields: dict[str, object], message: str) -> None:
    scribe = Scribe(ledger)
    person = scribe.person()
    before = ledger.size()
    others = {name: value for name, value in fields.items() if name != "person"}

    with pytest.raises(FactError, match=message):
        scribe.fact(f.Detained, fields.get("person", person), occurred="2017-03-01", **others)  # type: ignore[arg-type]

    assert ledger.size() == before


def test_a_reference_to_another_type_of_fact_is_refused(ledger: Ledger) -> None:
    scribe = Scribe(ledger)
    person = scribe.person()

    with pytest.raises(FactError, match="passages names a fact of the type person-registered"):
        scribe.fact(f.Detained, person, occurred="2017-03-01", passages=(PassageId(person),))


def test_a_fact_without_a_passage_is_refused(ledger: Ledger) -> None:
    scribe = Scribe(ledger)

    with pytest.raises(FactError, match="no passage is cited"):
        scribe.fact(f.Detained, scribe.person(), occurred="2017-03-01", passages=())


def test_what_would_not_read_back_is_refused(ledger: Ledger) -> None:
    """Types are checked when a register is read, not when a fact is made; the door does not trust its callers."""
    scribe = Scribe(ledger)
    person = scribe.person()
    size = ledger.size()

    for fields in ({"happening": None}, {"happening": 7}, {"reason": ""}):
        wrong = {"happening": FactId("a"), "report": FactId("a"), "reason": "r"} | fields
        with pytest.raises(FactError):
            scribe.fact(f.ReportPreferred, person, **wrong)

    assert ledger.size() == size


def test_a_day_in_the_future_is_refused(ledger: Ledger) -> None:
    scribe = Scribe(ledger)

    with pytest.raises(FactError, match="future"):
        scribe.fact(f.Detained, scribe.person(), occurred="2026-11-24")


def test_changes_of_nothing_are_refused(ledger: Ledger) -> None:
    scribe = Scribe(ledger)
    person = scribe.person()
    fact = scribe.fact(f.Detained, person, occurred="2017-03-01")
    same = scribe.make(f.Detained, person, occurred="2017-03-01")

    with pytest.raises(FactError, match="changes nothing"):
        ledger.correct(fact, same, reason="r", expect=1, by="t")
    with pytest.raises(FactError, match="reinstated"):
        ledger.reinstate(fact, reason="r", expect=1, by="t")
    with pytest.raises(FactError, match="version 5"):
        ledger.retract(fact, reason="r", expect=1, by="t", version=5)
    with pytest.raises(FactError, match="reason"):
        ledger.retract(fact, reason=" ", expect=1, by="t")
    with pytest.raises(NotFoundError):
        ledger.retract(new_id(), reason="r", expect=1, by="t")
    ledger.retract(fact, reason="r", expect=1, by="t")
    with pytest.raises(FactError, match="nothing of this fact stands"):
        ledger.retract(fact, reason="r", expect=2, by="t")
    ledger.reinstate(fact, reason="r", expect=2, by="t")
