"""What Viasna's list prints, form by form: read whole, or not at all."""

import pytest

from api.intake.formats import viasna_printed as reading
from domain.codes import Article
from domain.facts import Punishment
from domain.terms import Duration


@pytest.mark.parametrize(
    ("printed", "key"),
    [
        ("Art. 341 of the Criminal Code — Desecration of structures", "CC 341"),
        ("Art. 361-1 of the Criminal Code — Creation of an extremist formation", "CC 361-1"),
        ("Part 2 of Art. 293 of the Criminal Code — Participation in riots", "CC 293 part 2"),
        ("Part 3 of Art. 293 of the Criminal code — Training", "CC 293 part 3"),
        ("Part 1 of Article 13 and Article 293 of the Criminal Code — Preparation", "CC 293, preparation"),
        ("Part 1 of Art. 14 and Part 2 of Art. 361-4 of the Criminal Code", "CC 361-4 part 2, attempt"),
        ("Part 6 of Article 16 and Part 1 of Article 342 of the Criminal Code", "CC 342 part 1, complicity"),
        ("Art. 407: Disclosure of data", None),
        ("Art. 293 of the Code", None),
        ("Art. 293 of the Criminal Code and something else", None),
        ("Part 1 of Article 12 and Article 293 of the Criminal Code", None),
        ("Parts 1 and 2 of Art. 342 of the Criminal Code — Both", None),
        ("Art. 0 of the Criminal Code", None),
        ("CC 293", None),
    ],
)
def test_an_article_is_read_from_its_whole_form(printed: str, key: str | None) -> None:
    assert reading.article(printed) == key
    assert key is None or str(Article.parse(key)) == key


@pytest.mark.parametrize(
    ("printed", "length"),
    [
        ("1 year", "P1Y"),
        ("6 years", "P6Y"),
        ("2 1/2 years", "P2Y6M"),
        ("4.5 years", "P4Y6M"),
        ("15 months", "P15M"),
        ("1 year adn 6 months", "P1Y6M"),
        ("1 year and 6 months", "P1Y6M"),
        ("2 years 3 months", "P2Y3M"),
        ("2 months 15 days", "P2M15D"),
        ("40 days", "P40D"),
        ("2 1/2 years and 3 months", None),
        ("2 1/3 years", None),
        ("0 years", None),
        ("years", None),
        ("and 3 months", None),
        ("3 months or a fine", None),
        ("", None),
    ],
)
def test_a_term_is_read_from_its_whole_form(printed: str, length: str | None) -> None:
    assert reading.term(printed) == length
    assert length is None or str(Duration.parse(length)) == length


@pytest.mark.parametrize(
    ("printed", "punishment"),
    [
        ("imprisonment in a medium-security penal colony", Punishment.COLONY),
        ("imprisonment in a general-security penal colony", Punishment.COLONY),
        ("imprisonment", None),
        ("suspended imprisonment", Punishment.SUSPENDED),
        ('restricted freedom under home confinement ("domashnyaya khimiya")', Punishment.HOME_CONFINEMENT),
        ("arrest", Punishment.SHORT_TERM_ARREST),
        ("fine", Punishment.FINE),
        ("Fine", None),
    ],
)
def test_a_punishment_is_one_of_those_that_are_known(printed: str, punishment: Punishment | None) -> None:
    assert reading.punishment(printed) is punishment
