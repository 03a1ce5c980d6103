-- name: publish.begin @live everywhere may record
-- A version is stored to be announced, with all that crossing to it asks and changes; one at a time.
SELECT * FROM live.publish_begin(%(digest)s, %(text)s, %(source)s, %(announced)s, %(in_force)s, %(effective)s,
    %(important)s, %(numbers)s, %(previous)s, %(from_)s, %(questions)s, %(crossings)s, %(grant)s, {entry})

-- name: publish.post @live restricts everywhere records if done
-- The notice is posted, and by the same act the version is announced; or its day is past, and it is not.
SELECT * FROM live.publish_post(%(number)s, %(lapse)s, %(day)s, %(title_ko)s, %(title_en)s, %(body_ko)s, %(body_en)s,
    %(circular)s, {notice}, {entry})

-- name: publish.withdraw @live restricts everywhere records if done
-- An announcement is withdrawn before it takes effect, by a notice of its own.
SELECT * FROM live.publish_withdraw(%(number)s, %(title_ko)s, %(title_en)s, %(body_ko)s, %(body_en)s, %(circular)s,
    %(grant)s, {notice}, {entry})

-- name: publish.mail @live sum mailed, total; all over
-- The next people who can be written to on each server get the letter into the queue, and how far it got is written down.
SELECT * FROM live.publish_mail(%(number)s, %(letter)s, %(language)s, %(facts)s, %(kinds)s, %(names)s, %(before)s,
    %(limit)s, %(at)s)

-- name: publish.written @live sum
-- How many a letter was written to.
SELECT live.publish_written(%(number)s, %(letter)s)

-- name: publish.mailed @live
-- How far the letter is on all servers.
SELECT live.publish_mailed(%(number)s, %(letter)s, %(mailed)s, %(over)s)

-- name: publish.switch @live everywhere records if done
-- An announced version whose moment has come is in force; said once.
SELECT live.publish_switch(%(number)s, {entry})

-- name: publish.take_over @live restricts sum moved, total; all over may record
-- The next people on each server are taken over to the version in force, where nothing that it asks of them is open.
SELECT * FROM live.take_over_page(%(number)s, %(limit)s, {entry})

-- name: publish.moved @live
-- How far that is on all servers.
SELECT live.publish_moved(%(number)s, %(moved)s, %(over)s, %(at)s)

-- name: publish.reworks @live merge subject, record may record
-- Records of people who were taken over that must be sealed or timed anew.
SELECT * FROM live.reworks(%(after)s, %(record)s, %(limit)s, {entry})

-- name: publish.reworked @live may record
-- A record without what is no longer declared, and until when it is in use now.
SELECT live.rework_done(%(subject)s, %(record)s, %(version)s, %(generation)s, %(over_from)s, %(items)s, %(head)s,
    %(body)s, %(dropped)s, %(kept)s, {entry})

-- name: publish.questions @live
-- What a version asks of a person.
SELECT * FROM live.questions_of(%(subject)s, %(at)s)

-- name: publish.answer @live
-- A person's answer, under the name of the version that asks.
SELECT live.answer_question(%(subject)s, %(version)s, %(clause)s, %(given)s, {entry})

-- name: publish.list @live
-- What is announced or was, the newest first.
SELECT * FROM live.publications()

-- name: publish.source @live
-- The text of an announcement's policy, byte for byte; of one over several files, all of them.
SELECT live.publication_source(%(number)s)

-- name: publish.served @live sum people; merge version, kind
-- How many people each version serves, by their kind.
SELECT * FROM live.served()

-- name: publish.consented @live sum
-- How many people of these kinds gave a consent, or how many there are.
SELECT live.consented(%(clause)s, %(kinds)s)

-- name: publish.answered @live sum people; merge clause, given
-- How many answered what a version asks, and how.
SELECT * FROM live.answered(%(version)s)

-- name: proposal.save @live
-- A proposal is begun, or written anew.
SELECT * FROM live.proposal_save(%(number)s, %(seen)s, %(source)s, %(published)s, %(published_as)s, %(grant)s,
    {entry})

-- name: proposal.step @live
-- A proposal is proposed, sent back, approved by another officer, or dropped.
SELECT live.proposal_step(%(number)s, %(seen)s, %(to)s, %(words)s, %(grant)s, {entry})

-- name: proposal.list @live
-- All proposals, or one, the newest first.
SELECT * FROM live.proposals(%(number)s)

-- name: proposal.source @live
-- A proposal's text, the one that it was begun from, and the published text beside it, byte for byte.
SELECT * FROM live.proposal_source(%(number)s)
