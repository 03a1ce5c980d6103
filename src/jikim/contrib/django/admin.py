"""Django's admin for rows that the policy rules: lists without a value, and one row's values for a purpose that is named.

```python
@admin.register(Order)
class OrderAdmin(AttachedAdmin):
    list_filter = ("state",)  # of columns that hold no item
```

What this file guarantees: no page selects a column that holds an item but by a verb, which judges and records each look
as the handler's own. It adds, changes and deletes nothing.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import connections, router
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import get_language
from django.views.decorators.debug import sensitive_post_parameters

from jikim.app.attached import AttachedConnection
from jikim.attach.held import Held
from jikim.contrib.django.ruled import attached, opened
from jikim.errors import JikimError
from jikim.policy.ask import Actor
from jikim.policy.model import Language
from jikim.policy.render.voice import Voice
from jikim.reading.people import searchable

MASK = "•••"


class OfferedPurpose(NamedTuple):
    """A purpose for which a record kind may be read, and whether its clause asks a handler for a reason."""

    name: str
    label: str
    reason: bool


class AttachedAdmin(admin.ModelAdmin):
    """The admin of a model whose table the mapping attaches."""

    change_list_template = "jikim/admin_list.html"
    row_template = "jikim/admin_row.html"
    actions = None
    search_fields = ()  # what is typed there would stand in the address

    def handler_of(self, request: Any) -> str:
        """Who looks, as the register of handlers names them: by their login here, unless a project says otherwise."""
        return str(request.user.get_username())

    def has_add_permission(self, request: Any) -> bool:
        return False

    def has_change_permission(self, request: Any, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: Any, obj: Any = None) -> bool:
        return False

    @property
    def held(self) -> Held:
        """What the mapping says of the model's table. Raises JikimError where it attaches it not."""
        table = self.model._meta.db_table
        for held in attached().register.kinds.kinds.values():
            if held.table.rpartition(".")[2] == table:
                return held
        raise JikimError(
            "the mapping attaches no table `{}`",
            hint="write `held: attached` at it",
            given=table,
            ko=("매핑에 연결하지 않은 표입니다: `{}`", "표에 `held: attached`를 적어 주세요"),
        )

    def get_queryset(self, request: Any) -> Any:
        """Without the columns that hold items: they are not selected."""
        plain = [one.attname for one in self.model._meta.concrete_fields if one.column not in self.held.items]
        return super().get_queryset(request).only(*plain)

    def get_list_display(self, request: Any) -> Any:
        held = self.held
        dates = (held.collected, *held.events.values())
        fields = {one.column: one.name for one in self.model._meta.concrete_fields}
        items = dict.fromkeys(held.items.values())
        return (
            "pk",
            *(_masked(self._voice().item(item, held.kind)) for item in items),
            *(fields[one] for one in dates),
        )

    def get_urls(self) -> list[Any]:
        """The list, the look-up and one row; nothing of what Django's own pages do with values."""
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        view = self.admin_site.admin_view
        return [
            path("", view(self.changelist_view), name=f"{name}_changelist"),
            path("find/", sensitive_post_parameters("value")(view(self.find_view)), name=f"{name}_find"),
            path("<path:object_id>/change/", view(self.row_view), name=f"{name}_change"),
        ]

    def changelist_view(self, request: Any, extra_context: Any = None) -> Any:
        return super().changelist_view(request, {**(extra_context or {}), **self._finding()})

    def find_view(self, request: Any) -> Any:
        """Rows that hold exactly what was typed; recorded, and never repeated on a page."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        if request.method != "POST":
            return redirect("..")
        found, problem = [], None
        try:
            rows = self._as(request).find(request.POST.get("item", ""), request.POST.get("value", ""))
            found = [row.key for row in rows if row.kind == self.held.kind]
        except JikimError as error:
            problem = self._spoken(error)
        if len(found) == 1:
            return redirect(f"../{found[0]}/change/")
        more = {**self._finding(), "found": found, "problem": problem, "asked": True}
        return TemplateResponse(request, "jikim/admin_found.html", self._context(request, more))

    def row_view(self, request: Any, object_id: str) -> Any:
        """One row: masked, until somebody names a purpose of theirs, and a reason where its clause asks for one."""
        row = self.get_object(request, object_id)
        if not self.has_view_permission(request, row):
            raise PermissionDenied
        if row is None:
            raise Http404
        held, voice = self.held, self._voice()
        purpose, reason = request.POST.get("purpose", ""), request.POST.get("reason", "")
        values, problem = {}, None
        if request.method == "POST":
            try:
                asked = self._as(request, purpose)
                values = dict(asked.use(held.kind, row.pk, purpose=purpose, reason=reason))
            except JikimError as error:
                problem = self._spoken(error)
        rules = opened().policy.records[held.kind]
        items = [name for name in rules.names if rules.names[name] in {rules.names[one] for one in held.items.values()}]
        more = {
            "row": row.pk,
            "values": [(voice.item(one, held.kind), values.get(one, MASK)) for one in items],
            "purposes": self.purposes(),
            "chosen": purpose,
            "problem": problem,
        }
        return TemplateResponse(request, self.row_template, self._context(request, more))

    def purposes(self) -> list[OfferedPurpose]:
        """For what a row of this kind may be read."""
        policy, kind = opened().policy, self.held.kind
        number, voice = policy.records[kind].number, self._voice()
        found = []
        for name in policy.file.purposes:
            reading = policy.reading.get((policy.number("purpose", name) or 0, number))
            if reading is not None and not reading.aggregate:
                found.append(OfferedPurpose(name, voice.purpose(name), reading.reason))
        return found

    def _as(self, request: Any, purpose: str | None = None) -> AttachedConnection:
        """The verbs on the model's connection, asked by whoever is signed in, by a grant of theirs that names this purpose."""
        origin = str(request.META.get("REMOTE_ADDR", ""))
        actor: Actor = opened().handler(self.handler_of(request), purpose=purpose or None, origin=origin)
        return attached().on(connections[router.db_for_read(self.model)], actor)

    def _finding(self) -> dict[str, Any]:
        """The items by whose exact value a row of this kind is found."""
        policy, held, voice = opened().policy, self.held, self._voice()
        mine = set(held.items.values())
        return {"findable": [(one, voice.item(one)) for one in searchable(policy) if one in mine], "korean": _korean()}

    def _context(self, request: Any, more: dict[str, Any]) -> dict[str, Any]:
        return {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": self.opts.verbose_name,
            "korean": _korean(),
            **more,
        }

    def _spoken(self, error: JikimError) -> JikimError:
        return error.spoken("ko" if _korean() else "en")

    def _voice(self) -> Voice:
        spoken: Language = "ko" if _korean() else "en"
        return Voice(opened().policy.file, spoken)


def _korean() -> bool:
    return (get_language() or "").startswith("ko")


def _masked(label: str) -> Any:
    """A column that says of every row that there is something, and nothing of what."""
    return admin.display(description=label)(lambda _row: MASK)
