"""The compose file and the image, as far as they can be checked without an engine."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.api.conftest import Command

ROOT = Path(__file__).parents[2]


@pytest.fixture
def compose() -> dict[str, Any]:
    return yaml.safe_load((ROOT / "docker-compose.yml").read_text())  # type: ignore[no-any-return]  # a mapping


def test_each_service_waits_for_one_that_exists(compose: dict[str, Any]) -> None:
    services = compose["services"]
    for name, service in services.items():
        assert ("build" in service) != ("image" in service), name
        assert set(service.get("depends_on", {})) <= set(services)
    assert services["database"]["image"] == "postgres:18"
    assert services["service"]["depends_on"] == {"registers": {"condition": "service_completed_successfully"}}


def test_each_command_of_the_services_is_one_that_the_command_line_knows(compose: dict[str, Any]) -> None:
    for service in compose["services"].values():
        if "command" in service:
            Command("sqlite:///none").ok(service["command"][0], "--help")


def test_nothing_is_published_beyond_this_machine(compose: dict[str, Any]) -> None:
    for service in compose["services"].values():
        assert all(port.startswith("127.0.0.1:") for port in service.get("ports", []))
        assert "--host" not in service.get("command", [])


def test_the_database_url_is_the_only_setting_of_the_service(compose: dict[str, Any]) -> None:
    environment = compose["services"]["service"]["environment"]

    assert set(environment) == {"KHRONIKA_DATABASE_URL"}
    assert environment["KHRONIKA_DATABASE_URL"].startswith("postgresql://")


def test_the_image_copies_what_exists_and_installs_by_hash_as_nobody_special() -> None:
    text = (ROOT / "Dockerfile").read_text()
    copied = [path for line in re.findall(r"^COPY (.+) \S+$", text, re.MULTILINE) for path in line.split()]

    assert all((ROOT / path).exists() for path in copied)
    assert {"domain", "ledger", "projections", "api", "migrations", "registers"} <= set(copied)
    assert "--require-hashes" in text
    assert re.search(r"^USER khronika$", text, re.MULTILINE)
