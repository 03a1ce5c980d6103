-- name: hook.add @live
-- A webhook, from the ledger's present end on.
SELECT live.hook_add(%s, %s, %s, %s, %s)

-- name: hook.list @live
-- Every webhook with how much waits and is dead.
SELECT * FROM live.hooks()

-- name: hook.end @live
-- A webhook ends, with what it still had to say.
SELECT live.hook_end(%s, %s, %s)

-- name: hook.take @live
-- What new entries of the ledger say to a webhook; once, whoever looks.
SELECT live.hook_take(%s, %s, %s, %s, %s, %s)

-- name: hook.due @live
-- What is due to a webhook, in order for each subject.
SELECT * FROM live.hook_due(%s, %s, %s, %s)

-- name: hook.claim @live
-- One message is taken for a try.
SELECT live.hook_claim(%s, %s, %s, %s, %s)

-- name: hook.said @live
-- How a try ended.
SELECT live.hook_said(%s, %s, %s, %s, %s)

-- name: hook.dead @live
-- What was given up, oldest first.
SELECT * FROM live.hook_dead(%s, %s, %s, %s)

-- name: hook.replay @live
-- What was given up is tried again.
SELECT live.hook_replay(%s, %s, %s, %s)

-- name: hook.prune @live
-- What arrived long ago goes.
SELECT live.hook_prune(%s)

-- name: answer.prune @live
-- Kept answers whose day is over go.
SELECT live.answers_prune(%s)
