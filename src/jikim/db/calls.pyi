# Made by `python -m docs` from the heads of the functions (`db/queries.py`). Edit those, not this.

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Literal, Protocol, overload
from uuid import UUID

from psycopg.types.json import Json, Jsonb

from jikim.db.queries import Acknowledged, Query, Statement


class _Accounts_acting_for(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None) -> Statement: ...  # type: ignore[override]

class _Accounts_session_begin(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, session: UUID | None, hash: bytes | None, kind: str | None, ward: UUID | None, turn: int | None, at: datetime | None, stepped: datetime | None, until: datetime | None, idle: int | None, about: bytes | None, at_once: int | None) -> Statement: ...  # type: ignore[override]

class _Accounts_session_look(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, session: UUID | None, hash: bytes | None, at: datetime | None) -> Statement: ...  # type: ignore[override]

class _Accounts_session_why(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, session: UUID | None, hash: bytes | None, at: datetime | None) -> Statement: ...  # type: ignore[override]

class _Accounts_session_of(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, ward: UUID | None, turn: int | None, at: datetime | None) -> Statement: ...  # type: ignore[override]

class _Accounts_clean(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, at: datetime | None) -> Statement: ...  # type: ignore[override]

class _Accounts_session_step(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, session: UUID | None, at: datetime | None) -> Statement: ...  # type: ignore[override]

class _Accounts_session_end(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, session: UUID | None) -> Statement: ...  # type: ignore[override]

class _Accounts_acting_over(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, guardian: UUID | None) -> Statement: ...  # type: ignore[override]

class _Accounts_session_end_all(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, but: UUID | None) -> Statement: ...  # type: ignore[override]

class _Accounts_browser_know(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, hash: bytes | None, former: bytes | None, secrets: Sequence[int] | str | None, at: datetime | None, until: datetime | None, most: int | None) -> Statement: ...  # type: ignore[override]

class _Accounts_browser_known(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, hash: bytes | None, at: datetime | None) -> Statement: ...  # type: ignore[override]

class _Accounts_link_make(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, hash: bytes | None, kind: str | None, use: str | None, at: datetime | None, until: datetime | None) -> Statement: ...  # type: ignore[override]

class _Accounts_link_hand(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, hash: bytes | None, kind: str | None, use: str | None, at: datetime | None, until: datetime | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Accounts_link_take(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, hash: bytes | None, use: str | None, at: datetime | None) -> Statement: ...  # type: ignore[override]

class _Accounts_link_end(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, use: str | None) -> Statement: ...  # type: ignore[override]

class _Accounts_session_over(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _Accounts_remind_due(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, what: str | None, kinds: Sequence[int] | str | None, item: int | None, before: datetime | None, after: UUID | None, limit: int | None) -> Statement: ...  # type: ignore[override]

class _Accounts_reconfirm_due(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, what: str | None, consent: int | None, kinds: Sequence[int] | str | None, before: datetime | None, after: UUID | None, limit: int | None) -> Statement: ...  # type: ignore[override]

class _Accounts_remind_mark(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, what: str | None, before: datetime | None, at: datetime | None, said: bool | None) -> Statement: ...  # type: ignore[override]

class _Accounts_limit_within(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, hash: bytes | None, most: int | None, at: datetime | None, until: datetime | None) -> Statement: ...  # type: ignore[override]

class _Accounts_limit_try(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, hash: bytes | None, free: int | None, first: int | None, longest: int | None, at: datetime | None, until: datetime | None) -> Statement: ...  # type: ignore[override]

class _Accounts_limit_drop(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, hash: bytes | None) -> Statement: ...  # type: ignore[override]

class _Alerts_alert_raise(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, kind: str | None, ko: str | None, en: str | None, href: str | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Alerts_alert_list(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, before: int | None, limit: int | None) -> Statement: ...  # type: ignore[override]

class _Alerts_alert_open(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _Alerts_alert_due(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, now: datetime | None, limit: int | None) -> Statement: ...  # type: ignore[override]

class _Alerts_alert_take(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, number: int | None, was: datetime | None, next: datetime | None) -> Statement: ...  # type: ignore[override]

class _Alerts_alert_told(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, number: int | None, at: datetime | None) -> Statement: ...  # type: ignore[override]

class _Alerts_alert_see(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, number: int | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Api_key_add(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, key: bytes | None, hash: bytes | None, name: str | None, may: Sequence[str | None] | str | None, grant: int | None, most: int | None, at: datetime | None) -> Statement: ...  # type: ignore[override]

class _Api_key_look(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, key: bytes | None, hash: bytes | None) -> Statement: ...  # type: ignore[override]

class _Api_key_list(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _Api_answer_reserve(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, hash: bytes | None, print: bytes | None, at: datetime | None, until: datetime | None, running: int | None) -> Statement: ...  # type: ignore[override]

class _Api_answer_keep(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, hash: bytes | None, status: int | None, sealed: bytes | None) -> Statement: ...  # type: ignore[override]

class _Api_answer_drop(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, hash: bytes | None) -> Statement: ...  # type: ignore[override]

class _Api_answer_doubt(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, hash: bytes | None) -> Statement: ...  # type: ignore[override]

class _Api_backlog(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _Backup_set_note(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, entry: Sequence[object], subject: UUID | None, record: UUID | None, items: Sequence[int] | str | None) -> Statement: ...  # type: ignore[override]

class _Backup_set_begin(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, number: int | None, place: str | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Backup_set_verified(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, number: int | None, bytes: int | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Backup_set_pruned(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, number: int | None, begun: datetime | None, place: str | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Backup_sets(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _Breach_breach_open(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, breach: UUID | None, known: datetime | None, what: bytes | None, outside: bool | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Breach_breach_add(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, breach: UUID | None, rows: str | Json | Jsonb | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Breach_breach_list(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _Breach_breach_counts(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _Breach_breach_people(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, breach: UUID | None, after: UUID | None, limit: int | None, untold: bool | None) -> Statement: ...  # type: ignore[override]

class _Breach_breach_tell(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, breach: UUID | None, way: str | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Breach_breach_change(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, breach: UUID | None, was: bytes | None, what: bytes | None, whole: bool | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Breach_breach_step(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, breach: UUID | None, step: str | None, was: bytes | None, untold: int | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Breach_breach_post(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, breach: UUID | None, was: bytes | None, title_ko: str | None, title_en: str | None, body_ko: str | None, body_en: str | None, notice: Sequence[object], entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Cabinet_paper_tie(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, paper: UUID | None, record: UUID | None, said: bytes | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Cabinet_paper_tied(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, paper: UUID | None, entered: bool | None) -> Statement: ...  # type: ignore[override]

class _Cabinet_paper_ties(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, before: datetime | None, limit: int | None) -> Statement: ...  # type: ignore[override]

class _Cabinet_paper_entered(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, papers: Sequence[UUID] | str | None) -> Statement: ...  # type: ignore[override]

class _Cabinet_paper_enter(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, paper: UUID | None, kind: int | None, cabinet: str | None, shelf: str | None, received: date | None, due: date | None, rests: date | None, linked: bool | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Cabinet_paper_move(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, paper: UUID | None, cabinet: str | None, shelf: str | None, today: date | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Cabinet_paper_reckon(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, paper: UUID | None, due: date | None, held: bool | None, rests: date | None) -> Statement: ...  # type: ignore[override]

class _Cabinet_paper_loosen(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, paper: UUID | None, at: datetime | None) -> Statement: ...  # type: ignore[override]

class _Cabinet_paper_destroy(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, paper: UUID | None, method: str | None, day: date | None, witness: str | None, held: bool | None, today: date | None, whose: UUID | None, record: UUID | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Cabinet_paper_ties_of(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, papers: Sequence[UUID] | str | None) -> Statement: ...  # type: ignore[override]

class _Cabinet_paper_page(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, state: str | None, due: date | None, free: bool | None, cabinet: str | None, before: int | None, limit: int | None) -> Statement: ...  # type: ignore[override]

class _Cabinet_paper_stirred(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, papers: Sequence[UUID] | str | None, at: datetime | None) -> Statement: ...  # type: ignore[override]

class _Cabinet_paper_one(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, number: int | None) -> Statement: ...  # type: ignore[override]

class _Cabinet_paper_counts(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, today: date | None) -> Statement: ...  # type: ignore[override]

class _Cases_case_file(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, id: UUID | None, register: str | None, kind: str | None, about: str | None, owner: str | None, due: date | None, ko: str | None, en: str | None, href: str | None, said: bytes | None, words: bytes | None, files: bytes | None, as_: str | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Cases_case_step(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, id: UUID | None, step: str | None, words: bytes | None, said: bytes | None, was: bytes | None, due: date | None, files: bytes | None, as_: str | None, grant: int | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Cases_case_take(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, id: UUID | None, from_: str | None, owner: str | None, as_: str | None, grant: int | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Cases_case_tell(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, id: UUID | None, told: int | None, stage: int | None) -> Statement: ...  # type: ignore[override]

class _Cases_case_forget(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, limit: int | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Cases_case_over(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, at: datetime | None, limit: int | None) -> Statement: ...  # type: ignore[override]

class _Cases_case_forget_house(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, id: UUID | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Cases_case_open(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, register: str | None, whose: Sequence[str | None] | str | None, states: Sequence[str | None] | str | None, due: date | None, id: UUID | None, limit: int | None) -> Statement: ...  # type: ignore[override]

class _Cases_case_second(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, register: str | None, states: Sequence[str | None] | str | None, actor: str | None, at: datetime | None, limit: int | None) -> Statement: ...  # type: ignore[override]

class _Cases_case_closed(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, register: str | None, owner: str | None, at: datetime | None, id: UUID | None, limit: int | None) -> Statement: ...  # type: ignore[override]

class _Cases_case_of(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, register: str | None, subject: UUID | None) -> Statement: ...  # type: ignore[override]

class _Cases_case_by(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, register: str | None, number: str | None, id: UUID | None) -> Statement: ...  # type: ignore[override]

class _Cases_case_last(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, register: str | None, kind: str | None) -> Statement: ...  # type: ignore[override]

class _Cases_case_steps(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, id: UUID | None) -> Statement: ...  # type: ignore[override]

class _Cases_case_files(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, id: UUID | None, n: int | None) -> Statement: ...  # type: ignore[override]

class _Cases_case_offers(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, id: UUID | None, actor: str | None, at: datetime | None) -> Statement: ...  # type: ignore[override]

class _Cases_case_collect(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, register: str | None, number: str | None, due: date | None, language: str | None, as_: str | None, filed: Sequence[object], subject: UUID | None, subject_kind: int | None, new: bool | None, consents: Sequence[int] | str | None, record: UUID | None, kind: int | None, policy: int | None, needs: Sequence[int] | str | None, items: Sequence[int] | str | None, generation: int | None, head: bytes | None, body: Sequence[bytes] | str | None, channel: int | None, source: int | None, party: int | None, over_from: datetime | None, single: bool | None, claims: str | Json | Jsonb | None, grant: int | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Cases_case_suspect(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, id: UUID | None, number: str | None, due: date | None, language: str | None, as_: str | None, entries: str | Json | Jsonb | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Cases_case_bar(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, bars: str | Json | Jsonb | None, told: datetime | None, id: UUID | None, step: str | None, as_: str | None, stepped: Sequence[object], subject: UUID | None, time: int | None, grant: int | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Cases_case_happen(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, step: str | None, as_: str | None, stepped: Sequence[object], subject: UUID | None, record: UUID | None, kind: int | None, policy: int | None, event: int | None, ends: bool | None, over_from: datetime | None, finishes: bool | None, grant: int | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Cases_case_correct(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, step: str | None, as_: str | None, stepped: Sequence[object], event: int | None, ends: bool | None, over_from: datetime | None, happened: Sequence[object], subject: UUID | None, record: UUID | None, kind: int | None, policy: int | None, request: UUID | None, now: bool | None, version: int | None, generation: int | None, changed: Sequence[int] | str | None, items: Sequence[int] | str | None, head: bytes | None, body: Sequence[bytes] | str | None, claims: str | Json | Jsonb | None, finishes: bool | None, needs: Sequence[int] | str | None, grant: int | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Cases_case_thaw(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, id: UUID | None, step: str | None, as_: str | None, grant: int | None, entries: str | Json | Jsonb | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Cases_case_leave(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, id: UUID | None, step: str | None, as_: str | None, stepped: Sequence[object], subject: UUID | None, time: int | None, grant: int | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Cookies_cookies_chosen(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, browser: bytes | None, at: datetime | None, choice: str | None, allowed: Sequence[str | None] | str | None, refused: Sequence[str | None] | str | None, told: bool | None, old_enough: bool | None, policy: bytes | None, until: date | None) -> Statement: ...  # type: ignore[override]

class _Cookies_cookies_choices(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, browser: bytes | None) -> Statement: ...  # type: ignore[override]

class _Cookies_cookies_let_out(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, names: Sequence[str | None] | str | None, day: date | None) -> Statement: ...  # type: ignore[override]

class _Cookies_cookies_set(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _Cookies_cookies_forget(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, today: date | None, at: datetime | None) -> Statement: ...  # type: ignore[override]

class _Db_lies_all(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _Db_lies_cut_off(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _Db_lies_clear(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _Db_lies_over(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _Db_rules_mark(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _Db_rules_sent(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _Db_rules_digest(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _Db_rules_stand(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, mark: int | None, begun: Sequence[str | None] | str | None) -> Statement: ...  # type: ignore[override]

class _Desk_asked_file(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, request: UUID | None, asked: str | None, known: bool | None, by: str | None, of: UUID | None, about: int | None, wording: UUID | None, due: date | None, language: str | None, as_: str | None, asks: str | None, transfers: str | Json | Jsonb | None, filed: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Desk_asked_collect(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, request: UUID | None, asked: str | None, known: bool | None, by: str | None, of: UUID | None, about: int | None, due: date | None, language: str | None, as_: str | None, asks: str | None, transfers: str | Json | Jsonb | None, filed: Sequence[object], subject: UUID | None, subject_kind: int | None, new: bool | None, consents: Sequence[int] | str | None, record: UUID | None, kind: int | None, policy: int | None, needs: Sequence[int] | str | None, items: Sequence[int] | str | None, generation: int | None, head: bytes | None, body: Sequence[bytes] | str | None, channel: int | None, source: int | None, party: int | None, over_from: datetime | None, single: bool | None, claims: str | Json | Jsonb | None, grant: int | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Desk_asked_freeze(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, known: bool | None, by: str | None, about: int | None, wording: UUID | None, due: date | None, language: str | None, as_: str | None, asks: str | None, transfers: str | Json | Jsonb | None, filed: Sequence[object], subject: UUID | None, record: UUID | None, kind: int | None, policy: int | None, request: UUID | None, items: Sequence[int] | str | None, grant: int | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Desk_transfers(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, request: UUID | None) -> Statement: ...  # type: ignore[override]

class _Desk_asked_step(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, request: UUID | None, step: str | None, due: date | None, said: bytes | None, proof: str | None, seen: int | None, as_: str | None, grant: int | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Desk_asked_narrow(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, request: UUID | None, items: Sequence[int] | str | None) -> Statement: ...  # type: ignore[override]

class _Desk_asked_compare(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, request: UUID | None, items: Sequence[int] | str | None) -> Statement: ...  # type: ignore[override]

class _Desk_asked_desk(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, request: UUID | None) -> Statement: ...  # type: ignore[override]

class _Desk_corrected_told(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, record: UUID | None, since: datetime | None, until: datetime | None) -> Statement: ...  # type: ignore[override]

class _Desk_asked_of(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None) -> Statement: ...  # type: ignore[override]

class _Desk_asked_delete(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, record: UUID | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Desk_asked_served(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, before: datetime | None, limit: int | None) -> Statement: ...  # type: ignore[override]

class _Desk_asked_waiting(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, kind: str | None, whose: str | None, due: date | None, request: UUID | None, limit: int | None) -> Statement: ...  # type: ignore[override]

class _Desk_asked_beside(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, limit: int | None) -> Statement: ...  # type: ignore[override]

class _Desk_transfers_denied(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, limit: int | None) -> Statement: ...  # type: ignore[override]

class _Desk_asked_settled(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, kind: str | None, at: datetime | None, request: UUID | None, limit: int | None) -> Statement: ...  # type: ignore[override]

class _Desk_notice_post(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, kind: str | None, effective: date | None, title_ko: str | None, title_en: str | None, body_ko: str | None, body_en: str | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Desk_notice_list(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, before: int | None, limit: int | None) -> Statement: ...  # type: ignore[override]

class _Desk_notice_one(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, number: int | None) -> Statement: ...  # type: ignore[override]

class _Desk_guardian_link(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, guardian: UUID | None, here: bool | None, until: date | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Desk_guardian_met(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, guardian: UUID | None) -> Statement: ...  # type: ignore[override]

class _Desk_guardian_unmet(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, limit: int | None) -> Statement: ...  # type: ignore[override]

class _Desk_guardian_unlink(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, guardian: UUID | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Desk_guardian_wards(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, guardian: UUID | None, today: date | None) -> Statement: ...  # type: ignore[override]

class _Desk_guardian_of(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, today: date | None) -> Statement: ...  # type: ignore[override]

class _Disclosures_demand_open(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, demand: UUID | None, recipient: int | None, purpose: int | None, ground: str | None, statute: str | None, said: bytes | None, scan: bytes | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Disclosures_demand_part(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, demand: UUID | None, record: UUID | None, kind: int | None, items: Sequence[int] | str | None, message: UUID | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Disclosures_demand_step(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, demand: UUID | None, from_: str | None, to: str | None, grant: int | None, digest: bytes | None, others: str | Json | Jsonb | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Disclosures_demand_keep_secret(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, demand: UUID | None, said: bytes | None, grant: int | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Disclosures_demand_tell(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, demand: UUID | None, tell: date | None, today: date | None, told: bytes | None, grant: int | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Disclosures_demand_secrecy(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, demand: UUID | None) -> Statement: ...  # type: ignore[override]

class _Disclosures_demand_look(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, demand: UUID | None, grant: int | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Disclosures_demand_take(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, demand: UUID | None, record: UUID | None, at: datetime | None) -> Statement: ...  # type: ignore[override]

class _Disclosures_demand_denied(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, demand: UUID | None, record: UUID | None, why: str | None) -> Statement: ...  # type: ignore[override]

class _Disclosures_demand_left(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, demands: Sequence[UUID] | str | None) -> Statement: ...  # type: ignore[override]

class _Disclosures_demand_all(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, before: datetime | None, before_demand: UUID | None, limit: int | None) -> Statement: ...  # type: ignore[override]

class _Disclosures_demand_one(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, demand: UUID | None) -> Statement: ...  # type: ignore[override]

class _Disclosures_demand_scan(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, demand: UUID | None) -> Statement: ...  # type: ignore[override]

class _Disclosures_demand_parts(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, demand: UUID | None) -> Statement: ...  # type: ignore[override]

class _Disclosures_demand_counts(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _Disclosures_demand_over(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, before: datetime | None, today: date | None, limit: int | None) -> Statement: ...  # type: ignore[override]

class _Disclosures_demand_forget_parts(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, demand: UUID | None, at: datetime | None) -> Statement: ...  # type: ignore[override]

class _Disclosures_demand_forget(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, demand: UUID | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Disclosures_demand_message(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, message: UUID | None) -> Statement: ...  # type: ignore[override]

class _Disclosures_by_hand_counts(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, before: datetime | None) -> Statement: ...  # type: ignore[override]

class _Disclosures_by_hand_messages(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, space: str | None, target: int | None, purpose: int | None, limit: int | None) -> Statement: ...  # type: ignore[override]

class _Disclosures_by_hand_certify(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, space: str | None, target: int | None, pem: str | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Disclosures_by_hand_certificate(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, space: str | None, target: int | None) -> Statement: ...  # type: ignore[override]

class _Disclosures_asking_open(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, request: UUID | None, name: str | None, consent: int | None, ko: str | None, en: str | None, until: date | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Disclosures_asking_reach(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, consent: int | None, records: Sequence[int] | str | None, subject: UUID | None) -> Statement: ...  # type: ignore[override]

class _Disclosures_asking_ask(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, request: UUID | None, records: Sequence[int] | str | None, subject: UUID | None, after: UUID | None, limit: int | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Disclosures_asking_of(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None) -> Statement: ...  # type: ignore[override]

class _Disclosures_asking_answer(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, request: UUID | None, answer: str | None, today: date | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Disclosures_asking_end(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, request: UUID | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Disclosures_asking_all(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, limit: int | None) -> Statement: ...  # type: ignore[override]

class _Disclosures_asking_unmailed(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, consents: Sequence[int] | str | None, today: date | None, limit: int | None) -> Statement: ...  # type: ignore[override]

class _Disclosures_asking_mailed(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, request: UUID | None, at: datetime | None) -> Statement: ...  # type: ignore[override]

class _Disclosures_release_open(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, release: UUID | None, kind: str | None, recipient: int | None, purpose: int | None, record: int | None, items: Sequence[int] | str | None, quasi: Sequence[int] | str | None, least: int | None, why: str | None, ends: date | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Disclosures_release_step(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, release: UUID | None, to: str | None, grant: int | None, lines: int | None, small: int | None, content: str | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Disclosures_release_rows(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, kind: int | None, policy: int | None, items: Sequence[int] | str | None, needs: Sequence[int] | str | None, grant: int | None, before: datetime | None, after: UUID | None, after_record: UUID | None, until: UUID | None, limit: int | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Disclosures_release_all(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, before: datetime | None, before_release: UUID | None, limit: int | None) -> Statement: ...  # type: ignore[override]

class _Disclosures_release_one(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, release: UUID | None) -> Statement: ...  # type: ignore[override]

class _Disclosures_release_ending(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, today: date | None) -> Statement: ...  # type: ignore[override]

class _Disclosures_release_over(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, release: UUID | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Disclosures_release_forget(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, at: datetime | None) -> Statement: ...  # type: ignore[override]

class _Disclosures_left_page(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, space: str | None, target: int | None, item: int | None, from_: datetime | None, to: datetime | None, before: datetime | None, before_message: UUID | None, limit: int | None) -> Statement: ...  # type: ignore[override]

class _Handlers_officer_confirm(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, handler: str | None, grant: int | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Handlers_officer_all(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, at: datetime | None) -> Statement: ...  # type: ignore[override]

class _Handlers_officer_ending(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, at: datetime | None) -> Statement: ...  # type: ignore[override]

class _Handlers_handler_enter(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, handler: str | None, kind: str | None, said: bytes | None, joined: date | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Handlers_handler_change(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, handler: str | None, kind: str | None, said: bytes | None, grant: int | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Handlers_handler_paper(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, handler: str | None, paper: UUID | None, kind: str | None, day: date | None, due: date | None, said: bytes | None, scan: bytes | None, to: str | None, by: str | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Handlers_handler_confirm(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, handler: str | None, paper: UUID | None, by: str | None, word: bytes | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Handlers_handler_leave(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, handler: str | None, grant: int | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Handlers_handler_all(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _Handlers_handler_papers(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, handler: str | None, hand: str | None) -> Statement: ...  # type: ignore[override]

class _Handlers_handler_paper_scan(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, handler: str | None, paper: UUID | None) -> Statement: ...  # type: ignore[override]

class _Handlers_handler_grants(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _Handlers_grant_accept(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, handler: str | None, number: int | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Handlers_deputy_name(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, deputy: UUID | None, stands_in: str | None, under: int | None, first: date | None, last: date | None, begins: datetime | None, until: datetime | None, trained: bool | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Handlers_deputy_confirm(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, deputy: UUID | None, grant: int | None, trained: bool | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Handlers_deputy_end(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, deputy: UUID | None, grant: int | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Handlers_deputy_begin(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, deputy: UUID | None, trained: bool | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Handlers_deputy_all(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, at: datetime | None, trained: bool | None) -> Statement: ...  # type: ignore[override]

class _Handlers_proof_set(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, handler: str | None, proof: UUID | None, kind: str | None, id: bytes | None, secret: bytes | None, count: int | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Handlers_proof_drop(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, handler: str | None, proof: UUID | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Handlers_proof_of(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, handler: str | None) -> Statement: ...  # type: ignore[override]

class _Handlers_proof_take(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, handler: str | None, proof: UUID | None, count: int | None) -> Statement: ...  # type: ignore[override]

class _Handlers_office_enter(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, handler: str | None, session: bytes | None, now: datetime | None, until: datetime | None, idle: int | None, most: int | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Handlers_office_look(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, session: bytes | None, now: datetime | None) -> Statement: ...  # type: ignore[override]

class _Handlers_office_prove(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, session: bytes | None, proved: datetime | None) -> Statement: ...  # type: ignore[override]

class _Handlers_office_leave(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, session: bytes | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Handlers_office_over(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _Handlers_office_know(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, handler: str | None, hash: bytes | None, former: bytes | None, now: datetime | None, until: datetime | None, most: int | None) -> Statement: ...  # type: ignore[override]

class _Handlers_office_known(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, handler: str | None, hash: bytes | None, now: datetime | None) -> Statement: ...  # type: ignore[override]

class _Handlers_handler_invite(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, token: bytes | None, handler: str | None, until: datetime | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Handlers_handler_invited(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, token: bytes | None, now: datetime | None, take: bool | None) -> Statement: ...  # type: ignore[override]

class _Handlers_handler_forget(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, handler: str | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Handlers_proof_begin(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, token: bytes | None, now: datetime | None, handler: str | None, proofs: Sequence[UUID] | str | None, kinds: Sequence[str | None] | str | None, ids: Sequence[bytes] | str | None, secrets: Sequence[bytes] | str | None, counts: Sequence[int] | str | None, entries: Sequence[UUID] | str | None, facts: Sequence[str | None] | str | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Handlers_office_arrive(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, handler: str | None, proof: UUID | None, id: bytes | None, secret: bytes | None, vouched: datetime | None, session: bytes | None, sid: bytes | None, now: datetime | None, until: datetime | None, idle: int | None, most: int | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Handlers_office_prove_by(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, session: bytes | None, id: bytes | None, secret: bytes | None, vouched: datetime | None, proved: datetime | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Handlers_company_ties(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _Handlers_company_signed_out(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, handler: str | None, sid: bytes | None, said: datetime | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Handlers_company_accounts(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, now: datetime | None) -> Statement: ...  # type: ignore[override]

class _Handlers_company_vouches(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, handler: str | None, proof: UUID | None, was: bytes | None, secret: bytes | None, vouched: datetime | None) -> Statement: ...  # type: ignore[override]

class _Handlers_company_ceases(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, handler: str | None, proof: UUID | None, was: bytes | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Handlers_company_closes(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, handler: str | None, id: bytes | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Intake_partner_key_add(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, partner: str | None, number: UUID | None, secret: bytes | None, moment: datetime | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Intake_partner_key_end(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, partner: str | None, number: UUID | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Intake_partner_keys(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, partner: str | None) -> Statement: ...  # type: ignore[override]

class _Intake_feed_begin(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, partner: str | None, message: str | None, digest: bytes | None, signed: datetime | None, feed: UUID | None, at: datetime | None, oldest: datetime | None) -> Statement: ...  # type: ignore[override]

class _Intake_feed_end(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, feed: UUID | None, partner: str | None, way: str | None, by: str | None, rows: int | None, taken: int | None, again: int | None, refused: int | None, lines: str | Json | Jsonb | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Intake_feed_list(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, partner: str | None, at: datetime | None, feed: UUID | None, limit: int | None) -> Statement: ...  # type: ignore[override]

class _Intake_feed_one(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, feed: UUID | None) -> Statement: ...  # type: ignore[override]

class _Jobs_people_moved(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, entry: Sequence[object], subject: UUID | None, record: UUID | None, items: Sequence[int] | str | None) -> Statement: ...  # type: ignore[override]

class _Jobs_answer_prune(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, at: datetime | None) -> Statement: ...  # type: ignore[override]

class _Jobs_hook_add(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, webhook: UUID | None, owner: str | None, events: Sequence[str | None] | str | None, sealed: bytes | None, at: datetime | None, position: int | None) -> Statement: ...  # type: ignore[override]

class _Jobs_hook_list(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _Jobs_hook_counts(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _Jobs_hook_end(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, webhook: UUID | None, owner: str | None, at: datetime | None) -> Statement: ...  # type: ignore[override]

class _Jobs_hook_drop(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, webhook: UUID | None) -> Statement: ...  # type: ignore[override]

class _Jobs_hook_tell(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, webhook: UUID | None, keys: Sequence[int] | str | None, seeing: Sequence[int] | str | None, rows: str | Json | Jsonb | None, at: datetime | None, now: datetime | None) -> Statement: ...  # type: ignore[override]

class _Jobs_hook_take(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, webhook: UUID | None, from_: int | None, to: int | None) -> Statement: ...  # type: ignore[override]

class _Jobs_hook_due(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, webhook: UUID | None, keys: Sequence[int] | str | None, at: datetime | None, now: datetime | None, limit: int | None) -> Statement: ...  # type: ignore[override]

class _Jobs_hook_claim(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, webhook: UUID | None, position: int | None, tries: int | None, next: datetime | None) -> Statement: ...  # type: ignore[override]

class _Jobs_hook_said(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, webhook: UUID | None, position: int | None, state: str | None, said: int | None) -> Statement: ...  # type: ignore[override]

class _Jobs_hook_dead(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, webhooks: Sequence[UUID] | str | None, after: int | None, limit: int | None) -> Statement: ...  # type: ignore[override]

class _Jobs_hook_replay(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, webhooks: Sequence[UUID] | str | None, message: UUID | None, at: datetime | None) -> Statement: ...  # type: ignore[override]

class _Jobs_hook_prune(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, before: datetime | None, webhooks: Sequence[UUID] | str | None) -> Statement: ...  # type: ignore[override]

class _Keys_restrictions_take_live(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, logged: int | None) -> Statement: ...  # type: ignore[override]

class _Keys_restrictions_take_archive(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, logged: int | None) -> Statement: ...  # type: ignore[override]

class _Keys_restrictions_take_keys(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, logged: int | None) -> Statement: ...  # type: ignore[override]

class _Keys_restrictions_last_live(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _Keys_restrictions_last_archive(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _Keys_restrictions_last_keys(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _Keys_restrictions_replay_live(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, rows: str | Json | Jsonb | None, last: int | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Keys_restrictions_replay_archive(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, rows: str | Json | Jsonb | None, last: int | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Keys_key_put(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, space: str | None, name: bytes | None, ring: int | None, wrapped: bytes | None) -> Statement: ...  # type: ignore[override]

class _Keys_key_put_many(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, space: str | None, names: Sequence[bytes] | str | None, rings: Sequence[int] | str | None, wrapped: Sequence[bytes] | str | None) -> Statement: ...  # type: ignore[override]

class _Keys_key_get(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, space: str | None, name: bytes | None) -> Statement: ...  # type: ignore[override]

class _Keys_key_get_many(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, space: str | None, names: Sequence[bytes] | str | None) -> Statement: ...  # type: ignore[override]

class _Keys_key_destroy(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, space: str | None, name: bytes | None, subject: UUID | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Keys_key_wait(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, space: str | None, name: bytes | None, subject: UUID | None, after: int | None, at: datetime | None) -> Statement: ...  # type: ignore[override]

class _Keys_key_ripe(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, verified: int | None, limit: int | None) -> Statement: ...  # type: ignore[override]

class _Keys_key_unwait(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, space: str | None, names: Sequence[bytes] | str | None) -> Statement: ...  # type: ignore[override]

class _Keys_key_waits(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _Keys_restrictions_replay_keys(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, rows: str | Json | Jsonb | None, last: int | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Keys_key_names(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, space: str | None, prefix: bytes | None) -> Statement: ...  # type: ignore[override]

class _Keys_key_youngest(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subjects: Sequence[bytes] | str | None) -> Statement: ...  # type: ignore[override]

class _Keys_key_page(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, space: str | None, after: bytes | None, limit: int | None) -> Statement: ...  # type: ignore[override]

class _Keys_key_untouched(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _Keys_epoch_alone(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _Keys_epoch_over(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _Keys_epoch_last(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, limit: int | None) -> Statement: ...  # type: ignore[override]

class _Keys_epoch_shard_rings(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _Keys_epoch_ahead(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _Keys_epoch_begin(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, ring: int | None, runner: UUID | None, former: str | None, holder: str | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Keys_epoch_step(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, ring: int | None, runner: UUID | None, from_: str | None, to: str | None, root: str | None, holder: str | None, backup: bool | None) -> Statement: ...  # type: ignore[override]

class _Keys_epoch_turn(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, ring: int | None, runner: UUID | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Keys_epoch_extent(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _Keys_epoch_page(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, ring: int | None, from_: int | None, to: int | None) -> Statement: ...  # type: ignore[override]

class _Keys_epoch_rewrap(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, ring: int | None, runner: UUID | None, from_: int | None, to: int | None, space: str | None, names: Sequence[bytes] | str | None, wrapped: Sequence[bytes] | str | None) -> Statement: ...  # type: ignore[override]

class _Keys_epoch_rewrap_evidence(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, ring: int | None, runner: UUID | None, from_: int | None, to: int | None, space: str | None, names: Sequence[bytes] | str | None, wrapped: Sequence[bytes] | str | None) -> Statement: ...  # type: ignore[override]

class _Keys_epoch_rewrapped(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, ring: int | None, runner: UUID | None) -> Statement: ...  # type: ignore[override]

class _Keys_epoch_done(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, ring: int | None, runner: UUID | None, irrecoverable: datetime | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Keys_key_fates(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, space: str | None, prefix: bytes | None) -> Statement: ...  # type: ignore[override]

class _Keys_receipt_say(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, number: UUID | None, dates: str | Json | Jsonb | None) -> Statement: ...  # type: ignore[override]

class _Keys_key_fates_of(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, names: Sequence[bytes] | str | None) -> Statement: ...  # type: ignore[override]

class _Ledger_ledger_take_live(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, limit: int | None) -> Statement: ...  # type: ignore[override]

class _Ledger_ledger_take_archive(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, limit: int | None) -> Statement: ...  # type: ignore[override]

class _Ledger_ledger_take_keys(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, limit: int | None) -> Statement: ...  # type: ignore[override]

class _Ledger_ledger_take_ledger(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, limit: int | None) -> Statement: ...  # type: ignore[override]

class _Ledger_ledger_drop_live(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, batch: UUID | None) -> Statement: ...  # type: ignore[override]

class _Ledger_ledger_drop_archive(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, batch: UUID | None) -> Statement: ...  # type: ignore[override]

class _Ledger_ledger_drop_keys(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, batch: UUID | None) -> Statement: ...  # type: ignore[override]

class _Ledger_ledger_drop_ledger(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, batch: UUID | None) -> Statement: ...  # type: ignore[override]

class _Ledger_ledger_last_live(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _Ledger_ledger_last_archive(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _Ledger_ledger_last_keys(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _Ledger_ledger_waiting_live(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, limit: int | None) -> Statement: ...  # type: ignore[override]

class _Ledger_ledger_waiting_archive(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, limit: int | None) -> Statement: ...  # type: ignore[override]

class _Ledger_ledger_waiting_keys(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, limit: int | None) -> Statement: ...  # type: ignore[override]

class _Ledger_ledger_waiting_ledger(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, limit: int | None) -> Statement: ...  # type: ignore[override]

class _Ledger_ledger_youngest_live(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _Ledger_ledger_youngest_archive(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _Ledger_ledger_youngest_keys(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _Ledger_ledger_youngest_ledger(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _Ledger_ledger_backlog_live(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _Ledger_ledger_backlog_archive(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _Ledger_ledger_backlog_keys(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _Ledger_ledger_backlog_ledger(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _Ledger_ledger_waiting_facts_live(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, limit: int | None) -> Statement: ...  # type: ignore[override]

class _Ledger_ledger_waiting_facts_archive(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, limit: int | None) -> Statement: ...  # type: ignore[override]

class _Ledger_ledger_waiting_facts_keys(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, limit: int | None) -> Statement: ...  # type: ignore[override]

class _Ledger_ledger_waiting_facts_ledger(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, limit: int | None) -> Statement: ...  # type: ignore[override]

class _Ledger_ledger_remove_live(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, entries: Sequence[UUID] | str | None) -> Statement: ...  # type: ignore[override]

class _Ledger_ledger_remove_archive(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, entries: Sequence[UUID] | str | None) -> Statement: ...  # type: ignore[override]

class _Ledger_ledger_remove_keys(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, entries: Sequence[UUID] | str | None) -> Statement: ...  # type: ignore[override]

class _Ledger_ledger_remove_ledger(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, entries: Sequence[UUID] | str | None) -> Statement: ...  # type: ignore[override]

class _Ledger_ledger_waiting_of(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None) -> Statement: ...  # type: ignore[override]

class _Ledger_ledger_archive_waiting_of(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None) -> Statement: ...  # type: ignore[override]

class _Ledger_ledger_shorter_live(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, lots: Sequence[int] | str | None, terms: Sequence[str | None] | str | None) -> Statement: ...  # type: ignore[override]

class _Ledger_ledger_shorter_keys(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, lots: Sequence[int] | str | None, terms: Sequence[str | None] | str | None) -> Statement: ...  # type: ignore[override]

class _Ledger_ledger_shorter_ledger(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, lots: Sequence[int] | str | None, terms: Sequence[str | None] | str | None) -> Statement: ...  # type: ignore[override]

class _Ledger_ledger_lengthen_live(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, lot: int | None, term: timedelta | str | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Ledger_ledger_lengthen_keys(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, lot: int | None, term: timedelta | str | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Ledger_ledger_lengthen_ledger(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, lot: int | None, term: timedelta | str | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Ledger_ledger_monitor(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, source: str | None, batch: UUID | None, counts: str | Json | Jsonb | None, at: datetime | None) -> Statement: ...  # type: ignore[override]

class _Ledger_ledger_destroy_month(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, name: bytes | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Ledger_ledger_to_pack(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, tiles: int | None) -> Statement: ...  # type: ignore[override]

class _Ledger_ledger_pack(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, n: int | None, months: Sequence[date] | str | None, lots: Sequence[int] | str | None, sealed: Sequence[bytes] | str | None) -> Statement: ...  # type: ignore[override]

class _Ledger_ledger_let_go(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, first: int | None, tiles: int | None) -> Statement: ...  # type: ignore[override]

class _Ledger_ledger_to_move(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, tiles: int | None, before: date | None) -> Statement: ...  # type: ignore[override]

class _Ledger_ledger_written_out(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, generation: int | None, first: int | None, tiles: int | None, numbers: Sequence[int] | str | None, months: Sequence[date] | str | None, lots: Sequence[int] | str | None, begins: Sequence[int] | str | None, sizes: Sequence[int] | str | None) -> Statement: ...  # type: ignore[override]

class _Ledger_ledger_let_out(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, first: int | None, tiles: int | None, before: date | None) -> Statement: ...  # type: ignore[override]

class _Ledger_ledger_entries(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, from_: int | None, limit: int | None) -> Statement: ...  # type: ignore[override]

class _Ledger_ledger_blocks(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, tiles: Sequence[int] | str | None) -> Statement: ...  # type: ignore[override]

class _Ledger_ledger_whose(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, bucket: int | None) -> Statement: ...  # type: ignore[override]

class _Ledger_ledger_written(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, tiles: Sequence[int] | str | None) -> Statement: ...  # type: ignore[override]

class _Ledger_ledger_commitments(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, from_: int | None, limit: int | None) -> Statement: ...  # type: ignore[override]

class _Ledger_ledger_tiles(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, from_: int | None, limit: int | None) -> Statement: ...  # type: ignore[override]

class _Ledger_ledger_placed(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, source: str | None) -> Statement: ...  # type: ignore[override]

class _Ledger_ledger_forget_batch(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, source: str | None) -> Statement: ...  # type: ignore[override]

class _Ledger_ledger_tree(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _Ledger_ledger_tell(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, entry: UUID | None, at: datetime | None, said: str | None) -> Statement: ...  # type: ignore[override]

class _Ledger_ledger_words(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _Ledger_ledger_processes(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, processes: Sequence[int] | str | None) -> Statement: ...  # type: ignore[override]

class _Ledger_ledger_keep_processes(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, processes: Sequence[int] | str | None, seen: Sequence[bytes] | str | None, ended: Sequence[int] | str | None, words: Sequence[UUID] | str | None) -> Statement: ...  # type: ignore[override]

class _Ledger_ledger_alarm(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, on: bool | None) -> Statement: ...  # type: ignore[override]

class _Ledger_ledger_still(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _Ledger_ledger_grow(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, source: str | None, batch: UUID | None, counted: str | Json | Jsonb | None, from_: int | None, size: int | None, frontier: bytes | None, months: Sequence[date] | str | None, lots: Sequence[int] | str | None, lows: Sequence[int] | str | None, highs: Sequence[int] | str | None, levels: Sequence[int] | str | None, numbers: Sequence[int] | str | None, roots: Sequence[bytes] | str | None, leaves: Sequence[bytes] | str | None, counts: str | Json | Jsonb | None) -> Statement: ...  # type: ignore[override]

class _Ledger_ledger_count_on(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, from_: int | None, until: int | None, counts: str | Json | Jsonb | None) -> Statement: ...  # type: ignore[override]

class _Ledger_ledger_counts(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, lies: date | None, lot: int | None) -> Statement: ...  # type: ignore[override]

class _Ledger_ledger_counted(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _Ledger_ledger_checkpoint(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, size: int | None, at: datetime | None, note: str | None) -> Statement: ...  # type: ignore[override]

class _Ledger_ledger_thin(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, at: datetime | None) -> Statement: ...  # type: ignore[override]

class _Ledger_ledger_bodies_of(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, newest: int | None, below: int | None) -> Statement: ...  # type: ignore[override]

class _Ledger_ledger_open_leaves(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, from_: int | None, limit: int | None) -> Statement: ...  # type: ignore[override]

class _Ledger_ledger_roots(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, level: int | None, from_: int | None, limit: int | None) -> Statement: ...  # type: ignore[override]

class _Ledger_ledger_tree_now(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _Ledger_ledger_named(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, origin: str | None) -> Statement: ...  # type: ignore[override]

class _Ledger_ledger_last_checkpoint(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _Ledger_ledger_cosign(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, size: int | None, line: str | None) -> Statement: ...  # type: ignore[override]

class _Ledger_ledger_witnesses(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _Ledger_ledger_witness_said(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, key: str | None, size: int | None, at: datetime | None, said: str | None) -> Statement: ...  # type: ignore[override]

class _Ledger_ledger_begin_generation(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, generation: int | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Ledger_ledger_spans(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, waiting: Sequence[date] | str | None) -> Statement: ...  # type: ignore[override]

class _Ledger_ledger_bodies_in(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, month: date | None, lot: int | None) -> Statement: ...  # type: ignore[override]

class _Ledger_ledger_state_expiry(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, month: date | None, lot: int | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Ledger_ledger_erase(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, month: date | None, lot: int | None, limit: int | None) -> Statement: ...  # type: ignore[override]

class _Ledger_ledger_positions(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, from_: datetime | None, until: datetime | None) -> Statement: ...  # type: ignore[override]

class _Ledger_ledger_checkpoints(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _Mail_mail_waits(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, mail: UUID | None, at: datetime | None) -> Statement: ...  # type: ignore[override]

class _Mail_mail_queue(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, mail: UUID | None, record: UUID | None, kind: str | None, letter: str | None, language: str | None, facts: bytes | None, generation: int | None, at: datetime | None) -> Statement: ...  # type: ignore[override]

class _Mail_mail_due(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, at: datetime | None, limit: int | None) -> Statement: ...  # type: ignore[override]

class _Mail_mail_take(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, mail: UUID | None, tries: int | None, until: datetime | None) -> Statement: ...  # type: ignore[override]

class _Mail_mail_later(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, mail: UUID | None, until: datetime | None) -> Statement: ...  # type: ignore[override]

class _Mail_mail_drop(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, mail: UUID | None) -> Statement: ...  # type: ignore[override]

class _Mail_mail_sent(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, mail: UUID | None, record: UUID | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Mail_mail_die(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, mail: UUID | None, record: UUID | None, why: str | None, doubt: int | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Mail_mail_dead(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, limit: int | None) -> Statement: ...  # type: ignore[override]

class _Mail_mail_again(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, mail: UUID | None, at: datetime | None) -> Statement: ...  # type: ignore[override]

class _Mail_mail_counts(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _Mail_mail_doubtful(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None) -> Statement: ...  # type: ignore[override]

class _Mail_mail_returned(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, low: UUID | None, high: UUID | None, version: int | None, items: Sequence[int] | str | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Mail_mail_answers(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, mail: UUID | None) -> Statement: ...  # type: ignore[override]

class _Mail_mail_trusted(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, record: UUID | None) -> Statement: ...  # type: ignore[override]

class _Mail_campaign_write(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, campaign: UUID | None, purpose: int | None, consent: int | None, language: str | None, facts: str | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Mail_campaign_step(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, campaign: UUID | None, step: str | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Mail_campaign_drop(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, letter: str | None, facts: bytes | None) -> Statement: ...  # type: ignore[override]

class _Mail_campaign_mail(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, campaign: UUID | None, consent: int | None, letter: str | None, language: str | None, facts: bytes | None, kinds: Sequence[int] | str | None, names: Sequence[str | None] | str | None, limit: int | None, at: datetime | None) -> Statement: ...  # type: ignore[override]

class _Mail_campaign_went(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, campaign: UUID | None, mailed: int | None, over: bool | None) -> Statement: ...  # type: ignore[override]

class _Mail_campaign_reach(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, consent: int | None, kinds: Sequence[int] | str | None) -> Statement: ...  # type: ignore[override]

class _Mail_campaign_list(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, limit: int | None) -> Statement: ...  # type: ignore[override]

class _Monitoring_monitor_limits(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _Monitoring_pause_untold(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _Monitoring_pause_told(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, number: int | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Monitoring_pause_list(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, before: int | None, limit: int | None) -> Statement: ...  # type: ignore[override]

class _Monitoring_pause_answer(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, number: int | None, verdict: str | None, today: date | None, grant: int | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Monitoring_monitor_forget(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, at: datetime | None) -> Statement: ...  # type: ignore[override]

class _Monitoring_explanation_ask(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, explanation: UUID | None, about: str | None, reader: str | None, due: date | None, ko: str | None, en: str | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Monitoring_explanation_list(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, reader: str | None, about: str | None, limit: int | None) -> Statement: ...  # type: ignore[override]

class _Monitoring_explanation_say(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, explanation: UUID | None, by: str | None, words: bytes | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Monitoring_explanation_judge(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, explanation: UUID | None, verdict: str | None, today: date | None, grant: int | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Monitoring_explanation_over(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, at: datetime | None) -> Statement: ...  # type: ignore[override]

class _Monitoring_explanation_forget(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, explanation: UUID | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Moves_move_begin(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, move: UUID | None, kind: str | None, digest: str | None, today: date | None, as_: str | None, grant: int | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Moves_move_step(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, id: UUID | None, step: str | None, words: bytes | None, said: bytes | None, was: bytes | None, due: date | None, files: bytes | None, as_: str | None, grant: int | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Observed_observed_add(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, hour: datetime | None, views: Sequence[str | None] | str | None, purposes: Sequence[str | None] | str | None, places: Sequence[str | None] | str | None, columns: Sequence[str | None] | str | None, deeds: Sequence[str | None] | str | None, verdicts: Sequence[str | None] | str | None, clauses: Sequence[str | None] | str | None, whys: Sequence[str | None] | str | None, times: Sequence[int] | str | None, lost: int | None) -> Statement: ...  # type: ignore[override]

class _Observed_observed_since(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, since: datetime | None) -> Statement: ...  # type: ignore[override]

class _Observed_observed_lost(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, since: datetime | None) -> Statement: ...  # type: ignore[override]

class _Observed_observed_overdue_put(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, at: datetime | None, found: str | Json | Jsonb | None) -> Statement: ...  # type: ignore[override]

class _Observed_observed_overdue(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _Plan_plan_save(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, edit: int | None, said: bytes | None, cycle: str | None, limits: str | Json | Jsonb | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Plan_plan_approve(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, edit: int | None, review: date | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Plan_plan_list(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _Plan_taken_in(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, batch: UUID | None, system: str | None, way: str | None, marks: Sequence[bytes] | str | None, months: Sequence[date] | str | None, entries: Sequence[UUID] | str | None, whos: Sequence[bytes] | str | None, whens: Sequence[datetime] | str | None, row_fact: str | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Plan_taken_months(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _Plan_taken_forget(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, month: date | None, at: datetime | None) -> Statement: ...  # type: ignore[override]

class _Plan_taken_list(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, limit: int | None) -> Statement: ...  # type: ignore[override]

class _Processors_contract_add(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, space: str | None, target: int | None, paper: UUID | None, signed: date | None, ends: date | None, told: str | None, said: bytes | None, scan: bytes | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Processors_contract_all(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _Processors_contract_scan(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, paper: UUID | None) -> Statement: ...  # type: ignore[override]

class _Processors_contract_over(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _Processors_contract_holds(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, space: str | None, targets: Sequence[int] | str | None) -> Statement: ...  # type: ignore[override]

class _Processors_deletion_page(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, space: str | None, target: int | None, before: datetime | None, before_message: UUID | None, limit: int | None) -> Statement: ...  # type: ignore[override]

class _Processors_telling_waits(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, topic: str | None, space: str | None, target: int | None, at: datetime | None) -> Statement: ...  # type: ignore[override]

class _Processors_telling_open(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, topic: str | None, space: str | None, target: int | None, telling: UUID | None, token: bytes | None, sealed: bytes | None, at: datetime | None) -> Statement: ...  # type: ignore[override]

class _Processors_telling_drop(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, telling: UUID | None) -> Statement: ...  # type: ignore[override]

class _Processors_telling_gather(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, topic: str | None, space: str | None, target: int | None, telling: UUID | None, at: datetime | None, limit: int | None) -> Statement: ...  # type: ignore[override]

class _Processors_telling_counts(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, tellings: Sequence[UUID] | str | None) -> Statement: ...  # type: ignore[override]

class _Processors_telling_due(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, at: datetime | None, limit: int | None) -> Statement: ...  # type: ignore[override]

class _Processors_telling_take(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, telling: UUID | None, tries: int | None, next: datetime | None) -> Statement: ...  # type: ignore[override]

class _Processors_telling_sent(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, telling: UUID | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Processors_telling_look(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, token: bytes | None) -> Statement: ...  # type: ignore[override]

class _Processors_telling_lines(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, telling: UUID | None) -> Statement: ...  # type: ignore[override]

class _Processors_telling_opened(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _Processors_telling_answered(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, tellings: Sequence[UUID] | str | None) -> Statement: ...  # type: ignore[override]

class _Processors_telling_answer(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, token: bytes | None, kept: Sequence[UUID] | str | None, receipt: str | None, kept_receipt: str | None, waits: bool | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Processors_telling_end(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, telling: UUID | None, kept: Sequence[UUID] | str | None, receipt: str | None, kept_receipt: str | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Processors_deletion_answer(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, message: UUID | None, state: str | None, receipt: str | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Prove_prove_attached(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _Prove_prove_keys(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _Prove_prove_note(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, states: str | Json | Jsonb | None, clauses: Sequence[str | None] | str | None, ko: Sequence[str | None] | str | None, en: Sequence[str | None] | str | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Prove_prove_tasked(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, clause: str | None, since: datetime | None, task: UUID | None) -> Statement: ...  # type: ignore[override]

class _Prove_prove_runs(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, limit: int | None) -> Statement: ...  # type: ignore[override]

class _Prove_prove_findings(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, limit: int | None) -> Statement: ...  # type: ignore[override]

class _Prove_system_enter(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, system: str | None, reach: str | None, ko: str | None, en: str | None, clauses: Sequence[str | None] | str | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Prove_system_end(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, system: str | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Prove_system_attest(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, system: str | None, attestation: UUID | None, day: date | None, until: date | None, said: bytes | None, file: bytes | None, digest: bytes | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Prove_system_list(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _Prove_system_file(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, system: str | None, attestation: UUID | None) -> Statement: ...  # type: ignore[override]

class _Prove_prove_late(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, before: datetime | None, finishing: Sequence[int] | str | None) -> Statement: ...  # type: ignore[override]

class _Prove_prove_unsourced(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, channels: Sequence[int] | str | None) -> Statement: ...  # type: ignore[override]

class _Prove_prove_left(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _Prove_prove_reminded(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, what: str | None, item: int | None) -> Statement: ...  # type: ignore[override]

class _Prove_prove_requests(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, today: date | None) -> Statement: ...  # type: ignore[override]

class _Prove_prove_complaints(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, today: date | None) -> Statement: ...  # type: ignore[override]

class _Prove_prove_frozen(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, before: datetime | None) -> Statement: ...  # type: ignore[override]

class _Prove_prove_outbox(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, before: datetime | None) -> Statement: ...  # type: ignore[override]

class _Prove_prove_given(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _Prove_prove_sessions(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, now: datetime | None, idle: int | None, lasts: timedelta | str | None, most: int | None) -> Statement: ...  # type: ignore[override]

class _Prove_prove_suspicions(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, before: datetime | None) -> Statement: ...  # type: ignore[override]

class _Prove_prove_unreminded(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, what: str | None, kinds: Sequence[int] | str | None, item: int | None, before: datetime | None, letter: str | None, stuck: datetime | None) -> Statement: ...  # type: ignore[override]

class _Prove_prove_grants(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, now: datetime | None) -> Statement: ...  # type: ignore[override]

class _Prove_prove_mails(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, now: datetime | None) -> Statement: ...  # type: ignore[override]

class _Prove_prove_place(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _Prove_prove_notices(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _Prove_prove_registers(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, today: date | None, now: datetime | None) -> Statement: ...  # type: ignore[override]

class _Prove_prove_sizes(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _Prove_job_note(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, at: datetime | None, steps: Sequence[str | None] | str | None, millis: Sequence[int] | str | None, done: str | Json | Jsonb | None, failed: Sequence[str | None] | str | None) -> Statement: ...  # type: ignore[override]

class _Prove_job_list(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _Prove_prove_archive_place(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _Prove_prove_ledger_place(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _Prove_prove_keys_place(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _Prove_prove_looks(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _Prove_prove_ledger_size(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _Publishing_publish_begin(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, digest: bytes | None, text: str | None, source: bytes | None, announced: date | None, in_force: date | None, effective: datetime | None, important: bool | None, numbers: str | Json | Jsonb | None, previous: int | None, from_: Sequence[int] | str | None, questions: str | Json | Jsonb | None, crossings: str | Json | Jsonb | None, grant: int | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Publishing_publish_post(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, number: int | None, lapse: bool | None, day: date | None, title_ko: str | None, title_en: str | None, body_ko: str | None, body_en: str | None, circular: str | None, notice: Sequence[object], entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Publishing_publish_withdraw(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, number: int | None, title_ko: str | None, title_en: str | None, body_ko: str | None, body_en: str | None, circular: str | None, grant: int | None, notice: Sequence[object], entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Publishing_publish_mail(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, number: int | None, letter: str | None, language: str | None, facts: bytes | None, kinds: Sequence[int] | str | None, names: Sequence[str | None] | str | None, before: str | None, limit: int | None, at: datetime | None) -> Statement: ...  # type: ignore[override]

class _Publishing_publish_written(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, number: int | None, letter: str | None) -> Statement: ...  # type: ignore[override]

class _Publishing_publish_mailed(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, number: int | None, letter: str | None, mailed: int | None, over: bool | None) -> Statement: ...  # type: ignore[override]

class _Publishing_publish_switch(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, number: int | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Publishing_publish_take_over(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, number: int | None, limit: int | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Publishing_publish_moved(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, number: int | None, moved: int | None, over: bool | None, at: datetime | None) -> Statement: ...  # type: ignore[override]

class _Publishing_publish_reworks(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, after: UUID | None, record: UUID | None, limit: int | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Publishing_publish_reworked(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, record: UUID | None, version: int | None, generation: int | None, over_from: datetime | None, items: Sequence[int] | str | None, head: bytes | None, body: Sequence[bytes] | str | None, dropped: Sequence[int] | str | None, kept: bool | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Publishing_publish_questions(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, at: datetime | None) -> Statement: ...  # type: ignore[override]

class _Publishing_publish_answer(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, version: int | None, clause: int | None, given: bool | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Publishing_publish_list(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _Publishing_publish_source(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, number: int | None) -> Statement: ...  # type: ignore[override]

class _Publishing_publish_served(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _Publishing_publish_consented(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, clause: int | None, kinds: Sequence[int] | str | None) -> Statement: ...  # type: ignore[override]

class _Publishing_publish_answered(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, version: int | None) -> Statement: ...  # type: ignore[override]

class _Publishing_proposal_save(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, number: int | None, seen: int | None, source: bytes | None, published: bytes | None, published_as: str | None, grant: int | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Publishing_proposal_step(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, number: int | None, seen: int | None, to: str | None, words: str | None, grant: int | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Publishing_proposal_list(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, number: int | None) -> Statement: ...  # type: ignore[override]

class _Publishing_proposal_source(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, number: int | None) -> Statement: ...  # type: ignore[override]

class _Reading_people_page(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, kinds: Sequence[int] | str | None, states: Sequence[int] | str | None, from_: datetime | None, to: datetime | None, by: str | None, newest: bool | None, rank: int | None, after: datetime | None, after_subject: UUID | None, limit: int | None, grant: int | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Reading_people_locate(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, number: UUID | None, grant: int | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Reading_people_look(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, grant: int | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Reading_mass_ask(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, number: UUID | None, digest: bytes | None, query: str | Json | Jsonb | None, said: bytes | None, grant: int | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Reading_mass_decide(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, number: UUID | None, digest: bytes | None, yes: bool | None, grant: int | None, until: datetime | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Reading_mass_query(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, number: UUID | None, state: str | None) -> Statement: ...  # type: ignore[override]

class _Reading_mass_people(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, query: str | Json | Jsonb | None, limit: int | None) -> Statement: ...  # type: ignore[override]

class _Reading_mass_begin(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, number: UUID | None, digest: bytes | None, people: int | None, grant: int | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Reading_mass_page(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, query: str | Json | Jsonb | None, after: UUID | None, after_record: UUID | None, limit: int | None) -> Statement: ...  # type: ignore[override]

class _Reading_mass_end(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, number: UUID | None, state: str | None, records: int | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Reading_mass_review(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, number: UUID | None, word: bytes | None, grant: int | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Reading_mass_all(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, before: datetime | None, before_number: UUID | None, limit: int | None, waiting: bool | None) -> Statement: ...  # type: ignore[override]

class _Reading_mass_lapse(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _Reading_mass_over(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, before: datetime | None, limit: int | None) -> Statement: ...  # type: ignore[override]

class _Reading_mass_forget(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, number: UUID | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Reading_mass_of(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, number: UUID | None) -> Statement: ...  # type: ignore[override]

class _Reading_open_counted(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, kinds: Sequence[int] | str | None, finishes: Sequence[bool] | str | None, late: Sequence[datetime] | str | None, broken: Sequence[datetime] | str | None, at: datetime | None, most: int | None) -> Statement: ...  # type: ignore[override]

class _Reading_listed(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, kind: int | None, needs: Sequence[int] | str | None, behind: datetime | None, after: UUID | None, limit: int | None, grant: int | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Reading_open_page(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, kind: int | None, finishes: bool | None, subjects: Sequence[UUID] | str | None, records: Sequence[UUID] | str | None, from_: datetime | None, to: datetime | None, waits: str | None, newest: bool | None, after: datetime | None, after_record: UUID | None, limit: int | None, grant: int | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Reading_sign_ins_part(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, kind: int | None, item: int | None, way: str | None, since: datetime | None, salt: bytes | None, grant: int | None, at: datetime | None) -> Statement: ...  # type: ignore[override]

class _Reading_sign_ins_compare(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, kind: int | None, item: int | None, way: str | None, since: datetime | None, least: int | None, limit: int | None, salt: bytes | None, others: str | Json | Jsonb | None, grant: int | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Reading_calendar_ends(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, zone: str | None, from_: datetime | None, to: datetime | None) -> Statement: ...  # type: ignore[override]

class _Reading_calendar_waiting(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _Reading_calendar_parts(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, from_: date | None, to: date | None) -> Statement: ...  # type: ignore[override]

class _Reading_calendar_day(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, due: date | None) -> Statement: ...  # type: ignore[override]

class _Reports_report_certificates(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, from_: datetime | None, before: datetime | None, before_certificate: UUID | None, limit: int | None) -> Statement: ...  # type: ignore[override]

class _Reports_report_certificate(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, certificate: UUID | None) -> Statement: ...  # type: ignore[override]

class _Reports_report_provisions(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, from_: datetime | None, to: datetime | None, after: datetime | None, after_message: UUID | None, limit: int | None) -> Statement: ...  # type: ignore[override]

class _Reports_report_provisions_by(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, zone: str | None, from_: datetime | None, to: datetime | None) -> Statement: ...  # type: ignore[override]

class _Reports_report_note(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, grant: int | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Reports_usage_begin(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, year: int | None, grant: int | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Reports_usage_runs(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _Reports_usage_people(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, after: UUID | None, year: int | None, limit: int | None) -> Statement: ...  # type: ignore[override]

class _Reports_usage_mark(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, year: int | None, at: datetime | None) -> Statement: ...  # type: ignore[override]

class _Reports_usage_next(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, year: int | None, from_: UUID | None, to: UUID | None, people: int | None, letters: int | None, over: bool | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Reports_figures_people_by_month(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _Reports_figures_people_by_value(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _Reports_report_access_span(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, from_: date | None, to: date | None) -> Statement: ...  # type: ignore[override]

class _Review_review_people(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _Review_review_make(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, review: UUID | None, begins: date | None, ends: date | None, sheet: bytes | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Review_review_write(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, review: UUID | None, was: bytes | None, sheet: bytes | None, concerned: Sequence[str | None] | str | None, sign: bool | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Review_review_list(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _Store_restore_begin_live(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, run: UUID | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Store_restore_begin_archive(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, run: UUID | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Store_restore_end_live(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, run: UUID | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Store_restore_end_archive(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, run: UUID | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Store_deny(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, entry: Sequence[object], subject: UUID | None, record: UUID | None, items: Sequence[int] | str | None, outcome: int | None) -> Statement: ...  # type: ignore[override]

class _Store_note(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, entry: Sequence[object], subject: UUID | None, record: UUID | None, items: Sequence[int] | str | None) -> Statement: ...  # type: ignore[override]

class _Store_backup_after(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _Store_backup_verified(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _Store_systems_told(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None) -> Statement: ...  # type: ignore[override]

class _Store_claim_over(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, today: date | None, at: datetime | None) -> Statement: ...  # type: ignore[override]

class _Store_use(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, record: UUID | None, kind: int | None, policy: int | None, items: Sequence[int] | str | None, needs: Sequence[int] | str | None, finishes: bool | None, grant: int | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Store_use_many(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, rows: str | Json | Jsonb | None) -> Statement: ...  # type: ignore[override]

class _Store_claim_person(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, claims: str | Json | Jsonb | None) -> Statement: ...  # type: ignore[override]

class _Store_collect(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, subject_kind: int | None, new: bool | None, consents: Sequence[int] | str | None, record: UUID | None, kind: int | None, policy: int | None, needs: Sequence[int] | str | None, items: Sequence[int] | str | None, generation: int | None, head: bytes | None, body: Sequence[bytes] | str | None, channel: int | None, source: int | None, party: int | None, over_from: datetime | None, single: bool | None, claims: str | Json | Jsonb | None, grant: int | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Store_collect_many(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, sorts: str | Json | Jsonb | None, sort: Sequence[int] | str | None, subjects: Sequence[UUID] | str | None, records: Sequence[UUID] | str | None, generations: Sequence[int] | str | None, heads: Sequence[bytes] | str | None, bodies: str | None, entries: Sequence[UUID] | str | None, policy: int | None, at: datetime | None, who: bytes | None, grant: int | None) -> Statement: ...  # type: ignore[override]

class _Store_move_run(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, move: UUID | None, run: UUID | None) -> Statement: ...  # type: ignore[override]

class _Store_move_read(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, move: UUID | None, source: str | None, rows: int | None, last: bytes | None) -> Statement: ...  # type: ignore[override]

class _Store_moved(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, versions: Sequence[int] | str | None, tags: Sequence[bytes] | str | None) -> Statement: ...  # type: ignore[override]

class _Store_move_in(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, move: UUID | None, run: UUID | None, rows: str | Json | Jsonb | None, policy: int | None, at: datetime | None, who: bytes | None, grant: int | None) -> Statement: ...  # type: ignore[override]

class _Store_move_reached(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, move: UUID | None, source: str | None) -> Statement: ...  # type: ignore[override]

class _Store_move_people(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, move: UUID | None, after: UUID | None, limit: int | None) -> Statement: ...  # type: ignore[override]

class _Store_move_out(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, move: UUID | None, rows: str | Json | Jsonb | None, at: datetime | None, grant: int | None) -> Statement: ...  # type: ignore[override]

class _Store_call_back_in_time(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, target: int | None, before: datetime | None, departed: bool | None, limit: int | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Store_happen(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, record: UUID | None, kind: int | None, policy: int | None, event: int | None, ends: bool | None, over_from: datetime | None, finishes: bool | None, grant: int | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Store_consent(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, policy: int | None, give: Sequence[int] | str | None, withdraw: Sequence[int] | str | None, kinds: Sequence[int] | str | None, kind_needs: Sequence[str | None] | str | None, grant: int | None, over: datetime | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Store_consent_over(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, consent: int | None, before: datetime | None, after: UUID | None, limit: int | None) -> Statement: ...  # type: ignore[override]

class _Store_freeze(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, record: UUID | None, kind: int | None, policy: int | None, request: UUID | None, items: Sequence[int] | str | None, grant: int | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Store_whole(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, record: UUID | None, request: UUID | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Store_correct(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, record: UUID | None, kind: int | None, policy: int | None, request: UUID | None, now: bool | None, version: int | None, generation: int | None, changed: Sequence[int] | str | None, items: Sequence[int] | str | None, head: bytes | None, body: Sequence[bytes] | str | None, claims: str | Json | Jsonb | None, finishes: bool | None, needs: Sequence[int] | str | None, grant: int | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Store_refuse_correction(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, record: UUID | None, request: UUID | None, kind: int | None, grant: int | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Store_leave(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, time: int | None, grant: int | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Store_leave_empty(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, kind: int | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Store_subject_of(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None) -> Statement: ...  # type: ignore[override]

class _Store_generations_of(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subjects: Sequence[UUID] | str | None) -> Statement: ...  # type: ignore[override]

class _Store_records_of(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, kind: int | None, record: UUID | None, at: datetime | None) -> Statement: ...  # type: ignore[override]

class _Store_show(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, only: Sequence[UUID] | str | None, finishes: Sequence[int] | str | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Store_page_of(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, order: Sequence[int] | str | None, kinds: Sequence[int] | str | None, records: Sequence[UUID] | str | None, frozen: bool | None, archived: Sequence[UUID] | str | None, skip: int | None, limit: int | None) -> Statement: ...  # type: ignore[override]

class _Store_counted_of(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, records: Sequence[UUID] | str | None, frozen: bool | None, archived: Sequence[UUID] | str | None, since: datetime | None, now: datetime | None, main: Sequence[int] | str | None) -> Statement: ...  # type: ignore[override]

class _Store_gone_of(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None) -> Statement: ...  # type: ignore[override]

class _Store_destroyed_of(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None) -> Statement: ...  # type: ignore[override]

class _Store_gone_between(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, from_: datetime | None, to: datetime | None, after: UUID | None, after_record: UUID | None, limit: int | None) -> Statement: ...  # type: ignore[override]

class _Store_disclosures_of(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None) -> Statement: ...  # type: ignore[override]

class _Store_requests_of(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None) -> Statement: ...  # type: ignore[override]

class _Store_find(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, versions: Sequence[int] | str | None, tags: Sequence[bytes] | str | None, kinds: Sequence[int] | str | None, away: bool | None) -> Statement: ...  # type: ignore[override]

class _Store_claim_since(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, kind: int | None, tags: Sequence[bytes] | str | None, since: datetime | None) -> Statement: ...  # type: ignore[override]

class _Store_claim_held(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, versions: Sequence[int] | str | None, tags: Sequence[bytes] | str | None) -> Statement: ...  # type: ignore[override]

class _Store_index_state(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _Store_index_begin(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, versions: Sequence[int] | str | None, to: int | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Store_index_page(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, to: int | None, after: UUID | None, after_record: UUID | None, after_item: int | None, limit: int | None) -> Statement: ...  # type: ignore[override]

class _Store_index_move(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, to: int | None, tags: Sequence[bytes] | str | None, subjects: Sequence[UUID] | str | None, records: Sequence[UUID] | str | None, new: Sequence[bytes] | str | None, sealed: Sequence[bytes] | str | None) -> Statement: ...  # type: ignore[override]

class _Store_index_source(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, record: UUID | None, item: int | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Store_index_mend(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, to: int | None, tag: bytes | None, subject: UUID | None, record: UUID | None, new: bytes | None, sealed: bytes | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Store_index_end(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, to: int | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Store_inventory(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, now: datetime | None, finishing: Sequence[int] | str | None, turn: int | None, after: datetime | None, after_subject: UUID | None, after_record: UUID | None, limit: int | None) -> Statement: ...  # type: ignore[override]

class _Store_sweep_before(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, boot: str | None) -> Statement: ...  # type: ignore[override]

class _Store_sweep_server_time(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _Store_sweep_begin(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, last: datetime | None, boot: str | None, seconds: float | None, word: int | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Store_sweep_propose(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, plan: bytes | None, people: int | None, total: int | None, most: int | None, records: Sequence[UUID] | str | None, kinds: Sequence[int] | str | None, dues: Sequence[date] | str | None, parts: Sequence[int] | str | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Store_sweep_proposed(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _Store_sweep_approve(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, plan: bytes | None, grant: int | None, until: datetime | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Store_sweep_approved(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, at: datetime | None) -> Statement: ...  # type: ignore[override]

class _Store_sweep_word_kept(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _Store_retire_begin(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, record: UUID | None, kind: int | None, plan: str | None, ended: datetime | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Store_retire_finish(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subjects: Sequence[UUID] | str | None, records: Sequence[UUID] | str | None, fate: str | None, partly: bool | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Store_hold(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, record: UUID | None, kind: int | None, rests: bool | None, lay: UUID | None, release: UUID | None, said: bytes | None, grant: int | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Store_hold_over(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, record: UUID | None, hold: UUID | None) -> Statement: ...  # type: ignore[override]

class _Store_hold_all(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, before: datetime | None, before_hold: UUID | None, limit: int | None) -> Statement: ...  # type: ignore[override]

class _Store_hold_of(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None) -> Statement: ...  # type: ignore[override]

class _Store_stale(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, after: UUID | None, limit: int | None) -> Statement: ...  # type: ignore[override]

class _Store_rekey_next(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subjects: Sequence[UUID] | str | None, generations: Sequence[int] | str | None) -> Statement: ...  # type: ignore[override]

class _Store_rekey_older(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subjects: Sequence[UUID] | str | None, generations: Sequence[int] | str | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Store_rekey_reseal(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subjects: Sequence[UUID] | str | None, generations: Sequence[int] | str | None, rows: str | Json | Jsonb | None) -> Statement: ...  # type: ignore[override]

class _Store_rekey_fresh(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subjects: Sequence[UUID] | str | None, generations: Sequence[int] | str | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Store_forget(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, rests: bool | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Store_handed_over_rests(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, after: UUID | None, limit: int | None) -> Statement: ...  # type: ignore[override]

class _Store_handed_over_forget(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Store_shells(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, after: UUID | None, limit: int | None) -> Statement: ...  # type: ignore[override]

class _Store_without_row(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subjects: Sequence[UUID] | str | None) -> Statement: ...  # type: ignore[override]

class _Store_restore_replay_people(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, run: UUID | None, rows: str | Json | Jsonb | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Store_restore_people(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, run: UUID | None, after: UUID | None, limit: int | None) -> Statement: ...  # type: ignore[override]

class _Store_rekey_sealing(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subjects: Sequence[UUID] | str | None, generations: Sequence[int] | str | None) -> Statement: ...  # type: ignore[override]

class _Store_restore_drop_records(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, run: UUID | None, subjects: Sequence[UUID] | str | None, generations: Sequence[int] | str | None, renewed: Sequence[UUID] | str | None, to: Sequence[int] | str | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Store_restore_frozen(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _Store_may_leave(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, record: UUID | None, kind: int | None, policy: int | None, items: Sequence[int] | str | None, needs: Sequence[int] | str | None, finishes: bool | None, grant: int | None, message: UUID | None, topic: str | None, space: str | None, target: int | None, purpose: int | None, demand: UUID | None, at: datetime | None) -> Statement: ...  # type: ignore[override]

class _Store_authorise(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, record: UUID | None, kind: int | None, policy: int | None, items: Sequence[int] | str | None, needs: Sequence[int] | str | None, finishes: bool | None, grant: int | None, message: UUID | None, topic: str | None, space: str | None, target: int | None, purpose: int | None, demand: UUID | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Store_name_party(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, record: UUID | None, kind: int | None, policy: int | None, items: Sequence[int] | str | None, needs: Sequence[int] | str | None, finishes: bool | None, grant: int | None, message: UUID | None, topic: str | None, space: str | None, target: int | None, purpose: int | None, demand: UUID | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Store_outbox_due(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, at: datetime | None, after: datetime | None, after_message: UUID | None, limit: int | None) -> Statement: ...  # type: ignore[override]

class _Store_dispatch(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, message: UUID | None, policy: int | None, items: Sequence[int] | str | None, needs: Sequence[int] | str | None, finishes: bool | None, consent: int | None, until_left: bool | None, retry: datetime | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Store_take_message(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, message: UUID | None, at: datetime | None, retry: datetime | None) -> Statement: ...  # type: ignore[override]

class _Store_receipt(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, message: UUID | None, state: str | None, receipt: str | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Store_end_contract(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, space: str | None, target: int | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Store_contract_recall(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, space: str | None, target: int | None, at: datetime | None) -> Statement: ...  # type: ignore[override]

class _Store_outbox_states(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _Store_deletions(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, zone: str | None) -> Statement: ...  # type: ignore[override]

class _Store_statistics_part(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, zone: str | None, kind: int | None, needs: Sequence[int] | str | None, except_: Sequence[UUID] | str | None, grant: int | None, at: datetime | None) -> Statement: ...  # type: ignore[override]

class _Store_statistics(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, zone: str | None, purpose: int | None, kind: int | None, needs: Sequence[int] | str | None, least: int | None, open: date | None, except_: Sequence[UUID] | str | None, others: str | Json | Jsonb | None, grant: int | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Store_statistics_closed(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, month: date | None) -> Statement: ...  # type: ignore[override]

class _Store_statistics_by_item(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, purpose: int | None, kind: int | None, month: date | None, counts: str | Json | Jsonb | None) -> Statement: ...  # type: ignore[override]

class _Store_grant_give(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, handler: str | None, purposes: Sequence[int] | str | None, kinds: Sequence[int] | str | None, items: Sequence[int] | str | None, channels: Sequence[int] | str | None, events: Sequence[int] | str | None, consents: Sequence[int] | str | None, keeping: Sequence[int] | str | None, until: datetime | None, grant: int | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Store_grant_revoke(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, number: int | None, grant: int | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Store_grant_stands(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, grant: int | None, at: datetime | None) -> Statement: ...  # type: ignore[override]

class _Store_grants_of(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, handler: str | None) -> Statement: ...  # type: ignore[override]

class _Store_policies(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _Store_numbers(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _Store_setting_of(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, name: str | None) -> Statement: ...  # type: ignore[override]

class _Store_make_demo(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, start: datetime | None) -> Statement: ...  # type: ignore[override]

class _Store_move_clock(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, to: datetime | None) -> Statement: ...  # type: ignore[override]

class _Store_certify(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, certificate: UUID | None, content: str | None, signature: bytes | None, here: Sequence[UUID] | str | None, there: Sequence[UUID] | str | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Store_owed(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _Store_owed_settle(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, entries: Sequence[UUID] | str | None) -> Statement: ...  # type: ignore[override]

class _Store_unsettled(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, entries: Sequence[UUID] | str | None) -> Statement: ...  # type: ignore[override]

class _Store_certificates(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _Store_certificates_of(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, moments: Sequence[datetime] | str | None) -> Statement: ...  # type: ignore[override]

class _Store_counts(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _Store_people(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _Store_people_up_to(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, most: int | None) -> Statement: ...  # type: ignore[override]

class _Store_taken_take(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, claims: str | Json | Jsonb | None, whose: UUID | None, record: UUID | None, ticket: UUID | None, lease: datetime | None, waits: bool | None, again: bool | None, move: UUID | None) -> Statement: ...  # type: ignore[override]

class _Store_taken_over(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, whose: UUID | None, record: UUID | None, ticket: UUID | None, made: bool | None) -> Statement: ...  # type: ignore[override]

class _Store_taken_move(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, tags: Sequence[bytes] | str | None, new: Sequence[bytes] | str | None) -> Statement: ...  # type: ignore[override]

class _Store_taken_tickets_over(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, at: datetime | None, limit: int | None) -> Statement: ...  # type: ignore[override]

class _Store_taken_tickets_of(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, move: UUID | None, run: UUID | None, limit: int | None) -> Statement: ...  # type: ignore[override]

class _Store_taken_of(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, whose: UUID | None, record: UUID | None) -> Statement: ...  # type: ignore[override]

class _Store_claim_standing(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, record: UUID | None) -> Statement: ...  # type: ignore[override]

class _Store_taken_settle(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, tags: Sequence[bytes] | str | None, tickets: Sequence[UUID] | str | None, standing: Sequence[bool] | str | None) -> Statement: ...  # type: ignore[override]

class _Store_freed_records(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, limit: int | None) -> Statement: ...  # type: ignore[override]

class _Store_freed_of(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None) -> Statement: ...  # type: ignore[override]

class _Store_freed_known(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, record: UUID | None, marks: Sequence[int] | str | None) -> Statement: ...  # type: ignore[override]

class _Store_taken_page(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, after: bytes | None, limit: int | None) -> Statement: ...  # type: ignore[override]

class _Store_claim_stand(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subjects: Sequence[UUID] | str | None, records: Sequence[UUID] | str | None, tags: Sequence[bytes] | str | None) -> Statement: ...  # type: ignore[override]

class _Store_taken_compared(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, tags: Sequence[bytes] | str | None, standing: Sequence[bool] | str | None) -> Statement: ...  # type: ignore[override]

class _Store_claim_page(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, after: UUID | None, after_record: UUID | None, after_item: int | None, limit: int | None) -> Statement: ...  # type: ignore[override]

class _Store_taken_stand(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, tags: Sequence[bytes] | str | None, whose: Sequence[UUID] | str | None, records: Sequence[UUID] | str | None) -> Statement: ...  # type: ignore[override]

class _Store_claim_give_way(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, record: UUID | None, tag: bytes | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Store_check(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, record: UUID | None, kind: int | None, policy: int | None, items: Sequence[int] | str | None, needs: Sequence[int] | str | None, away: bool | None, grant: int | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Store_seen(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, at: datetime | None, clocks: str | Json | Jsonb | None) -> Statement: ...  # type: ignore[override]

class _Store_unused(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, kinds: Sequence[int] | str | None, accounts: Sequence[int] | str | None, before: datetime | None, after: UUID | None, limit: int | None) -> Statement: ...  # type: ignore[override]

class _Store_dormant(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, until: datetime | None, unused: datetime | None, told: datetime | None, finishing: Sequence[int] | str | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Store_apart_again(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, finishing: Sequence[int] | str | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Store_leave_for_now(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, until: datetime | None, grant: int | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Store_come_back(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, time: int | None, clocks: str | Json | Jsonb | None, grant: int | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Store_away_over(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, at: datetime | None, after: UUID | None, limit: int | None) -> Statement: ...  # type: ignore[override]

class _Store_leave_in_the_end(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Store_bar_days(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _Store_bar_by(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, tags: Sequence[bytes] | str | None) -> Statement: ...  # type: ignore[override]

class _Store_bar_all(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _Store_claim_of(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, items: Sequence[int] | str | None) -> Statement: ...  # type: ignore[override]

class _Store_bar_drawn(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None) -> Statement: ...  # type: ignore[override]

class _Store_bar_drawn_all(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, limit: int | None) -> Statement: ...  # type: ignore[override]

class _Store_bar_stand(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, rows: str | Json | Jsonb | None) -> Statement: ...  # type: ignore[override]

class _Store_bar_stands(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None) -> Statement: ...  # type: ignore[override]

class _Store_leave_barred(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, bars: str | Json | Jsonb | None, subject: UUID | None, time: int | None, grant: int | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Store_bar_lift(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, number: str | None, grant: int | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Store_bar_over(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, at: datetime | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Store_attached_enter(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, rows: str | Json | Jsonb | None, policy: int | None) -> Statement: ...  # type: ignore[override]

class _Store_attached_use(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, record: UUID | None, kind: int | None, policy: int | None, items: Sequence[int] | str | None, needs: Sequence[int] | str | None, finishes: bool | None, grant: int | None, ended: datetime | None, over_from: datetime | None, events: str | Json | Jsonb | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Store_attached_use_many(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, dates: str | Json | Jsonb | None, rows: str | Json | Jsonb | None) -> Statement: ...  # type: ignore[override]

class _Store_attached_may_write(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, new: bool | None, record: UUID | None, kind: int | None, policy: int | None, items: Sequence[int] | str | None, needs: Sequence[int] | str | None, consents: Sequence[int] | str | None, channel: int | None, single: bool | None, grant: int | None, met: UUID | None, ended: datetime | None, over_from: datetime | None, events: str | Json | Jsonb | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Store_attached_take(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, rows: str | Json | Jsonb | None, policy: int | None, at: datetime | None) -> Statement: ...  # type: ignore[override]

class _Store_attached_taken_before(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, at: datetime | None) -> Statement: ...  # type: ignore[override]

class _Store_attached_due(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, now: datetime | None, subject: UUID | None, kind: int | None, finishes: bool | None, behind: UUID | None, after: UUID | None, limit: int | None) -> Statement: ...  # type: ignore[override]

class _Store_attached_begin(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, rows: str | Json | Jsonb | None, kind: int | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Store_attached_gone(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, rows: str | Json | Jsonb | None, kind: int | None, fate: str | None, partly: bool | None, at: datetime | None, fact: str | None, who: bytes | None) -> Statement: ...  # type: ignore[override]

class _Store_attached_batch_begin(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, batch: UUID | None, kind: int | None, keys: Sequence[str | None] | str | None, records: Sequence[UUID] | str | None, at: datetime | None) -> Statement: ...  # type: ignore[override]

class _Store_attached_batch_next(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, kind: int | None, behind: UUID | None, after: UUID | None) -> Statement: ...  # type: ignore[override]

class _Store_attached_batch_end(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, batch: UUID | None, turn: int | None, left: Sequence[str | None] | str | None, items: Sequence[int] | str | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Store_mode_set(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, kind: int | None, purpose: int | None, enforced: bool | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Store_modes(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _Store_moving_left(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, kind: int | None) -> Statement: ...  # type: ignore[override]

class _Store_moving_begin(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, move: UUID | None, kind: int | None, left: bool | None) -> Statement: ...  # type: ignore[override]

class _Store_moving(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _Store_twin_look(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, move: UUID | None, kind: int | None, rows: str | Json | Jsonb | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Store_twin_put(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, move: UUID | None, kind: int | None, rows: str | Json | Jsonb | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Store_twin_cut(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, move: UUID | None, kind: int | None, rows: str | Json | Jsonb | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Store_twin_seen(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, move: UUID | None, kind: int | None, rows: str | Json | Jsonb | None) -> Statement: ...  # type: ignore[override]

class _Store_twin_page(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, kind: int | None, before: datetime | None, after: UUID | None, after_record: UUID | None, limit: int | None) -> Statement: ...  # type: ignore[override]

class _Store_twin_claim(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, move: UUID | None, kind: int | None, going: str | None, before: datetime | None, rows: str | Json | Jsonb | None) -> Statement: ...  # type: ignore[override]

class _Store_twin_late(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, looked: int | None, subject: UUID | None, record: UUID | None, kind: int | None, policy: int | None, request: UUID | None, now: bool | None, version: int | None, generation: int | None, changed: Sequence[int] | str | None, items: Sequence[int] | str | None, head: bytes | None, body: Sequence[bytes] | str | None, claims: str | Json | Jsonb | None, finishes: bool | None, needs: Sequence[int] | str | None, grant: int | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Store_twin_back(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, move: UUID | None, kind: int | None, rows: str | Json | Jsonb | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Store_twin_drop(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, move: UUID | None, kind: int | None, limit: int | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Store_twin_emptied(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, kind: int | None, rows: str | Json | Jsonb | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Store_attached_find(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, versions: Sequence[int] | str | None, tags: Sequence[bytes] | str | None, kinds: Sequence[int] | str | None, keys: Sequence[str | None] | str | None) -> Statement: ...  # type: ignore[override]

class _Store_forget_links(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, guardian: UUID | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Store_uploads_released(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None) -> Statement: ...  # type: ignore[override]

class _Store_grant_whose(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, grant: int | None) -> Statement: ...  # type: ignore[override]

class _Store_handler_words(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _Store_version_schedule(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _Store_adopt_bound(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _Store_adopt(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, digest: bytes | None, text: str | None, announced: date | None, effective: date | None, numbers: str | Json | Jsonb | None, bound: bool | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Store_version_cross(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, version: int | None, previous: Sequence[int] | str | None, questions: str | Json | Jsonb | None, crossings: str | Json | Jsonb | None) -> Statement: ...  # type: ignore[override]

class _Store_version_take_over(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Store_held_back(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, today: date | None) -> Statement: ...  # type: ignore[override]

class _Store_demand_terms(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, demand: UUID | None) -> Statement: ...  # type: ignore[override]

class _Store_reads_draw(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, grant: int | None, people: int | None, marks: Sequence[int] | str | None, unmasked: bool | None, night: bool | None, at: datetime | None) -> Statement: ...  # type: ignore[override]

class _Store_reads_stop(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, grant: int | None, people: int | None, marks: Sequence[int] | str | None, unmasked: bool | None, night: bool | None, at: datetime | None) -> Statement: ...  # type: ignore[override]

class _Store_canaries(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _Store_archive_admit(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, record: UUID | None, kind: int | None, policy: int | None, version: int | None, channel: int | None, source: int | None, collected: datetime | None, ended: datetime | None, hold: UUID | None, parts: str | Json | Jsonb | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Store_archive_admit_many(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, rows: str | Json | Jsonb | None, kind: int | None, at: datetime | None, fact: str | None, who: bytes | None) -> Statement: ...  # type: ignore[override]

class _Store_look_ask(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, look: UUID | None, subject: UUID | None, record: UUID | None, kind: int | None, policy: int | None, purpose: int | None, items: Sequence[int] | str | None, reason_kind: str | None, said: bytes | None, by: str | None, until: datetime | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Store_look_decide(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, look: UUID | None, yes: bool | None, by: str | None, grant: int | None, until: datetime | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Store_look_all(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, look: UUID | None, limit: int | None) -> Statement: ...  # type: ignore[override]

class _Store_look_over(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, at: datetime | None, limit: int | None) -> Statement: ...  # type: ignore[override]

class _Store_look_forget(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, look: UUID | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Store_archive_consult(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, record: UUID | None, kind: int | None, policy: int | None, items: Sequence[int] | str | None, rules: Sequence[int] | str | None, today: date | None, purpose: int | None, reason_kind: str | None, second: str | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Store_archive_own(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, record: UUID | None, today: date | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Store_archive_by_number(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, low: UUID | None, high: UUID | None, today: date | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Store_archive_kept_days(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, kinds: Sequence[int] | str | None) -> Statement: ...  # type: ignore[override]

class _Store_archive_find(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, kinds: Sequence[int] | str | None, dues: Sequence[date] | str | None, tags: Sequence[bytes] | str | None, rules: Sequence[int] | str | None, items: Sequence[int] | str | None, today: date | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Store_archive_parts_of(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, today: date | None) -> Statement: ...  # type: ignore[override]

class _Store_archive_days_due(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, today: date | None, after: date | None, after_kind: int | None, limit: int | None) -> Statement: ...  # type: ignore[override]

class _Store_archive_people_of_day(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, kind: int | None, due: date | None, after: UUID | None, limit: int | None) -> Statement: ...  # type: ignore[override]

class _Store_archive_people(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, after: UUID | None, limit: int | None) -> Statement: ...  # type: ignore[override]

class _Store_destroy_hide(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, kind: int | None, due: date | None, today: date | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Store_destroy_key_gone(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, kind: int | None, due: date | None, at: datetime | None) -> Statement: ...  # type: ignore[override]

class _Store_destroy_rows(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, kind: int | None, due: date | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Store_destroy_held(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, kind: int | None, due: date | None) -> Statement: ...  # type: ignore[override]

class _Store_archive_unwalked(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _Store_archive_walked(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, kinds: Sequence[int] | str | None, dues: Sequence[date] | str | None, at: datetime | None) -> Statement: ...  # type: ignore[override]

class _Store_archive_without_parts(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subjects: Sequence[UUID] | str | None) -> Statement: ...  # type: ignore[override]

class _Store_hold_rests(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, record: UUID | None) -> Statement: ...  # type: ignore[override]

class _Store_hold_begin(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, record: UUID | None, run: UUID | None, standing: Sequence[UUID] | str | None, only: UUID | None, at: datetime | None) -> Statement: ...  # type: ignore[override]

class _Store_hold_end(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, record: UUID | None, run: UUID | None) -> Statement: ...  # type: ignore[override]

class _Store_hold_parts(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, record: UUID | None, run: UUID | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Store_hold_reseal(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, record: UUID | None, run: UUID | None, due: date | None, from_: UUID | None, to: UUID | None, head: bytes | None, body: Sequence[bytes] | str | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Store_hold_drop(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, record: UUID | None, run: UUID | None, due: date | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Store_restore_parts(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, run: UUID | None, subject: UUID | None, record: UUID | None, due: date | None, limit: int | None) -> Statement: ...  # type: ignore[override]

class _Store_restore_drop_parts(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, run: UUID | None, subjects: Sequence[UUID] | str | None, records: Sequence[UUID] | str | None, dues: Sequence[date] | str | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Store_archive_day_of(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, kind: int | None, due: date | None) -> Statement: ...  # type: ignore[override]

class _Store_archive_owed(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _Store_archive_settle(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, entries: Sequence[UUID] | str | None) -> Statement: ...  # type: ignore[override]

class _Store_archive_counts(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /) -> Statement: ...  # type: ignore[override]

class _Systems_system_messages(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, zone: str | None) -> Statement: ...  # type: ignore[override]

class _Systems_system_message(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, message: UUID | None) -> Statement: ...  # type: ignore[override]

class _Systems_canary_put(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, number: UUID | None, system: str | None, kind: int | None, sealed: bytes | None, until: date | None, again: bool | None, came: bool | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Systems_canary_note(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, number: UUID | None, what: str | None, entry: Sequence[object]) -> Statement: ...  # type: ignore[override]

class _Systems_canary_unseen(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, digests: Sequence[bytes] | str | None) -> Statement: ...  # type: ignore[override]

class _Systems_canary_seen(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, digests: Sequence[bytes] | str | None, at: datetime | None) -> Statement: ...  # type: ignore[override]

class _Uploads_uploads_wait(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, record: UUID | None, files: Sequence[bytes] | str | None, kind: str | None, item: str | None, at: datetime | None) -> Statement: ...  # type: ignore[override]

class _Uploads_uploads_due(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, most: int | None) -> Statement: ...  # type: ignore[override]

class _Uploads_uploads_scanned(Query):
    def __call__(self, inside: Sequence[Acknowledged] = ..., /, *, subject: UUID | None, record: UUID | None, file: bytes | None, state: str | None, at: datetime | None) -> Statement: ...  # type: ignore[override]

class Accounts(dict[str, Query]):
    @overload
    def __getitem__(self, name: Literal["acting.for"], /) -> _Accounts_acting_for: ...
    @overload
    def __getitem__(self, name: Literal["session.begin"], /) -> _Accounts_session_begin: ...
    @overload
    def __getitem__(self, name: Literal["session.look"], /) -> _Accounts_session_look: ...
    @overload
    def __getitem__(self, name: Literal["session.why"], /) -> _Accounts_session_why: ...
    @overload
    def __getitem__(self, name: Literal["session.of"], /) -> _Accounts_session_of: ...
    @overload
    def __getitem__(self, name: Literal["clean"], /) -> _Accounts_clean: ...
    @overload
    def __getitem__(self, name: Literal["session.step"], /) -> _Accounts_session_step: ...
    @overload
    def __getitem__(self, name: Literal["session.end"], /) -> _Accounts_session_end: ...
    @overload
    def __getitem__(self, name: Literal["acting.over"], /) -> _Accounts_acting_over: ...
    @overload
    def __getitem__(self, name: Literal["session.end_all"], /) -> _Accounts_session_end_all: ...
    @overload
    def __getitem__(self, name: Literal["browser.know"], /) -> _Accounts_browser_know: ...
    @overload
    def __getitem__(self, name: Literal["browser.known"], /) -> _Accounts_browser_known: ...
    @overload
    def __getitem__(self, name: Literal["link.make"], /) -> _Accounts_link_make: ...
    @overload
    def __getitem__(self, name: Literal["link.hand"], /) -> _Accounts_link_hand: ...
    @overload
    def __getitem__(self, name: Literal["link.take"], /) -> _Accounts_link_take: ...
    @overload
    def __getitem__(self, name: Literal["link.end"], /) -> _Accounts_link_end: ...
    @overload
    def __getitem__(self, name: Literal["session.over"], /) -> _Accounts_session_over: ...
    @overload
    def __getitem__(self, name: Literal["remind.due"], /) -> _Accounts_remind_due: ...
    @overload
    def __getitem__(self, name: Literal["reconfirm.due"], /) -> _Accounts_reconfirm_due: ...
    @overload
    def __getitem__(self, name: Literal["remind.mark"], /) -> _Accounts_remind_mark: ...
    @overload
    def __getitem__(self, name: Literal["limit.within"], /) -> _Accounts_limit_within: ...
    @overload
    def __getitem__(self, name: Literal["limit.try"], /) -> _Accounts_limit_try: ...
    @overload
    def __getitem__(self, name: Literal["limit.drop"], /) -> _Accounts_limit_drop: ...
    @overload
    def __getitem__(self, name: str, /) -> Query: ...

class Alerts(dict[str, Query]):
    @overload
    def __getitem__(self, name: Literal["alert.raise"], /) -> _Alerts_alert_raise: ...
    @overload
    def __getitem__(self, name: Literal["alert.list"], /) -> _Alerts_alert_list: ...
    @overload
    def __getitem__(self, name: Literal["alert.open"], /) -> _Alerts_alert_open: ...
    @overload
    def __getitem__(self, name: Literal["alert.due"], /) -> _Alerts_alert_due: ...
    @overload
    def __getitem__(self, name: Literal["alert.take"], /) -> _Alerts_alert_take: ...
    @overload
    def __getitem__(self, name: Literal["alert.told"], /) -> _Alerts_alert_told: ...
    @overload
    def __getitem__(self, name: Literal["alert.see"], /) -> _Alerts_alert_see: ...
    @overload
    def __getitem__(self, name: str, /) -> Query: ...

class Api(dict[str, Query]):
    @overload
    def __getitem__(self, name: Literal["key.add"], /) -> _Api_key_add: ...
    @overload
    def __getitem__(self, name: Literal["key.look"], /) -> _Api_key_look: ...
    @overload
    def __getitem__(self, name: Literal["key.list"], /) -> _Api_key_list: ...
    @overload
    def __getitem__(self, name: Literal["answer.reserve"], /) -> _Api_answer_reserve: ...
    @overload
    def __getitem__(self, name: Literal["answer.keep"], /) -> _Api_answer_keep: ...
    @overload
    def __getitem__(self, name: Literal["answer.drop"], /) -> _Api_answer_drop: ...
    @overload
    def __getitem__(self, name: Literal["answer.doubt"], /) -> _Api_answer_doubt: ...
    @overload
    def __getitem__(self, name: Literal["backlog"], /) -> _Api_backlog: ...
    @overload
    def __getitem__(self, name: str, /) -> Query: ...

class Backup(dict[str, Query]):
    @overload
    def __getitem__(self, name: Literal["set.note"], /) -> _Backup_set_note: ...
    @overload
    def __getitem__(self, name: Literal["set.begin"], /) -> _Backup_set_begin: ...
    @overload
    def __getitem__(self, name: Literal["set.verified"], /) -> _Backup_set_verified: ...
    @overload
    def __getitem__(self, name: Literal["set.pruned"], /) -> _Backup_set_pruned: ...
    @overload
    def __getitem__(self, name: Literal["sets"], /) -> _Backup_sets: ...
    @overload
    def __getitem__(self, name: str, /) -> Query: ...

class Breach(dict[str, Query]):
    @overload
    def __getitem__(self, name: Literal["breach.open"], /) -> _Breach_breach_open: ...
    @overload
    def __getitem__(self, name: Literal["breach.add"], /) -> _Breach_breach_add: ...
    @overload
    def __getitem__(self, name: Literal["breach.list"], /) -> _Breach_breach_list: ...
    @overload
    def __getitem__(self, name: Literal["breach.counts"], /) -> _Breach_breach_counts: ...
    @overload
    def __getitem__(self, name: Literal["breach.people"], /) -> _Breach_breach_people: ...
    @overload
    def __getitem__(self, name: Literal["breach.tell"], /) -> _Breach_breach_tell: ...
    @overload
    def __getitem__(self, name: Literal["breach.change"], /) -> _Breach_breach_change: ...
    @overload
    def __getitem__(self, name: Literal["breach.step"], /) -> _Breach_breach_step: ...
    @overload
    def __getitem__(self, name: Literal["breach.post"], /) -> _Breach_breach_post: ...
    @overload
    def __getitem__(self, name: str, /) -> Query: ...

class Cabinet(dict[str, Query]):
    @overload
    def __getitem__(self, name: Literal["paper.tie"], /) -> _Cabinet_paper_tie: ...
    @overload
    def __getitem__(self, name: Literal["paper.tied"], /) -> _Cabinet_paper_tied: ...
    @overload
    def __getitem__(self, name: Literal["paper.ties"], /) -> _Cabinet_paper_ties: ...
    @overload
    def __getitem__(self, name: Literal["paper.entered"], /) -> _Cabinet_paper_entered: ...
    @overload
    def __getitem__(self, name: Literal["paper.enter"], /) -> _Cabinet_paper_enter: ...
    @overload
    def __getitem__(self, name: Literal["paper.move"], /) -> _Cabinet_paper_move: ...
    @overload
    def __getitem__(self, name: Literal["paper.reckon"], /) -> _Cabinet_paper_reckon: ...
    @overload
    def __getitem__(self, name: Literal["paper.loosen"], /) -> _Cabinet_paper_loosen: ...
    @overload
    def __getitem__(self, name: Literal["paper.destroy"], /) -> _Cabinet_paper_destroy: ...
    @overload
    def __getitem__(self, name: Literal["paper.ties_of"], /) -> _Cabinet_paper_ties_of: ...
    @overload
    def __getitem__(self, name: Literal["paper.page"], /) -> _Cabinet_paper_page: ...
    @overload
    def __getitem__(self, name: Literal["paper.stirred"], /) -> _Cabinet_paper_stirred: ...
    @overload
    def __getitem__(self, name: Literal["paper.one"], /) -> _Cabinet_paper_one: ...
    @overload
    def __getitem__(self, name: Literal["paper.counts"], /) -> _Cabinet_paper_counts: ...
    @overload
    def __getitem__(self, name: str, /) -> Query: ...

class Cases(dict[str, Query]):
    @overload
    def __getitem__(self, name: Literal["case.file"], /) -> _Cases_case_file: ...
    @overload
    def __getitem__(self, name: Literal["case.step"], /) -> _Cases_case_step: ...
    @overload
    def __getitem__(self, name: Literal["case.take"], /) -> _Cases_case_take: ...
    @overload
    def __getitem__(self, name: Literal["case.tell"], /) -> _Cases_case_tell: ...
    @overload
    def __getitem__(self, name: Literal["case.forget"], /) -> _Cases_case_forget: ...
    @overload
    def __getitem__(self, name: Literal["case.over"], /) -> _Cases_case_over: ...
    @overload
    def __getitem__(self, name: Literal["case.forget_house"], /) -> _Cases_case_forget_house: ...
    @overload
    def __getitem__(self, name: Literal["case.open"], /) -> _Cases_case_open: ...
    @overload
    def __getitem__(self, name: Literal["case.second"], /) -> _Cases_case_second: ...
    @overload
    def __getitem__(self, name: Literal["case.closed"], /) -> _Cases_case_closed: ...
    @overload
    def __getitem__(self, name: Literal["case.of"], /) -> _Cases_case_of: ...
    @overload
    def __getitem__(self, name: Literal["case.by"], /) -> _Cases_case_by: ...
    @overload
    def __getitem__(self, name: Literal["case.last"], /) -> _Cases_case_last: ...
    @overload
    def __getitem__(self, name: Literal["case.steps"], /) -> _Cases_case_steps: ...
    @overload
    def __getitem__(self, name: Literal["case.files"], /) -> _Cases_case_files: ...
    @overload
    def __getitem__(self, name: Literal["case.offers"], /) -> _Cases_case_offers: ...
    @overload
    def __getitem__(self, name: Literal["case.collect"], /) -> _Cases_case_collect: ...
    @overload
    def __getitem__(self, name: Literal["case.suspect"], /) -> _Cases_case_suspect: ...
    @overload
    def __getitem__(self, name: Literal["case.bar"], /) -> _Cases_case_bar: ...
    @overload
    def __getitem__(self, name: Literal["case.happen"], /) -> _Cases_case_happen: ...
    @overload
    def __getitem__(self, name: Literal["case.correct"], /) -> _Cases_case_correct: ...
    @overload
    def __getitem__(self, name: Literal["case.thaw"], /) -> _Cases_case_thaw: ...
    @overload
    def __getitem__(self, name: Literal["case.leave"], /) -> _Cases_case_leave: ...
    @overload
    def __getitem__(self, name: str, /) -> Query: ...

class Cookies(dict[str, Query]):
    @overload
    def __getitem__(self, name: Literal["cookies.chosen"], /) -> _Cookies_cookies_chosen: ...
    @overload
    def __getitem__(self, name: Literal["cookies.choices"], /) -> _Cookies_cookies_choices: ...
    @overload
    def __getitem__(self, name: Literal["cookies.let_out"], /) -> _Cookies_cookies_let_out: ...
    @overload
    def __getitem__(self, name: Literal["cookies.set"], /) -> _Cookies_cookies_set: ...
    @overload
    def __getitem__(self, name: Literal["cookies.forget"], /) -> _Cookies_cookies_forget: ...
    @overload
    def __getitem__(self, name: str, /) -> Query: ...

class Db(dict[str, Query]):
    @overload
    def __getitem__(self, name: Literal["lies.all"], /) -> _Db_lies_all: ...
    @overload
    def __getitem__(self, name: Literal["lies.cut_off"], /) -> _Db_lies_cut_off: ...
    @overload
    def __getitem__(self, name: Literal["lies.clear"], /) -> _Db_lies_clear: ...
    @overload
    def __getitem__(self, name: Literal["lies.over"], /) -> _Db_lies_over: ...
    @overload
    def __getitem__(self, name: Literal["rules.mark"], /) -> _Db_rules_mark: ...
    @overload
    def __getitem__(self, name: Literal["rules.sent"], /) -> _Db_rules_sent: ...
    @overload
    def __getitem__(self, name: Literal["rules.digest"], /) -> _Db_rules_digest: ...
    @overload
    def __getitem__(self, name: Literal["rules.stand"], /) -> _Db_rules_stand: ...
    @overload
    def __getitem__(self, name: str, /) -> Query: ...

class Desk(dict[str, Query]):
    @overload
    def __getitem__(self, name: Literal["asked.file"], /) -> _Desk_asked_file: ...
    @overload
    def __getitem__(self, name: Literal["asked.collect"], /) -> _Desk_asked_collect: ...
    @overload
    def __getitem__(self, name: Literal["asked.freeze"], /) -> _Desk_asked_freeze: ...
    @overload
    def __getitem__(self, name: Literal["transfers"], /) -> _Desk_transfers: ...
    @overload
    def __getitem__(self, name: Literal["asked.step"], /) -> _Desk_asked_step: ...
    @overload
    def __getitem__(self, name: Literal["asked.narrow"], /) -> _Desk_asked_narrow: ...
    @overload
    def __getitem__(self, name: Literal["asked.compare"], /) -> _Desk_asked_compare: ...
    @overload
    def __getitem__(self, name: Literal["asked.desk"], /) -> _Desk_asked_desk: ...
    @overload
    def __getitem__(self, name: Literal["corrected.told"], /) -> _Desk_corrected_told: ...
    @overload
    def __getitem__(self, name: Literal["asked.of"], /) -> _Desk_asked_of: ...
    @overload
    def __getitem__(self, name: Literal["asked.delete"], /) -> _Desk_asked_delete: ...
    @overload
    def __getitem__(self, name: Literal["asked.served"], /) -> _Desk_asked_served: ...
    @overload
    def __getitem__(self, name: Literal["asked.waiting"], /) -> _Desk_asked_waiting: ...
    @overload
    def __getitem__(self, name: Literal["asked.beside"], /) -> _Desk_asked_beside: ...
    @overload
    def __getitem__(self, name: Literal["transfers.denied"], /) -> _Desk_transfers_denied: ...
    @overload
    def __getitem__(self, name: Literal["asked.settled"], /) -> _Desk_asked_settled: ...
    @overload
    def __getitem__(self, name: Literal["notice.post"], /) -> _Desk_notice_post: ...
    @overload
    def __getitem__(self, name: Literal["notice.list"], /) -> _Desk_notice_list: ...
    @overload
    def __getitem__(self, name: Literal["notice.one"], /) -> _Desk_notice_one: ...
    @overload
    def __getitem__(self, name: Literal["guardian.link"], /) -> _Desk_guardian_link: ...
    @overload
    def __getitem__(self, name: Literal["guardian.met"], /) -> _Desk_guardian_met: ...
    @overload
    def __getitem__(self, name: Literal["guardian.unmet"], /) -> _Desk_guardian_unmet: ...
    @overload
    def __getitem__(self, name: Literal["guardian.unlink"], /) -> _Desk_guardian_unlink: ...
    @overload
    def __getitem__(self, name: Literal["guardian.wards"], /) -> _Desk_guardian_wards: ...
    @overload
    def __getitem__(self, name: Literal["guardian.of"], /) -> _Desk_guardian_of: ...
    @overload
    def __getitem__(self, name: str, /) -> Query: ...

class Disclosures(dict[str, Query]):
    @overload
    def __getitem__(self, name: Literal["demand.open"], /) -> _Disclosures_demand_open: ...
    @overload
    def __getitem__(self, name: Literal["demand.part"], /) -> _Disclosures_demand_part: ...
    @overload
    def __getitem__(self, name: Literal["demand.step"], /) -> _Disclosures_demand_step: ...
    @overload
    def __getitem__(self, name: Literal["demand.keep_secret"], /) -> _Disclosures_demand_keep_secret: ...
    @overload
    def __getitem__(self, name: Literal["demand.tell"], /) -> _Disclosures_demand_tell: ...
    @overload
    def __getitem__(self, name: Literal["demand.secrecy"], /) -> _Disclosures_demand_secrecy: ...
    @overload
    def __getitem__(self, name: Literal["demand.look"], /) -> _Disclosures_demand_look: ...
    @overload
    def __getitem__(self, name: Literal["demand.take"], /) -> _Disclosures_demand_take: ...
    @overload
    def __getitem__(self, name: Literal["demand.denied"], /) -> _Disclosures_demand_denied: ...
    @overload
    def __getitem__(self, name: Literal["demand.left"], /) -> _Disclosures_demand_left: ...
    @overload
    def __getitem__(self, name: Literal["demand.all"], /) -> _Disclosures_demand_all: ...
    @overload
    def __getitem__(self, name: Literal["demand.one"], /) -> _Disclosures_demand_one: ...
    @overload
    def __getitem__(self, name: Literal["demand.scan"], /) -> _Disclosures_demand_scan: ...
    @overload
    def __getitem__(self, name: Literal["demand.parts"], /) -> _Disclosures_demand_parts: ...
    @overload
    def __getitem__(self, name: Literal["demand.counts"], /) -> _Disclosures_demand_counts: ...
    @overload
    def __getitem__(self, name: Literal["demand.over"], /) -> _Disclosures_demand_over: ...
    @overload
    def __getitem__(self, name: Literal["demand.forget_parts"], /) -> _Disclosures_demand_forget_parts: ...
    @overload
    def __getitem__(self, name: Literal["demand.forget"], /) -> _Disclosures_demand_forget: ...
    @overload
    def __getitem__(self, name: Literal["demand.message"], /) -> _Disclosures_demand_message: ...
    @overload
    def __getitem__(self, name: Literal["by_hand.counts"], /) -> _Disclosures_by_hand_counts: ...
    @overload
    def __getitem__(self, name: Literal["by_hand.messages"], /) -> _Disclosures_by_hand_messages: ...
    @overload
    def __getitem__(self, name: Literal["by_hand.certify"], /) -> _Disclosures_by_hand_certify: ...
    @overload
    def __getitem__(self, name: Literal["by_hand.certificate"], /) -> _Disclosures_by_hand_certificate: ...
    @overload
    def __getitem__(self, name: Literal["asking.open"], /) -> _Disclosures_asking_open: ...
    @overload
    def __getitem__(self, name: Literal["asking.reach"], /) -> _Disclosures_asking_reach: ...
    @overload
    def __getitem__(self, name: Literal["asking.ask"], /) -> _Disclosures_asking_ask: ...
    @overload
    def __getitem__(self, name: Literal["asking.of"], /) -> _Disclosures_asking_of: ...
    @overload
    def __getitem__(self, name: Literal["asking.answer"], /) -> _Disclosures_asking_answer: ...
    @overload
    def __getitem__(self, name: Literal["asking.end"], /) -> _Disclosures_asking_end: ...
    @overload
    def __getitem__(self, name: Literal["asking.all"], /) -> _Disclosures_asking_all: ...
    @overload
    def __getitem__(self, name: Literal["asking.unmailed"], /) -> _Disclosures_asking_unmailed: ...
    @overload
    def __getitem__(self, name: Literal["asking.mailed"], /) -> _Disclosures_asking_mailed: ...
    @overload
    def __getitem__(self, name: Literal["release.open"], /) -> _Disclosures_release_open: ...
    @overload
    def __getitem__(self, name: Literal["release.step"], /) -> _Disclosures_release_step: ...
    @overload
    def __getitem__(self, name: Literal["release.rows"], /) -> _Disclosures_release_rows: ...
    @overload
    def __getitem__(self, name: Literal["release.all"], /) -> _Disclosures_release_all: ...
    @overload
    def __getitem__(self, name: Literal["release.one"], /) -> _Disclosures_release_one: ...
    @overload
    def __getitem__(self, name: Literal["release.ending"], /) -> _Disclosures_release_ending: ...
    @overload
    def __getitem__(self, name: Literal["release.over"], /) -> _Disclosures_release_over: ...
    @overload
    def __getitem__(self, name: Literal["release.forget"], /) -> _Disclosures_release_forget: ...
    @overload
    def __getitem__(self, name: Literal["left.page"], /) -> _Disclosures_left_page: ...
    @overload
    def __getitem__(self, name: str, /) -> Query: ...

class Handlers(dict[str, Query]):
    @overload
    def __getitem__(self, name: Literal["officer.confirm"], /) -> _Handlers_officer_confirm: ...
    @overload
    def __getitem__(self, name: Literal["officer.all"], /) -> _Handlers_officer_all: ...
    @overload
    def __getitem__(self, name: Literal["officer.ending"], /) -> _Handlers_officer_ending: ...
    @overload
    def __getitem__(self, name: Literal["handler.enter"], /) -> _Handlers_handler_enter: ...
    @overload
    def __getitem__(self, name: Literal["handler.change"], /) -> _Handlers_handler_change: ...
    @overload
    def __getitem__(self, name: Literal["handler.paper"], /) -> _Handlers_handler_paper: ...
    @overload
    def __getitem__(self, name: Literal["handler.confirm"], /) -> _Handlers_handler_confirm: ...
    @overload
    def __getitem__(self, name: Literal["handler.leave"], /) -> _Handlers_handler_leave: ...
    @overload
    def __getitem__(self, name: Literal["handler.all"], /) -> _Handlers_handler_all: ...
    @overload
    def __getitem__(self, name: Literal["handler.papers"], /) -> _Handlers_handler_papers: ...
    @overload
    def __getitem__(self, name: Literal["handler.paper.scan"], /) -> _Handlers_handler_paper_scan: ...
    @overload
    def __getitem__(self, name: Literal["handler.grants"], /) -> _Handlers_handler_grants: ...
    @overload
    def __getitem__(self, name: Literal["grant.accept"], /) -> _Handlers_grant_accept: ...
    @overload
    def __getitem__(self, name: Literal["deputy.name"], /) -> _Handlers_deputy_name: ...
    @overload
    def __getitem__(self, name: Literal["deputy.confirm"], /) -> _Handlers_deputy_confirm: ...
    @overload
    def __getitem__(self, name: Literal["deputy.end"], /) -> _Handlers_deputy_end: ...
    @overload
    def __getitem__(self, name: Literal["deputy.begin"], /) -> _Handlers_deputy_begin: ...
    @overload
    def __getitem__(self, name: Literal["deputy.all"], /) -> _Handlers_deputy_all: ...
    @overload
    def __getitem__(self, name: Literal["proof.set"], /) -> _Handlers_proof_set: ...
    @overload
    def __getitem__(self, name: Literal["proof.drop"], /) -> _Handlers_proof_drop: ...
    @overload
    def __getitem__(self, name: Literal["proof.of"], /) -> _Handlers_proof_of: ...
    @overload
    def __getitem__(self, name: Literal["proof.take"], /) -> _Handlers_proof_take: ...
    @overload
    def __getitem__(self, name: Literal["office.enter"], /) -> _Handlers_office_enter: ...
    @overload
    def __getitem__(self, name: Literal["office.look"], /) -> _Handlers_office_look: ...
    @overload
    def __getitem__(self, name: Literal["office.prove"], /) -> _Handlers_office_prove: ...
    @overload
    def __getitem__(self, name: Literal["office.leave"], /) -> _Handlers_office_leave: ...
    @overload
    def __getitem__(self, name: Literal["office.over"], /) -> _Handlers_office_over: ...
    @overload
    def __getitem__(self, name: Literal["office.know"], /) -> _Handlers_office_know: ...
    @overload
    def __getitem__(self, name: Literal["office.known"], /) -> _Handlers_office_known: ...
    @overload
    def __getitem__(self, name: Literal["handler.invite"], /) -> _Handlers_handler_invite: ...
    @overload
    def __getitem__(self, name: Literal["handler.invited"], /) -> _Handlers_handler_invited: ...
    @overload
    def __getitem__(self, name: Literal["handler.forget"], /) -> _Handlers_handler_forget: ...
    @overload
    def __getitem__(self, name: Literal["proof.begin"], /) -> _Handlers_proof_begin: ...
    @overload
    def __getitem__(self, name: Literal["office.arrive"], /) -> _Handlers_office_arrive: ...
    @overload
    def __getitem__(self, name: Literal["office.prove_by"], /) -> _Handlers_office_prove_by: ...
    @overload
    def __getitem__(self, name: Literal["company.ties"], /) -> _Handlers_company_ties: ...
    @overload
    def __getitem__(self, name: Literal["company.signed_out"], /) -> _Handlers_company_signed_out: ...
    @overload
    def __getitem__(self, name: Literal["company.accounts"], /) -> _Handlers_company_accounts: ...
    @overload
    def __getitem__(self, name: Literal["company.vouches"], /) -> _Handlers_company_vouches: ...
    @overload
    def __getitem__(self, name: Literal["company.ceases"], /) -> _Handlers_company_ceases: ...
    @overload
    def __getitem__(self, name: Literal["company.closes"], /) -> _Handlers_company_closes: ...
    @overload
    def __getitem__(self, name: str, /) -> Query: ...

class Intake(dict[str, Query]):
    @overload
    def __getitem__(self, name: Literal["partner.key_add"], /) -> _Intake_partner_key_add: ...
    @overload
    def __getitem__(self, name: Literal["partner.key_end"], /) -> _Intake_partner_key_end: ...
    @overload
    def __getitem__(self, name: Literal["partner.keys"], /) -> _Intake_partner_keys: ...
    @overload
    def __getitem__(self, name: Literal["feed.begin"], /) -> _Intake_feed_begin: ...
    @overload
    def __getitem__(self, name: Literal["feed.end"], /) -> _Intake_feed_end: ...
    @overload
    def __getitem__(self, name: Literal["feed.list"], /) -> _Intake_feed_list: ...
    @overload
    def __getitem__(self, name: Literal["feed.one"], /) -> _Intake_feed_one: ...
    @overload
    def __getitem__(self, name: str, /) -> Query: ...

class Jobs(dict[str, Query]):
    @overload
    def __getitem__(self, name: Literal["people.moved"], /) -> _Jobs_people_moved: ...
    @overload
    def __getitem__(self, name: Literal["answer.prune"], /) -> _Jobs_answer_prune: ...
    @overload
    def __getitem__(self, name: Literal["hook.add"], /) -> _Jobs_hook_add: ...
    @overload
    def __getitem__(self, name: Literal["hook.list"], /) -> _Jobs_hook_list: ...
    @overload
    def __getitem__(self, name: Literal["hook.counts"], /) -> _Jobs_hook_counts: ...
    @overload
    def __getitem__(self, name: Literal["hook.end"], /) -> _Jobs_hook_end: ...
    @overload
    def __getitem__(self, name: Literal["hook.drop"], /) -> _Jobs_hook_drop: ...
    @overload
    def __getitem__(self, name: Literal["hook.tell"], /) -> _Jobs_hook_tell: ...
    @overload
    def __getitem__(self, name: Literal["hook.take"], /) -> _Jobs_hook_take: ...
    @overload
    def __getitem__(self, name: Literal["hook.due"], /) -> _Jobs_hook_due: ...
    @overload
    def __getitem__(self, name: Literal["hook.claim"], /) -> _Jobs_hook_claim: ...
    @overload
    def __getitem__(self, name: Literal["hook.said"], /) -> _Jobs_hook_said: ...
    @overload
    def __getitem__(self, name: Literal["hook.dead"], /) -> _Jobs_hook_dead: ...
    @overload
    def __getitem__(self, name: Literal["hook.replay"], /) -> _Jobs_hook_replay: ...
    @overload
    def __getitem__(self, name: Literal["hook.prune"], /) -> _Jobs_hook_prune: ...
    @overload
    def __getitem__(self, name: str, /) -> Query: ...

class Keys(dict[str, Query]):
    @overload
    def __getitem__(self, name: Literal["restrictions.take.live"], /) -> _Keys_restrictions_take_live: ...
    @overload
    def __getitem__(self, name: Literal["restrictions.take.archive"], /) -> _Keys_restrictions_take_archive: ...
    @overload
    def __getitem__(self, name: Literal["restrictions.take.keys"], /) -> _Keys_restrictions_take_keys: ...
    @overload
    def __getitem__(self, name: Literal["restrictions.last.live"], /) -> _Keys_restrictions_last_live: ...
    @overload
    def __getitem__(self, name: Literal["restrictions.last.archive"], /) -> _Keys_restrictions_last_archive: ...
    @overload
    def __getitem__(self, name: Literal["restrictions.last.keys"], /) -> _Keys_restrictions_last_keys: ...
    @overload
    def __getitem__(self, name: Literal["restrictions.replay.live"], /) -> _Keys_restrictions_replay_live: ...
    @overload
    def __getitem__(self, name: Literal["restrictions.replay.archive"], /) -> _Keys_restrictions_replay_archive: ...
    @overload
    def __getitem__(self, name: Literal["key.put"], /) -> _Keys_key_put: ...
    @overload
    def __getitem__(self, name: Literal["key.put_many"], /) -> _Keys_key_put_many: ...
    @overload
    def __getitem__(self, name: Literal["key.get"], /) -> _Keys_key_get: ...
    @overload
    def __getitem__(self, name: Literal["key.get_many"], /) -> _Keys_key_get_many: ...
    @overload
    def __getitem__(self, name: Literal["key.destroy"], /) -> _Keys_key_destroy: ...
    @overload
    def __getitem__(self, name: Literal["key.wait"], /) -> _Keys_key_wait: ...
    @overload
    def __getitem__(self, name: Literal["key.ripe"], /) -> _Keys_key_ripe: ...
    @overload
    def __getitem__(self, name: Literal["key.unwait"], /) -> _Keys_key_unwait: ...
    @overload
    def __getitem__(self, name: Literal["key.waits"], /) -> _Keys_key_waits: ...
    @overload
    def __getitem__(self, name: Literal["restrictions.replay.keys"], /) -> _Keys_restrictions_replay_keys: ...
    @overload
    def __getitem__(self, name: Literal["key.names"], /) -> _Keys_key_names: ...
    @overload
    def __getitem__(self, name: Literal["key.youngest"], /) -> _Keys_key_youngest: ...
    @overload
    def __getitem__(self, name: Literal["key.page"], /) -> _Keys_key_page: ...
    @overload
    def __getitem__(self, name: Literal["key.untouched"], /) -> _Keys_key_untouched: ...
    @overload
    def __getitem__(self, name: Literal["epoch.alone"], /) -> _Keys_epoch_alone: ...
    @overload
    def __getitem__(self, name: Literal["epoch.over"], /) -> _Keys_epoch_over: ...
    @overload
    def __getitem__(self, name: Literal["epoch.last"], /) -> _Keys_epoch_last: ...
    @overload
    def __getitem__(self, name: Literal["epoch.shard_rings"], /) -> _Keys_epoch_shard_rings: ...
    @overload
    def __getitem__(self, name: Literal["epoch.ahead"], /) -> _Keys_epoch_ahead: ...
    @overload
    def __getitem__(self, name: Literal["epoch.begin"], /) -> _Keys_epoch_begin: ...
    @overload
    def __getitem__(self, name: Literal["epoch.step"], /) -> _Keys_epoch_step: ...
    @overload
    def __getitem__(self, name: Literal["epoch.turn"], /) -> _Keys_epoch_turn: ...
    @overload
    def __getitem__(self, name: Literal["epoch.extent"], /) -> _Keys_epoch_extent: ...
    @overload
    def __getitem__(self, name: Literal["epoch.page"], /) -> _Keys_epoch_page: ...
    @overload
    def __getitem__(self, name: Literal["epoch.rewrap"], /) -> _Keys_epoch_rewrap: ...
    @overload
    def __getitem__(self, name: Literal["epoch.rewrap_evidence"], /) -> _Keys_epoch_rewrap_evidence: ...
    @overload
    def __getitem__(self, name: Literal["epoch.rewrapped"], /) -> _Keys_epoch_rewrapped: ...
    @overload
    def __getitem__(self, name: Literal["epoch.done"], /) -> _Keys_epoch_done: ...
    @overload
    def __getitem__(self, name: Literal["key.fates"], /) -> _Keys_key_fates: ...
    @overload
    def __getitem__(self, name: Literal["receipt.say"], /) -> _Keys_receipt_say: ...
    @overload
    def __getitem__(self, name: Literal["key.fates_of"], /) -> _Keys_key_fates_of: ...
    @overload
    def __getitem__(self, name: str, /) -> Query: ...

class Ledger(dict[str, Query]):
    @overload
    def __getitem__(self, name: Literal["ledger.take_live"], /) -> _Ledger_ledger_take_live: ...
    @overload
    def __getitem__(self, name: Literal["ledger.take_archive"], /) -> _Ledger_ledger_take_archive: ...
    @overload
    def __getitem__(self, name: Literal["ledger.take_keys"], /) -> _Ledger_ledger_take_keys: ...
    @overload
    def __getitem__(self, name: Literal["ledger.take_ledger"], /) -> _Ledger_ledger_take_ledger: ...
    @overload
    def __getitem__(self, name: Literal["ledger.drop_live"], /) -> _Ledger_ledger_drop_live: ...
    @overload
    def __getitem__(self, name: Literal["ledger.drop_archive"], /) -> _Ledger_ledger_drop_archive: ...
    @overload
    def __getitem__(self, name: Literal["ledger.drop_keys"], /) -> _Ledger_ledger_drop_keys: ...
    @overload
    def __getitem__(self, name: Literal["ledger.drop_ledger"], /) -> _Ledger_ledger_drop_ledger: ...
    @overload
    def __getitem__(self, name: Literal["ledger.last_live"], /) -> _Ledger_ledger_last_live: ...
    @overload
    def __getitem__(self, name: Literal["ledger.last_archive"], /) -> _Ledger_ledger_last_archive: ...
    @overload
    def __getitem__(self, name: Literal["ledger.last_keys"], /) -> _Ledger_ledger_last_keys: ...
    @overload
    def __getitem__(self, name: Literal["ledger.waiting_live"], /) -> _Ledger_ledger_waiting_live: ...
    @overload
    def __getitem__(self, name: Literal["ledger.waiting_archive"], /) -> _Ledger_ledger_waiting_archive: ...
    @overload
    def __getitem__(self, name: Literal["ledger.waiting_keys"], /) -> _Ledger_ledger_waiting_keys: ...
    @overload
    def __getitem__(self, name: Literal["ledger.waiting_ledger"], /) -> _Ledger_ledger_waiting_ledger: ...
    @overload
    def __getitem__(self, name: Literal["ledger.youngest_live"], /) -> _Ledger_ledger_youngest_live: ...
    @overload
    def __getitem__(self, name: Literal["ledger.youngest_archive"], /) -> _Ledger_ledger_youngest_archive: ...
    @overload
    def __getitem__(self, name: Literal["ledger.youngest_keys"], /) -> _Ledger_ledger_youngest_keys: ...
    @overload
    def __getitem__(self, name: Literal["ledger.youngest_ledger"], /) -> _Ledger_ledger_youngest_ledger: ...
    @overload
    def __getitem__(self, name: Literal["ledger.backlog_live"], /) -> _Ledger_ledger_backlog_live: ...
    @overload
    def __getitem__(self, name: Literal["ledger.backlog_archive"], /) -> _Ledger_ledger_backlog_archive: ...
    @overload
    def __getitem__(self, name: Literal["ledger.backlog_keys"], /) -> _Ledger_ledger_backlog_keys: ...
    @overload
    def __getitem__(self, name: Literal["ledger.backlog_ledger"], /) -> _Ledger_ledger_backlog_ledger: ...
    @overload
    def __getitem__(self, name: Literal["ledger.waiting_facts_live"], /) -> _Ledger_ledger_waiting_facts_live: ...
    @overload
    def __getitem__(self, name: Literal["ledger.waiting_facts_archive"], /) -> _Ledger_ledger_waiting_facts_archive: ...
    @overload
    def __getitem__(self, name: Literal["ledger.waiting_facts_keys"], /) -> _Ledger_ledger_waiting_facts_keys: ...
    @overload
    def __getitem__(self, name: Literal["ledger.waiting_facts_ledger"], /) -> _Ledger_ledger_waiting_facts_ledger: ...
    @overload
    def __getitem__(self, name: Literal["ledger.remove_live"], /) -> _Ledger_ledger_remove_live: ...
    @overload
    def __getitem__(self, name: Literal["ledger.remove_archive"], /) -> _Ledger_ledger_remove_archive: ...
    @overload
    def __getitem__(self, name: Literal["ledger.remove_keys"], /) -> _Ledger_ledger_remove_keys: ...
    @overload
    def __getitem__(self, name: Literal["ledger.remove_ledger"], /) -> _Ledger_ledger_remove_ledger: ...
    @overload
    def __getitem__(self, name: Literal["ledger.waiting_of"], /) -> _Ledger_ledger_waiting_of: ...
    @overload
    def __getitem__(self, name: Literal["ledger.archive_waiting_of"], /) -> _Ledger_ledger_archive_waiting_of: ...
    @overload
    def __getitem__(self, name: Literal["ledger.shorter_live"], /) -> _Ledger_ledger_shorter_live: ...
    @overload
    def __getitem__(self, name: Literal["ledger.shorter_keys"], /) -> _Ledger_ledger_shorter_keys: ...
    @overload
    def __getitem__(self, name: Literal["ledger.shorter_ledger"], /) -> _Ledger_ledger_shorter_ledger: ...
    @overload
    def __getitem__(self, name: Literal["ledger.lengthen_live"], /) -> _Ledger_ledger_lengthen_live: ...
    @overload
    def __getitem__(self, name: Literal["ledger.lengthen_keys"], /) -> _Ledger_ledger_lengthen_keys: ...
    @overload
    def __getitem__(self, name: Literal["ledger.lengthen_ledger"], /) -> _Ledger_ledger_lengthen_ledger: ...
    @overload
    def __getitem__(self, name: Literal["ledger.monitor"], /) -> _Ledger_ledger_monitor: ...
    @overload
    def __getitem__(self, name: Literal["ledger.destroy_month"], /) -> _Ledger_ledger_destroy_month: ...
    @overload
    def __getitem__(self, name: Literal["ledger.to_pack"], /) -> _Ledger_ledger_to_pack: ...
    @overload
    def __getitem__(self, name: Literal["ledger.pack"], /) -> _Ledger_ledger_pack: ...
    @overload
    def __getitem__(self, name: Literal["ledger.let_go"], /) -> _Ledger_ledger_let_go: ...
    @overload
    def __getitem__(self, name: Literal["ledger.to_move"], /) -> _Ledger_ledger_to_move: ...
    @overload
    def __getitem__(self, name: Literal["ledger.written_out"], /) -> _Ledger_ledger_written_out: ...
    @overload
    def __getitem__(self, name: Literal["ledger.let_out"], /) -> _Ledger_ledger_let_out: ...
    @overload
    def __getitem__(self, name: Literal["ledger.entries"], /) -> _Ledger_ledger_entries: ...
    @overload
    def __getitem__(self, name: Literal["ledger.blocks"], /) -> _Ledger_ledger_blocks: ...
    @overload
    def __getitem__(self, name: Literal["ledger.whose"], /) -> _Ledger_ledger_whose: ...
    @overload
    def __getitem__(self, name: Literal["ledger.written"], /) -> _Ledger_ledger_written: ...
    @overload
    def __getitem__(self, name: Literal["ledger.commitments"], /) -> _Ledger_ledger_commitments: ...
    @overload
    def __getitem__(self, name: Literal["ledger.tiles"], /) -> _Ledger_ledger_tiles: ...
    @overload
    def __getitem__(self, name: Literal["ledger.placed"], /) -> _Ledger_ledger_placed: ...
    @overload
    def __getitem__(self, name: Literal["ledger.forget_batch"], /) -> _Ledger_ledger_forget_batch: ...
    @overload
    def __getitem__(self, name: Literal["ledger.tree"], /) -> _Ledger_ledger_tree: ...
    @overload
    def __getitem__(self, name: Literal["ledger.tell"], /) -> _Ledger_ledger_tell: ...
    @overload
    def __getitem__(self, name: Literal["ledger.words"], /) -> _Ledger_ledger_words: ...
    @overload
    def __getitem__(self, name: Literal["ledger.processes"], /) -> _Ledger_ledger_processes: ...
    @overload
    def __getitem__(self, name: Literal["ledger.keep_processes"], /) -> _Ledger_ledger_keep_processes: ...
    @overload
    def __getitem__(self, name: Literal["ledger.alarm"], /) -> _Ledger_ledger_alarm: ...
    @overload
    def __getitem__(self, name: Literal["ledger.still"], /) -> _Ledger_ledger_still: ...
    @overload
    def __getitem__(self, name: Literal["ledger.grow"], /) -> _Ledger_ledger_grow: ...
    @overload
    def __getitem__(self, name: Literal["ledger.count_on"], /) -> _Ledger_ledger_count_on: ...
    @overload
    def __getitem__(self, name: Literal["ledger.counts"], /) -> _Ledger_ledger_counts: ...
    @overload
    def __getitem__(self, name: Literal["ledger.counted"], /) -> _Ledger_ledger_counted: ...
    @overload
    def __getitem__(self, name: Literal["ledger.checkpoint"], /) -> _Ledger_ledger_checkpoint: ...
    @overload
    def __getitem__(self, name: Literal["ledger.thin"], /) -> _Ledger_ledger_thin: ...
    @overload
    def __getitem__(self, name: Literal["ledger.bodies_of"], /) -> _Ledger_ledger_bodies_of: ...
    @overload
    def __getitem__(self, name: Literal["ledger.open_leaves"], /) -> _Ledger_ledger_open_leaves: ...
    @overload
    def __getitem__(self, name: Literal["ledger.roots"], /) -> _Ledger_ledger_roots: ...
    @overload
    def __getitem__(self, name: Literal["ledger.tree_now"], /) -> _Ledger_ledger_tree_now: ...
    @overload
    def __getitem__(self, name: Literal["ledger.named"], /) -> _Ledger_ledger_named: ...
    @overload
    def __getitem__(self, name: Literal["ledger.last_checkpoint"], /) -> _Ledger_ledger_last_checkpoint: ...
    @overload
    def __getitem__(self, name: Literal["ledger.cosign"], /) -> _Ledger_ledger_cosign: ...
    @overload
    def __getitem__(self, name: Literal["ledger.witnesses"], /) -> _Ledger_ledger_witnesses: ...
    @overload
    def __getitem__(self, name: Literal["ledger.witness_said"], /) -> _Ledger_ledger_witness_said: ...
    @overload
    def __getitem__(self, name: Literal["ledger.begin_generation"], /) -> _Ledger_ledger_begin_generation: ...
    @overload
    def __getitem__(self, name: Literal["ledger.spans"], /) -> _Ledger_ledger_spans: ...
    @overload
    def __getitem__(self, name: Literal["ledger.bodies_in"], /) -> _Ledger_ledger_bodies_in: ...
    @overload
    def __getitem__(self, name: Literal["ledger.state_expiry"], /) -> _Ledger_ledger_state_expiry: ...
    @overload
    def __getitem__(self, name: Literal["ledger.erase"], /) -> _Ledger_ledger_erase: ...
    @overload
    def __getitem__(self, name: Literal["ledger.positions"], /) -> _Ledger_ledger_positions: ...
    @overload
    def __getitem__(self, name: Literal["ledger.checkpoints"], /) -> _Ledger_ledger_checkpoints: ...
    @overload
    def __getitem__(self, name: str, /) -> Query: ...

class Mail(dict[str, Query]):
    @overload
    def __getitem__(self, name: Literal["mail.waits"], /) -> _Mail_mail_waits: ...
    @overload
    def __getitem__(self, name: Literal["mail.queue"], /) -> _Mail_mail_queue: ...
    @overload
    def __getitem__(self, name: Literal["mail.due"], /) -> _Mail_mail_due: ...
    @overload
    def __getitem__(self, name: Literal["mail.take"], /) -> _Mail_mail_take: ...
    @overload
    def __getitem__(self, name: Literal["mail.later"], /) -> _Mail_mail_later: ...
    @overload
    def __getitem__(self, name: Literal["mail.drop"], /) -> _Mail_mail_drop: ...
    @overload
    def __getitem__(self, name: Literal["mail.sent"], /) -> _Mail_mail_sent: ...
    @overload
    def __getitem__(self, name: Literal["mail.die"], /) -> _Mail_mail_die: ...
    @overload
    def __getitem__(self, name: Literal["mail.dead"], /) -> _Mail_mail_dead: ...
    @overload
    def __getitem__(self, name: Literal["mail.again"], /) -> _Mail_mail_again: ...
    @overload
    def __getitem__(self, name: Literal["mail.counts"], /) -> _Mail_mail_counts: ...
    @overload
    def __getitem__(self, name: Literal["mail.doubtful"], /) -> _Mail_mail_doubtful: ...
    @overload
    def __getitem__(self, name: Literal["mail.returned"], /) -> _Mail_mail_returned: ...
    @overload
    def __getitem__(self, name: Literal["mail.answers"], /) -> _Mail_mail_answers: ...
    @overload
    def __getitem__(self, name: Literal["mail.trusted"], /) -> _Mail_mail_trusted: ...
    @overload
    def __getitem__(self, name: Literal["campaign.write"], /) -> _Mail_campaign_write: ...
    @overload
    def __getitem__(self, name: Literal["campaign.step"], /) -> _Mail_campaign_step: ...
    @overload
    def __getitem__(self, name: Literal["campaign.drop"], /) -> _Mail_campaign_drop: ...
    @overload
    def __getitem__(self, name: Literal["campaign.mail"], /) -> _Mail_campaign_mail: ...
    @overload
    def __getitem__(self, name: Literal["campaign.went"], /) -> _Mail_campaign_went: ...
    @overload
    def __getitem__(self, name: Literal["campaign.reach"], /) -> _Mail_campaign_reach: ...
    @overload
    def __getitem__(self, name: Literal["campaign.list"], /) -> _Mail_campaign_list: ...
    @overload
    def __getitem__(self, name: str, /) -> Query: ...

class Monitoring(dict[str, Query]):
    @overload
    def __getitem__(self, name: Literal["monitor.limits"], /) -> _Monitoring_monitor_limits: ...
    @overload
    def __getitem__(self, name: Literal["pause.untold"], /) -> _Monitoring_pause_untold: ...
    @overload
    def __getitem__(self, name: Literal["pause.told"], /) -> _Monitoring_pause_told: ...
    @overload
    def __getitem__(self, name: Literal["pause.list"], /) -> _Monitoring_pause_list: ...
    @overload
    def __getitem__(self, name: Literal["pause.answer"], /) -> _Monitoring_pause_answer: ...
    @overload
    def __getitem__(self, name: Literal["monitor.forget"], /) -> _Monitoring_monitor_forget: ...
    @overload
    def __getitem__(self, name: Literal["explanation.ask"], /) -> _Monitoring_explanation_ask: ...
    @overload
    def __getitem__(self, name: Literal["explanation.list"], /) -> _Monitoring_explanation_list: ...
    @overload
    def __getitem__(self, name: Literal["explanation.say"], /) -> _Monitoring_explanation_say: ...
    @overload
    def __getitem__(self, name: Literal["explanation.judge"], /) -> _Monitoring_explanation_judge: ...
    @overload
    def __getitem__(self, name: Literal["explanation.over"], /) -> _Monitoring_explanation_over: ...
    @overload
    def __getitem__(self, name: Literal["explanation.forget"], /) -> _Monitoring_explanation_forget: ...
    @overload
    def __getitem__(self, name: str, /) -> Query: ...

class Moves(dict[str, Query]):
    @overload
    def __getitem__(self, name: Literal["move.begin"], /) -> _Moves_move_begin: ...
    @overload
    def __getitem__(self, name: Literal["move.step"], /) -> _Moves_move_step: ...
    @overload
    def __getitem__(self, name: str, /) -> Query: ...

class Observed(dict[str, Query]):
    @overload
    def __getitem__(self, name: Literal["observed.add"], /) -> _Observed_observed_add: ...
    @overload
    def __getitem__(self, name: Literal["observed.since"], /) -> _Observed_observed_since: ...
    @overload
    def __getitem__(self, name: Literal["observed.lost"], /) -> _Observed_observed_lost: ...
    @overload
    def __getitem__(self, name: Literal["observed.overdue_put"], /) -> _Observed_observed_overdue_put: ...
    @overload
    def __getitem__(self, name: Literal["observed.overdue"], /) -> _Observed_observed_overdue: ...
    @overload
    def __getitem__(self, name: str, /) -> Query: ...

class Plan(dict[str, Query]):
    @overload
    def __getitem__(self, name: Literal["plan.save"], /) -> _Plan_plan_save: ...
    @overload
    def __getitem__(self, name: Literal["plan.approve"], /) -> _Plan_plan_approve: ...
    @overload
    def __getitem__(self, name: Literal["plan.list"], /) -> _Plan_plan_list: ...
    @overload
    def __getitem__(self, name: Literal["taken.in"], /) -> _Plan_taken_in: ...
    @overload
    def __getitem__(self, name: Literal["taken.months"], /) -> _Plan_taken_months: ...
    @overload
    def __getitem__(self, name: Literal["taken.forget"], /) -> _Plan_taken_forget: ...
    @overload
    def __getitem__(self, name: Literal["taken.list"], /) -> _Plan_taken_list: ...
    @overload
    def __getitem__(self, name: str, /) -> Query: ...

class Processors(dict[str, Query]):
    @overload
    def __getitem__(self, name: Literal["contract.add"], /) -> _Processors_contract_add: ...
    @overload
    def __getitem__(self, name: Literal["contract.all"], /) -> _Processors_contract_all: ...
    @overload
    def __getitem__(self, name: Literal["contract.scan"], /) -> _Processors_contract_scan: ...
    @overload
    def __getitem__(self, name: Literal["contract.over"], /) -> _Processors_contract_over: ...
    @overload
    def __getitem__(self, name: Literal["contract.holds"], /) -> _Processors_contract_holds: ...
    @overload
    def __getitem__(self, name: Literal["deletion.page"], /) -> _Processors_deletion_page: ...
    @overload
    def __getitem__(self, name: Literal["telling.waits"], /) -> _Processors_telling_waits: ...
    @overload
    def __getitem__(self, name: Literal["telling.open"], /) -> _Processors_telling_open: ...
    @overload
    def __getitem__(self, name: Literal["telling.drop"], /) -> _Processors_telling_drop: ...
    @overload
    def __getitem__(self, name: Literal["telling.gather"], /) -> _Processors_telling_gather: ...
    @overload
    def __getitem__(self, name: Literal["telling.counts"], /) -> _Processors_telling_counts: ...
    @overload
    def __getitem__(self, name: Literal["telling.due"], /) -> _Processors_telling_due: ...
    @overload
    def __getitem__(self, name: Literal["telling.take"], /) -> _Processors_telling_take: ...
    @overload
    def __getitem__(self, name: Literal["telling.sent"], /) -> _Processors_telling_sent: ...
    @overload
    def __getitem__(self, name: Literal["telling.look"], /) -> _Processors_telling_look: ...
    @overload
    def __getitem__(self, name: Literal["telling.lines"], /) -> _Processors_telling_lines: ...
    @overload
    def __getitem__(self, name: Literal["telling.opened"], /) -> _Processors_telling_opened: ...
    @overload
    def __getitem__(self, name: Literal["telling.answered"], /) -> _Processors_telling_answered: ...
    @overload
    def __getitem__(self, name: Literal["telling.answer"], /) -> _Processors_telling_answer: ...
    @overload
    def __getitem__(self, name: Literal["telling.end"], /) -> _Processors_telling_end: ...
    @overload
    def __getitem__(self, name: Literal["deletion.answer"], /) -> _Processors_deletion_answer: ...
    @overload
    def __getitem__(self, name: str, /) -> Query: ...

class Prove(dict[str, Query]):
    @overload
    def __getitem__(self, name: Literal["prove.attached"], /) -> _Prove_prove_attached: ...
    @overload
    def __getitem__(self, name: Literal["prove.keys"], /) -> _Prove_prove_keys: ...
    @overload
    def __getitem__(self, name: Literal["prove.note"], /) -> _Prove_prove_note: ...
    @overload
    def __getitem__(self, name: Literal["prove.tasked"], /) -> _Prove_prove_tasked: ...
    @overload
    def __getitem__(self, name: Literal["prove.runs"], /) -> _Prove_prove_runs: ...
    @overload
    def __getitem__(self, name: Literal["prove.findings"], /) -> _Prove_prove_findings: ...
    @overload
    def __getitem__(self, name: Literal["system.enter"], /) -> _Prove_system_enter: ...
    @overload
    def __getitem__(self, name: Literal["system.end"], /) -> _Prove_system_end: ...
    @overload
    def __getitem__(self, name: Literal["system.attest"], /) -> _Prove_system_attest: ...
    @overload
    def __getitem__(self, name: Literal["system.list"], /) -> _Prove_system_list: ...
    @overload
    def __getitem__(self, name: Literal["system.file"], /) -> _Prove_system_file: ...
    @overload
    def __getitem__(self, name: Literal["prove.late"], /) -> _Prove_prove_late: ...
    @overload
    def __getitem__(self, name: Literal["prove.unsourced"], /) -> _Prove_prove_unsourced: ...
    @overload
    def __getitem__(self, name: Literal["prove.left"], /) -> _Prove_prove_left: ...
    @overload
    def __getitem__(self, name: Literal["prove.reminded"], /) -> _Prove_prove_reminded: ...
    @overload
    def __getitem__(self, name: Literal["prove.requests"], /) -> _Prove_prove_requests: ...
    @overload
    def __getitem__(self, name: Literal["prove.complaints"], /) -> _Prove_prove_complaints: ...
    @overload
    def __getitem__(self, name: Literal["prove.frozen"], /) -> _Prove_prove_frozen: ...
    @overload
    def __getitem__(self, name: Literal["prove.outbox"], /) -> _Prove_prove_outbox: ...
    @overload
    def __getitem__(self, name: Literal["prove.given"], /) -> _Prove_prove_given: ...
    @overload
    def __getitem__(self, name: Literal["prove.sessions"], /) -> _Prove_prove_sessions: ...
    @overload
    def __getitem__(self, name: Literal["prove.suspicions"], /) -> _Prove_prove_suspicions: ...
    @overload
    def __getitem__(self, name: Literal["prove.unreminded"], /) -> _Prove_prove_unreminded: ...
    @overload
    def __getitem__(self, name: Literal["prove.grants"], /) -> _Prove_prove_grants: ...
    @overload
    def __getitem__(self, name: Literal["prove.mails"], /) -> _Prove_prove_mails: ...
    @overload
    def __getitem__(self, name: Literal["prove.place"], /) -> _Prove_prove_place: ...
    @overload
    def __getitem__(self, name: Literal["prove.notices"], /) -> _Prove_prove_notices: ...
    @overload
    def __getitem__(self, name: Literal["prove.registers"], /) -> _Prove_prove_registers: ...
    @overload
    def __getitem__(self, name: Literal["prove.sizes"], /) -> _Prove_prove_sizes: ...
    @overload
    def __getitem__(self, name: Literal["job.note"], /) -> _Prove_job_note: ...
    @overload
    def __getitem__(self, name: Literal["job.list"], /) -> _Prove_job_list: ...
    @overload
    def __getitem__(self, name: Literal["prove.archive_place"], /) -> _Prove_prove_archive_place: ...
    @overload
    def __getitem__(self, name: Literal["prove.ledger_place"], /) -> _Prove_prove_ledger_place: ...
    @overload
    def __getitem__(self, name: Literal["prove.keys_place"], /) -> _Prove_prove_keys_place: ...
    @overload
    def __getitem__(self, name: Literal["prove.looks"], /) -> _Prove_prove_looks: ...
    @overload
    def __getitem__(self, name: Literal["prove.ledger_size"], /) -> _Prove_prove_ledger_size: ...
    @overload
    def __getitem__(self, name: str, /) -> Query: ...

class Publishing(dict[str, Query]):
    @overload
    def __getitem__(self, name: Literal["publish.begin"], /) -> _Publishing_publish_begin: ...
    @overload
    def __getitem__(self, name: Literal["publish.post"], /) -> _Publishing_publish_post: ...
    @overload
    def __getitem__(self, name: Literal["publish.withdraw"], /) -> _Publishing_publish_withdraw: ...
    @overload
    def __getitem__(self, name: Literal["publish.mail"], /) -> _Publishing_publish_mail: ...
    @overload
    def __getitem__(self, name: Literal["publish.written"], /) -> _Publishing_publish_written: ...
    @overload
    def __getitem__(self, name: Literal["publish.mailed"], /) -> _Publishing_publish_mailed: ...
    @overload
    def __getitem__(self, name: Literal["publish.switch"], /) -> _Publishing_publish_switch: ...
    @overload
    def __getitem__(self, name: Literal["publish.take_over"], /) -> _Publishing_publish_take_over: ...
    @overload
    def __getitem__(self, name: Literal["publish.moved"], /) -> _Publishing_publish_moved: ...
    @overload
    def __getitem__(self, name: Literal["publish.reworks"], /) -> _Publishing_publish_reworks: ...
    @overload
    def __getitem__(self, name: Literal["publish.reworked"], /) -> _Publishing_publish_reworked: ...
    @overload
    def __getitem__(self, name: Literal["publish.questions"], /) -> _Publishing_publish_questions: ...
    @overload
    def __getitem__(self, name: Literal["publish.answer"], /) -> _Publishing_publish_answer: ...
    @overload
    def __getitem__(self, name: Literal["publish.list"], /) -> _Publishing_publish_list: ...
    @overload
    def __getitem__(self, name: Literal["publish.source"], /) -> _Publishing_publish_source: ...
    @overload
    def __getitem__(self, name: Literal["publish.served"], /) -> _Publishing_publish_served: ...
    @overload
    def __getitem__(self, name: Literal["publish.consented"], /) -> _Publishing_publish_consented: ...
    @overload
    def __getitem__(self, name: Literal["publish.answered"], /) -> _Publishing_publish_answered: ...
    @overload
    def __getitem__(self, name: Literal["proposal.save"], /) -> _Publishing_proposal_save: ...
    @overload
    def __getitem__(self, name: Literal["proposal.step"], /) -> _Publishing_proposal_step: ...
    @overload
    def __getitem__(self, name: Literal["proposal.list"], /) -> _Publishing_proposal_list: ...
    @overload
    def __getitem__(self, name: Literal["proposal.source"], /) -> _Publishing_proposal_source: ...
    @overload
    def __getitem__(self, name: str, /) -> Query: ...

class Reading(dict[str, Query]):
    @overload
    def __getitem__(self, name: Literal["people.page"], /) -> _Reading_people_page: ...
    @overload
    def __getitem__(self, name: Literal["people.locate"], /) -> _Reading_people_locate: ...
    @overload
    def __getitem__(self, name: Literal["people.look"], /) -> _Reading_people_look: ...
    @overload
    def __getitem__(self, name: Literal["mass.ask"], /) -> _Reading_mass_ask: ...
    @overload
    def __getitem__(self, name: Literal["mass.decide"], /) -> _Reading_mass_decide: ...
    @overload
    def __getitem__(self, name: Literal["mass.query"], /) -> _Reading_mass_query: ...
    @overload
    def __getitem__(self, name: Literal["mass.people"], /) -> _Reading_mass_people: ...
    @overload
    def __getitem__(self, name: Literal["mass.begin"], /) -> _Reading_mass_begin: ...
    @overload
    def __getitem__(self, name: Literal["mass.page"], /) -> _Reading_mass_page: ...
    @overload
    def __getitem__(self, name: Literal["mass.end"], /) -> _Reading_mass_end: ...
    @overload
    def __getitem__(self, name: Literal["mass.review"], /) -> _Reading_mass_review: ...
    @overload
    def __getitem__(self, name: Literal["mass.all"], /) -> _Reading_mass_all: ...
    @overload
    def __getitem__(self, name: Literal["mass.lapse"], /) -> _Reading_mass_lapse: ...
    @overload
    def __getitem__(self, name: Literal["mass.over"], /) -> _Reading_mass_over: ...
    @overload
    def __getitem__(self, name: Literal["mass.forget"], /) -> _Reading_mass_forget: ...
    @overload
    def __getitem__(self, name: Literal["mass.of"], /) -> _Reading_mass_of: ...
    @overload
    def __getitem__(self, name: Literal["open.counted"], /) -> _Reading_open_counted: ...
    @overload
    def __getitem__(self, name: Literal["listed"], /) -> _Reading_listed: ...
    @overload
    def __getitem__(self, name: Literal["open.page"], /) -> _Reading_open_page: ...
    @overload
    def __getitem__(self, name: Literal["sign_ins.part"], /) -> _Reading_sign_ins_part: ...
    @overload
    def __getitem__(self, name: Literal["sign_ins.compare"], /) -> _Reading_sign_ins_compare: ...
    @overload
    def __getitem__(self, name: Literal["calendar.ends"], /) -> _Reading_calendar_ends: ...
    @overload
    def __getitem__(self, name: Literal["calendar.waiting"], /) -> _Reading_calendar_waiting: ...
    @overload
    def __getitem__(self, name: Literal["calendar.parts"], /) -> _Reading_calendar_parts: ...
    @overload
    def __getitem__(self, name: Literal["calendar.day"], /) -> _Reading_calendar_day: ...
    @overload
    def __getitem__(self, name: str, /) -> Query: ...

class Reports(dict[str, Query]):
    @overload
    def __getitem__(self, name: Literal["report.certificates"], /) -> _Reports_report_certificates: ...
    @overload
    def __getitem__(self, name: Literal["report.certificate"], /) -> _Reports_report_certificate: ...
    @overload
    def __getitem__(self, name: Literal["report.provisions"], /) -> _Reports_report_provisions: ...
    @overload
    def __getitem__(self, name: Literal["report.provisions_by"], /) -> _Reports_report_provisions_by: ...
    @overload
    def __getitem__(self, name: Literal["report.note"], /) -> _Reports_report_note: ...
    @overload
    def __getitem__(self, name: Literal["usage.begin"], /) -> _Reports_usage_begin: ...
    @overload
    def __getitem__(self, name: Literal["usage.runs"], /) -> _Reports_usage_runs: ...
    @overload
    def __getitem__(self, name: Literal["usage.people"], /) -> _Reports_usage_people: ...
    @overload
    def __getitem__(self, name: Literal["usage.mark"], /) -> _Reports_usage_mark: ...
    @overload
    def __getitem__(self, name: Literal["usage.next"], /) -> _Reports_usage_next: ...
    @overload
    def __getitem__(self, name: Literal["figures.people_by_month"], /) -> _Reports_figures_people_by_month: ...
    @overload
    def __getitem__(self, name: Literal["figures.people_by_value"], /) -> _Reports_figures_people_by_value: ...
    @overload
    def __getitem__(self, name: Literal["report.access_span"], /) -> _Reports_report_access_span: ...
    @overload
    def __getitem__(self, name: str, /) -> Query: ...

class Review(dict[str, Query]):
    @overload
    def __getitem__(self, name: Literal["review.people"], /) -> _Review_review_people: ...
    @overload
    def __getitem__(self, name: Literal["review.make"], /) -> _Review_review_make: ...
    @overload
    def __getitem__(self, name: Literal["review.write"], /) -> _Review_review_write: ...
    @overload
    def __getitem__(self, name: Literal["review.list"], /) -> _Review_review_list: ...
    @overload
    def __getitem__(self, name: str, /) -> Query: ...

class Store(dict[str, Query]):
    @overload
    def __getitem__(self, name: Literal["restore.begin.live"], /) -> _Store_restore_begin_live: ...
    @overload
    def __getitem__(self, name: Literal["restore.begin.archive"], /) -> _Store_restore_begin_archive: ...
    @overload
    def __getitem__(self, name: Literal["restore.end.live"], /) -> _Store_restore_end_live: ...
    @overload
    def __getitem__(self, name: Literal["restore.end.archive"], /) -> _Store_restore_end_archive: ...
    @overload
    def __getitem__(self, name: Literal["deny"], /) -> _Store_deny: ...
    @overload
    def __getitem__(self, name: Literal["note"], /) -> _Store_note: ...
    @overload
    def __getitem__(self, name: Literal["backup.after"], /) -> _Store_backup_after: ...
    @overload
    def __getitem__(self, name: Literal["backup.verified"], /) -> _Store_backup_verified: ...
    @overload
    def __getitem__(self, name: Literal["systems_told"], /) -> _Store_systems_told: ...
    @overload
    def __getitem__(self, name: Literal["claim.over"], /) -> _Store_claim_over: ...
    @overload
    def __getitem__(self, name: Literal["use"], /) -> _Store_use: ...
    @overload
    def __getitem__(self, name: Literal["use_many"], /) -> _Store_use_many: ...
    @overload
    def __getitem__(self, name: Literal["claim.person"], /) -> _Store_claim_person: ...
    @overload
    def __getitem__(self, name: Literal["collect"], /) -> _Store_collect: ...
    @overload
    def __getitem__(self, name: Literal["collect_many"], /) -> _Store_collect_many: ...
    @overload
    def __getitem__(self, name: Literal["move_run"], /) -> _Store_move_run: ...
    @overload
    def __getitem__(self, name: Literal["move_read"], /) -> _Store_move_read: ...
    @overload
    def __getitem__(self, name: Literal["moved"], /) -> _Store_moved: ...
    @overload
    def __getitem__(self, name: Literal["move_in"], /) -> _Store_move_in: ...
    @overload
    def __getitem__(self, name: Literal["move_reached"], /) -> _Store_move_reached: ...
    @overload
    def __getitem__(self, name: Literal["move_people"], /) -> _Store_move_people: ...
    @overload
    def __getitem__(self, name: Literal["move_out"], /) -> _Store_move_out: ...
    @overload
    def __getitem__(self, name: Literal["call_back_in_time"], /) -> _Store_call_back_in_time: ...
    @overload
    def __getitem__(self, name: Literal["happen"], /) -> _Store_happen: ...
    @overload
    def __getitem__(self, name: Literal["consent"], /) -> _Store_consent: ...
    @overload
    def __getitem__(self, name: Literal["consent.over"], /) -> _Store_consent_over: ...
    @overload
    def __getitem__(self, name: Literal["freeze"], /) -> _Store_freeze: ...
    @overload
    def __getitem__(self, name: Literal["whole"], /) -> _Store_whole: ...
    @overload
    def __getitem__(self, name: Literal["correct"], /) -> _Store_correct: ...
    @overload
    def __getitem__(self, name: Literal["refuse_correction"], /) -> _Store_refuse_correction: ...
    @overload
    def __getitem__(self, name: Literal["leave"], /) -> _Store_leave: ...
    @overload
    def __getitem__(self, name: Literal["leave_empty"], /) -> _Store_leave_empty: ...
    @overload
    def __getitem__(self, name: Literal["subject_of"], /) -> _Store_subject_of: ...
    @overload
    def __getitem__(self, name: Literal["generations_of"], /) -> _Store_generations_of: ...
    @overload
    def __getitem__(self, name: Literal["records_of"], /) -> _Store_records_of: ...
    @overload
    def __getitem__(self, name: Literal["show"], /) -> _Store_show: ...
    @overload
    def __getitem__(self, name: Literal["page_of"], /) -> _Store_page_of: ...
    @overload
    def __getitem__(self, name: Literal["counted_of"], /) -> _Store_counted_of: ...
    @overload
    def __getitem__(self, name: Literal["gone_of"], /) -> _Store_gone_of: ...
    @overload
    def __getitem__(self, name: Literal["destroyed_of"], /) -> _Store_destroyed_of: ...
    @overload
    def __getitem__(self, name: Literal["gone_between"], /) -> _Store_gone_between: ...
    @overload
    def __getitem__(self, name: Literal["disclosures_of"], /) -> _Store_disclosures_of: ...
    @overload
    def __getitem__(self, name: Literal["requests_of"], /) -> _Store_requests_of: ...
    @overload
    def __getitem__(self, name: Literal["find"], /) -> _Store_find: ...
    @overload
    def __getitem__(self, name: Literal["claim.since"], /) -> _Store_claim_since: ...
    @overload
    def __getitem__(self, name: Literal["claim.held"], /) -> _Store_claim_held: ...
    @overload
    def __getitem__(self, name: Literal["index.state"], /) -> _Store_index_state: ...
    @overload
    def __getitem__(self, name: Literal["index.begin"], /) -> _Store_index_begin: ...
    @overload
    def __getitem__(self, name: Literal["index.page"], /) -> _Store_index_page: ...
    @overload
    def __getitem__(self, name: Literal["index.move"], /) -> _Store_index_move: ...
    @overload
    def __getitem__(self, name: Literal["index.source"], /) -> _Store_index_source: ...
    @overload
    def __getitem__(self, name: Literal["index.mend"], /) -> _Store_index_mend: ...
    @overload
    def __getitem__(self, name: Literal["index.end"], /) -> _Store_index_end: ...
    @overload
    def __getitem__(self, name: Literal["inventory"], /) -> _Store_inventory: ...
    @overload
    def __getitem__(self, name: Literal["sweep.before"], /) -> _Store_sweep_before: ...
    @overload
    def __getitem__(self, name: Literal["sweep.server_time"], /) -> _Store_sweep_server_time: ...
    @overload
    def __getitem__(self, name: Literal["sweep.begin"], /) -> _Store_sweep_begin: ...
    @overload
    def __getitem__(self, name: Literal["sweep.propose"], /) -> _Store_sweep_propose: ...
    @overload
    def __getitem__(self, name: Literal["sweep.proposed"], /) -> _Store_sweep_proposed: ...
    @overload
    def __getitem__(self, name: Literal["sweep.approve"], /) -> _Store_sweep_approve: ...
    @overload
    def __getitem__(self, name: Literal["sweep.approved"], /) -> _Store_sweep_approved: ...
    @overload
    def __getitem__(self, name: Literal["sweep.word_kept"], /) -> _Store_sweep_word_kept: ...
    @overload
    def __getitem__(self, name: Literal["retire.begin"], /) -> _Store_retire_begin: ...
    @overload
    def __getitem__(self, name: Literal["retire.finish"], /) -> _Store_retire_finish: ...
    @overload
    def __getitem__(self, name: Literal["hold"], /) -> _Store_hold: ...
    @overload
    def __getitem__(self, name: Literal["hold.over"], /) -> _Store_hold_over: ...
    @overload
    def __getitem__(self, name: Literal["hold.all"], /) -> _Store_hold_all: ...
    @overload
    def __getitem__(self, name: Literal["hold.of"], /) -> _Store_hold_of: ...
    @overload
    def __getitem__(self, name: Literal["stale"], /) -> _Store_stale: ...
    @overload
    def __getitem__(self, name: Literal["rekey.next"], /) -> _Store_rekey_next: ...
    @overload
    def __getitem__(self, name: Literal["rekey.older"], /) -> _Store_rekey_older: ...
    @overload
    def __getitem__(self, name: Literal["rekey.reseal"], /) -> _Store_rekey_reseal: ...
    @overload
    def __getitem__(self, name: Literal["rekey.fresh"], /) -> _Store_rekey_fresh: ...
    @overload
    def __getitem__(self, name: Literal["forget"], /) -> _Store_forget: ...
    @overload
    def __getitem__(self, name: Literal["handed_over.rests"], /) -> _Store_handed_over_rests: ...
    @overload
    def __getitem__(self, name: Literal["handed_over.forget"], /) -> _Store_handed_over_forget: ...
    @overload
    def __getitem__(self, name: Literal["shells"], /) -> _Store_shells: ...
    @overload
    def __getitem__(self, name: Literal["without_row"], /) -> _Store_without_row: ...
    @overload
    def __getitem__(self, name: Literal["restore.replay_people"], /) -> _Store_restore_replay_people: ...
    @overload
    def __getitem__(self, name: Literal["restore.people"], /) -> _Store_restore_people: ...
    @overload
    def __getitem__(self, name: Literal["rekey.sealing"], /) -> _Store_rekey_sealing: ...
    @overload
    def __getitem__(self, name: Literal["restore.drop_records"], /) -> _Store_restore_drop_records: ...
    @overload
    def __getitem__(self, name: Literal["restore.frozen"], /) -> _Store_restore_frozen: ...
    @overload
    def __getitem__(self, name: Literal["may_leave"], /) -> _Store_may_leave: ...
    @overload
    def __getitem__(self, name: Literal["authorise"], /) -> _Store_authorise: ...
    @overload
    def __getitem__(self, name: Literal["name_party"], /) -> _Store_name_party: ...
    @overload
    def __getitem__(self, name: Literal["outbox_due"], /) -> _Store_outbox_due: ...
    @overload
    def __getitem__(self, name: Literal["dispatch"], /) -> _Store_dispatch: ...
    @overload
    def __getitem__(self, name: Literal["take_message"], /) -> _Store_take_message: ...
    @overload
    def __getitem__(self, name: Literal["receipt"], /) -> _Store_receipt: ...
    @overload
    def __getitem__(self, name: Literal["end_contract"], /) -> _Store_end_contract: ...
    @overload
    def __getitem__(self, name: Literal["contract.recall"], /) -> _Store_contract_recall: ...
    @overload
    def __getitem__(self, name: Literal["outbox_states"], /) -> _Store_outbox_states: ...
    @overload
    def __getitem__(self, name: Literal["deletions"], /) -> _Store_deletions: ...
    @overload
    def __getitem__(self, name: Literal["statistics.part"], /) -> _Store_statistics_part: ...
    @overload
    def __getitem__(self, name: Literal["statistics"], /) -> _Store_statistics: ...
    @overload
    def __getitem__(self, name: Literal["statistics.closed"], /) -> _Store_statistics_closed: ...
    @overload
    def __getitem__(self, name: Literal["statistics.by_item"], /) -> _Store_statistics_by_item: ...
    @overload
    def __getitem__(self, name: Literal["grant_give"], /) -> _Store_grant_give: ...
    @overload
    def __getitem__(self, name: Literal["grant_revoke"], /) -> _Store_grant_revoke: ...
    @overload
    def __getitem__(self, name: Literal["grant_stands"], /) -> _Store_grant_stands: ...
    @overload
    def __getitem__(self, name: Literal["grants_of"], /) -> _Store_grants_of: ...
    @overload
    def __getitem__(self, name: Literal["policies"], /) -> _Store_policies: ...
    @overload
    def __getitem__(self, name: Literal["numbers"], /) -> _Store_numbers: ...
    @overload
    def __getitem__(self, name: Literal["setting_of"], /) -> _Store_setting_of: ...
    @overload
    def __getitem__(self, name: Literal["make_demo"], /) -> _Store_make_demo: ...
    @overload
    def __getitem__(self, name: Literal["move_clock"], /) -> _Store_move_clock: ...
    @overload
    def __getitem__(self, name: Literal["certify"], /) -> _Store_certify: ...
    @overload
    def __getitem__(self, name: Literal["owed"], /) -> _Store_owed: ...
    @overload
    def __getitem__(self, name: Literal["owed.settle"], /) -> _Store_owed_settle: ...
    @overload
    def __getitem__(self, name: Literal["unsettled"], /) -> _Store_unsettled: ...
    @overload
    def __getitem__(self, name: Literal["certificates"], /) -> _Store_certificates: ...
    @overload
    def __getitem__(self, name: Literal["certificates_of"], /) -> _Store_certificates_of: ...
    @overload
    def __getitem__(self, name: Literal["counts"], /) -> _Store_counts: ...
    @overload
    def __getitem__(self, name: Literal["people"], /) -> _Store_people: ...
    @overload
    def __getitem__(self, name: Literal["people.up_to"], /) -> _Store_people_up_to: ...
    @overload
    def __getitem__(self, name: Literal["taken.take"], /) -> _Store_taken_take: ...
    @overload
    def __getitem__(self, name: Literal["taken.over"], /) -> _Store_taken_over: ...
    @overload
    def __getitem__(self, name: Literal["taken.move"], /) -> _Store_taken_move: ...
    @overload
    def __getitem__(self, name: Literal["taken.tickets_over"], /) -> _Store_taken_tickets_over: ...
    @overload
    def __getitem__(self, name: Literal["taken.tickets_of"], /) -> _Store_taken_tickets_of: ...
    @overload
    def __getitem__(self, name: Literal["taken.of"], /) -> _Store_taken_of: ...
    @overload
    def __getitem__(self, name: Literal["claim.standing"], /) -> _Store_claim_standing: ...
    @overload
    def __getitem__(self, name: Literal["taken.settle"], /) -> _Store_taken_settle: ...
    @overload
    def __getitem__(self, name: Literal["freed.records"], /) -> _Store_freed_records: ...
    @overload
    def __getitem__(self, name: Literal["freed.of"], /) -> _Store_freed_of: ...
    @overload
    def __getitem__(self, name: Literal["freed.known"], /) -> _Store_freed_known: ...
    @overload
    def __getitem__(self, name: Literal["taken.page"], /) -> _Store_taken_page: ...
    @overload
    def __getitem__(self, name: Literal["claim.stand"], /) -> _Store_claim_stand: ...
    @overload
    def __getitem__(self, name: Literal["taken.compared"], /) -> _Store_taken_compared: ...
    @overload
    def __getitem__(self, name: Literal["claim.page"], /) -> _Store_claim_page: ...
    @overload
    def __getitem__(self, name: Literal["taken.stand"], /) -> _Store_taken_stand: ...
    @overload
    def __getitem__(self, name: Literal["claim.give_way"], /) -> _Store_claim_give_way: ...
    @overload
    def __getitem__(self, name: Literal["check"], /) -> _Store_check: ...
    @overload
    def __getitem__(self, name: Literal["seen"], /) -> _Store_seen: ...
    @overload
    def __getitem__(self, name: Literal["unused"], /) -> _Store_unused: ...
    @overload
    def __getitem__(self, name: Literal["dormant"], /) -> _Store_dormant: ...
    @overload
    def __getitem__(self, name: Literal["apart_again"], /) -> _Store_apart_again: ...
    @overload
    def __getitem__(self, name: Literal["leave_for_now"], /) -> _Store_leave_for_now: ...
    @overload
    def __getitem__(self, name: Literal["come_back"], /) -> _Store_come_back: ...
    @overload
    def __getitem__(self, name: Literal["away_over"], /) -> _Store_away_over: ...
    @overload
    def __getitem__(self, name: Literal["leave_in_the_end"], /) -> _Store_leave_in_the_end: ...
    @overload
    def __getitem__(self, name: Literal["bar.days"], /) -> _Store_bar_days: ...
    @overload
    def __getitem__(self, name: Literal["bar.by"], /) -> _Store_bar_by: ...
    @overload
    def __getitem__(self, name: Literal["bar.all"], /) -> _Store_bar_all: ...
    @overload
    def __getitem__(self, name: Literal["claim.of"], /) -> _Store_claim_of: ...
    @overload
    def __getitem__(self, name: Literal["bar.drawn"], /) -> _Store_bar_drawn: ...
    @overload
    def __getitem__(self, name: Literal["bar.drawn_all"], /) -> _Store_bar_drawn_all: ...
    @overload
    def __getitem__(self, name: Literal["bar.stand"], /) -> _Store_bar_stand: ...
    @overload
    def __getitem__(self, name: Literal["bar.stands"], /) -> _Store_bar_stands: ...
    @overload
    def __getitem__(self, name: Literal["leave_barred"], /) -> _Store_leave_barred: ...
    @overload
    def __getitem__(self, name: Literal["bar.lift"], /) -> _Store_bar_lift: ...
    @overload
    def __getitem__(self, name: Literal["bar.over"], /) -> _Store_bar_over: ...
    @overload
    def __getitem__(self, name: Literal["attached.enter"], /) -> _Store_attached_enter: ...
    @overload
    def __getitem__(self, name: Literal["attached.use"], /) -> _Store_attached_use: ...
    @overload
    def __getitem__(self, name: Literal["attached.use_many"], /) -> _Store_attached_use_many: ...
    @overload
    def __getitem__(self, name: Literal["attached.may_write"], /) -> _Store_attached_may_write: ...
    @overload
    def __getitem__(self, name: Literal["attached.take"], /) -> _Store_attached_take: ...
    @overload
    def __getitem__(self, name: Literal["attached.taken_before"], /) -> _Store_attached_taken_before: ...
    @overload
    def __getitem__(self, name: Literal["attached.due"], /) -> _Store_attached_due: ...
    @overload
    def __getitem__(self, name: Literal["attached.begin"], /) -> _Store_attached_begin: ...
    @overload
    def __getitem__(self, name: Literal["attached.gone"], /) -> _Store_attached_gone: ...
    @overload
    def __getitem__(self, name: Literal["attached.batch_begin"], /) -> _Store_attached_batch_begin: ...
    @overload
    def __getitem__(self, name: Literal["attached.batch_next"], /) -> _Store_attached_batch_next: ...
    @overload
    def __getitem__(self, name: Literal["attached.batch_end"], /) -> _Store_attached_batch_end: ...
    @overload
    def __getitem__(self, name: Literal["mode.set"], /) -> _Store_mode_set: ...
    @overload
    def __getitem__(self, name: Literal["modes"], /) -> _Store_modes: ...
    @overload
    def __getitem__(self, name: Literal["moving.left"], /) -> _Store_moving_left: ...
    @overload
    def __getitem__(self, name: Literal["moving.begin"], /) -> _Store_moving_begin: ...
    @overload
    def __getitem__(self, name: Literal["moving"], /) -> _Store_moving: ...
    @overload
    def __getitem__(self, name: Literal["twin.look"], /) -> _Store_twin_look: ...
    @overload
    def __getitem__(self, name: Literal["twin.put"], /) -> _Store_twin_put: ...
    @overload
    def __getitem__(self, name: Literal["twin.cut"], /) -> _Store_twin_cut: ...
    @overload
    def __getitem__(self, name: Literal["twin.seen"], /) -> _Store_twin_seen: ...
    @overload
    def __getitem__(self, name: Literal["twin.page"], /) -> _Store_twin_page: ...
    @overload
    def __getitem__(self, name: Literal["twin.claim"], /) -> _Store_twin_claim: ...
    @overload
    def __getitem__(self, name: Literal["twin.late"], /) -> _Store_twin_late: ...
    @overload
    def __getitem__(self, name: Literal["twin.back"], /) -> _Store_twin_back: ...
    @overload
    def __getitem__(self, name: Literal["twin.drop"], /) -> _Store_twin_drop: ...
    @overload
    def __getitem__(self, name: Literal["twin.emptied"], /) -> _Store_twin_emptied: ...
    @overload
    def __getitem__(self, name: Literal["attached.find"], /) -> _Store_attached_find: ...
    @overload
    def __getitem__(self, name: Literal["forget.links"], /) -> _Store_forget_links: ...
    @overload
    def __getitem__(self, name: Literal["uploads.released"], /) -> _Store_uploads_released: ...
    @overload
    def __getitem__(self, name: Literal["grant.whose"], /) -> _Store_grant_whose: ...
    @overload
    def __getitem__(self, name: Literal["handler_words"], /) -> _Store_handler_words: ...
    @overload
    def __getitem__(self, name: Literal["version.schedule"], /) -> _Store_version_schedule: ...
    @overload
    def __getitem__(self, name: Literal["adopt.bound"], /) -> _Store_adopt_bound: ...
    @overload
    def __getitem__(self, name: Literal["adopt"], /) -> _Store_adopt: ...
    @overload
    def __getitem__(self, name: Literal["version.cross"], /) -> _Store_version_cross: ...
    @overload
    def __getitem__(self, name: Literal["version.take_over"], /) -> _Store_version_take_over: ...
    @overload
    def __getitem__(self, name: Literal["held_back"], /) -> _Store_held_back: ...
    @overload
    def __getitem__(self, name: Literal["demand_terms"], /) -> _Store_demand_terms: ...
    @overload
    def __getitem__(self, name: Literal["reads.draw"], /) -> _Store_reads_draw: ...
    @overload
    def __getitem__(self, name: Literal["reads.stop"], /) -> _Store_reads_stop: ...
    @overload
    def __getitem__(self, name: Literal["canaries"], /) -> _Store_canaries: ...
    @overload
    def __getitem__(self, name: Literal["archive.admit"], /) -> _Store_archive_admit: ...
    @overload
    def __getitem__(self, name: Literal["archive.admit_many"], /) -> _Store_archive_admit_many: ...
    @overload
    def __getitem__(self, name: Literal["look.ask"], /) -> _Store_look_ask: ...
    @overload
    def __getitem__(self, name: Literal["look.decide"], /) -> _Store_look_decide: ...
    @overload
    def __getitem__(self, name: Literal["look.all"], /) -> _Store_look_all: ...
    @overload
    def __getitem__(self, name: Literal["look.over"], /) -> _Store_look_over: ...
    @overload
    def __getitem__(self, name: Literal["look.forget"], /) -> _Store_look_forget: ...
    @overload
    def __getitem__(self, name: Literal["archive.consult"], /) -> _Store_archive_consult: ...
    @overload
    def __getitem__(self, name: Literal["archive.own"], /) -> _Store_archive_own: ...
    @overload
    def __getitem__(self, name: Literal["archive.by_number"], /) -> _Store_archive_by_number: ...
    @overload
    def __getitem__(self, name: Literal["archive.kept_days"], /) -> _Store_archive_kept_days: ...
    @overload
    def __getitem__(self, name: Literal["archive.find"], /) -> _Store_archive_find: ...
    @overload
    def __getitem__(self, name: Literal["archive.parts_of"], /) -> _Store_archive_parts_of: ...
    @overload
    def __getitem__(self, name: Literal["archive.days_due"], /) -> _Store_archive_days_due: ...
    @overload
    def __getitem__(self, name: Literal["archive.people_of_day"], /) -> _Store_archive_people_of_day: ...
    @overload
    def __getitem__(self, name: Literal["archive.people"], /) -> _Store_archive_people: ...
    @overload
    def __getitem__(self, name: Literal["destroy.hide"], /) -> _Store_destroy_hide: ...
    @overload
    def __getitem__(self, name: Literal["destroy.key_gone"], /) -> _Store_destroy_key_gone: ...
    @overload
    def __getitem__(self, name: Literal["destroy.rows"], /) -> _Store_destroy_rows: ...
    @overload
    def __getitem__(self, name: Literal["destroy.held"], /) -> _Store_destroy_held: ...
    @overload
    def __getitem__(self, name: Literal["archive.unwalked"], /) -> _Store_archive_unwalked: ...
    @overload
    def __getitem__(self, name: Literal["archive.walked"], /) -> _Store_archive_walked: ...
    @overload
    def __getitem__(self, name: Literal["archive.without_parts"], /) -> _Store_archive_without_parts: ...
    @overload
    def __getitem__(self, name: Literal["hold.rests"], /) -> _Store_hold_rests: ...
    @overload
    def __getitem__(self, name: Literal["hold.begin"], /) -> _Store_hold_begin: ...
    @overload
    def __getitem__(self, name: Literal["hold.end"], /) -> _Store_hold_end: ...
    @overload
    def __getitem__(self, name: Literal["hold.parts"], /) -> _Store_hold_parts: ...
    @overload
    def __getitem__(self, name: Literal["hold.reseal"], /) -> _Store_hold_reseal: ...
    @overload
    def __getitem__(self, name: Literal["hold.drop"], /) -> _Store_hold_drop: ...
    @overload
    def __getitem__(self, name: Literal["restore.parts"], /) -> _Store_restore_parts: ...
    @overload
    def __getitem__(self, name: Literal["restore.drop_parts"], /) -> _Store_restore_drop_parts: ...
    @overload
    def __getitem__(self, name: Literal["archive.day_of"], /) -> _Store_archive_day_of: ...
    @overload
    def __getitem__(self, name: Literal["archive.owed"], /) -> _Store_archive_owed: ...
    @overload
    def __getitem__(self, name: Literal["archive.settle"], /) -> _Store_archive_settle: ...
    @overload
    def __getitem__(self, name: Literal["archive.counts"], /) -> _Store_archive_counts: ...
    @overload
    def __getitem__(self, name: str, /) -> Query: ...

class Systems(dict[str, Query]):
    @overload
    def __getitem__(self, name: Literal["system.messages"], /) -> _Systems_system_messages: ...
    @overload
    def __getitem__(self, name: Literal["system.message"], /) -> _Systems_system_message: ...
    @overload
    def __getitem__(self, name: Literal["canary.put"], /) -> _Systems_canary_put: ...
    @overload
    def __getitem__(self, name: Literal["canary.note"], /) -> _Systems_canary_note: ...
    @overload
    def __getitem__(self, name: Literal["canary.unseen"], /) -> _Systems_canary_unseen: ...
    @overload
    def __getitem__(self, name: Literal["canary.seen"], /) -> _Systems_canary_seen: ...
    @overload
    def __getitem__(self, name: str, /) -> Query: ...

class Uploads(dict[str, Query]):
    @overload
    def __getitem__(self, name: Literal["uploads.wait"], /) -> _Uploads_uploads_wait: ...
    @overload
    def __getitem__(self, name: Literal["uploads.due"], /) -> _Uploads_uploads_due: ...
    @overload
    def __getitem__(self, name: Literal["uploads.scanned"], /) -> _Uploads_uploads_scanned: ...
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
