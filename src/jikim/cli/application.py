"""The command `jikim`, put together in the language of the run. A command's file is imported when the command is named."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from typing import Any

from cyclopts import App, Group, Parameter

from jikim.cli import terminal
from jikim.cli.bilingual import Both, spoken
from jikim.cli.commands import ABOUT, COMMANDS, EXPORT, EXPORTS, GROUPS, SECOND
from jikim.cli.examples import EXAMPLES
from jikim.cli.help import Plain
from jikim.cli.options import Language, asked_for
from jikim.version import __version__

_ABOUT = Both(
    "Jikim runs a company's privacy policy: it is published, enforced, destroyed on its day, and provable.\n\n"
    "`jikim COMMAND --help` says more about a command.",
    "지킴은 회사의 개인정보 처리방침을 실행합니다. 방침을 공개하고, 방침대로만 처리하고, 기한에 파기하고, 증명합니다.\n\n"
    "`jikim COMMAND --help`를 실행하면 명령마다 자세한 도움말이 나옵니다.",
)
_HELP = Both("Say this and exit.", "도움말을 출력하고 종료")
_VERSION = Both("Say which version this is and exit.", "버전을 출력하고 종료")
_EXAMPLES = Both("examples", "예")
_OPTIONS = Both("options", "옵션")


def application(arguments: Sequence[str] = (), *, whole: bool = False) -> App:
    """The command with all its commands, in the language of the run.

    The command that the arguments name brings its own help, and with `whole` every one does; the others are told by
    their line, so that the list of commands imports none of them.
    """
    language = asked_for(arguments)
    options = Group(_OPTIONS.said(language))
    named = [word for word in arguments if not word.startswith("-")][:2]

    def add(to: App, name: str, told: tuple[str, Both], **placed: Any) -> None:
        path, about = told
        if whole or name in named:
            to.command(spoken(command(path), language), name=name, **placed)
        else:
            to.command(f"jikim.cli.{path}", name=name, help=about.said(language), **placed)

    def add_all(to: App, before: str, commands: Mapping[str, tuple[str, Both]]) -> None:
        for name, told in commands.items():
            add(to, name, told, help_epilogue=examples(f"{before} {name}", language))

    app = App(
        name="jikim",
        help=_ABOUT.said(language),
        version=f"jikim {__version__}",
        help_format="plaintext",
        help_formatter=Plain(language),
        version_format="plaintext",
        default_parameter=Parameter(negative=(), show_choices=False, show_default=False),
        group_parameters=options,
        suppress_keyboard_interrupt=False,
        console=terminal.console(),
        error_console=terminal.console(stderr=True),
    )
    placed = _places(language)
    for name, told in COMMANDS.items():
        if name in SECOND and (whole or name in named):
            written, commands = SECOND[name]
            usage = "\n       ".join(f"jikim {name} {one}" for one in written)
            sub = App(name=name, usage=usage, group_parameters=options, **placed[name])
            sub.default(spoken(command(told[0]), language))
            add_all(sub, name, commands)
            app.command(sub)
        else:
            add(app, name, told, **placed[name])
    for group, (about, commands) in {**GROUPS, "export": (EXPORT, EXPORTS)}.items():
        sub = App(name=group, help=about.said(language), group_parameters=options, **placed[group])
        add_all(sub, group, commands)
        app.command(sub)
    app["--help"].help, app["--version"].help = _HELP.said(language), _VERSION.said(language)
    app["--help"].group = app["--version"].group = (Group(_OPTIONS.said(language), sort_key=len(ABOUT)),)
    return app


def command(path: str) -> Callable[..., Any]:
    """The function of a command, which is imported for it."""
    module, _, function = path.partition(":")
    found: Callable[..., Any] = getattr(import_module(f"jikim.cli.{module}"), function)
    return found


def examples(command: str, language: Language = "en") -> str | None:
    """The examples of a command, as its help ends."""
    lines = EXAMPLES.get(command)
    return "\n".join([f"{_EXAMPLES.said(language)}:", *(f"  $ {one}" for one in lines)]) if lines else None


def _places(language: Language) -> dict[str, dict[str, Any]]:
    """Each command's group, its place in it, and its examples."""
    return {
        name: {"group": group, "sort_key": names.index(name), "help_epilogue": examples(name, language)}
        for place, (about, names) in enumerate(ABOUT.items())
        for group in [Group(about.said(language), sort_key=place)]
        for name in names
    }
