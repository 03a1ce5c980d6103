"""The Java client of docs/how-to/typescript.md, made from the document that a running house serves: where there is a JDK,
the generator that the page installs (it brings Jackson), and Debian's `libjakarta-annotation-api-java`."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path

import pytest
from tests.api.conftest import Served
from tests.api.test_typescript import PAGE, SAYS, key

ANNOTATIONS = Path("/usr/share/java/jakarta-annotation-api.jar")
[PROGRAM] = (one for one in re.findall(r"^```java\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE) if "main(" in one)
[MADE] = re.findall(r"^openapi-generator-cli (generate (?:.*\\\n)*.*)$", PAGE, re.MULTILINE)
FOUND = find_spec("openapi_generator_cli")

if shutil.which("javac") and FOUND is not None and FOUND.origin is not None and ANNOTATIONS.exists():
    JAR = Path(FOUND.origin).with_name("openapi-generator.jar")

    @pytest.mark.long
    def test_the_program_of_the_page_runs(served: Served, tmp_path: Path) -> None:
        """Every class of the client compiles; a record is taken, read and shown, a consent withdrawn, and a refusal read
        as the problem that it is."""
        site = key(served, "compiled")

        def run(*command: str | Path) -> str:
            done = subprocess.run(command, cwd=tmp_path, env=site, capture_output=True, text=True, timeout=600)
            assert done.returncode == 0, f"{command[:6]}\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}"
            return done.stdout

        words = shlex.split(MADE.replace("\\\n", " ").replace("https://privacy.example.com", served.url))
        run("java", "-jar", JAR, *words)
        (tmp_path / "Client.java").write_text(PROGRAM, encoding="utf-8")
        made = sorted((tmp_path / "jikim-java" / "src" / "main" / "java").rglob("*.java"))
        assert len(made) > 100
        path = f"{JAR}:{ANNOTATIONS}:."
        run("javac", "-nowarn", "-encoding", "UTF-8", "-cp", path, "-d", ".", *made, "Client.java")
        assert run("java", "-Dstdout.encoding=UTF-8", "-Dfile.encoding=UTF-8", "-cp", path, "Client") == SAYS
