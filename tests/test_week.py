"""The first weeks of a company in one go, in a place where nothing of Jikim was before: the wheel in an empty environment,
the tutorial, a policy of one's own, a shop in a framework, an upgrade to the version after this one, the way back, a
restore. `make week` prints what each took."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from release.requirements import needed
from tests.house.source import ROOT
from tests.kept.following import VERSION, following
from tests.test_wheel import copy, environment, outside, run, tree, wheel
from tests.waiting import PATIENCE, answered, timed
from tests.web.running import free_port

__all__ = ["outside", "wheel"]  # fixtures
DOCS = ROOT / "docs"
ORDER = re.compile(r" -d '(.*)'$", re.MULTILINE)


class Week:
    """Where it is spent: the environment, its directory and its variables."""

    def __init__(self, python: Path, here: Path, variables: Mapping[str, str]) -> None:
        self.python, self.here, self.variables = python, here, dict(variables)

    def jikim(self, line: str) -> str:
        """A command of the wheel's own `jikim`. Answers its output."""
        return run(self.python.with_name("jikim"), *shlex.split(line), cwd=self.here, env=self.variables)

    def install(self, wheel: Path) -> None:
        """Another version in the place of the one that is there; what it needs is there."""
        pip = (sys.executable, "-m", "pip", "--python", self.python, "--disable-pip-version-check")
        run(*pip, "install", "--quiet", "--no-index", "--no-deps", "--force-reinstall", wheel, cwd=self.here)

    def refused(self, line: str) -> str:
        """A command that must exit with 1, and what it says."""
        command = [self.python.with_name("jikim"), *shlex.split(line)]
        done = subprocess.run(
            command, cwd=self.here, env=self.variables, capture_output=True, text=True, timeout=300, check=False
        )
        assert done.returncode == 1, done.stdout + done.stderr
        return done.stdout + done.stderr

    @contextmanager
    def running(self, *command: str | Path, at: str, **more: str) -> Iterator[None]:
        """A server of this environment, which answers at an address, until it is asked to end."""
        with open(self.here / "log", "ab") as log:
            process = subprocess.Popen(command, cwd=self.here, env=self.variables | more, stdout=log, stderr=log)
        try:
            answered(at, lambda: process.poll() is not None and (self.here / "log").read_text())
            yield
        finally:
            process.terminate()
            process.wait(PATIENCE)

    @contextmanager
    def site(self, policy: str, data: str) -> Iterator[str]:
        """`jikim serve`, and its address."""
        port = free_port()
        url = f"http://127.0.0.1:{port}"
        command = [self.python.with_name("jikim"), "serve", policy, "--dir", data, "--port", str(port)]
        with self.running(*command, at=f"{url}/api/health"):
            yield url

    @contextmanager
    def shop(self, url: str, key: str) -> Iterator[httpx.Client]:
        """The program of the page on Flask, asked as the page asks it."""
        port = str(free_port())
        told = {"PRIVACY_URL": url, "PRIVACY_KEY": key, "SHOP_SECRET": "the same all week"}
        at = f"http://127.0.0.1:{port}"
        command: list[str | Path] = [self.python, "-m", "flask", "--app", "shop", "run", "--port", port]
        with self.running(*command, at=f"{at}/", **told), httpx.Client(base_url=at, timeout=PATIENCE) as client:
            yield client


def blocks(page: str, language: str) -> list[str]:
    """A page's pieces of code in a language."""
    text = (DOCS / page).read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```", text, re.DOTALL | re.MULTILINE)


@pytest.mark.long
def test_a_company_comes_stays_and_comes_back(
    wheel: Path, tmp_path: Path, outside: tuple[Path, dict[str, str]]
) -> None:
    """Each day ends well: what the pages say happens, in an environment that holds the wheel and what it needs alone, and
    an order that was taken before the upgrade and the restore is read after both."""
    with timed("install"):
        python = environment(tmp_path / "env", wheel, "server")
        site = Path(run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=tmp_path).strip())
        for name, one in needed(["flask"], "").items():
            if not list(site.glob(f"{name.replace('-', '_')}-*.dist-info")):
                copy(one, site)
        week = Week(python, *outside)
    with timed("tutorial"):
        tutorial(week)
    with timed("own policy"):
        own_policy(week)
    with timed("framework"), week.site("own/policy.yaml", "own/data") as url:
        order, cookies = framework(week, url)
    with timed("upgrade"):
        (source := tmp_path / "source").mkdir()
        newer = following(tree(source), tmp_path / "newer")
        week.jikim("backup own/policy.yaml --dir own/data --to sets")
        week.jikim("backup own/policy.yaml --dir own/data --keys --to keys-sets")
        week.install(newer)
        assert week.jikim("--version").strip() == f"jikim {VERSION}"
        with week.site("own/policy.yaml", "own/data") as url:
            read_again(week, url, "own/data", order, cookies)
    with timed("go back"):
        week.install(wheel)
        said = week.refused("sweep own/policy.yaml --dir own/data")
        assert "was made by a newer version of jikim" in said
        assert "restore a backup that the older one made" in said
        restored(week, "back", order, cookies)
    with timed("restore"):
        week.install(newer)
        restored(week, "new", order, cookies)
        with week.site("own/policy.yaml", "back") as url:
            read_again(week, url, "back", order, cookies)


def tutorial(week: Week) -> None:
    """The first site, as its page goes."""
    come, leave = blocks("tutorial/first-site.md", "python")
    said = blocks("tutorial/first-site.md", "text")
    week.jikim("init shop --yes")
    week.jikim("check shop/policy.yaml")
    with week.site("shop/policy.yaml", "shop/data") as url:
        for page in ("policy", "promises", "cookies", "join", "sign-in"):
            assert httpx.get(f"{url}/{page}", timeout=PATIENCE).status_code == 200
        for program, expected in zip((come, leave), said, strict=True):
            (week.here / "program.py").write_text(program, encoding="utf-8")
            assert run(week.python, "program.py", cwd=week.here, env=week.variables) == expected
        week.jikim("export ledger shop/policy.yaml --dir shop/data --out ledger.jsonl")
    assert "verified" in week.jikim("verify ledger.jsonl").splitlines()


def own_policy(week: Week) -> None:
    """A draft that becomes one's own: a name that is misspelt is told with the one that was meant, and put right."""
    week.jikim("init own --yes --service 'Moonlit Books' --company 'Moonlit Books Inc.'")
    path = week.here / "own" / "policy.yaml"
    text = path.read_text(encoding="utf-8")
    wrong = text.replace("required: [name, email, phone, address", "required: [name, email, phone, adress", 1)
    assert wrong != text
    path.write_text(wrong, encoding="utf-8")
    assert "did you mean `address`?" in week.refused("check own/policy.yaml --lang en")
    path.write_text(text.replace("Durumi Parcels", "Swift Parcels"), encoding="utf-8")
    week.jikim("check own/policy.yaml")
    week.jikim("render own/policy.yaml --lang en --out own.html")
    page = (week.here / "own.html").read_text(encoding="utf-8")
    assert "Moonlit Books" in page
    assert "Swift Parcels" in page
    assert week.jikim("explain own/policy.yaml phone --lang en").startswith("Phone number")


def framework(week: Week, url: str) -> tuple[str, dict[str, str]]:
    """A member joins in the shop and orders. Answers the order's number, and what the browser holds."""
    text = (DOCS / "how-to" / "flask.md").read_text(encoding="utf-8")
    (program,) = blocks("how-to/flask.md", "python")
    (week.here / "shop.py").write_text(program, encoding="utf-8")
    member, order, wrong = (json.loads(body) for body in ORDER.findall(text))
    with week.shop(url, key_of(week, "own/data")) as shop:
        assert shop.post("/join", json=member).status_code == 200
        assert shop.post("/orders", json=wrong).status_code == 422
        number = str(shop.post("/orders", json=order).json()["order"])
        assert shop.get(f"/orders/{number}/label").json()["name"] == order["name"]
        return number, dict(shop.cookies)


def key_of(week: Week, data: str) -> str:
    """A key as the page makes it, of our own policy."""
    (line,) = re.findall(
        r"^jikim (key new .*)$", (DOCS / "how-to" / "flask.md").read_text(encoding="utf-8"), re.MULTILINE
    )
    return week.jikim(line.replace("shop/policy.yaml", "own/policy.yaml").replace("shop/data", data)).splitlines()[0]


def restored(week: Week, data: str, order: str, cookies: Mapping[str, str]) -> None:
    """The sets from before the upgrade, put back into a new directory with the ring as it is now: what was there is
    there, and its ledger verifies."""
    shutil.copytree(week.here / "own/data/ring", week.here / data / "ring")
    kept, keys = (
        max((week.here / place).glob(f"{name}-*")) for place, name in (("sets", "jikim"), ("keys-sets", "keys"))
    )
    week.jikim(f"restore own/policy.yaml {kept} --keys {keys} --dir {data}")
    with week.site("own/policy.yaml", data) as url:
        read_again(week, url, data, order, cookies)
    week.jikim(f"export ledger own/policy.yaml --dir {data} --out {data}.jsonl")
    assert "verified" in week.jikim(f"verify {data}.jsonl").splitlines()


def read_again(week: Week, url: str, data: str, order: str, cookies: Mapping[str, str]) -> None:
    """The order that was taken is there, for whom it was taken."""
    with week.shop(url, key_of(week, data)) as shop:
        shop.cookies.update(dict(cookies))
        answer = shop.get(f"/orders/{order}/label")
        assert (answer.status_code, "name" in answer.json()) == (200, True), answer.text
