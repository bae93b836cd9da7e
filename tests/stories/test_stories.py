"""The stories to get right, each on both databases, each by rows and by replay."""

import pytest

from domain import facts as f
from domain.dates import day_of
from domain.folds.bridge import Change
from domain.folds.holds import Holds
from domain.sources import Variant
from projections.basis import Count
from projections.replay.bridge import replay_bridge
from tests.conftest import House
from tests.scribe import Scribe, ask


@pytest.fixture
def scribe(house: House) -> Scribe:
    return Scribe(house.ledger)


def counted(house: House, day: str, definition: str = "held", **more: object) -> tuple[int, int]:
    house.projector.catch_up()
    return ask(house.questions, house.ledger, day, definition, **more)  # type: ignore[arg-type]  # passed through


def test_1_known_late(house: House, scribe: Scribe) -> None:
    """Detained in August, learnt of at the end of October: on 1 September nobody, until it was recorded."""
    person = scribe.person()
    autumn, summer = scribe.passage_of("2014-10-31"), scribe.passage_of("2015-07-10")
    before = house.ledger.size()
    arrest = scribe.fact(f.Detained, person, occurred="2014-08-14", passages=(autumn,))
    learnt = house.ledger.size()
    scribe.fact(
        f.Sentenced,
        person,
        occurred="2015-07-10",
        deprivation=arrest,
        punishment=f.Punishment.COLONY,
        custody=True,
        term="P6Y",
        passages=(summer,),
    )

    assert counted(house, "2014-09-01") == (1, 1)
    assert counted(house, "2014-09-01", as_known=learnt) == (1, 1)
    assert counted(house, "2014-09-01", as_known=before) == (0, 0)
    assert counted(house, "2021-07-09") == (1, 1)
    assert counted(house, "2021-07-10") == (0, 1)
    clock = house.questions.clock
    basis = clock.basis(day_of("2014-09-01"), definition="held")
    published = [clock.published(basis, day_of(by)) for by in ("2014-09-30", "2014-10-30", "2014-10-31")]
    assert [house.questions.count(one).count.certain for one in published] == [0, 0, 1]


def test_2_custody_without_release(house: House, scribe: Scribe) -> None:
    """Fifteen days turn into criminal custody without release; only another source frees the person."""
    person = scribe.person()
    arrest = scribe.fact(f.AdministrativelyArrested, person, occurred="2017-03-13", term="P15D")
    assert counted(house, "2017-03-27") == (1, 1)
    assert counted(house, "2017-03-28") == (0, 1)

    scribe.fact(f.CriminallyDetained, person, occurred="2017-03-28", deprivation=arrest)
    scribe.fact(f.Recognized, person, occurred="2017-04-05", bodies=("Viasna",), covers=arrest)
    charged = house.ledger.size()
    assert counted(house, "2017-04-20", "in-custody") == (1, 1)
    assert counted(house, "2017-04-04", "in-custody") == (0, 0)
    assert counted(house, "2017-03-20", "in-custody", variant=Variant.HINDSIGHT) == (1, 1)

    scribe.fact(f.Released, person, occurred="2017-04-21", deprivation=arrest)
    assert counted(house, "2017-04-21", "in-custody") == (0, 0)
    assert counted(house, "2017-04-21", "in-custody", as_known=charged) == (1, 1)
    assert counted(house, "2018-01-01", "ever-recognized") == (1, 1)


def test_3_revoked_release(house: House, scribe: Scribe) -> None:
    """Pardoned, taken to the border, refuses, back in the colony, confirmed ten weeks later."""
    person = scribe.person()
    arrest = scribe.fact(f.Detained, person, occurred="2020-05-31")
    scribe.fact(f.Recognized, person, occurred="2020-06-30", bodies=("Viasna",), covers=arrest)
    scribe.fact(
        f.Sentenced, person, occurred="2021-12-14", deprivation=arrest, punishment=f.Punishment.COLONY, custody=True
    )
    pardon = scribe.fact(f.Released, person, occurred="2025-09-11", deprivation=arrest, kind=f.ReleaseKind.PARDON)
    pardoned = house.ledger.size()
    scribe.fact(f.ReleaseRevoked, person, occurred="2025-09-11", deprivation=arrest, release=pardon)

    assert counted(house, "2025-10-01", "in-custody", as_known=pardoned) == (0, 0)
    assert counted(house, "2025-10-01", "in-custody") == (1, 1)
    assert counted(house, "2025-09-11", "in-custody") == (1, 1)

    scribe.fact(f.Released, person, occurred="2025-12-20", deprivation=arrest)
    assert counted(house, "2025-12-19", "in-custody") == (1, 1)
    assert counted(house, "2025-12-20", "in-custody") == (0, 0)


def test_4_two_spellings_one_person(house: House, scribe: Scribe) -> None:
    """Two registrations are joined, and later found to be two people after all: each answer is what was known then."""
    first, second = scribe.person("Palijenka"), scribe.person("Polijenka")
    scribe.fact(f.Detained, first, occurred="2017-03-10")
    scribe.fact(f.Detained, second, occurred="2017-03-11")
    apart = house.ledger.size()
    joined = scribe.judge(f.JudgedSame, first, second)
    together = house.ledger.size()
    scribe.retract(joined)
    scribe.judge(f.JudgedDifferent, first, second)
    parted = house.ledger.size()
    scribe.judge(f.JudgedSame, second, first)

    assert counted(house, "2017-03-12", as_known=apart) == (2, 2)
    assert counted(house, "2017-03-12", as_known=together) == (1, 1)
    assert counted(house, "2017-03-12", as_known=parted) == (2, 2)
    assert counted(house, "2017-03-12") == (2, 2)


def test_7_released_in_a_month(house: House, scribe: Scribe) -> None:
    """Released in August 2015, no day printed: possible all month, certain neither way."""
    person = scribe.person()
    arrest = scribe.fact(f.Detained, person, occurred="2015-01-10")
    scribe.fact(f.Released, person, occurred="2015-08", deprivation=arrest)

    assert counted(house, "2015-07-31") == (1, 1)
    assert counted(house, "2015-08-01") == (0, 1)
    assert counted(house, "2015-08-30") == (0, 1)
    assert counted(house, "2015-08-31") == (0, 0)


def test_9_two_reports_of_one_release(house: House, scribe: Scribe) -> None:
    """On 5 May, says one; on 7 May, says another; then the first is preferred."""
    person = scribe.person()
    arrest = scribe.fact(f.Detained, person, occurred="2017-04-28")
    fifth = scribe.fact(f.Released, person, occurred="2017-05-05", deprivation=arrest)
    scribe.fact(f.Released, person, occurred="2017-05-07", deprivation=arrest, happening=fifth)
    both = house.ledger.size()

    assert counted(house, "2017-05-04") == (1, 1)
    assert counted(house, "2017-05-06") == (0, 1)
    assert counted(house, "2017-05-07") == (0, 0)

    scribe.fact(f.ReportPreferred, person, happening=fifth, report=fifth, reason="the first was an eyewitness")
    assert counted(house, "2017-05-06") == (0, 0)
    assert counted(house, "2017-05-06", as_known=both) == (0, 1)


def test_10_a_source_corrected_itself(house: House, scribe: Scribe) -> None:
    """Yesterday's number stays answerable, today's differs, and the bridge says why; taking it back restores it."""
    person = scribe.person()
    arrest = scribe.fact(f.Detained, person, occurred="2017-03-01")
    release = scribe.fact(f.Released, person, occurred="2017-03-10", deprivation=arrest)
    yesterday = house.ledger.size()
    recorded_at = house.ledger.head().recorded_at
    house.clock.move(days=1)
    scribe.correct(release, f.Released, person, occurred="2017-03-20", deprivation=arrest)
    corrected = house.ledger.size()

    assert counted(house, "2017-03-15") == (1, 1)
    assert counted(house, "2017-03-15", as_known=yesterday) == (0, 0)
    assert counted(house, "2017-03-15", as_known=recorded_at) == (0, 0)
    house.projector.catch_up()
    bases = [
        house.questions.clock.basis(day_of("2017-03-15"), as_known=size, definition="held")
        for size in (yesterday, corrected)
    ]
    why = house.questions.bridge(*bases)
    knowledge, *others = why.strides
    assert (why.start.count, why.end.count) == (Count(0, 0), Count(1, 1))
    assert (knowledge.change, [one.change for one in others]) == (Change(1, 1), [Change(0, 0)] * 2)
    moved = knowledge.moved[0]
    assert [(one.id, one.holds) for one in (*moved.before, *moved.after)] == [
        (person, Holds.NO),
        (person, Holds.CERTAINLY),
    ]
    fact = moved.facts[0]
    assert [str(getattr(one, "occurred", None)) for one in (fact.was, fact.stands)] == ["2017-03-10", "2017-03-20"]
    assert [getattr(event.content, "reason", None) for event in fact.events] == ["the source corrected itself"]
    assert replay_bridge([event for page in house.ledger.read() for event in page], *bases)[0].change == (1, 1)

    scribe.retract(release, version=2)
    assert counted(house, "2017-03-15") == (0, 0)
    assert counted(house, "2017-03-15", as_known=corrected) == (1, 1)


def test_a_retracted_person_is_in_no_answer_from_then_on(house: House, scribe: Scribe) -> None:
    person = scribe.person()
    scribe.fact(f.Detained, person, occurred="2017-03-01")
    before = house.ledger.size()
    scribe.retract(person)  # type: ignore[arg-type]  # a person's identifier is a fact's

    assert counted(house, "2017-03-02") == (0, 0)
    assert counted(house, "2017-03-02", as_known=before) == (1, 1)


def test_a_fact_corrected_to_another_person_moves(house: House, scribe: Scribe) -> None:
    one, other = scribe.person(), scribe.person()
    arrest = scribe.fact(f.Detained, one, occurred="2017-03-01")
    scribe.fact(f.Recognized, one, occurred="2017-03-05", bodies=("Viasna",), covers=arrest)
    scribe.fact(f.Released, other, occurred="2017-03-20")
    before = house.ledger.size()
    scribe.correct(arrest, f.Detained, other, occurred="2017-03-01")
    moved = house.ledger.size()

    assert counted(house, "2017-03-20", as_known=before) == (1, 1)
    assert counted(house, "2017-03-20", as_known=moved) == (0, 0)
    assert counted(house, "2017-03-10", "in-custody", as_known=before) == (1, 1)
    assert counted(house, "2017-03-10", "in-custody", as_known=moved) == (0, 0)

    scribe.retract(arrest, version=2)
    assert counted(house, "2017-03-20") == (1, 1)


def test_recognition_by_one_body_counts_for_that_body(house: House, scribe: Scribe) -> None:
    person = scribe.person()
    arrest = scribe.fact(f.Detained, person, occurred="2017-03-01")
    joint = ("Viasna", "Belarusian Helsinki Committee")
    scribe.fact(f.Recognized, person, occurred="2017-03-10", bodies=joint, covers=arrest)
    amnesty = scribe.fact(f.Recognized, person, occurred="2017-03-20", bodies=("Amnesty International",), covers=arrest)
    scribe.fact(f.RecognitionWithdrawn, person, occurred="2017-03-25", recognition=amnesty)

    assert counted(house, "2017-03-12", "in-custody") == (1, 1)
    assert counted(house, "2017-03-12", "in-custody", recognized_by=("Viasna",)) == (1, 1)
    assert counted(house, "2017-03-12", "in-custody", recognized_by=("Amnesty International",)) == (0, 0)
    assert counted(house, "2017-03-22", "in-custody", recognized_by=("Amnesty International",)) == (1, 1)
    assert counted(house, "2017-03-26", "in-custody", recognized_by=("Amnesty International",)) == (0, 0)
    assert counted(house, "2017-03-26", "ever-recognized", recognized_by=("Amnesty International",)) == (1, 1)


def test_a_former_prisoner_held_again_needs_a_new_recognition(house: House, scribe: Scribe) -> None:
    person = scribe.person()
    first = scribe.fact(f.Detained, person, occurred="2010-12-19")
    scribe.fact(f.Recognized, person, occurred="[..2012-11-15]", bodies=("Viasna",), covers=first)
    scribe.fact(f.Released, person, occurred="2015-08-22", deprivation=first)
    again = scribe.fact(f.Detained, person, occurred="2017-03-24")
    scribe.fact(f.Released, person, occurred="2017-03-27", deprivation=again)

    assert counted(house, "2015-08-21", "in-custody") == (1, 1)
    assert counted(house, "2011-08-21", "in-custody") == (0, 1)
    assert counted(house, "2017-03-25", "in-custody") == (0, 0)
    assert counted(house, "2017-03-25", "held") == (1, 1)
    assert counted(house, "2017-03-25", "in-custody", variant=Variant.HINDSIGHT) == (0, 0)


def test_the_whole_way_of_a_prisoner(house: House, scribe: Scribe) -> None:
    """Suspect without charge, colony, prison regime, treatment, open-type facility: who counts where, and when over."""
    person = scribe.person()
    opening = scribe.fact(f.CriminallyDetained, person, occurred="2021-01-12")
    scribe.fact(f.HeldAsSuspect, person, occurred="2021-01-15", deprivation=opening)
    scribe.fact(f.Remanded, person, occurred="2021-01-22", deprivation=opening)
    said = scribe.fact(f.Recognized, person, occurred="2021-01-16", bodies=("Viasna",), covers=opening)
    colony = {"punishment": f.Punishment.COLONY, "deprivation": opening}
    scribe.fact(f.Sentenced, person, occurred="2021-05-01", custody=True, term="P3Y", **colony)
    scribe.fact(f.RegimeChanged, person, occurred="2022-01-10", deprivation=opening, punishment=f.Punishment.PRISON)
    scribe.fact(f.Transferred, person, occurred="2022-06-10", deprivation=opening, punishment=f.Punishment.OPEN_TYPE)
    treated = f.Punishment.COMPULSORY_TREATMENT
    scribe.fact(f.Transferred, person, occurred="2022-09-10", deprivation=opening, punishment=treated)
    withdrawn = scribe.fact(f.RecognitionWithdrawn, person, occurred="2023-02-01", recognition=said)
    scribe.fact(f.RecognitionRestored, person, occurred="2023-03-01", withdrawal=withdrawn)
    scribe.fact(f.Released, person, occurred="2023-01-10", deprivation=opening)

    def on(day: str) -> list[int]:
        names = ("held", "in-custody", "restricted", "ever-recognized", "former")
        found = [counted(house, day, name) for name in names]
        assert all(certain == possible for certain, possible in found)
        return [certain for certain, _ in found]

    assert on("2021-01-15") == [1, 0, 0, 0, 0]
    assert on("2021-01-16") == [1, 1, 1, 1, 0]
    assert on("2022-02-01") == [1, 1, 1, 1, 0]
    assert on("2022-07-01") == [0, 0, 1, 1, 0]
    assert on("2022-10-01") == [1, 0, 0, 1, 0]
    assert on("2023-01-10") == [0, 0, 0, 1, 1]
    assert on("2023-02-01") == [0, 0, 0, 1, 0]
    assert on("2023-03-01") == [0, 0, 0, 1, 1]


def test_an_order_between_two_deprivations_carries_no_term_and_proves_no_custody(house: House, scribe: Scribe) -> None:
    """Fifteen days, and detained again: on the day of the release, or a year later without a release on record."""
    again, later = scribe.person(), scribe.person()
    first = scribe.fact(f.AdministrativelyArrested, again, occurred="2017-03-13", term="P15D")
    out = scribe.fact(f.Released, again, occurred="2017-03-28", deprivation=first)
    scribe.fact(f.Detained, again, occurred="2017-03-28", follows=(out,))
    assert counted(house, "2017-04-05") == (1, 1)

    arrest = scribe.fact(f.AdministrativelyArrested, later, occurred="2017-03-13", term="P15D")
    scribe.fact(f.Detained, later, occurred="2018-05-01", follows=(arrest,))
    assert counted(house, "2017-12-31") == (1, 2)
    assert counted(house, "2018-05-01") == (2, 2)


def test_two_reports_of_an_opening_open_one_deprivation(house: House, scribe: Scribe) -> None:
    """What was recognized is the stretch that both of them report, whichever is preferred."""
    person = scribe.person()
    one = scribe.fact(f.Detained, person, occurred="2017-03-13")
    other = scribe.fact(f.Detained, person, occurred="2017-03-14", happening=one)
    scribe.fact(f.Recognized, person, occurred="2017-03-20", bodies=("Viasna",), covers=one)
    scribe.fact(f.Released, person, occurred="2017-05-01", deprivation=one)
    assert counted(house, "2017-04-01", "in-custody") == (1, 1)
    assert counted(house, "2017-05-01", "former") == (1, 1)

    scribe.fact(f.ReportPreferred, person, happening=one, report=other, reason="nearer")
    assert counted(house, "2017-04-01", "in-custody") == (1, 1)
    assert counted(house, "2017-05-01", "former") == (1, 1)
