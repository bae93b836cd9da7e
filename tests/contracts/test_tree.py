"""What must never stand in the tree."""

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]
MOST = 500
"""Lines of a Python file."""
LONG = {ROOT / "projections" / "bundle" / "verify.py"}
"""What has to be one file, wherever it lies (docs/adr/0036)."""


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files"], check=True, capture_output=True, text=True, cwd=ROOT).stdout
    return [ROOT / name for name in listed.splitlines()]


def test_no_lock_file_and_no_host_of_a_package_registry() -> None:
    hosts = re.compile(rb"py" + rb"pi\.org|python" + rb"hosted\.org|npm" + rb"js\.(com|org)|deb\.debian\.org")
    for path in tracked():
        assert path.name not in {"uv.lock", "poetry.lock", "pylock.toml"}
        assert not hosts.search(path.read_bytes()), path


def test_requirements_are_pinned_by_hash() -> None:
    for name in ("run", "dev"):
        text = (ROOT / "requirements" / f"{name}.txt").read_text()
        pins = re.findall(r"^[a-z0-9._-]+(?:\[[a-z]+\])?==", text, re.MULTILINE)
        assert len(pins) > 20
        assert text.count("--hash=sha256:") >= len(pins)
    assert "eventsourcing==9.5.6 " in (ROOT / "requirements" / "run.txt").read_text()


def test_no_file_is_too_long_to_read() -> None:
    for path in tracked():
        if path.suffix == ".py" and path not in LONG:
            assert len(path.read_text().splitlines()) <= MOST, path


def test_file_names_and_keys_of_registers_name_nobody() -> None:
    for path in (ROOT / "registers").rglob("*.yaml"):
        assert re.fullmatch(r"register|[a-z][0-9]+", path.stem), path
        for key in re.findall(r"^\s*(?:- )?key: (\S+)", path.read_text(), re.MULTILINE):
            assert re.fullmatch(r"[a-z][0-9]+(-[a-z]+[0-9]+[a-z]?)?|scope(-[0-9-]+)?", key), key


def test_every_file_of_the_largest_room_stands_beside_a_question() -> None:
    table = (ROOT / "docs" / "architecture.md").read_text()
    files = [f"projections/{path.name}" for path in (ROOT / "projections").glob("[!_]*.py")]

    assert [file for file in files if f"`{file}`" not in table] == []
