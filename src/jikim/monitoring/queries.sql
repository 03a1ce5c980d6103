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
SELECT live.pause_answer(%s, %s, %s, %s, {entry})

-- name: monitor.forget @live
-- Counts and pauses whose time is over.
SELECT live.monitor_forget(%s)

-- name: explanation.list @live
-- What handlers were asked to explain, with what was judged of it; the words are sealed.
SELECT * FROM live.explanations(%s, %s, %s)

-- name: explanation.judge @live
-- An officer who is not the reader judges an explanation.
SELECT live.explanation_judge(%s, %s, %s, %s, {entry})

-- name: explanation.ask @live may record
-- A reader is asked for an explanation, once about one thing.
SELECT live.explanation_ask(%s, %s, %s, %s, %s, %s, {entry})

-- name: explanation.say @live
-- Its reader explains, once.
SELECT live.explanation_say(%s, %s, %s, {entry})

-- name: explanation.over @live
-- Explanations that are forgotten.
SELECT * FROM live.explanations_over(%s)

-- name: explanation.forget @live
-- An explanation whose words' key is gone is forgotten.
SELECT live.explanation_forget(%s, {entry})
