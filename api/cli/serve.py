"""Commands that keep the house: migrate the database, serve the API and the page."""

import ipaddress
import re
import threading
from collections.abc import Iterable
from typing import Final

import click

from api import bootstrap
from api.cli.project import ended_by_signals
from api.follow import Follower
from api.partners import read_token
from api.settings import Settings
from api.signing import Signer, journal_of, key_of, signer_of
from domain.errors import InvalidError
from ledger.archive import Archive
from migrations import schema
from projections.database import engine_of

_NAME: Final = re.compile(r"(?!-)[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63})*")
"""A host name (RFC 1123, section 2.1)."""
GRACE_SECONDS: Final = 5
"""How long requests and the projector may go on after the wish to stop."""


@click.command()
@click.option("--to", default="head", show_default=True, metavar="SCHEMA", help="A schema's number, or base for none.")
@click.pass_obj
def migrate(settings: Settings, to: str) -> None:
    """Bring the database to the schema that this version needs."""
    engine = engine_of(settings.database_url, create=True)
    try:
        schema.migrate(engine, to)
        click.echo(f"schema: {schema.present(engine) or 'none'}")
    finally:
        engine.dispose()


@click.command()
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    help="The address to listen at: this machine alone, or one that others reach; 0.0.0.0 is all of them.",
)
@click.option(
    "--allow-host",
    "names",
    multiple=True,
    metavar="NAME",
    help="A name or address that readers call the service by, beside --host and localhost; repeat for several.",
)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option(
    "--projector/--no-projector",
    default=True,
    show_default=True,
    help="Keep the read models up here, or leave that to: khronika project.",
)
@click.pass_obj
def serve(settings: Settings, host: str, names: tuple[str, ...], port: int, *, projector: bool) -> None:
    """Serve the API and the pages, read-only, until SIGTERM or SIGINT; by default on this machine alone.

    There is no sign-in: whoever reaches the port reads all that is not withheld.
    """
    import uvicorn  # noqa: PLC0415 -- a third of the start of every other command

    from api.app import create_app  # noqa: PLC0415 -- the same

    hosts = answered_to(host, names)
    token = None if settings.partner_token is None else read_token(settings.partner_token)
    shown = f"[{host}]" if ":" in host else host
    with (
        bootstrap.service(
            settings.database_url, journal=journal_of(settings), address=settings.address, contact=settings.contact
        ) as service,
        Follower(service.ledger) as follower,
    ):
        signer = signer_of(settings, service)
        server = uvicorn.Server(
            uvicorn.Config(
                create_app(
                    service,
                    hosts,
                    ready_lag=settings.ready_lag,
                    copies=Archive(settings.archive) if settings.archive else None,
                    key=key_of(settings) if settings.key else None,
                    partner_token=token,
                ),
                host=host,
                port=port,
                log_level="warning",
                access_log=False,
                timeout_graceful_shutdown=GRACE_SECONDS,
            )
        )

        beside: list[Follower | Signer] = [*([follower] if projector else []), *([signer] if signer else [])]

        def stop() -> None:
            server.should_exit = True
            for one in (follower, *beside):
                one.stop()

        with ended_by_signals(stop):
            if projector:
                follower.catch_up()
            threads = [threading.Thread(target=one.follow, daemon=True) for one in beside]
            for thread in threads:
                thread.start()
            click.echo(f"Khronika serves http://{shown}:{port}")
            try:
                server.run()
            finally:
                stop()
                for thread in threads:
                    thread.join(GRACE_SECONDS)


def answered_to(host: str, names: Iterable[str]) -> list[str]:
    """Return what readers may call a service that listens at ``host``; raise `InvalidError` for what is no address.

    Wildcards are none: a page of another site could reach the service by a name of its own.
    """
    try:
        bound = None if host == "localhost" else ipaddress.ip_address(host)
    except ValueError:
        raise InvalidError(
            f"{host!r} is no address to listen at; give an IP address or localhost", field="host"
        ) from None
    for name in names:
        if not (_NAME.fullmatch(name) or _is_address(name)):
            raise InvalidError(f"{name!r} is no host name; leave out scheme, port and wildcards", field="allow_host")
    own = [] if bound is None or bound.is_unspecified else [host]
    return [f"[{name}]" if ":" in name else name for name in (*own, *names)]


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


COMMANDS = (migrate, serve)
