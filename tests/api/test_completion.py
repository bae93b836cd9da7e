"""What shells complete: commands, options, words of ours, files; and nobody's name. Asked as real shells ask."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.api.conftest import KHRONIKA, Command

ASK = {
    "bash": """
        shopt -s extglob; {script}
        COMP_WORDS=({words} "$1"); COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1))
        compopt() {{ echo "($*)"; }}
        _khronika_completion khronika; printf '%s\\n' "${{COMPREPLY[@]}}"
    """,
    "zsh": """
        autoload -Uz compinit; compinit -u -D; {script}
        words=({words} "$1"); CURRENT=${{#words[@]}}
        _describe() {{ print -rl -- ${{(P)4}} ${{(P)3}}; }}; _path_files() {{ print "(files)"; }}
        compadd() {{ print -rl -- "${{@[-1]}}" }}
        _khronika_completion
    """,
    "fish": "{script}\ncomplete --do-complete '{words} $argv[1]'",
}


def asked(shell: str, words: str, begun: str, folder: Path) -> list[str]:
    """Return what a real shell offers after some words, for one that is begun."""
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not on this machine")
    script = Command("sqlite:///none").ok("completion", shell).out
    environment = {
        **os.environ,
        "PATH": f"{KHRONIKA.parent}:{os.environ['PATH']}",
        "KHRONIKA_DATABASE_URL": "sqlite:///none",
    }
    done = subprocess.run(
        [shell, "-c", ASK[shell].format(script=script, words=words), shell, begun],
        check=False, capture_output=True, text=True, env=environment, cwd=folder, timeout=60,
    )  # fmt: skip

    assert done.stderr == ""
    return done.stdout.split()


@pytest.mark.parametrize(
    ("words", "begun", "expected"),
    [
        ("khronika", "ser", {"series", "serve"}),
        ("khronika count", "--defin", {"--definition"}),
        ("khronika count --definition", "", {"held", "in-custody", "restricted", "ever-recognized", "former"}),
        ("khronika count --by", "rec", {"recognizer"}),
        ("khronika cite --format", "b", {"bibtex"}),
        ("khronika key", "r", {"rotate"}),
    ],
)
def test_bash_completes_commands_options_and_words(words: str, begun: str, expected: set[str], tmp_path: Path) -> None:
    assert set(asked("bash", words, begun, tmp_path)) == expected


def test_bash_completes_files_where_a_file_is_meant(tmp_path: Path) -> None:
    assert asked("bash", "khronika export csv", "fa", tmp_path) == ["(-o", "default)"]


@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_other_shells_complete_a_definition(shell: str, tmp_path: Path) -> None:
    assert any("former" in word for word in asked(shell, "khronika count --definition", "for", tmp_path))


def completed(words: str, number: int, folder: Path) -> str:
    environment = {
        **os.environ,
        "_KHRONIKA_COMPLETE": "bash_complete",
        "COMP_WORDS": words,
        "COMP_CWORD": str(number),
        "KHRONIKA_DATABASE_URL": f"sqlite:///{folder}/none.sqlite3",
    }
    done = subprocess.run([KHRONIKA], check=False, capture_output=True, text=True, env=environment, cwd=folder)

    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def test_nothing_that_is_recorded_is_asked_for_or_offered(tmp_path: Path) -> None:
    """There is no database, and none is made; a person's identifier is completed by nothing."""
    assert completed("khronika person ", 2, tmp_path) == "\n"
    assert completed("khronika count --recognized-by ", 3, tmp_path) == "\n"
    assert list(tmp_path.iterdir()) == []
