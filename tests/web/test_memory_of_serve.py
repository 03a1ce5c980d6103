"""What a request brought is not kept once it is answered, and a site that is asked all day grows no further."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest
from litestar._parsers import parse_url_encoded_form_data
from tests.conftest import HOMEPAGE
from tests.web.running import Running, free_port
from tests.web.test_account_signing import sign_in, token_of

MINUTES = float(os.environ.get("JIKIM_TEST_MINUTES", "60"))


def test_the_framework_keeps_no_form(web: Running) -> None:
    """Litestar remembers the last thousand forms that it reads, passwords and all: it reads none."""
    parse_url_encoded_form_data.cache_clear()
    with web.client() as client:
        for n in range(5):
            sign_in(client, f"nobody-{n}", "a password that is nobody's")
    assert parse_url_encoded_form_data.cache_info().currsize == 0


HASHING = """
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from jikim.passwords import hash_password

def pages():
    return int(Path("/proc/self/statm").read_text().split()[1])

def one(n):
    together.wait()
    hash_password(f"quiet heron {n}")

hash_password("quiet heron")
before, together = pages(), threading.Barrier(4)
with ThreadPoolExecutor(4) as threads:
    for _ in range(2):
        list(threads.map(one, range(4)))
    print((pages() - before) * 4096)
"""


def test_a_thread_that_hashed_keeps_no_memory() -> None:
    """Each hash of a password takes 19 MiB; four threads that made some hold less than one of them afterwards."""
    done = subprocess.run([sys.executable, "-c", HASHING], capture_output=True, text=True, check=True)
    assert int(done.stdout) < 19 * 1024 * 1024


ARENAS = """
import ctypes, threading
from concurrent.futures import ThreadPoolExecutor
from jikim.web.running import share_memory

def one(_):
    held = [bytes(9_000) for _ in range(100)]
    together.wait()
    return len(held)

share_memory()
together = threading.Barrier(4)
with ThreadPoolExecutor(4) as threads:
    list(threads.map(one, range(4)))
    ctypes.CDLL(None).malloc_stats()
"""


def test_threads_have_their_memory_from_one_place() -> None:
    """However many threads of a site take memory at once, none has an arena of its own, which would keep the most that
    it ever held."""
    done = subprocess.run([sys.executable, "-c", ARENAS], capture_output=True, text=True, check=True)
    assert done.stderr.count("Arena ") == 1


CIRCLES = """
import gc, weakref
from jikim.web.running import settle

class One:
    pass

settle()
one = One()
one.itself, gone = one, weakref.ref(one)
gc.collect(1)  # it outlives this, as what an answer is made of does now and then
del one
for _ in range(500):
    made = [[] for _ in range(3_000)]
    del made
print(gone() is None)
"""


def test_what_answers_leave_in_circles_is_collected() -> None:
    """What nobody refers to but itself goes while a site runs, also where it outlived a collection of what is young."""
    done = subprocess.run([sys.executable, "-c", CIRCLES], capture_output=True, text=True, check=True)
    assert done.stdout == "True\n"


def resident(pid: int) -> float:
    """What a process holds in memory, in MiB."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    raise AssertionError("it has ended")


def asks(url: str, n: int) -> None:
    """A visitor's round: pages, a wrong password, an address that nobody has, the state of the house."""
    with httpx.Client(base_url=url, timeout=60) as client:
        token = token_of(client)
        for path in ("/policy", f"/nowhere/{n}", f"/notices?before={n}", "/api/ready", "/office", "/static/jikim.css"):
            client.get(path)
        client.post("/sign-in", data={"_csrf_token": token, "name": f"nobody{n}", "password": "x" * 200})


@pytest.mark.long
def test_an_hour_of_visitors_leaves_its_memory_flat(tmp_path: Path) -> None:
    """After the first quarter, in which caches fill, an hour of visitors and of what is due adds less than 8 MiB."""
    port = free_port()
    code = "import sys; from jikim.cli import main; sys.exit(main())"
    command = [
        sys.executable,
        "-c",
        code,
        "serve",
        str(HOMEPAGE),
        "--dir",
        str(tmp_path / "data"),
        "--port",
        str(port),
        "--jobs",
        "10",
    ]
    with subprocess.Popen(command) as serving:
        try:
            url, n, begun, settled = f"http://127.0.0.1:{port}", 0, time.monotonic(), 0.0
            while (passed := time.monotonic() - begun) < MINUTES * 60:
                try:
                    asks(url, n)
                except httpx.TransportError:
                    assert passed < 120, "it does not answer"
                n += 1
                time.sleep(0.1)
                if not settled and passed > MINUTES * 15:
                    settled = resident(serving.pid)
            assert n > MINUTES * 60
            assert resident(serving.pid) - settled < 8.0
        finally:
            serving.terminate()
            serving.wait(60)
