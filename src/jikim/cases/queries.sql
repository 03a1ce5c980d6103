-- name: case.file @live may record
-- A case of the house is filed, or found where an open one is about the same.
SELECT live.house_case_file(%(id)s, %(register)s, %(kind)s, %(about)s, %(owner)s, %(due)s, %(ko)s, %(en)s, %(href)s,
    %(said)s, %(words)s, %(files)s, %(as_)s, {entry})

-- name: case.suspect @live restricts
-- An account stands still, and a case is filed about it.
SELECT live.case_suspect(%(subject)s, %(id)s, %(number)s, %(due)s, %(language)s, %(as_)s, %(entries)s, {entry})

-- name: case.thaw @live restricts
-- A case goes one step on, and what it froze is free again.
SELECT live.case_thaw(%(subject)s, %(id)s, %(step)s, %(as_)s, %(grant)s, %(entries)s, {entry})

-- name: case.leave @live restricts records if done
-- A case goes one step on, and its person's membership ends.
SELECT live.case_leave(%(id)s, %(step)s, %(as_)s, {stepped}, %(subject)s, %(time)s, %(grant)s, {entry})

-- name: case.bar @live restricts records if done
-- A case goes one step on, its person's membership ends, and they do not join again for a time.
SELECT live.case_bar(%(bars)s, %(told)s, %(id)s, %(step)s, %(as_)s, {stepped}, %(subject)s, %(time)s, %(grant)s, {entry})

-- name: case.collect @live records if done
-- A record is taken, and a case filed by it.
SELECT * FROM live.case_collect(%(register)s, %(number)s, %(due)s, %(language)s, %(as_)s, {filed}, %(subject)s,
    %(subject_kind)s, %(new)s, %(consents)s, %(record)s, %(kind)s, %(policy)s, %(needs)s, %(items)s, %(generation)s,
    %(head)s, %(body)s, %(channel)s, %(source)s, %(party)s, %(over_from)s, %(single)s, %(claims)s, %(grant)s, {entry})

-- name: case.step @live
-- A case goes one step on.
SELECT live.case_step(%(subject)s, %(id)s, %(step)s, %(words)s, %(said)s, %(was)s, %(due)s, %(files)s, %(as_)s, %(grant)s,
    {entry})

-- name: case.happen @live restricts records if done
-- A case goes one step on, with an event in its record's life.
SELECT * FROM live.case_happen(%(step)s, %(as_)s, {stepped}, %(subject)s, %(record)s, %(kind)s, %(policy)s, %(event)s,
    %(ends)s, %(over_from)s, %(finishes)s, %(grant)s, {entry})

-- name: case.correct @live restricts records if done
-- A case goes one step on, and what is said is written into its record.
SELECT * FROM live.case_correct(%(step)s, %(as_)s, {stepped}, %(event)s, %(ends)s, %(over_from)s, {happened},
    %(subject)s, %(record)s, %(kind)s, %(policy)s, %(request)s, %(now)s, %(version)s, %(generation)s, %(changed)s,
    %(items)s, %(head)s, %(body)s, %(claims)s, %(finishes)s, %(needs)s, %(grant)s, {entry})

-- name: case.take @live
-- A case changes hands, from whoever had it.
SELECT live.case_take(%(subject)s, %(id)s, %(from_)s, %(owner)s, %(as_)s, %(grant)s, {entry})

-- name: case.tell @live
-- The desk was told of a case's day.
SELECT live.case_tell(%(subject)s, %(id)s, %(told)s, %(stage)s)

-- name: case.forget @live sum may record
-- Closed cases whose time is over are known no more.
SELECT live.cases_forget(%(limit)s, {entry})

-- name: case.over @live
-- Closed cases of the house whose time is over.
SELECT * FROM live.house_cases_over(%(at)s, %(limit)s)

-- name: case.forget_house @live
-- A case of the house whose words' key is gone is known no more.
SELECT live.house_case_forget(%(id)s, {entry})

-- name: case.last @live
-- When a case of the house of a kind was closed last.
SELECT live.house_case_last(%(register)s, %(kind)s)

-- name: case.open @live merge due, id
-- The open cases of a register, the most pressing first.
SELECT * FROM live.cases_open(%(register)s, %(whose)s, %(states)s, %(due)s, %(id)s, %(limit)s)

-- name: case.second @live merge due, id
-- What of a register waits for a second person, whom the actor can be.
SELECT * FROM live.cases_second(%(register)s, %(states)s, %(actor)s, %(at)s, %(limit)s)

-- name: case.closed @live merge closed desc, id desc
-- The closed cases of a register, the newest first.
SELECT * FROM live.cases_closed(%(register)s, %(owner)s, %(at)s, %(id)s, %(limit)s)

-- name: case.of @live
-- A person's cases of a register.
SELECT * FROM live.cases_of(%(register)s, %(subject)s)

-- name: case.by @live first
-- The case of a number.
SELECT * FROM live.case_by(%(register)s, %(number)s, %(id)s)

-- name: case.steps @live
-- What happened to one case.
SELECT * FROM live.case_steps(%(subject)s, %(id)s)

-- name: case.files @live
-- What was attached to a step of a case of the house.
SELECT * FROM live.case_files(%(id)s, %(n)s)

-- name: case.offers @live
-- Which steps of a case are open to somebody now.
SELECT * FROM live.case_offers(%(subject)s, %(id)s, %(actor)s, %(at)s)
