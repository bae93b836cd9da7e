"""The search by name at every size of the log: all names that stand, of everybody registered, and of nobody else."""

from collections.abc import Iterable

from domain import facts as f
from domain.changes import Corrected
from domain.likeness import WORTH_A_LOOK, likeness
from domain.people import FactId, PersonId, Script
from ledger.events import Event
from projections.search import MOST, Candidate
from tests.conftest import House
from tests.scribe import Scribe


def named(scribe: Scribe, person: PersonId, text: str, script: Script = Script.LATIN) -> FactId:
    return scribe.fact(f.Named, person, text=text, language="be", script=script)


def found(house: House, name: str, size: int | None = None) -> tuple[Candidate, ...]:
    house.projector.catch_up()
    return house.questions.search(name, size)[0].found


def test_a_person_is_found_by_any_name_that_stands(house: House) -> None:
    scribe = Scribe(house.ledger)
    maroz = scribe.person("Leanid Maroz")
    cyrillic = named(scribe, maroz, "Леанід Мароз", Script.CYRILLIC)
    scribe.person("Pavel Dubrouski")

    (one,) = found(house, "мароз леанід")

    assert (one.id, one.name, one.score, one.likely) == (maroz, "Leanid Maroz", 1, True)
    assert [match.text for match in one.matches] == ["Leanid Maroz", "Леанід Мароз"]
    assert one.matches[1].fact == cyrillic
    assert found(house, "Nadzeya Karatkevich") == ()


def test_candidates_come_with_the_best_first_and_two_of_one_surname_are_two(house: House) -> None:
    scribe = Scribe(house.ledger)
    people = [scribe.person(name) for name in ("Dzmitry Maroz", "Leanid Maroz", "Leonid Moroz", "Pavel Zaitsau")]

    assert [one.id for one in found(house, "Maroz")] == [people[0], people[1], people[2]]
    assert [one.id for one in found(house, "Leanid Maroz")] == [people[1], people[2]]
    assert [one.likely for one in found(house, "Maroz")] == [False, False, False]

    nearer = scribe.person("Leanid Marozau")
    assert [one.id for one in found(house, "Leanid Marozau")] == [nearer, people[1], people[2]]


def test_a_corrected_a_retracted_and_a_late_name_are_found_at_their_sizes_alone(house: House) -> None:
    scribe = Scribe(house.ledger)
    person = scribe.person()
    before = house.ledger.size()
    name = named(scribe, person, "Leanid Maroz")
    first = house.ledger.size()
    scribe.correct(name, f.Named, person, text="Pavel Dubrouski", language="be", script=Script.LATIN)
    corrected = house.ledger.size()
    scribe.retract(name)
    retracted = house.ledger.size()

    for size, maroz, dubrouski in ((before, 0, 0), (first, 1, 0), (corrected, 0, 1), (retracted, 0, 0)):
        assert len(found(house, "Maroz Leanid", size)) == maroz
        assert len(found(house, "Dubrouski", size)) == dubrouski


def test_who_is_no_longer_registered_is_not_found(house: House) -> None:
    scribe = Scribe(house.ledger)
    person = scribe.person("Leanid Maroz")
    registered = house.ledger.size()
    scribe.retract(FactId(person))

    assert found(house, "Leanid Maroz") == ()
    assert len(found(house, "Leanid Maroz", registered)) == 1


def test_names_of_one_person_registered_twice_lead_to_the_one_who_stands_for_both(house: House) -> None:
    scribe = Scribe(house.ledger)
    one, other = scribe.person("Leanid Maroz"), scribe.person("Леонид Мороз")
    apart = house.ledger.size()
    scribe.judge(f.JudgedSame, one, other)

    (joined,) = found(house, "Leonid Moroz")

    assert joined.id == one
    assert [match.text for match in joined.matches] == ["Leanid Maroz", "Леонид Мороз"]
    assert {candidate.id for candidate in found(house, "Leonid Moroz", apart)} == {one, other}


def test_who_is_withheld_is_found_by_no_name_at_no_size_and_neither_is_whose_name_it_was_by_mistake(
    house: House,
) -> None:
    scribe = Scribe(house.ledger)
    person, other = scribe.person("Leanid Maroz"), scribe.person("Pavel Dubrouski")
    mistaken = named(scribe, other, "Leanid Maroz")
    before = house.ledger.size()
    scribe.correct(mistaken, f.Named, person, text="Leonid Moroz", language="ru", script=Script.LATIN)
    assert [one.id for one in found(house, "Leanid Maroz", before)] == [person, other]
    scribe.fact(f.PersonWithheld, person)

    assert found(house, "Leanid Maroz") == ()
    assert found(house, "Leanid Maroz", before) == ()
    assert [one.id for one in found(house, "Dubrouski")] == [other]


def test_a_name_that_two_sources_state_is_shown_once(house: House) -> None:
    scribe = Scribe(house.ledger)
    person = scribe.person("Leanid Maroz")
    named(scribe, person, "Leanid Maroz")

    (one,) = found(house, "Leanid Maroz")

    assert len(one.matches) == 1


def test_the_answer_ends_somewhere_and_says_how_many_more_there_are(house: House) -> None:
    scribe = Scribe(house.ledger)
    for _ in range(MOST + 3):
        scribe.person("Leanid Maroz")
    house.projector.catch_up()

    answer, head = house.questions.search("maroz")

    assert (len(answer.found), answer.more) == (MOST, 3)
    assert head.size == house.ledger.size()


def standing_names(events: Iterable[Event]) -> set[tuple[str, str]]:
    """Person and text of each name that stands, of who is registered: counted from the events one by one."""
    names: dict[str, tuple[str, str]] = {}
    registered: set[str] = set()
    for event in events:
        match event.content:
            case f.PersonRegistered():
                registered.add(event.id)
            case f.Named(person=person, text=text):
                names[event.id] = (person, text)
            case Corrected(body=f.Named(person=person, text=text)):
                names[event.id] = (person, text)
            case _:
                names.pop(event.id, None)
                registered.discard(event.id)
    return {(person, text) for person, text in names.values() if person in registered}


def test_rows_are_what_the_events_give_at_every_size(house: House) -> None:
    scribe = Scribe(house.ledger)
    people = [scribe.person(name) for name in ("Leanid Maroz", "Alena Maroz", None)]
    late = named(scribe, people[2], "Лявон Мароз", Script.CYRILLIC)
    scribe.correct(late, f.Named, people[2], text="Лявон Марозаў", language="be", script=Script.CYRILLIC)
    scribe.retract(FactId(people[0]))
    scribe.retract(late)
    house.projector.catch_up()

    for size in range(house.ledger.size() + 1):
        events = [event for page in house.ledger.read(upto=size) for event in page]
        wanted = {(who, text) for who, text in standing_names(events) if likeness("Maroz", text).score >= WORTH_A_LOOK}
        answer = house.questions.search("Maroz", size)[0]
        assert {(one.id, match.text) for one in answer.found for match in one.matches} == wanted
