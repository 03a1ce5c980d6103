-- name: monitor.limits @live
-- The limits that hold: the plan's, over those that hold where it says nothing.
SELECT live.monitor_limits()

-- name: pause.untold @live
-- Pauses that nobody was alerted of yet.
SELECT * FROM live.pauses_untold()

-- name: pause.told @live may record
-- A pause is recorded, and told.
SELECT live.pause_told(%(number)s, {entry})

-- name: pause.list @live
-- The pauses, the newest first, a page at a time.
SELECT * FROM live.pauses(%(before)s, %(limit)s)

-- name: pause.answer @live everywhere
-- An officer lifts a pause, or judges it.
SELECT live.pause_answer(%(number)s, %(verdict)s, %(today)s, %(grant)s, {entry})

-- name: monitor.forget @live
-- Counts and pauses whose time is over.
SELECT live.monitor_forget(%(at)s)

-- name: explanation.list @live
-- What handlers were asked to explain, with what was judged of it; the words are sealed.
SELECT * FROM live.explanations(%(reader)s, %(about)s, %(limit)s)

-- name: explanation.judge @live
-- An officer who is not the reader judges an explanation.
SELECT live.explanation_judge(%(explanation)s, %(verdict)s, %(today)s, %(grant)s, {entry})

-- name: explanation.ask @live may record
-- A reader is asked for an explanation, once about one thing.
SELECT live.explanation_ask(%(explanation)s, %(about)s, %(reader)s, %(due)s, %(ko)s, %(en)s, {entry})

-- name: explanation.say @live
-- Its reader explains, once.
SELECT live.explanation_say(%(explanation)s, %(by)s, %(words)s, {entry})

-- name: explanation.over @live
-- Explanations that are forgotten.
SELECT * FROM live.explanations_over(%(at)s)

-- name: explanation.forget @live
-- An explanation whose words' key is gone is forgotten.
SELECT live.explanation_forget(%(explanation)s, {entry})
