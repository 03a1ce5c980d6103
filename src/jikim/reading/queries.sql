-- name: people.page @live merge outcome desc, rank, joined desc if newest, subject desc if newest
-- People by kind, state and the day they came, in one of four orders, a page at a time; recorded, no value.
SELECT * FROM live.people_page(%(kinds)s, %(states)s, %(from_)s, %(to)s, %(by)s, %(newest)s, %(rank)s, %(after)s, %(after_subject)s, %(limit)s,
    %(grant)s, {entry})

-- name: people.locate @live merge outcome
-- Whose a number is: a person's, a record's or a request's.
SELECT * FROM live.locate(%(number)s, %(grant)s, {entry})

-- name: people.look @live
-- Somebody looks at what there is of a person, without a value.
SELECT live.person_look(%(subject)s, %(grant)s, {entry})

-- name: mass.ask @live
-- A read of many is asked for.
SELECT live.mass_ask(%(number)s, %(digest)s, %(query)s, %(said)s, %(grant)s, {entry})

-- name: mass.decide @live
-- A second person approves or refuses exactly that query.
SELECT live.mass_decide(%(number)s, %(digest)s, %(yes)s, %(grant)s, %(until)s, {entry})

-- name: mass.query @live
-- What is asked for, while the read stands so.
SELECT * FROM live.mass_query(%(number)s, %(state)s)

-- name: mass.people @live sum
-- How many people a query finds, up to a number on each server.
SELECT live.mass_people(%(query)s, %(limit)s)

-- name: mass.begin @live
-- An approved read of many begins: once, within its hour, for no more people than were approved.
SELECT live.mass_begin(%(number)s, %(digest)s, %(people)s, %(grant)s, {entry})

-- name: mass.page @live merge subject, record
-- The records of a query, page by page.
SELECT * FROM live.mass_page(%(query)s, %(after)s, %(after_record)s, %(limit)s)

-- name: mass.end @live
-- A read of many is over, or was cut off.
SELECT live.mass_end(%(number)s, %(state)s, %(records)s, {entry})

-- name: mass.review @live
-- What became of a file that was downloaded, by an officer who did not ask for it.
SELECT live.mass_review(%(number)s, %(word)s, %(grant)s, {entry})

-- name: mass.all @live
-- Reads of many, the newest first.
SELECT * FROM live.masses(%(before)s, %(before_number)s, %(limit)s, %(waiting)s)

-- name: mass.of @live
-- One read of many.
SELECT * FROM live.mass_of(%(number)s)

-- name: mass.lapse @live
-- After a restore, no approval from before it stands.
SELECT live.masses_lapse()

-- name: mass.over @live
-- Reads of many whose time is over.
SELECT * FROM live.masses_over(%(before)s, %(limit)s)

-- name: mass.forget @live
-- A read of many goes, whose reason nobody opens any more.
SELECT live.mass_forget(%(number)s, {entry})

-- name: open.counted @live sum open, late, broken; least oldest; merge kind
-- How many records of each kind are open, since when, and how many are late.
SELECT * FROM live.open_counted(%(kinds)s, %(finishes)s, %(late)s, %(broken)s, %(at)s, %(most)s)

-- name: open.page @live merge outcome desc, collected desc if newest, record desc if newest
-- A kind's open records, the oldest or the newest first, or those that are named; recorded, no value.
SELECT * FROM live.open_page(%(kind)s, %(finishes)s, %(subjects)s, %(records)s, %(from_)s, %(to)s, %(waits)s, %(newest)s, %(after)s,
    %(after_record)s, %(limit)s, %(grant)s, {entry})

-- name: listed @live merge outcome desc, collected, record
-- A page of records of a kind that a purpose may read now; recorded, no value.
SELECT * FROM live.listed(%(kind)s, %(needs)s, %(behind)s, %(after)s, %(limit)s, %(grant)s, {entry})

-- name: calendar.ends @live sum records; merge day, kind
-- What ends by time alone, by kind and day.
SELECT * FROM live.ends_between(%(zone)s, %(from_)s, %(to)s)

-- name: calendar.waiting @live sum records, held; merge kind
-- What has ended and waits for the sweep, by kind.
SELECT * FROM live.ended_waiting()

-- name: calendar.parts @archive
-- What rests until when, by kind and day.
SELECT * FROM archive.counts_between(%(from_)s, %(to)s)

-- name: calendar.day @archive
-- One day's parts, by kind and rules.
SELECT * FROM archive.day_by_rules(%(due)s)

-- name: sign_ins.compare @live house
-- Accounts that signed in from one address, or from how many one account did; recorded, no value.
SELECT * FROM live.sign_ins_compare(%(kind)s, %(item)s, %(way)s, %(since)s, %(least)s, %(limit)s, %(salt)s, %(others)s,
    %(grant)s, {entry})

-- name: sign_ins.part @live split
-- Those of another server, before they are put together.
SELECT * FROM live.sign_ins_part(%(kind)s, %(item)s, %(way)s, %(since)s, %(salt)s, %(grant)s, %(at)s)
