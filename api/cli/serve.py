"""Commands that keep the house: migrate the database, serve the API and the page."""

import ipaddress
import threading
from typing import Final

import click

from api import bootstrap
from api.cli.project import ended_by_signals
from api.follow import Follower
from api.settings import Settings
from domain.errors import InvalidError
from migrations import schema
from projections.database import engine_of

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
@click.option("--host", default="127.0.0.1", show_default=True, help="A loopback address.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option(
    "--projector/--no-projector",
    default=True,
    show_default=True,
    help="Keep the read models up here, or leave that to: khronika project.",
)
@click.pass_obj
def serve(settings: Settings, host: str, port: int, *, projector: bool) -> None:
    """Serve the API and the pages, read-only, on this machine alone, until SIGTERM or SIGINT."""
    import uvicorn  # noqa: PLC0415 -- a third of the start of every other command

    from api.app import create_app  # noqa: PLC0415 -- the same

    check_loopback(host)
    shown = f"[{host}]" if ":" in host else host
    with bootstrap.service(settings.database_url) as service, Follower(service.ledger) as follower:
        server = uvicorn.Server(
            uvicorn.Config(
                create_app(service, host, ready_lag=settings.ready_lag),
                host=host,
                port=port,
                log_level="warning",
                access_log=False,
                timeout_graceful_shutdown=GRACE_SECONDS,
            )
        )

        def stop() -> None:
            server.should_exit = True
            follower.stop()

        with ended_by_signals(stop):
            thread = threading.Thread(target=follower.follow, daemon=True)
            if projector:
                follower.catch_up()
                thread.start()
            click.echo(f"Khronika serves http://{shown}:{port}")
            try:
                server.run()
            finally:
                follower.stop()
                if projector:
                    thread.join(GRACE_SECONDS)


def check_loopback(host: str) -> None:
    """Return quietly for an address of this machine alone; raise `InvalidError` for any other."""
    try:
        inside = host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        inside = False
    if not inside:
        raise InvalidError(
            f"serve binds to a loopback address only, not {host!r}, until people can be withheld", field="host"
        )


COMMANDS = (migrate, serve)
