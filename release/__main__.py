"""`python -m release`: makes what is released, in `dist`, from what is committed; twice, and the two are equal.

    jikim-0.2.0-py3-none-any.whl    what pip installs
    jikim-0.2.0.tar.gz              what the wheel is made from
    jikim-0.2.0.cdx.json            what is installed with it, in CycloneDX's form
    SHA256SUMS                      their digests

The second time both lie in another directory, and the wheel is made from the source archive. A moment in a file is the
last commit's, or `SOURCE_DATE_EPOCH`.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from jikim.version import __version__
from release.building import ROOT, build, unpacked
from release.components import document


def main() -> int:
    """Ends with 1 where something is not committed, or the two are not equal."""
    if _git("status", "--porcelain", "--untracked-files=no"):
        print(
            "error: something is not committed\nhint: commit it, or put it aside: a release is a commit",
            file=sys.stderr,
        )
        return 1
    at = os.environ.get("SOURCE_DATE_EPOCH") or _git("log", "-1", "--format=%ct")
    with tempfile.TemporaryDirectory(prefix="jikim-release-") as place:
        first, second = Path(place, "first"), Path(place, "second", "elsewhere")
        made = build(_committed(first), first / "dist", at)
        again = build(_committed(second), second / "sdist", at, "--sdist")
        again += build(unpacked(again[0], second / "from"), second / "wheel", at, "--wheel")
        if _digests(made) != _digests(again):
            print(f"error: built twice, and not equal: {_digests(made)}, {_digests(again)}", file=sys.stderr)
            return 1
        out = ROOT / "dist"
        shutil.rmtree(out, ignore_errors=True)
        out.mkdir()
        files = [Path(shutil.copy(one, out)) for one in made]
    wheel = next(one for one in files if one.suffix == ".whl")
    listed = out / f"jikim-{__version__}.cdx.json"
    listed.write_text(document(wheel, int(at)), encoding="utf-8")
    sums = _digests([*files, listed])
    (out / "SHA256SUMS").write_text("".join(f"{digest}  {name}\n" for name, digest in sums.items()), encoding="ascii")
    for name in (*sums, "SHA256SUMS"):
        print(f"dist/{name}: {(out / name).stat().st_size:,} bytes")
    print("built twice, and equal to the byte")
    return 0


def _git(*words: str) -> str:
    return subprocess.run(("git", *words), cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()


def _committed(place: Path) -> Path:
    """The last commit's files, in a new directory, with modes that are no machine's habit."""
    source = place / "source"
    source.mkdir(parents=True)
    archive = subprocess.run(
        ("git", "-c", "tar.umask=022", "archive", "HEAD"), cwd=ROOT, stdout=subprocess.PIPE, check=True
    ).stdout
    subprocess.run(("tar", "-x", "-p", "-C", source), input=archive, check=True)
    return source


def _digests(files: list[Path]) -> dict[str, str]:
    return {one.name: hashlib.sha256(one.read_bytes()).hexdigest() for one in sorted(files)}


if __name__ == "__main__":
    sys.exit(main())
