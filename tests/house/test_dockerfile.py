"""Each instruction of the Dockerfile, played in empty roots of its stages: what it copies is there, what it runs finds its
files, and what the image names in the end was made. Programs that need a registry or root are told what they would do."""

from __future__ import annotations

import re
import shlex
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.house.source import ROOT

import jikim

DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
HASHED = re.compile(r"^[a-z0-9-]+(\[[a-z,-]+\])?==\S+", re.MULTILINE)


class Stage:
    """One `FROM`: its root, and what its instructions said of it."""

    def __init__(self, root: Path) -> None:
        self.root, self.at, self.user = root, "/", "0"
        self.env = {"PATH": "/usr/local/bin:/usr/bin:/bin"}
        self.users: dict[str, str] = {}
        self.owned: set[str] = set()
        self.entrypoint: list[str] = []

    def path(self, name: str) -> Path:
        """A place of its file system, from where it stands."""
        return self.root / (Path(self.at) / name).relative_to("/")

    def there(self, pattern: str) -> list[Path]:
        """What a pattern names, of which there must be something."""
        found = sorted(self.path(".").glob(pattern.removeprefix("./")))
        assert found, f"nothing is {pattern} in {self.at}"
        return found


def python(stage: Stage, *words: str) -> None:
    assert words[:2] == ("-m", "venv")
    for name in ("python", "pip"):
        stage.path(words[2]).joinpath("bin").mkdir(parents=True, exist_ok=True)
        (stage.path(words[2]) / "bin" / name).touch()


def pip(stage: Stage, *words: str) -> None:
    """Installs what is named: a lock, each of whose lines has its hash, or wheels; ours brings its command."""
    assert words[0] == "install"
    assert "--no-deps" in words
    if "--requirement" in words:
        assert "--require-hashes" in words
        (lock,) = stage.there(words[words.index("--requirement") + 1])
        text = lock.read_text(encoding="utf-8")
        assert len(HASHED.findall(text)) > 20
        assert all("--hash=sha256:" in one for one in re.split(r"\n(?=[a-z0-9])", text) if HASHED.match(one))
        return
    assert "--no-index" in words
    (wheel,) = stage.there(words[-1])
    assert wheel.name.startswith(f"jikim-{jikim.__version__}-")
    (stage.root / "opt/jikim/bin/jikim").touch()


def user(stage: Stage, *words: str) -> None:
    """`groupadd` and `useradd`: a name and its number; a user's group is there before."""
    told = dict(zip(words, (*words[1:], ""), strict=True))
    assert told.get("--gid", "") in {"", *stage.users.values()} or "--uid" not in told
    stage.users[words[-1]] = told.get("--uid") or told["--gid"]


def install(stage: Stage, *words: str) -> None:
    assert words[0] == "-d"
    owner = words[words.index("-o") + 1]
    assert owner in stage.users.values(), f"no user {owner} was made"
    for one in words:
        if one.startswith("/"):
            stage.path(one).mkdir(parents=True)
            stage.owned.add(one)


PROGRAMS: dict[str, Callable[..., None]] = {
    "python": python,
    "/opt/jikim/bin/pip": pip,
    "groupadd": user,
    "useradd": user,
    "install": install,
}


def played(dockerfile: str, context: Path, place: Path) -> Stage:
    """The last stage, after each instruction was done in its order. Raises AssertionError at one that cannot be."""
    stages: dict[str, Stage] = {}
    stage = Stage(place)
    for line in re.sub(r"\\\n", " ", re.sub(r"^#.*\n", "", dockerfile, flags=re.MULTILINE)).splitlines():
        what, _, rest = line.strip().partition(" ")
        words = shlex.split(rest) if not rest.startswith("[") else re.findall(r'"([^"]*)"', rest)
        match what:
            case "":
                pass
            case "FROM":
                stage = Stage(place / f"stage{len(stages)}")
                stage.root.mkdir(parents=True)
                stages[words[-1] if "AS" in words else ""] = stage
            case "WORKDIR":
                stage.at = words[0]
                stage.path(".").mkdir(parents=True, exist_ok=True)
            case "COPY" if words[0].startswith("--from="):
                source = stages[words[0].removeprefix("--from=")].root / words[1].lstrip("/")
                assert source.is_dir(), f"{words[1]} was not made"
                shutil.copytree(source, stage.path(words[2]))
            case "COPY":
                found = sorted(context.glob(words[0]))
                assert found, f"the context has no {words[0]}"
                for one in found:
                    shutil.copy(one, stage.path(words[1]))
            case "RUN":
                for command in rest.split("&&"):
                    name, *given = shlex.split(command)
                    assert name in PROGRAMS, f"nobody plays {name}"
                    assert not name.startswith("/") or stage.path(name).is_file(), f"{name} was not made"
                    PROGRAMS[name](stage, *given)
            case "ENV":
                stage.env |= dict(one.split("=", 1) for one in words)
            case "USER":
                stage.user = words[0].partition(":")[0]
            case "ENTRYPOINT":
                stage.entrypoint = words
            case _:
                assert what in ("EXPOSE", "STOPSIGNAL", "CMD"), what
    return stage


@pytest.fixture
def context(tmp_path: Path) -> Path:
    """What the build is given: of the checkout what `.dockerignore` lets in, and a wheel's name."""
    place = tmp_path / "context"
    (place / "dist").mkdir(parents=True)
    for line in (ROOT / ".dockerignore").read_text("ascii").splitlines():
        if line.startswith("!") and (ROOT / line[1:]).is_file():
            shutil.copy(ROOT / line[1:], place / line[1:])
    (place / "dist" / f"jikim-{jikim.__version__}-py3-none-any.whl").touch()
    return place


def test_the_image_can_be_made_from_what_it_is_given(context: Path, tmp_path: Path) -> None:
    """Each instruction finds its files. What runs in the end is on the path and run by a user who was made, in a directory
    of theirs; each directory that the environment names is theirs too."""
    image = played(DOCKERFILE, context, tmp_path / "image")
    on_path = [image.root / one.lstrip("/") / image.entrypoint[0] for one in image.env["PATH"].split(":")]
    assert any(one.is_file() for one in on_path)
    assert image.user in image.users.values()
    assert {image.at, image.env["JIKIM_DIR"], image.env["JIKIM_RING_DIR"]} <= image.owned


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("COPY requirements-production.lock ./\n", "", "nothing is requirements-production.lock"),
        ("COPY dist/*.whl ./\n", "", r"nothing is \./\*\.whl"),
        ("dist/*.whl", "build/*.whl", "the context has no build"),
        ("python -m venv /opt/jikim", "python -m venv /opt/other", "/opt/jikim/bin/pip was not made"),
        ("--from=made /opt/jikim", "--from=made /opt/other", "/opt/other was not made"),
        ("-o 10001", "-o 10002", "no user 10002 was made"),
    ],
)
def test_what_is_missing_is_found(context: Path, tmp_path: Path, before: str, after: str, told: str) -> None:
    """An instruction without its file, its program or its user fails here, and not in an engine alone."""
    assert before in DOCKERFILE
    with pytest.raises(AssertionError, match=told):
        played(DOCKERFILE.replace(before, after), context, tmp_path / "image")
