"""The image and `compose.yaml`, built and run as docs/how-to/production.md says: where Docker is, and its daemon runs.

Images of others come from their registry. A machine that reaches none gets stand-ins under their names, made of Debian's
packages (`stand_ins`). Elsewhere `test_container.py` reads the files, and `test_dockerfile.py` plays the instructions.
"""

from __future__ import annotations

import json
import shutil
import ssl
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx
import pytest
from tests.house.source import ROOT
from tests.house.test_container import commands, compose, ours
from tests.test_wheel import wheel
from tests.waiting import timed

import jikim
from jikim.cli import main

__all__ = ["wheel"]  # a fixture
STAND_INS = ROOT / "tests" / "house" / "stand_ins"
BASE = "docker.io/library/python:3.13-slim-trixie"
TARGETS = {"postgres": "postgres", "axllent/mailpit": "mailpit", "clamav/clamav": "clamav"}
CONFIGURED = ("/etc/pip.conf", "/etc/ssl/certs/ca-certificates.crt")


def run(*command: str | Path, cwd: Path, seconds: int = 1200, fails: bool = False) -> str:
    """Runs a command to its end and answers what it wrote; `fails`: it must."""
    done = subprocess.run(
        command, cwd=cwd, capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=seconds, check=False
    )
    assert (done.returncode != 0) is fails, f"{command}\n{done.stdout[-4000:]}\n{done.stderr[-4000:]}"
    return done.stdout + (done.stderr if fails else "")


def had(image: str) -> bool:
    """Whether an image is here, or comes from its registry."""
    for asked in (("image", "inspect"), ("pull", "--quiet")):
        if subprocess.run(("docker", *asked, image), capture_output=True, timeout=600, check=False).returncode == 0:
            return True
    return False


def debootstrapped(place: Path) -> None:
    """The base of the image, of Debian's own packages, as the page of production makes it; with this machine's way to the
    registry of packages."""
    root = place / "rootfs"
    root.mkdir(mode=0o755)
    chosen = "--include=python3,python3-venv,ca-certificates"
    run("debootstrap", "--variant=minbase", chosen, "trixie", root, cwd=place)
    (root / "usr/local/bin/python").symlink_to("/usr/bin/python3")
    for name in CONFIGURED:
        if Path(name).exists():
            shutil.copy(name, root / name.lstrip("/"))
    run("sh", "-c", f"tar --numeric-owner -C rootfs -c . | docker import - {BASE}", cwd=place)


def gather(place: Path, wheel: Path) -> None:
    """Every image that compose.yaml names: ours built from what is released, the others as they can be had."""
    if not had(BASE):
        # Not in memory, where no program may run.
        with TemporaryDirectory(prefix="jikim-base-", dir="/var/tmp") as base:
            debootstrapped(Path(base))
    for name in ("Dockerfile", ".dockerignore", "compose.yaml", "requirements-production.lock"):
        shutil.copy(ROOT / name, place)
    shutil.copytree(ROOT / "deploy", place / "deploy")
    (place / "dist").mkdir()
    shutil.copy(wheel, place / "dist")
    run("docker", "build", "--network=host", "--tag", f"jikim:{jikim.__version__}", ".", cwd=place)
    for service in compose()["services"].values():
        image = service["image"].removeprefix("docker.io/").removeprefix("library/")
        if service.get("build") is None and not had(service["image"]):
            target = TARGETS[image.partition(":")[0]]
            run("docker", "build", "--network=host", "--target", target, "--tag", service["image"], ".", cwd=STAND_INS)


def there() -> bool:
    """Whether Docker is here, and its daemon answers."""
    if not (shutil.which("docker") and Path("/var/run/docker.sock").is_socket()):
        return False
    return subprocess.run(("docker", "version"), capture_output=True, timeout=30, check=False).returncode == 0


if there():

    @pytest.mark.long
    @timed("compose")
    def test_what_the_page_of_production_says_is_done(
        wheel: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """From nothing to a site that answers over TLS, whose services are all well; each command of the page after that
        ends well, the rehearsal of a restore among them. Ours run as an unprivileged user on a root that takes nothing,
        and no secret stands in their environment."""
        gather(tmp_path, wheel)
        monkeypatch.chdir(tmp_path)
        assert main(["init", ".", "--yes"]) == 0
        run("deploy/secrets.sh", cwd=tmp_path)
        try:
            run("docker", "compose", "up", "--wait", cwd=tmp_path)
            trusted = ssl.create_default_context(cafile=str(tmp_path / "secrets" / "tls_cert"))
            with httpx.Client(base_url="https://localhost:8443", verify=trusted, timeout=60) as site:
                assert site.get("/api/ready").status_code == 200
                assert site.get("/policy").status_code == 200
            words = {line: (tmp_path / "secrets" / line).read_text() for line in compose()["secrets"]}
            for name in ("jikim", "sequence", "jobs"):
                (number,) = run("docker", "compose", "ps", "--quiet", name, cwd=tmp_path).split()
                (told,) = json.loads(run("docker", "inspect", number, cwd=tmp_path))
                assert (told["Config"]["User"], told["HostConfig"]["ReadonlyRootfs"]) == (ours()[name]["user"], True)
                assert [one for one in words.values() if one.strip() in str(told["Config"]["Env"])] == []
                run("docker", "compose", "exec", "-T", name, "touch", "/usr/x", cwd=tmp_path, fails=True)
            for command in commands():
                at = command.index("exec") + 1 if "exec" in command else 0
                run(*command[:at], *(["-T"] if at else []), *command[at:], cwd=tmp_path)
        except AssertionError as error:
            logs = run("docker", "compose", "logs", "--no-color", "--tail", "40", cwd=tmp_path)
            raise AssertionError(f"{error}\n{logs}") from None
        finally:
            run("docker", "compose", "--profile", "*", "down", "--volumes", "--timeout", "20", cwd=tmp_path)
