"""Fields whose values are sealed in Jikim: the column holds a reference, and the value is read for a purpose that is named.

```python
class Parcel(models.Model):
    recipient = Sealed("order", "name", channel="site", of="person")
    address = Sealed("order", "address", channel="site", of="person")

    @property
    def person(self) -> jikim.Person: ...

with transaction.atomic():
    parcel = Parcel.objects.create(recipient="김가상", address="…")  # the row and the record: both, or neither
with purpose("delivery"):
    parcel.recipient  # judged and recorded; `read(parcel, "recipient", "address")` is one read of both
```

The fields of one record kind in a model are one record, with one reference. What this file guarantees: a value is sealed
before it becomes a parameter of the project's database; a row that is rolled back leaves no record, and its instance
keeps what it was given, to be saved again; what is killed after its commit is taken by `jikim attach take`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple
from uuid import UUID, uuid4

from django.db import connections, models, transaction
from django.db.models.query_utils import DeferredAttribute
from django.db.models.signals import pre_save

from jikim.attach.caller import running
from jikim.attach.dialects import POSTGRESQL, MariaDB
from jikim.attach.statements import sealed
from jikim.contrib.django.ruled import opened
from jikim.contrib.saying import said
from jikim.errors import JikimError, NotFoundError
from jikim.store.holding import Ref
from jikim.verbs.collect_later import Later, known, seal_later, take_later
from jikim.verbs.house import By


class _Given(NamedTuple):
    """A value that was set. `reference`: under which it waits for its transaction's commit, which `taking` comes after;
    none where it is not saved yet."""

    value: Any
    reference: UUID | None = None
    using: str = ""
    taking: Callable[[], None] | None = None

    @property
    def waits(self) -> bool:
        """Whether it is saved in a transaction that runs: rolled back, or to a savepoint before it, it is not."""
        mine = self.taking is not None
        return mine and any(one is self.taking for _, one, *_ in connections[self.using].run_on_commit)

    def __reduce__(self) -> Any:
        return (UUID, (str(self.reference),)) if self.waits else (_Given, (self.value,))


class _Reading(DeferredAttribute):
    """What a sealed field answers: what was just set, or what its record says."""

    def __get__(self, instance: Any, cls: Any = None) -> Any:
        found = super().__get__(instance, cls)
        if isinstance(found, _Given):
            return found.value
        return read(instance, self.field.name)[self.field.name] if isinstance(found, UUID) else found

    def __set__(self, instance: Any, value: Any) -> None:
        kept = value is None or isinstance(value, UUID)
        instance.__dict__[self.field.attname] = value if kept else _Given(value)


class Sealed(models.UUIDField):
    """An item of a record that is sealed in Jikim. `of`: the attribute or property of the model that says whose it is, a
    `jikim.Person`; `channel`: by which it comes in."""

    descriptor_class = _Reading

    def __init__(self, record: str, item: str, *, channel: str, of: str, old_enough: bool = True, **more: Any) -> None:
        self.record, self.item, self.channel, self.of, self.old_enough = record, item, channel, of, old_enough
        super().__init__(**{"null": True, "editable": False, **more})

    def deconstruct(self) -> Any:
        name, path, _, named = super().deconstruct()
        named |= {"channel": self.channel, "of": self.of, "old_enough": self.old_enough}
        return name, path, (self.record, self.item), named

    def contribute_to_class(self, cls: Any, name: str, **more: Any) -> None:
        super().contribute_to_class(cls, name, **more)
        pre_save.connect(_seal, sender=cls, dispatch_uid=f"jikim sealed {cls._meta.label}")

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        if isinstance(value, _Given):
            raise _alone()
        return super().get_db_prep_value(value, connection, prepared)

    def pre_save(self, model_instance: Any, add: bool) -> Any:
        found = model_instance.__dict__.get(self.attname)
        return found.reference if isinstance(found, _Given) and found.waits else found


def _seal(instance: Any, using: str, update_fields: Collection[str] | None = None, **_: Any) -> None:
    """Before a row is saved: what was set is judged and sealed, and written in the same transaction."""
    kinds: dict[str, list[Sealed]] = {}
    for one in instance._meta.concrete_fields:
        if isinstance(one, Sealed):
            kinds.setdefault(one.record, []).append(one)
    for kind, fields in kinds.items():
        there = instance.__dict__
        set_ = {one: found for one in fields if (found := there.get(one.attname)) is not None}
        given = {
            one: found
            for one, found in set_.items()
            if isinstance(found, _Given) and not found.waits and (update_fields is None or one.name in update_fields)
        }
        if not given:
            continue
        if len(given) < len(set_) or not connections[using].in_atomic_block:
            raise _alone()
        first, *_rest = given
        jk, reference = opened(), uuid4()
        by, values = By(jk.house, jk.actor), {one.item: found.value for one, found in given.items()}
        asked = partial(
            seal_later, by, reference, kind, values, channel=first.channel, subject=getattr(instance, first.of),
            old_enough=first.old_enough,
        )  # fmt: skip
        later = jk.driver.run(asked())
        on = connections[using]
        said = MariaDB(database=on.settings_dict["NAME"]) if on.vendor == "mysql" else POSTGRESQL
        running(on, said)(*sealed(said, later.reference, later.subject, later.generation, later.sealed))
        _wait(there, list(given), later, using)


def _wait(there: dict[str, Any], fields: Sequence[Sealed], later: Later, using: str) -> None:
    """The values stay with their instance until the commit: saved again after a roll-back, they are sealed anew."""

    def committed() -> None:
        for one in fields:
            if getattr(there.get(one.attname), "taking", None) is committed:
                there[one.attname] = later.reference
        _take(later)

    for one in fields:
        there[one.attname] = _Given(there[one.attname].value, later.reference, using, committed)
    transaction.on_commit(committed, using=using, robust=True)


def _take(later: Later) -> None:
    """After the commit: here at once, and not only when `jikim attach take` comes by."""
    jk = opened()
    jk.driver.run(take_later(By(jk.house, jk.actor), later))


def _alone() -> JikimError:
    return JikimError(
        "a sealed field is set once, and saved within a transaction",
        hint="save one by one within `transaction.atomic()`; what is sealed is changed by `correct`",
        ko=(
            "암호화해 보관하는 필드는 트랜잭션 안에서 한 번 저장합니다",
            "`transaction.atomic()` 안에서 하나씩 저장하고, 저장한 값은 `correct`로 고쳐 주세요",
        ),
    )


def ref_of(instance: Any, field: Sealed) -> Ref:
    """The record of a sealed field. Raises NotFoundError where it is not taken yet, or is no more."""
    jk, reference = opened(), instance.__dict__.get(field.attname)
    ref = None
    if isinstance(reference, UUID):
        ref = jk.driver.run(known(By(jk.house, jk.actor), reference, field.record))
    if ref is None:
        raise NotFoundError(
            "no record is known by this reference",
            hint="it is taken once its transaction has committed (`jikim attach take`), and gone once it was destroyed",
            ko=(
                "이 참조로 아는 기록이 없습니다",
                "트랜잭션이 커밋된 뒤 `jikim attach take`로 들어오고, 파기하면 없어집니다",
            ),
        )
    return ref


def read(instance: Any, *names: str) -> Mapping[str, Any]:
    """Sealed fields of one record kind by their names, in one read for the purpose that is said (`purpose`). Raises as
    `use` does; without a purpose it is refused."""
    fields: list[Sealed] = [instance._meta.get_field(name) for name in names]
    found = opened().use(ref_of(instance, fields[0]), purpose=said().purpose, items=[one.item for one in fields])
    return {one.name: found.get(one.item) for one in fields}


def correct(instance: Any, **values: Any) -> None:
    """Corrects sealed fields of one record kind, in a commit of its own. Raises as `correct` does."""
    fields: list[Sealed] = [instance._meta.get_field(name) for name in values]
    given = {one.item: values[one.name] for one in fields}
    jk, ref = opened(), ref_of(instance, fields[0])
    jk.correct(jk.ask_correction(ref, list(given)), given)
