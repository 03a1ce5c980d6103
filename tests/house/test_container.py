"""The container's files, where no engine runs them: read against the settings and the commands, and done by hand, with a
bare server in the place of the database's service."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from ruamel.yaml import YAML
from tests.house.source import ROOT, modules
from tests.waiting import PATIENCE

import jikim
from jikim.cli import main
from jikim.db.embedded import Embedded, find_binaries
from jikim.db.keeper import ADMIN
from jikim.db.migrate import ERASED
from jikim.db.schema import DATABASES
from jikim.settings import Settings

DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
HELD = "/run/secrets/"


@cache
def compose() -> Any:
    """The file, as an engine reads it."""
    return YAML(typ="safe", pure=True).load(ROOT / "compose.yaml")


def ours() -> dict[str, Any]:
    """The services that run Jikim."""
    return {name: one for name, one in compose()["services"].items() if "build" in one}


def test_it_is_of_the_form_that_engines_read() -> None:
    """By the Compose Specification's own schema nothing of the file is misspelt, misplaced or of another form; the schema
    finds what is. It is the one that check-jsonschema 0.39 brings along."""
    schema = jsonschema_rs.validator_for(json.loads((ROOT / "tests/house/compose-spec.json").read_text("utf-8")))
    assert [f"{'.'.join(map(str, one.instance_path))}: {one.message}" for one in schema.iter_errors(compose())] == []
    for wrong in ({"read_olny": True}, {"ports": 8443}, {"healthcheck": {"test": 5}}):
        assert not schema.is_valid({"services": {"jikim": {"image": "jikim", **wrong}}})


def test_each_setting_of_it_is_one() -> None:
    """Each variable that a service sets is a setting, or the file of one, and that file is a secret of the service."""
    known = {name for path in modules() for name in re.findall(r"\bJIKIM_[A-Z_]*[A-Z]", path.read_text("utf-8"))}
    known |= {f"JIKIM_{name.upper()}_OWNER_DSN" for name in DATABASES}
    known |= {f"JIKIM_{name.upper()}{role}_DSN" for name in DATABASES for role in ("", "_BACKUP", "_ERASER")}
    for name, service in ours().items():
        for variable, value in service["environment"].items():
            assert variable in known or variable.removesuffix("_FILE") in known, f"{name}: {variable}"
            assert variable.endswith("_FILE") == value.startswith(HELD), f"{name}: {variable}"
            if variable.endswith("_FILE"):
                assert value.removeprefix(HELD) in service["secrets"], f"{name}: {value}"


def test_each_database_is_named_for_who_may_have_it() -> None:
    """The application has its own roles' connection strings and no other; the jobs have the eraser's and the reader's;
    who migrates has the owner's."""
    wanted = {name: {f"JIKIM_{one.upper()}_DSN" for one in DATABASES} for name in ("jikim", "sequence", "jobs")}
    wanted["jobs"] |= {f"JIKIM_{one.upper()}_ERASER_DSN" for one in ERASED}
    wanted["jobs"] |= {f"JIKIM_{one.upper()}_BACKUP_DSN" for one in DATABASES} | {"JIKIM_FIGURES_DSN"}
    wanted["migrate"] = {f"JIKIM_{one.upper()}_OWNER_DSN" for one in DATABASES}
    wanted["rehearse"] = {f"JIKIM_{one.upper()}_DSN" for one in DATABASES} | wanted["migrate"]
    found = {
        name: {one.removesuffix("_FILE") for one in service["environment"] if "DSN" in one}
        for name, service in ours().items()
    }
    assert found == wanted


def test_a_rehearsal_reaches_nothing_of_production() -> None:
    """Its two services have a network of their own without a way out, in which the database's name is the server's that is
    made for it: a connection string of production leads there."""
    services, networks = compose()["services"], compose()["networks"]
    inside = {name for name, one in services.items() if "rehearsal" in one.get("networks", ())}
    assert inside == {"rehearse", "rehearse-db"}
    assert services["rehearse"]["networks"] == ["rehearsal"]
    assert services["rehearse-db"]["networks"] == {"rehearsal": {"aliases": ["db"]}}
    assert networks["rehearsal"] == {"internal": True}
    assert services["rehearse-db"]["image"] == services["db"]["image"]
    assert [one for one in services["rehearse"]["volumes"] if not one.endswith(":ro")] == []


def test_each_service_is_confined() -> None:
    """Ours run as the image's unprivileged user on a root that nobody writes to, without a capability; each service that
    answers says how it is."""
    (user,) = re.findall(r"^USER (\S+)$", DOCKERFILE, re.MULTILINE)
    assert user.split(":")[0] != "0"
    for name, service in ours().items():
        assert (service["user"], service["read_only"], service["cap_drop"]) == (user, True, ["ALL"]), name
    asked = {name for name, service in compose()["services"].items() if "healthcheck" in service}
    assert asked == {"db", "jikim", "mail", "clamd", "rehearse-db"}
    assert all(":latest" not in service["image"] for service in compose()["services"].values())
    outside = [port for service in compose()["services"].values() for port in service.get("ports", ())]
    assert [port for port in outside if not port.startswith("127.0.0.1:")] == []


def test_what_is_mounted_is_made_and_the_ring_lies_apart() -> None:
    """Each of our volumes' directories is made in the image for its user; the ring, its copy, the databases and each kind
    of backup have volumes of their own."""
    made = set(re.findall(r"(?<= )/[a-z/-]+", re.findall(r"install -d .*", DOCKERFILE)[0]))
    places = {}
    for name, service in compose()["services"].items():
        for mounted in service.get("volumes", ()):
            source, target = mounted.rsplit(":", 2)[:2] if mounted.endswith(":ro") else mounted.rsplit(":", 1)
            if not source.startswith((".", "$")):
                places.setdefault(source, set()).add((name if name not in ours() else "ours", target))
                assert name not in ours() or target in made
    assert set(places) == set(compose()["volumes"])
    assert places["databases"] == {("db", "/var/lib/postgresql")}
    named = ours()["jobs"]["environment"]
    settings = ("JIKIM_RING_DIR", "JIKIM_RING_COPIES", "JIKIM_BACKUP_DIR", "JIKIM_KEYS_BACKUP_DIR", "JIKIM_DIR")
    assert {named[one] for one in settings} == made
    assert len({source for source, where in places.items() if where & {("ours", named[one]) for one in settings}}) == 5


def test_each_command_of_it_is_one(capsys: pytest.CaptureFixture[str]) -> None:
    """Each service's command exists and knows its options; it listens where the image, the port and the health check
    say."""
    for name, service in ours().items():
        if "entrypoint" in service:
            assert (ROOT / service["entrypoint"][-1].replace("/", "deploy/", 1)).is_file()
            continue
        command, *options = service["command"]
        assert main([command, "--help"]) == 0
        told = capsys.readouterr().out
        unknown = [one for one in options if one.startswith("-") and f"  {one.partition('=')[0]} " not in told]
        assert unknown == [], name
    (exposed,) = re.findall(r"^EXPOSE (\d+)$", DOCKERFILE, re.MULTILINE)
    served = ours()["jikim"]
    assert f"--port={exposed}" in served["command"]
    assert served["ports"][0].endswith(f":{exposed}")
    assert f"127.0.0.1:{exposed}/api/ready" in served["healthcheck"]["test"][-1]


def test_what_the_image_copies_is_let_in() -> None:
    """The build's context holds what the image copies, and nothing else: the lock that is committed, and what is
    released."""
    copied = re.findall(r"^COPY (?!--from)(\S+) ", DOCKERFILE, re.MULTILINE)
    let_in = {line[1:] for line in (ROOT / ".dockerignore").read_text("ascii").splitlines() if line.startswith("!")}
    assert {one.split("/")[0] for one in copied} == let_in
    assert (ROOT / "requirements-production.lock").is_file()
    assert f'jikim:{jikim.__version__}"' in f'{compose()["x-jikim"]["image"]}"'


def environment(service: str, secrets: Path, place: Path) -> dict[str, str]:
    """A service's environment, its secrets and its volumes being these directories'."""
    found = dict[str, str]()
    for name, value in ours()[service]["environment"].items():
        held = value.startswith(HELD)
        found[name] = str(secrets / value.removeprefix(HELD)) if held else value
        if not held and value.startswith("/"):
            found[name] = str(place / value.removeprefix("/"))
    return found


@pytest.mark.long
def test_done_by_hand_it_works(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The secrets' script, the database's on a bare server, the service that migrates and the application's one, in their
    order: a record is collected and used. A second time the secrets stay as they are."""
    secrets, policy = tmp_path / "secrets", ROOT / "homepage" / "policy.yaml"
    with Embedded.start(tmp_path / "bare") as server:
        where = dict(one.split("=", 1) for one in server.conninfo("postgres", ADMIN).split())
        host = where["host"].strip("'")
        subprocess.run([ROOT / "deploy" / "secrets.sh", secrets, host], check=True, timeout=PATIENCE)
        made = {path.name: path.read_bytes() for path in secrets.iterdir()}
        assert set(made) == set(compose()["secrets"])
        again = subprocess.run(
            [ROOT / "deploy" / "secrets.sh", secrets], capture_output=True, text=True, timeout=PATIENCE
        )
        assert (again.returncode, "hint: its passwords" in again.stderr) == (1, True)
        assert {path.name: path.read_bytes() for path in secrets.iterdir()} == made
        monkeypatch.setenv("PATH", f"{find_binaries().bin_dir}:/usr/bin:/bin")
        for name, value in {"PGHOST": host, "PGPORT": where["port"], "PGUSER": ADMIN}.items():
            monkeypatch.setenv(name, value)
        subprocess.run([ROOT / "deploy" / "postgres.sh", secrets], check=True, timeout=PATIENCE)
        monkeypatch.delenv("JIKIM_ENDPOINTS", raising=False)
        with monkeypatch.context() as migrating:
            for name, value in environment("migrate", secrets, tmp_path).items():
                migrating.setenv(name, value)
            assert main(["migrate"]) == 0
        for name, value in environment("jobs", secrets, tmp_path).items():
            monkeypatch.setenv(name, value)
        settings = Settings.from_environment()
        assert (set(settings.readers), set(settings.erasers)) == (set(DATABASES), set(ERASED))
        what = {"name": "Alice Example", "phone": "02-555-0101", "lines": []}
        with jikim.open(policy) as jk:
            order = jk.collect("order", what, channel="homepage", subject="guest", old_enough=True).ref
            assert jk.use(order, purpose="delivery", items=["name"])["name"] == "Alice Example"
        done = [as_the_page_says(one, policy, secrets, tmp_path, monkeypatch) for one in commands()]
        said = [("exec", "handler"), ("exec", "backup"), ("exec", "backup"), ("run", "rehearse"), ("rm", "rehearse-db")]
        assert done == said
        assert not (tmp_path / "rehearsal").exists()


def commands() -> list[list[str]]:
    """What the page of production has done in a service, in its order."""
    page = (ROOT / "docs" / "how-to" / "production.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```sh\n(.*?)^```", page, re.DOTALL | re.MULTILINE)
    lines = [line for block in blocks for line in block.splitlines()]
    return [words for words in map(shlex.split, lines) if words[:2] == ["docker", "compose"] and words[2] != "up"]


def as_the_page_says(
    words: list[str], policy: Path, secrets: Path, place: Path, monkeypatch: pytest.MonkeyPatch
) -> tuple[str, str]:
    """Does one of them here, as its service would: answers how it is called, and what."""
    if words[2] == "rm":
        return "rm", words[-1]  # by hand there is no second server: the rehearsal's is embedded
    if words[2:4] == ["run", "--rm"]:
        service = ours()[words[4]]
        ran = [str(place / one[1:]) if one != "/etc/jikim/policy.yaml" else str(policy) for one in service["command"]]
        ran[-1] = str(place)
        clean = {name: value for name, value in os.environ.items() if not name.startswith(("JIKIM_", "PG"))}
        script = ROOT / "deploy" / "rehearse.sh"
        path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
        done = subprocess.run([script, *ran], capture_output=True, text=True, env=clean | {"PATH": path}, timeout=300)
        assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
        return "run", words[4]
    assert (words[2], words[4]) == ("exec", "jikim")
    with monkeypatch.context() as there:
        for name, value in environment(words[3], secrets, place).items():
            there.setenv(name, value)
        assert main([str(policy) if one == "/etc/jikim/policy.yaml" else one for one in words[5:]]) == 0
    return "exec", words[5]


def test_a_setting_stands_in_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its one line is the setting; beside the variable itself, empty or unreadable, it is refused with the way on, and the
    secret is in no message."""
    file = tmp_path / "smtp"
    file.write_text("smtps://user:hushed@mail.example.com:465\n", encoding="utf-8")
    monkeypatch.setenv("JIKIM_SMTP_FILE", str(file))
    assert Settings.from_environment().smtp == "smtps://user:hushed@mail.example.com:465"
    monkeypatch.setenv("JIKIM_SMTP", "smtp://127.0.0.1:25")
    with pytest.raises(jikim.JikimError, match=r"both set\nhint: leave one") as both:
        Settings.from_environment()
    monkeypatch.delenv("JIKIM_SMTP")
    file.write_text("\n", encoding="utf-8")
    with pytest.raises(jikim.JikimError, match=r"is empty\nhint: "):
        Settings.from_environment()
    file.unlink()
    with pytest.raises(jikim.JikimError, match=r"can't be read\nhint: "):
        Settings.from_environment()
    assert "hushed" not in str(both.value)
