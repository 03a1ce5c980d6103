"""Forms, sent by Chromium as somebody would who fills in nothing: what the server says is missing, beside what the page
has a browser insist on."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from tests.web.pages.seeing import Eyes

_HANGUL = re.compile("[가-힣]")
# A file does as well as these: a paper's scan.
_OR_FILE = {"cabinet"}
_FORMS = r"""
() => [...document.forms].map((form, n) => ({
  n, sent: form.method === 'post' && [...form.elements].some(e => e.type === 'submit' && !e.formNoValidate), action: new URL(form.action).pathname,
  controls: [...form.elements].filter(e => e.name && !e.disabled && !/hidden|submit|button|fieldset/.test(e.type)).map(e => ({
    name: e.name, required: e.required, chosen: /checkbox|radio/.test(e.type), held: e.value !== '',
    empties: e.tagName !== 'SELECT' || [...e.options].some(one => !one.value),
  })),
}))
"""
# By the first button that a browser checks the fields for, without the check.
_SEND = r"""
n => {
  const form = document.forms[n];
  for (const e of form.elements) {
    if (/hidden|submit|button|fieldset/.test(e.type)) continue;
    if (/checkbox|radio/.test(e.type)) e.checked = false;
    else if (e.tagName !== 'SELECT' || [...e.options].some(one => !one.value)) e.value = '';
  }
  const checked = [...form.elements].filter(e => e.type === 'submit' && !e.formNoValidate && !e.hasAttribute('formaction'));
  form.noValidate = true;
  form.requestSubmit(checked[0]);
}
"""
_SAID = r"""
() => ({
  fields: [...new Set([...document.querySelectorAll('main [aria-invalid=true][name]')].map(e => e.name)
    .concat([...document.querySelectorAll('main .error[id]')].map(e => e.id.replace(/^[ef]-/, '')))
    .concat([...document.querySelectorAll('main [role=alert] a[href^="#f-"]')].map(e => e.getAttribute('href').slice(3))))],
  words: [...document.querySelectorAll('main .error, main [role=alert]:not(.clause)')].map(e => e.innerText).join(' '),
  promise: document.querySelector('main [role=alert] a.clause') !== null,
})
"""


class Kind(NamedTuple):
    """A form by where it goes and what is filled in there: many pages have the same one."""

    action: str
    fields: tuple[str, ...]


def forms(window: Eyes, route: Callable[[str], str]) -> Iterator[tuple[Kind, dict[str, Any]]]:
    """The forms with something to fill in of the page that is open."""
    for one in window.page.evaluate(_FORMS):
        fields = {control["name"] for control in one["controls"]}
        if one["sent"] and fields:
            action = one["action"].removeprefix("/en") if window.look.language == "en" else one["action"]
            yield Kind(route(action), tuple(sorted(fields))), one


def sent_empty(window: Eyes, form: dict[str, Any]) -> list[str]:
    """Sends a form of the page that is open with nothing in it. Answers what is wrong with what is said of it."""
    page, controls = window.page, form["controls"]
    with page.expect_navigation(), page.expect_response(lambda one: one.request.method == "POST") as first:
        page.evaluate(_SEND, form["n"])
    insisted = {one["name"] for one in controls if one["required"] and one["empties"]}
    if first.value.status == 303:
        return [f"a browser insists on {sorted(insisted)}, and it is done without"] if insisted else []
    said = page.evaluate(_SAID)
    if said["promise"]:  # it is refused whatever is filled in
        return []
    named = set(said["fields"])
    # What could be left out by nobody, what is one of several, and what stood there already.
    free = {one["name"] for one in controls if one["chosen"] or one["held"] or not one["empties"]}
    wrong = [] if named else [f"{first.value.status} names no field: {said['words']}"]
    if unsaid := insisted - named:
        wrong.append(f"a browser insists on {sorted(unsaid)}, of which nothing is said")
    if unasked := (named & {one["name"] for one in controls}) - insisted - free - _OR_FILE:
        wrong.append(f"a browser sends it without {sorted(unasked)}, which is missed")
    if (window.look.language == "ko") is not bool(_HANGUL.search(said["words"])):
        wrong.append(f"it is said in another language: {said['words']}")
    return wrong
