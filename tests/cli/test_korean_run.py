"""A run in Korean is Korean: what commands print beside names, code and JSON."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.cli.test_commands import named
from tests.cli.test_transcripts import HERE, SAMPLES, place, read, typed
from tests.conftest import HOMEPAGE, Cast

from jikim.app import Jikim
from jikim.app.due import Ran
from jikim.cli.jobs import step_lines
from jikim.mail.sending import unreached

__all__ = ["named", "place"]  # fixtures

POLICY = str(HOMEPAGE)
# Commands whose output is a document of its own: the policy as published, a schema, SQL, JSON, a key.
DOCUMENTS = re.compile(
    r"--json|--help|--lang (en|ko)|^schema$|migrate --sql (live|archive|keys|ledger)$|^render (?!.*--out)"
)
# Three English words in a row, none of them in backticks, a path or a name.
ENGLISH = re.compile(r"(?<![\w/.`=-])[A-Za-z][a-z']+ [a-z']+ [a-z']+(?![\w/.`=(-])")
QUOTED = re.compile(r"`[^`]*`|\[[^]]*]|\([^)]*/[^)]*\)|«[^»]*»|“[^”]*”|jikim( [\w./|-]+)+|openssl [\w ./-]+")


def english(output: str) -> list[str]:
    """The lines with an English sentence, or a part of one."""
    return [line for line in output.splitlines() if ENGLISH.search(QUOTED.sub(" ", line))]


def test_the_measure_finds_english() -> None:
    """A sentence is found; names, code and Korean are not."""
    assert english("nothing is due") == ["nothing is due"]
    assert not english(
        "`jikim backup list`로 목록을 확인해 주세요\norder: 1건 분리 보관함\nrun: jikim check policy.yaml"
    )


@pytest.mark.parametrize(
    "path", sorted(set(HERE.glob("*.txt")) - set(HERE.glob("help*.txt"))), ids=lambda path: path.stem
)
def test_the_tour_of_commands_prints_no_english(path: Path, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each session that is written down in English ends with the same codes in Korean, and prints no English sentence."""
    monkeypatch.setenv("LC_ALL", "ko_KR.UTF-8")
    samples, commands = read(path)
    for name in samples:
        (place / name).write_bytes(SAMPLES[name]())
    for command in commands:
        if any(before not in (place / name).read_text(encoding="utf-8") for name, before, _ in command.changes):
            return  # What follows is of a file that `init` writes otherwise in Korean.
        for name, before, after in command.changes:
            text = (place / name).read_text(encoding="utf-8")
            (place / name).write_text(text.replace(before, after, 1), encoding="utf-8")
        output, code = typed(command.words, command.environment, monkeypatch)
        assert code == command.code, output
        if not DOCUMENTS.search(" ".join(command.words)):
            assert not english(output), command.words


def told(monkeypatch: pytest.MonkeyPatch, *words: str, code: int = 0) -> str:
    """What a command prints, which is Korean."""
    output, ended = typed(list(words), {"LC_ALL": "ko_KR.UTF-8"}, monkeypatch)
    assert ended == code, output
    assert not english(output), output
    return output


@pytest.mark.usefixtures("named")
def test_a_sweep_says_itself_in_korean(jk: Jikim, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a sweep would do, and what it did, is said in Korean."""
    jk.event(cast.alice_order, "settled")
    jk.event(cast.dan_enquiry, "closed")
    due = "order: 1건 분리 보관할 것\nenquiry: 1건 파기할 것(보존 근거 없음)\n"
    assert told(monkeypatch, "sweep", POLICY, "--dry-run") == due
    assert told(monkeypatch, "sweep", POLICY).startswith(
        "order: 1건 분리 보관함\nenquiry: 1건 파기함(보존 근거 없음)\n"
    )


def test_a_step_of_the_jobs_is_told_in_the_language_of_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    """A step, what it counted and why it failed are Korean in a Korean run, and English as JSON has them otherwise."""
    sent, idle = Ran("mail", {"sent": 2, "given_up": 1}), Ran("sweep", {"retired": {}})
    failed = Ran("mail", {}, unreached())
    assert [*step_lines(sent), *step_lines(idle)] == ["mail: sent 2, given up 1", "sweep: nothing to do"]
    monkeypatch.setenv("LC_ALL", "ko_KR.UTF-8")
    assert [*step_lines(sent), *step_lines(idle)] == ["메일 발송: 발송 2, 포기 1", "분리 보관과 파기: 할 일 없음"]
    assert failed.failed == "the mail server was not reached\nhint: check JIKIM_SMTP"
    assert [*step_lines(failed)] == [
        "메일 발송: 하지 못함: 메일 서버에 연결되지 않습니다\n도움말: JIKIM_SMTP를 확인해 주세요"
    ]


@pytest.mark.long
@pytest.mark.usefixtures("named")
def test_a_house_is_kept_in_korean(jk: Jikim, cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keys, the register, publications, exports, proofs, receipts and backups of a house say themselves in Korean."""
    jk.event(cast.dan_enquiry, "closed")
    assert told(monkeypatch, "sweep", POLICY).startswith("enquiry: 1건 파기함(보존 근거 없음)\n")
    assert told(monkeypatch, "sweep", POLICY) == "기한이 된 것이 없습니다\n"
    assert "메일 발송: " in told(monkeypatch, "jobs", POLICY)
    told(monkeypatch, "epoch", POLICY, "--dry-run")
    told(monkeypatch, "reindex", POLICY)
    made = re.search(
        r"^(\d+)번, ", told(monkeypatch, "key", "new", POLICY, "shop", "--purposes", "delivery"), re.MULTILINE
    )
    assert made is not None
    assert "할 수 있는 일: 없음" in told(monkeypatch, "key", "list", POLICY)
    assert told(monkeypatch, "key", "revoke", POLICY, made[1]) == f"{made[1]}번 키를 폐기했습니다\n"
    told(monkeypatch, "key", "revoke", POLICY, made[1], code=2)
    assert "보호책임자" in told(monkeypatch, "handler", "list", POLICY)
    signed = ("--name", "가나다", "--pledged", "2013-02-01", "--pledge", "서약", "--place", "함", "--scan", POLICY)
    assert "JIKIM_CLAMD" in told(monkeypatch, "handler", "new", POLICY, "h-signed", *signed, code=2)
    assert told(monkeypatch, "publish", "list", POLICY) == "공고한 것이 없습니다\n"
    assert told(monkeypatch, "webhook", "list", POLICY) == ""
    out = tmp_path / "ledger.jsonl"
    assert f"{out} 파일을 저장했습니다\n" in told(monkeypatch, "export", "ledger", POLICY, "--out", str(out))
    assert told(monkeypatch, "verify", str(out)).endswith("검증되었습니다\n")
    told(monkeypatch, "receipt", POLICY, str(cast.dan_enquiry.subject))
    told(monkeypatch, "prove", POLICY, "--clause", "6.1")
    told(monkeypatch, "backup", POLICY, "--to", str(tmp_path / "ring"), code=1)
