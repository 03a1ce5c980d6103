"""`make test-again`: the same tests again and again, each time in another order, until one fails.

Of the run that failed `build/again` keeps `log` (which worker ran what, in its order), `junit.xml`, `tmp` (the directories
of the tests that failed, and the logs of the servers) and `order.txt`: what the worker whose test failed had run until
then. `pytest -p no:xdist -x @build/again/order.txt` runs that again.
"""

from __future__ import annotations

import os
import random
import re
import shutil
import stat
import subprocess
import sys
import tempfile
from pathlib import Path

from tests import in_memory

PLACE = Path(__file__).parents[1] / "build" / "again"
RAN = re.compile(r"\[(gw\d+)\] \[ *\d+%\] (PASSED|FAILED|ERROR|XFAIL|SKIPPED) (.+)")


def orders(log: str) -> dict[str, list[str]]:
    """What each worker ran, in its order; those that fell come first."""
    ran: dict[str, list[str]] = {}
    fell: list[str] = []
    for line in log.splitlines():
        if found := RAN.fullmatch(line.rstrip()):
            worker, outcome, test = found.groups()
            ran.setdefault(worker, []).append(test)
            fell += [worker] if outcome in ("FAILED", "ERROR") else []
    return {worker: [*dict.fromkeys(ran[worker])] for worker in dict.fromkeys((*fell, *ran))}


def keep(made: Path) -> None:
    """What the run left in its directory, without the files of databases and without sockets."""

    def left_out(folder: str, names: list[str]) -> set[str]:
        special = {name for name in names if stat.S_ISSOCK(os.lstat(Path(folder, name)).st_mode)}
        return special | ({"pg"} & {*names})

    shutil.copytree(made, PLACE / "tmp", symlinks=True, ignore=left_out)


def run(command: list[str], seed: int) -> int:
    """One run. Answers its exit status."""
    shutil.rmtree(PLACE, ignore_errors=True)
    PLACE.mkdir(parents=True)
    made = Path(tempfile.mkdtemp(prefix="jikim-again-"))
    more = [
        "-v",
        "-x",
        "--shuffle",
        f"{seed}",
        "--basetemp",
        f"{made / 'tests'}",
        "--junitxml",
        f"{PLACE / 'junit.xml'}",
    ]
    try:
        with open(PLACE / "log", "w", encoding="utf-8") as log:
            code = subprocess.run([*command, *more], stdout=log, stderr=subprocess.STDOUT, check=False).returncode
        if code:
            keep(made)
    finally:
        shutil.rmtree(made, ignore_errors=True)
    return code


def main(number: str, *command: str) -> int:
    in_memory.settle()
    for n in range(1, int(number) + 1):
        seed = random.SystemRandom().randrange(10**6)
        print(f"run {n} of {number}, --shuffle {seed}", flush=True)
        code = run([*command], seed)
        log = (PLACE / "log").read_text(encoding="utf-8")
        if code:
            order = next(iter(orders(log).values()), [])
            (PLACE / "order.txt").write_text("".join(f"{one}\n" for one in order), encoding="utf-8")
            print(log[log.rfind("short test summary") :], f"`--shuffle {seed}` failed: see {PLACE}", sep="\n")
            return code
        print(log.splitlines()[-1], flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
