"""A promise is cited by its number, or in words: no policy that numbers nothing answers with a key of the program's."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from tests.conftest import HOMEPAGE

from jikim.cli import main
from jikim.cli.prove import _lines as lines_of
from jikim.cli.starting import KINDS, Answers, Kind, composed
from jikim.policy.citing import MECHANISMS, cited, in_words, is_number, place_of
from jikim.policy.compile import compile_policy
from jikim.policy.compiled import Policy
from jikim.policy.decide import deny
from jikim.policy.numbers import Numbers
from jikim.policy.parse import parse
from jikim.policy.reasons import REASONS
from jikim.policy.render import render_html
from jikim.prove.evidence import Evidence
from jikim.prove.mechanism import Finding
from jikim.prove.promises import MECHANISMS as WAYS
from jikim.prove.promises import MechanismFinding, Promise
from jikim.prove.proving import Proven
from jikim.remote.problems import error_of as from_problem
from jikim.verbs.house import error_of
from jikim.web.parts import Book

SOURCE = Path(__file__).parents[2] / "src" / "jikim"


def compiled(text: str) -> Policy:
    policy = parse(text, "policy.yaml").policy
    assert policy is not None
    return compile_policy(policy, Numbers())


@pytest.mark.parametrize("kind", KINDS)
def test_a_denial_of_a_policy_without_numbers_names_its_promise_in_words(kind: Kind) -> None:
    """Of every policy that `jikim init` makes: each error, here and from a house elsewhere, and each link on a page;
    none shows a key or a path."""
    policy = compiled(composed(Answers(kind=kind), date(2031, 3, 4)).text)
    parts = [rules.clause for rules in policy.records.values()]
    parts += [rule.clause for rules in policy.records.values() for rule in rules.keep]
    parts += [reading.clause for reading in policy.reading.values()]
    parts += [handing.clause for handing in (*policy.providing.values(), *policy.entrusting.values())]
    for clause in filter(None, (*(deny(policy, why).clause for why in REASONS), *parts)):
        denied = deny(policy, "purpose", clause=clause)
        here = error_of(denied)
        there = from_problem(
            {"type": "urn:jikim:problem:purpose", "title": "no", "clause": clause, "cited": here.cited}
        )
        assert not is_number(clause)
        for error in (str(here), str(there)):
            assert f"clause {clause}" not in error
            assert re.search(r"\(the policy on (the [a-z ]+ )?“", error), error
        for language in ("ko", "en"):
            shown = str(Book(policy.file, language, policy.zone, lambda one: f"/policy#{place_of(one)}").clause(clause))
            assert f">{clause}<" not in shown
            assert re.search(r"[가-힣]" if language == "ko" else r"“[a-zA-Z]", shown), shown


def test_a_part_is_cited_by_its_label() -> None:
    """A record, a rule of keeping and a processor stand by what the policy calls them, in each language."""
    policy = compiled(composed(Answers(kind="shop"), date(2031, 3, 4)).text)
    label = policy.file.records["order"].label
    assert cited("records.order", "ko", policy.file) == f"기록 ‘{label['ko']}’"
    assert cited("records.order", "en", policy.file) == f"record “{label['en']}”"
    processor = policy.file.processors["parcels"].label
    assert in_words("processors.parcels", "ko", policy.file) == f"방침의 처리 위탁 ‘{processor['ko']}’"


def test_a_numbered_policy_is_cited_by_its_numbers() -> None:
    """The homepage's denials keep their clause: nothing of it is told in other words."""
    policy = compiled(HOMEPAGE.read_text(encoding="utf-8"))
    assert str(error_of(deny(policy, "frozen"))).partition("\n")[0].endswith("(clause 7.4a)")
    assert (cited("7.4a", "ko"), in_words("7.4a", "ko"), place_of("7.4a")) == ("7.4a", "방침 7.4a", "c7.4a")


def test_every_mechanism_has_words_and_its_sentence_a_place() -> None:
    """Every mechanism that a denial or the code names can be cited; where the document of a policy without numbers says
    it, the link leads there."""
    texts = [path.read_text(encoding="utf-8") for ending in ("py", "html") for path in SOURCE.rglob(f"*.{ending}")]
    named = {
        one
        for text in texts
        for one in re.findall(r"policy\.clause\(\"([a-z-]+)\"\)|clauses\.get\(\"([a-z-]+)\"", text)
        for one in one
        if one
    }
    assert {reason.mechanism for reason in REASONS.values() if reason.mechanism} | named <= set(MECHANISMS)
    policy = compiled(composed(Answers(kind="shop"), date(2031, 3, 4)).text)
    made = render_html(policy.file, "ko")
    for clause in ("frozen", "told", "records.order.keep.0", "purposes.delivery", "notice.important"):
        assert f'id="{place_of(clause)}"' in made


@pytest.mark.parametrize("kind", KINDS)
def test_explain_cites_a_promise_without_a_number_in_words(
    kind: Kind, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What `jikim explain` tells of every record, and answers to a question: beside its path in the file each promise
    stands by its words."""
    path = tmp_path / "policy.yaml"
    path.write_text(composed(Answers(kind=kind), date(2031, 3, 4)).text, encoding="utf-8")
    file = compiled(path.read_text(encoding="utf-8")).file
    asked = [[name] for name in file.records]
    name, record = next((name, one) for name, one in file.records.items() if one.for_)
    question = ["--may", "use", "--record", name, "--item", record.items.required[0], "--purpose", record.for_[0]]
    asked.append([*question, "--state", "frozen"])
    quotes = {"ko": "‘", "en": "“"}
    for language in file.service.languages:
        quoted = quotes[language]
        for words in asked:
            assert main(["explain", str(path), *words, "--lang", language]) in (0, 1)
            said = re.findall(r"\[([^\]]+)\]$", capsys.readouterr().out, re.MULTILINE)
            assert said
            assert [one for one in said if quoted not in one and not one.startswith("refuse")] == []


def test_prove_cites_a_promise_without_a_number_in_words() -> None:
    """`jikim prove` names each promise by its words, in short and in full; one with a number by it."""
    file = compiled(composed(Answers(kind="shop"), date(2031, 3, 4)).text).file
    found = Finding("broken", "없음", "there is none")
    part = MechanismFinding(WAYS["contracts"], (), found)
    promises = [Promise(one, one, (part,), (), "broken") for one in ("records.order", "frozen", "7.4a")]
    at = datetime(2031, 3, 4, tzinfo=UTC)
    proven = Proven(at, Evidence(at, at.date()), tuple(promises))
    for whole in (False, True):
        text = "\n".join(lines_of(proven, file, promises, "en", whole=whole))
        for words in ("! record “Order”  broken", "! “no use while a correction is open”  broken", "! 7.4a  broken"):
            assert words in text
        assert "records.order" not in text


def test_pages_print_no_key_of_a_promise() -> None:
    """In no template does a promise stand as text but by `cited`; the lines of one page come with theirs cited."""
    printed = re.compile(r">[^<{]*(?:\{%[^%]*%\}[^<{]*|\{\{[^}]*\}\}[^<{]*)*\{\{ (?:\w+\.)?clause \}\}(?=[^\"<>]*[<{])")
    found = {path.name for path in SOURCE.rglob("*.html") if printed.search(path.read_text(encoding="utf-8"))}
    assert found <= {"uses.html"}


def test_no_page_of_ours_has_a_number_of_one_policy() -> None:
    """Pages cite the promise of the policy that runs: none writes a number of the homepage's where another policy has
    none."""
    for path in SOURCE.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"clause\(\"\d|clauses\.get\(\"[a-z-]+\", \"\d", text), path
