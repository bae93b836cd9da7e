"""A citation as text: for a footnote, and for BibTeX."""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from api.schemas.citation import CitationOut, SourceCitedOut
from ledger.events import timestamp

_SPECIAL: Final[Mapping[str, str]] = {
    "\\": r"{\textbackslash}",
    "{": r"{\textbraceleft}",
    "}": r"{\textbraceright}",
    "~": r"{\textasciitilde}",
    "^": r"{\textasciicircum}",
    **{sign: f"\\{sign}" for sign in "#$%&_"},
}
"""Signs that TeX reads as something else. Braces are named, for BibTeX counts them even after a backslash."""


def csl(cited: CitationOut) -> str:
    """Write a citation as CSL-JSON, which is a list of items."""
    # A variable of CSL that is not known is left out; what is our own is null, as in other answers.
    return f"[{cited.model_dump_json(by_alias=True, exclude={'url'} if cited.url is None else None)}]"


def text(cited: CitationOut) -> str:
    """Write a citation for a footnote: a sentence, then what it can be checked by, a line each."""
    held = cited.custom
    head = f"{cited.author[0].literal}, {cited.title}, recorded {timestamp(held.event.recorded_at)}."
    lines = [
        f"{head} {cited.url or held.fact}",
        f"Status: {cited.status}, as known at log size {held.as_known.size}",
        f"Event: SHA-256 {held.event.sha256}, position {held.event.position}",
        f"Root: {held.as_known.root}, log size {held.as_known.size}",
    ]
    if signed := held.checkpoint:
        lines.append(f"Checkpoint: {signed.origin}, size {signed.size}, root {signed.root}, key {signed.key_id}")
    if held.by:
        lines.insert(2, f"{held.status.capitalize()} by: SHA-256 {held.by.sha256}, position {held.by.position}")
    return "\n".join([*lines, *(f"Source: {_source(one)}" for one in held.sources), ""])


def bibtex(cited: CitationOut) -> str:
    """Write a citation as an entry of BibTeX."""
    year, month, day = cited.issued.date_parts[0]
    fields = {
        "author": f"{{{escaped(cited.author[0].literal)}}}",
        "title": f"{{{escaped(cited.title)}}}",
        "year": str(year),
        "month": str(month),
        "date": f"{year}-{month:02}-{day:02}",
        "version": escaped(cited.version),
        "number": str(cited.number),
        "howpublished": escaped(cited.custom.fact),
        **({"url": cited.url} if cited.url else {}),
        "note": escaped(" ".join([cited.note, *_sources(cited)])),
    }
    inside = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items())
    return f"@misc{{{cited.id},\n{inside}\n}}\n"


def escaped(value: str) -> str:
    """Return a text as TeX prints it, on one line."""
    return "".join(_SPECIAL.get(sign, sign) for sign in re.sub(r"\s+", " ", value))


def _sources(cited: CitationOut) -> Iterator[str]:
    return (f"Source: {_source(one)}." for one in cited.custom.sources)


def _source(source: SourceCitedOut) -> str:
    said = [source.issuer, source.published, f"source {source.id}"]
    return ", ".join(part for part in said if part)
