"""MariaDB, where this machine has it: Debian's `mariadb-server-core`, and PyMySQL to speak with it."""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.waiting import PATIENCE

SERVER, INSTALL = shutil.which("mariadbd", path="/usr/sbin:/usr/bin"), shutil.which("mariadb-install-db")
HERE = SERVER is not None and INSTALL is not None and importlib.util.find_spec("pymysql") is not None
LEFT_OUT = "mariadb-server-core or PyMySQL is not installed: the tests of attaching MariaDB are left out"


@contextmanager
def running() -> Iterator[str]:
    """A server of its own, on a socket alone; answers its address, `mariadb://root@localhost/NAME?unix_socket=…`, without
    its name."""
    assert SERVER is not None
    assert INSTALL is not None
    with TemporaryDirectory(prefix="maria") as place:
        data, socket = Path(place) / "data", Path(place) / "s"
        words = [f"--datadir={data}", "--no-defaults"]
        made = [INSTALL, "--no-defaults", f"--datadir={data}", "--auth-root-authentication-method=normal"]
        subprocess.run([*made, "--skip-test-db"], check=True, capture_output=True)
        serving = subprocess.Popen(
            [
                SERVER,
                words[1],
                words[0],
                f"--socket={socket}",
                "--skip-networking",
                "--user=root",
                f"--pid-file={place}/pid",
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert serving.stderr is not None
        try:
            for line in serving.stderr:
                if "ready for connections" in line:
                    break
            else:
                raise AssertionError("MariaDB did not start")
            yield f"mariadb://root@localhost/{{}}?unix_socket={socket}"
        finally:
            serving.terminate()
            serving.communicate(timeout=PATIENCE)
