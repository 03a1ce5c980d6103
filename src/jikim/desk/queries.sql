-- name: asked.file @live
-- A person asks for a right; recorded.
SELECT live.asked_file(%(subject)s, %(request)s, %(asked)s, %(known)s, %(by)s, %(of)s, %(about)s, %(wording)s,
    %(due)s, %(language)s, %(as_)s, %(asks)s, %(transfers)s, {filed})

-- name: asked.collect @live records if done
-- What a person writes is taken, and their request filed by it.
SELECT * FROM live.asked_collect(%(request)s, %(asked)s, %(known)s, %(by)s, %(of)s, %(about)s, %(due)s, %(language)s,
    %(as_)s, %(asks)s, %(transfers)s, {filed}, %(subject)s, %(subject_kind)s, %(new)s, %(consents)s, %(record)s,
    %(kind)s, %(policy)s, %(needs)s, %(items)s, %(generation)s, %(head)s, %(body)s, %(channel)s, %(source)s, %(party)s,
    %(over_from)s, %(single)s, %(claims)s, %(grant)s, {entry})

-- name: asked.freeze @live restricts
-- A correction opens, and the request for it is filed.
SELECT * FROM live.asked_freeze(%(known)s, %(by)s, %(about)s, %(wording)s, %(due)s, %(language)s, %(as_)s, %(asks)s,
    %(transfers)s, {filed}, %(subject)s, %(record)s, %(kind)s, %(policy)s, %(request)s, %(items)s, %(grant)s, {entry})

-- name: transfers @live
-- What a request asks to have sent to third parties, and how far it is.
SELECT * FROM live.transfers(%(subject)s, %(request)s)

-- name: transfers.denied @live merge closed, request
-- Settled requests of which something was denied as it was to leave.
SELECT * FROM live.transfers_denied(%(limit)s)

-- name: asked.step @live restricts
-- A request goes one step on, with its proof; a correction's freeze ends with it.
SELECT live.asked_step(%(subject)s, %(request)s, %(step)s, %(due)s, %(said)s, %(proof)s, %(seen)s, %(as_)s, %(grant)s, {entry})

-- name: asked.desk @live
-- What the desk alone knows of a request.
SELECT * FROM live.asked_desk(%(subject)s, %(request)s)

-- name: corrected.told @live
-- Who was told of a correction.
SELECT * FROM live.corrected_told(%(subject)s, %(record)s, %(since)s, %(until)s)

-- name: asked.beside @live merge opened, request
-- Open corrections that no request of the desk opened.
SELECT * FROM live.asked_beside(%(limit)s)

-- name: asked.settled @live merge closed desc, request desc
-- The requests that are settled, the newest first.
SELECT * FROM live.asked_settled(%(kind)s, %(at)s, %(request)s, %(limit)s)

-- name: asked.delete @live restricts
-- A record ends because its person asks for its deletion.
SELECT live.asked_delete(%(subject)s, %(record)s, {entry})

-- name: asked.of @live
-- All that a person asked for.
SELECT * FROM live.asked_of(%(subject)s)

-- name: asked.narrow @live
-- Which items an open correction is about, of those that it froze.
SELECT live.asked_narrow(%(subject)s, %(request)s, %(items)s)

-- name: asked.served @live merge subject, wording
-- What was written for requests that are settled.
SELECT * FROM live.asked_served(%(before)s, %(limit)s)

-- name: asked.waiting @live merge due, request
-- The requests that wait for the desk, the most pressing first.
SELECT * FROM live.asked_waiting(%(kind)s, %(whose)s, %(due)s, %(request)s, %(limit)s)

-- name: notice.post @live
-- A notice is posted, and stays.
SELECT live.notice_post(%(kind)s, %(effective)s, %(title_ko)s, %(title_en)s, %(body_ko)s, %(body_en)s, {entry})

-- name: notice.list @live
-- Notices, the newest first.
SELECT * FROM live.notices(%(before)s, %(limit)s)

-- name: notice.one @live
-- One notice.
SELECT * FROM live.notice_of(%(number)s)

-- name: guardian.link @live
-- A person becomes a child's guardian here.
SELECT live.guardian_link(%(subject)s, %(guardian)s, %(here)s, %(until)s, {entry})

-- name: guardian.met @live
-- That guardian was here when the link stood already.
SELECT live.guardian_met(%(subject)s, %(guardian)s)

-- name: guardian.unmet @live merge subject, guardian
-- Links of which nobody knows that.
SELECT * FROM live.guardians_unmet(%(limit)s)

-- name: guardian.unlink @live restricts
-- A guardian's link ends, and what they have open for the child.
SELECT live.guardian_unlink(%(subject)s, %(guardian)s, {entry})

-- name: guardian.wards @live still merge linked, subject
-- The children that a person acts for.
SELECT * FROM live.wards_of(%(guardian)s, %(today)s)

-- name: guardian.of @live
-- The guardians of a child.
SELECT * FROM live.guardians_of(%(subject)s, %(today)s)
