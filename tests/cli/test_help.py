"""`jikim --help` and each command's: grouped, with examples that the parser takes, aliases, completion, and one language."""

from __future__ import annotations

import inspect
import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest
from rich.cells import cell_len

from jikim.cli import main
from jikim.cli.application import application, command, examples
from jikim.cli.bilingual import Both, korean, texts
from jikim.cli.commands import ABOUT, COMMANDS, EVERY, GROUPS
from jikim.cli.examples import EXAMPLES
from jikim.cli.options import asked_for

HOMEPAGE = str(Path(__file__).parents[2] / "homepage" / "policy.yaml")


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


# What a help text names that a program reads: options, variables, files, code, numbers and addresses.
_NAMED = re.compile(
    r"`[^`]+`|--[a-z-]+|JIKIM_[A-Z_]+|\b[A-Za-z0-9_.-]+\.(?:yaml|json|md|gz|dump|tar)\b|\bCtrl-C\b", re.ASCII
)


def _names(text: str) -> set[str]:
    return {" ".join(one.split()) for one in _NAMED.findall(text)}


@pytest.mark.parametrize("name", EVERY)
def test_every_help_text_is_in_both_languages(name: str) -> None:
    """A command's line, its help and each of its options stand in English and Korean, and both name the same options,
    variables and files; the Korean line and options are short, and its help has as many paragraphs."""
    path, line = EVERY[name]
    told = command(path)
    english, other = inspect.cleandoc(told.__doc__ or ""), korean(told)
    assert re.search("[가-힣]", line.korean)
    assert not line.korean.endswith((".", "다", "요"))
    assert len(english.split("\n\n")) == len(other.split("\n\n"))
    assert _names(english) == _names(other)
    for about in texts(told).values():
        assert isinstance(about, Both)
        assert not about.korean.endswith((".", "다", "요"))
        assert _names(about) == _names(about.korean), about


@pytest.mark.parametrize("name", [*EVERY, *GROUPS, "export", ""])
def test_help_speaks_one_language(capsys: pytest.CaptureFixture[str], name: str) -> None:
    """`--help --lang ko` has no word of English but names, and the same options and usage as in English, which has no
    Korean."""
    assert main([*name.split(), "--help", "--lang", "en"]) == 0
    english = capsys.readouterr().out
    assert main([*name.split(), "--help", "--lang", "ko"]) == 0
    other = capsys.readouterr().out
    shown = english.replace(examples(name) or "", "")
    assert not re.search("[가-힣]", shown)
    assert not re.search(
        r"(?<!-)\b(the|and|of|usage|options|arguments|commands|examples|parameters)\b", other.partition("\n\n")[2]
    )
    columns = [re.findall(r"^  (?!\$)(\S+(?: [A-Z:]+)?)", text, re.MULTILINE) for text in (english, other)]
    assert columns[0] == columns[1]
    assert english.partition("\n\n")[0].partition(":")[2] == other.partition("\n\n")[0].partition(":")[2]
    assert max(cell_len(one) for one in re.sub(r"(?m)^  \$.*|^사용법.*|^  +jikim .*", "", other).splitlines()) <= 100


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


_ASK = """
source "$1"
COMP_WORDS=("${@:2}") COMP_CWORD=$(($# - 2)) COMPREPLY=()
$(complete -p jikim | sed 's/.*-F \\([^ ]*\\) .*/\\1/') jikim
printf '%s\\n' "${COMPREPLY[@]}"
"""


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("ex", {"export", "explain"}),
        ("render --for", {"--format"}),
        ("render --format m", {"markdown", "md"}),
        ("key re", {"revoke"}),
        ("check --lang ", {"en", "ko"}),
    ],
)
def test_bash_offers_what_can_come_next(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, typed: str, offered: set[str]
) -> None:
    """With the script taken in, bash completes commands, a group's own, options and their choices."""
    assert main(["completion", "bash"]) == 0
    (tmp_path / "completion").write_text(capsys.readouterr().out, encoding="utf-8")
    asked = ["bash", "--norc", "-c", _ASK, "bash", str(tmp_path / "completion"), "jikim", *typed.split(" ")]
    told = subprocess.run(asked, capture_output=True, text=True, check=True)
    assert set(told.stdout.split()) == offered, told.stderr


@pytest.mark.parametrize(
    "words",
    [
        ["chekc"],
        ["check", HOMEPAGE, "--stict"],
        ["check"],
        ["render", HOMEPAGE, "--layout", "x"],
        ["check", "nowhere.yaml"],
        ["explain", HOMEPAGE, "emial"],
        ["explain", HOMEPAGE, "--may", "use", "--purpose", "delivery"],
        ["attach", "draft", "nonsense", HOMEPAGE],
        ["verify", HOMEPAGE, "--key", "nonsense"],
        ["verify", HOMEPAGE, "--quorum", "3"],
        ["migrate", "--sql", "live", "--since", "0.0"],
        ["demo", "--keep", str(Path(HOMEPAGE).parent)],
        ["backup", "verify", "nowhere"],
        ["completion", "tcsh"],
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
    assert " and " not in first + second
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    main(words)
    assert not re.search("[가-힣]", capsys.readouterr().err)
    assert (asked_for(["x", "--lang=ko"]), asked_for(["x", "--language", "ko"]), asked_for(["--lang"])) == (
        "ko",
        "ko",
        "en",
    )
