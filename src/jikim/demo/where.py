"""Where the homepage's policy and data are: inside an installed package, or in a checkout beside `src`."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

from jikim.errors import JikimError


def homepage() -> Path:
    """The folder that holds `policy.yaml` and `data/partner.csv`. Raises JikimError where neither place has it."""
    package = Path(str(resources.files("jikim")))
    for folder in (package / "homepage", package.parents[1] / "homepage"):
        if (folder / "policy.yaml").is_file():
            return folder
    raise JikimError(
        "the homepage's policy is not here",
        hint="install jikim from its wheel, or run it in a checkout",
        ko=("홈페이지의 방침이 없습니다", "jikim을 wheel로 설치하거나 체크아웃에서 실행해 주세요"),
    )
