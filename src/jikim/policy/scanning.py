"""scanning: a text's YAML events by ruamel, in Python and slowly: YAML 1.2, and errors in words that `syntax` knows.

Few texts need it (`source.scanned`), and who needs it imports it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml import error as theirs
from yaml import events
from yaml.error import MarkedYAMLError, YAMLError

_SAID = ("start_mark", "end_mark", "anchor", "tag", "value", "style")


def scanned_in_python(text: str) -> Iterator[events.Event]:
    """The events, one by one. Raises YAMLError at what is no YAML."""
    try:
        for event in YAML(typ="safe", pure=True).parse(text):
            yield _event(event)
    except theirs.MarkedYAMLError as error:
        raise MarkedYAMLError(error.context, error.context_mark, error.problem, error.problem_mark) from None
    except theirs.YAMLError:
        raise YAMLError from None


def _event(event: Any) -> events.Event:
    made = events.Event.__new__(getattr(events, type(event).__name__))
    made.__dict__.update({name: getattr(event, name) for name in _SAID if hasattr(event, name)})
    return made
