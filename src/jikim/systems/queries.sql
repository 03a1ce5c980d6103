-- name: system.messages @live sum messages; merge target, topic, asked, state
-- What the company's own systems were told on which day, and how that stands.
SELECT * FROM live.system_messages(%(zone)s)

-- name: system.message @live
-- Whom a message to a system of the company's own is for.
SELECT * FROM live.system_message(%(subject)s, %(message)s)

-- name: canary.put @live
-- A canary is entered into the register, and once more when it is planted.
SELECT live.canary_put(%(number)s, %(system)s, %(kind)s, %(sealed)s, %(until)s, %(again)s, %(came)s, {entry})

-- name: canary.note @live
-- What became of a canary.
SELECT live.canary_note(%(number)s, %(what)s, {entry})

-- name: canary.unseen @live
-- Which of these mails nobody has looked at, by their places.
SELECT live.canary_mails_unseen(%(digests)s)

-- name: canary.seen @live
-- These mails were looked at.
SELECT live.canary_mails_seen(%(digests)s, %(at)s)
