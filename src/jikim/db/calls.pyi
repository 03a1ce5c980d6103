# Made by `python -m docs` from the heads of the functions (`db/queries.py`). Edit those, not this.

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Literal, Protocol, overload
from uuid import UUID

from psycopg.types.json import Json, Jsonb

from jikim.db.queries import Acknowledged, Query, Statement


class _1(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None) -> Statement: ...  # type: ignore[override]

class _2(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, session: UUID | None, hash: bytes | None, kind: str | None, ward: UUID | None, turn: int | None, at: datetime | None, stepped: datetime | None, until: datetime | None, idle: int | None, about: bytes | None, at_once: int | None) -> Statement: ...  # type: ignore[override]

class _3(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, session: UUID | None, hash: bytes | None, at: datetime | None) -> Statement: ...  # type: ignore[override]

class _4(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, session: UUID | None, hash: bytes | None, at: datetime | None) -> Statement: ...  # type: ignore[override]

class _5(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, ward: UUID | None, turn: int | None, at: datetime | None) -> Statement: ...  # type: ignore[override]

class _6(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, at: datetime | None) -> Statement: ...  # type: ignore[override]

class _7(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, session: UUID | None, at: datetime | None) -> Statement: ...  # type: ignore[override]

class _8(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, session: UUID | None) -> Statement: ...  # type: ignore[override]

class _9(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, guardian: UUID | None) -> Statement: ...  # type: ignore[override]

class _10(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, but: UUID | None) -> Statement: ...  # type: ignore[override]

class _11(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, hash: bytes | None, former: bytes | None, secrets: Sequence[int] | str | None, at: datetime | None, until: datetime | None, most: int | None) -> Statement: ...  # type: ignore[override]

class _12(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, hash: bytes | None, at: datetime | None) -> Statement: ...  # type: ignore[override]

class _13(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, hash: bytes | None, kind: str | None, use: str | None, at: datetime | None, until: datetime | None) -> Statement: ...  # type: ignore[override]

class _14(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, hash: bytes | None, kind: str | None, use: str | None, at: datetime | None, until: datetime | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _15(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, hash: bytes | None, use: str | None, at: datetime | None) -> Statement: ...  # type: ignore[override]

class _16(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, use: str | None) -> Statement: ...  # type: ignore[override]

class _17(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _18(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, what: str | None, kinds: Sequence[int] | str | None, item: int | None, before: datetime | None, after: UUID | None, limit: int | None) -> Statement: ...  # type: ignore[override]

class _19(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, what: str | None, consent: int | None, kinds: Sequence[int] | str | None, before: datetime | None, after: UUID | None, limit: int | None) -> Statement: ...  # type: ignore[override]

class _20(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, what: str | None, before: datetime | None, at: datetime | None, said: bool | None) -> Statement: ...  # type: ignore[override]

class _21(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, hash: bytes | None, most: int | None, at: datetime | None, until: datetime | None) -> Statement: ...  # type: ignore[override]

class _22(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, hash: bytes | None, free: int | None, first: int | None, longest: int | None, at: datetime | None, until: datetime | None) -> Statement: ...  # type: ignore[override]

class _23(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, hash: bytes | None) -> Statement: ...  # type: ignore[override]

class _24(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, kind: str | None, ko: str | None, en: str | None, href: str | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _25(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, before: int | None, limit: int | None) -> Statement: ...  # type: ignore[override]

class _26(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _27(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, now: datetime | None, limit: int | None) -> Statement: ...  # type: ignore[override]

class _28(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, number: int | None, was: datetime | None, next: datetime | None) -> Statement: ...  # type: ignore[override]

class _29(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, number: int | None, at: datetime | None) -> Statement: ...  # type: ignore[override]

class _30(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, number: int | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _31(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, key: bytes | None, hash: bytes | None, name: str | None, may: Sequence[str | None] | str | None, grant: int | None, most: int | None, at: datetime | None) -> Statement: ...  # type: ignore[override]

class _32(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, key: bytes | None, hash: bytes | None) -> Statement: ...  # type: ignore[override]

class _33(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _34(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, hash: bytes | None, print: bytes | None, at: datetime | None, until: datetime | None, running: int | None) -> Statement: ...  # type: ignore[override]

class _35(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, hash: bytes | None, status: int | None, sealed: bytes | None) -> Statement: ...  # type: ignore[override]

class _36(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, hash: bytes | None) -> Statement: ...  # type: ignore[override]

class _37(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, hash: bytes | None) -> Statement: ...  # type: ignore[override]

class _38(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _39(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, entry: Sequence[object], subject: UUID | None, record: UUID | None, items: Sequence[int] | str | None) -> Statement: ...  # type: ignore[override]

class _40(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, number: int | None, place: str | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _41(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, number: int | None, bytes: int | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _42(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, number: int | None, begun: datetime | None, place: str | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _43(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _44(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, breach: UUID | None, known: datetime | None, what: bytes | None, outside: bool | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _45(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, breach: UUID | None, rows: str | Json | Jsonb | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _46(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _47(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _48(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, breach: UUID | None, after: UUID | None, limit: int | None, untold: bool | None) -> Statement: ...  # type: ignore[override]

class _49(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, breach: UUID | None, way: str | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _50(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, breach: UUID | None, was: bytes | None, what: bytes | None, whole: bool | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _51(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, breach: UUID | None, step: str | None, was: bytes | None, untold: int | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _52(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, breach: UUID | None, was: bytes | None, title_ko: str | None, title_en: str | None, body_ko: str | None, body_en: str | None, notice: Sequence[object], entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _53(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, paper: UUID | None, record: UUID | None, said: bytes | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _54(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, paper: UUID | None, entered: bool | None) -> Statement: ...  # type: ignore[override]

class _55(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, before: datetime | None, limit: int | None) -> Statement: ...  # type: ignore[override]

class _56(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, papers: Sequence[UUID] | str | None) -> Statement: ...  # type: ignore[override]

class _57(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, paper: UUID | None, kind: int | None, cabinet: str | None, shelf: str | None, received: date | None, due: date | None, rests: date | None, linked: bool | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _58(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, paper: UUID | None, cabinet: str | None, shelf: str | None, today: date | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _59(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, paper: UUID | None, due: date | None, held: bool | None, rests: date | None) -> Statement: ...  # type: ignore[override]

class _60(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, paper: UUID | None, at: datetime | None) -> Statement: ...  # type: ignore[override]

class _61(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, paper: UUID | None, method: str | None, day: date | None, witness: str | None, held: bool | None, today: date | None, whose: UUID | None, record: UUID | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _62(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, papers: Sequence[UUID] | str | None) -> Statement: ...  # type: ignore[override]

class _63(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, state: str | None, due: date | None, free: bool | None, cabinet: str | None, before: int | None, limit: int | None) -> Statement: ...  # type: ignore[override]

class _64(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, papers: Sequence[UUID] | str | None, at: datetime | None) -> Statement: ...  # type: ignore[override]

class _65(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, number: int | None) -> Statement: ...  # type: ignore[override]

class _66(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, today: date | None) -> Statement: ...  # type: ignore[override]

class _67(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, id: UUID | None, register: str | None, kind: str | None, about: str | None, owner: str | None, due: date | None, ko: str | None, en: str | None, href: str | None, said: bytes | None, words: bytes | None, files: bytes | None, as_: str | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _68(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, id: UUID | None, step: str | None, words: bytes | None, said: bytes | None, was: bytes | None, due: date | None, files: bytes | None, as_: str | None, grant: int | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _69(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, id: UUID | None, from_: str | None, owner: str | None, as_: str | None, grant: int | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _70(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, id: UUID | None, told: int | None, stage: int | None) -> Statement: ...  # type: ignore[override]

class _71(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, limit: int | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _72(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, at: datetime | None, limit: int | None) -> Statement: ...  # type: ignore[override]

class _73(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, id: UUID | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _74(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, register: str | None, whose: Sequence[str | None] | str | None, states: Sequence[str | None] | str | None, due: date | None, id: UUID | None, limit: int | None) -> Statement: ...  # type: ignore[override]

class _75(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, register: str | None, states: Sequence[str | None] | str | None, actor: str | None, at: datetime | None, limit: int | None) -> Statement: ...  # type: ignore[override]

class _76(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, register: str | None, owner: str | None, at: datetime | None, id: UUID | None, limit: int | None) -> Statement: ...  # type: ignore[override]

class _77(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, register: str | None, subject: UUID | None) -> Statement: ...  # type: ignore[override]

class _78(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, register: str | None, number: str | None, id: UUID | None) -> Statement: ...  # type: ignore[override]

class _79(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, register: str | None, kind: str | None) -> Statement: ...  # type: ignore[override]

class _80(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, id: UUID | None) -> Statement: ...  # type: ignore[override]

class _81(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, id: UUID | None, n: int | None) -> Statement: ...  # type: ignore[override]

class _82(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, id: UUID | None, actor: str | None, at: datetime | None) -> Statement: ...  # type: ignore[override]

class _83(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, register: str | None, number: str | None, due: date | None, language: str | None, as_: str | None, filed: Sequence[object], subject: UUID | None, subject_kind: int | None, new: bool | None, consents: Sequence[int] | str | None, record: UUID | None, kind: int | None, policy: int | None, needs: Sequence[int] | str | None, items: Sequence[int] | str | None, generation: int | None, head: bytes | None, body: Sequence[bytes] | str | None, channel: int | None, source: int | None, party: int | None, over_from: datetime | None, single: bool | None, claims: str | Json | Jsonb | None, grant: int | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _84(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, id: UUID | None, number: str | None, due: date | None, language: str | None, as_: str | None, entries: str | Json | Jsonb | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _85(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, bars: str | Json | Jsonb | None, told: datetime | None, id: UUID | None, step: str | None, as_: str | None, stepped: Sequence[object], subject: UUID | None, time: int | None, grant: int | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _86(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, step: str | None, as_: str | None, stepped: Sequence[object], subject: UUID | None, record: UUID | None, kind: int | None, policy: int | None, event: int | None, ends: bool | None, over_from: datetime | None, finishes: bool | None, grant: int | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _87(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, step: str | None, as_: str | None, stepped: Sequence[object], event: int | None, ends: bool | None, over_from: datetime | None, happened: Sequence[object], subject: UUID | None, record: UUID | None, kind: int | None, policy: int | None, request: UUID | None, now: bool | None, version: int | None, generation: int | None, changed: Sequence[int] | str | None, items: Sequence[int] | str | None, head: bytes | None, body: Sequence[bytes] | str | None, claims: str | Json | Jsonb | None, finishes: bool | None, needs: Sequence[int] | str | None, grant: int | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _88(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, id: UUID | None, step: str | None, as_: str | None, grant: int | None, entries: str | Json | Jsonb | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _89(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, id: UUID | None, step: str | None, as_: str | None, stepped: Sequence[object], subject: UUID | None, time: int | None, grant: int | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _90(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, browser: bytes | None, at: datetime | None, choice: str | None, allowed: Sequence[str | None] | str | None, refused: Sequence[str | None] | str | None, told: bool | None, old_enough: bool | None, policy: bytes | None, until: date | None) -> Statement: ...  # type: ignore[override]

class _91(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, browser: bytes | None) -> Statement: ...  # type: ignore[override]

class _92(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, names: Sequence[str | None] | str | None, day: date | None) -> Statement: ...  # type: ignore[override]

class _93(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _94(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, today: date | None, at: datetime | None) -> Statement: ...  # type: ignore[override]

class _95(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _96(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _97(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _98(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _99(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _100(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _101(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, mark: int | None, begun: Sequence[str | None] | str | None) -> Statement: ...  # type: ignore[override]

class _102(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, request: UUID | None, asked: str | None, known: bool | None, by: str | None, of: UUID | None, about: int | None, wording: UUID | None, due: date | None, language: str | None, as_: str | None, asks: str | None, transfers: str | Json | Jsonb | None, filed: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _103(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, request: UUID | None, asked: str | None, known: bool | None, by: str | None, of: UUID | None, about: int | None, due: date | None, language: str | None, as_: str | None, asks: str | None, transfers: str | Json | Jsonb | None, filed: Sequence[object], subject: UUID | None, subject_kind: int | None, new: bool | None, consents: Sequence[int] | str | None, record: UUID | None, kind: int | None, policy: int | None, needs: Sequence[int] | str | None, items: Sequence[int] | str | None, generation: int | None, head: bytes | None, body: Sequence[bytes] | str | None, channel: int | None, source: int | None, party: int | None, over_from: datetime | None, single: bool | None, claims: str | Json | Jsonb | None, grant: int | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _104(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, known: bool | None, by: str | None, about: int | None, wording: UUID | None, due: date | None, language: str | None, as_: str | None, asks: str | None, transfers: str | Json | Jsonb | None, filed: Sequence[object], subject: UUID | None, record: UUID | None, kind: int | None, policy: int | None, request: UUID | None, items: Sequence[int] | str | None, grant: int | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _105(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, request: UUID | None) -> Statement: ...  # type: ignore[override]

class _106(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, request: UUID | None, step: str | None, due: date | None, said: bytes | None, proof: str | None, seen: int | None, as_: str | None, grant: int | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _107(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, request: UUID | None, items: Sequence[int] | str | None) -> Statement: ...  # type: ignore[override]

class _108(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, request: UUID | None) -> Statement: ...  # type: ignore[override]

class _109(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, record: UUID | None, since: datetime | None, until: datetime | None) -> Statement: ...  # type: ignore[override]

class _110(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None) -> Statement: ...  # type: ignore[override]

class _111(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, record: UUID | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _112(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, before: datetime | None, limit: int | None) -> Statement: ...  # type: ignore[override]

class _113(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, kind: str | None, whose: str | None, due: date | None, request: UUID | None, limit: int | None) -> Statement: ...  # type: ignore[override]

class _114(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, limit: int | None) -> Statement: ...  # type: ignore[override]

class _115(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, limit: int | None) -> Statement: ...  # type: ignore[override]

class _116(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, kind: str | None, at: datetime | None, request: UUID | None, limit: int | None) -> Statement: ...  # type: ignore[override]

class _117(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, kind: str | None, effective: date | None, title_ko: str | None, title_en: str | None, body_ko: str | None, body_en: str | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _118(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, before: int | None, limit: int | None) -> Statement: ...  # type: ignore[override]

class _119(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, number: int | None) -> Statement: ...  # type: ignore[override]

class _120(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, guardian: UUID | None, here: bool | None, until: date | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _121(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, guardian: UUID | None) -> Statement: ...  # type: ignore[override]

class _122(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, limit: int | None) -> Statement: ...  # type: ignore[override]

class _123(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, guardian: UUID | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _124(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, guardian: UUID | None, today: date | None) -> Statement: ...  # type: ignore[override]

class _125(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, today: date | None) -> Statement: ...  # type: ignore[override]

class _126(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, demand: UUID | None, recipient: int | None, purpose: int | None, ground: str | None, statute: str | None, said: bytes | None, scan: bytes | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _127(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, demand: UUID | None, record: UUID | None, kind: int | None, items: Sequence[int] | str | None, message: UUID | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _128(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, demand: UUID | None, from_: str | None, to: str | None, grant: int | None, digest: bytes | None, others: str | Json | Jsonb | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _129(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, demand: UUID | None, said: bytes | None, grant: int | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _130(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, demand: UUID | None, tell: date | None, today: date | None, told: bytes | None, grant: int | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _131(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, demand: UUID | None) -> Statement: ...  # type: ignore[override]

class _132(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, demand: UUID | None, grant: int | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _133(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, demand: UUID | None, record: UUID | None, at: datetime | None) -> Statement: ...  # type: ignore[override]

class _134(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, demand: UUID | None, record: UUID | None, why: str | None) -> Statement: ...  # type: ignore[override]

class _135(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, demands: Sequence[UUID] | str | None) -> Statement: ...  # type: ignore[override]

class _136(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, before: datetime | None, before_demand: UUID | None, limit: int | None) -> Statement: ...  # type: ignore[override]

class _137(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, demand: UUID | None) -> Statement: ...  # type: ignore[override]

class _138(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, demand: UUID | None) -> Statement: ...  # type: ignore[override]

class _139(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, demand: UUID | None) -> Statement: ...  # type: ignore[override]

class _140(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _141(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, before: datetime | None, today: date | None, limit: int | None) -> Statement: ...  # type: ignore[override]

class _142(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, demand: UUID | None, at: datetime | None) -> Statement: ...  # type: ignore[override]

class _143(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, demand: UUID | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _144(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, message: UUID | None) -> Statement: ...  # type: ignore[override]

class _145(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, before: datetime | None) -> Statement: ...  # type: ignore[override]

class _146(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, space: str | None, target: int | None, purpose: int | None, limit: int | None) -> Statement: ...  # type: ignore[override]

class _147(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, space: str | None, target: int | None, pem: str | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _148(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, space: str | None, target: int | None) -> Statement: ...  # type: ignore[override]

class _149(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, request: UUID | None, name: str | None, consent: int | None, ko: str | None, en: str | None, until: date | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _150(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, consent: int | None, records: Sequence[int] | str | None, subject: UUID | None) -> Statement: ...  # type: ignore[override]

class _151(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, request: UUID | None, records: Sequence[int] | str | None, subject: UUID | None, after: UUID | None, limit: int | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _152(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None) -> Statement: ...  # type: ignore[override]

class _153(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, request: UUID | None, answer: str | None, today: date | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _154(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, request: UUID | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _155(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, limit: int | None) -> Statement: ...  # type: ignore[override]

class _156(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, consents: Sequence[int] | str | None, today: date | None, limit: int | None) -> Statement: ...  # type: ignore[override]

class _157(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, request: UUID | None, at: datetime | None) -> Statement: ...  # type: ignore[override]

class _158(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, release: UUID | None, kind: str | None, recipient: int | None, purpose: int | None, record: int | None, items: Sequence[int] | str | None, quasi: Sequence[int] | str | None, least: int | None, why: str | None, ends: date | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _159(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, release: UUID | None, to: str | None, grant: int | None, lines: int | None, small: int | None, content: str | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _160(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, kind: int | None, policy: int | None, items: Sequence[int] | str | None, needs: Sequence[int] | str | None, grant: int | None, before: datetime | None, after: UUID | None, after_record: UUID | None, until: UUID | None, limit: int | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _161(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, before: datetime | None, before_release: UUID | None, limit: int | None) -> Statement: ...  # type: ignore[override]

class _162(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, release: UUID | None) -> Statement: ...  # type: ignore[override]

class _163(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, today: date | None) -> Statement: ...  # type: ignore[override]

class _164(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, release: UUID | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _165(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, at: datetime | None) -> Statement: ...  # type: ignore[override]

class _166(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, space: str | None, target: int | None, item: int | None, from_: datetime | None, to: datetime | None, before: datetime | None, before_message: UUID | None, limit: int | None) -> Statement: ...  # type: ignore[override]

class _167(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, handler: str | None, grant: int | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _168(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, at: datetime | None) -> Statement: ...  # type: ignore[override]

class _169(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, at: datetime | None) -> Statement: ...  # type: ignore[override]

class _170(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, handler: str | None, kind: str | None, said: bytes | None, joined: date | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _171(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, handler: str | None, kind: str | None, said: bytes | None, grant: int | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _172(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, handler: str | None, paper: UUID | None, kind: str | None, day: date | None, due: date | None, said: bytes | None, scan: bytes | None, to: str | None, by: str | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _173(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, handler: str | None, paper: UUID | None, by: str | None, word: bytes | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _174(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, handler: str | None, grant: int | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _175(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _176(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, handler: str | None, hand: str | None) -> Statement: ...  # type: ignore[override]

class _177(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, handler: str | None, paper: UUID | None) -> Statement: ...  # type: ignore[override]

class _178(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _179(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, handler: str | None, number: int | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _180(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, deputy: UUID | None, stands_in: str | None, under: int | None, first: date | None, last: date | None, begins: datetime | None, until: datetime | None, trained: bool | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _181(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, deputy: UUID | None, grant: int | None, trained: bool | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _182(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, deputy: UUID | None, grant: int | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _183(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, deputy: UUID | None, trained: bool | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _184(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, at: datetime | None, trained: bool | None) -> Statement: ...  # type: ignore[override]

class _185(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, handler: str | None, proof: UUID | None, kind: str | None, id: bytes | None, secret: bytes | None, count: int | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _186(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, handler: str | None, proof: UUID | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _187(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, handler: str | None) -> Statement: ...  # type: ignore[override]

class _188(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, handler: str | None, proof: UUID | None, count: int | None) -> Statement: ...  # type: ignore[override]

class _189(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, handler: str | None, session: bytes | None, now: datetime | None, until: datetime | None, idle: int | None, most: int | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _190(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, session: bytes | None, now: datetime | None) -> Statement: ...  # type: ignore[override]

class _191(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, session: bytes | None, proved: datetime | None) -> Statement: ...  # type: ignore[override]

class _192(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, session: bytes | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _193(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _194(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, handler: str | None, hash: bytes | None, former: bytes | None, now: datetime | None, until: datetime | None, most: int | None) -> Statement: ...  # type: ignore[override]

class _195(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, handler: str | None, hash: bytes | None, now: datetime | None) -> Statement: ...  # type: ignore[override]

class _196(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, token: bytes | None, handler: str | None, until: datetime | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _197(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, token: bytes | None, now: datetime | None, take: bool | None) -> Statement: ...  # type: ignore[override]

class _198(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, handler: str | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _199(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, token: bytes | None, now: datetime | None, handler: str | None, proofs: Sequence[UUID] | str | None, kinds: Sequence[str | None] | str | None, ids: Sequence[bytes] | str | None, secrets: Sequence[bytes] | str | None, counts: Sequence[int] | str | None, entries: Sequence[UUID] | str | None, facts: Sequence[str | None] | str | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _200(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, handler: str | None, proof: UUID | None, id: bytes | None, secret: bytes | None, vouched: datetime | None, session: bytes | None, sid: bytes | None, now: datetime | None, until: datetime | None, idle: int | None, most: int | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _201(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, session: bytes | None, id: bytes | None, secret: bytes | None, vouched: datetime | None, proved: datetime | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _202(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _203(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, handler: str | None, sid: bytes | None, said: datetime | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _204(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, now: datetime | None) -> Statement: ...  # type: ignore[override]

class _205(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, handler: str | None, proof: UUID | None, was: bytes | None, secret: bytes | None, vouched: datetime | None) -> Statement: ...  # type: ignore[override]

class _206(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, handler: str | None, proof: UUID | None, was: bytes | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _207(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, handler: str | None, id: bytes | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _208(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, partner: str | None, number: UUID | None, secret: bytes | None, moment: datetime | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _209(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, partner: str | None, number: UUID | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _210(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, partner: str | None) -> Statement: ...  # type: ignore[override]

class _211(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, partner: str | None, message: str | None, digest: bytes | None, signed: datetime | None, feed: UUID | None, at: datetime | None, oldest: datetime | None) -> Statement: ...  # type: ignore[override]

class _212(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, feed: UUID | None, partner: str | None, way: str | None, by: str | None, rows: int | None, taken: int | None, again: int | None, refused: int | None, lines: str | Json | Jsonb | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _213(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, partner: str | None, at: datetime | None, feed: UUID | None, limit: int | None) -> Statement: ...  # type: ignore[override]

class _214(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, feed: UUID | None) -> Statement: ...  # type: ignore[override]

class _215(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, entry: Sequence[object], subject: UUID | None, record: UUID | None, items: Sequence[int] | str | None) -> Statement: ...  # type: ignore[override]

class _216(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, at: datetime | None) -> Statement: ...  # type: ignore[override]

class _217(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, webhook: UUID | None, owner: str | None, events: Sequence[str | None] | str | None, sealed: bytes | None, at: datetime | None, position: int | None) -> Statement: ...  # type: ignore[override]

class _218(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _219(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _220(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, webhook: UUID | None, owner: str | None, at: datetime | None) -> Statement: ...  # type: ignore[override]

class _221(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, webhook: UUID | None) -> Statement: ...  # type: ignore[override]

class _222(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, webhook: UUID | None, keys: Sequence[int] | str | None, seeing: Sequence[int] | str | None, rows: str | Json | Jsonb | None, at: datetime | None, now: datetime | None) -> Statement: ...  # type: ignore[override]

class _223(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, webhook: UUID | None, from_: int | None, to: int | None) -> Statement: ...  # type: ignore[override]

class _224(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, webhook: UUID | None, keys: Sequence[int] | str | None, at: datetime | None, now: datetime | None, limit: int | None) -> Statement: ...  # type: ignore[override]

class _225(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, webhook: UUID | None, position: int | None, tries: int | None, next: datetime | None) -> Statement: ...  # type: ignore[override]

class _226(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, webhook: UUID | None, position: int | None, state: str | None, said: int | None) -> Statement: ...  # type: ignore[override]

class _227(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, webhooks: Sequence[UUID] | str | None, after: int | None, limit: int | None) -> Statement: ...  # type: ignore[override]

class _228(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, webhooks: Sequence[UUID] | str | None, message: UUID | None, at: datetime | None) -> Statement: ...  # type: ignore[override]

class _229(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, before: datetime | None, webhooks: Sequence[UUID] | str | None) -> Statement: ...  # type: ignore[override]

class _230(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, logged: int | None) -> Statement: ...  # type: ignore[override]

class _231(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, logged: int | None) -> Statement: ...  # type: ignore[override]

class _232(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, logged: int | None) -> Statement: ...  # type: ignore[override]

class _233(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _234(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _235(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _236(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, rows: str | Json | Jsonb | None, last: int | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _237(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, rows: str | Json | Jsonb | None, last: int | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _238(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, space: str | None, name: bytes | None, ring: int | None, wrapped: bytes | None) -> Statement: ...  # type: ignore[override]

class _239(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, space: str | None, names: Sequence[bytes] | str | None, rings: Sequence[int] | str | None, wrapped: Sequence[bytes] | str | None) -> Statement: ...  # type: ignore[override]

class _240(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, space: str | None, name: bytes | None) -> Statement: ...  # type: ignore[override]

class _241(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, space: str | None, names: Sequence[bytes] | str | None) -> Statement: ...  # type: ignore[override]

class _242(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, space: str | None, name: bytes | None, subject: UUID | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _243(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, space: str | None, name: bytes | None, subject: UUID | None, after: int | None, at: datetime | None) -> Statement: ...  # type: ignore[override]

class _244(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, verified: int | None, limit: int | None) -> Statement: ...  # type: ignore[override]

class _245(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, space: str | None, names: Sequence[bytes] | str | None) -> Statement: ...  # type: ignore[override]

class _246(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _247(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, rows: str | Json | Jsonb | None, last: int | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _248(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, space: str | None, prefix: bytes | None) -> Statement: ...  # type: ignore[override]

class _249(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subjects: Sequence[bytes] | str | None) -> Statement: ...  # type: ignore[override]

class _250(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, space: str | None, after: bytes | None, limit: int | None) -> Statement: ...  # type: ignore[override]

class _251(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _252(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _253(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _254(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, limit: int | None) -> Statement: ...  # type: ignore[override]

class _255(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _256(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _257(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, ring: int | None, runner: UUID | None, former: str | None, holder: str | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _258(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, ring: int | None, runner: UUID | None, from_: str | None, to: str | None, root: str | None, holder: str | None, backup: bool | None) -> Statement: ...  # type: ignore[override]

class _259(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, ring: int | None, runner: UUID | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _260(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _261(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, ring: int | None, from_: int | None, to: int | None) -> Statement: ...  # type: ignore[override]

class _262(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, ring: int | None, runner: UUID | None, from_: int | None, to: int | None, space: str | None, names: Sequence[bytes] | str | None, wrapped: Sequence[bytes] | str | None) -> Statement: ...  # type: ignore[override]

class _263(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, ring: int | None, runner: UUID | None, from_: int | None, to: int | None, space: str | None, names: Sequence[bytes] | str | None, wrapped: Sequence[bytes] | str | None) -> Statement: ...  # type: ignore[override]

class _264(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, ring: int | None, runner: UUID | None) -> Statement: ...  # type: ignore[override]

class _265(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, ring: int | None, runner: UUID | None, irrecoverable: datetime | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _266(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, space: str | None, prefix: bytes | None) -> Statement: ...  # type: ignore[override]

class _267(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, number: UUID | None, dates: str | Json | Jsonb | None) -> Statement: ...  # type: ignore[override]

class _268(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, names: Sequence[bytes] | str | None) -> Statement: ...  # type: ignore[override]

class _269(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, limit: int | None) -> Statement: ...  # type: ignore[override]

class _270(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, limit: int | None) -> Statement: ...  # type: ignore[override]

class _271(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, limit: int | None) -> Statement: ...  # type: ignore[override]

class _272(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, limit: int | None) -> Statement: ...  # type: ignore[override]

class _273(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, batch: UUID | None) -> Statement: ...  # type: ignore[override]

class _274(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, batch: UUID | None) -> Statement: ...  # type: ignore[override]

class _275(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, batch: UUID | None) -> Statement: ...  # type: ignore[override]

class _276(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, batch: UUID | None) -> Statement: ...  # type: ignore[override]

class _277(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _278(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _279(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _280(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, limit: int | None) -> Statement: ...  # type: ignore[override]

class _281(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, limit: int | None) -> Statement: ...  # type: ignore[override]

class _282(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, limit: int | None) -> Statement: ...  # type: ignore[override]

class _283(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, limit: int | None) -> Statement: ...  # type: ignore[override]

class _284(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _285(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _286(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _287(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _288(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _289(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _290(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _291(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _292(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, entries: Sequence[UUID] | str | None) -> Statement: ...  # type: ignore[override]

class _293(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, entries: Sequence[UUID] | str | None) -> Statement: ...  # type: ignore[override]

class _294(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, entries: Sequence[UUID] | str | None) -> Statement: ...  # type: ignore[override]

class _295(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, entries: Sequence[UUID] | str | None) -> Statement: ...  # type: ignore[override]

class _296(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None) -> Statement: ...  # type: ignore[override]

class _297(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None) -> Statement: ...  # type: ignore[override]

class _298(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, lots: Sequence[int] | str | None, terms: Sequence[str | None] | str | None) -> Statement: ...  # type: ignore[override]

class _299(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, lots: Sequence[int] | str | None, terms: Sequence[str | None] | str | None) -> Statement: ...  # type: ignore[override]

class _300(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, lots: Sequence[int] | str | None, terms: Sequence[str | None] | str | None) -> Statement: ...  # type: ignore[override]

class _301(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, lot: int | None, term: timedelta | str | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _302(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, lot: int | None, term: timedelta | str | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _303(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, lot: int | None, term: timedelta | str | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _304(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, source: str | None, batch: UUID | None, counts: str | Json | Jsonb | None, at: datetime | None) -> Statement: ...  # type: ignore[override]

class _305(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, name: bytes | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _306(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, tiles: int | None) -> Statement: ...  # type: ignore[override]

class _307(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, n: int | None, months: Sequence[date] | str | None, lots: Sequence[int] | str | None, sealed: Sequence[bytes] | str | None) -> Statement: ...  # type: ignore[override]

class _308(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, first: int | None, tiles: int | None) -> Statement: ...  # type: ignore[override]

class _309(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, tiles: int | None, before: date | None) -> Statement: ...  # type: ignore[override]

class _310(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, generation: int | None, first: int | None, tiles: int | None, numbers: Sequence[int] | str | None, months: Sequence[date] | str | None, lots: Sequence[int] | str | None, begins: Sequence[int] | str | None, sizes: Sequence[int] | str | None) -> Statement: ...  # type: ignore[override]

class _311(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, first: int | None, tiles: int | None, before: date | None) -> Statement: ...  # type: ignore[override]

class _312(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, from_: int | None, limit: int | None) -> Statement: ...  # type: ignore[override]

class _313(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, tiles: Sequence[int] | str | None) -> Statement: ...  # type: ignore[override]

class _314(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, bucket: int | None) -> Statement: ...  # type: ignore[override]

class _315(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, tiles: Sequence[int] | str | None) -> Statement: ...  # type: ignore[override]

class _316(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, from_: int | None, limit: int | None) -> Statement: ...  # type: ignore[override]

class _317(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, from_: int | None, limit: int | None) -> Statement: ...  # type: ignore[override]

class _318(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, source: str | None) -> Statement: ...  # type: ignore[override]

class _319(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, source: str | None) -> Statement: ...  # type: ignore[override]

class _320(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _321(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, entry: UUID | None, at: datetime | None, said: str | None) -> Statement: ...  # type: ignore[override]

class _322(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _323(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, processes: Sequence[int] | str | None) -> Statement: ...  # type: ignore[override]

class _324(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, processes: Sequence[int] | str | None, seen: Sequence[bytes] | str | None, ended: Sequence[int] | str | None, words: Sequence[UUID] | str | None) -> Statement: ...  # type: ignore[override]

class _325(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, on: bool | None) -> Statement: ...  # type: ignore[override]

class _326(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _327(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, source: str | None, batch: UUID | None, counted: str | Json | Jsonb | None, from_: int | None, size: int | None, frontier: bytes | None, months: Sequence[date] | str | None, lots: Sequence[int] | str | None, lows: Sequence[int] | str | None, highs: Sequence[int] | str | None, levels: Sequence[int] | str | None, numbers: Sequence[int] | str | None, roots: Sequence[bytes] | str | None, leaves: Sequence[bytes] | str | None) -> Statement: ...  # type: ignore[override]

class _328(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, size: int | None, at: datetime | None, note: str | None) -> Statement: ...  # type: ignore[override]

class _329(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, at: datetime | None) -> Statement: ...  # type: ignore[override]

class _330(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, newest: int | None, below: int | None) -> Statement: ...  # type: ignore[override]

class _331(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, from_: int | None, limit: int | None) -> Statement: ...  # type: ignore[override]

class _332(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, level: int | None, from_: int | None, limit: int | None) -> Statement: ...  # type: ignore[override]

class _333(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _334(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, origin: str | None) -> Statement: ...  # type: ignore[override]

class _335(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _336(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, size: int | None, line: str | None) -> Statement: ...  # type: ignore[override]

class _337(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _338(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, key: str | None, size: int | None, at: datetime | None, said: str | None) -> Statement: ...  # type: ignore[override]

class _339(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, generation: int | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _340(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, waiting: Sequence[date] | str | None) -> Statement: ...  # type: ignore[override]

class _341(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, month: date | None, lot: int | None) -> Statement: ...  # type: ignore[override]

class _342(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, month: date | None, lot: int | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _343(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, month: date | None, lot: int | None, limit: int | None) -> Statement: ...  # type: ignore[override]

class _344(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, from_: datetime | None, until: datetime | None) -> Statement: ...  # type: ignore[override]

class _345(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _346(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, mail: UUID | None, at: datetime | None) -> Statement: ...  # type: ignore[override]

class _347(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, mail: UUID | None, record: UUID | None, kind: str | None, letter: str | None, language: str | None, facts: bytes | None, generation: int | None, at: datetime | None) -> Statement: ...  # type: ignore[override]

class _348(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, at: datetime | None, limit: int | None) -> Statement: ...  # type: ignore[override]

class _349(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, mail: UUID | None, tries: int | None, until: datetime | None) -> Statement: ...  # type: ignore[override]

class _350(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, mail: UUID | None, until: datetime | None) -> Statement: ...  # type: ignore[override]

class _351(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, mail: UUID | None) -> Statement: ...  # type: ignore[override]

class _352(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, mail: UUID | None, record: UUID | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _353(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, mail: UUID | None, record: UUID | None, why: str | None, doubt: int | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _354(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, limit: int | None) -> Statement: ...  # type: ignore[override]

class _355(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, mail: UUID | None, at: datetime | None) -> Statement: ...  # type: ignore[override]

class _356(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _357(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None) -> Statement: ...  # type: ignore[override]

class _358(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, campaign: UUID | None, purpose: int | None, consent: int | None, language: str | None, facts: str | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _359(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, campaign: UUID | None, step: str | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _360(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, letter: str | None, facts: bytes | None) -> Statement: ...  # type: ignore[override]

class _361(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, campaign: UUID | None, consent: int | None, letter: str | None, language: str | None, facts: bytes | None, kinds: Sequence[int] | str | None, names: Sequence[str | None] | str | None, limit: int | None, at: datetime | None) -> Statement: ...  # type: ignore[override]

class _362(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, campaign: UUID | None, mailed: int | None, over: bool | None) -> Statement: ...  # type: ignore[override]

class _363(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, consent: int | None, kinds: Sequence[int] | str | None) -> Statement: ...  # type: ignore[override]

class _364(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, limit: int | None) -> Statement: ...  # type: ignore[override]

class _365(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _366(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _367(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, number: int | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _368(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, before: int | None, limit: int | None) -> Statement: ...  # type: ignore[override]

class _369(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, number: int | None, verdict: str | None, today: date | None, grant: int | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _370(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, at: datetime | None) -> Statement: ...  # type: ignore[override]

class _371(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, explanation: UUID | None, about: str | None, reader: str | None, due: date | None, ko: str | None, en: str | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _372(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, reader: str | None, about: str | None, limit: int | None) -> Statement: ...  # type: ignore[override]

class _373(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, explanation: UUID | None, by: str | None, words: bytes | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _374(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, explanation: UUID | None, verdict: str | None, today: date | None, grant: int | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _375(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, at: datetime | None) -> Statement: ...  # type: ignore[override]

class _376(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, explanation: UUID | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _377(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, move: UUID | None, kind: str | None, digest: str | None, today: date | None, as_: str | None, grant: int | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _378(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, id: UUID | None, step: str | None, words: bytes | None, said: bytes | None, was: bytes | None, due: date | None, files: bytes | None, as_: str | None, grant: int | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _379(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, hour: datetime | None, views: Sequence[str | None] | str | None, purposes: Sequence[str | None] | str | None, places: Sequence[str | None] | str | None, columns: Sequence[str | None] | str | None, deeds: Sequence[str | None] | str | None, verdicts: Sequence[str | None] | str | None, clauses: Sequence[str | None] | str | None, whys: Sequence[str | None] | str | None, times: Sequence[int] | str | None, lost: int | None) -> Statement: ...  # type: ignore[override]

class _380(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, since: datetime | None) -> Statement: ...  # type: ignore[override]

class _381(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, since: datetime | None) -> Statement: ...  # type: ignore[override]

class _382(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, at: datetime | None, found: str | Json | Jsonb | None) -> Statement: ...  # type: ignore[override]

class _383(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _384(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, edit: int | None, said: bytes | None, cycle: str | None, limits: str | Json | Jsonb | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _385(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, edit: int | None, review: date | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _386(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _387(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, batch: UUID | None, system: str | None, way: str | None, marks: Sequence[bytes] | str | None, months: Sequence[date] | str | None, entries: Sequence[UUID] | str | None, whos: Sequence[bytes] | str | None, whens: Sequence[datetime] | str | None, row_fact: str | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _388(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _389(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, month: date | None, at: datetime | None) -> Statement: ...  # type: ignore[override]

class _390(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, limit: int | None) -> Statement: ...  # type: ignore[override]

class _391(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, space: str | None, target: int | None, paper: UUID | None, signed: date | None, ends: date | None, told: str | None, said: bytes | None, scan: bytes | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _392(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _393(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, paper: UUID | None) -> Statement: ...  # type: ignore[override]

class _394(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _395(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, space: str | None, targets: Sequence[int] | str | None) -> Statement: ...  # type: ignore[override]

class _396(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, space: str | None, target: int | None, before: datetime | None, before_message: UUID | None, limit: int | None) -> Statement: ...  # type: ignore[override]

class _397(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, topic: str | None, space: str | None, target: int | None, at: datetime | None) -> Statement: ...  # type: ignore[override]

class _398(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, topic: str | None, space: str | None, target: int | None, telling: UUID | None, token: bytes | None, sealed: bytes | None, at: datetime | None) -> Statement: ...  # type: ignore[override]

class _399(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, telling: UUID | None) -> Statement: ...  # type: ignore[override]

class _400(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, topic: str | None, space: str | None, target: int | None, telling: UUID | None, at: datetime | None, limit: int | None) -> Statement: ...  # type: ignore[override]

class _401(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, tellings: Sequence[UUID] | str | None) -> Statement: ...  # type: ignore[override]

class _402(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, at: datetime | None, limit: int | None) -> Statement: ...  # type: ignore[override]

class _403(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, telling: UUID | None, tries: int | None, next: datetime | None) -> Statement: ...  # type: ignore[override]

class _404(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, telling: UUID | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _405(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, token: bytes | None) -> Statement: ...  # type: ignore[override]

class _406(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, telling: UUID | None) -> Statement: ...  # type: ignore[override]

class _407(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _408(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, tellings: Sequence[UUID] | str | None) -> Statement: ...  # type: ignore[override]

class _409(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, token: bytes | None, kept: Sequence[UUID] | str | None, receipt: str | None, kept_receipt: str | None, waits: bool | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _410(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, telling: UUID | None, kept: Sequence[UUID] | str | None, receipt: str | None, kept_receipt: str | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _411(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, message: UUID | None, state: str | None, receipt: str | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _412(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _413(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _414(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, states: str | Json | Jsonb | None, clauses: Sequence[str | None] | str | None, ko: Sequence[str | None] | str | None, en: Sequence[str | None] | str | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _415(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, clause: str | None, since: datetime | None, task: UUID | None) -> Statement: ...  # type: ignore[override]

class _416(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, limit: int | None) -> Statement: ...  # type: ignore[override]

class _417(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, limit: int | None) -> Statement: ...  # type: ignore[override]

class _418(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, system: str | None, reach: str | None, ko: str | None, en: str | None, clauses: Sequence[str | None] | str | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _419(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, system: str | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _420(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, system: str | None, attestation: UUID | None, day: date | None, until: date | None, said: bytes | None, file: bytes | None, digest: bytes | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _421(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _422(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, system: str | None, attestation: UUID | None) -> Statement: ...  # type: ignore[override]

class _423(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, before: datetime | None, finishing: Sequence[int] | str | None) -> Statement: ...  # type: ignore[override]

class _424(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _425(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _426(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, what: str | None, item: int | None) -> Statement: ...  # type: ignore[override]

class _427(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, today: date | None) -> Statement: ...  # type: ignore[override]

class _428(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, today: date | None) -> Statement: ...  # type: ignore[override]

class _429(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, before: datetime | None) -> Statement: ...  # type: ignore[override]

class _430(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, before: datetime | None) -> Statement: ...  # type: ignore[override]

class _431(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _432(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, now: datetime | None, idle: int | None, lasts: timedelta | str | None, most: int | None) -> Statement: ...  # type: ignore[override]

class _433(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, before: datetime | None) -> Statement: ...  # type: ignore[override]

class _434(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, what: str | None, kinds: Sequence[int] | str | None, item: int | None, before: datetime | None, letter: str | None, stuck: datetime | None) -> Statement: ...  # type: ignore[override]

class _435(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, now: datetime | None) -> Statement: ...  # type: ignore[override]

class _436(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, now: datetime | None) -> Statement: ...  # type: ignore[override]

class _437(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _438(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _439(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, today: date | None, now: datetime | None) -> Statement: ...  # type: ignore[override]

class _440(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _441(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, at: datetime | None, steps: Sequence[str | None] | str | None, millis: Sequence[int] | str | None, done: str | Json | Jsonb | None, failed: Sequence[str | None] | str | None) -> Statement: ...  # type: ignore[override]

class _442(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _443(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _444(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _445(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _446(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _447(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _448(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, digest: bytes | None, text: str | None, source: bytes | None, announced: date | None, in_force: date | None, effective: datetime | None, important: bool | None, numbers: str | Json | Jsonb | None, previous: int | None, from_: Sequence[int] | str | None, questions: str | Json | Jsonb | None, crossings: str | Json | Jsonb | None, grant: int | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _449(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, number: int | None, lapse: bool | None, day: date | None, title_ko: str | None, title_en: str | None, body_ko: str | None, body_en: str | None, circular: str | None, notice: Sequence[object], entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _450(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, number: int | None, title_ko: str | None, title_en: str | None, body_ko: str | None, body_en: str | None, circular: str | None, grant: int | None, notice: Sequence[object], entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _451(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, number: int | None, letter: str | None, language: str | None, facts: bytes | None, kinds: Sequence[int] | str | None, names: Sequence[str | None] | str | None, before: str | None, limit: int | None, at: datetime | None) -> Statement: ...  # type: ignore[override]

class _452(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, number: int | None, letter: str | None) -> Statement: ...  # type: ignore[override]

class _453(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, number: int | None, letter: str | None, mailed: int | None, over: bool | None) -> Statement: ...  # type: ignore[override]

class _454(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, number: int | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _455(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, number: int | None, limit: int | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _456(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, number: int | None, moved: int | None, over: bool | None, at: datetime | None) -> Statement: ...  # type: ignore[override]

class _457(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, after: UUID | None, record: UUID | None, limit: int | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _458(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, record: UUID | None, version: int | None, generation: int | None, over_from: datetime | None, items: Sequence[int] | str | None, head: bytes | None, body: Sequence[bytes] | str | None, dropped: Sequence[int] | str | None, kept: bool | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _459(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, at: datetime | None) -> Statement: ...  # type: ignore[override]

class _460(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, version: int | None, clause: int | None, given: bool | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _461(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _462(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, number: int | None) -> Statement: ...  # type: ignore[override]

class _463(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _464(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, clause: int | None, kinds: Sequence[int] | str | None) -> Statement: ...  # type: ignore[override]

class _465(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, version: int | None) -> Statement: ...  # type: ignore[override]

class _466(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, number: int | None, seen: int | None, source: bytes | None, published: bytes | None, published_as: str | None, grant: int | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _467(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, number: int | None, seen: int | None, to: str | None, words: str | None, grant: int | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _468(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, number: int | None) -> Statement: ...  # type: ignore[override]

class _469(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, number: int | None) -> Statement: ...  # type: ignore[override]

class _470(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, kinds: Sequence[int] | str | None, states: Sequence[int] | str | None, from_: datetime | None, to: datetime | None, by: str | None, newest: bool | None, rank: int | None, after: datetime | None, after_subject: UUID | None, limit: int | None, grant: int | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _471(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, number: UUID | None, grant: int | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _472(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, grant: int | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _473(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, number: UUID | None, digest: bytes | None, query: str | Json | Jsonb | None, said: bytes | None, grant: int | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _474(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, number: UUID | None, digest: bytes | None, yes: bool | None, grant: int | None, until: datetime | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _475(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, number: UUID | None, state: str | None) -> Statement: ...  # type: ignore[override]

class _476(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, query: str | Json | Jsonb | None, limit: int | None) -> Statement: ...  # type: ignore[override]

class _477(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, number: UUID | None, digest: bytes | None, people: int | None, grant: int | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _478(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, query: str | Json | Jsonb | None, after: UUID | None, after_record: UUID | None, limit: int | None) -> Statement: ...  # type: ignore[override]

class _479(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, number: UUID | None, state: str | None, records: int | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _480(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, number: UUID | None, word: bytes | None, grant: int | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _481(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, before: datetime | None, before_number: UUID | None, limit: int | None, waiting: bool | None) -> Statement: ...  # type: ignore[override]

class _482(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _483(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, before: datetime | None, limit: int | None) -> Statement: ...  # type: ignore[override]

class _484(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, number: UUID | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _485(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, number: UUID | None) -> Statement: ...  # type: ignore[override]

class _486(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, kinds: Sequence[int] | str | None, finishes: Sequence[bool] | str | None, late: Sequence[datetime] | str | None, broken: Sequence[datetime] | str | None, at: datetime | None, most: int | None) -> Statement: ...  # type: ignore[override]

class _487(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, kind: int | None, needs: Sequence[int] | str | None, behind: datetime | None, after: UUID | None, limit: int | None, grant: int | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _488(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, kind: int | None, finishes: bool | None, subjects: Sequence[UUID] | str | None, records: Sequence[UUID] | str | None, from_: datetime | None, to: datetime | None, waits: str | None, newest: bool | None, after: datetime | None, after_record: UUID | None, limit: int | None, grant: int | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _489(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, kind: int | None, item: int | None, way: str | None, since: datetime | None, salt: bytes | None, grant: int | None, at: datetime | None) -> Statement: ...  # type: ignore[override]

class _490(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, kind: int | None, item: int | None, way: str | None, since: datetime | None, least: int | None, limit: int | None, salt: bytes | None, others: str | Json | Jsonb | None, grant: int | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _491(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, zone: str | None, from_: datetime | None, to: datetime | None) -> Statement: ...  # type: ignore[override]

class _492(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _493(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, from_: date | None, to: date | None) -> Statement: ...  # type: ignore[override]

class _494(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, due: date | None) -> Statement: ...  # type: ignore[override]

class _495(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, from_: datetime | None, before: datetime | None, before_certificate: UUID | None, limit: int | None) -> Statement: ...  # type: ignore[override]

class _496(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, certificate: UUID | None) -> Statement: ...  # type: ignore[override]

class _497(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, from_: datetime | None, to: datetime | None, after: datetime | None, after_message: UUID | None, limit: int | None) -> Statement: ...  # type: ignore[override]

class _498(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, zone: str | None, from_: datetime | None, to: datetime | None) -> Statement: ...  # type: ignore[override]

class _499(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, grant: int | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _500(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, year: int | None, grant: int | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _501(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _502(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, after: UUID | None, year: int | None, limit: int | None) -> Statement: ...  # type: ignore[override]

class _503(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, year: int | None, at: datetime | None) -> Statement: ...  # type: ignore[override]

class _504(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, year: int | None, from_: UUID | None, to: UUID | None, people: int | None, letters: int | None, over: bool | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _505(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _506(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _507(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, from_: date | None, to: date | None) -> Statement: ...  # type: ignore[override]

class _508(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _509(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, review: UUID | None, begins: date | None, ends: date | None, sheet: bytes | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _510(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, review: UUID | None, was: bytes | None, sheet: bytes | None, concerned: Sequence[str | None] | str | None, sign: bool | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _511(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _512(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, run: UUID | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _513(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, run: UUID | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _514(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, run: UUID | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _515(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, run: UUID | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _516(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, entry: Sequence[object], subject: UUID | None, record: UUID | None, items: Sequence[int] | str | None, outcome: int | None) -> Statement: ...  # type: ignore[override]

class _517(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, entry: Sequence[object], subject: UUID | None, record: UUID | None, items: Sequence[int] | str | None) -> Statement: ...  # type: ignore[override]

class _518(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _519(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _520(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None) -> Statement: ...  # type: ignore[override]

class _521(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, today: date | None, at: datetime | None) -> Statement: ...  # type: ignore[override]

class _522(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, record: UUID | None, kind: int | None, policy: int | None, items: Sequence[int] | str | None, needs: Sequence[int] | str | None, finishes: bool | None, grant: int | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _523(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, rows: str | Json | Jsonb | None) -> Statement: ...  # type: ignore[override]

class _524(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, claims: str | Json | Jsonb | None) -> Statement: ...  # type: ignore[override]

class _525(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, subject_kind: int | None, new: bool | None, consents: Sequence[int] | str | None, record: UUID | None, kind: int | None, policy: int | None, needs: Sequence[int] | str | None, items: Sequence[int] | str | None, generation: int | None, head: bytes | None, body: Sequence[bytes] | str | None, channel: int | None, source: int | None, party: int | None, over_from: datetime | None, single: bool | None, claims: str | Json | Jsonb | None, grant: int | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _526(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, sorts: str | Json | Jsonb | None, sort: Sequence[int] | str | None, subjects: Sequence[UUID] | str | None, records: Sequence[UUID] | str | None, generations: Sequence[int] | str | None, heads: Sequence[bytes] | str | None, bodies: str | None, entries: Sequence[UUID] | str | None, policy: int | None, at: datetime | None, who: bytes | None, grant: int | None) -> Statement: ...  # type: ignore[override]

class _527(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, move: UUID | None, run: UUID | None) -> Statement: ...  # type: ignore[override]

class _528(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, move: UUID | None, source: str | None, rows: int | None, last: bytes | None) -> Statement: ...  # type: ignore[override]

class _529(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, versions: Sequence[int] | str | None, tags: Sequence[bytes] | str | None) -> Statement: ...  # type: ignore[override]

class _530(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, move: UUID | None, run: UUID | None, rows: str | Json | Jsonb | None, policy: int | None, at: datetime | None, who: bytes | None, grant: int | None) -> Statement: ...  # type: ignore[override]

class _531(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, move: UUID | None, source: str | None) -> Statement: ...  # type: ignore[override]

class _532(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, move: UUID | None, after: UUID | None, limit: int | None) -> Statement: ...  # type: ignore[override]

class _533(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, move: UUID | None, rows: str | Json | Jsonb | None, at: datetime | None, grant: int | None) -> Statement: ...  # type: ignore[override]

class _534(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, target: int | None, before: datetime | None, departed: bool | None, limit: int | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _535(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, record: UUID | None, kind: int | None, policy: int | None, event: int | None, ends: bool | None, over_from: datetime | None, finishes: bool | None, grant: int | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _536(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, policy: int | None, give: Sequence[int] | str | None, withdraw: Sequence[int] | str | None, kinds: Sequence[int] | str | None, kind_needs: Sequence[str | None] | str | None, grant: int | None, over: datetime | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _537(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, consent: int | None, before: datetime | None, after: UUID | None, limit: int | None) -> Statement: ...  # type: ignore[override]

class _538(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, record: UUID | None, kind: int | None, policy: int | None, request: UUID | None, items: Sequence[int] | str | None, grant: int | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _539(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, record: UUID | None, request: UUID | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _540(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, record: UUID | None, kind: int | None, policy: int | None, request: UUID | None, now: bool | None, version: int | None, generation: int | None, changed: Sequence[int] | str | None, items: Sequence[int] | str | None, head: bytes | None, body: Sequence[bytes] | str | None, claims: str | Json | Jsonb | None, finishes: bool | None, needs: Sequence[int] | str | None, grant: int | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _541(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, record: UUID | None, request: UUID | None, kind: int | None, grant: int | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _542(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, time: int | None, grant: int | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _543(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, kind: int | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _544(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None) -> Statement: ...  # type: ignore[override]

class _545(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subjects: Sequence[UUID] | str | None) -> Statement: ...  # type: ignore[override]

class _546(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None) -> Statement: ...  # type: ignore[override]

class _547(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, kind: int | None, record: UUID | None, at: datetime | None) -> Statement: ...  # type: ignore[override]

class _548(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, only: Sequence[UUID] | str | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _549(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, order: Sequence[int] | str | None, kinds: Sequence[int] | str | None, records: Sequence[UUID] | str | None, frozen: bool | None, skip: int | None, limit: int | None) -> Statement: ...  # type: ignore[override]

class _550(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, records: Sequence[UUID] | str | None, frozen: bool | None, since: datetime | None, now: datetime | None, main: Sequence[int] | str | None) -> Statement: ...  # type: ignore[override]

class _551(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None) -> Statement: ...  # type: ignore[override]

class _552(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, from_: datetime | None, to: datetime | None, after: UUID | None, after_record: UUID | None, limit: int | None) -> Statement: ...  # type: ignore[override]

class _553(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None) -> Statement: ...  # type: ignore[override]

class _554(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None) -> Statement: ...  # type: ignore[override]

class _555(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, versions: Sequence[int] | str | None, tags: Sequence[bytes] | str | None, kinds: Sequence[int] | str | None, away: bool | None) -> Statement: ...  # type: ignore[override]

class _556(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, kind: int | None, tags: Sequence[bytes] | str | None, since: datetime | None) -> Statement: ...  # type: ignore[override]

class _557(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, versions: Sequence[int] | str | None, tags: Sequence[bytes] | str | None) -> Statement: ...  # type: ignore[override]

class _558(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _559(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, versions: Sequence[int] | str | None, to: int | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _560(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, to: int | None, after: UUID | None, after_record: UUID | None, after_item: int | None, limit: int | None) -> Statement: ...  # type: ignore[override]

class _561(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, to: int | None, tags: Sequence[bytes] | str | None, subjects: Sequence[UUID] | str | None, records: Sequence[UUID] | str | None, new: Sequence[bytes] | str | None, sealed: Sequence[bytes] | str | None) -> Statement: ...  # type: ignore[override]

class _562(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, record: UUID | None, item: int | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _563(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, to: int | None, tag: bytes | None, subject: UUID | None, record: UUID | None, new: bytes | None, sealed: bytes | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _564(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, to: int | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _565(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, now: datetime | None, finishing: Sequence[int] | str | None, turn: int | None, after: datetime | None, after_subject: UUID | None, after_record: UUID | None, limit: int | None) -> Statement: ...  # type: ignore[override]

class _566(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, boot: str | None) -> Statement: ...  # type: ignore[override]

class _567(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _568(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, last: datetime | None, boot: str | None, seconds: float | None, word: int | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _569(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, plan: bytes | None, people: int | None, total: int | None, most: int | None, records: Sequence[UUID] | str | None, kinds: Sequence[int] | str | None, dues: Sequence[date] | str | None, parts: Sequence[int] | str | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _570(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _571(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, plan: bytes | None, grant: int | None, until: datetime | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _572(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, at: datetime | None) -> Statement: ...  # type: ignore[override]

class _573(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _574(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, record: UUID | None, kind: int | None, plan: str | None, ended: datetime | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _575(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subjects: Sequence[UUID] | str | None, records: Sequence[UUID] | str | None, fate: str | None, partly: bool | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _576(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, record: UUID | None, kind: int | None, rests: bool | None, lay: UUID | None, release: UUID | None, said: bytes | None, grant: int | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _577(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, record: UUID | None, hold: UUID | None) -> Statement: ...  # type: ignore[override]

class _578(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, before: datetime | None, before_hold: UUID | None, limit: int | None) -> Statement: ...  # type: ignore[override]

class _579(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None) -> Statement: ...  # type: ignore[override]

class _580(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, after: UUID | None, limit: int | None) -> Statement: ...  # type: ignore[override]

class _581(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subjects: Sequence[UUID] | str | None, generations: Sequence[int] | str | None) -> Statement: ...  # type: ignore[override]

class _582(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subjects: Sequence[UUID] | str | None, generations: Sequence[int] | str | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _583(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subjects: Sequence[UUID] | str | None, generations: Sequence[int] | str | None, rows: str | Json | Jsonb | None) -> Statement: ...  # type: ignore[override]

class _584(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subjects: Sequence[UUID] | str | None, generations: Sequence[int] | str | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _585(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _586(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, after: UUID | None, limit: int | None) -> Statement: ...  # type: ignore[override]

class _587(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subjects: Sequence[UUID] | str | None) -> Statement: ...  # type: ignore[override]

class _588(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, run: UUID | None, rows: str | Json | Jsonb | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _589(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, run: UUID | None, after: UUID | None, limit: int | None) -> Statement: ...  # type: ignore[override]

class _590(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subjects: Sequence[UUID] | str | None, generations: Sequence[int] | str | None) -> Statement: ...  # type: ignore[override]

class _591(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, run: UUID | None, subjects: Sequence[UUID] | str | None, generations: Sequence[int] | str | None, renewed: Sequence[UUID] | str | None, to: Sequence[int] | str | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _592(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _593(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, record: UUID | None, kind: int | None, policy: int | None, items: Sequence[int] | str | None, needs: Sequence[int] | str | None, finishes: bool | None, grant: int | None, message: UUID | None, topic: str | None, space: str | None, target: int | None, purpose: int | None, demand: UUID | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _594(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, at: datetime | None, after: datetime | None, after_message: UUID | None, limit: int | None) -> Statement: ...  # type: ignore[override]

class _595(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, message: UUID | None, policy: int | None, items: Sequence[int] | str | None, needs: Sequence[int] | str | None, finishes: bool | None, consent: int | None, until_left: bool | None, retry: datetime | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _596(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, message: UUID | None, at: datetime | None, retry: datetime | None) -> Statement: ...  # type: ignore[override]

class _597(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, message: UUID | None, state: str | None, receipt: str | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _598(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, space: str | None, target: int | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _599(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, space: str | None, target: int | None, at: datetime | None) -> Statement: ...  # type: ignore[override]

class _600(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _601(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, zone: str | None) -> Statement: ...  # type: ignore[override]

class _602(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, zone: str | None, kind: int | None, needs: Sequence[int] | str | None, except_: Sequence[UUID] | str | None, grant: int | None, at: datetime | None) -> Statement: ...  # type: ignore[override]

class _603(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, zone: str | None, purpose: int | None, kind: int | None, needs: Sequence[int] | str | None, least: int | None, open: date | None, except_: Sequence[UUID] | str | None, others: str | Json | Jsonb | None, grant: int | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _604(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, month: date | None) -> Statement: ...  # type: ignore[override]

class _605(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, purpose: int | None, kind: int | None, month: date | None, counts: str | Json | Jsonb | None) -> Statement: ...  # type: ignore[override]

class _606(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, handler: str | None, purposes: Sequence[int] | str | None, kinds: Sequence[int] | str | None, items: Sequence[int] | str | None, channels: Sequence[int] | str | None, events: Sequence[int] | str | None, consents: Sequence[int] | str | None, keeping: Sequence[int] | str | None, until: datetime | None, grant: int | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _607(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, number: int | None, grant: int | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _608(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, grant: int | None, at: datetime | None) -> Statement: ...  # type: ignore[override]

class _609(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, handler: str | None) -> Statement: ...  # type: ignore[override]

class _610(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _611(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _612(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, name: str | None) -> Statement: ...  # type: ignore[override]

class _613(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, start: datetime | None) -> Statement: ...  # type: ignore[override]

class _614(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, to: datetime | None) -> Statement: ...  # type: ignore[override]

class _615(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, certificate: UUID | None, content: str | None, signature: bytes | None, here: Sequence[UUID] | str | None, there: Sequence[UUID] | str | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _616(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _617(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, entries: Sequence[UUID] | str | None) -> Statement: ...  # type: ignore[override]

class _618(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, entries: Sequence[UUID] | str | None) -> Statement: ...  # type: ignore[override]

class _619(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _620(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _621(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _622(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, most: int | None) -> Statement: ...  # type: ignore[override]

class _623(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, claims: str | Json | Jsonb | None, whose: UUID | None, record: UUID | None, ticket: UUID | None, lease: datetime | None, waits: bool | None, again: bool | None, move: UUID | None) -> Statement: ...  # type: ignore[override]

class _624(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, whose: UUID | None, record: UUID | None, ticket: UUID | None, made: bool | None) -> Statement: ...  # type: ignore[override]

class _625(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, tags: Sequence[bytes] | str | None, new: Sequence[bytes] | str | None) -> Statement: ...  # type: ignore[override]

class _626(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, at: datetime | None, limit: int | None) -> Statement: ...  # type: ignore[override]

class _627(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, move: UUID | None, run: UUID | None, limit: int | None) -> Statement: ...  # type: ignore[override]

class _628(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, whose: UUID | None, record: UUID | None) -> Statement: ...  # type: ignore[override]

class _629(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, record: UUID | None) -> Statement: ...  # type: ignore[override]

class _630(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, tags: Sequence[bytes] | str | None, tickets: Sequence[UUID] | str | None, standing: Sequence[bool] | str | None) -> Statement: ...  # type: ignore[override]

class _631(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, limit: int | None) -> Statement: ...  # type: ignore[override]

class _632(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None) -> Statement: ...  # type: ignore[override]

class _633(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, record: UUID | None, marks: Sequence[int] | str | None) -> Statement: ...  # type: ignore[override]

class _634(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, after: bytes | None, limit: int | None) -> Statement: ...  # type: ignore[override]

class _635(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subjects: Sequence[UUID] | str | None, records: Sequence[UUID] | str | None, tags: Sequence[bytes] | str | None) -> Statement: ...  # type: ignore[override]

class _636(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, tags: Sequence[bytes] | str | None, standing: Sequence[bool] | str | None) -> Statement: ...  # type: ignore[override]

class _637(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, after: UUID | None, after_record: UUID | None, after_item: int | None, limit: int | None) -> Statement: ...  # type: ignore[override]

class _638(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, tags: Sequence[bytes] | str | None, whose: Sequence[UUID] | str | None, records: Sequence[UUID] | str | None) -> Statement: ...  # type: ignore[override]

class _639(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, record: UUID | None, tag: bytes | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _640(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, record: UUID | None, kind: int | None, policy: int | None, items: Sequence[int] | str | None, needs: Sequence[int] | str | None, away: bool | None, grant: int | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _641(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, at: datetime | None, clocks: str | Json | Jsonb | None) -> Statement: ...  # type: ignore[override]

class _642(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, kinds: Sequence[int] | str | None, accounts: Sequence[int] | str | None, before: datetime | None, after: UUID | None, limit: int | None) -> Statement: ...  # type: ignore[override]

class _643(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, until: datetime | None, unused: datetime | None, told: datetime | None, finishing: Sequence[int] | str | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _644(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, finishing: Sequence[int] | str | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _645(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, until: datetime | None, grant: int | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _646(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, time: int | None, clocks: str | Json | Jsonb | None, grant: int | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _647(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, at: datetime | None, after: UUID | None, limit: int | None) -> Statement: ...  # type: ignore[override]

class _648(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _649(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _650(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, tags: Sequence[bytes] | str | None) -> Statement: ...  # type: ignore[override]

class _651(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _652(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, items: Sequence[int] | str | None) -> Statement: ...  # type: ignore[override]

class _653(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None) -> Statement: ...  # type: ignore[override]

class _654(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, limit: int | None) -> Statement: ...  # type: ignore[override]

class _655(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, rows: str | Json | Jsonb | None) -> Statement: ...  # type: ignore[override]

class _656(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None) -> Statement: ...  # type: ignore[override]

class _657(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, bars: str | Json | Jsonb | None, subject: UUID | None, time: int | None, grant: int | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _658(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, number: str | None, grant: int | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _659(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, at: datetime | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _660(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, rows: str | Json | Jsonb | None, policy: int | None) -> Statement: ...  # type: ignore[override]

class _661(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, record: UUID | None, kind: int | None, policy: int | None, items: Sequence[int] | str | None, needs: Sequence[int] | str | None, finishes: bool | None, grant: int | None, ended: datetime | None, over_from: datetime | None, events: str | Json | Jsonb | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _662(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, dates: str | Json | Jsonb | None, rows: str | Json | Jsonb | None) -> Statement: ...  # type: ignore[override]

class _663(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, new: bool | None, record: UUID | None, kind: int | None, policy: int | None, items: Sequence[int] | str | None, needs: Sequence[int] | str | None, consents: Sequence[int] | str | None, channel: int | None, single: bool | None, grant: int | None, met: UUID | None, ended: datetime | None, over_from: datetime | None, events: str | Json | Jsonb | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _664(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, rows: str | Json | Jsonb | None, policy: int | None, at: datetime | None) -> Statement: ...  # type: ignore[override]

class _665(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, at: datetime | None) -> Statement: ...  # type: ignore[override]

class _666(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, now: datetime | None, subject: UUID | None, kind: int | None, finishes: bool | None, behind: UUID | None, after: UUID | None, limit: int | None) -> Statement: ...  # type: ignore[override]

class _667(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, rows: str | Json | Jsonb | None, kind: int | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _668(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, rows: str | Json | Jsonb | None, kind: int | None, fate: str | None, partly: bool | None, at: datetime | None, fact: str | None, who: bytes | None) -> Statement: ...  # type: ignore[override]

class _669(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, batch: UUID | None, kind: int | None, keys: Sequence[str | None] | str | None, records: Sequence[UUID] | str | None, at: datetime | None) -> Statement: ...  # type: ignore[override]

class _670(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, kind: int | None, behind: UUID | None, after: UUID | None) -> Statement: ...  # type: ignore[override]

class _671(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, batch: UUID | None, turn: int | None, left: Sequence[str | None] | str | None, items: Sequence[int] | str | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _672(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, kind: int | None, purpose: int | None, enforced: bool | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _673(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _674(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, kind: int | None) -> Statement: ...  # type: ignore[override]

class _675(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, move: UUID | None, kind: int | None, left: bool | None) -> Statement: ...  # type: ignore[override]

class _676(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _677(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, move: UUID | None, kind: int | None, rows: str | Json | Jsonb | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _678(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, move: UUID | None, kind: int | None, rows: str | Json | Jsonb | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _679(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, move: UUID | None, kind: int | None, rows: str | Json | Jsonb | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _680(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, move: UUID | None, kind: int | None, rows: str | Json | Jsonb | None) -> Statement: ...  # type: ignore[override]

class _681(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, kind: int | None, before: datetime | None, after: UUID | None, after_record: UUID | None, limit: int | None) -> Statement: ...  # type: ignore[override]

class _682(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, move: UUID | None, kind: int | None, going: str | None, before: datetime | None, rows: str | Json | Jsonb | None) -> Statement: ...  # type: ignore[override]

class _683(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, looked: int | None, subject: UUID | None, record: UUID | None, kind: int | None, policy: int | None, request: UUID | None, now: bool | None, version: int | None, generation: int | None, changed: Sequence[int] | str | None, items: Sequence[int] | str | None, head: bytes | None, body: Sequence[bytes] | str | None, claims: str | Json | Jsonb | None, finishes: bool | None, needs: Sequence[int] | str | None, grant: int | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _684(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, move: UUID | None, kind: int | None, rows: str | Json | Jsonb | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _685(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, move: UUID | None, kind: int | None, limit: int | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _686(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, kind: int | None, rows: str | Json | Jsonb | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _687(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, versions: Sequence[int] | str | None, tags: Sequence[bytes] | str | None, kinds: Sequence[int] | str | None, keys: Sequence[str | None] | str | None) -> Statement: ...  # type: ignore[override]

class _688(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, guardian: UUID | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _689(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None) -> Statement: ...  # type: ignore[override]

class _690(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, grant: int | None) -> Statement: ...  # type: ignore[override]

class _691(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _692(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _693(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _694(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, digest: bytes | None, text: str | None, announced: date | None, effective: date | None, numbers: str | Json | Jsonb | None, bound: bool | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _695(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, version: int | None, previous: Sequence[int] | str | None, questions: str | Json | Jsonb | None, crossings: str | Json | Jsonb | None) -> Statement: ...  # type: ignore[override]

class _696(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _697(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, today: date | None) -> Statement: ...  # type: ignore[override]

class _698(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, demand: UUID | None) -> Statement: ...  # type: ignore[override]

class _699(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, grant: int | None, people: int | None, marks: Sequence[int] | str | None, unmasked: bool | None, night: bool | None, at: datetime | None) -> Statement: ...  # type: ignore[override]

class _700(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, grant: int | None, people: int | None, marks: Sequence[int] | str | None, unmasked: bool | None, night: bool | None, at: datetime | None) -> Statement: ...  # type: ignore[override]

class _701(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _702(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, record: UUID | None, kind: int | None, policy: int | None, version: int | None, channel: int | None, source: int | None, collected: datetime | None, ended: datetime | None, hold: UUID | None, parts: str | Json | Jsonb | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _703(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, rows: str | Json | Jsonb | None, kind: int | None, at: datetime | None, fact: str | None, who: bytes | None) -> Statement: ...  # type: ignore[override]

class _704(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, look: UUID | None, subject: UUID | None, record: UUID | None, kind: int | None, policy: int | None, purpose: int | None, items: Sequence[int] | str | None, reason_kind: str | None, said: bytes | None, by: str | None, until: datetime | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _705(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, look: UUID | None, yes: bool | None, by: str | None, grant: int | None, until: datetime | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _706(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, look: UUID | None, limit: int | None) -> Statement: ...  # type: ignore[override]

class _707(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, at: datetime | None, limit: int | None) -> Statement: ...  # type: ignore[override]

class _708(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, look: UUID | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _709(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, record: UUID | None, kind: int | None, policy: int | None, items: Sequence[int] | str | None, rules: Sequence[int] | str | None, today: date | None, purpose: int | None, reason_kind: str | None, second: str | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _710(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, record: UUID | None, today: date | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _711(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, low: UUID | None, high: UUID | None, today: date | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _712(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, kinds: Sequence[int] | str | None) -> Statement: ...  # type: ignore[override]

class _713(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, kinds: Sequence[int] | str | None, dues: Sequence[date] | str | None, tags: Sequence[bytes] | str | None, rules: Sequence[int] | str | None, items: Sequence[int] | str | None, today: date | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _714(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, today: date | None) -> Statement: ...  # type: ignore[override]

class _715(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, today: date | None, after: date | None, after_kind: int | None, limit: int | None) -> Statement: ...  # type: ignore[override]

class _716(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, kind: int | None, due: date | None, after: UUID | None, limit: int | None) -> Statement: ...  # type: ignore[override]

class _717(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, after: UUID | None, limit: int | None) -> Statement: ...  # type: ignore[override]

class _718(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, kind: int | None, due: date | None, today: date | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _719(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, kind: int | None, due: date | None, at: datetime | None) -> Statement: ...  # type: ignore[override]

class _720(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, kind: int | None, due: date | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _721(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, kind: int | None, due: date | None) -> Statement: ...  # type: ignore[override]

class _722(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _723(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, kinds: Sequence[int] | str | None, dues: Sequence[date] | str | None, at: datetime | None) -> Statement: ...  # type: ignore[override]

class _724(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subjects: Sequence[UUID] | str | None) -> Statement: ...  # type: ignore[override]

class _725(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, record: UUID | None) -> Statement: ...  # type: ignore[override]

class _726(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, record: UUID | None, run: UUID | None, standing: Sequence[UUID] | str | None, only: UUID | None, at: datetime | None) -> Statement: ...  # type: ignore[override]

class _727(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, record: UUID | None, run: UUID | None) -> Statement: ...  # type: ignore[override]

class _728(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, record: UUID | None, run: UUID | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _729(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, record: UUID | None, run: UUID | None, due: date | None, from_: UUID | None, to: UUID | None, head: bytes | None, body: Sequence[bytes] | str | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _730(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, record: UUID | None, run: UUID | None, due: date | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _731(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, run: UUID | None, subject: UUID | None, record: UUID | None, due: date | None, limit: int | None) -> Statement: ...  # type: ignore[override]

class _732(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, run: UUID | None, subjects: Sequence[UUID] | str | None, records: Sequence[UUID] | str | None, dues: Sequence[date] | str | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _733(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, kind: int | None, due: date | None) -> Statement: ...  # type: ignore[override]

class _734(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _735(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, entries: Sequence[UUID] | str | None) -> Statement: ...  # type: ignore[override]

class _736(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _737(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, zone: str | None) -> Statement: ...  # type: ignore[override]

class _738(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, message: UUID | None) -> Statement: ...  # type: ignore[override]

class _739(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, number: UUID | None, system: str | None, kind: int | None, sealed: bytes | None, until: date | None, again: bool | None, came: bool | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _740(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, number: UUID | None, what: str | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _741(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, digests: Sequence[bytes] | str | None) -> Statement: ...  # type: ignore[override]

class _742(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, digests: Sequence[bytes] | str | None, at: datetime | None) -> Statement: ...  # type: ignore[override]

class _743(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, record: UUID | None, files: Sequence[bytes] | str | None, kind: str | None, item: str | None, at: datetime | None) -> Statement: ...  # type: ignore[override]

class _744(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, most: int | None) -> Statement: ...  # type: ignore[override]

class _745(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, record: UUID | None, file: bytes | None, state: str | None, at: datetime | None) -> Statement: ...  # type: ignore[override]

class Accounts(dict[str, Query]):
    @overload
    def __getitem__(self, name: Literal["acting.for"], /) -> _1: ...
    @overload
    def __getitem__(self, name: Literal["session.begin"], /) -> _2: ...
    @overload
    def __getitem__(self, name: Literal["session.look"], /) -> _3: ...
    @overload
    def __getitem__(self, name: Literal["session.why"], /) -> _4: ...
    @overload
    def __getitem__(self, name: Literal["session.of"], /) -> _5: ...
    @overload
    def __getitem__(self, name: Literal["clean"], /) -> _6: ...
    @overload
    def __getitem__(self, name: Literal["session.step"], /) -> _7: ...
    @overload
    def __getitem__(self, name: Literal["session.end"], /) -> _8: ...
    @overload
    def __getitem__(self, name: Literal["acting.over"], /) -> _9: ...
    @overload
    def __getitem__(self, name: Literal["session.end_all"], /) -> _10: ...
    @overload
    def __getitem__(self, name: Literal["browser.know"], /) -> _11: ...
    @overload
    def __getitem__(self, name: Literal["browser.known"], /) -> _12: ...
    @overload
    def __getitem__(self, name: Literal["link.make"], /) -> _13: ...
    @overload
    def __getitem__(self, name: Literal["link.hand"], /) -> _14: ...
    @overload
    def __getitem__(self, name: Literal["link.take"], /) -> _15: ...
    @overload
    def __getitem__(self, name: Literal["link.end"], /) -> _16: ...
    @overload
    def __getitem__(self, name: Literal["session.over"], /) -> _17: ...
    @overload
    def __getitem__(self, name: Literal["remind.due"], /) -> _18: ...
    @overload
    def __getitem__(self, name: Literal["reconfirm.due"], /) -> _19: ...
    @overload
    def __getitem__(self, name: Literal["remind.mark"], /) -> _20: ...
    @overload
    def __getitem__(self, name: Literal["limit.within"], /) -> _21: ...
    @overload
    def __getitem__(self, name: Literal["limit.try"], /) -> _22: ...
    @overload
    def __getitem__(self, name: Literal["limit.drop"], /) -> _23: ...
    @overload
    def __getitem__(self, name: str, /) -> Query: ...

class Alerts(dict[str, Query]):
    @overload
    def __getitem__(self, name: Literal["alert.raise"], /) -> _24: ...
    @overload
    def __getitem__(self, name: Literal["alert.list"], /) -> _25: ...
    @overload
    def __getitem__(self, name: Literal["alert.open"], /) -> _26: ...
    @overload
    def __getitem__(self, name: Literal["alert.due"], /) -> _27: ...
    @overload
    def __getitem__(self, name: Literal["alert.take"], /) -> _28: ...
    @overload
    def __getitem__(self, name: Literal["alert.told"], /) -> _29: ...
    @overload
    def __getitem__(self, name: Literal["alert.see"], /) -> _30: ...
    @overload
    def __getitem__(self, name: str, /) -> Query: ...

class Api(dict[str, Query]):
    @overload
    def __getitem__(self, name: Literal["key.add"], /) -> _31: ...
    @overload
    def __getitem__(self, name: Literal["key.look"], /) -> _32: ...
    @overload
    def __getitem__(self, name: Literal["key.list"], /) -> _33: ...
    @overload
    def __getitem__(self, name: Literal["answer.reserve"], /) -> _34: ...
    @overload
    def __getitem__(self, name: Literal["answer.keep"], /) -> _35: ...
    @overload
    def __getitem__(self, name: Literal["answer.drop"], /) -> _36: ...
    @overload
    def __getitem__(self, name: Literal["answer.doubt"], /) -> _37: ...
    @overload
    def __getitem__(self, name: Literal["backlog"], /) -> _38: ...
    @overload
    def __getitem__(self, name: str, /) -> Query: ...

class Backup(dict[str, Query]):
    @overload
    def __getitem__(self, name: Literal["set.note"], /) -> _39: ...
    @overload
    def __getitem__(self, name: Literal["set.begin"], /) -> _40: ...
    @overload
    def __getitem__(self, name: Literal["set.verified"], /) -> _41: ...
    @overload
    def __getitem__(self, name: Literal["set.pruned"], /) -> _42: ...
    @overload
    def __getitem__(self, name: Literal["sets"], /) -> _43: ...
    @overload
    def __getitem__(self, name: str, /) -> Query: ...

class Breach(dict[str, Query]):
    @overload
    def __getitem__(self, name: Literal["breach.open"], /) -> _44: ...
    @overload
    def __getitem__(self, name: Literal["breach.add"], /) -> _45: ...
    @overload
    def __getitem__(self, name: Literal["breach.list"], /) -> _46: ...
    @overload
    def __getitem__(self, name: Literal["breach.counts"], /) -> _47: ...
    @overload
    def __getitem__(self, name: Literal["breach.people"], /) -> _48: ...
    @overload
    def __getitem__(self, name: Literal["breach.tell"], /) -> _49: ...
    @overload
    def __getitem__(self, name: Literal["breach.change"], /) -> _50: ...
    @overload
    def __getitem__(self, name: Literal["breach.step"], /) -> _51: ...
    @overload
    def __getitem__(self, name: Literal["breach.post"], /) -> _52: ...
    @overload
    def __getitem__(self, name: str, /) -> Query: ...

class Cabinet(dict[str, Query]):
    @overload
    def __getitem__(self, name: Literal["paper.tie"], /) -> _53: ...
    @overload
    def __getitem__(self, name: Literal["paper.tied"], /) -> _54: ...
    @overload
    def __getitem__(self, name: Literal["paper.ties"], /) -> _55: ...
    @overload
    def __getitem__(self, name: Literal["paper.entered"], /) -> _56: ...
    @overload
    def __getitem__(self, name: Literal["paper.enter"], /) -> _57: ...
    @overload
    def __getitem__(self, name: Literal["paper.move"], /) -> _58: ...
    @overload
    def __getitem__(self, name: Literal["paper.reckon"], /) -> _59: ...
    @overload
    def __getitem__(self, name: Literal["paper.loosen"], /) -> _60: ...
    @overload
    def __getitem__(self, name: Literal["paper.destroy"], /) -> _61: ...
    @overload
    def __getitem__(self, name: Literal["paper.ties_of"], /) -> _62: ...
    @overload
    def __getitem__(self, name: Literal["paper.page"], /) -> _63: ...
    @overload
    def __getitem__(self, name: Literal["paper.stirred"], /) -> _64: ...
    @overload
    def __getitem__(self, name: Literal["paper.one"], /) -> _65: ...
    @overload
    def __getitem__(self, name: Literal["paper.counts"], /) -> _66: ...
    @overload
    def __getitem__(self, name: str, /) -> Query: ...

class Cases(dict[str, Query]):
    @overload
    def __getitem__(self, name: Literal["case.file"], /) -> _67: ...
    @overload
    def __getitem__(self, name: Literal["case.step"], /) -> _68: ...
    @overload
    def __getitem__(self, name: Literal["case.take"], /) -> _69: ...
    @overload
    def __getitem__(self, name: Literal["case.tell"], /) -> _70: ...
    @overload
    def __getitem__(self, name: Literal["case.forget"], /) -> _71: ...
    @overload
    def __getitem__(self, name: Literal["case.over"], /) -> _72: ...
    @overload
    def __getitem__(self, name: Literal["case.forget_house"], /) -> _73: ...
    @overload
    def __getitem__(self, name: Literal["case.open"], /) -> _74: ...
    @overload
    def __getitem__(self, name: Literal["case.second"], /) -> _75: ...
    @overload
    def __getitem__(self, name: Literal["case.closed"], /) -> _76: ...
    @overload
    def __getitem__(self, name: Literal["case.of"], /) -> _77: ...
    @overload
    def __getitem__(self, name: Literal["case.by"], /) -> _78: ...
    @overload
    def __getitem__(self, name: Literal["case.last"], /) -> _79: ...
    @overload
    def __getitem__(self, name: Literal["case.steps"], /) -> _80: ...
    @overload
    def __getitem__(self, name: Literal["case.files"], /) -> _81: ...
    @overload
    def __getitem__(self, name: Literal["case.offers"], /) -> _82: ...
    @overload
    def __getitem__(self, name: Literal["case.collect"], /) -> _83: ...
    @overload
    def __getitem__(self, name: Literal["case.suspect"], /) -> _84: ...
    @overload
    def __getitem__(self, name: Literal["case.bar"], /) -> _85: ...
    @overload
    def __getitem__(self, name: Literal["case.happen"], /) -> _86: ...
    @overload
    def __getitem__(self, name: Literal["case.correct"], /) -> _87: ...
    @overload
    def __getitem__(self, name: Literal["case.thaw"], /) -> _88: ...
    @overload
    def __getitem__(self, name: Literal["case.leave"], /) -> _89: ...
    @overload
    def __getitem__(self, name: str, /) -> Query: ...

class Cookies(dict[str, Query]):
    @overload
    def __getitem__(self, name: Literal["cookies.chosen"], /) -> _90: ...
    @overload
    def __getitem__(self, name: Literal["cookies.choices"], /) -> _91: ...
    @overload
    def __getitem__(self, name: Literal["cookies.let_out"], /) -> _92: ...
    @overload
    def __getitem__(self, name: Literal["cookies.set"], /) -> _93: ...
    @overload
    def __getitem__(self, name: Literal["cookies.forget"], /) -> _94: ...
    @overload
    def __getitem__(self, name: str, /) -> Query: ...

class Db(dict[str, Query]):
    @overload
    def __getitem__(self, name: Literal["lies.all"], /) -> _95: ...
    @overload
    def __getitem__(self, name: Literal["lies.closed"], /) -> _96: ...
    @overload
    def __getitem__(self, name: Literal["mover.works"], /) -> _97: ...
    @overload
    def __getitem__(self, name: Literal["rules.mark"], /) -> _98: ...
    @overload
    def __getitem__(self, name: Literal["rules.sent"], /) -> _99: ...
    @overload
    def __getitem__(self, name: Literal["rules.digest"], /) -> _100: ...
    @overload
    def __getitem__(self, name: Literal["rules.stand"], /) -> _101: ...
    @overload
    def __getitem__(self, name: str, /) -> Query: ...

class Desk(dict[str, Query]):
    @overload
    def __getitem__(self, name: Literal["asked.file"], /) -> _102: ...
    @overload
    def __getitem__(self, name: Literal["asked.collect"], /) -> _103: ...
    @overload
    def __getitem__(self, name: Literal["asked.freeze"], /) -> _104: ...
    @overload
    def __getitem__(self, name: Literal["transfers"], /) -> _105: ...
    @overload
    def __getitem__(self, name: Literal["asked.step"], /) -> _106: ...
    @overload
    def __getitem__(self, name: Literal["asked.narrow"], /) -> _107: ...
    @overload
    def __getitem__(self, name: Literal["asked.desk"], /) -> _108: ...
    @overload
    def __getitem__(self, name: Literal["corrected.told"], /) -> _109: ...
    @overload
    def __getitem__(self, name: Literal["asked.of"], /) -> _110: ...
    @overload
    def __getitem__(self, name: Literal["asked.delete"], /) -> _111: ...
    @overload
    def __getitem__(self, name: Literal["asked.served"], /) -> _112: ...
    @overload
    def __getitem__(self, name: Literal["asked.waiting"], /) -> _113: ...
    @overload
    def __getitem__(self, name: Literal["asked.beside"], /) -> _114: ...
    @overload
    def __getitem__(self, name: Literal["transfers.denied"], /) -> _115: ...
    @overload
    def __getitem__(self, name: Literal["asked.settled"], /) -> _116: ...
    @overload
    def __getitem__(self, name: Literal["notice.post"], /) -> _117: ...
    @overload
    def __getitem__(self, name: Literal["notice.list"], /) -> _118: ...
    @overload
    def __getitem__(self, name: Literal["notice.one"], /) -> _119: ...
    @overload
    def __getitem__(self, name: Literal["guardian.link"], /) -> _120: ...
    @overload
    def __getitem__(self, name: Literal["guardian.met"], /) -> _121: ...
    @overload
    def __getitem__(self, name: Literal["guardian.unmet"], /) -> _122: ...
    @overload
    def __getitem__(self, name: Literal["guardian.unlink"], /) -> _123: ...
    @overload
    def __getitem__(self, name: Literal["guardian.wards"], /) -> _124: ...
    @overload
    def __getitem__(self, name: Literal["guardian.of"], /) -> _125: ...
    @overload
    def __getitem__(self, name: str, /) -> Query: ...

class Disclosures(dict[str, Query]):
    @overload
    def __getitem__(self, name: Literal["demand.open"], /) -> _126: ...
    @overload
    def __getitem__(self, name: Literal["demand.part"], /) -> _127: ...
    @overload
    def __getitem__(self, name: Literal["demand.step"], /) -> _128: ...
    @overload
    def __getitem__(self, name: Literal["demand.keep_secret"], /) -> _129: ...
    @overload
    def __getitem__(self, name: Literal["demand.tell"], /) -> _130: ...
    @overload
    def __getitem__(self, name: Literal["demand.secrecy"], /) -> _131: ...
    @overload
    def __getitem__(self, name: Literal["demand.look"], /) -> _132: ...
    @overload
    def __getitem__(self, name: Literal["demand.take"], /) -> _133: ...
    @overload
    def __getitem__(self, name: Literal["demand.denied"], /) -> _134: ...
    @overload
    def __getitem__(self, name: Literal["demand.left"], /) -> _135: ...
    @overload
    def __getitem__(self, name: Literal["demand.all"], /) -> _136: ...
    @overload
    def __getitem__(self, name: Literal["demand.one"], /) -> _137: ...
    @overload
    def __getitem__(self, name: Literal["demand.scan"], /) -> _138: ...
    @overload
    def __getitem__(self, name: Literal["demand.parts"], /) -> _139: ...
    @overload
    def __getitem__(self, name: Literal["demand.counts"], /) -> _140: ...
    @overload
    def __getitem__(self, name: Literal["demand.over"], /) -> _141: ...
    @overload
    def __getitem__(self, name: Literal["demand.forget_parts"], /) -> _142: ...
    @overload
    def __getitem__(self, name: Literal["demand.forget"], /) -> _143: ...
    @overload
    def __getitem__(self, name: Literal["demand.message"], /) -> _144: ...
    @overload
    def __getitem__(self, name: Literal["by_hand.counts"], /) -> _145: ...
    @overload
    def __getitem__(self, name: Literal["by_hand.messages"], /) -> _146: ...
    @overload
    def __getitem__(self, name: Literal["by_hand.certify"], /) -> _147: ...
    @overload
    def __getitem__(self, name: Literal["by_hand.certificate"], /) -> _148: ...
    @overload
    def __getitem__(self, name: Literal["asking.open"], /) -> _149: ...
    @overload
    def __getitem__(self, name: Literal["asking.reach"], /) -> _150: ...
    @overload
    def __getitem__(self, name: Literal["asking.ask"], /) -> _151: ...
    @overload
    def __getitem__(self, name: Literal["asking.of"], /) -> _152: ...
    @overload
    def __getitem__(self, name: Literal["asking.answer"], /) -> _153: ...
    @overload
    def __getitem__(self, name: Literal["asking.end"], /) -> _154: ...
    @overload
    def __getitem__(self, name: Literal["asking.all"], /) -> _155: ...
    @overload
    def __getitem__(self, name: Literal["asking.unmailed"], /) -> _156: ...
    @overload
    def __getitem__(self, name: Literal["asking.mailed"], /) -> _157: ...
    @overload
    def __getitem__(self, name: Literal["release.open"], /) -> _158: ...
    @overload
    def __getitem__(self, name: Literal["release.step"], /) -> _159: ...
    @overload
    def __getitem__(self, name: Literal["release.rows"], /) -> _160: ...
    @overload
    def __getitem__(self, name: Literal["release.all"], /) -> _161: ...
    @overload
    def __getitem__(self, name: Literal["release.one"], /) -> _162: ...
    @overload
    def __getitem__(self, name: Literal["release.ending"], /) -> _163: ...
    @overload
    def __getitem__(self, name: Literal["release.over"], /) -> _164: ...
    @overload
    def __getitem__(self, name: Literal["release.forget"], /) -> _165: ...
    @overload
    def __getitem__(self, name: Literal["left.page"], /) -> _166: ...
    @overload
    def __getitem__(self, name: str, /) -> Query: ...

class Handlers(dict[str, Query]):
    @overload
    def __getitem__(self, name: Literal["officer.confirm"], /) -> _167: ...
    @overload
    def __getitem__(self, name: Literal["officer.all"], /) -> _168: ...
    @overload
    def __getitem__(self, name: Literal["officer.ending"], /) -> _169: ...
    @overload
    def __getitem__(self, name: Literal["handler.enter"], /) -> _170: ...
    @overload
    def __getitem__(self, name: Literal["handler.change"], /) -> _171: ...
    @overload
    def __getitem__(self, name: Literal["handler.paper"], /) -> _172: ...
    @overload
    def __getitem__(self, name: Literal["handler.confirm"], /) -> _173: ...
    @overload
    def __getitem__(self, name: Literal["handler.leave"], /) -> _174: ...
    @overload
    def __getitem__(self, name: Literal["handler.all"], /) -> _175: ...
    @overload
    def __getitem__(self, name: Literal["handler.papers"], /) -> _176: ...
    @overload
    def __getitem__(self, name: Literal["handler.paper.scan"], /) -> _177: ...
    @overload
    def __getitem__(self, name: Literal["handler.grants"], /) -> _178: ...
    @overload
    def __getitem__(self, name: Literal["grant.accept"], /) -> _179: ...
    @overload
    def __getitem__(self, name: Literal["deputy.name"], /) -> _180: ...
    @overload
    def __getitem__(self, name: Literal["deputy.confirm"], /) -> _181: ...
    @overload
    def __getitem__(self, name: Literal["deputy.end"], /) -> _182: ...
    @overload
    def __getitem__(self, name: Literal["deputy.begin"], /) -> _183: ...
    @overload
    def __getitem__(self, name: Literal["deputy.all"], /) -> _184: ...
    @overload
    def __getitem__(self, name: Literal["proof.set"], /) -> _185: ...
    @overload
    def __getitem__(self, name: Literal["proof.drop"], /) -> _186: ...
    @overload
    def __getitem__(self, name: Literal["proof.of"], /) -> _187: ...
    @overload
    def __getitem__(self, name: Literal["proof.take"], /) -> _188: ...
    @overload
    def __getitem__(self, name: Literal["office.enter"], /) -> _189: ...
    @overload
    def __getitem__(self, name: Literal["office.look"], /) -> _190: ...
    @overload
    def __getitem__(self, name: Literal["office.prove"], /) -> _191: ...
    @overload
    def __getitem__(self, name: Literal["office.leave"], /) -> _192: ...
    @overload
    def __getitem__(self, name: Literal["office.over"], /) -> _193: ...
    @overload
    def __getitem__(self, name: Literal["office.know"], /) -> _194: ...
    @overload
    def __getitem__(self, name: Literal["office.known"], /) -> _195: ...
    @overload
    def __getitem__(self, name: Literal["handler.invite"], /) -> _196: ...
    @overload
    def __getitem__(self, name: Literal["handler.invited"], /) -> _197: ...
    @overload
    def __getitem__(self, name: Literal["handler.forget"], /) -> _198: ...
    @overload
    def __getitem__(self, name: Literal["proof.begin"], /) -> _199: ...
    @overload
    def __getitem__(self, name: Literal["office.arrive"], /) -> _200: ...
    @overload
    def __getitem__(self, name: Literal["office.prove_by"], /) -> _201: ...
    @overload
    def __getitem__(self, name: Literal["company.ties"], /) -> _202: ...
    @overload
    def __getitem__(self, name: Literal["company.signed_out"], /) -> _203: ...
    @overload
    def __getitem__(self, name: Literal["company.accounts"], /) -> _204: ...
    @overload
    def __getitem__(self, name: Literal["company.vouches"], /) -> _205: ...
    @overload
    def __getitem__(self, name: Literal["company.ceases"], /) -> _206: ...
    @overload
    def __getitem__(self, name: Literal["company.closes"], /) -> _207: ...
    @overload
    def __getitem__(self, name: str, /) -> Query: ...

class Intake(dict[str, Query]):
    @overload
    def __getitem__(self, name: Literal["partner.key_add"], /) -> _208: ...
    @overload
    def __getitem__(self, name: Literal["partner.key_end"], /) -> _209: ...
    @overload
    def __getitem__(self, name: Literal["partner.keys"], /) -> _210: ...
    @overload
    def __getitem__(self, name: Literal["feed.begin"], /) -> _211: ...
    @overload
    def __getitem__(self, name: Literal["feed.end"], /) -> _212: ...
    @overload
    def __getitem__(self, name: Literal["feed.list"], /) -> _213: ...
    @overload
    def __getitem__(self, name: Literal["feed.one"], /) -> _214: ...
    @overload
    def __getitem__(self, name: str, /) -> Query: ...

class Jobs(dict[str, Query]):
    @overload
    def __getitem__(self, name: Literal["people.moved"], /) -> _215: ...
    @overload
    def __getitem__(self, name: Literal["answer.prune"], /) -> _216: ...
    @overload
    def __getitem__(self, name: Literal["hook.add"], /) -> _217: ...
    @overload
    def __getitem__(self, name: Literal["hook.list"], /) -> _218: ...
    @overload
    def __getitem__(self, name: Literal["hook.counts"], /) -> _219: ...
    @overload
    def __getitem__(self, name: Literal["hook.end"], /) -> _220: ...
    @overload
    def __getitem__(self, name: Literal["hook.drop"], /) -> _221: ...
    @overload
    def __getitem__(self, name: Literal["hook.tell"], /) -> _222: ...
    @overload
    def __getitem__(self, name: Literal["hook.take"], /) -> _223: ...
    @overload
    def __getitem__(self, name: Literal["hook.due"], /) -> _224: ...
    @overload
    def __getitem__(self, name: Literal["hook.claim"], /) -> _225: ...
    @overload
    def __getitem__(self, name: Literal["hook.said"], /) -> _226: ...
    @overload
    def __getitem__(self, name: Literal["hook.dead"], /) -> _227: ...
    @overload
    def __getitem__(self, name: Literal["hook.replay"], /) -> _228: ...
    @overload
    def __getitem__(self, name: Literal["hook.prune"], /) -> _229: ...
    @overload
    def __getitem__(self, name: str, /) -> Query: ...

class Keys(dict[str, Query]):
    @overload
    def __getitem__(self, name: Literal["restrictions.take.live"], /) -> _230: ...
    @overload
    def __getitem__(self, name: Literal["restrictions.take.archive"], /) -> _231: ...
    @overload
    def __getitem__(self, name: Literal["restrictions.take.keys"], /) -> _232: ...
    @overload
    def __getitem__(self, name: Literal["restrictions.last.live"], /) -> _233: ...
    @overload
    def __getitem__(self, name: Literal["restrictions.last.archive"], /) -> _234: ...
    @overload
    def __getitem__(self, name: Literal["restrictions.last.keys"], /) -> _235: ...
    @overload
    def __getitem__(self, name: Literal["restrictions.replay.live"], /) -> _236: ...
    @overload
    def __getitem__(self, name: Literal["restrictions.replay.archive"], /) -> _237: ...
    @overload
    def __getitem__(self, name: Literal["key.put"], /) -> _238: ...
    @overload
    def __getitem__(self, name: Literal["key.put_many"], /) -> _239: ...
    @overload
    def __getitem__(self, name: Literal["key.get"], /) -> _240: ...
    @overload
    def __getitem__(self, name: Literal["key.get_many"], /) -> _241: ...
    @overload
    def __getitem__(self, name: Literal["key.destroy"], /) -> _242: ...
    @overload
    def __getitem__(self, name: Literal["key.wait"], /) -> _243: ...
    @overload
    def __getitem__(self, name: Literal["key.ripe"], /) -> _244: ...
    @overload
    def __getitem__(self, name: Literal["key.unwait"], /) -> _245: ...
    @overload
    def __getitem__(self, name: Literal["key.waits"], /) -> _246: ...
    @overload
    def __getitem__(self, name: Literal["restrictions.replay.keys"], /) -> _247: ...
    @overload
    def __getitem__(self, name: Literal["key.names"], /) -> _248: ...
    @overload
    def __getitem__(self, name: Literal["key.youngest"], /) -> _249: ...
    @overload
    def __getitem__(self, name: Literal["key.page"], /) -> _250: ...
    @overload
    def __getitem__(self, name: Literal["key.untouched"], /) -> _251: ...
    @overload
    def __getitem__(self, name: Literal["epoch.alone"], /) -> _252: ...
    @overload
    def __getitem__(self, name: Literal["epoch.over"], /) -> _253: ...
    @overload
    def __getitem__(self, name: Literal["epoch.last"], /) -> _254: ...
    @overload
    def __getitem__(self, name: Literal["epoch.shard_rings"], /) -> _255: ...
    @overload
    def __getitem__(self, name: Literal["epoch.ahead"], /) -> _256: ...
    @overload
    def __getitem__(self, name: Literal["epoch.begin"], /) -> _257: ...
    @overload
    def __getitem__(self, name: Literal["epoch.step"], /) -> _258: ...
    @overload
    def __getitem__(self, name: Literal["epoch.turn"], /) -> _259: ...
    @overload
    def __getitem__(self, name: Literal["epoch.extent"], /) -> _260: ...
    @overload
    def __getitem__(self, name: Literal["epoch.page"], /) -> _261: ...
    @overload
    def __getitem__(self, name: Literal["epoch.rewrap"], /) -> _262: ...
    @overload
    def __getitem__(self, name: Literal["epoch.rewrap_evidence"], /) -> _263: ...
    @overload
    def __getitem__(self, name: Literal["epoch.rewrapped"], /) -> _264: ...
    @overload
    def __getitem__(self, name: Literal["epoch.done"], /) -> _265: ...
    @overload
    def __getitem__(self, name: Literal["key.fates"], /) -> _266: ...
    @overload
    def __getitem__(self, name: Literal["receipt.say"], /) -> _267: ...
    @overload
    def __getitem__(self, name: Literal["key.fates_of"], /) -> _268: ...
    @overload
    def __getitem__(self, name: str, /) -> Query: ...

class Ledger(dict[str, Query]):
    @overload
    def __getitem__(self, name: Literal["ledger.take_live"], /) -> _269: ...
    @overload
    def __getitem__(self, name: Literal["ledger.take_archive"], /) -> _270: ...
    @overload
    def __getitem__(self, name: Literal["ledger.take_keys"], /) -> _271: ...
    @overload
    def __getitem__(self, name: Literal["ledger.take_ledger"], /) -> _272: ...
    @overload
    def __getitem__(self, name: Literal["ledger.drop_live"], /) -> _273: ...
    @overload
    def __getitem__(self, name: Literal["ledger.drop_archive"], /) -> _274: ...
    @overload
    def __getitem__(self, name: Literal["ledger.drop_keys"], /) -> _275: ...
    @overload
    def __getitem__(self, name: Literal["ledger.drop_ledger"], /) -> _276: ...
    @overload
    def __getitem__(self, name: Literal["ledger.last_live"], /) -> _277: ...
    @overload
    def __getitem__(self, name: Literal["ledger.last_archive"], /) -> _278: ...
    @overload
    def __getitem__(self, name: Literal["ledger.last_keys"], /) -> _279: ...
    @overload
    def __getitem__(self, name: Literal["ledger.waiting_live"], /) -> _280: ...
    @overload
    def __getitem__(self, name: Literal["ledger.waiting_archive"], /) -> _281: ...
    @overload
    def __getitem__(self, name: Literal["ledger.waiting_keys"], /) -> _282: ...
    @overload
    def __getitem__(self, name: Literal["ledger.waiting_ledger"], /) -> _283: ...
    @overload
    def __getitem__(self, name: Literal["ledger.youngest_live"], /) -> _284: ...
    @overload
    def __getitem__(self, name: Literal["ledger.youngest_archive"], /) -> _285: ...
    @overload
    def __getitem__(self, name: Literal["ledger.youngest_keys"], /) -> _286: ...
    @overload
    def __getitem__(self, name: Literal["ledger.youngest_ledger"], /) -> _287: ...
    @overload
    def __getitem__(self, name: Literal["ledger.backlog_live"], /) -> _288: ...
    @overload
    def __getitem__(self, name: Literal["ledger.backlog_archive"], /) -> _289: ...
    @overload
    def __getitem__(self, name: Literal["ledger.backlog_keys"], /) -> _290: ...
    @overload
    def __getitem__(self, name: Literal["ledger.backlog_ledger"], /) -> _291: ...
    @overload
    def __getitem__(self, name: Literal["ledger.remove_live"], /) -> _292: ...
    @overload
    def __getitem__(self, name: Literal["ledger.remove_archive"], /) -> _293: ...
    @overload
    def __getitem__(self, name: Literal["ledger.remove_keys"], /) -> _294: ...
    @overload
    def __getitem__(self, name: Literal["ledger.remove_ledger"], /) -> _295: ...
    @overload
    def __getitem__(self, name: Literal["ledger.waiting_of"], /) -> _296: ...
    @overload
    def __getitem__(self, name: Literal["ledger.archive_waiting_of"], /) -> _297: ...
    @overload
    def __getitem__(self, name: Literal["ledger.shorter_live"], /) -> _298: ...
    @overload
    def __getitem__(self, name: Literal["ledger.shorter_keys"], /) -> _299: ...
    @overload
    def __getitem__(self, name: Literal["ledger.shorter_ledger"], /) -> _300: ...
    @overload
    def __getitem__(self, name: Literal["ledger.lengthen_live"], /) -> _301: ...
    @overload
    def __getitem__(self, name: Literal["ledger.lengthen_keys"], /) -> _302: ...
    @overload
    def __getitem__(self, name: Literal["ledger.lengthen_ledger"], /) -> _303: ...
    @overload
    def __getitem__(self, name: Literal["ledger.monitor"], /) -> _304: ...
    @overload
    def __getitem__(self, name: Literal["ledger.destroy_month"], /) -> _305: ...
    @overload
    def __getitem__(self, name: Literal["ledger.to_pack"], /) -> _306: ...
    @overload
    def __getitem__(self, name: Literal["ledger.pack"], /) -> _307: ...
    @overload
    def __getitem__(self, name: Literal["ledger.let_go"], /) -> _308: ...
    @overload
    def __getitem__(self, name: Literal["ledger.to_move"], /) -> _309: ...
    @overload
    def __getitem__(self, name: Literal["ledger.written_out"], /) -> _310: ...
    @overload
    def __getitem__(self, name: Literal["ledger.let_out"], /) -> _311: ...
    @overload
    def __getitem__(self, name: Literal["ledger.entries"], /) -> _312: ...
    @overload
    def __getitem__(self, name: Literal["ledger.blocks"], /) -> _313: ...
    @overload
    def __getitem__(self, name: Literal["ledger.whose"], /) -> _314: ...
    @overload
    def __getitem__(self, name: Literal["ledger.written"], /) -> _315: ...
    @overload
    def __getitem__(self, name: Literal["ledger.commitments"], /) -> _316: ...
    @overload
    def __getitem__(self, name: Literal["ledger.tiles"], /) -> _317: ...
    @overload
    def __getitem__(self, name: Literal["ledger.placed"], /) -> _318: ...
    @overload
    def __getitem__(self, name: Literal["ledger.forget_batch"], /) -> _319: ...
    @overload
    def __getitem__(self, name: Literal["ledger.tree"], /) -> _320: ...
    @overload
    def __getitem__(self, name: Literal["ledger.tell"], /) -> _321: ...
    @overload
    def __getitem__(self, name: Literal["ledger.words"], /) -> _322: ...
    @overload
    def __getitem__(self, name: Literal["ledger.processes"], /) -> _323: ...
    @overload
    def __getitem__(self, name: Literal["ledger.keep_processes"], /) -> _324: ...
    @overload
    def __getitem__(self, name: Literal["ledger.alarm"], /) -> _325: ...
    @overload
    def __getitem__(self, name: Literal["ledger.still"], /) -> _326: ...
    @overload
    def __getitem__(self, name: Literal["ledger.grow"], /) -> _327: ...
    @overload
    def __getitem__(self, name: Literal["ledger.checkpoint"], /) -> _328: ...
    @overload
    def __getitem__(self, name: Literal["ledger.thin"], /) -> _329: ...
    @overload
    def __getitem__(self, name: Literal["ledger.bodies_of"], /) -> _330: ...
    @overload
    def __getitem__(self, name: Literal["ledger.open_leaves"], /) -> _331: ...
    @overload
    def __getitem__(self, name: Literal["ledger.roots"], /) -> _332: ...
    @overload
    def __getitem__(self, name: Literal["ledger.tree_now"], /) -> _333: ...
    @overload
    def __getitem__(self, name: Literal["ledger.named"], /) -> _334: ...
    @overload
    def __getitem__(self, name: Literal["ledger.last_checkpoint"], /) -> _335: ...
    @overload
    def __getitem__(self, name: Literal["ledger.cosign"], /) -> _336: ...
    @overload
    def __getitem__(self, name: Literal["ledger.witnesses"], /) -> _337: ...
    @overload
    def __getitem__(self, name: Literal["ledger.witness_said"], /) -> _338: ...
    @overload
    def __getitem__(self, name: Literal["ledger.begin_generation"], /) -> _339: ...
    @overload
    def __getitem__(self, name: Literal["ledger.spans"], /) -> _340: ...
    @overload
    def __getitem__(self, name: Literal["ledger.bodies_in"], /) -> _341: ...
    @overload
    def __getitem__(self, name: Literal["ledger.state_expiry"], /) -> _342: ...
    @overload
    def __getitem__(self, name: Literal["ledger.erase"], /) -> _343: ...
    @overload
    def __getitem__(self, name: Literal["ledger.positions"], /) -> _344: ...
    @overload
    def __getitem__(self, name: Literal["ledger.checkpoints"], /) -> _345: ...
    @overload
    def __getitem__(self, name: str, /) -> Query: ...

class Mail(dict[str, Query]):
    @overload
    def __getitem__(self, name: Literal["mail.waits"], /) -> _346: ...
    @overload
    def __getitem__(self, name: Literal["mail.queue"], /) -> _347: ...
    @overload
    def __getitem__(self, name: Literal["mail.due"], /) -> _348: ...
    @overload
    def __getitem__(self, name: Literal["mail.take"], /) -> _349: ...
    @overload
    def __getitem__(self, name: Literal["mail.later"], /) -> _350: ...
    @overload
    def __getitem__(self, name: Literal["mail.drop"], /) -> _351: ...
    @overload
    def __getitem__(self, name: Literal["mail.sent"], /) -> _352: ...
    @overload
    def __getitem__(self, name: Literal["mail.die"], /) -> _353: ...
    @overload
    def __getitem__(self, name: Literal["mail.dead"], /) -> _354: ...
    @overload
    def __getitem__(self, name: Literal["mail.again"], /) -> _355: ...
    @overload
    def __getitem__(self, name: Literal["mail.counts"], /) -> _356: ...
    @overload
    def __getitem__(self, name: Literal["mail.doubtful"], /) -> _357: ...
    @overload
    def __getitem__(self, name: Literal["campaign.write"], /) -> _358: ...
    @overload
    def __getitem__(self, name: Literal["campaign.step"], /) -> _359: ...
    @overload
    def __getitem__(self, name: Literal["campaign.drop"], /) -> _360: ...
    @overload
    def __getitem__(self, name: Literal["campaign.mail"], /) -> _361: ...
    @overload
    def __getitem__(self, name: Literal["campaign.went"], /) -> _362: ...
    @overload
    def __getitem__(self, name: Literal["campaign.reach"], /) -> _363: ...
    @overload
    def __getitem__(self, name: Literal["campaign.list"], /) -> _364: ...
    @overload
    def __getitem__(self, name: str, /) -> Query: ...

class Monitoring(dict[str, Query]):
    @overload
    def __getitem__(self, name: Literal["monitor.limits"], /) -> _365: ...
    @overload
    def __getitem__(self, name: Literal["pause.untold"], /) -> _366: ...
    @overload
    def __getitem__(self, name: Literal["pause.told"], /) -> _367: ...
    @overload
    def __getitem__(self, name: Literal["pause.list"], /) -> _368: ...
    @overload
    def __getitem__(self, name: Literal["pause.answer"], /) -> _369: ...
    @overload
    def __getitem__(self, name: Literal["monitor.forget"], /) -> _370: ...
    @overload
    def __getitem__(self, name: Literal["explanation.ask"], /) -> _371: ...
    @overload
    def __getitem__(self, name: Literal["explanation.list"], /) -> _372: ...
    @overload
    def __getitem__(self, name: Literal["explanation.say"], /) -> _373: ...
    @overload
    def __getitem__(self, name: Literal["explanation.judge"], /) -> _374: ...
    @overload
    def __getitem__(self, name: Literal["explanation.over"], /) -> _375: ...
    @overload
    def __getitem__(self, name: Literal["explanation.forget"], /) -> _376: ...
    @overload
    def __getitem__(self, name: str, /) -> Query: ...

class Moves(dict[str, Query]):
    @overload
    def __getitem__(self, name: Literal["move.begin"], /) -> _377: ...
    @overload
    def __getitem__(self, name: Literal["move.step"], /) -> _378: ...
    @overload
    def __getitem__(self, name: str, /) -> Query: ...

class Observed(dict[str, Query]):
    @overload
    def __getitem__(self, name: Literal["observed.add"], /) -> _379: ...
    @overload
    def __getitem__(self, name: Literal["observed.since"], /) -> _380: ...
    @overload
    def __getitem__(self, name: Literal["observed.lost"], /) -> _381: ...
    @overload
    def __getitem__(self, name: Literal["observed.overdue_put"], /) -> _382: ...
    @overload
    def __getitem__(self, name: Literal["observed.overdue"], /) -> _383: ...
    @overload
    def __getitem__(self, name: str, /) -> Query: ...

class Plan(dict[str, Query]):
    @overload
    def __getitem__(self, name: Literal["plan.save"], /) -> _384: ...
    @overload
    def __getitem__(self, name: Literal["plan.approve"], /) -> _385: ...
    @overload
    def __getitem__(self, name: Literal["plan.list"], /) -> _386: ...
    @overload
    def __getitem__(self, name: Literal["taken.in"], /) -> _387: ...
    @overload
    def __getitem__(self, name: Literal["taken.months"], /) -> _388: ...
    @overload
    def __getitem__(self, name: Literal["taken.forget"], /) -> _389: ...
    @overload
    def __getitem__(self, name: Literal["taken.list"], /) -> _390: ...
    @overload
    def __getitem__(self, name: str, /) -> Query: ...

class Processors(dict[str, Query]):
    @overload
    def __getitem__(self, name: Literal["contract.add"], /) -> _391: ...
    @overload
    def __getitem__(self, name: Literal["contract.all"], /) -> _392: ...
    @overload
    def __getitem__(self, name: Literal["contract.scan"], /) -> _393: ...
    @overload
    def __getitem__(self, name: Literal["contract.over"], /) -> _394: ...
    @overload
    def __getitem__(self, name: Literal["contract.holds"], /) -> _395: ...
    @overload
    def __getitem__(self, name: Literal["deletion.page"], /) -> _396: ...
    @overload
    def __getitem__(self, name: Literal["telling.waits"], /) -> _397: ...
    @overload
    def __getitem__(self, name: Literal["telling.open"], /) -> _398: ...
    @overload
    def __getitem__(self, name: Literal["telling.drop"], /) -> _399: ...
    @overload
    def __getitem__(self, name: Literal["telling.gather"], /) -> _400: ...
    @overload
    def __getitem__(self, name: Literal["telling.counts"], /) -> _401: ...
    @overload
    def __getitem__(self, name: Literal["telling.due"], /) -> _402: ...
    @overload
    def __getitem__(self, name: Literal["telling.take"], /) -> _403: ...
    @overload
    def __getitem__(self, name: Literal["telling.sent"], /) -> _404: ...
    @overload
    def __getitem__(self, name: Literal["telling.look"], /) -> _405: ...
    @overload
    def __getitem__(self, name: Literal["telling.lines"], /) -> _406: ...
    @overload
    def __getitem__(self, name: Literal["telling.opened"], /) -> _407: ...
    @overload
    def __getitem__(self, name: Literal["telling.answered"], /) -> _408: ...
    @overload
    def __getitem__(self, name: Literal["telling.answer"], /) -> _409: ...
    @overload
    def __getitem__(self, name: Literal["telling.end"], /) -> _410: ...
    @overload
    def __getitem__(self, name: Literal["deletion.answer"], /) -> _411: ...
    @overload
    def __getitem__(self, name: str, /) -> Query: ...

class Prove(dict[str, Query]):
    @overload
    def __getitem__(self, name: Literal["prove.attached"], /) -> _412: ...
    @overload
    def __getitem__(self, name: Literal["prove.keys"], /) -> _413: ...
    @overload
    def __getitem__(self, name: Literal["prove.note"], /) -> _414: ...
    @overload
    def __getitem__(self, name: Literal["prove.tasked"], /) -> _415: ...
    @overload
    def __getitem__(self, name: Literal["prove.runs"], /) -> _416: ...
    @overload
    def __getitem__(self, name: Literal["prove.findings"], /) -> _417: ...
    @overload
    def __getitem__(self, name: Literal["system.enter"], /) -> _418: ...
    @overload
    def __getitem__(self, name: Literal["system.end"], /) -> _419: ...
    @overload
    def __getitem__(self, name: Literal["system.attest"], /) -> _420: ...
    @overload
    def __getitem__(self, name: Literal["system.list"], /) -> _421: ...
    @overload
    def __getitem__(self, name: Literal["system.file"], /) -> _422: ...
    @overload
    def __getitem__(self, name: Literal["prove.late"], /) -> _423: ...
    @overload
    def __getitem__(self, name: Literal["prove.sources"], /) -> _424: ...
    @overload
    def __getitem__(self, name: Literal["prove.left"], /) -> _425: ...
    @overload
    def __getitem__(self, name: Literal["prove.reminded"], /) -> _426: ...
    @overload
    def __getitem__(self, name: Literal["prove.requests"], /) -> _427: ...
    @overload
    def __getitem__(self, name: Literal["prove.complaints"], /) -> _428: ...
    @overload
    def __getitem__(self, name: Literal["prove.frozen"], /) -> _429: ...
    @overload
    def __getitem__(self, name: Literal["prove.outbox"], /) -> _430: ...
    @overload
    def __getitem__(self, name: Literal["prove.given"], /) -> _431: ...
    @overload
    def __getitem__(self, name: Literal["prove.sessions"], /) -> _432: ...
    @overload
    def __getitem__(self, name: Literal["prove.suspicions"], /) -> _433: ...
    @overload
    def __getitem__(self, name: Literal["prove.unreminded"], /) -> _434: ...
    @overload
    def __getitem__(self, name: Literal["prove.grants"], /) -> _435: ...
    @overload
    def __getitem__(self, name: Literal["prove.mails"], /) -> _436: ...
    @overload
    def __getitem__(self, name: Literal["prove.place"], /) -> _437: ...
    @overload
    def __getitem__(self, name: Literal["prove.notices"], /) -> _438: ...
    @overload
    def __getitem__(self, name: Literal["prove.registers"], /) -> _439: ...
    @overload
    def __getitem__(self, name: Literal["prove.sizes"], /) -> _440: ...
    @overload
    def __getitem__(self, name: Literal["job.note"], /) -> _441: ...
    @overload
    def __getitem__(self, name: Literal["job.list"], /) -> _442: ...
    @overload
    def __getitem__(self, name: Literal["prove.archive_place"], /) -> _443: ...
    @overload
    def __getitem__(self, name: Literal["prove.ledger_place"], /) -> _444: ...
    @overload
    def __getitem__(self, name: Literal["prove.keys_place"], /) -> _445: ...
    @overload
    def __getitem__(self, name: Literal["prove.looks"], /) -> _446: ...
    @overload
    def __getitem__(self, name: Literal["prove.ledger_size"], /) -> _447: ...
    @overload
    def __getitem__(self, name: str, /) -> Query: ...

class Publishing(dict[str, Query]):
    @overload
    def __getitem__(self, name: Literal["publish.begin"], /) -> _448: ...
    @overload
    def __getitem__(self, name: Literal["publish.post"], /) -> _449: ...
    @overload
    def __getitem__(self, name: Literal["publish.withdraw"], /) -> _450: ...
    @overload
    def __getitem__(self, name: Literal["publish.mail"], /) -> _451: ...
    @overload
    def __getitem__(self, name: Literal["publish.written"], /) -> _452: ...
    @overload
    def __getitem__(self, name: Literal["publish.mailed"], /) -> _453: ...
    @overload
    def __getitem__(self, name: Literal["publish.switch"], /) -> _454: ...
    @overload
    def __getitem__(self, name: Literal["publish.take_over"], /) -> _455: ...
    @overload
    def __getitem__(self, name: Literal["publish.moved"], /) -> _456: ...
    @overload
    def __getitem__(self, name: Literal["publish.reworks"], /) -> _457: ...
    @overload
    def __getitem__(self, name: Literal["publish.reworked"], /) -> _458: ...
    @overload
    def __getitem__(self, name: Literal["publish.questions"], /) -> _459: ...
    @overload
    def __getitem__(self, name: Literal["publish.answer"], /) -> _460: ...
    @overload
    def __getitem__(self, name: Literal["publish.list"], /) -> _461: ...
    @overload
    def __getitem__(self, name: Literal["publish.source"], /) -> _462: ...
    @overload
    def __getitem__(self, name: Literal["publish.served"], /) -> _463: ...
    @overload
    def __getitem__(self, name: Literal["publish.consented"], /) -> _464: ...
    @overload
    def __getitem__(self, name: Literal["publish.answered"], /) -> _465: ...
    @overload
    def __getitem__(self, name: Literal["proposal.save"], /) -> _466: ...
    @overload
    def __getitem__(self, name: Literal["proposal.step"], /) -> _467: ...
    @overload
    def __getitem__(self, name: Literal["proposal.list"], /) -> _468: ...
    @overload
    def __getitem__(self, name: Literal["proposal.source"], /) -> _469: ...
    @overload
    def __getitem__(self, name: str, /) -> Query: ...

class Reading(dict[str, Query]):
    @overload
    def __getitem__(self, name: Literal["people.page"], /) -> _470: ...
    @overload
    def __getitem__(self, name: Literal["people.locate"], /) -> _471: ...
    @overload
    def __getitem__(self, name: Literal["people.look"], /) -> _472: ...
    @overload
    def __getitem__(self, name: Literal["mass.ask"], /) -> _473: ...
    @overload
    def __getitem__(self, name: Literal["mass.decide"], /) -> _474: ...
    @overload
    def __getitem__(self, name: Literal["mass.query"], /) -> _475: ...
    @overload
    def __getitem__(self, name: Literal["mass.people"], /) -> _476: ...
    @overload
    def __getitem__(self, name: Literal["mass.begin"], /) -> _477: ...
    @overload
    def __getitem__(self, name: Literal["mass.page"], /) -> _478: ...
    @overload
    def __getitem__(self, name: Literal["mass.end"], /) -> _479: ...
    @overload
    def __getitem__(self, name: Literal["mass.review"], /) -> _480: ...
    @overload
    def __getitem__(self, name: Literal["mass.all"], /) -> _481: ...
    @overload
    def __getitem__(self, name: Literal["mass.lapse"], /) -> _482: ...
    @overload
    def __getitem__(self, name: Literal["mass.over"], /) -> _483: ...
    @overload
    def __getitem__(self, name: Literal["mass.forget"], /) -> _484: ...
    @overload
    def __getitem__(self, name: Literal["mass.of"], /) -> _485: ...
    @overload
    def __getitem__(self, name: Literal["open.counted"], /) -> _486: ...
    @overload
    def __getitem__(self, name: Literal["listed"], /) -> _487: ...
    @overload
    def __getitem__(self, name: Literal["open.page"], /) -> _488: ...
    @overload
    def __getitem__(self, name: Literal["sign_ins.part"], /) -> _489: ...
    @overload
    def __getitem__(self, name: Literal["sign_ins.compare"], /) -> _490: ...
    @overload
    def __getitem__(self, name: Literal["calendar.ends"], /) -> _491: ...
    @overload
    def __getitem__(self, name: Literal["calendar.waiting"], /) -> _492: ...
    @overload
    def __getitem__(self, name: Literal["calendar.parts"], /) -> _493: ...
    @overload
    def __getitem__(self, name: Literal["calendar.day"], /) -> _494: ...
    @overload
    def __getitem__(self, name: str, /) -> Query: ...

class Reports(dict[str, Query]):
    @overload
    def __getitem__(self, name: Literal["report.certificates"], /) -> _495: ...
    @overload
    def __getitem__(self, name: Literal["report.certificate"], /) -> _496: ...
    @overload
    def __getitem__(self, name: Literal["report.provisions"], /) -> _497: ...
    @overload
    def __getitem__(self, name: Literal["report.provisions_by"], /) -> _498: ...
    @overload
    def __getitem__(self, name: Literal["report.note"], /) -> _499: ...
    @overload
    def __getitem__(self, name: Literal["usage.begin"], /) -> _500: ...
    @overload
    def __getitem__(self, name: Literal["usage.runs"], /) -> _501: ...
    @overload
    def __getitem__(self, name: Literal["usage.people"], /) -> _502: ...
    @overload
    def __getitem__(self, name: Literal["usage.mark"], /) -> _503: ...
    @overload
    def __getitem__(self, name: Literal["usage.next"], /) -> _504: ...
    @overload
    def __getitem__(self, name: Literal["figures.people_by_month"], /) -> _505: ...
    @overload
    def __getitem__(self, name: Literal["figures.people_by_value"], /) -> _506: ...
    @overload
    def __getitem__(self, name: Literal["report.access_span"], /) -> _507: ...
    @overload
    def __getitem__(self, name: str, /) -> Query: ...

class Review(dict[str, Query]):
    @overload
    def __getitem__(self, name: Literal["review.people"], /) -> _508: ...
    @overload
    def __getitem__(self, name: Literal["review.make"], /) -> _509: ...
    @overload
    def __getitem__(self, name: Literal["review.write"], /) -> _510: ...
    @overload
    def __getitem__(self, name: Literal["review.list"], /) -> _511: ...
    @overload
    def __getitem__(self, name: str, /) -> Query: ...

class Store(dict[str, Query]):
    @overload
    def __getitem__(self, name: Literal["restore.begin.live"], /) -> _512: ...
    @overload
    def __getitem__(self, name: Literal["restore.begin.archive"], /) -> _513: ...
    @overload
    def __getitem__(self, name: Literal["restore.end.live"], /) -> _514: ...
    @overload
    def __getitem__(self, name: Literal["restore.end.archive"], /) -> _515: ...
    @overload
    def __getitem__(self, name: Literal["deny"], /) -> _516: ...
    @overload
    def __getitem__(self, name: Literal["note"], /) -> _517: ...
    @overload
    def __getitem__(self, name: Literal["backup.after"], /) -> _518: ...
    @overload
    def __getitem__(self, name: Literal["backup.verified"], /) -> _519: ...
    @overload
    def __getitem__(self, name: Literal["systems_told"], /) -> _520: ...
    @overload
    def __getitem__(self, name: Literal["claim.over"], /) -> _521: ...
    @overload
    def __getitem__(self, name: Literal["use"], /) -> _522: ...
    @overload
    def __getitem__(self, name: Literal["use_many"], /) -> _523: ...
    @overload
    def __getitem__(self, name: Literal["claim.person"], /) -> _524: ...
    @overload
    def __getitem__(self, name: Literal["collect"], /) -> _525: ...
    @overload
    def __getitem__(self, name: Literal["collect_many"], /) -> _526: ...
    @overload
    def __getitem__(self, name: Literal["move_run"], /) -> _527: ...
    @overload
    def __getitem__(self, name: Literal["move_read"], /) -> _528: ...
    @overload
    def __getitem__(self, name: Literal["moved"], /) -> _529: ...
    @overload
    def __getitem__(self, name: Literal["move_in"], /) -> _530: ...
    @overload
    def __getitem__(self, name: Literal["move_reached"], /) -> _531: ...
    @overload
    def __getitem__(self, name: Literal["move_people"], /) -> _532: ...
    @overload
    def __getitem__(self, name: Literal["move_out"], /) -> _533: ...
    @overload
    def __getitem__(self, name: Literal["call_back_in_time"], /) -> _534: ...
    @overload
    def __getitem__(self, name: Literal["happen"], /) -> _535: ...
    @overload
    def __getitem__(self, name: Literal["consent"], /) -> _536: ...
    @overload
    def __getitem__(self, name: Literal["consent.over"], /) -> _537: ...
    @overload
    def __getitem__(self, name: Literal["freeze"], /) -> _538: ...
    @overload
    def __getitem__(self, name: Literal["whole"], /) -> _539: ...
    @overload
    def __getitem__(self, name: Literal["correct"], /) -> _540: ...
    @overload
    def __getitem__(self, name: Literal["refuse_correction"], /) -> _541: ...
    @overload
    def __getitem__(self, name: Literal["leave"], /) -> _542: ...
    @overload
    def __getitem__(self, name: Literal["leave_empty"], /) -> _543: ...
    @overload
    def __getitem__(self, name: Literal["subject_of"], /) -> _544: ...
    @overload
    def __getitem__(self, name: Literal["generations_of"], /) -> _545: ...
    @overload
    def __getitem__(self, name: Literal["records_of"], /) -> _546: ...
    @overload
    def __getitem__(self, name: Literal["status_of"], /) -> _547: ...
    @overload
    def __getitem__(self, name: Literal["show"], /) -> _548: ...
    @overload
    def __getitem__(self, name: Literal["page_of"], /) -> _549: ...
    @overload
    def __getitem__(self, name: Literal["counted_of"], /) -> _550: ...
    @overload
    def __getitem__(self, name: Literal["gone_of"], /) -> _551: ...
    @overload
    def __getitem__(self, name: Literal["gone_between"], /) -> _552: ...
    @overload
    def __getitem__(self, name: Literal["disclosures_of"], /) -> _553: ...
    @overload
    def __getitem__(self, name: Literal["requests_of"], /) -> _554: ...
    @overload
    def __getitem__(self, name: Literal["find"], /) -> _555: ...
    @overload
    def __getitem__(self, name: Literal["claim.since"], /) -> _556: ...
    @overload
    def __getitem__(self, name: Literal["claim.held"], /) -> _557: ...
    @overload
    def __getitem__(self, name: Literal["index.state"], /) -> _558: ...
    @overload
    def __getitem__(self, name: Literal["index.begin"], /) -> _559: ...
    @overload
    def __getitem__(self, name: Literal["index.page"], /) -> _560: ...
    @overload
    def __getitem__(self, name: Literal["index.move"], /) -> _561: ...
    @overload
    def __getitem__(self, name: Literal["index.source"], /) -> _562: ...
    @overload
    def __getitem__(self, name: Literal["index.mend"], /) -> _563: ...
    @overload
    def __getitem__(self, name: Literal["index.end"], /) -> _564: ...
    @overload
    def __getitem__(self, name: Literal["inventory"], /) -> _565: ...
    @overload
    def __getitem__(self, name: Literal["sweep.before"], /) -> _566: ...
    @overload
    def __getitem__(self, name: Literal["sweep.server_time"], /) -> _567: ...
    @overload
    def __getitem__(self, name: Literal["sweep.begin"], /) -> _568: ...
    @overload
    def __getitem__(self, name: Literal["sweep.propose"], /) -> _569: ...
    @overload
    def __getitem__(self, name: Literal["sweep.proposed"], /) -> _570: ...
    @overload
    def __getitem__(self, name: Literal["sweep.approve"], /) -> _571: ...
    @overload
    def __getitem__(self, name: Literal["sweep.approved"], /) -> _572: ...
    @overload
    def __getitem__(self, name: Literal["sweep.word_kept"], /) -> _573: ...
    @overload
    def __getitem__(self, name: Literal["retire.begin"], /) -> _574: ...
    @overload
    def __getitem__(self, name: Literal["retire.finish"], /) -> _575: ...
    @overload
    def __getitem__(self, name: Literal["hold"], /) -> _576: ...
    @overload
    def __getitem__(self, name: Literal["hold.over"], /) -> _577: ...
    @overload
    def __getitem__(self, name: Literal["hold.all"], /) -> _578: ...
    @overload
    def __getitem__(self, name: Literal["hold.of"], /) -> _579: ...
    @overload
    def __getitem__(self, name: Literal["stale"], /) -> _580: ...
    @overload
    def __getitem__(self, name: Literal["rekey.next"], /) -> _581: ...
    @overload
    def __getitem__(self, name: Literal["rekey.older"], /) -> _582: ...
    @overload
    def __getitem__(self, name: Literal["rekey.reseal"], /) -> _583: ...
    @overload
    def __getitem__(self, name: Literal["rekey.fresh"], /) -> _584: ...
    @overload
    def __getitem__(self, name: Literal["forget"], /) -> _585: ...
    @overload
    def __getitem__(self, name: Literal["shells"], /) -> _586: ...
    @overload
    def __getitem__(self, name: Literal["without_row"], /) -> _587: ...
    @overload
    def __getitem__(self, name: Literal["restore.replay_people"], /) -> _588: ...
    @overload
    def __getitem__(self, name: Literal["restore.people"], /) -> _589: ...
    @overload
    def __getitem__(self, name: Literal["rekey.sealing"], /) -> _590: ...
    @overload
    def __getitem__(self, name: Literal["restore.drop_records"], /) -> _591: ...
    @overload
    def __getitem__(self, name: Literal["restore.frozen"], /) -> _592: ...
    @overload
    def __getitem__(self, name: Literal["authorise"], /) -> _593: ...
    @overload
    def __getitem__(self, name: Literal["outbox_due"], /) -> _594: ...
    @overload
    def __getitem__(self, name: Literal["dispatch"], /) -> _595: ...
    @overload
    def __getitem__(self, name: Literal["take_message"], /) -> _596: ...
    @overload
    def __getitem__(self, name: Literal["receipt"], /) -> _597: ...
    @overload
    def __getitem__(self, name: Literal["end_contract"], /) -> _598: ...
    @overload
    def __getitem__(self, name: Literal["contract.recall"], /) -> _599: ...
    @overload
    def __getitem__(self, name: Literal["outbox_states"], /) -> _600: ...
    @overload
    def __getitem__(self, name: Literal["deletions"], /) -> _601: ...
    @overload
    def __getitem__(self, name: Literal["statistics.part"], /) -> _602: ...
    @overload
    def __getitem__(self, name: Literal["statistics"], /) -> _603: ...
    @overload
    def __getitem__(self, name: Literal["statistics.closed"], /) -> _604: ...
    @overload
    def __getitem__(self, name: Literal["statistics.by_item"], /) -> _605: ...
    @overload
    def __getitem__(self, name: Literal["grant_give"], /) -> _606: ...
    @overload
    def __getitem__(self, name: Literal["grant_revoke"], /) -> _607: ...
    @overload
    def __getitem__(self, name: Literal["grant_stands"], /) -> _608: ...
    @overload
    def __getitem__(self, name: Literal["grants_of"], /) -> _609: ...
    @overload
    def __getitem__(self, name: Literal["policies"], /) -> _610: ...
    @overload
    def __getitem__(self, name: Literal["numbers"], /) -> _611: ...
    @overload
    def __getitem__(self, name: Literal["setting_of"], /) -> _612: ...
    @overload
    def __getitem__(self, name: Literal["make_demo"], /) -> _613: ...
    @overload
    def __getitem__(self, name: Literal["move_clock"], /) -> _614: ...
    @overload
    def __getitem__(self, name: Literal["certify"], /) -> _615: ...
    @overload
    def __getitem__(self, name: Literal["owed"], /) -> _616: ...
    @overload
    def __getitem__(self, name: Literal["owed.settle"], /) -> _617: ...
    @overload
    def __getitem__(self, name: Literal["unsettled"], /) -> _618: ...
    @overload
    def __getitem__(self, name: Literal["certificates"], /) -> _619: ...
    @overload
    def __getitem__(self, name: Literal["counts"], /) -> _620: ...
    @overload
    def __getitem__(self, name: Literal["people"], /) -> _621: ...
    @overload
    def __getitem__(self, name: Literal["people.up_to"], /) -> _622: ...
    @overload
    def __getitem__(self, name: Literal["taken.take"], /) -> _623: ...
    @overload
    def __getitem__(self, name: Literal["taken.over"], /) -> _624: ...
    @overload
    def __getitem__(self, name: Literal["taken.move"], /) -> _625: ...
    @overload
    def __getitem__(self, name: Literal["taken.tickets_over"], /) -> _626: ...
    @overload
    def __getitem__(self, name: Literal["taken.tickets_of"], /) -> _627: ...
    @overload
    def __getitem__(self, name: Literal["taken.of"], /) -> _628: ...
    @overload
    def __getitem__(self, name: Literal["claim.standing"], /) -> _629: ...
    @overload
    def __getitem__(self, name: Literal["taken.settle"], /) -> _630: ...
    @overload
    def __getitem__(self, name: Literal["freed.records"], /) -> _631: ...
    @overload
    def __getitem__(self, name: Literal["freed.of"], /) -> _632: ...
    @overload
    def __getitem__(self, name: Literal["freed.known"], /) -> _633: ...
    @overload
    def __getitem__(self, name: Literal["taken.page"], /) -> _634: ...
    @overload
    def __getitem__(self, name: Literal["claim.stand"], /) -> _635: ...
    @overload
    def __getitem__(self, name: Literal["taken.compared"], /) -> _636: ...
    @overload
    def __getitem__(self, name: Literal["claim.page"], /) -> _637: ...
    @overload
    def __getitem__(self, name: Literal["taken.stand"], /) -> _638: ...
    @overload
    def __getitem__(self, name: Literal["claim.give_way"], /) -> _639: ...
    @overload
    def __getitem__(self, name: Literal["check"], /) -> _640: ...
    @overload
    def __getitem__(self, name: Literal["seen"], /) -> _641: ...
    @overload
    def __getitem__(self, name: Literal["unused"], /) -> _642: ...
    @overload
    def __getitem__(self, name: Literal["dormant"], /) -> _643: ...
    @overload
    def __getitem__(self, name: Literal["apart_again"], /) -> _644: ...
    @overload
    def __getitem__(self, name: Literal["leave_for_now"], /) -> _645: ...
    @overload
    def __getitem__(self, name: Literal["come_back"], /) -> _646: ...
    @overload
    def __getitem__(self, name: Literal["away_over"], /) -> _647: ...
    @overload
    def __getitem__(self, name: Literal["leave_in_the_end"], /) -> _648: ...
    @overload
    def __getitem__(self, name: Literal["bar.days"], /) -> _649: ...
    @overload
    def __getitem__(self, name: Literal["bar.by"], /) -> _650: ...
    @overload
    def __getitem__(self, name: Literal["bar.all"], /) -> _651: ...
    @overload
    def __getitem__(self, name: Literal["claim.of"], /) -> _652: ...
    @overload
    def __getitem__(self, name: Literal["bar.drawn"], /) -> _653: ...
    @overload
    def __getitem__(self, name: Literal["bar.drawn_all"], /) -> _654: ...
    @overload
    def __getitem__(self, name: Literal["bar.stand"], /) -> _655: ...
    @overload
    def __getitem__(self, name: Literal["bar.stands"], /) -> _656: ...
    @overload
    def __getitem__(self, name: Literal["leave_barred"], /) -> _657: ...
    @overload
    def __getitem__(self, name: Literal["bar.lift"], /) -> _658: ...
    @overload
    def __getitem__(self, name: Literal["bar.over"], /) -> _659: ...
    @overload
    def __getitem__(self, name: Literal["attached.enter"], /) -> _660: ...
    @overload
    def __getitem__(self, name: Literal["attached.use"], /) -> _661: ...
    @overload
    def __getitem__(self, name: Literal["attached.use_many"], /) -> _662: ...
    @overload
    def __getitem__(self, name: Literal["attached.may_write"], /) -> _663: ...
    @overload
    def __getitem__(self, name: Literal["attached.take"], /) -> _664: ...
    @overload
    def __getitem__(self, name: Literal["attached.taken_before"], /) -> _665: ...
    @overload
    def __getitem__(self, name: Literal["attached.due"], /) -> _666: ...
    @overload
    def __getitem__(self, name: Literal["attached.begin"], /) -> _667: ...
    @overload
    def __getitem__(self, name: Literal["attached.gone"], /) -> _668: ...
    @overload
    def __getitem__(self, name: Literal["attached.batch_begin"], /) -> _669: ...
    @overload
    def __getitem__(self, name: Literal["attached.batch_next"], /) -> _670: ...
    @overload
    def __getitem__(self, name: Literal["attached.batch_end"], /) -> _671: ...
    @overload
    def __getitem__(self, name: Literal["mode.set"], /) -> _672: ...
    @overload
    def __getitem__(self, name: Literal["modes"], /) -> _673: ...
    @overload
    def __getitem__(self, name: Literal["moving.left"], /) -> _674: ...
    @overload
    def __getitem__(self, name: Literal["moving.begin"], /) -> _675: ...
    @overload
    def __getitem__(self, name: Literal["moving"], /) -> _676: ...
    @overload
    def __getitem__(self, name: Literal["twin.look"], /) -> _677: ...
    @overload
    def __getitem__(self, name: Literal["twin.put"], /) -> _678: ...
    @overload
    def __getitem__(self, name: Literal["twin.cut"], /) -> _679: ...
    @overload
    def __getitem__(self, name: Literal["twin.seen"], /) -> _680: ...
    @overload
    def __getitem__(self, name: Literal["twin.page"], /) -> _681: ...
    @overload
    def __getitem__(self, name: Literal["twin.claim"], /) -> _682: ...
    @overload
    def __getitem__(self, name: Literal["twin.late"], /) -> _683: ...
    @overload
    def __getitem__(self, name: Literal["twin.back"], /) -> _684: ...
    @overload
    def __getitem__(self, name: Literal["twin.drop"], /) -> _685: ...
    @overload
    def __getitem__(self, name: Literal["twin.emptied"], /) -> _686: ...
    @overload
    def __getitem__(self, name: Literal["attached.find"], /) -> _687: ...
    @overload
    def __getitem__(self, name: Literal["forget.links"], /) -> _688: ...
    @overload
    def __getitem__(self, name: Literal["uploads.released"], /) -> _689: ...
    @overload
    def __getitem__(self, name: Literal["grant.whose"], /) -> _690: ...
    @overload
    def __getitem__(self, name: Literal["handler_words"], /) -> _691: ...
    @overload
    def __getitem__(self, name: Literal["version.schedule"], /) -> _692: ...
    @overload
    def __getitem__(self, name: Literal["adopt.bound"], /) -> _693: ...
    @overload
    def __getitem__(self, name: Literal["adopt"], /) -> _694: ...
    @overload
    def __getitem__(self, name: Literal["version.cross"], /) -> _695: ...
    @overload
    def __getitem__(self, name: Literal["version.take_over"], /) -> _696: ...
    @overload
    def __getitem__(self, name: Literal["held_back"], /) -> _697: ...
    @overload
    def __getitem__(self, name: Literal["demand_terms"], /) -> _698: ...
    @overload
    def __getitem__(self, name: Literal["reads.draw"], /) -> _699: ...
    @overload
    def __getitem__(self, name: Literal["reads.stop"], /) -> _700: ...
    @overload
    def __getitem__(self, name: Literal["canaries"], /) -> _701: ...
    @overload
    def __getitem__(self, name: Literal["archive.admit"], /) -> _702: ...
    @overload
    def __getitem__(self, name: Literal["archive.admit_many"], /) -> _703: ...
    @overload
    def __getitem__(self, name: Literal["look.ask"], /) -> _704: ...
    @overload
    def __getitem__(self, name: Literal["look.decide"], /) -> _705: ...
    @overload
    def __getitem__(self, name: Literal["look.all"], /) -> _706: ...
    @overload
    def __getitem__(self, name: Literal["look.over"], /) -> _707: ...
    @overload
    def __getitem__(self, name: Literal["look.forget"], /) -> _708: ...
    @overload
    def __getitem__(self, name: Literal["archive.consult"], /) -> _709: ...
    @overload
    def __getitem__(self, name: Literal["archive.own"], /) -> _710: ...
    @overload
    def __getitem__(self, name: Literal["archive.by_number"], /) -> _711: ...
    @overload
    def __getitem__(self, name: Literal["archive.kept_days"], /) -> _712: ...
    @overload
    def __getitem__(self, name: Literal["archive.find"], /) -> _713: ...
    @overload
    def __getitem__(self, name: Literal["archive.parts_of"], /) -> _714: ...
    @overload
    def __getitem__(self, name: Literal["archive.days_due"], /) -> _715: ...
    @overload
    def __getitem__(self, name: Literal["archive.people_of_day"], /) -> _716: ...
    @overload
    def __getitem__(self, name: Literal["archive.people"], /) -> _717: ...
    @overload
    def __getitem__(self, name: Literal["destroy.hide"], /) -> _718: ...
    @overload
    def __getitem__(self, name: Literal["destroy.key_gone"], /) -> _719: ...
    @overload
    def __getitem__(self, name: Literal["destroy.rows"], /) -> _720: ...
    @overload
    def __getitem__(self, name: Literal["destroy.held"], /) -> _721: ...
    @overload
    def __getitem__(self, name: Literal["archive.unwalked"], /) -> _722: ...
    @overload
    def __getitem__(self, name: Literal["archive.walked"], /) -> _723: ...
    @overload
    def __getitem__(self, name: Literal["archive.without_parts"], /) -> _724: ...
    @overload
    def __getitem__(self, name: Literal["hold.rests"], /) -> _725: ...
    @overload
    def __getitem__(self, name: Literal["hold.begin"], /) -> _726: ...
    @overload
    def __getitem__(self, name: Literal["hold.end"], /) -> _727: ...
    @overload
    def __getitem__(self, name: Literal["hold.parts"], /) -> _728: ...
    @overload
    def __getitem__(self, name: Literal["hold.reseal"], /) -> _729: ...
    @overload
    def __getitem__(self, name: Literal["hold.drop"], /) -> _730: ...
    @overload
    def __getitem__(self, name: Literal["restore.parts"], /) -> _731: ...
    @overload
    def __getitem__(self, name: Literal["restore.drop_parts"], /) -> _732: ...
    @overload
    def __getitem__(self, name: Literal["archive.day_of"], /) -> _733: ...
    @overload
    def __getitem__(self, name: Literal["archive.owed"], /) -> _734: ...
    @overload
    def __getitem__(self, name: Literal["archive.settle"], /) -> _735: ...
    @overload
    def __getitem__(self, name: Literal["archive.counts"], /) -> _736: ...
    @overload
    def __getitem__(self, name: str, /) -> Query: ...

class Systems(dict[str, Query]):
    @overload
    def __getitem__(self, name: Literal["system.messages"], /) -> _737: ...
    @overload
    def __getitem__(self, name: Literal["system.message"], /) -> _738: ...
    @overload
    def __getitem__(self, name: Literal["canary.put"], /) -> _739: ...
    @overload
    def __getitem__(self, name: Literal["canary.note"], /) -> _740: ...
    @overload
    def __getitem__(self, name: Literal["canary.unseen"], /) -> _741: ...
    @overload
    def __getitem__(self, name: Literal["canary.seen"], /) -> _742: ...
    @overload
    def __getitem__(self, name: str, /) -> Query: ...

class Uploads(dict[str, Query]):
    @overload
    def __getitem__(self, name: Literal["uploads.wait"], /) -> _743: ...
    @overload
    def __getitem__(self, name: Literal["uploads.due"], /) -> _744: ...
    @overload
    def __getitem__(self, name: Literal["uploads.scanned"], /) -> _745: ...
    @overload
    def __getitem__(self, name: str, /) -> Query: ...

class Load(Protocol):
    @overload
    def __call__(self, package: Literal["jikim.accounts"], /) -> Accounts: ...
    @overload
    def __call__(self, package: Literal["jikim.alerts"], /) -> Alerts: ...
    @overload
    def __call__(self, package: Literal["jikim.api"], /) -> Api: ...
    @overload
    def __call__(self, package: Literal["jikim.backup"], /) -> Backup: ...
    @overload
    def __call__(self, package: Literal["jikim.breach"], /) -> Breach: ...
    @overload
    def __call__(self, package: Literal["jikim.cabinet"], /) -> Cabinet: ...
    @overload
    def __call__(self, package: Literal["jikim.cases"], /) -> Cases: ...
    @overload
    def __call__(self, package: Literal["jikim.cookies"], /) -> Cookies: ...
    @overload
    def __call__(self, package: Literal["jikim.db"], /) -> Db: ...
    @overload
    def __call__(self, package: Literal["jikim.desk"], /) -> Desk: ...
    @overload
    def __call__(self, package: Literal["jikim.disclosures"], /) -> Disclosures: ...
    @overload
    def __call__(self, package: Literal["jikim.handlers"], /) -> Handlers: ...
    @overload
    def __call__(self, package: Literal["jikim.intake"], /) -> Intake: ...
    @overload
    def __call__(self, package: Literal["jikim.jobs"], /) -> Jobs: ...
    @overload
    def __call__(self, package: Literal["jikim.keys"], /) -> Keys: ...
    @overload
    def __call__(self, package: Literal["jikim.ledger"], /) -> Ledger: ...
    @overload
    def __call__(self, package: Literal["jikim.mail"], /) -> Mail: ...
    @overload
    def __call__(self, package: Literal["jikim.monitoring"], /) -> Monitoring: ...
    @overload
    def __call__(self, package: Literal["jikim.moves"], /) -> Moves: ...
    @overload
    def __call__(self, package: Literal["jikim.observed"], /) -> Observed: ...
    @overload
    def __call__(self, package: Literal["jikim.plan"], /) -> Plan: ...
    @overload
    def __call__(self, package: Literal["jikim.processors"], /) -> Processors: ...
    @overload
    def __call__(self, package: Literal["jikim.prove"], /) -> Prove: ...
    @overload
    def __call__(self, package: Literal["jikim.publishing"], /) -> Publishing: ...
    @overload
    def __call__(self, package: Literal["jikim.reading"], /) -> Reading: ...
    @overload
    def __call__(self, package: Literal["jikim.reports"], /) -> Reports: ...
    @overload
    def __call__(self, package: Literal["jikim.review"], /) -> Review: ...
    @overload
    def __call__(self, package: Literal["jikim.store"], /) -> Store: ...
    @overload
    def __call__(self, package: Literal["jikim.systems"], /) -> Systems: ...
    @overload
    def __call__(self, package: Literal["jikim.uploads"], /) -> Uploads: ...
    @overload
    def __call__(self, package: str, /) -> Mapping[str, Query]: ...
