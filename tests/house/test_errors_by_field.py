"""What a program goes by stands in an error's class and fields: nothing reads it out of a message, and nothing that
came over a network is repeated."""

from __future__ import annotations

import ast
import itertools
import re
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from tests.conftest import ROOT, Cast
from tests.house.source import holding

import jikim
from jikim.api.problems import KINDS, problem_of
from jikim.app import Jikim
from jikim.errors import (
    ConflictError,
    DeniedError,
    InvalidError,
    JikimError,
    NotFoundError,
    Said,
    SealedError,
    StoreError,
)
from jikim.policy.reasons import REASONS
from jikim.remote.problems import error_of

# Errors of others that say what happened in words alone.
WORDS_ALONE = {
    "src/jikim/api/bodies.py": "msgspec tells the place of a fault in its words alone",
    "src/jikim/db/embedded.py": "a connection that the server refuses has no SQLSTATE in libpq",
}
READS = {"startswith", "endswith", "partition", "rpartition", "split", "rsplit", "removeprefix", "removesuffix", "find", "index", "replace", "count"}  # fmt: skip
MATCHES = {"findall", "search", "match", "fullmatch", "finditer", "sub"}


def _texts(node: ast.AST, caught: set[str]) -> bool:
    """Whether an expression is an error's text."""
    match node:
        case ast.Attribute(value=ast.Name(id=name), attr="message" | "args" | "text"):
            return name in caught
        case ast.Subscript(value=value):
            return _texts(value, caught)
        case ast.Call(func=ast.Name(id="str" | "repr"), args=[ast.Name(id=name)]):
            return name in caught
    return False


def readings(tree: ast.AST) -> Iterator[int]:
    """The lines at which an error's text is read, and not only said."""
    caught = {one.name for one in ast.walk(tree) if isinstance(one, ast.ExceptHandler) and one.name}
    for one in ast.walk(tree):
        if isinstance(one, ast.arg) and one.annotation is not None and "Error" in ast.unparse(one.annotation):
            caught.add(one.arg)
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Attribute(value=value, attr=attr), args=args):
                if attr in READS and _texts(value, caught):
                    yield node.lineno
                if attr in MATCHES and any(_texts(one, caught) for one in args):
                    yield node.lineno
            case ast.Compare(comparators=right) if any(isinstance(op, ast.In | ast.NotIn) for op in node.ops):
                if any(_texts(one, caught) for one in right):
                    yield node.lineno


def test_no_program_reads_an_error_by_its_words() -> None:
    """No file of the source matches, splits or searches the text of an error, but where another library gives no more."""
    found: dict[str, list[int]] = {}
    for room in ("src", "homepage"):
        for path, parsed in holding(r"\bexcept\b|Error", ROOT / room):
            if lines := list(readings(parsed)):
                found[path.relative_to(ROOT).as_posix()] = lines
    assert set(found) == set(WORDS_ALONE), found


@pytest.mark.parametrize(
    "code",
    [
        "re.findall('x', error.message)",
        "error.message.startswith('there is no')",
        "'x' in str(error)",
        "str(error).partition(':')",
        "error.args[0].split()",
        "PATTERN.search(error.message)",
    ],
)
def test_the_search_finds_each_way_of_reading(code: str) -> None:
    """Each form that once stood in the source is found."""
    assert list(readings(ast.parse(f"try:\n    pass\nexcept JikimError as error:\n    {code}")))


# What only a terminal reaches: its reader typed it.
TERMINAL = ("cli", "witness", "demo", "drill", "backup", "keys", "proof", "publishing", "mail", "cookies", "moves")
TERMINAL_FILES = ("settings.py", "db/dsns.py", "api/keys.py", "web/running.py", "policy_files.py")


def test_what_a_caller_sent_has_a_place_of_its_own_in_a_message() -> None:
    """An error that the API may answer quotes its caller by `given`, never by an f-string: what is answered leaves it
    out."""
    source, found = ROOT / "src" / "jikim", []
    for path in source.rglob("*.py"):
        name = path.relative_to(source).as_posix()
        if name in TERMINAL_FILES or Path(name).parts[0] in TERMINAL:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            match node:
                case ast.Call(
                    func=ast.Name(id="JikimError" | "ConflictError" | "StoppedError" | "NotFoundError"),
                    args=[ast.JoinedStr(values=values), *_],
                ):
                    parts = itertools.pairwise(values)
                    if any(
                        isinstance(one, ast.Constant)
                        and str(one.value).endswith("`")
                        and isinstance(then, ast.FormattedValue)
                        for one, then in parts
                    ):
                        found.append(f"{name}:{node.lineno}")
    assert found == []


REQUEST = uuid4()
ERRORS: list[JikimError] = [
    DeniedError(
        "a correction is open", clause="7.4a", why="frozen", hint="h", request=REQUEST, ko=Said("정정 중", "h")
    ),
    DeniedError(
        REASONS["unreadable"].en,
        clause="10.1",
        why="unreadable",
        hint="h",
        about=("password", "name"),
        ko=Said("읽을 수 없음", "h"),
    ),
    DeniedError(
        REASONS["evaluation-error"].en, clause="", why="evaluation-error", hint="h", ko=Said("판단하지 못함", "h")
    ),
    InvalidError("no address", item="email", hint="h", ko=("주소 아님", "h")),
    ConflictError("somebody was faster", hint="h", ko=("그 사이에 변경됨", "h")),
    NotFoundError("nothing is known of `{}`", given="what a caller sent", ko=("모름: `{}`", "")),
    SealedError("it is sealed", ko=("봉인됨", "")),
    StoreError("it is not there", ko=("없음", "")),
    JikimError("`{}` is no event", given="what a caller sent", hint="h", ko=("이벤트 아님: `{}`", "h")),
]


@pytest.mark.parametrize("error", ERRORS, ids=[f"{n}-{type(one).__name__}" for n, one in enumerate(ERRORS)])
def test_an_error_goes_over_the_network_by_its_fields(jk: Jikim, error: JikimError) -> None:
    """The remote SDK raises the same class with the same clause, code, items, request and way on; what the caller sent
    is not sent back."""
    problem = problem_of(error, jk.policy)
    came = error_of(problem.body("en"))
    assert type(came) is type(error)
    for field in ("clause", "why", "about", "request", "item", "text"):
        assert getattr(came, field, None) == getattr(error, field, None), field
    korean = error_of(problem.body("ko"), "ko")
    assert type(korean) is type(error)
    assert re.search("[가-힣]", korean.message)
    assert "what a caller sent" not in str([problem.body("en"), problem.body("ko")])
    if isinstance(error, DeniedError) and error.why != "frozen":
        assert (came.message, came.hint) == (error.message, error.hint)


def test_the_codes_of_problems_and_of_denials_are_two_sets() -> None:
    """A problem's code alone says whether the policy's denial or something else is meant."""
    assert not set(KINDS) & set(REASONS)


def test_what_is_not_there_is_a_class_of_its_own(jk: Jikim, cast: Cast) -> None:
    """A number of nobody, of no certificate and of no publication are each told by their class."""
    for ask in (
        lambda: jk.receipt(uuid4()),
        lambda: jk.certificate_receipt(uuid4()),
        lambda: jk.by(cast.omar).withdraw_publication(999, "it was wrong"),
    ):
        with pytest.raises(jikim.NotFoundError):
            ask()
