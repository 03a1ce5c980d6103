"""`python -m homepage.sandbox`: the stand-in on loopback. It writes the file that JIKIM_ENDPOINTS names, with fresh
secrets."""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import secrets
import sys
from pathlib import Path

from granian.constants import Interfaces
from granian.server.embed import Server

from .app import sandbox
from .sandbox_state import PROVIDERS


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m homepage.sandbox", description=__doc__)
    parser.add_argument("--port", type=int, default=8100)
    parser.add_argument("--endpoints", type=Path, required=True, help="the file to write, private to you")
    parser.add_argument(
        "--site", default="http://127.0.0.1:8000", help="where the homepage is, for its own board of winners"
    )
    chosen = parser.parse_args()
    place = f"http://127.0.0.1:{chosen.port}"
    ours = {name: secrets.token_urlsafe(24) for name in PROVIDERS}
    rows = {name: {"url": f"{place}/{name}", "secret": secret} for name, secret in ours.items()}
    rows["publication"] = {"url": f"{chosen.site}/hooks/publication", "secret": secrets.token_urlsafe(24)}
    rows["remoteview"] = {"url": place, "secret": secrets.token_urlsafe(24)}
    with os.fdopen(os.open(chosen.endpoints, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        json.dump(rows, file, indent=1)
    sys.stdout.write(f"a stand-in, no money moves: {place} (secrets in {chosen.endpoints})\n")
    sys.stdout.flush()
    server = Server(sandbox(ours), address="127.0.0.1", port=chosen.port, interface=Interfaces.ASGI, log_enabled=False)
    asyncio.run(server.serve())


if __name__ == "__main__":
    main()
