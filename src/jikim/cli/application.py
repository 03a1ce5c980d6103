"""Which commands there are. A command's file is imported when the command is named."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import Any

from cyclopts import App, Group, Parameter

from jikim.cli import terminal
from jikim.cli.examples import EXAMPLES
from jikim.cli.help import Plain
from jikim.version import __version__

_ABOUT = "Jikim runs a company's privacy policy: it is published, enforced, destroyed on its day, and provable."
_MORE = "`jikim COMMAND --help` says more about a command."

# What a command is about, as `jikim --help` groups them.
ABOUT = {
    "policy": ("init", "import", "write", "check", "schema", "render", "diff", "publish", "explain"),
    "people": ("receipt", "sweep", "epoch", "attach", "import-records"),
    "office": ("handler", "prove"),
    "keys": ("key", "partner", "webhook", "unseal", "seal", "reindex"),
    "ledger": ("export", "verify", "sequence", "witness"),
    "server": ("serve", "jobs", "migrate", "backup", "restore"),
    "this program": ("demo", "drill", "completion"),
}
_SHOWN = {about: Group(about, sort_key=place) for place, about in enumerate(ABOUT)}
# The order is that of a policy's life: written, read, run, proven.
COMMANDS = {
    "init": ("init:init", "Write a policy file to start from."),
    "import": ("import_:import_", "Begin a draft of an existing policy, and hold a draft to its text."),
    "write": ("write:write", "Open pages on this computer to write a policy by."),
    "check": ("check:check", "Say what is wrong in a policy file, where, and what to do about it."),
    "schema": ("schema:schema", "Print the JSON Schema of policy files, for editors."),
    "render": ("render:render", "Write the policy as the document people read."),
    "diff": ("diff:diff", "Say what a new version of a policy changes for people, and when it may take effect."),
    "publish": ("publish:publish", "Announce a version of the policy, so that it is in force on its day."),
    "explain": ("explain:explain", "Say what may happen to one thing that a policy names, and why."),
    "migrate": ("migrate:migrate", "Bring your own databases to this version, or print the SQL for it."),
    "unseal": ("unseal:unseal", "Give the passphrase of the root key, so that this house opens."),
    "seal": ("unseal:seal", "Take the passphrase back: the house opens no more."),
    "serve": ("serve:serve", "Serve the pages that people open, and the REST API."),
    "jobs": ("jobs:jobs", "Do everything that is due: send, sweep, back up, make irrecoverable, sequence."),
    "sequence": ("sequence:sequence", "Give the ledger's entries their positions, until it is stopped."),
    "sweep": ("sweep:sweep", "Archive and destroy what is due, or say what would be."),
    "backup": ("backup:backup", "Make encrypted backups, read them back, and remove old ones."),
    "restore": ("restore:restore", "Put databases back from a backup, without what was destroyed or withdrawn since."),
    "reindex": ("reindex:reindex", "Give the index by which people are found a new key."),
    "epoch": ("epoch:epoch", "Make what was destroyed irrecoverable, whoever holds the disks and the backups."),
    "import-records": (
        "import_records:import_records",
        "Move people's data in from an application's database or files.",
    ),
    "receipt": ("receipt:receipt", "Say what became of a person's data, or of what a certificate certifies."),
    "prove": ("prove:prove", "Measure whether each promise is kept, and say what was found."),
    "witness": ("witness:witness", "Watch a ledger from elsewhere, and cosign one history of it only."),
    "verify": ("verify:verify", "Check an exported ledger, or a file that was handed over; needs no database."),
    "demo": ("demo:demo", "Play the homepage's policy through, with invented people on a moving clock."),
    "drill": ("drill:drill", "Show that what was erased is gone, for a thief with every key that exists, too."),
    "completion": (
        "completion:completion",
        "Print the script by which a shell completes commands, options and choices.",
    ),
}
# What may follow a command that is one alone, too, and how all of it is written.
SECOND: dict[str, tuple[tuple[str, ...], dict[str, tuple[str, str]]]] = {
    "sweep": (
        ("[OPTIONS] POLICY", "approve --by NAME [OPTIONS] POLICY PLAN"),
        {"approve": ("sweep:approve", "Say yes, as a second person, to what a sweep may not destroy alone.")},
    ),
    "publish": (
        (
            "--by NAME [OPTIONS] POLICY",
            "list [OPTIONS] POLICY",
            "withdraw --by NAME --reason TEXT [OPTIONS] POLICY NUMBER",
        ),
        {
            "list": ("publish:listed", "List what was announced, and how it stands."),
            "withdraw": ("publish:withdraw", "Withdraw an announcement before it takes effect."),
        },
    ),
    "backup": (
        ("[OPTIONS] POLICY", "list [OPTIONS]", "verify [OPTIONS] SET", "read [OPTIONS] SET FILE"),
        {
            "list": ("backup:listed", "List the sets of a directory."),
            "verify": ("backup:verify", "Read a set back."),
            "read": ("backup:read", "Write one file of a set to stdout."),
        },
    ),
    "import-records": (
        (
            "[OPTIONS] MAPPING SOURCE POLICY",
            "ask --by NAME --reason TEXT [OPTIONS] MAPPING SOURCE POLICY",
            "approve --by NAME [OPTIONS] POLICY NUMBER",
        ),
        {
            "ask": ("import_records:ask", "Ask for the approval of an import, exactly by this mapping."),
            "approve": ("import_records:approve", "Say yes, as an officer who did not ask, to an import or an export."),
        },
    ),
}
GROUPS = {
    "attach": (
        "Hold an application's own database against the policy, and rule it there.",
        {
            "draft": ("attach:draft", "Write a first mapping of tables and columns to records and items."),
            "check": ("attach:check", "Say which tables and columns no record, and no erasure, reaches."),
            "report": ("attach:report", "Say what would break if the policy were enforced, of what was observed."),
            "outbox": ("attach_ruled:outbox", "Print the SQL of the outbox for the application's database."),
            "take": ("attach_ruled:take", "Take over what the application's transactions recorded."),
            "enforce": ("attach_ruled:enforce", "Stop statements on a record kind that the policy refuses."),
            "observe": ("attach_ruled:observe", "Let them run again, and count them alone."),
            "erase": ("attach_ruled:erase", "Erase a person in the application's database."),
            "sweep": ("attach_ruled:sweep", "Archive or erase what is over in the application's database."),
        },
    ),
    "handler": (
        "Enter, invite, grant and release the people of the office.",
        {
            "new": ("handler:new", "Enter somebody, and print the link by which they come in the first time."),
            "invite": ("handler:invite", "Print a new link for somebody who is in the register."),
            "grant": ("handler:grant", "Give a handler a grant."),
            "list": ("handler:listed", "List the register, without names."),
            "leave": ("handler:leave", "End everything of somebody who leaves their duty."),
        },
    ),
    "key": (
        "Make, list and revoke keys with which applications come to the REST API.",
        {
            "new": ("key:new", "Make a key and print it, once."),
            "list": ("key:listed", "List keys."),
            "revoke": ("key:revoke", "End a key at once."),
        },
    ),
    "webhook": (
        "Say who is told what happened, by reference.",
        {
            "add": ("webhook:add", "Add a webhook and print its secret, once."),
            "list": ("webhook:listed", "List webhooks."),
            "end": ("webhook:end", "End a webhook."),
            "dead": ("webhook:dead", "List messages that were given up."),
            "replay": ("webhook:replay", "Try again what was given up."),
        },
    ),
    "partner": (
        "Make, list and end keys with which partner companies sign their feeds.",
        {
            "key": ("partner:key", "Make a key for a partner and print its secret, once."),
            "list": ("partner:listed", "List the partners' keys."),
            "end": ("partner:end", "End a partner's key at once."),
        },
    ),
}
EXPORTS = {
    "ledger": ("export:ledger", "Write the ledger as a file that anyone can verify."),
    "request": ("export:request", "Ask for the approval of an export of every record."),
    "records": ("export:records", "Write every record that lives as CSV files that another system reads."),
}


def application(arguments: Sequence[str] = ()) -> App:
    """The command with all its commands.

    A command that the arguments name brings its own help, from its docstring; the others are told by their line above,
    so that the list of commands imports none of them.
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
    for name, (path, about) in COMMANDS.items():
        if name in SECOND and name in arguments:
            app.command(_alone_too(name, path, arguments))
            continue
        app.command(f"jikim.cli.{path}", name=name, help=_told(about, name, arguments), **_placed(name))
    for group, (about, commands) in {**GROUPS, "export": ("Write what the system holds to a file.", EXPORTS)}.items():
        sub = App(name=group, help=about, **_placed(group))
        for name, (path, told) in commands.items():
            more = examples(f"{group} {name}")
            sub.command(f"jikim.cli.{path}", name=name, help=_told(told, name, arguments), help_epilogue=more)
        app.command(sub)
    app["--help"].help = "Say this and exit."
    app["--version"].help = "Say which version this is and exit."
    app["--help"].group = app["--version"].group = (Group("options", sort_key=len(ABOUT)),)
    return app


def _placed(name: str) -> dict[str, Any]:
    """The group of a command, its place in it, and its examples."""
    for about, names in ABOUT.items():
        if name in names:
            return {"group": _SHOWN[about], "sort_key": names.index(name), "help_epilogue": examples(name)}
    raise AssertionError(f"`{name}` is in no group")


def examples(command: str) -> str | None:
    """The examples of a command, as its help ends."""
    lines = EXAMPLES.get(command)
    return "\n".join(["examples:", *(f"  $ {one}" for one in lines)]) if lines else None


def _alone_too(name: str, path: str, arguments: Sequence[str]) -> App:
    """A command that is one alone, and what may follow it."""
    module, _, function = path.partition(":")
    written, commands = SECOND[name]
    sub = App(name=name, usage="\n       ".join(f"jikim {name} {one}" for one in written), **_placed(name))
    sub.default(getattr(import_module(f"jikim.cli.{module}"), function))
    for second, (where, about) in commands.items():
        told, more = _told(about, second, arguments), examples(f"{name} {second}")
        sub.command(f"jikim.cli.{where}", name=second, help=told, help_epilogue=more)
    return sub


def _told(about: str, name: str, arguments: Sequence[str]) -> str | None:
    return None if name in arguments else about
