-- name: move.begin @live everywhere house
-- An approved import or export begins: as it was approved, within its days; an export once.
SELECT live.move_begin(%(move)s, %(kind)s, %(digest)s, %(today)s, %(as_)s, %(grant)s, {entry})

-- name: move.step @live everywhere house
-- A move goes one step on.
SELECT live.move_step(%(id)s, %(step)s, %(words)s, %(said)s, %(was)s, %(due)s, %(files)s, %(as_)s, %(grant)s, {entry})
