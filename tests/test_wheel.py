"""The wheel carries all it needs: built, installed into an empty environment outside the checkout, and run there.

The environment gets the run-time dependencies alone, each a complete copy of the locked, installed distribution (every
file that its RECORD lists, checked against its hash), so that the test needs no network and no development tool can
help.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from importlib import metadata
from pathlib import Path

import pytest
from release.building import build, unpacked
from release.components import document
from release.requirements import asked, needed, pinned
from tests.api.conftest import Served, served
from tests.cli.ledgers import whole as sample
from tests.demo.pages import look_at

import jikim

__all__ = ["served"]
ROOT = Path(__file__).parents[1]


def run(*command: str | Path, cwd: Path, env: dict[str, str] | None = None, seconds: int = 1500) -> str:
    """Runs a program to its end, with nothing to read, and answers its output. `seconds` end what hangs, and not what
    is slow."""
    done = subprocess.run(
        command,
        cwd=cwd,
        env=env,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=seconds,
        check=False,
    )
    assert done.returncode == 0, f"{command}: {done.returncode}\n{done.stdout[-4000:]}\n{done.stderr[-4000:]}"
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from a copy of what goes into it; `make release` names the directory of its own in RELEASE."""
    if "RELEASE" in os.environ:
        return next(Path(os.environ["RELEASE"]).resolve().glob("*.whl"))
    (built,) = build(tree(tmp_path_factory.mktemp("source")), tmp_path_factory.mktemp("dist"), "1700000000", "--wheel")
    return built


def tree(place: Path) -> Path:
    """A copy of what goes into the wheel, in a directory that is there."""
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, place)
    for name in ("src", "homepage"):
        shutil.copytree(ROOT / name, place / name, ignore=shutil.ignore_patterns("__pycache__"))
    return place


def copy(one: metadata.Distribution, site: Path) -> None:
    """Copies every file that a distribution's RECORD lists, and what Python compiled of them here: it knows them by their
    moments, which are kept. Raises AssertionError for one that is not as installed."""
    for file in one.files or ():
        source = Path(str(one.locate_file(file)))
        if file.parts[0] == ".." or (file.suffix == ".pyc" and not source.exists()):
            continue
        if file.hash is not None:
            digest = hashlib.new(file.hash.mode, source.read_bytes()).digest()
            assert base64.urlsafe_b64encode(digest).rstrip(b"=").decode() == file.hash.value, str(file)
        target = site / file
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(source, target)


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory, wheel: Path) -> Path:
    """The Python of an environment that holds the wheel, its run-time dependencies, and nothing else."""
    return environment(tmp_path_factory.mktemp("empty") / "env", wheel, "server")


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory, wheel: Path) -> Path:
    """The same of `pip install jikim`, without an extra."""
    return environment(tmp_path_factory.mktemp("client") / "env", wheel, "")


def environment(home: Path, wheel: Path, extra: str) -> Path:
    """The Python of a new environment with the wheel and what it needs, as locked."""
    run(sys.executable, "-m", "venv", "--without-pip", home, cwd=home.parent)
    python = home / "bin" / "python"
    site = Path(run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=home).strip())
    locked = pinned(ROOT / "requirements.lock")
    for name, one in needed(asked(wheel), extra).items():
        assert one.version == locked[name], f"{name} is not as locked: run `make setup`"
        copy(one, site)
    pip = (sys.executable, "-m", "pip", "--python", python, "--disable-pip-version-check")
    run(*pip, "install", "--quiet", "--no-index", "--no-deps", "--no-compile", wheel, cwd=home)
    run(*pip, "check", cwd=home)
    return python


@pytest.fixture
def outside(tmp_path: Path) -> tuple[Path, dict[str, str]]:
    """An empty directory to be in and an environment with an empty home, with nothing of this checkout."""
    for name in ("here", "home"):
        (tmp_path / name).mkdir()
    return tmp_path / "here", {"HOME": str(tmp_path / "home"), "PATH": os.defpath, "LANG": "C.UTF-8"}


def test_the_wheel_holds_what_it_must(wheel: Path) -> None:
    """Queries, migrations, statutes, the starter and the homepage are in it, with the licence; no test and no cache is."""
    with zipfile.ZipFile(wheel) as content:
        names = set(content.namelist())
    for path in (ROOT / "src").rglob("*"):
        inside = path.relative_to(ROOT / "src").as_posix()
        if path.is_file() and "__pycache__" not in path.parts:
            assert inside in names
    for path in (ROOT / "homepage").rglob("*"):
        if path.is_file() and "__pycache__" not in path.parts:
            assert f"jikim/homepage/{path.relative_to(ROOT / 'homepage').as_posix()}" in names
    assert {"jikim/homepage/policy.yaml", "jikim/homepage/data/partner.csv", "jikim/py.typed"} <= names
    assert f"jikim-{jikim.__version__}.dist-info/licenses/LICENSE" in names
    assert [name for name in names if not name.startswith("jikim") or "__pycache__" in name] == []


def test_what_is_installed_with_it_is_listed(wheel: Path) -> None:
    """The list in CycloneDX's form names each package of production once, by its purl, those of the client as required,
    and no helper of the tests; it is the same whenever it is made, and each of its references leads somewhere."""
    text = document(wheel, 1_700_000_000)
    assert document(wheel, 1_700_000_000) == text
    found = json.loads(text)
    assert (found["bomFormat"], found["specVersion"]) == ("CycloneDX", "1.6")
    refs = [one["bom-ref"] for one in (found["metadata"]["component"], *found["components"])]
    assert len(set(refs)) == len(refs)
    assert {ref for one in found["dependencies"] for ref in (one["ref"], *one["dependsOn"])} <= set(refs)
    libraries = {one["name"]: one for one in found["components"] if one["type"] == "library"}
    assert {n: one["version"] for n, one in libraries.items()} == pinned(ROOT / "requirements-production.lock")
    assert {n for n, one in libraries.items() if one["scope"] == "required"} == set(needed(asked(wheel), ""))
    assert libraries.keys() & {"faker", "polyfactory", "pytest", "hypothesis"} == set()
    assert [one["name"] for one in found["components"] if one["type"] != "library"] == ["postgresql"]


@pytest.mark.long
def test_the_source_makes_the_same_wheel(wheel: Path, tmp_path: Path) -> None:
    """The source archive holds no test, and the wheel made from it, elsewhere, is equal to the byte to one made from the
    tree."""
    source, again = tmp_path / "here" / "source", tmp_path / "there"
    source.mkdir(parents=True)
    listed = run("git", "ls-files", "-z", cwd=ROOT).split("\0")
    for name in filter(None, listed):
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, source / name)
    (archive,) = build(source, again / "sdist", "1700000000", "--sdist")
    inner = unpacked(archive, again / "unpacked")
    tops = {path.name for path in inner.iterdir()}
    assert {"src", "homepage", "LICENSE", "PKG-INFO", "pyproject.toml"} <= tops
    assert tops & {"tests", "bench", "release"} == set()
    (one,) = build(source, again / "one", "1700000000", "--wheel")
    (two,) = build(inner, again / "two", "1700000000", "--wheel")
    assert one.read_bytes() == two.read_bytes()


def test_it_is_alone(empty: Path, outside: tuple[Path, dict[str, str]]) -> None:
    """What runs there comes from the wheel; neither the checkout nor a tool of development can be imported."""
    here, environment = outside
    code = (
        "import importlib.util as u, jikim; print(jikim.__file__); "
        "print([n for n in ('pytest', 'hypothesis', 'mypy', 'build', 'pip', 'tests', 'docs') if u.find_spec(n)])"
    )
    file, others = run(empty, "-I", "-c", code, cwd=here, env=environment).splitlines()
    assert Path(file).is_relative_to(empty.parents[1])
    assert others == "[]"


def test_its_command_runs(empty: Path, outside: tuple[Path, dict[str, str]]) -> None:
    """The installed command says its version and finds no error in the homepage's policy that came along."""
    here, environment = outside
    command = empty.with_name("jikim")
    assert run(command, "--version", cwd=here, env=environment).strip() == f"jikim {jikim.__version__}"
    policy = run(
        empty,
        "-c",
        "import jikim, pathlib; print(pathlib.Path(jikim.__file__).parent / 'homepage' / 'policy.yaml')",
        cwd=here,
        env=environment,
    ).strip()
    verdict = run(command, "check", policy, cwd=here, env=environment).strip().splitlines()[-1]
    assert re.fullmatch(r".*policy\.yaml: [0-9]+ warnings, [0-9]+ notes", verdict)
    assert "5년" in run(command, "render", policy, "--lang", "ko", cwd=here, env=environment)


# The demo without its six years: the officer's page, which is seen in their midst, is seen at once.
WITHOUT_ITS_YEARS = """
import sys
from jikim.demo import years
years.years = lambda stage: stage.see_office()
from jikim.cli import main
sys.exit(main(sys.argv[1:]))
"""


def _demo(*command: str | Path, place: tuple[Path, dict[str, str]], tmp_path: Path) -> str:
    """Plays the demo from nothing but the wheel; answers what it told. It keeps the directory it was given, its pages are
    whole, and nothing lies elsewhere."""
    here, environment = place
    kept, temporary = tmp_path / "kept", tmp_path / "tmp"
    temporary.mkdir()
    environment["TMPDIR"] = str(temporary)
    told = run(*command, "demo", "--once", "--members", "30", "--keep", kept, cwd=here, env=environment)
    assert re.search(r"^ *6\.5 ", told, re.MULTILINE)
    assert "✗" not in told
    assert "record:collect:allowed" in (kept / "ledger.jsonl").read_text(encoding="utf-8")
    look_at(kept / "pages")
    assert [*here.iterdir(), *temporary.iterdir(), *Path(environment["HOME"]).iterdir()] == []
    return told


@pytest.mark.long
def test_the_demo_plays_there(empty: Path, outside: tuple[Path, dict[str, str]], tmp_path: Path) -> None:
    """Every chapter but the six years ends well, and no promise is late or broken."""
    told = _demo(empty, "-c", WITHOUT_ITS_YEARS, place=outside, tmp_path=tmp_path)
    assert re.search(r"kept +5\d +attested +\d +ready +\d+ +unproven +\d +late +0 +broken +0", told), told[-3000:]


@pytest.mark.long
def test_the_demo_runs_there_to_its_end(empty: Path, outside: tuple[Path, dict[str, str]], tmp_path: Path) -> None:
    """The whole demo ends well; `make demo` is the same from a checkout."""
    told = _demo(empty.with_name("jikim"), place=outside, tmp_path=tmp_path)
    assert "exactly as the account says" in re.sub(r"\s+", " ", told)
    assert re.search(r"kept +[56]\d +attested +1 +ready +\d+ +unproven +\d +late +0 +broken +0", told), told[-3000:]


def test_a_client_is_small(client: Path, tmp_path: Path) -> None:
    """`pip install jikim` is at most 20 packages, and none that holds data or serves pages."""
    site = Path(run(client, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=tmp_path).strip())
    names = {one.name.partition("-")[0] for one in site.glob("*.dist-info")}
    assert len(names) <= 20, names
    assert names & {"psycopg", "litestar", "pydantic", "phonenumbers", "sqlalchemy"} == set()


def test_a_client_asks_and_verifies(client: Path, outside: tuple[Path, dict[str, str]], served: Served) -> None:
    """There `jikim.connect` asks a real house, `jikim verify` checks a ledger, and `jikim.open` says what to install."""
    here, environment = outside
    person, given = served.member()
    _, key = served.key("member-services", may=("people",))
    code = (
        "import sys, uuid, jikim\n"
        f"with jikim.connect({served.url!r}, {key!r}) as jk:\n"
        f"    print(jk.find('email', {given['email']!r})[0].subject)\n"
        f"    try: jk.use(jikim.Ref(uuid.UUID({str(person.subject)!r}), uuid.uuid4(), 'membership'), purpose='marketing.ads')\n"
        "    except jikim.DeniedError as error: print('denied', error.why)\n"
        "try: jikim.open\n"
        "except ImportError as error: print(error)\n"
    )
    told = run(client, "-I", "-c", code, cwd=here, env=environment)
    assert str(person.subject) in told
    assert "denied" in told
    assert "pip install 'jikim[server]'" in told
    (here / "ledger.jsonl").write_bytes(sample())
    assert "verified" in run(client.with_name("jikim"), "verify", "ledger.jsonl", cwd=here, env=environment)


# Every command, as its user would begin with it. What is printed is the answer: exit code, and what stderr said.
EVERY_COMMAND = """
import contextlib, io, json
from jikim.cli import main
from jikim.cli.commands import COMMANDS, EXPORTS, GROUPS
lines = [(name,) for name in COMMANDS] + [("export", name) for name in EXPORTS]
lines += [(group, name) for group, (_, commands) in GROUPS.items() for name in commands]
told = {}
for line in lines:
    for rest in (("--help",), ("policy.yaml",)):
        with contextlib.redirect_stderr(io.StringIO()) as err, contextlib.redirect_stdout(io.StringIO()):
            code = main([*line, *rest])
        told[" ".join((*line, *rest))] = (code, err.getvalue())
print(json.dumps(told))
"""


@pytest.mark.parametrize(("locale", "said"), [("C.UTF-8", "not installed"), ("ko_KR.UTF-8", "설치되어 있지 않습니다")])
def test_a_command_that_a_client_has_not_says_the_way_on(
    client: Path, outside: tuple[Path, dict[str, str]], locale: str, said: str
) -> None:
    """There each command does its work or says in a line, in the reader's language, what to install; none breaks."""
    here, environment = outside
    (here / "policy.yaml").write_bytes((ROOT / "homepage" / "policy.yaml").read_bytes())
    told = json.loads(run(client, "-I", "-c", EVERY_COMMAND, cwd=here, env=environment | {"LC_ALL": locale}))
    assert told["verify --help"] == [0, ""]
    lacking = {line for line, (code, err) in told.items() if code == 1 and said in err}
    assert all("pip install 'jikim[server]'" in told[line][1] and told[line][1].count("\n") == 2 for line in lacking)
    assert {"check policy.yaml", "serve policy.yaml", "jobs policy.yaml"} <= lacking
    others = {line: answer for line, answer in told.items() if line not in lacking}
    assert {line: answer for line, answer in others.items() if answer[0] not in (0, 2)} == {
        "verify policy.yaml": [1, ""]  # it is no export, and stdout says at which line
    }
