"""What a request brought is not kept once it is answered. That a site which is asked all day grows no further is shown by
`make bench` (rows `memory` and `soak`)."""

from __future__ import annotations

import subprocess
import sys

from litestar._parsers import parse_url_encoded_form_data
from tests.web.running import Running
from tests.web.test_account_signing import sign_in


def test_the_framework_keeps_no_form(web: Running) -> None:
    """Litestar remembers the last thousand forms that it reads, passwords and all: it reads none."""
    parse_url_encoded_form_data.cache_clear()
    with web.client() as client:
        for n in range(5):
            sign_in(client, f"nobody-{n}", "a password that is nobody's")
    assert parse_url_encoded_form_data.cache_info().currsize == 0


HASHING = """
import ctypes
from concurrent.futures import ThreadPoolExecutor
from jikim.passwords import hash_password

class Counts(ctypes.Structure):
    _fields_ = [(name, ctypes.c_size_t) for name in "arena ordblks smblks mapped rest_ f g h i j".split()]

libc = ctypes.CDLL(None)
libc.mallinfo2.restype, libc.malloc.restype = Counts, ctypes.c_void_p
with ThreadPoolExecutor(4) as threads:
    list(threads.map(hash_password, ["quiet heron"] * 8))
before = libc.mallinfo2().mapped
taken = [libc.malloc(19 * 1024 * 1024 - 4096) for _ in range(4)]
print(libc.mallinfo2().mapped - before)
"""


def test_a_thread_that_hashed_keeps_no_memory() -> None:
    """What a hash of a password takes is mapped for it alone, and goes back to the system with it, however many were made:
    the allocator learns nothing from them."""
    done = subprocess.run([sys.executable, "-c", HASHING], capture_output=True, text=True, check=True)
    assert done.stdout == "4\n"


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
