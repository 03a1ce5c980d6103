"""`jikim --help` and each command's: grouped, with examples that the parser takes, aliases, completion, and one language."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

from jikim.cli import main
from jikim.cli.application import ABOUT, COMMANDS, EXPORTS, GROUPS, SECOND, application
from jikim.cli.examples import EXAMPLES
from jikim.cli.options import asked_for

HOMEPAGE = str(Path(__file__).parents[2] / "homepage" / "policy.yaml")
EVERY = [
    *COMMANDS,
    *(f"{group} {name}" for group, (_, names) in GROUPS.items() for name in names),
    *(f"export {name}" for name in EXPORTS),
    *(f"{one} {name}" for one, (_, names) in SECOND.items() for name in names),
]


def test_every_command_has_a_group_and_an_example() -> None:
    """No command is without its group in `--help`, and none without an example; no example is of a command that is gone."""
    assert {name for names in ABOUT.values() for name in names} == {*COMMANDS, *GROUPS, "export"}
    assert set(EXAMPLES) == set(EVERY)


@pytest.mark.parametrize("line", [one for lines in EXAMPLES.values() for one in lines])
def test_an_example_is_taken(line: str) -> None:
    """Every example parses: its command, its arguments and its options are there."""
    _, *words = shlex.split(line.partition(" > ")[0])
    command, bound, _ = application(words).parse_args(words, exit_on_error=False, print_error=False)
    assert callable(command)
    assert bound.arguments or len(words) <= 2


def test_help_shows_groups_and_examples(capsys: pytest.CaptureFixture[str]) -> None:
    """The list of commands is in the named groups, and a command's help ends with its examples."""
    assert main(["--help"]) == 0
    shown = capsys.readouterr().out
    heads = re.findall(r"^([a-z ]+):$", shown, re.MULTILINE)
    assert heads == [*ABOUT, "options"]
    assert main(["render", "--help"]) == 0
    ending = capsys.readouterr().out.partition("\nexamples:\n")[2]
    assert [line.strip().removeprefix("$ ") for line in ending.splitlines() if line] == list(EXAMPLES["render"])


def test_obvious_aliases_are_taken(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """`--format md`, `--language`, `--output`, `-o` and `--directory` do what `markdown`, `--lang`, `--out` and `--dir` do."""
    assert main(["render", HOMEPAGE, "--format", "md", "--language", "ko"]) == 0
    text = capsys.readouterr().out
    for option in ("--output", "-o", "--out"):
        assert main(["render", HOMEPAGE, "--lang", "ko", option, str(tmp_path / "x.md")]) == 0
        assert (tmp_path / "x.md").read_text(encoding="utf-8") == text
    words = ["sweep", HOMEPAGE, "--directory", "here"]
    assert application(words).parse_args(words, exit_on_error=False)[1].arguments["directory"] == Path("here")


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_shell_completes(capsys: pytest.CaptureFixture[str], shell: str) -> None:
    """The script names commands, their options and the choices of one; where the shell is here, it takes the script."""
    assert main(["completion", shell]) == 0
    script = capsys.readouterr().out
    assert all(word in script for word in ("explain", "purposes", "kr.2013"))
    if shutil.which(shell):
        assert subprocess.run([shell, "-n"], input=script, text=True, check=False).returncode == 0


@pytest.mark.parametrize(
    "words",
    [
        ["chekc"],
        ["check", HOMEPAGE, "--stict"],
        ["check"],
        ["render", HOMEPAGE, "--layout", "x"],
        ["check", "nowhere.yaml"],
        ["explain", HOMEPAGE, "emial"],
        ["check", HOMEPAGE, "--at", "soon"],
        ["render", HOMEPAGE, "--out", "x.xyz"],
    ],
)
def test_a_run_speaks_one_language(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, words: list[str]
) -> None:
    """What is wrong with a command line is said in Korean where the locale is, its marks too, and in English with
    `--lang en` or under another locale."""
    monkeypatch.setenv("LC_ALL", "ko_KR.UTF-8")
    main(words)
    first, second = capsys.readouterr().err.splitlines()
    assert (first[:3], second[:4]) == ("오류:", "도움말:")
    assert all(re.search("[가-힣]", re.sub("`[^`]*`", "", line.partition(":")[2])) for line in (first, second))
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    main(words)
    assert not re.search("[가-힣]", capsys.readouterr().err)
    assert (asked_for(["x", "--lang=ko"]), asked_for(["x", "--language", "ko"]), asked_for(["--lang"])) == (
        "ko",
        "ko",
        "en",
    )
