"""The TypeScript client of docs/how-to/typescript.md, made from the document that a running house serves: where there
is a Node.js with npm, which a developer of such a client has."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from tests.api.conftest import Served
from tests.conftest import ROOT

PAGE = (ROOT / "docs" / "how-to" / "typescript.md").read_text(encoding="utf-8")
[PROGRAM] = re.findall(r"^```ts\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE)
[KEY] = re.findall(r"the key needs `(.*?)`", PAGE)
[SAYS] = re.findall(r"^prints\n\n```text\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE)


def key(served: Served, name: str) -> dict[str, str]:
    """The environment of a program of the page: the site, and the key that the page asks for."""
    options = dict(re.findall(r"--([a-z]+) (\S+)", KEY))
    named = {one: options[one].split(",") for one in ("channels", "consents") if options[one] != "all"}
    assert options["records"] == "all"
    _, made = served.key(*options["purposes"].split(","), may=(options["may"],), name=name, events=[], **named)
    return {**os.environ, "JIKIM_SITE": served.url, "JIKIM_KEY": made}


def test_the_page_names_the_versions_that_are_tried() -> None:
    """What the page installs is what the lock pins."""
    pinned = (ROOT / "tests" / "api" / "typescript" / "package.json").read_text(encoding="utf-8")
    for name, version in re.findall(r"(openapi-\w+|typescript)@([\d.]+)", PAGE):
        assert f'"{name}": "{version}"' in pinned


if shutil.which("npm"):

    @pytest.mark.long
    def test_the_program_of_the_page_runs(served: Served, tmp_path: Path) -> None:
        """The types compile under `tsc --strict`; a record is taken, read and shown, a consent withdrawn, and a refusal
        read as the problem that it is."""
        folder = tmp_path / "client"
        shutil.copytree(ROOT / "tests" / "api" / "typescript", folder)
        (folder / "client.ts").write_text(PROGRAM, encoding="utf-8")
        site = key(served, "typed")

        def run(*command: str) -> str:
            done = subprocess.run(command, cwd=folder, env=site, capture_output=True, text=True, timeout=300)  # noqa: S603
            assert done.returncode == 0, f"{' '.join(command)}\n{done.stdout}\n{done.stderr}"
            return done.stdout

        run("npm", "ci", "--no-audit", "--no-fund")
        run("npx", "openapi-typescript", f"{served.url}/api/v1/openapi.json", "-o", "jikim.d.ts")
        [compiled] = re.findall(r"^npx (tsc --strict.*)$", PAGE, re.MULTILINE)
        run("npx", *compiled.split())
        assert run("node", "client.js") == SAYS
