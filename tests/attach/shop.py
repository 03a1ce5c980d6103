"""An application's own database, invented: a small shop with the faults that such databases have."""

from __future__ import annotations

TABLES = """
CREATE TABLE customer (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    login_id text UNIQUE, passwd text, real_name text, email text, hp text, sex text, bday date, created_at timestamptz);
CREATE TABLE purchase (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    customer_id bigint NOT NULL REFERENCES customer ON DELETE CASCADE,
    recipient text, ship_addr text, memo text, status text, created_at timestamptz);
CREATE TABLE purchase_line (
    purchase_id bigint REFERENCES purchase ON DELETE CASCADE, n int, goods text, PRIMARY KEY (purchase_id, n));
CREATE TABLE newsletter (id bigint PRIMARY KEY, address_line text);
CREATE TABLE job_lock (name text PRIMARY KEY, held_until timestamptz);
"""
PEOPLE = """
INSERT INTO customer (login_id, passwd, real_name, email, hp, sex, bday, created_at)
SELECT 'user' || n, '$2b$12$' || repeat('a', 53), '김가수', 'user' || n || '@example.com',
       '010-0000-' || lpad(n::text, 4, '0'), 'F', date '1990-01-01', now() FROM generate_series(1, 30) n;
INSERT INTO purchase (customer_id, recipient, ship_addr, memo, status, created_at)
SELECT id, '나받이', '서울특별시 없는구 없는로 1', CASE WHEN id = 7 THEN '주민번호 900101-1000009' ELSE '문 앞' END, 'paid', now()
  FROM customer;
INSERT INTO newsletter SELECT n, 'letter' || n || '@example.com' FROM generate_series(1, 20) n;
INSERT INTO job_lock VALUES ('nightly', now());
"""
VALUES = ("user7@example.com", "010-0000-0007", "900101", "김가수", "나받이", "letter3@example.com", "1990-01-01")
MAPPING = """people: public.customer
tables:
  public.customer:
    record: account
    person: id
    items: {login_id: login_id, passwd: password, real_name: name, email: email, hp: mobile, sex: sex, bday: birth}
    other: [created_at]
  public.purchase:
    record: order
    person: customer_id
    items: {recipient: name, ship_addr: address}
    other: [id, memo, status, created_at]
  public.purchase_line:
    record: order
    person: purchase_id
    other: [n, goods]
  public.newsletter:
    nobody: filled by hand, emptied each day
  public.job_lock:
    nobody: a lock of the scheduler
"""
