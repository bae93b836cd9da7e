"""Candidates for many names at once: those whom the search finds, and of whoever is withheld not a word."""

import pytest

from domain import facts as f
from domain.people import Script
from ledger.events import Draft, new_id
from tests.conftest import House
from tests.projections.test_search import found, named
from tests.scribe import Scribe

SPELLINGS = (
    "Leanid Maroz",
    "Леонид Мороз",
    "Maroz Leanid Piatrovich",
    "L. Moroz",
    "Nadzeya Karatkevich",
    "Надзея",
    "…",
)


@pytest.mark.parametrize("asked", SPELLINGS)
def test_a_name_of_a_list_finds_whom_the_search_finds_likely(house: House, asked: str) -> None:
    scribe = Scribe(house.ledger)
    for name in ("Leanid Maroz", "Nadzeya Karatkevich", "Dzmitry Maroz", "Pavel Zaitsau"):
        scribe.person(name)
    named(scribe, scribe.person("Leonid Moroz"), "Леанід Мароз", Script.CYRILLIC)
    wanted = [(one.id, one.score) for one in found(house, asked) if one.likely] if asked != "…" else []
    house.projector.catch_up()
    likely = [(one.id, one.score) for one in house.questions.names().like([asked]) if one.likely]

    assert likely == wanted


def test_several_spellings_of_one_name_find_the_best_of_each(house: House) -> None:
    person = Scribe(house.ledger).person("Леанід Мароз")
    house.projector.catch_up()
    (one,) = house.questions.names().like(["Maroz", "Leanid Maroz"])

    assert (one.id, one.score) == (person, 1)


def test_whoever_is_withheld_is_no_candidate(house: House) -> None:
    scribe = Scribe(house.ledger)
    person = scribe.person("Leanid Maroz")
    fact = f.PersonWithheld(person=person)
    house.ledger.record([Draft(new_id(), 1, fact, "tester", "batch")])
    house.projector.catch_up()

    assert house.questions.names().like(["Leanid Maroz"]) == []
