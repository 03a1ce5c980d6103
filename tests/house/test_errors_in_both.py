"""Every error says itself in English and in Korean: the constructor asks for both, and here the two are compared as they
stand in the source."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import NamedTuple

import pytest
from tests.house.source import ROOT

import jikim
from jikim.errors import ConflictError, InvalidError, JikimError, NotFoundError

HANGUL = re.compile("[가-힣]")
# A particle left open is for forms on paper; `particles.py` knows which it is.
OPEN = re.compile(r"[은을이과와]\([는를가와과]\)|\(으\)로")
# A sentence ends as one, or says by a colon what it is about.
ENDED = re.compile(r"(니다|세요|인가요)[.?]?( \([^()]*(\([^()]*\))?[^()]*\))?(\{\})*$|: .*$")


class Words(NamedTuple):
    """What a call says: where it stands, both messages and both hints, as far as they are literals."""

    where: str
    message: ast.expr
    korean: ast.expr
    hint: ast.expr | None
    korean_hint: ast.expr | None


def _text(node: ast.expr | None) -> str | None:
    """The literal parts of a text, `{}` where a value goes; None for what is no literal."""
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.JoinedStr(values=parts):
            return "".join(str(one.value) if isinstance(one, ast.Constant) else "{}" for one in parts)
    return None


def said() -> Iterator[Words]:
    """Each construction of an error with `ko`, and each of a ProofError."""
    for room in ("src", "homepage"):
        for path in sorted((ROOT / room).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if not (isinstance(node, ast.Call) and node.args and ast.unparse(node.func).endswith("Error")):
                    continue
                named = {one.arg: one.value for one in node.keywords}
                where, korean = f"{path.relative_to(ROOT)}:{node.lineno}", named.get("ko")
                hint = named.get("hint") or (node.args[1] if len(node.args) > 1 else None)
                if isinstance(korean, ast.Tuple) and len(korean.elts) == 2:
                    yield Words(where, node.args[0], korean.elts[0], hint, korean.elts[1])
                elif isinstance(node.func, ast.Name) and node.func.id == "ProofError" and len(node.args) == 2:
                    en, ko = told.elts if isinstance(told := named.get("hint"), ast.Tuple) else (None, None)
                    yield Words(where, *node.args, en, ko)


def test_each_error_is_said_in_korean_as_a_sentence() -> None:
    """The Korean of each error is Korean, ends as a sentence does and leaves no particle open; it has a hint where the
    English has one, and only there."""
    found, wrong = list(said()), []
    assert len(found) > 500
    for one in found:
        korean, hint = _text(one.korean), _text(one.korean_hint)
        if korean and re.search(r"\w", korean) and not (HANGUL.search(korean) and ENDED.search(korean)):
            wrong.append(f"{one.where}: {korean}")
        if OPEN.search(f"{korean} {hint}"):
            wrong.append(f"{one.where}: an open particle")
        has, needs = hint not in ("", None) or _text(one.korean_hint) is None, one.hint is not None
        if one.korean_hint is not None and has != needs:
            wrong.append(f"{one.where}: a hint in one language alone")
    assert wrong == []


@pytest.mark.parametrize("kind", [JikimError, ConflictError, NotFoundError, jikim.DeniedError])
def test_an_error_without_korean_cannot_be_made(kind: type[JikimError]) -> None:
    """Whoever leaves the Korean out makes no error at all."""
    with pytest.raises(TypeError):
        kind("it cannot be done")


def test_what_a_caller_sent_is_left_out_in_both_languages() -> None:
    """An error repeats what its caller sent to the caller alone; its words for others leave it out."""
    error = NotFoundError("nothing is known of `{}`", given="ZX-7", ko=("알려진 것이 없는 번호입니다: `{}`", ""))
    assert [error.spoken("ko").message, error.words("ko").reason] == [
        "알려진 것이 없는 번호입니다: `ZX-7`",
        "알려진 것이 없는 번호입니다",
    ]
    assert [error.spoken("en").message, error.words("en").reason] == [
        "nothing is known of `ZX-7`",
        "nothing is known of that",
    ]


def test_a_wrong_value_is_said_in_the_language_that_is_asked_for() -> None:
    """A wrong value names its item in each language, and no value."""
    error = InvalidError("no address", item="email", hint="write one", ko=("주소가 아닙니다", "주소를 적어 주세요"))
    assert str(error.spoken("ko")) == "`email`: 주소가 아닙니다\nhint: 주소를 적어 주세요"
    assert (error.text, error.said("en")) == ("주소가 아닙니다", "no address. Write one")
    shown = InvalidError(
        "no address", item="email", hint="write a@b.c", ko=("주소가 아닙니다", "a@b.c처럼 적어 주세요")
    )
    assert shown.said("ko") == "주소가 아닙니다. a@b.c처럼 적어 주세요"
    marked = InvalidError("no name", item="name", hint="write `Gana`", ko=("이름이 아닙니다", "`가나`처럼 적어 주세요"))
    assert [marked.said(language) for language in ("en", "ko")] == [
        "no name. Write “Gana”",
        "이름이 아닙니다. ‘가나’처럼 적어 주세요",
    ]
