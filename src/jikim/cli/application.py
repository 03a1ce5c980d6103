"""Which commands there are. A command's file is imported when the command is named."""

from __future__ import annotations

from collections.abc import Sequence

from cyclopts import App, Group, Parameter

from jikim import __version__
from jikim.cli import terminal
from jikim.cli.help import Plain

_ABOUT = "Jikim runs a company's privacy policy: it is published, enforced, destroyed on its day, and provable."
_MORE = "`jikim COMMAND --help` says more about a command."

# The order is that of a policy's life: written, read, run, proven.
COMMANDS = {
    "init": ("init:init", "Write a policy file to start from."),
    "check": ("check:check", "Say what is wrong in a policy file, where, and what to do about it."),
    "schema": ("schema:schema", "Print the JSON Schema of policy files, for editors."),
    "render": ("render:render", "Write the policy as the document people read."),
    "explain": ("explain:explain", "Say what may happen to one thing that a policy names, and why."),
    "migrate": ("migrate:migrate", "Bring your own databases to this version, or print the SQL for it."),
    "sweep": ("sweep:sweep", "Archive and destroy what is due, or say what would be."),
    "verify": ("verify:verify", "Check an exported ledger; needs no database."),
    "demo": ("demo:demo", "Play the homepage's policy through, with invented people on a moving clock."),
}
EXPORTS = {"ledger": ("export:ledger", "Write the ledger as a file that anyone can verify.")}


def application(arguments: Sequence[str] = ()) -> App:
    """The command with all its commands.

    A command that the arguments name brings its own help, from its docstring; the others are told by their line above, so
    that the list of commands imports none of them.
    """
    app = App(
        name="jikim",
        help=f"{_ABOUT}\n\n{_MORE}",
        version=f"jikim {__version__}",
        help_format="plaintext",
        help_formatter=Plain(),
        version_format="plaintext",
        default_parameter=Parameter(negative=(), show_choices=False, show_default=False),
        group_parameters=Group("Options"),
        suppress_keyboard_interrupt=False,
        console=terminal.console(),
        error_console=terminal.console(stderr=True),
    )
    for place, (name, (path, about)) in enumerate(COMMANDS.items()):
        app.command(f"jikim.cli.{path}", name=name, sort_key=place, help=_told(about, name, arguments))
    exports = App(name="export", help="Write what the system holds to a file.", sort_key=len(COMMANDS) - 1)
    for name, (path, about) in EXPORTS.items():
        exports.command(f"jikim.cli.{path}", name=name, help=_told(about, name, arguments))
    app.command(exports)
    app["--help"].help = "Say this and exit."
    app["--version"].help = "Say which version this is and exit."
    return app


def _told(about: str, name: str, arguments: Sequence[str]) -> str | None:
    return None if name in arguments else about
