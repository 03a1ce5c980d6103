"""`jikim completion`: the script by which a shell completes commands, options and their choices."""

from __future__ import annotations

import sys
from typing import Annotated, Literal

from jikim.cli.bilingual import about, in_korean


@in_korean(
    """셸이 명령, 옵션, 선택지를 자동 완성하는 스크립트를 출력합니다.

    셸이 찾는 곳에 두어 주세요. bash는 ~/.local/share/bash-completion/completions/jikim, zsh는 fpath에 있는
    디렉터리의 _jikim, fish는 ~/.config/fish/completions/jikim.fish입니다.
    """
)
def completion(
    shell: Annotated[Literal["bash", "zsh", "fish"], about("bash, zsh or fish.", "bash, zsh 또는 fish")], /
) -> None:
    """Print the script by which a shell completes commands, options and choices.

    Put it where the shell looks: bash in ~/.local/share/bash-completion/completions/jikim, zsh as _jikim in a directory
    of its fpath, fish in ~/.config/fish/completions/jikim.fish.
    """
    from jikim.cli.application import application

    sys.stdout.write(application(whole=True).generate_completion(prog_name="jikim", shell=shell))
