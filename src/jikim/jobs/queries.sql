-- name: hook.add @live
-- A webhook, from the ledger's present end on.
SELECT live.hook_add(%(webhook)s, %(owner)s, %(events)s, %(sealed)s, %(at)s, %(position)s)

-- name: hook.list @live
-- Every webhook, with its owner's keys.
SELECT * FROM live.hooks()

-- name: hook.counts @live sum waiting, dead
-- How much waits for each, and is dead.
SELECT * FROM live.hook_counts()

-- name: hook.end @live
-- A webhook ends.
SELECT live.hook_end(%(webhook)s, %(owner)s, %(at)s)

-- name: hook.drop @live each
-- What it still had to say goes.
SELECT live.hook_drop(%(webhook)s)

-- name: hook.tell @live split rows
-- What new entries of the ledger say to a webhook; once, whoever looks.
SELECT live.hook_tell(%(webhook)s, %(keys)s, %(seeing)s, %(rows)s, %(at)s, %(now)s)

-- name: hook.take @live
-- They were told.
SELECT live.hook_take(%(webhook)s, %(from_)s, %(to)s)

-- name: hook.due @live merge place
-- What is due to a webhook, in order for each subject.
SELECT * FROM live.hook_due(%(webhook)s, %(keys)s, %(at)s, %(now)s, %(limit)s)

-- name: hook.claim @live
-- One message is taken for a try.
SELECT live.hook_claim(%(subject)s, %(webhook)s, %(position)s, %(tries)s, %(next)s)

-- name: hook.said @live
-- How a try ended.
SELECT live.hook_said(%(subject)s, %(webhook)s, %(position)s, %(state)s, %(said)s)

-- name: hook.dead @live merge place, webhook
-- What was given up, oldest first.
SELECT * FROM live.hook_dead(%(webhooks)s, %(after)s, %(limit)s)

-- name: hook.replay @live sum
-- What was given up is tried again.
SELECT live.hook_replay(%(webhooks)s, %(message)s, %(at)s)

-- name: hook.prune @live sum
-- What arrived long ago goes.
SELECT live.hook_prune(%(before)s, %(webhooks)s)

-- name: answer.prune @live
-- Kept answers whose day is over go.
SELECT live.answers_prune(%(at)s)

-- name: people.moved @live
-- An entry about people who go to another server.
SELECT ledger.note({entry}, %(subject)s, %(record)s, %(items)s)
