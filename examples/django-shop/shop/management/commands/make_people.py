"""`manage.py make_people 1000000`: members, orders, books and reviews, all of them invented, by COPY. Foreign keys are
checked once, when all rows are there."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

from django.core.management.base import BaseCommand
from django.db import connection, transaction

NAMES = ("김가상", "이없음", "박모형", "최견본", "정예시")
HASH = "pbkdf2_sha256$1000000$invented$" + "A" * 43 + "="
FIRST = datetime(2016, 1, 4, 9, tzinfo=UTC)
BLOCK = 5_000
Row = tuple[object, ...]


def member(n: int) -> Iterator[Row]:
    day = FIRST + timedelta(minutes=n % 5_000_000)
    yield (
        n, HASH, False, f"reader{n}", NAMES[n % 5], "", f"reader{n}@example.com", False, True, day,
        f"010-0{n % 1000:03}-{n // 1000 % 10000:04}", f"{1950 + n % 50}-{n % 12 + 1:02}-{n % 28 + 1:02}",
    )  # fmt: skip


def order(n: int) -> Iterator[Row]:
    day = FIRST + timedelta(minutes=n % 5_000_000)
    over = day + timedelta(days=20) if n % 4 else r"\N"
    yield (
        n,
        n,
        NAMES[n % 5],
        f"010-0{n % 1000:03}-{n // 1000 % 10000:04}",
        f"서울특별시 없는구 없는로 {n % 900 + 1}",
        "paid",
        day,
        over,
    )


def line(n: int) -> Iterator[Row]:
    yield n, n, f"97900000{n % 10000:05}", 1


def post(n: int) -> Iterator[Row]:
    if n % 5 == 0:
        yield n // 5, n, f"97900000{n % 10000:05}", "잘 읽었습니다.", FIRST + timedelta(minutes=n % 5_000_000)


TABLES: dict[str, tuple[str, Callable[[int], Iterator[Row]]]] = {
    "shop_member": (
        "id, password, is_superuser, username, first_name, last_name, email, is_staff, is_active, date_joined, mobile, birth",
        member,
    ),
    "shop_order": ("id, member_id, recipient, mobile, address, state, created_at, settled_at", order),
    "shop_orderline": ("id, order_id, isbn, count", line),
    "shop_post": ("id, member_id, isbn, body, created_at", post),
}


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("people", type=int)

    @transaction.atomic
    def handle(self, *, people, **_):
        with connection.cursor() as cursor:
            keys = self.without_keys(cursor) if connection.vendor == "postgresql" else ()
            for table, (columns, rows) in TABLES.items():
                if connection.vendor == "postgresql":
                    self.copy(cursor, table, columns, rows, people)
                else:
                    self.insert(cursor, table, columns, rows, people)
            for table, name, said in keys:
                cursor.execute(f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {said}')
        self.stdout.write(f"{people} members made")

    @staticmethod
    def without_keys(cursor):
        """Takes the foreign keys of the tables away, and answers what they said: row by row they would cost more than the
        rows."""
        cursor.execute(
            "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint"
            " WHERE contype = 'f' AND conrelid = ANY (%s::regclass[])",
            ([*TABLES],),
        )
        keys = cursor.fetchall()
        for table, name, _ in keys:
            cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
        return keys

    @staticmethod
    def copy(cursor, table, columns, rows, people):
        with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
            for begin in range(1, people + 1, BLOCK):
                numbers = range(begin, min(begin + BLOCK, people + 1))
                copy.write("".join("\t".join(map(str, row)) + "\n" for n in numbers for row in rows(n)))
        cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), {people})")

    @staticmethod
    def insert(cursor, table, columns, rows, people):
        """For MariaDB, which has no COPY."""
        places = ", ".join(["%s"] * len(columns.split(", ")))
        for begin in range(1, people + 1, BLOCK):
            numbers = range(begin, min(begin + BLOCK, people + 1))
            made = [[None if one == r"\N" else one for one in row] for n in numbers for row in rows(n)]
            if made:
                cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({places})", made)
