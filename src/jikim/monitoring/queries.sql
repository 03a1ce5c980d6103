-- name: monitor.limits @live
-- The limits that hold: the plan's, over those that hold where it says nothing.
SELECT live.monitor_limits()

-- name: pause.untold @live
-- Pauses that nobody was alerted of yet.
SELECT * FROM live.pauses_untold()

-- name: pause.told @live may record
-- A pause is recorded, and told.
SELECT live.pause_told(%s, {entry})

-- name: pause.list @live
-- The pauses, the newest first, a page at a time.
SELECT * FROM live.pauses(%s, %s)

-- name: pause.answer @live
-- An officer lifts a pause, or judges it.
SELECT live.pause_answer(%s, %s, %s, {entry})

-- name: monitor.forget @live
-- Counts and pauses whose time is over.
SELECT live.monitor_forget(%s)
