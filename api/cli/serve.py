"""Commands that keep the house: migrate the database, serve the API and the page."""

import ipaddress
import logging
import threading
from typing import Final

import click

from api.bootstrap import Service
from api.cli.options import opened
from api.settings import Settings
from domain.errors import InvalidError
from migrations import schema
from projections.database import engine_of

POLL_SECONDS: Final = 0.5
_log = logging.getLogger("khronika")


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
@click.pass_obj
def serve(settings: Settings, host: str, port: int) -> None:
    """Serve the API and the pages, read-only, on this machine alone."""
    import uvicorn  # noqa: PLC0415 -- a third of the start of every other command

    from api.app import create_app  # noqa: PLC0415 -- the same

    check_loopback(host)
    with opened(settings) as service:
        stop = threading.Event()
        follower = threading.Thread(target=_follow, args=(service, stop), daemon=True)
        follower.start()
        shown = f"[{host}]" if ":" in host else host
        click.echo(f"Khronika serves http://{shown}:{port}")
        try:
            uvicorn.run(create_app(service, host), host=host, port=port, log_level="warning", access_log=False)
        finally:
            stop.set()
            follower.join()


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


def _follow(service: Service, stop: threading.Event) -> None:
    """Keep the read models up with what other processes record."""
    while not stop.wait(POLL_SECONDS):
        try:
            service.projector.catch_up()
        except Exception as error:  # noqa: BLE001 -- whatever it was, the next turn may succeed; health says "behind"
            _log.warning("the read models could not follow the log: %s", type(error).__name__)


COMMANDS = (migrate, serve)
