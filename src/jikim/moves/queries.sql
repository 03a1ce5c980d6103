-- name: move.begin @live house
-- An approved import or export begins: as it was approved, within its days; an export once.
SELECT live.move_begin(%(move)s, %(kind)s, %(digest)s, %(today)s, %(actor)s, %(grant)s, {entry})
