"""Names across scripts, romanizations, look-alike letters and orders: laws on any letters, and made-up names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.likeness import LIKELY, WORTH_A_LOOK, How, likeness, score
from domain.names import parts, patronymic, soundings, sounds

LETTERS = "abcdefghijklmnopqrstuvwxyzžšćłŭабвгдежзійклмнопрстуўфхцчшыьэюяёи"
words = st.text(LETTERS, min_size=1, max_size=10)
names = st.lists(words, min_size=1, max_size=4).map(" ".join)


@given(names, names)
def test_two_names_are_as_alike_as_the_other_way_round(one: str, other: str) -> None:
    assert likeness(one, other).score == likeness(other, one).score


@given(st.lists(words, min_size=1, max_size=2).flatmap(lambda of: st.tuples(st.just(of), st.permutations(of))), names)
def test_the_order_of_two_parts_does_not_matter(ways: tuple[list[str], list[str]], other: str) -> None:
    """A patronymic is known by its place, so with three parts the order may tell something."""
    one, turned = map(" ".join, ways)

    assert likeness(one, other).score == likeness(turned, other).score
    assert likeness(one, turned).score == (1 if parts(one) else 0)


@given(names, names)
def test_capitals_do_not_matter(one: str, other: str) -> None:
    assert likeness(one.upper(), other).score == likeness(one, other).score


@given(names)
def test_a_name_is_itself(name: str) -> None:
    found = likeness(name, name)

    assert found.score == (1 if parts(name) else 0)
    assert {fit.how for fit in found.fits} <= {How.LETTERS}


@given(names, names)
def test_a_score_lies_between_nothing_and_all_and_is_that_of_the_explanation(one: str, other: str) -> None:
    found = likeness(one, other)

    assert 0 <= found.score <= 1
    assert found.score == score(parts(one), parts(other))
    assert score(parts(one), parts(other), least=0.6) == (found.score if found.score >= 0.6 else 0)
    assert len(found.fits) == min(len(parts(one)), len(parts(other)))
    assert {fit.one for fit in found.fits} <= set(parts(one))
    assert {fit.other for fit in found.fits} <= set(parts(other))
    assert len(found.left) == (abs(len(parts(one)) - len(parts(other))) if found.fits else 0)


@given(words)
def test_sounds_of_sounds_are_the_same(word: str) -> None:
    for sounding in soundings(word):
        assert sounds(sounding) == sounding


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Zhamchuzhny", "Žamčužny"),
        ("Polijenka", "Palijenka"),
        ("Lukashenko", "Lukashenka"),
        ("Yury", "Юрый"),
        ("Uładzimir", "Уладзімір"),
        ("Iгар", "Ігар"),
        ("М\u0061\u0070\u006fз", "Мароз"),
        ("\u0420avel", "Pavel"),
        ("\u0421i\u0445an", "Cixan"),
        ("Сяргей", "Siarhei"),
        ("Chadasievič", "Хадасевіч"),
        ("Wiktar", "Victar"),
        ("Maxim", "Максим"),
        ("Ales’", "Алесь"),
    ],
)
def test_one_name_written_in_two_ways_sounds_the_same(one: str, other: str) -> None:
    assert likeness(one, other).score == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Elena Tonkacheva", "Alena Tankachova"),
        ("Zvozskaŭ", "Zvozkau"),
        ("Zvozkau", "Zvozskau"),
        ("Zianon Zvozskau", "ЗВОЗСКАЎ Зянон"),
        ("Vladimir Tsybulko", "Уладзімір Цыбулька"),
        ("Sergej Tschernjawski", "Чарняўскі Сяргей"),
        ("Olga Yanchenko", "Volha Jančanka"),
        ("Maroz Leanid", "Леонид Викторович Мороз"),
        ("MOROZ, Leonid Viktorovich", "Leanid Maroz"),
        ("A. Hulevich", "Гулевіч Алеся"),
        ("Максіма Дуброўскага", "Maksim Dubrouski"),
        ("leanid-maroz", "Леaнiд Мaрoз"),
    ],
)
def test_spellings_of_one_person_are_likely_one(one: str, other: str) -> None:
    assert likeness(one, other).score >= LIKELY


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Viktar Ivanou", "Dzmitry Ivanou"),
        ("Viktar Ivanou", "Viktar Zaitsau"),
        ("Viktar Pavlavich Ivanou", "Dzmitry Viktaravich Ivanou"),
        ("Aliaksandr Maroz", "Alena Maroz"),
        ("Pavel Dubrouski", "Pavel Dzmitryieu"),
        ("", "Maroz"),
        ("17 !?", "Maroz"),
    ],
)
def test_two_people_with_a_part_in_common_are_not_taken_for_one(one: str, other: str) -> None:
    assert likeness(one, other).score < WORTH_A_LOOK


def test_a_surname_alone_is_worth_a_look_and_not_likely() -> None:
    found = likeness("Мароз", "Leanid Maroz")

    assert WORTH_A_LOOK <= found.score < LIKELY
    assert found.left == ("leanid",)


def test_why_two_names_are_alike_is_told_part_by_part() -> None:
    found = likeness("L. Мароз", "MAROZ Leanid Viktaravich")

    assert {(fit.one, fit.other, fit.how) for fit in found.fits} == {
        ("l", "leanid", How.INITIAL),
        ("мароз", "maroz", How.SOUNDS),
    }
    assert found.left == ("viktaravich",)


def test_the_word_and_between_two_names_is_no_part_of_them() -> None:
    assert parts("Aleś и Pavel") == ("aleś", "pavel")
    assert parts("И. Maroz") == ("и", "maroz")


def test_a_patronymic_follows_the_given_name() -> None:
    assert patronymic(("valiantsin", "kanstantsinavich", "stefanovich")) == 1
    assert patronymic(("стефановіч", "валянцін", "канстанцінавіч")) == 2
    assert patronymic(("dulevich", "alena", "pavlovna")) == 2
    assert patronymic(("alena", "hulevich")) is None
    assert patronymic(("maria", "irina", "maroz")) is None


def test_a_name_may_lack_its_patronymic_and_nothing_else() -> None:
    full = "Leanid Viktaravich Maroz"

    assert likeness("Leanid Maroz", full).score > likeness("Leanid Viktaravich", full).score
    assert likeness("Leanid Maroz", full).score > 0.95
