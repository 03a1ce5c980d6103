"""The demo: one policy kept for six years in a minute, with invented people, and checked at every step.

`run` tells the story on a console, writes the pages that three people would see, and answers an exit status. It uses
the public SDK alone, and moves only a demo's clock. It leaves to `cli` how it is called.
"""

from __future__ import annotations

from jikim.demo.play import MEMBERS, ONCE, run

__all__ = ["MEMBERS", "ONCE", "run"]
