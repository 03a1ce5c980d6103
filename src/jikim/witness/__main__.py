"""`python -m jikim.witness --key FILE --state DIR --listen HOST:PORT --log VKEY`: the witness, for whoever runs nothing
else of Jikim."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from jikim.errors import JikimError
from jikim.witness.running import serve


def _say(what: str, value: str) -> None:
    sys.stdout.write(f"{what:<10}{value}\n")
    sys.stdout.flush()


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m jikim.witness", description="Cosign one history of a ledger only.")
    parser.add_argument("--key", type=Path, required=True, help="the witness' key; made at the first start")
    parser.add_argument("--state", type=Path, required=True, help="the directory of what was cosigned last")
    parser.add_argument("--listen", required=True, metavar="HOST:PORT")
    parser.add_argument(
        "--log", action="append", default=[], metavar="VKEY", help="a log's verifier key; may be given again"
    )
    parser.add_argument("--name", help="the new key's name, such as witness.example/w1")
    parser.add_argument(
        "--behind-proxy", action="store_true", help="a reverse proxy with TLS stands before this address"
    )
    asked = parser.parse_args(arguments)
    try:
        serve(
            asked.key, asked.state, asked.listen, asked.log, name=asked.name, behind_proxy=asked.behind_proxy, say=_say
        )
    except JikimError as error:
        sys.stderr.write(f"error: {error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
