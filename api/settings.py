"""Settings from the environment, read when asked for and never at import."""

from typing import Annotated

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from domain.errors import InvalidError

DEFAULT_DATABASE = "sqlite:///khronika.sqlite3"
READY_LAG = 1000
PREFIX = "KHRONIKA_"


class Settings(BaseSettings):
    """``KHRONIKA_DATABASE_URL`` says where the record is; ``KHRONIKA_RECORDER`` the role that records.

    ``KHRONIKA_READY_LAG`` is how many events the read models may be behind while the service counts as ready.
    """

    model_config = SettingsConfigDict(env_prefix=PREFIX)

    database_url: str = DEFAULT_DATABASE
    recorder: str = "recorder"
    ready_lag: Annotated[int, Field(ge=0)] = READY_LAG


def read_settings() -> Settings:
    """Read the settings; raise `InvalidError` naming the one that cannot be read."""
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors(include_input=False)[0]
        name = f"{PREFIX}{first['loc'][0]}".upper()
        raise InvalidError(f"{name}: {first['msg']}", field=name) from error
