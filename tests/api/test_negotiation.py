"""Which form of an answer a reader gets."""

import pytest

from api.negotiation import chosen, codes
from domain.errors import QuestionError

FORMS = {
    "csl": ("application/csl+json", "application/json"),
    "bibtex": ("application/x-bibtex",),
    "text": ("text/plain",),
}


@pytest.mark.parametrize(
    ("accept", "form"),
    [
        ("*/*", "csl"),
        ("", "csl"),
        ("text/plain", "text"),
        ("TEXT/*", "text"),
        ("application/*", "csl"),
        ("application/json", "csl"),
        ("application/x-bibtex;q=0.9, text/plain;q=0.8", "bibtex"),
        ("application/x-bibtex; q=0.2, */*;q=0.1", "bibtex"),
        ("text/plain, application/x-bibtex", "bibtex"),
        ("*/*, application/csl+json;q=0, application/json;q=0", "bibtex"),
        ("text/html,application/xhtml+xml,*/*;q=0.8", "csl"),
        ("image/png", "csl"),
        (";;,q=1,text/plain;q=nonsense,\xff", "csl"),
        ("text/plain;q=0.5;level=1", "text"),
    ],
)
def test_accept_chooses_what_it_likes_best_and_the_first_among_equals(accept: str, form: str) -> None:
    assert chosen(None, accept, FORMS) == form


def test_a_form_that_is_named_is_given_whatever_accept_says_and_one_that_is_not_there_is_refused() -> None:
    assert chosen("bibtex", "text/plain", FORMS) == "bibtex"
    with pytest.raises(QuestionError, match="'marc' is no format; there are csl, bibtex, text"):
        chosen("marc", "*/*", FORMS)


@pytest.mark.parametrize(
    ("accept", "packed"),
    [
        ("gzip", True),
        ("br, GZIP;q=0.5", True),
        ("*", True),
        ("*;q=0.1", True),
        ("gzip, identity", True),
        ("", False),
        ("br", False),
        ("identity", False),
        ("gzip;q=0", False),
        ("*, gzip;q=0", False),
        ("gzip;q=nonsense", False),
        ("gzip;q=0.5, identity", False),
        ("x-gzipped", False),
    ],
)
def test_an_answer_is_packed_for_whoever_asks_for_it_and_not_for_whoever_would_rather_have_it_plain(
    accept: str, *, packed: bool
) -> None:
    assert codes("gzip", accept) is packed
