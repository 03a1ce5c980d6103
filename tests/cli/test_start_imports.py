"""What `jikim serve` imports before its first request: what it needs to answer one, and nothing that few ask for."""

from __future__ import annotations

import ast
import subprocess
import sys

from tests.house.source import ROOT

SERVE = ROOT / "src" / "jikim" / "cli" / "serve.py"
# The packages that a start imports whole or in part. Another one costs everybody its time and memory: who needs it now
# and then imports it then (`jikim.on_demand`).
PACKAGES = {
    "_argon2_cffi_bindings", "_cffi_backend", "annotated_types", "anyio", "argon2", "attr", "attrs", "cryptography", "cyclopts",
    "granian", "jinja2", "litestar", "markupsafe", "msgspec",
    "multidict", "multipart", "prometheus_client", "psycopg", "psycopg_binary", "psycopg_pool", "pwdlib", "pydantic",
    "pydantic_core", "rich", "sniffio", "starlette", "typing_extensions", "typing_inspection", "yaml",
}  # fmt: skip
MOST = 1_642  # modules, those of Python with them
OFFICE = {"bcrypt", "ruamel"}
MOST_OF_THE_OFFICE = 1_882
STARTED = """
import sys
from jikim.cli.application import application
application(["serve"])
for name in {names}:
    __import__(name)
from jikim.web.site import prepare
prepare()
{more}
print(len(sys.modules))
print(*(name for name, one in sys.modules.items() if "site-packages" in str(getattr(one, "__file__", ""))))
"""


def test_a_start_imports_what_it_needs() -> None:
    """Whatever the command names anywhere, but for `--dev` and `--log`, and our pages with it, loads these packages
    alone, and no more modules than it did."""
    number, loaded = _loaded()
    assert {name.partition(".")[0] for name in loaded} <= PACKAGES
    assert "pydantic.v1" not in loaded
    assert number < MOST


def test_the_office_imports_what_its_pages_need() -> None:
    """Passkeys, QR codes, workbooks and PDFs are loaded by whoever makes or reads one, and not with the office's pages."""
    number, loaded = _loaded("from jikim.web.office.building import office; office()")
    assert {name.partition(".")[0] for name in loaded} <= PACKAGES | OFFICE
    assert number < MOST_OF_THE_OFFICE


def _loaded(more: str = "") -> tuple[int, set[str]]:
    """How many modules a start loads, and which of them are of packages."""
    tree = ast.walk(ast.parse(SERVE.read_text(encoding="utf-8")))
    named = {node.module for node in tree if isinstance(node, ast.ImportFrom) and node.module} - {
        "jikim.cli.developing"
    }
    code = STARTED.format(names=sorted(named), more=more)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    number, loaded = done.stdout.splitlines()
    return int(number), set(loaded.split())
