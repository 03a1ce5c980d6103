"""`python -m homepage.site`: the shop's daily work, once. The data is where `JIKIM_DIR` or the databases' settings say."""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path

import jikim

from .tidying import tidy


async def main() -> None:
    async with jikim.open_async(Path(__file__).parents[1] / "policy.yaml", application="shop") as jk:
        sys.stdout.write(json.dumps((await tidy(jk))._asdict()) + "\n")


if __name__ == "__main__":
    asyncio.run(main())
