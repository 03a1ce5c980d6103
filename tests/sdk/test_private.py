"""A value keeps its purpose: it hands itself out to the sinks that the policy gives its purpose, and says what it is
anywhere else."""

from __future__ import annotations

import copy
import io
import json
import logging
import pickle
import pprint
import traceback
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import jinja2
import msgspec
import pytest
from django.template import Context, Engine
from tests.conftest import Cast, Databases

import jikim
from jikim.answers import Read
from jikim.app.private import PrivateJikim
from jikim.errors import DeniedError
from jikim.policy.compile import compile_policy
from jikim.policy.model import PolicyFile
from jikim.policy.model.why import Sink
from jikim.policy.numbers import Numbers
from jikim.policy.sinks import sinks_of
from jikim.values import Keeping, Private

SECRET = "gana@example.com"
SAYS = "‹email for delivery›"


def _denied() -> DeniedError:
    return DeniedError("not there", clause="2.1", why="no-sink", hint="", ko=jikim.errors.Said("없음", ""))


@pytest.fixture
def value() -> Private:
    return Private(SECRET, Keeping("email for delivery", frozenset({"page"}), _denied))


def _logged(value: Private) -> str:
    out = io.StringIO()
    log = logging.Logger("shop")
    log.addHandler(logging.StreamHandler(out))
    log.warning("sent to %s, %r", value, {"email": value})
    return out.getvalue()


def _by_django(value: Private, text: str) -> str:
    engine = Engine(libraries={"jikim": "jikim.contrib.django.templatetags.jikim"}, autoescape=True)
    return str(engine.from_string(text).render(Context({"value": value})))


def _by_jinja(value: Private, text: str, escape: bool = True) -> str:
    return jinja2.Environment(autoescape=escape).from_string(text).render(value=value)


SAID: list[Callable[[Private], str]] = [
    str, repr, "{}".format, "%s".__mod__, lambda v: f"{v}", lambda v: f"{v!r:>30}", lambda v: f"{v:>30}", pprint.pformat,
    lambda v: ascii([v]).encode().decode("unicode-escape"), lambda v: json.dumps({"to": v}, default=str, ensure_ascii=False),
    _logged, lambda v: str({"a": [v]}), lambda v: repr(ValueError(v)), lambda v: repr(copy.deepcopy([copy.copy(v)])),
    lambda v: _by_jinja(v, "{{ value }}"), lambda v: _by_jinja(v, "{{ value|upper|lower }}"),
    lambda v: _by_jinja(v, "{{ value|safe }}", False), lambda v: _by_jinja(v, "{{ value ~ '' }}"),
    lambda v: _by_django(v, "{{ value }}"), lambda v: _by_django(v, "{{ value|safe }}"),
    lambda v: _by_django(v, "{% autoescape off %}{{ value|lower }}{% endautoescape %}"),
]  # fmt: skip
REFUSED: list[Callable[[Any], object]] = [
    lambda v: "to " + v, lambda v: v + "", lambda v: v[:2], lambda v: v[0], len, list, bytes, lambda v: ",".join([v]),
    json.dumps, msgspec.json.encode, pickle.dumps, lambda v: pickle.dumps({"a": [v]}, 2), lambda v: v == "kim",
    lambda v: v != "kim", lambda v: v in ["kim"], lambda v: v < "h", lambda v: "kim".startswith(v), open, vars,
    lambda v: v.upper(), lambda v: _by_jinja(v, "{{ value[:2] }}{{ 'x' + value }}"), lambda v: v.to("mail"),
    lambda v: v.to(["page"]),
]  # fmt: skip


@pytest.mark.parametrize("said", SAID)
def test_it_says_what_it_is(value: Private, said: Callable[[Private], str]) -> None:
    """Text, logs, containers and templates have its item and purpose, and nothing of the value."""
    text = said(value)
    assert "email for delivery" in text.lower()
    assert "gana" not in text


@pytest.mark.parametrize("refused", REFUSED)
def test_it_does_nothing_else(value: Private, refused: Callable[[Any], object]) -> None:
    """What would take the text, keep it, or tell something of it raises; no word or frame of the error has the value."""
    with pytest.raises((TypeError, AttributeError, DeniedError)) as error:
        refused(value)
    told = traceback.TracebackException.from_exception(error.value, capture_locals=True)
    assert SECRET not in "".join(told.format())


def test_a_page_has_its_text(value: Private) -> None:
    """A template hands it out by name, escaped as any text is, and is refused for a sink that its purpose lacks."""
    tagged = Private("<b>Gana</b>", Keeping("name for delivery", frozenset({"page"}), _denied))
    assert _by_jinja(tagged, '{{ value.to("page") }}') == "&lt;b&gt;Gana&lt;/b&gt;"
    assert _by_django(tagged, '{% load jikim %}{{ value|to:"page" }}') == "&lt;b&gt;Gana&lt;/b&gt;"
    for refused in (
        lambda: _by_jinja(value, '{{ value.to("mail") }}'),
        lambda: _by_django(value, '{% load jikim %}{{ value|to:"mail" }}'),
    ):
        with pytest.raises(DeniedError):
            refused()


def test_no_attribute_holds_it(value: Private) -> None:
    """Whatever walks an object's attributes meets no text."""
    assert all(SECRET not in repr(getattr(value, name)) for name in Private.__slots__)
    assert value.sinks == {"page"}
    assert {value: 1}[value] == 1


def test_sinks_are_the_policys(homepage: PolicyFile) -> None:
    """A purpose's `to`, and the processors that get the item for that purpose; no company that bears another name."""
    policy = compile_policy(homepage, Numbers())
    order = policy.records["order"]
    assert sinks_of(policy, policy, "billing", order)["name"] == {"page"} | {
        f"processor:{name}"
        for name, one in homepage.processors.items()
        if "billing" in one.purposes and "order" in one.records and "name" in one.items
    }
    assert sinks_of(policy, policy, "marketing.ads", order) == {}
    billing = homepage.purposes["billing"].model_copy(update={"to": (Sink.MAIL,)})
    another = compile_policy(
        homepage.model_copy(update={"purposes": {**homepage.purposes, "billing": billing}}), policy.numbers
    )
    assert "page" not in sinks_of(another, another, "billing", order)["name"]
    assert "mail" in sinks_of(another, another, "billing", order)["name"]


def test_what_reads_answer_keeps_its_purpose(jk: jikim.Jikim, cast: Cast, databases: Databases, tmp_path: Path) -> None:
    """`use` and `use_many` of an application that opened so answer values that go where the policy says, and are
    refused elsewhere by its clause, in the application's language."""
    settings = replace(databases.settings(tmp_path), language="ko")
    with PrivateJikim(jk.file, settings) as private:
        for read in (
            private.use(cast.alice_order, purpose="delivery", items=["name", "address"]),
            private.by(cast.hana).use(cast.alice_order, purpose="delivery", items=["name", "address"]),
            private.use_many([Read(cast.alice_order, "delivery", ["name", "address"])])[0],
        ):
            assert not isinstance(read, jikim.JikimError)
            plain = jk.use(cast.alice_order, purpose="delivery", items=["name", "address"])
            assert str(dict(read)) == "{'name': ‹name for delivery›, 'address': ‹address for delivery›}"
            assert {name: one.to("page") for name, one in read.items()} == dict(plain)
            assert read["address"].to("page")["postcode"]
            with pytest.raises(DeniedError) as refused:
                read["name"].to("mail")
            assert (refused.value.why, refused.value.clause, refused.value.about) == ("no-sink", "2.1", ("name",))
            assert "내보내지 않습니다" in str(refused.value)
