"""What commands do beyond one session's text: streams, signals, lazy imports, and the databases."""

from __future__ import annotations

import errno
import io
import json
import os
import pty
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import sql
from tests.cli.ledgers import whole
from tests.conftest import ALICE, HOMEPAGE, START, Cast, Databases
from tests.db.catalogue import catalogue
from tests.waiting import PATIENCE

import jikim
from jikim.app import Jikim, read_policy
from jikim.cli import main
from jikim.cli.init import starter
from jikim.clock import machine_moment
from jikim.db.embedded import Embedded
from jikim.db.keeper import ADMIN
from jikim.db.migrate import expect_head, script
from jikim.db.releases import version_of
from jikim.db.schema import DATABASES, Database
from jikim.errors import SealError, StoreError
from jikim.policy.check import check
from jikim.policy.compiled import Policy
from jikim.policy.finding import Severity
from jikim.policy.parse import parse
from jikim.policy.planned import Step
from jikim.verbs.house import House
from jikim.verbs.retire import move

pytestmark = pytest.mark.usefixtures("ready_clusters")

PYTHON = [sys.executable, "-X", "faulthandler", "-m", "jikim"]
SECRET = "Alice Example, alice@example.com"


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A directory of its own with the starter's policy, and an environment that says nothing of Jikim."""
    for name in [name for name in os.environ if name.startswith("JIKIM_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.chdir(tmp_path)
    Path("policy.yaml").write_text(starter(), encoding="utf-8")
    return tmp_path


def ran(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """A command as a process of its own."""
    return subprocess.run(
        [*PYTHON, *words], capture_output=True, text=True, timeout=PATIENCE, check=False, env=os.environ | environment
    )


# ---- the starter


@pytest.mark.parametrize("day", [date(2026, 1, 8), date(2026, 11, 24), date(2031, 6, 1)])
def test_the_starter_checks_clean(day: date) -> None:
    """The policy that `init` writes has neither errors nor warnings, today and in later years."""
    findings = check(parse(starter(), "policy.yaml"), day)
    assert {finding.severity for finding in findings} <= {Severity.NOTE}


def test_the_starter_is_announced_today_and_in_force_after_its_notice() -> None:
    """Its dates are those of the day it was written, with the lead that it promises."""
    policy = parse(starter(), "policy.yaml").policy
    assert policy is not None
    assert policy.version.effective - policy.version.announced == timedelta(days=7)
    assert abs((policy.version.announced - machine_moment().date()).days) <= 1


def test_the_starter_runs(databases: Databases, tmp_path: Path) -> None:
    """A member of the starter's shop joins, orders and is swept; what isn't declared is refused."""
    with Jikim(read_policy("policy.yaml"), databases.settings(tmp_path), demo_start=START) as jk:
        joined = jk.collect("account", ALICE, channel="website", old_enough=True)
        person = jikim.Person(joined.ref.subject, "member")
        values = {
            "name": "가나다",
            "email": "alice@example.com",
            "phone": "02-555-0101",
            "address": {"postcode": "04524", "line1": "서울특별시 가상구 없는로 1"},
            "order_lines": "우전 100g, 한 통",
        }
        order = jk.collect("order", values, channel="website", subject=person, old_enough=True)
        assert jk.use(order.ref, purpose="delivery", items=["order_lines"])["order_lines"] == values["order_lines"]
        with pytest.raises(jikim.DeniedError):
            jk.use(order.ref, purpose="news")
        jk.event(order.ref, "settled")
        assert jk.sweep().retired == {"order": 1}


# ---- streams, signals, errors


def test_help_imports_no_command() -> None:
    """`jikim --help` loads neither the policy's rooms nor the databases', so it answers at once."""
    code = "import sys; from jikim.cli import main; main(['--help']); sys.stderr.write(' '.join(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=PATIENCE, check=True)
    loaded = set(done.stderr.split())
    assert "jikim.cli.application" in loaded
    assert not {name for name in loaded if name.startswith(("jikim.policy", "jikim.db", "jikim.proof", "jikim.app"))}
    assert not {"pydantic", "ruamel.yaml", "psycopg", "alembic", "jikim.cli.check"} & loaded


def test_verify_touches_no_database_package() -> None:
    """An outsider's machine needs neither a database driver nor the policy's rooms to verify."""
    Path("sample.jsonl").write_bytes(whole())
    code = "import sys; from jikim.cli import main; code = main(['verify', 'sample.jsonl']); sys.stderr.write(' '.join(sys.modules)); sys.exit(code)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=PATIENCE, check=True)
    loaded = set(done.stderr.split())
    assert "jikim.proof.verify" in loaded
    assert not {"psycopg", "sqlalchemy", "alembic", "pydantic", "ruamel.yaml", "jikim.db", "jikim.policy"} & loaded


def test_the_module_is_the_command() -> None:
    """`python -m jikim` exits as the command does, and says its version on stdout."""
    assert ran("--version").stdout == f"jikim {jikim.__version__}\n"
    assert ran("chek").returncode == 2


def test_a_reader_who_goes_away_is_no_error() -> None:
    """When nobody reads the pipe any more, the command ends without a word."""
    ours, theirs = os.pipe()
    os.close(ours)
    done = subprocess.run(
        [*PYTHON, "schema"], stdout=theirs, stderr=subprocess.PIPE, text=True, timeout=PATIENCE, check=False
    )
    os.close(theirs)
    assert (done.returncode, done.stderr) == (141, "")


class FullDisk(io.RawIOBase):
    """A stream with no space left."""

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        raise OSError(errno.ENOSPC, "no space left on device")


def test_a_full_disk_is_told(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Output that finds no space is an error, not a silent loss."""
    with monkeypatch.context() as patched:
        patched.setattr(sys, "stdout", io.TextIOWrapper(io.BufferedWriter(FullDisk())))
        assert main(["render", "policy.yaml"]) == 1
        # What it still holds is refused once more when it is closed.
        with suppress(OSError):
            sys.stdout.close()
    assert capsys.readouterr().err == (
        "error: the output can't be written\nhint: there is no space left where it goes\n"
    )


def test_a_closed_stdout_is_no_error() -> None:
    """A command that is started without a stdout does its work."""
    code = f"import os, sys; os.close(1); os.execv(sys.executable, {[*PYTHON, 'check', 'policy.yaml']!r})"
    done = subprocess.run(
        [sys.executable, "-c", code], stderr=subprocess.PIPE, text=True, timeout=PATIENCE, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(
    ("raised", "code"), [(KeyboardInterrupt(), 130), (BrokenPipeError(), 141), (SystemExit(7), 7), (SystemExit("x"), 1)]
)
def test_ends_that_are_no_errors_keep_their_codes(
    raised: BaseException, code: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Ctrl-C, a closed pipe and a command's own exit say nothing on stderr."""
    monkeypatch.setattr("jikim.cli.policy_file.checked", _raises(raised))
    monkeypatch.setattr("jikim.cli.run._unread", lambda: None)
    assert main(["check", "policy.yaml"]) == code
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize("raised", [ValueError(SECRET), KeyError(SECRET), RecursionError(SECRET), OSError(SECRET)])
def test_an_unexpected_error_carries_no_value(
    raised: Exception, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What nobody foresaw is told by its type's name alone, without message or traceback."""
    monkeypatch.setattr("jikim.cli.policy_file.checked", _raises(raised))
    assert main(["check", "policy.yaml"]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith(f"error: unexpected {type(raised).__name__}\nhint: set JIKIM_DEBUG=1")
    assert "Alice" not in err
    assert "Traceback" not in err


def test_a_debugger_gets_the_traceback(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """With JIKIM_DEBUG=1 the traceback comes, without the values of local variables."""
    monkeypatch.setenv("JIKIM_DEBUG", "1")
    monkeypatch.setattr("jikim.cli.policy_file.checked", _raises(ValueError("a message")))
    assert main(["check", "policy.yaml"]) == 1
    err = capsys.readouterr().err
    assert "Traceback" in err
    assert "in check" in err
    assert "ValueError: a message" in err
    assert SECRET not in err


def _raises(error: BaseException) -> Any:
    def fail(*_: Any, **__: Any) -> None:
        held = SECRET  # a local variable, which no traceback shows
        assert held
        raise error

    return fail


def on_a_terminal(*words: str, **environment: str) -> str:
    """What a command writes to a terminal."""
    ours, theirs = pty.openpty()
    environment = {name: value for name, value in os.environ.items() if name != "NO_COLOR"} | environment
    with subprocess.Popen([*PYTHON, *words], stdout=theirs, stderr=theirs, env=environment | {"TERM": "xterm"}) as run:
        os.close(theirs)
        written = b""
        try:
            while block := os.read(ours, 4096):
                written += block
        except OSError:  # a terminal's way to say that the other side has closed it
            pass
        finally:
            os.close(ours)
        run.wait(PATIENCE)
    return written.decode()


def test_colours_are_for_terminals() -> None:
    """A terminal gets colours, `NO_COLOR` takes them away, and a pipe has none."""
    coloured = re.compile(r"\x1b\[[0-9;]*3[0-7]m")
    assert coloured.search(on_a_terminal("check", "policy.yaml"))
    assert not coloured.search(on_a_terminal("check", "policy.yaml", NO_COLOR="1"))
    assert "\x1b" not in ran("check", "policy.yaml").stdout


def test_a_policy_does_not_steer_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    """A control character is no text of a policy, as itself or as an escape; what is said of it, or in a question, is
    written out, not sent."""
    for written in ("Web\\e[2Jsite", "Web\x1b[2Jsite"):
        Path("dirty.yaml").write_text(starter().replace("en: Website}", f'en: "{written}"}}', 1), encoding="utf-8")
        assert main(["check", "dirty.yaml", "--lang", "en"]) == 1
        out, err = capsys.readouterr()
        assert "\x1b" not in out + err
        assert "U+001B" in out
    Path("dirty.yaml").write_text(starter().replace("en: Website}", 'en: "Web\u202esite"}', 1), encoding="utf-8")
    assert main(["check", "dirty.yaml", "--lang", "en"]) == 1
    out, _ = capsys.readouterr()
    assert "\u202e" not in out
    assert "Web\\u202esite" in out
    assert main(["explain", "policy.yaml", "web\x1b[2Jsite", "--lang", "en"]) != 0
    out, err = capsys.readouterr()
    assert "\x1b" not in out + err
    assert "\\x1b[2J" in out + err


def test_output_is_utf_8_whatever_the_locale() -> None:
    """A pipe gets UTF-8 even where the environment asks for ASCII."""
    done = subprocess.run(
        [*PYTHON, "render", "policy.yaml"],
        capture_output=True,
        timeout=PATIENCE,
        check=True,
        env=os.environ | {"PYTHONIOENCODING": "ascii"},
    )
    assert "솔바람 찻집" in done.stdout.decode("utf-8")


@pytest.mark.parametrize("words", [("check", "policy.yaml"), ("explain", "policy.yaml", "email")])
def test_json_is_one_document(words: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    """With --json, stdout is one JSON document and nothing else."""
    assert main([*words, "--json"]) == 0
    assert isinstance(json.loads(capsys.readouterr().out), dict)


def test_the_schema_is_that_of_the_model(capsys: pytest.CaptureFixture[str]) -> None:
    """The schema names the file's sections, with the keys as the file writes them."""
    assert main(["schema"]) == 0
    schema = json.loads(capsys.readouterr().out)
    assert {"service", "items", "records"} <= set(schema["properties"])
    assert {"for", "because"} <= set(schema["$defs"]["Keep"]["properties"])


def test_a_rendered_file_is_whole_or_absent(capsys: pytest.CaptureFixture[str]) -> None:
    """`--out` replaces a file, takes HTML from its name, writes to a device, and leaves no draft behind."""
    Path("policy.html").write_text("older", encoding="utf-8")
    assert main(["render", "policy.yaml", "--out", "policy.html"]) == 0
    assert Path("policy.html").read_text(encoding="utf-8").startswith("<!doctype html>")
    assert main(["render", "policy.yaml", "--format", "markdown", "--out", os.devnull]) == 0
    assert not Path(os.devnull).is_file()
    assert main(["render", "policy.yaml", "--out", "."]) == 1
    assert sorted(path.name for path in Path().iterdir()) == ["policy.html", "policy.yaml"]
    assert "error: `.` can't be written" in capsys.readouterr().err


def test_the_document_is_rendered_as_it_is_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    """PDF by its name, another order of sections, what changed since another file, and links to where they are wanted."""
    assert main(["render", "policy.yaml", "--out", "policy.pdf"]) == 0
    assert Path("policy.pdf").read_bytes().startswith(b"%PDF-")
    text = Path("policy.yaml").read_text(encoding="utf-8")
    assert text.count("layout: kr.2026\n") == 1
    Path("old.yaml").write_text(text.replace("layout: kr.2026", "layout: kr.2013"), encoding="utf-8")
    capsys.readouterr()
    assert main(["render", "policy.yaml", "--lang", "en", "--before", "old.yaml"]) == 0
    found = capsys.readouterr().out
    assert "1. Why we use it" in found or "1. [Why we use it]" in found
    assert "What changed" in found
    assert main(["render", "policy.yaml", "--lang", "en", "--layout", "kr.2013"]) == 0
    assert "2. [Why we use it]" in capsys.readouterr().out
    for site, wanted in (
        ("/", 'href="/promises#p'),
        ("https://a.example/", 'href="https://a.example/promises#p'),
        ("none", ""),
    ):
        assert main(["render", "policy.yaml", "--format", "html", "--site", site]) == 0
        links = set(re.findall(r'class="evidence" href="[^"#]*#p', capsys.readouterr().out))
        assert len(links) <= 1
        assert all(wanted and wanted in link for link in links)
    assert main(["render", "policy.yaml", "--site", "ftp://a"]) == 1
    assert "is no address of a site" in capsys.readouterr().err


def test_the_demo_is_handed_its_options(monkeypatch: pytest.MonkeyPatch) -> None:
    """The demo gets what the command line says, and its answer is the exit code."""
    import jikim.demo

    seen: dict[str, Any] = {}

    def played(**options: Any) -> int:
        seen.update(options)
        return 1

    monkeypatch.setattr(jikim.demo, "run", played)
    assert main(["demo", "--members", "7", "--once", "--keep", "kept", "--lang", "ko"]) == 1
    seen.pop("console")
    assert seen == {"members": 7, "once": True, "keep": Path("kept"), "lang": "ko", "whole": False}


# ---- databases


@pytest.fixture
def named(databases: Databases, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment of an application whose databases are this test's."""
    databases.named(monkeypatch, tmp_path / "ring")
    for database, dsn in databases.erasers.items():
        monkeypatch.setenv(f"JIKIM_{database.upper()}_ERASER_DSN", dsn)


@pytest.mark.usefixtures("named")
def test_sweep_says_what_it_did(jk: Jikim, cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    """A dry run changes nothing and may look ahead; a real one does what is due, certifies it, and never runs ahead."""
    policy = str(HOMEPAGE)
    jk.event(cast.alice_order, "settled")
    assert main(["sweep", policy, "--dry-run"]) == 0
    assert capsys.readouterr().out == "order: 1 would be moved to the archive\n"
    assert main(["sweep", policy, "--at", "2020-01-01"]) == 1
    assert capsys.readouterr().err == (
        "error: nothing is destroyed before its day: --at lies ahead\nhint: add --dry-run to see what will be due\n"
    )
    assert main(["sweep", policy]) == 0
    assert capsys.readouterr().out.startswith("order: 1 moved to the archive\n")
    assert main(["sweep", policy, "--at", "2013-02-05T18:00", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["retired"] == {}
    assert main(["sweep", policy, "--at", "2018-02-06", "--dry-run"]) == 0
    assert capsys.readouterr().out.endswith(
        "order: the archived parts kept until 2018-02-05 would be destroyed\n"
        "ledger: what entries of 2013-02/access say of people would be erased\n"
    )
    jk.move_clock(datetime.fromisoformat("2018-02-06T00:00:00+09:00"))
    assert main(["sweep", policy]) == 0
    out = capsys.readouterr().out
    assert "order: 1 archived parts kept until 2018-02-05 destroyed\n" in out
    assert re.search(r"^certificate [0-9a-f-]{36}$", out, re.MULTILINE)
    assert main(["sweep", policy]) == 0
    assert capsys.readouterr().out == "nothing is due\n"


@pytest.mark.usefixtures("named")
def test_a_damaged_record_is_told_and_stops_nothing(
    jk: Jikim, cast: Cast, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A sweep that met a record it could not open does the rest, names the record, and exits 1."""
    jk.event(cast.alice_order, "settled")
    jk.event(cast.dan_enquiry, "closed")

    def damaged(house: House, policy: Policy, step: Step) -> Any:
        if step.facts.record == cast.alice_order.record:
            raise SealError("it does not open", ko=("열리지 않음", ""))
        return move(house, policy, step)

    monkeypatch.setattr("jikim.jobs.retention_sweep.move", damaged)
    assert main(["sweep", str(HOMEPAGE)]) == 1
    out, err = capsys.readouterr()
    assert out.startswith("enquiry: 1 destroyed, as nothing keeps them\n")
    assert f"stay where they are: order {cast.alice_order.record} (SealError)\nhint: " in err


@pytest.mark.usefixtures("named")
def test_a_sweep_as_of_an_earlier_time_is_recorded_at_its_own(jk: Jikim, cast: Cast, forward: Any) -> None:
    """What `--at` changes is what is due, never when it was done: the certificate says the clock's time."""
    jk.event(cast.dan_enquiry, "closed")
    forward(days=30)
    assert main(["sweep", str(HOMEPAGE), "--at", "2013-02-06"]) == 0
    ((_, moment, content, _),) = jk.certificates()
    assert moment == jk.now()
    assert json.loads(content)["at"] == jk.now().isoformat()
    with pytest.raises(ValueError, match="ahead"):
        jk.sweep(at=jk.now() + timedelta(days=1))


@pytest.mark.usefixtures("named")
@pytest.mark.parametrize("name", ["ledger.jsonl", "ledger.jsonl.gz", "-"])
def test_an_exported_ledger_verifies(
    name: str, jk: Jikim, cast: Cast, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    """The export verifies under the ledger's key, to a file that its owner alone may read, or through a pipe."""
    assert cast.alice.subject
    assert main(["export", "ledger", str(HOMEPAGE), "--out", name]) == 0
    written = capfdbinary.readouterr().out
    file = Path(name)
    if name == "-":
        file = Path("piped")
        file.write_bytes(written)
    else:
        assert file.stat().st_mode & 0o777 == 0o600
        assert f"jikim verify {name} --key {jk.signer.verifier}" in written.decode()
    assert (file.read_bytes()[:2] == b"\x1f\x8b") == name.endswith(".gz")
    assert main(["verify", str(file), "--key", str(jk.signer.verifier), "--json"]) == 0
    report = json.loads(capfdbinary.readouterr().out)
    assert report["ok"]
    assert not report["self_signed"]
    assert report["entries"] > 0


def test_sweep_works_on_an_embedded_server_that_is_there(capsys: pytest.CaptureFixture[str]) -> None:
    """Data that the application made in a directory is swept there; a misspelt directory makes no new one."""
    with jikim.open("policy.yaml", "data") as jk:
        enquiry = {"name": "Dan Example", "email": "dan@example.org", "text": "언제 도착하나요?"}
        taken = jk.collect("complaint", enquiry, channel="website", subject="guest", old_enough=True)
        jk.event(taken.ref, "closed")
    assert main(["sweep", "policy.yaml", "--dir", "daat"]) == 1
    assert not Path("daat").exists()
    assert "there is no data in `daat`" in capsys.readouterr().err
    assert main(["sweep", "policy.yaml", "--dir", "data", "--dry-run", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["retired"] == {"complaint": 1}


@pytest.fixture
def empty(server: Embedded) -> Iterator[dict[str, str]]:
    """Empty databases as an administrator makes them, by name: two of each kind, and their connection strings."""
    names = [f"{copy}_{database}" for database in DATABASES for copy in ("migrated", "scripted")]
    with psycopg.connect(server.conninfo("postgres", ADMIN), autocommit=True) as conn:
        for name in names:
            conn.execute(sql.SQL("CREATE DATABASE {} OWNER jikim_owner").format(sql.Identifier(name)))
    yield {name: server.conninfo(name, ADMIN) for name in names}
    with psycopg.connect(server.conninfo("postgres", ADMIN), autocommit=True) as conn:
        for name in names:
            conn.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def test_migrate_and_its_script_make_the_same_database(
    empty: dict[str, str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Tables, functions, owners and grants are alike, whether Jikim migrates or an administrator runs the script."""
    for database in DATABASES:
        monkeypatch.setenv(f"JIKIM_{database.upper()}_OWNER_DSN", empty[f"migrated_{database}"])
    assert main(["migrate"]) == 0
    assert capsys.readouterr().out == "".join(f"{one}: at version {version_of(one)}\n" for one in DATABASES)
    # A further server of people has the live database's schema.
    monkeypatch.setenv("JIKIM_LIVE_2_OWNER_DSN", empty["migrated_live"])
    assert main(["migrate"]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == f"live@2: at version {version_of('live')}"
    for database in DATABASES:
        capsys.readouterr()
        assert main(["migrate", "--sql", database]) == 0
        text = capsys.readouterr().out
        with psycopg.connect(empty[f"scripted_{database}"], autocommit=True) as conn:
            conn.execute(text.encode())
            with pytest.raises(psycopg.Error, match="not empty"):
                conn.execute(text.encode())
        made = catalogue(empty[f"migrated_{database}"])
        assert len(made) > 10
        assert catalogue(empty[f"scripted_{database}"]) == made


def test_a_dsn_that_names_another_of_the_four_is_told(
    empty: dict[str, str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whoever names the key store as the ledger hears that, and which variable to check, by `migrate` and when a house
    opens."""
    monkeypatch.setenv("JIKIM_KEYS_OWNER_DSN", empty["migrated_keys"])
    assert main(["migrate"]) == 0
    monkeypatch.setenv("JIKIM_LEDGER_OWNER_DSN", empty["migrated_keys"])
    capsys.readouterr()
    assert main(["migrate"]) == 1
    said = capsys.readouterr().err
    assert "what is named as the ledger database is the keys one" in said
    assert "check JIKIM_LEDGER_OWNER_DSN" in said
    with pytest.raises(StoreError, match="is the keys one") as caught:
        expect_head("ledger", empty["migrated_keys"])
    assert caught.value.hint == "check JIKIM_LEDGER_DSN"


def test_a_database_that_another_version_made_is_refused(
    empty: dict[str, str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A database of another checkout is told apart by its source, is left as it is, and the way on is said."""
    monkeypatch.setenv("JIKIM_KEYS_OWNER_DSN", empty["migrated_keys"])
    assert main(["migrate"]) == 0
    with psycopg.connect(empty["migrated_keys"], autocommit=True) as conn:
        conn.execute("UPDATE public.alembic_version SET version_num = '0001'")
    made = catalogue(empty["migrated_keys"])
    capsys.readouterr()
    assert main(["migrate"]) == 1
    said = capsys.readouterr().err
    assert "the keys database was made by another version of jikim (0001)" in said
    assert "start in a new directory" in said
    assert catalogue(empty["migrated_keys"]) == made


@pytest.mark.parametrize("database", DATABASES)
def test_a_script_stops_where_a_role_is_missing(database: Database, empty: dict[str, str]) -> None:
    """Without the roles that its head names, the script changes nothing and says which one is missing."""
    text = script(database).replace(f"jikim_{database}", "jikim_nobody")
    dsn = empty[f"scripted_{database}"]
    with psycopg.connect(dsn, autocommit=True) as conn, pytest.raises(psycopg.Error, match="no role jikim_nobody"):
        conn.execute(text.encode())
    with psycopg.connect(dsn) as conn:
        assert conn.execute("SELECT to_regclass('public.alembic_version')").fetchone() == (None,)


def test_migrate_says_what_the_server_refused(
    server: Embedded, empty: dict[str, str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A role that may not act as the owner, and a server that isn't there, are told without a traceback."""
    assert empty
    monkeypatch.setenv("JIKIM_KEYS_OWNER_DSN", server.conninfo("migrated_keys", "jikim_keys"))
    assert main(["migrate"]) == 1
    assert capsys.readouterr().err == (
        'error: the keys database was not changed: permission denied to set role "jikim_owner"\n'
        "hint: `jikim migrate --sql keys` says which roles it expects\n"
    )
    monkeypatch.setenv("JIKIM_KEYS_OWNER_DSN", "host=/nowhere dbname=keys password=not-shown")
    assert main(["migrate"]) == 1
    assert capsys.readouterr().err == (
        "error: the keys database can't be reached\nhint: check JIKIM_KEYS_OWNER_DSN and that the server runs\n"
    )


# ---- the reference


@pytest.mark.parametrize("page", ["cli.md", "cli.ko.md"])
def test_every_command_and_option_is_documented(capsys: pytest.CaptureFixture[str], page: str) -> None:
    """The reference has a heading for each command, and in its section each of its options and arguments."""
    from jikim.cli.commands import EVERY

    text = (Path(jikim.__file__).parents[2] / "docs" / "reference" / page).read_text(encoding="utf-8")
    sections = dict(re.findall(r"^## `jikim ([a-z -]+)`\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL))
    assert sorted(sections) == sorted(EVERY)
    for name in EVERY:
        assert main([*name.split(), "--help"]) == 0
        taken = re.findall(r"^  (--[a-z-]+|[A-Z]+)\b", capsys.readouterr().out, re.MULTILINE)
        assert taken, f"`jikim {name}` takes nothing"
        undocumented = [word for word in taken if f"`{word}" not in sections[name]]
        assert undocumented == [], f"`jikim {name}`"


def test_every_variable_is_documented() -> None:
    """Each environment variable that the code reads is in the reference."""
    source = Path(jikim.__file__).parent
    page = (source.parents[1] / "docs" / "reference" / "cli.md").read_text(encoding="utf-8")
    files = [*(source / "cli").glob("*.py"), source / "settings.py"]
    read = {name for path in files for name in re.findall(r"JIKIM_[A-Z_0-9]*[A-Z]", path.read_text(encoding="utf-8"))}
    assert read > {"JIKIM_DIR", "JIKIM_LIVE_OWNER_DSN"}
    assert {name for name in read if f"`{name}`" not in page} == set()


def test_an_error_of_the_system_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where even stderr is gone, the exit code still tells."""
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    assert main(["check", "missing.yaml"]) == 2
