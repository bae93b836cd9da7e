"""Settings from the environment, read when asked for and never at import."""

from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict, SettingsError

from domain.errors import InvalidError

DEFAULT_DATABASE = "sqlite:///khronika.sqlite3"
READY_LAG = 1000
CHECKPOINT_SECONDS = 60
PREFIX = "KHRONIKA_"
ADDRESS = r"^https?://[A-Za-z0-9.:\[\]-]+(/[A-Za-z0-9.-]+)*$"
"""An address without a slash at its end, of characters that every form of citation takes as they are."""

CONTACT = r"^(https?://[A-Za-z0-9][^\s<>\"']{0,300}|[A-Za-z0-9._+-]{1,64}@[A-Za-z0-9.-]{1,253})$"
"""A mail address, or the address of a page that says how to write."""


class AuthoritySetting(BaseModel):
    """A time-stamping authority: a name of ours, its address, and a file with the certificates that it must lead to."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Annotated[str, Field(pattern="^[a-z0-9-]{1,40}$")]
    url: Annotated[str, Field(pattern=r"^https?://[^\s]+$")]
    certificates: Path


class Settings(BaseSettings):
    """``KHRONIKA_DATABASE_URL`` says where the record is; ``KHRONIKA_RECORDER`` the role that records.

    ``KHRONIKA_ARCHIVE`` is the folder of the captured copies of sources; without it none are kept or given.

    ``KHRONIKA_KEY`` is the file of the private key that signs checkpoints, ``KHRONIKA_ORIGIN`` the name of the log in
    them, ``KHRONIKA_JOURNAL`` the file that keeps what was signed, outside the database; without a key nothing is
    signed. ``KHRONIKA_CHECKPOINT_SECONDS`` is how often the service signs, where the log has grown.
    ``KHRONIKA_AUTHORITIES`` are those asked to time-stamp checkpoints, as JSON: a list of objects with name, url and
    certificates. ``KHRONIKA_READY_LAG`` is how many events the read models may be behind while the service counts as
    ready. ``KHRONIKA_ADDRESS`` is where readers find the record on the web, for citations; without it they name no
    page. ``KHRONIKA_PARTNER_TOKEN`` is the file of the token that a partner's mirror has to show for being given the
    events, those of withheld people included; without it nobody is given any. ``KHRONIKA_CONTACT`` is the mail address,
    or the address on the web, to which readers report errors and dangers; without it the page says whom to ask.
    """

    model_config = SettingsConfigDict(env_prefix=PREFIX)

    database_url: str = DEFAULT_DATABASE
    recorder: str = "recorder"
    archive: Path | None = None
    authorities: tuple[AuthoritySetting, ...] = ()
    ready_lag: Annotated[int, Field(ge=0)] = READY_LAG
    origin: str | None = None
    key: Path | None = None
    journal: Path | None = None
    checkpoint_seconds: Annotated[int, Field(ge=1)] = CHECKPOINT_SECONDS
    address: Annotated[str, Field(pattern=ADDRESS)] | None = None
    contact: Annotated[str, Field(pattern=CONTACT)] | None = None
    partner_token: Path | None = None


def read_settings() -> Settings:
    """Read the settings; raise `InvalidError` naming the one that cannot be read."""
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors(include_input=False)[0]
        name = f"{PREFIX}{first['loc'][0]}".upper()
        raise InvalidError(f"{name}: {first['msg']}", field=name) from error
    except SettingsError as error:
        # The library names the field in its words: error parsing value for field "authorities".
        name = PREFIX + str(error).split('"')[1].upper()
        raise InvalidError(f"{name}: that is no JSON", field=name) from error
