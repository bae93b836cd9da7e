"""The command that cites one fact."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

import click

from api import citation, params
from api.bootstrap import Service
from api.cli.options import as_known, opened
from api.schemas.citation import CitationOut
from api.settings import Settings
from domain.errors import InvalidError
from domain.people import FactId
from projections.basis import AsKnown


@dataclass(frozen=True, slots=True)
class Asked:
    """Which version of which fact, as known when, and over the checkpoint of which size it is proved."""

    fact: FactId
    version: int | None
    as_known: AsKnown
    size: int | None


def _cited(service: Service, asked: Asked, *, write: Callable[[CitationOut], str]) -> bytes:
    found = service.questions.citations.cited(asked.fact, asked.version, asked.as_known)
    return write(CitationOut.of(found, address=service.address)).encode()


def _event(service: Service, asked: Asked) -> bytes:
    return service.questions.citations.event(asked.fact, asked.version, asked.as_known)


def _proof(service: Service, asked: Asked) -> bytes:
    return service.questions.citations.proof(asked.fact, asked.version, asked.as_known, size=asked.size)


def _provenance(service: Service, asked: Asked, *, form: str) -> bytes:
    from api import provenance  # noqa: PLC0415 -- the library takes as long to start as a small command

    if asked.version is not None:
        raise InvalidError("provenance is of all versions", field="version")
    write = {"prov": provenance.prov_json, "jsonld": provenance.json_ld}[form]
    return write(service.questions.citations.provenance(asked.fact, asked.as_known)).encode()


FORMATS: Final[dict[str, Callable[[Service, Asked], bytes]]] = {
    "text": partial(_cited, write=citation.text),
    "csl": partial(_cited, write=citation.csl),
    "bibtex": partial(_cited, write=citation.bibtex),
    "prov": partial(_provenance, form="prov"),
    "jsonld": partial(_provenance, form="jsonld"),
    "proof": _proof,
    "event": _event,
}


@click.command()
@click.argument("identifier", metavar="FACT")
@click.option(
    "--format",
    "form",
    type=click.Choice(list(FORMATS)),
    default="text",
    show_default=True,
    help="A citation as text, csl or bibtex; provenance as prov or jsonld; the event, whose SHA-256 the log holds; or"
    " the proof that it does.",
)
@click.option("--version", metavar="NUMBER", help=params.VERSION)
@click.option("--size", metavar="SIZE", help=f"With --format proof: {params.CHECKPOINT}")
@as_known
@click.option("--output", metavar="FILE", help="Write to this file, which must not exist yet.")
@click.pass_obj
def cite(
    settings: Settings,
    identifier: str,
    form: str,
    version: str | None,
    size: str | None,
    as_known: str | None,
    output: str | None,
) -> None:
    """Cite one fact: FACT is its identifier, or a register and its key there."""
    if size is not None and form != "proof":
        raise InvalidError("only a proof is over a checkpoint of some size", field="size")
    with opened(settings) as service:
        fact = service.questions.citations.named(identifier)
        asked = Asked(fact, params.version(version), params.as_known(as_known), params.checkpoint(size))
        written = FORMATS[form](service, asked)
    if output is None:
        # A line end more would have another digest.
        click.echo(written, nl=False)
    else:
        _save(written, output)


def _save(written: bytes, path: str) -> None:
    try:
        with Path(path).open("xb") as file:
            file.write(written)
    except OSError as error:
        raise InvalidError(f"{path!r} cannot be written: {error.strerror}", field="output") from error


COMMANDS = (cite,)
