"""The catalogs hold whatever pages say, in every language, and templates say nothing that is not in them."""

import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message

from api.languages import FOLDER, WORD
from tests.catalogs.messages import TRANSLATED, catalog, messages

TEMPLATES = sorted((FOLDER.parent / "web" / "templates").glob("*.html"))
CODE = re.compile(r"<code>.*?</code>|<div class=\"cited\" lang=\"en\">.*?</div>", re.DOTALL)
"""What is the same in every language: commands, and citations."""
NOT_TEXT = re.compile(
    r"\{#.*?#\}|\{% block here %\}.*?\{% endblock %\}|\{% trans .*?%\}.*?\{% endtrans %\}|\{%.*?%\}|\{\{.*?\}\}",
    re.DOTALL,
)
SPOKEN = re.compile(r'\b(?:aria-label|title|alt|placeholder)="([^"]*)"')
TAG = re.compile(r"<[^>]*>|\b[a-z-]+=\"[^\"]*\"")
SAME = {"Khronika", "SHA-256", "BibTeX", "CSL-JSON", "JSON", "CSV", "2015-08"}
"""What is written alike in every language."""
SPEECH = re.compile(r'(?<!\()"([A-Z][a-z]+ [^"]*)"')
"""A text of several words that no call of a message begins with."""


def said(template: Path) -> list[str]:
    """The texts of a template that are in no message. A piece that others print may begin within a tag."""
    source = NOT_TEXT.sub("", template.read_text(encoding="utf-8").replace("{% trans %}", "{% trans  %}"))
    texts = [*SPOKEN.findall(source), *TAG.split(CODE.sub("", source))]
    return [one.strip() for one in texts if re.search("[A-Za-z]{2}", one) and one.strip(" \n\N{EN DASH}") not in SAME]


def ids(found: Catalog) -> set[tuple[str | None, str]]:
    """The messages of a catalog, with their contexts."""
    return {(one.context, str(one.id)) for one in found if one.id}


def forms(one: Message) -> list[str]:
    """A message's translation, in each form of its plural."""
    return [one.string] if isinstance(one.string, str) else [str(form) for form in one.string or ()]


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda one: one.name)
def test_a_template_says_nothing_that_is_not_in_the_catalogs(template: Path) -> None:
    expressions = re.findall(r"\{\{(.*?)\}\}", template.read_text(encoding="utf-8"), re.DOTALL)

    assert said(template) == []
    assert [
        text for one in expressions for text in SPEECH.findall(one) if "_(" not in one and "ngettext" not in one
    ] == []


@pytest.mark.parametrize("code", TRANSLATED)
def test_a_catalog_has_each_message_that_is_said_and_no_other(code: str) -> None:
    """What differs is brought together by ``make messages``, and then translated."""
    assert ids(messages(code)) == ids(catalog(code))


@pytest.mark.parametrize("code", TRANSLATED)
def test_every_message_is_translated_with_its_values_in_every_plural(code: str) -> None:
    found = catalog(code)

    assert not found.fuzzy
    for one in found:
        if one.id:
            assert all(forms(one)), (one.context, one.id)
            assert not one.fuzzy, one.id
            assert [str(fault) for fault in one.check(found)] == [], one.id
            if one.pluralizable:
                assert len(forms(one)) == found.num_plurals, one.id


@pytest.mark.parametrize("code", TRANSLATED)
def test_tags_and_values_of_a_message_are_those_of_its_translations(code: str) -> None:
    found = catalog(code)

    def parts(text: str) -> list[str]:
        return sorted(re.findall(r"<[^>]*>|%\([a-z_]+\)[sd]", text))

    for one in found:
        if one.id and one.context != WORD:
            wanted = parts(one.id if isinstance(one.id, str) else str(one.id[-1]))
            assert all(parts(form) == wanted for form in forms(one)), one.id
