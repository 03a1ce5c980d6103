"""`jikim completion`: the script by which a shell completes commands, options and their choices."""

from __future__ import annotations

import sys
from typing import Annotated, Literal

from cyclopts import Parameter


def completion(shell: Annotated[Literal["bash", "zsh", "fish"], Parameter(help="bash, zsh or fish.")], /) -> None:
    """Print the script by which a shell completes commands, options and choices.

    Put it where the shell looks: bash in ~/.local/share/bash-completion/completions/jikim, zsh as _jikim in a directory
    of its fpath, fish in ~/.config/fish/completions/jikim.fish.
    """
    from jikim.cli.application import COMMANDS, GROUPS, application

    sys.stdout.write(application((*COMMANDS, *GROUPS, "export")).generate_completion(prog_name="jikim", shell=shell))
