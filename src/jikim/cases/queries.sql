-- name: case.file @live may record
-- A case of the house is filed, or found where an open one is about the same.
SELECT live.house_case_file(%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, {entry})

-- name: case.suspect @live restricts
-- An account stands still, and a case is filed about it.
SELECT live.case_suspect(%s, %s, %s, %s, %s, %s, %s, {entry})

-- name: case.thaw @live restricts
-- A case goes one step on, and what it froze is free again.
SELECT live.case_thaw(%s, %s, %s, %s, %s, %s, {entry})

-- name: case.leave @live restricts records if done
-- A case goes one step on, and its person's membership ends.
SELECT live.case_leave(%s, %s, %s, {entry}, %s, %s, {entry})

-- name: case.collect @live records if done
-- A record is taken, and a case filed by it.
SELECT * FROM live.case_collect(%s, %s, %s, %s, %s, {entry}, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, {entry})

-- name: case.step @live
-- A case goes one step on.
SELECT live.case_step(%s, %s, %s, %s, %s, %s, {entry})

-- name: case.happen @live restricts records if done
-- A case goes one step on, with an event in its record's life.
SELECT * FROM live.case_happen(%s, %s, {entry}, %s, %s, %s, %s, %s, %s, %s, %s, %s, {entry})

-- name: case.correct @live restricts records if done
-- A case goes one step on, and what is said is written into its record.
SELECT * FROM live.case_correct(%s, %s, {entry}, %s, %s, %s, {entry}, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, {entry})

-- name: case.take @live
-- A case changes hands, from whoever had it.
SELECT live.case_take(%s, %s, %s, %s, %s, %s, {entry})

-- name: case.tell @live
-- The desk was told of a case's day.
SELECT live.case_tell(%s, %s, %s, %s)

-- name: case.forget @live may record
-- Closed cases whose time is over are known no more.
SELECT live.cases_forget(%s, {entry})

-- name: case.over @live
-- Closed cases of the house whose time is over.
SELECT * FROM live.house_cases_over(%s, %s)

-- name: case.forget_house @live
-- A case of the house whose words' key is gone is known no more.
SELECT live.house_case_forget(%s, {entry})

-- name: case.last @live
-- When a case of the house of a kind was closed last.
SELECT live.house_case_last(%s, %s)

-- name: case.open @live
-- The open cases of a register, the most pressing first.
SELECT * FROM live.cases_open(%s, %s, %s, %s, %s, %s)

-- name: case.closed @live
-- The closed cases of a register, the newest first.
SELECT * FROM live.cases_closed(%s, %s, %s, %s, %s)

-- name: case.of @live
-- A person's cases of a register.
SELECT * FROM live.cases_of(%s, %s)

-- name: case.by @live
-- The case of a number.
SELECT * FROM live.case_by(%s, %s, %s)

-- name: case.steps @live
-- What happened to one case.
SELECT * FROM live.case_steps(%s, %s)

-- name: case.offers @live
-- Which steps of a case are open to somebody now.
SELECT * FROM live.case_offers(%s, %s, %s)
