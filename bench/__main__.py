"""`make bench`: the in-process rows of the design's figures, each with its baseline in the same run.

Every row runs ours and the baseline in alternating rounds on the same server and prints the median of the rounds. A
whole run writes `docs/performance.json`, of which `docs/performance.md` and its picture are made. `--json FILE` writes
elsewhere; `--quick` makes the sizes small; names as arguments choose rows; when one fails the others still run. `growth`,
`servers` and `soak` are runs of their own, each with a file of its own there.
"""

from __future__ import annotations

import argparse
import json
import platform
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from docs.made import written
from rich.console import Console
from rich.table import Table

from bench.machine import described
from bench.rows import APART, ROWS
from bench.stage import Stage

DOCS = Path(__file__).parents[1] / "docs"


def main() -> int:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("rows", nargs="*", help=f"which rows: {', '.join((*ROWS, *APART))}")
    parser.add_argument("--quick", action="store_true", help="small sizes: shows that it runs, proves nothing")
    parser.add_argument(
        "--minutes", type=float, default=2.0, help="how long `memory` and `soak` ask: 2; an hour's figure takes 60"
    )
    parser.add_argument(
        "--published", type=Path, help="a folder of real policies, each with its facts beside it, for the row `import`"
    )
    parser.add_argument("--json", type=Path, help="write the figures as JSON too")
    arguments = parser.parse_args()
    rows = ROWS | APART
    unknown = set(arguments.rows) - set(rows)
    if unknown:
        parser.error(f"no such row: {', '.join(sorted(unknown))}")
    console = Console()
    table = Table(title=f"Jikim, in process: {platform.machine()}, Python {platform.python_version()}")
    for column in ("what", "ours", "baseline", "ratio", "at least", ""):
        table.add_column(column, overflow="fold")
    figures: list[dict[str, object]] = []
    failed = []
    with (
        tempfile.TemporaryDirectory() as directory,
        Stage(
            Path(directory), quick=arguments.quick, minutes=arguments.minutes, published=arguments.published
        ) as stage,
    ):
        machine = described(stage)
        for name in arguments.rows or ROWS:
            try:
                with console.status(f"{name} …"):
                    found = rows[name](stage)
            except Exception:
                console.print_exception()
                failed.append(name)
                continue
            for figure in found:
                figures.append({"row": name, **figure.as_json()})
                table.add_row(*figure.cells())
                console.print(f"  {figure.what}: {figure.cells()[1]} (baseline {figure.cells()[2]})")
    console.print(table)
    if arguments.quick:
        console.print("quick: small sizes, no figure to quote")
    alone = arguments.rows[0] if len(arguments.rows) == 1 and arguments.rows[0] in APART else None
    whole = DOCS / f"{alone or 'performance'}.json" if alone or not arguments.rows else None
    into = arguments.json or (whole if not arguments.quick and not failed else None)
    if into is not None:
        day = datetime.now(UTC).date().isoformat()
        told = {"day": day, "quick": arguments.quick, "machine": machine, "figures": figures}
        into.write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    if into is not None and into == whole:
        console.print("\n".join(f"wrote {path}" for path in written()))
    if failed:
        console.print(f"failed, and no page was made: {', '.join(failed)}")
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main())
