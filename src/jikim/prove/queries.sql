-- name: prove.note @live
-- A run of the proof: its states, and the findings that it opens and ends.
SELECT * FROM live.prove_note(%(states)s, %(clauses)s, %(ko)s, %(en)s, {entry})

-- name: prove.tasked @live
-- A finding has its task.
SELECT live.prove_tasked(%(clause)s, %(since)s, %(task)s)

-- name: prove.runs @live
-- The runs of the proof, the newest first.
SELECT * FROM live.prove_runs(%(limit)s)

-- name: prove.findings @live
-- What runs found broken: open findings first.
SELECT * FROM live.prove_findings(%(limit)s)

-- name: system.enter @live
-- A system beside this one is entered, with the promises that it has a part in.
SELECT live.system_enter(%(system)s, %(reach)s, %(ko)s, %(en)s, %(clauses)s, {entry})

-- name: system.end @live
-- A system is used no more.
SELECT live.system_end(%(system)s, {entry})

-- name: system.attest @live
-- Somebody attests of an outside system that the promises are kept there.
SELECT live.system_attest(%(system)s, %(attestation)s, %(day)s, %(until)s, %(said)s, %(file)s, %(digest)s, {entry})

-- name: system.list @live
-- The systems beside this one, each with the attestation that runs longest.
SELECT * FROM live.systems()

-- name: system.file @live
-- The file of an attestation.
SELECT * FROM live.attestation_of(%(system)s, %(attestation)s)

-- name: prove.late @live sum late; merge kind
-- How many records of each kind are still here although their purpose ended.
SELECT * FROM live.prove_late(%(before)s, %(finishing)s)

-- name: prove.sources @live sum records; merge channel, sourced
-- How many records each channel brought, with and without a named supplier.
SELECT * FROM live.prove_sources()

-- name: prove.left @live sum
-- How many people left of whom something is still kept, and how many cookie choices were made.
SELECT * FROM live.prove_left()

-- name: prove.reminded @live sum
-- How many people were reminded of something, and how many of them have not answered it.
SELECT * FROM live.prove_reminded(%(what)s, %(item)s)

-- name: prove.requests @live sum open, overdue, ever; merge kind, paged
-- How many requests are open and overdue, and how many there were, by right and by way.
SELECT * FROM live.prove_requests(%(today)s)

-- name: prove.complaints @live sum
-- How many complaints are open and overdue.
SELECT * FROM live.prove_complaints(%(today)s)

-- name: prove.frozen @live sum
-- How many corrections are open, and since long.
SELECT * FROM live.prove_frozen(%(before)s)

-- name: prove.outbox @live sum messages, waiting, late; merge space, target, topic
-- How much waits to reach recipients and processors, by topic.
SELECT * FROM live.prove_outbox(%(before)s)

-- name: prove.given @live sum given, bare; union items; merge space, target
-- How much left to whom, without a consent behind it, and which items.
SELECT * FROM live.prove_given()

-- name: prove.sessions @live sum
-- How many sessions run, and how many beyond what the policy allows.
SELECT * FROM live.prove_sessions(%(now)s, %(idle)s, %(lasts)s, %(most)s)

-- name: prove.suspicions @live sum
-- How many impersonation reports are open, and whether each froze its account.
SELECT * FROM live.prove_suspicions(%(before)s)

-- name: prove.unreminded @live sum
-- How many people should have been reminded before a moment, and were not; or whose letter does not leave.
SELECT live.prove_unreminded(%(what)s, %(kinds)s, %(item)s, %(before)s, %(letter)s, %(stuck)s)

-- name: prove.grants @live
-- How many grants run, and of whom none may.
SELECT * FROM live.prove_grants(%(now)s)

-- name: prove.mails @live sum
-- How many mails wait, wait long, and were given up.
SELECT * FROM live.prove_mails(%(now)s)

-- name: prove.place @live
-- Which database this is, by which role, and which tables that role reads.
SELECT * FROM live.prove_place()

-- name: prove.archive_place @archive
-- Which database the archive is, by which role.
SELECT * FROM archive.prove_place()

-- name: prove.looks @archive
-- How many looks showed values that rest, with another person's approval and without, by version and purpose.
SELECT * FROM archive.prove_looks()

-- name: prove.ledger_place @ledger
-- Where the ledger is, by its own role.
SELECT * FROM ledger.prove_place()

-- name: prove.keys_place @keys
-- Which database the keys are in, by which role.
SELECT * FROM keys.prove_place()

-- name: prove.notices @live
-- The notices of changes, with the days on which they were posted and from which they hold.
SELECT * FROM live.prove_notices()

-- name: prove.registers @live
-- The registers that people fill: how many rows, open ones, and ones against what was promised.
SELECT * FROM live.prove_registers(%(today)s, %(now)s)

-- name: prove.sizes @live sum
-- How large the live database is, and its records.
SELECT * FROM live.prove_sizes()

-- name: prove.ledger_size @ledger
-- How large the ledger's database is.
SELECT ledger.prove_size()

-- name: prove.keys @live
-- The keys of applications, which are systems attached to this one.
SELECT * FROM live.api_keys()

-- name: prove.attached @live sum erased; most backups; merge kind
-- The record kinds that lie in an application's own database, and what was erased there.
SELECT * FROM live.attached_kinds()

-- name: job.note @live
-- What the steps of the daily work did just now.
SELECT live.job_note(%(at)s, %(steps)s, %(millis)s, %(done)s, %(failed)s)

-- name: job.list @live
-- What each step of the daily work did last.
SELECT * FROM live.jobs()
