"""Names in the reader's script: what facts say and nothing else, wherever people are named, as far as it is shown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import facts as f
from domain.dates import FuzzyInterval, day_of
from domain.folds.cycle import Month, Sort
from domain.folds.naming import Language, name_in
from domain.incidents import IncidentKind
from domain.people import FactId, PassageId, PersonId, PlaceId, Script
from ledger.events import new_id
from tests.conftest import House
from tests.scribe import Scribe

DAY = day_of("2017-03-10")
NAMES = {"en": "Ales Kavalik", "be": "Алесь Кавалік", "ru": "Александр Ковалик"}


def name(language: str, text: str, script: Script) -> f.Named:
    return f.Named(person=PersonId("p"), passages=(PassageId("q"),), text=text, language=language, script=script)


names = st.builds(name, st.sampled_from(["be", "ru", "en", "pl"]), st.sampled_from("abc"), st.sampled_from(Script))


@given(several=st.lists(names, max_size=6), language=st.sampled_from(Language) | st.none())
def test_a_reader_is_shown_the_first_name_in_their_script_and_no_other_is_made(
    several: list[f.Named], language: Language | None
) -> None:
    found = name_in(several, language)
    cyrillic = [one for one in several if one.script is Script.CYRILLIC]
    mine = [one.text for one in cyrillic if one.language == language]
    other = [one.text for one in cyrillic if one.language in {"be", "ru"}]

    if language in {None, Language.ENGLISH}:
        assert found is None
    else:
        assert found == next(iter([*mine, *other]), None)


@pytest.fixture
def recorded(house: House) -> tuple[House, Scribe, PersonId]:
    """One person held, with a name in each language; another with a Latin one alone."""
    scribe = Scribe(house.ledger)
    one, other = scribe.person(NAMES["en"]), scribe.person("Maria")
    for language in ("ru", "be"):
        named(scribe, one, NAMES[language], language)
    incident = new_id()
    window = FuzzyInterval.parse("2017-03-01/2017-03-02")
    report = f.IncidentReported(kind=IncidentKind.DETENTIONS, window=window, passages=(scribe.passage,))
    scribe.ledger.record([scribe.draft(incident, report)])
    for person in (one, other):
        scribe.fact(f.Detained, person, occurred="2017-03-01")
        scribe.fact(f.Recognized, person, occurred="2017-03-02", bodies=("Viasna",))
        scribe.fact(f.MemberIdentified, person, incident=incident)
    house.projector.catch_up()
    return house, scribe, one


def named(scribe: Scribe, person: PersonId, text: str, language: str) -> FactId:
    return scribe.fact(f.Named, person, text=text, language=language, script=Script.CYRILLIC)


def listed(house: House, language: Language | None, size: int | None = None) -> list[str]:
    basis = house.questions.clock.basis(DAY, definition="held", as_known=size)
    return [one.name for one in house.questions.prisoners(basis, language=language).prisoners]


@pytest.mark.parametrize("language", [None, *Language])
def test_every_answer_that_names_people_does_so_in_the_readers_script(
    recorded: tuple[House, Scribe, PersonId], language: Language | None
) -> None:
    house, _, person = recorded
    questions = house.questions
    expected = NAMES[language or "en"]
    before, after = (questions.clock.basis(day, definition="held") for day in (day_of("2017-02-01"), DAY))
    moved = questions.bridge(before, after, language=language).strides[1].moved
    (month,) = questions.cycle.over([Month(day_of("2017-03-01"), day_of("2017-03-31"))], language=language).months
    (incident,) = questions.incidents.between(before.day, DAY, language=language).found

    assert listed(house, language) == [expected, "Maria"]
    assert questions.timeline(person, DAY, language=language)[0].name == expected
    assert [one.name for one in questions.search("Kavalik", language=language)[0].found] == [expected]
    assert [one.after[0].name for one in moved] == [expected, "Maria"]
    assert [one.name for one in month.people[Sort.RECOGNIZED].people] == [expected, "Maria"]
    assert [one.name for one in incident.members] == [expected, "Maria"]
    assert questions.incidents.one(incident.reports[0][0], language=language).found == incident


def test_a_name_is_shown_as_known_at_the_basis_and_of_several_the_first_recorded(
    recorded: tuple[House, Scribe, PersonId],
) -> None:
    house, scribe, person = recorded
    size = house.ledger.size()
    belarusian = next(
        event.id
        for event in house.ledger.tagged(f"person:{person}", upto=size)
        if isinstance(event.content, f.Named) and event.content.language == "be"
    )
    named(scribe, person, "Алесь Іншы", "be")
    house.projector.catch_up()

    assert listed(house, Language.BELARUSIAN)[0] == NAMES["be"]
    scribe.retract(belarusian)
    house.projector.catch_up()
    assert listed(house, Language.BELARUSIAN)[0] == "Алесь Іншы"
    assert listed(house, Language.BELARUSIAN, size)[0] == NAMES["be"]


def test_a_name_meant_for_somebody_withheld_is_shown_in_no_script(recorded: tuple[House, Scribe, PersonId]) -> None:
    """It was said of the wrong person first: at that size nobody may read it."""
    house, scribe, _ = recorded
    hidden = scribe.person("Hidden")
    other = house.questions.search("Maria")[0].found[0].id
    mistaken = named(scribe, other, "Схаваная", "be")
    house.projector.catch_up()
    size = house.ledger.size()

    assert listed(house, Language.BELARUSIAN) == [NAMES["be"], "Схаваная"]
    scribe.correct(mistaken, f.Named, hidden, text="Схаваная", language="be", script=Script.CYRILLIC)
    scribe.fact(f.PersonWithheld, hidden)
    house.projector.catch_up()
    for known in (size, house.ledger.size()):
        assert listed(house, Language.BELARUSIAN, known) == [NAMES["be"], "Maria"]


def test_a_place_is_called_in_the_readers_language_where_it_bears_such_a_name(house: House) -> None:
    scribe, place = Scribe(house.ledger), PlaceId(new_id())
    said = {"en": "Colony No. 2", "ru": "Колония № 2", "pl": "Kolonia nr 2"}
    drafts = [scribe.draft(FactId(place), f.PlaceRegistered(kind=f.PlaceKind.COLONY))]
    drafts += [
        scribe.draft(new_id(), f.PlaceNamed(place=place, passages=(scribe.passage,), text=text, language=language))
        for language, text in said.items()
    ]
    house.ledger.record(drafts)
    house.projector.catch_up()

    def called(language: Language | None) -> str:
        return house.questions.places.on(DAY, language=language).places[0].name

    assert [called(one) for one in (None, *Language)] == [said["en"], said["en"], said["ru"], said["ru"]]
