"""The tables of words that lie beside their code: each row that is asked for is there."""

from __future__ import annotations

import ast
from string import Formatter
from typing import get_args

from tests.house.source import PACKAGE, modules, tree

from jikim.policy.check import rules
from jikim.policy.reasons import REASONS, Why
from jikim.prove.promises import MECHANISMS
from jikim.tables import table


def test_each_reason_of_a_denial_has_its_words() -> None:
    """The codes that the program gives and those of the table are the same."""
    assert set(REASONS) == set(get_args(Why))


def test_each_mechanism_says_how_it_keeps_its_promise() -> None:
    """Each has its sentence in both languages."""
    assert all(one.ko and one.en for one in MECHANISMS.values())


def test_each_finding_is_given_what_its_words_name() -> None:
    """Each rule that finds something by its code hands over exactly what the words of that code name; no row is of
    another code, and none is left over."""
    words, found = table("jikim.policy.check", "findings"), set()
    for path in modules(PACKAGE / "policy" / "check"):
        for node in ast.walk(tree(path)):
            if not isinstance(node, ast.Call) or ast.unparse(node.func) != "scope.find":
                continue
            code, given = ast.literal_eval(node.args[0]), {one.arg for one in node.keywords} - {"statute", "severity"}
            named = {name for text in words[code].values() for _, name, _, _ in Formatter().parse(text) if name}
            assert given == named, code
            found.add(code)
    assert found == set(words) <= {code for rule in rules() for code in rule.codes}


def test_each_row_of_what_was_measured_is_asked_for() -> None:
    """A judge that counts names a row with the words of what it then finds, and each row has its judge."""
    words, found = table("jikim.prove", "findings"), set()
    needs = {"some": {"kept", "idle"}, "none_of": {"broken"}}
    for path in modules(PACKAGE / "prove"):
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Call) and (asked := needs.get(ast.unparse(node.func))) is not None:
                row = next(one.value for one in node.args if isinstance(one, ast.Constant))
                found |= {(row, state) for state in asked}
    assert found == {(row, state) for row, states in words.items() for state in states}
