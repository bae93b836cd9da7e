"""Move a database to a schema, and tell whether it has the one that this version needs."""

from pathlib import Path
from typing import TYPE_CHECKING, Final

from sqlalchemy import Connection, Engine, inspect, text
from sqlalchemy.exc import DatabaseError

from domain.errors import SchemaError

if TYPE_CHECKING:
    from alembic.config import Config

HERE: Final = Path(__file__).parent


def _config(connection: Connection | None = None) -> "Config":
    from alembic.config import Config  # noqa: PLC0415 -- a fifth of the start of every command, and one needs it

    config = Config()
    config.set_main_option("script_location", str(HERE).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def needed() -> str:
    """Return the schema that this version needs: migrations are in one line, and files are called by their number."""
    return max(path.name for path in (HERE / "versions").glob("[0-9]*.py")).partition("_")[0]


def present(engine: Engine) -> str | None:
    """Return the schema that a database has; ``None`` if it has none."""
    with engine.connect() as connection:
        return _present(connection)


def _present(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    found = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return None if found is None else str(found)


def migrate(engine: Engine, to: str = "head") -> None:
    """Bring a database to a schema, up or down (``base`` is an empty one); all of it or nothing."""
    from alembic import command  # noqa: PLC0415 -- as above
    from alembic.script import ScriptDirectory  # noqa: PLC0415

    known = {script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions()}
    if to not in {"head", "base", *known}:
        raise SchemaError(f"there is no schema {to!r}; there are base, {', '.join(sorted(known))}")
    with engine.begin() as connection:
        if to == "base" and inspect(connection).has_table("log_head"):
            size = connection.scalar(text("SELECT size FROM log_head"))
            if size:
                raise SchemaError(
                    f"the log holds {size} events, and nothing recorded is deleted; base is for an empty log"
                )
        if to == "head" or (to != "base" and to >= (_present(connection) or "")):
            command.upgrade(_config(connection), to)
        else:
            command.downgrade(_config(connection), to)


def check(engine: Engine) -> None:
    """Return quietly if the database has the schema that this version needs; raise `SchemaError` if not."""
    try:
        found, wanted = present(engine), needed()
    except DatabaseError as error:
        raise SchemaError("the database does not answer") from error
    if found == wanted:
        return
    if found is not None and found > wanted:
        raise SchemaError(f"the database has schema {found}, newer than {wanted}; use a newer Khronika")
    raise SchemaError(f"the database has schema {found or 'none'}, this version needs {wanted}; run: khronika migrate")
