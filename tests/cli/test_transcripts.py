"""Terminal sessions, each a file beside this one, replayed and compared line by line.

    # sample.jsonl                        an invented file is put into the directory before the session
    # policy.yaml: lookup: -> lookpu:     from here on the file says something else
    $ jikim check policy.yaml             a command; what follows is all it writes, stdout and stderr as they come
    policy.yaml: [...]                    `[...]` stands for whatever is there; alone on a line, for any lines
    [exit 1]                              its exit code, where that is not 0

A line that starts with `# ` after a blank one is a remark. Blank lines at the end of an output are not compared.
"""

from __future__ import annotations

import io
import os
import re
import shlex
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from tests.cli.ledgers import cosigned, half_cosigned, kept, tampered, whole

from jikim.cli import main

HERE = Path(__file__).parent
SAMPLES: dict[str, Callable[[], bytes]] = {
    "sample.jsonl": whole,
    "tampered.jsonl": tampered,
    "cosigned.jsonl": cosigned,
    "half.jsonl": half_cosigned,
    "kept.note": kept,
}
REST = "[...]"


@dataclass
class Command:
    """One command of a session, what it should write, and what is changed before it."""

    line: int
    words: list[str]
    environment: dict[str, str]
    changes: list[tuple[str, str, str]]
    output: list[str] = field(default_factory=list)
    code: int = 0


def read(path: Path) -> tuple[list[str], list[Command]]:
    """The samples and the commands of a transcript."""
    samples: list[str] = []
    commands: list[Command] = []
    changes: list[tuple[str, str, str]] = []
    remarks = True
    for number, text in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        # A remark stands after a blank line: elsewhere `# ` is output, such as a document's title.
        remarks = text.startswith("# ") if remarks and text else not text
        if text.startswith("$ "):
            environment, words = {}, shlex.split(text[2:])
            while "=" in words[0]:
                name, _, value = words.pop(0).partition("=")
                environment[name] = value
            assert words.pop(0) == "jikim", f"line {number}: a transcript runs jikim alone"
            commands.append(Command(number, words, environment, changes))
            changes = []
        elif remarks and (change := re.fullmatch(r"# (\S+): (.+) -> (.*)", text)):
            changes.append((change[1], change[2], change[3]))
        elif remarks and text[2:] in SAMPLES:
            samples.append(text[2:])
        elif remarks and text:
            continue
        elif found := re.fullmatch(r"\[exit (\d+)]", text):
            commands[-1].code = int(found[1])
        elif commands:
            commands[-1].output.append(text)
        else:
            assert not text, f"line {number}: output before any command"
    return samples, commands


def typed(words: list[str], environment: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> tuple[str, int]:
    """Everything a command writes, and its exit code."""
    screen = io.BytesIO()
    stream = io.TextIOWrapper(screen, encoding="utf-8", write_through=True)
    with monkeypatch.context() as patched:
        for name, value in environment.items():
            patched.setenv(name, value)
        patched.setattr(sys, "stdout", stream)
        patched.setattr(sys, "stderr", stream)
        code = main(words)
    return screen.getvalue().decode(), code


def agrees(written: list[str], expected: list[str]) -> bool:
    """Whether the lines are as the transcript says."""
    pattern = "".join(
        "(?:.*\n)*?"
        if text == REST
        else ".*".join(re.escape(part) for part in text.rstrip().split(REST)) + r"[^\S\n]*\n"
        for text in expected
    )
    return re.fullmatch(pattern, "".join(f"{text}\n" for text in written)) is not None


def trimmed(lines: list[str]) -> list[str]:
    while lines and not lines[-1].strip():
        lines = lines[:-1]
    return lines


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty directory and an environment that says nothing of Jikim."""
    for name in [name for name in os.environ if name.startswith("JIKIM_")]:
        monkeypatch.delenv(name)
    for name, value in {"COLUMNS": "100", "NO_COLOR": "1", "LC_ALL": "C.UTF-8"}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("path", sorted(HERE.glob("*.txt")), ids=lambda path: path.stem)
def test_transcript(path: Path, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A terminal session goes as it is written down."""
    samples, commands = read(path)
    assert commands
    for name in samples:
        (place / name).write_bytes(SAMPLES[name]())
    for command in commands:
        for name, before, after in command.changes:
            text = (place / name).read_text(encoding="utf-8")
            assert before in text, f"{path.name}: `{before}` is not in {name}"
            (place / name).write_text(text.replace(before, after, 1), encoding="utf-8")
        output, code = typed(command.words, command.environment, monkeypatch)
        where = f"{path.name}, line {command.line}"
        written, expected = trimmed(output.splitlines()), trimmed(command.output)
        assert agrees(written, expected), f"{where} wrote\n{output}\nand not\n" + "\n".join(expected)
        assert code == command.code, f"{where} exited {code}\n{output}"


def test_a_transcript_notices_a_difference() -> None:
    """The comparison fails on a changed, a missing and an extra line, and allows what a wildcard stands for."""
    assert agrees(["a 1 b", "c"], ["a [...] b", "c"])
    assert agrees(["x", "y", "z"], ["x", REST])
    assert not agrees(["a 1 b", "d"], ["a [...] b", "c"])
    assert not agrees(["a"], ["a", "b"])
    assert not agrees(["a", "b"], ["a"])


def test_every_command_has_a_transcript() -> None:
    """Each command but those that have tests of their own is in some session that succeeds."""
    from jikim.cli.commands import COMMANDS, EXPORTS

    done = {
        tuple(word for word in command.words[:2] if not word.startswith("-"))
        for path in HERE.glob("*.txt")
        for command in read(path)[1]
        if command.code == 0 and not {"--help", "-h"} & set(command.words)
    }
    named = {words[0] for words in done if words}
    assert named >= set(COMMANDS) - {
        "backup",
        "completion",  # tests/cli/test_help.py
        "distribute",  # tests/db/test_distributing.py
        "rebalance",  # tests/db/test_moving_load.py
        "sequence",
        "write",  # it answers until it is stopped: tests/web/test_writing.py
        "demo",
        "drill",
        "epoch",
        "import-records",  # tests/moves/test_how_to.py
        "jobs",
        "prove",
        "publish",
        "receipt",
        "restore",
        "serve",
        "sweep",
        "reindex",
        "unseal",
        "witness",
    }
    assert EXPORTS
