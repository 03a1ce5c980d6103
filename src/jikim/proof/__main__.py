"""`python -m jikim.proof FILE [KEY]`: verifies an export, or a file that was handed over by hand, and prints the
report.

FILE is plain or gzip, or a ZIP; KEY is the ledger's verifier key as published. Exits 0 where nothing is wrong, 1 on
faults, 2 where the arguments can't be used.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from jikim.proof import export, handover
from jikim.proof.checkpoint import VerifierKey
from jikim.proof.merkle import ProofError
from jikim.proof.report import Report
from jikim.proof.verify import verify


def main(arguments: Sequence[str]) -> int:
    if len(arguments) not in (1, 2):
        sys.stderr.write("usage: python -m jikim.proof FILE [KEY]\n")
        return 2
    try:
        key = arguments[1] if len(arguments) == 2 else None
        with open(arguments[0], "rb") as file:
            report: Report | handover.Handover
            if file.peek(2)[:2] == b"PK":
                report = handover.verify(file.read(), VerifierKey.parse(key) if key else None)
            else:
                report = verify(export.blocks(file), trusted_key=key)
    except OSError as error:
        sys.stderr.write(f"`{arguments[0]}` can't be read: {(error.strerror or 'unknown error').lower()}\n")
        return 2
    except ProofError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    sys.stdout.write(str(report))
    return 0 if report.ok else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
