-- name: hook.add @live
-- A webhook, from the ledger's present end on.
SELECT live.hook_add(%(webhook)s, %(owner)s, %(events)s, %(sealed)s, %(at)s, %(position)s)

-- name: hook.list @live house
-- Every webhook with how much waits and is dead.
SELECT * FROM live.hooks()

-- name: hook.end @live house
-- A webhook ends, with what it still had to say.
SELECT live.hook_end(%(webhook)s, %(owner)s, %(at)s)

-- name: hook.take @live house
-- What new entries of the ledger say to a webhook; once, whoever looks.
SELECT live.hook_take(%(webhook)s, %(from_)s, %(to)s, %(rows)s, %(at)s, %(now)s)

-- name: hook.due @live house
-- What is due to a webhook, in order for each subject.
SELECT * FROM live.hook_due(%(webhook)s, %(at)s, %(now)s, %(limit)s)

-- name: hook.claim @live
-- One message is taken for a try.
SELECT live.hook_claim(%(subject)s, %(webhook)s, %(position)s, %(tries)s, %(next)s)

-- name: hook.said @live
-- How a try ended.
SELECT live.hook_said(%(subject)s, %(webhook)s, %(position)s, %(state)s, %(said)s)

-- name: hook.dead @live house
-- What was given up, oldest first.
SELECT * FROM live.hook_dead(%(owner)s, %(webhook)s, %(after)s, %(limit)s)

-- name: hook.replay @live house
-- What was given up is tried again.
SELECT live.hook_replay(%(owner)s, %(webhook)s, %(message)s, %(at)s)

-- name: hook.prune @live sum
-- What arrived long ago goes.
SELECT live.hook_prune(%(before)s)

-- name: answer.prune @live
-- Kept answers whose day is over go.
SELECT live.answers_prune(%(at)s)
