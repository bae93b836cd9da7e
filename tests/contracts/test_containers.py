"""The compose file and the image, as far as they can be checked without an engine."""

import os
import re
import signal
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from api.settings import READY_LAG
from ledger.ledger import Ledger
from tests.api.conftest import KHRONIKA, Command
from tests.api.processes import free_port, running, soon
from tests.ledger.batches import drafts

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
    assert services["service"]["depends_on"]["registers"] == {"condition": "service_completed_successfully"}
    for name in ("registers", "projector"):
        assert services[name]["depends_on"]["migrate"] == {"condition": "service_completed_successfully"}


def test_each_command_of_the_services_is_one_that_the_command_line_knows(compose: dict[str, Any]) -> None:
    for service in compose["services"].values():
        if "command" in service:
            name, *options = service["command"]
            helped = Command("sqlite:///none").ok(name, "--help").out
            assert all(option in helped for option in options if option.startswith("--"))


def test_the_projector_is_a_service_of_its_own_and_there_is_one(compose: dict[str, Any]) -> None:
    commands = [service["command"] for service in compose["services"].values() if "command" in service]

    assert commands.count(["project"]) == 1
    assert all("--no-projector" in command for command in commands if command[0] == "serve")
    for name in ("projector", "service"):
        assert compose["services"][name]["restart"] == "unless-stopped"


def test_the_health_checks_say_ready_and_not_ready(compose: dict[str, Any], database_url: str) -> None:
    """The commands of the compose file, run here: on an up-to-date database, and when nobody projects."""
    port = str(free_port())
    run = {**os.environ, "KHRONIKA_DATABASE_URL": database_url, "PATH": f"{KHRONIKA.parent}:{os.environ['PATH']}"}

    def found(name: str) -> int:
        kind, *command = compose["services"][name]["healthcheck"]["test"]
        assert kind == "CMD"
        command = [word.replace(":8000/", f":{port}/") for word in command]
        return subprocess.run(command, check=False, capture_output=True, env=run, timeout=30).returncode

    with running(database_url, "serve", "--port", port, "--no-projector") as service:
        soon(lambda: found("service") == 0, "the service is ready")
        assert found("projector") == 0
        with Ledger(database_url, now=lambda: datetime.now(UTC)) as ledger:
            ledger.record(drafts(READY_LAG + 1))

        assert found("service") != 0
        assert found("projector") == 1
        assert service.ends(signal.SIGTERM) == 0


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
