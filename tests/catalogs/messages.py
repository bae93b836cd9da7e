"""What pages and charts say, read from where it is written: the messages that each catalog has to hold."""

from datetime import UTC, datetime
from typing import Final

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from api.languages import FOLDER, NAMES, SOURCE, WORD
from api.web.vocabulary import words

API: Final = FOLDER.parent
METHODS: Final = [
    ("web/templates/**.html", "jinja2"),
    ("web/**.py", "python"),
    ("charts/**.py", "python"),
    ("*.py", "python"),
    ("routers/*.py", "python"),
]
PHRASES: Final = [("**.py", "python")]
OPTIONS: Final = {"web/templates/**.html": {"trimmed": "true", "silent": "false"}}
KEYWORDS: Final = {
    "_": None,
    "gettext": None,
    "ngettext": (1, 2),
    "say": None,
    "several": (1, 2),
    "to_say": None,
    "Phrase": None,
}
NEVER: Final = datetime(2026, 1, 1, tzinfo=UTC)
"""Stands where gettext writes the time, so that a catalog changes with its texts alone."""


def messages(code: str = SOURCE) -> Catalog:
    """Return every message, none translated, in a catalog of a language."""
    found = Catalog(
        locale=code,
        header_comment="# What pages and charts of Khronika say. Renewed by: make messages",
        project="Khronika",
        version="1",
        msgid_bugs_address="SECURITY.md",
        last_translator="Khronika",
        language_team="Khronika",
        charset="utf-8",
        creation_date=NEVER,
        revision_date=NEVER,
        fuzzy=False,
    )
    read = [*extract_from_dir(API, method_map=METHODS, options_map=OPTIONS, keywords=KEYWORDS)]
    for room in ("domain", "ledger", "projections"):
        read += extract_from_dir(API.parent / room, method_map=PHRASES, keywords={"Phrase": None})
    for _, _, message, _, context in read:
        found.add(message, context=context)
    for word in words():
        found.add(word, context=WORD)
    return found


def catalog(code: str) -> Catalog:
    """Return the catalog of a language as it is kept."""
    with (FOLDER / f"{code}.po").open("rb") as file:
        return read_po(file, locale=code, abort_invalid=True)


def renewed(code: str) -> Catalog:
    """Return a kept catalog with the messages of now: new ones empty, those no longer said left out."""
    kept, now = catalog(code), messages(code)
    for one in now:
        old = kept.get(one.id, one.context) if one.id else None
        if old and old.pluralizable == one.pluralizable:
            one.string = old.string
    return now


def write(code: str, what: Catalog) -> None:
    """Write the catalog of a language."""
    with (FOLDER / f"{code}.po").open("wb") as file:
        write_po(file, what, width=120, no_location=True, ignore_obsolete=True)


TRANSLATED: Final = [code for code in NAMES if code != SOURCE]
