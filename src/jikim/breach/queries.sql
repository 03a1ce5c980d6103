-- name: breach.open @live
-- A breach became known.
SELECT live.breach_open(%s, %s, %s, %s, %s, {entry})

-- name: breach.add @live records if answered
-- People whose data was reached, with the items; each gets an entry of their own.
SELECT live.breach_add(%s, %s, {entry})

-- name: breach.list @live
-- Breaches with how many people, told and not reached.
SELECT * FROM live.breaches()

-- name: breach.people @live
-- The people of a breach, a page at a time.
SELECT * FROM live.breach_people(%s, %s, %s, %s)

-- name: breach.tell @live records if done
-- Somebody was told, or can't be reached.
SELECT live.breach_tell(%s, %s, %s, {entry})

-- name: breach.change @live
-- The facts of a breach are completed or corrected.
SELECT live.breach_change(%s, %s, %s, %s, {entry})

-- name: breach.step @live
-- Letters are to be written, the authority was told, or the case is closed.
SELECT live.breach_step(%s, %s, %s, {entry})

-- name: breach.post @live
-- The notice of a breach is posted, and its case is marked.
SELECT live.breach_post(%s, %s, %s, %s, %s, %s, {entry}, {entry})
