"""What the parser says about a command line that can't be used, in our words: lower case, backticks, a hint."""

from __future__ import annotations

import difflib
import shlex
from collections.abc import Sequence
from typing import Literal, get_args, get_origin

from cyclopts.exceptions import (
    CoercionError,
    CycloptsError,
    MissingArgumentError,
    RepeatArgumentError,
    UnknownCommandError,
    UnknownOptionError,
    UnusedCliTokensError,
    ValidationError,
)

from jikim.cli.exits import UsageError


def explained(error: CycloptsError, arguments: Sequence[str]) -> UsageError:
    """The parser's error as ours."""
    chain = [name for name in error.command_chain or () if not name.startswith("-")]
    command = shlex.join(["jikim", *chain])
    help_ = f"`{command} --help` says what it takes"
    match error:
        case UnknownCommandError(unused_tokens=[word, *_]):
            names = [name for name in error.app or () if not name.startswith("-")]
            near = difflib.get_close_matches(word, names, n=1)
            hint = f"did you mean `{command} {near[0]}`?" if near else f"`{command} --help` lists the commands"
            return UsageError(f"`{command}` has no command `{word}`", hint=hint)
        case UnknownOptionError():
            word = error.token.keyword or error.token.value
            names = [name for argument in error.argument_collection for name in argument.names if name.startswith("-")]
            near = difflib.get_close_matches(word, names, n=1)
            hint = f"did you mean `{near[0]}`?" if near else help_
            return UsageError(f"`{command}` has no option `{word}`", hint=hint)
        case MissingArgumentError():
            name = error.keyword or _name(error)
            if name.startswith("-"):
                return UsageError(f"`{name}` needs a value", hint=help_)
            return UsageError(f"`{command}` needs {name}", hint=help_)
        case CoercionError():
            value = error.token.value if error.token else ""
            name = (error.token.keyword if error.token else None) or _name(error)
            if get_origin(error.target_type) is Literal:
                # In an order of its own: of two literals with the same words Python keeps the one that came first.
                choices = " or ".join(sorted(str(choice) for choice in get_args(error.target_type)))
                return UsageError(f"`{name}` can't be `{value}`", hint=f"it is {choices}")
            if error.target_type is int:
                return UsageError(f"`{name}` can't be `{value}`", hint="it is a whole number")
            return UsageError(f"`{name}` can't be `{value}`", hint=help_)
        case ValidationError():
            value = error.argument.value if error.argument is not None else ""
            hint = error.exception_message.rstrip(".").lower()
            return UsageError(f"`{_name(error)}` can't be `{value}`", hint=f"it {hint}")
        case UnusedCliTokensError(unused_tokens=[word, *_]):
            return UsageError(f"`{command}` takes no `{word}`", hint=help_)
        case RepeatArgumentError():
            return UsageError(f"`{error.token.keyword}` is given twice", hint=help_)
    text = str(error).strip().rstrip(".")
    return UsageError(text[:1].lower() + text[1:], hint=help_)


def _name(error: CycloptsError) -> str:
    return error.argument.name if error.argument is not None else "an argument"
