-- name: plan.save @live
-- The draft of the plan is begun, or saved by whoever saw its last change.
SELECT live.plan_save(%(edit)s, %(said)s, %(cycle)s, %(limits)s, {entry})

-- name: plan.approve @live
-- An officer approves the draft as they saw it.
SELECT live.plan_approve(%(edit)s, %(review)s, {entry})

-- name: plan.list @live
-- Every version of the plan, the newest first.
SELECT * FROM live.plans()

-- name: taken.in @live
-- Access records of another system are taken into the ledger, each once.
SELECT * FROM live.take_in(%(batch)s, %(system)s, %(way)s, %(marks)s, %(months)s, %(entries)s, %(whos)s, %(whens)s,
    %(row_fact)s, {entry})

-- name: taken.months @live
-- The months of which rows of other systems are known.
SELECT * FROM live.taken_months()

-- name: taken.forget @live
-- A month's time is over: its rows are known no more.
SELECT live.taken_forget(%(month)s, %(at)s)

-- name: taken.list @live
-- What was taken in, batch by batch.
SELECT * FROM live.taken(%(limit)s)
