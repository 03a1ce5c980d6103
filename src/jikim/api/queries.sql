-- name: key.add @live
-- An application's key: its grant and its secret's hash.
SELECT live.api_key_add(%(key)s, %(hash)s, %(name)s, %(may)s, %(grant)s, %(most)s, %(at)s)

-- name: key.look @live
-- The application of a key, with its grant.
SELECT * FROM live.api_key_look(%(key)s, %(hash)s)

-- name: key.list @live
-- Every key with its grant; never a secret.
SELECT * FROM live.api_keys()

-- name: answer.reserve @live
-- A request with an Idempotency-Key takes its place before it acts.
SELECT * FROM live.answer_reserve(%(hash)s, %(print)s, %(at)s, %(until)s, %(running)s)

-- name: answer.keep @live
-- The sealed answer of what was done.
SELECT live.answer_keep(%(hash)s, %(status)s, %(sealed)s)

-- name: answer.drop @live
-- Nothing was done: the key is free again.
SELECT live.answer_drop(%(hash)s)

-- name: answer.doubt @live
-- Nobody knows whether it was done.
SELECT live.answer_doubt(%(hash)s)

-- name: backlog @live sum
-- How much waits to leave: messages out, webhooks; numbers alone.
SELECT * FROM live.backlog()
