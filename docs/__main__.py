"""`python -m docs`: writes the pages and pictures that are made from the code. A test fails while one is out of date."""

from __future__ import annotations

from docs.made import written

if __name__ == "__main__":
    for path in written():
        print(f"wrote {path}")
