"""`jikim export ledger`: the ledger as a file that anyone can verify."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from jikim.cli import files, house, terminal
from jikim.cli.options import Directory, PolicyPath, out_option


def ledger(
    policy: PolicyPath,
    /,
    *,
    directory: Directory = None,
    out: Annotated[
        Path, out_option("The file to write, compressed if its name ends in .gz; - for stdout.")
    ] = files.STDOUT,
) -> None:
    """Write the ledger as a file that anyone can verify.

    It says who did what, when and why, with people as numbers, and never a value of theirs. `jikim verify` checks it
    anywhere. The file is readable by its owner alone.
    """
    with house.opened(policy, directory) as jk:
        files.write(out, jk.export_ledger(), private=True)
        key = str(jk.signer.verifier)
        asked = list(jk.asked)
    if out != files.STDOUT:
        terminal.line(f"wrote {out}")
        terminal.line(f"verify it with: jikim verify {out} --key {key}")
    for one in asked:
        if one.said != "cosigned":
            terminal.line(f"witness {one.name}: {one.said}: {one.detail}", stderr=out == files.STDOUT)
