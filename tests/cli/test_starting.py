"""`jikim init`: whatever the answers, the policy that is written is clean, compiles, can be read in its languages, and
opens."""

from __future__ import annotations

import json
import os
import pty
import re
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import product
from pathlib import Path

import pytest
from ruamel.yaml import YAML
from tests.conftest import START, Databases
from tests.drawn import sampled

import jikim
from jikim.app import Jikim, read_policy
from jikim.cli import main
from jikim.cli.init import starter
from jikim.cli.starting import KINDS, PEOPLE, Answers, Kind, composed
from jikim.cli.starting.compose import comments
from jikim.policy.check import check
from jikim.policy.compile import compile_policy
from jikim.policy.finding import Severity
from jikim.policy.model import PolicyFile
from jikim.policy.parse import parse
from jikim.policy.period import Period
from jikim.policy.render import render_markdown

DAY = date(2026, 11, 25)


WHERE = (("KR",), ("KR", "DE"), ("DE",), ("US",), ("US", "DE", "GB"))


def every(kind: Kind) -> Iterator[Answers]:
    """Answers in which each pair of what changes the policy stands together once."""
    for at, (people, payments, marketing) in enumerate(product(PEOPLE, (True, False), (True, False))):
        if (at + KINDS.index(kind)) % 2:
            yield Answers(kind, people, payments, marketing, WHERE[(at // 2 + KINDS.index(kind)) % len(WHERE)])


def clean(answers: Answers, day: date = DAY) -> PolicyFile:
    """The policy of these answers, in which `check` finds neither an error nor a warning."""
    parsed = parse(composed(answers, day).text, "policy.yaml")
    findings = [one.render("en") for one in check(parsed, day) if one.severity is not Severity.NOTE]
    assert findings == [], answers
    assert parsed.policy is not None
    return parsed.policy


@pytest.mark.drawn
@pytest.mark.parametrize("kind", sampled(KINDS))
def test_every_combination_is_clean_and_runs(kind: Kind) -> None:
    """Members, guests or both, paying or not, with news or without, in Korea, in Europe, in the States or in several."""
    for answers in every(kind):
        policy = clean(answers)
        compiled = compile_policy(policy)
        # Nobody is left out: each kind of person has a record, and each record a door.
        whose = {who for record in policy.records.values() for who in record.of}
        assert whose == set(policy.service.covers)
        assert all(record.via for record in policy.records.values())
        assert {kind for _, kind, _ in compiled.bringing} == {rules.number for rules in compiled.records.values()}
        assert ("news" in policy.purposes) is answers.marketing
        assert ("payment" in policy.items) is answers.payments
        assert ("password" in policy.items) is answers.members
        # What rests is shown to nobody alone, until whoever handles data alone says otherwise.
        assert {purpose.second_person for purpose in policy.archive.purposes.values()} == {"values"}


KOREAN = re.compile(r"[가-힣]|\bkr\.|Korea|Seoul|PIPA|Civil Act|Asia/", re.IGNORECASE)


@pytest.mark.parametrize("kind", KINDS)
def test_a_company_outside_korea_has_nothing_korean(kind: Kind) -> None:
    """Neither its file nor its document names a Korean statute, zone, body or word; its days are those of where it is."""
    answers = Answers(kind, countries=("US", "DE", "GB"), languages=("en",))
    text, policy = composed(answers, DAY).text, clean(answers)
    assert KOREAN.findall(text) == []
    assert KOREAN.findall(render_markdown(policy, "en")) == []
    assert (policy.service.country, policy.service.time_zone, policy.layout) == ("US", "America/New_York", "general")
    assert {"object", "portability", "opt-out"} <= policy.rights.keys()
    assert {right.within for right in policy.rights.values()} == {Period(1, "mo")}


def test_the_gdpr_alone_is_a_trade_of_its_own() -> None:
    """Without a word on countries and languages it is a company in the Union that speaks English."""
    policy = clean(Answers("gdpr"))
    assert policy.service.under == ("eu.gdpr",)
    assert (policy.service.country, policy.service.languages) == ("DE", ("en",))


def test_a_small_company_writes_less_than_120_lines() -> None:
    """Of a trade in which nobody pays on the site and nothing is advertised, the whole policy with its comments."""
    small = ("saas", "app", "appointment", "clinic", "academy", "game", "b2b", "gdpr", "recruiting")
    for kind in small:
        assert composed(Answers(kind, "members", payments=False, marketing=False), DAY).text.count("\n") < 120, kind


@pytest.mark.drawn
@pytest.mark.parametrize(("languages", "kind"), sampled(product([("ko", "en"), ("ko",), ("en",)], KINDS)))
def test_it_is_published_in_the_languages_that_were_asked_for(kind: Kind, languages: tuple[str, ...]) -> None:
    """The document in each of them says the service's name; a policy of one language has no text in the other."""
    answers = Answers(kind, languages=languages, service=("가나다 상점", "Ganada Store"))  # type: ignore[arg-type]
    policy = clean(answers)
    for language in languages:
        document = render_markdown(policy, language)  # type: ignore[arg-type]
        assert {"ko": "가나다 상점", "en": "Ganada Store"}[language] in document
    text = composed(answers, DAY).text
    assert ("ko:" in text) is ("ko" in languages)
    assert ("en:" in text) is ("en" in languages)


@pytest.mark.parametrize("kind", KINDS)
def test_comments_are_korean_or_english_and_say_nothing_to_the_machine(kind: Kind) -> None:
    """The two differ in their comments alone, and each comment is in the language asked for."""
    korean = composed(Answers(kind, comments="ko"), DAY)
    english = composed(Answers(kind, comments="en"), DAY)
    yaml = YAML(typ="safe", pure=True)
    assert yaml.load(korean.text) == yaml.load(english.text)
    assert comments(korean.text, "ko")
    assert comments(english.text, "en")
    told = [line for line in english.text.split("\n") if line.lstrip().startswith("#")]
    assert len(told) >= 12
    assert not [line for line in told if re.search("[가-힣]", line)]
    assert max(map(len, told)) <= 120
    assert [one.line for one in korean.open] != []
    for made in (korean, english):
        for one in made.open:
            assert made.text.split("\n")[one.line - 1].endswith(f"  # <- {one.what}")


def test_its_days_are_today_and_after_the_notice_that_it_promises() -> None:
    """Announced on the day that it was written."""
    policy = parse(composed(Answers(), date(2031, 3, 4)).text, "policy.yaml").policy
    assert policy is not None
    assert policy.version.effective - policy.version.announced == timedelta(days=7)
    assert policy.version.announced == date(2031, 3, 4)


@pytest.mark.parametrize(
    "name", ["Tea: the shop", "- dash", "{{ 7 * 7 }}", "a # b", "'single' \"double\"", "yes", "1", "*star", "가게 %s 100%", "a, b"]
)  # fmt: skip
def test_a_name_stays_what_was_typed(name: str) -> None:
    """No name can become another piece of YAML, or of the template."""
    policy = clean(Answers(service=(name, name), company=(name, name), title=(name, name)))
    assert policy.service.name == {"ko": name, "en": name}
    assert policy.officers.officer.title["ko"] == name


def test_what_it_writes_opens(databases: Databases, tmp_path: Path) -> None:
    """An appointment is made by a guest and looked up by the house; nobody may use it for anything else."""
    path = tmp_path / "policy.yaml"
    path.write_text(
        composed(Answers("appointment", "guests", payments=False, marketing=False), DAY).text, encoding="utf-8"
    )
    with Jikim(read_policy(path), databases.settings(tmp_path), demo_start=START) as jk:
        wish = {"name": "가나다", "phone": "02-555-0101", "booking_wish": "토요일 오후"}
        made = jk.collect("appointment", wish, channel="website", subject="guest", old_enough=True)
        assert jk.use(made.ref, purpose="booking", items=["booking_wish"])["booking_wish"] == "토요일 오후"
        with pytest.raises(jikim.DeniedError):
            jk.use(made.ref, purpose="support", items=["phone"])
        jk.event(made.ref, "visited")
        swept = jk.sweep()
        assert (swept.retired, swept.destroyed) == ({}, {"appointment": 1})


# ---- the command


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    return tmp_path


def test_options_answer_everything(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A script asks for a Korean appointment service without payments, and is told what is left to say."""
    words = ["--kind", "appointment", "--people", "guests", "--payments", "no", "--marketing", "no", "--languages", "ko",
             "--comments", "ko", "--service", "가나다 미용실", "--url", "https://ganada.example", "--yes"]  # fmt: skip
    assert main(["init", "new/place", *words]) == 0
    said = capsys.readouterr().out
    assert "wrote new/place/policy.yaml" in said
    assert "직접 적으셔야 하는 곳:" in said
    policy = read_policy("new/place/policy.yaml")
    assert policy.service.name == {"ko": "가나다 미용실"}
    assert policy.officers.officer.email == "privacy@ganada.example"
    assert policy.service.covers == ("guest",)
    schema = json.loads(Path("new/place/policy.schema.json").read_text(encoding="utf-8"))
    first = Path("new/place/policy.yaml").read_text(encoding="utf-8").split("\n")[0]
    assert first == "# yaml-language-server: $schema=policy.schema.json"
    assert re.search("[가-힣]", schema["properties"]["items"]["description"])


def test_nothing_that_is_there_is_overwritten(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Neither a policy, nor a link that leads nowhere, nor the schema of an editor."""
    Path("policy.schema.json").write_text("mine", encoding="utf-8")
    assert main(["init", "--yes"]) == 0
    assert "kept policy.schema.json" in capsys.readouterr().out
    assert Path("policy.schema.json").read_text(encoding="utf-8") == "mine"
    assert main(["init", "--yes"]) == 1
    assert "is there already" in capsys.readouterr().err
    Path("linked").mkdir()
    Path("linked/policy.yaml").symlink_to(here / "elsewhere.yaml")
    assert main(["init", "linked", "--yes"]) == 1
    assert not Path("elsewhere.yaml").exists()


@pytest.mark.parametrize(
    "words",
    [
        ["--countries", "Korea"],
        ["--languages", "fr"],
        ["--url", "shop"],
        ["--email", "me"],
        ["--service", " "],
        ["--kind", "bakery"],
    ],
    ids=lambda words: words[0],
)
def test_an_answer_that_is_none_writes_nothing(
    here: Path, words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """The command says which answer it cannot take, and how it is written."""
    assert main(["init", "--yes", *words]) == 2
    assert "hint:" in capsys.readouterr().err
    assert list(here.iterdir()) == []


def test_on_a_terminal_it_asks(here: Path) -> None:
    """Enter takes what is in brackets, a slip is asked again, and what an option said is not asked."""
    typed = "5\n3\nmaybe\nn\n\nKorea\nKR\nko\n가나다 의원\n\n\n\n\n\n"
    child, terminal = pty.fork()
    if child == 0:
        os.environ["LC_ALL"] = "ko_KR.UTF-8"
        os.execv(sys.executable, [sys.executable, "-m", "jikim", "init", "--marketing", "no"])
    os.write(terminal, typed.encode())
    said = b""
    while True:
        try:
            piece = os.read(terminal, 4096)
        except OSError:
            break
        if not piece:
            break
        said += piece
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0, said.decode()
    os.close(terminal)
    text = said.decode()
    assert "어떤 사업입니까?" in text
    assert "소식이나 광고" not in text
    assert text.count("결제를 받습니까?") == 2
    policy = read_policy(here / "policy.yaml")
    assert policy.service.name == {"ko": "가나다 의원"}
    assert set(policy.service.covers) == {"member", "guest"}
    assert "payment" not in policy.items
    assert "booking" in policy.purposes


def test_the_starter_is_the_shop() -> None:
    """What scripts and other tests start from."""
    assert clean(Answers()).records.keys() == {"account", "order", "complaint", "rights-request"}
    assert parse(starter(), "policy.yaml").policy is not None
