-- name: observed.add @live
-- What an application did in its own database is counted, and what was lost of that.
SELECT live.observe(%(hour)s, %(views)s, %(purposes)s, %(places)s, %(columns)s, %(deeds)s, %(verdicts)s, %(clauses)s,
    %(whys)s, %(times)s, %(lost)s)

-- name: observed.since @live
-- What was counted since a moment, the most frequent first.
SELECT * FROM live.observations(%(since)s)

-- name: observed.lost @live
-- How many were lost since a moment.
SELECT live.observations_lost(%(since)s)

-- name: observed.overdue_put @live
-- How many rows of the application's tables are overdue is kept, until they are counted again.
SELECT live.overdue_put(%(at)s, %(found)s)

-- name: observed.overdue @live
-- The last such count.
SELECT * FROM live.overdue_last()
