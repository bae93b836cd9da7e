"""Settings from the environment, read when asked for and never at import."""

from pydantic_settings import BaseSettings, SettingsConfigDict

DEFAULT_DATABASE = "sqlite:///khronika.sqlite3"


class Settings(BaseSettings):
    """``KHRONIKA_DATABASE_URL`` says where the record is; ``KHRONIKA_RECORDER`` the role that records."""

    model_config = SettingsConfigDict(env_prefix="KHRONIKA_")

    database_url: str = DEFAULT_DATABASE
    recorder: str = "recorder"
