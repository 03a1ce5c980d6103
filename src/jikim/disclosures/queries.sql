-- name: demand.open @live everywhere
-- A demand by an authority is prepared.
SELECT live.demand_open(%(demand)s, %(recipient)s, %(purpose)s, %(ground)s, %(statute)s, %(said)s, %(scan)s,
    {entry})

-- name: demand.part @live
-- One record of one person comes into a draft, or leaves it.
SELECT live.demand_part_set(%(subject)s, %(demand)s, %(record)s, %(kind)s, %(items)s, %(message)s, {entry})

-- name: demand.step @live restricts everywhere house
-- One step of a demand: put before the second person, approved, refused, withdrawn, done.
SELECT live.demand_step(%(demand)s, %(from_)s, %(to)s, %(grant)s, %(digest)s, %(others)s, {entry})

-- name: demand.look @live
-- A second officer looks at what one approved alone.
SELECT live.demand_look(%(demand)s, %(grant)s, {entry})

-- name: demand.take @live
-- One part of an approved demand is taken to be queued, by one process.
SELECT live.demand_take(%(subject)s, %(demand)s, %(record)s, %(at)s)

-- name: demand.denied @live
-- The policy said no to one part of a demand.
SELECT live.demand_denied(%(subject)s, %(demand)s, %(record)s, %(why)s)

-- name: demand.all @live
-- The demands, the newest first, page by page.
SELECT * FROM live.demands(%(before)s, %(before_demand)s, %(limit)s)

-- name: demand.one @live
-- One demand.
SELECT * FROM live.demand_of(%(demand)s)

-- name: demand.left @live sum gone; most last
-- How much has left of those that are not done.
SELECT * FROM live.demands_left(%(demands)s)

-- name: demand.scan @live
-- The sealed document of a demand.
SELECT * FROM live.demand_scan(%(demand)s)

-- name: demand.parts @live merge subject, record
-- What a demand is about, and what became of each part.
SELECT * FROM live.demand_parts(%(demand)s)

-- name: demand.counts @live
-- How many demands wait, since when, and which is the oldest.
SELECT * FROM live.demand_counts()

-- name: demand.keep_secret @live restricts everywhere
-- A demand is kept secret from its people.
SELECT live.demand_keep_secret(%(demand)s, %(said)s, %(grant)s, {entry})

-- name: demand.tell @live
-- From which day a demand's people are told.
SELECT live.demand_tell(%(demand)s, %(tell)s, %(today)s, %(told)s, %(grant)s, {entry})

-- name: demand.secrecy @live
-- Whether a demand is secret, by what, and until when.
SELECT * FROM live.demand_secrecy(%(demand)s)

-- name: demand.over @live
-- The demands whose words have had their time.
SELECT * FROM live.demands_over(%(before)s, %(today)s, %(limit)s)

-- name: demand.forget_parts @live each
-- Whom a demand was about goes first: cut off behind that, it is forgotten again.
SELECT live.demand_forget_parts(%(demand)s, %(at)s)

-- name: demand.forget @live everywhere
-- A demand's words go; its numbers stay in the register.
SELECT live.demand_forget(%(demand)s, {entry})

-- name: demand.message @live
-- One message of the outbox, to be handed over by hand.
SELECT * FROM live.outbox_one(%(subject)s, %(message)s)

-- name: by_hand.counts @live sum waiting, taken; least oldest; merge space, target, purpose, kind
-- What waits for a person to hand it over: receiver, purpose, kind, how many, since when.
SELECT * FROM live.outbox_by_receiver(%(before)s)

-- name: by_hand.messages @live merge made, message
-- What waits for one receiver and purpose, and what was put into a file and not confirmed.
SELECT * FROM live.outbox_to(%(space)s, %(target)s, %(purpose)s, %(limit)s)

-- name: by_hand.certify @live
-- The certificate that files to a receiver are encrypted to.
SELECT live.receiver_certificate_set(%(space)s, %(target)s, %(pem)s, {entry})

-- name: by_hand.certificate @live
-- A receiver's certificate, with who entered it and when.
SELECT * FROM live.receiver_certificate_of(%(space)s, %(target)s)

-- name: asking.open @live everywhere
-- A request for a new consent.
SELECT live.consent_request_open(%(request)s, %(name)s, %(consent)s, %(ko)s, %(en)s, %(until)s, {entry})

-- name: asking.reach @live sum
-- How many people a request for a new consent would ask.
SELECT live.consent_reach(%(consent)s, %(records)s, %(subject)s)

-- name: asking.ask @live sum asked; least last may record
-- A page of people is asked, each on the record.
SELECT * FROM live.consent_ask(%(request)s, %(records)s, %(subject)s, %(after)s, %(limit)s, {entry})

-- name: asking.of @live
-- What a person was asked to consent to, and what they answered.
SELECT * FROM live.consent_asks_of(%(subject)s)

-- name: asking.answer @live
-- A person's answer, once.
SELECT live.consent_answer(%(subject)s, %(request)s, %(answer)s, %(today)s, {entry})

-- name: asking.end @live restricts everywhere
-- A request for a new consent is taken back.
SELECT live.consent_request_end(%(request)s, {entry})

-- name: asking.all @live sum asked, yes, no; merge made desc, request
-- The requests for new consents with their answers, counted.
SELECT * FROM live.consent_requests(%(limit)s)

-- name: asking.unmailed @live merge subject
-- Who was asked and has not been written to.
SELECT * FROM live.consent_unmailed(%(consents)s, %(today)s, %(limit)s)

-- name: asking.mailed @live
-- A person was written to, or has no address.
SELECT live.consent_mailed(%(subject)s, %(request)s, %(at)s)

-- name: release.open @live
-- A release that identifies nobody is prepared.
SELECT live.release_open(%(release)s, %(kind)s, %(recipient)s, %(purpose)s, %(record)s, %(items)s, %(quasi)s, %(least)s,
    %(why)s, %(ends)s, {entry})

-- name: release.step @live restricts
-- A release leaves, is refused or withdrawn.
SELECT live.release_step(%(release)s, %(to)s, %(grant)s, %(lines)s, %(small)s, %(content)s, {entry})

-- name: release.rows @live split records if answered
-- A page of sealed records that were there before a moment, each read on its person's record.
SELECT * FROM live.release_rows(%(kind)s, %(policy)s, %(items)s, %(needs)s, %(grant)s, %(before)s, %(after)s,
    %(after_record)s, %(until)s, %(limit)s, {entry})

-- name: release.all @live
-- The releases, the newest first.
SELECT * FROM live.releases(%(before)s, %(before_release)s, %(limit)s)

-- name: release.one @live
-- One release.
SELECT * FROM live.release_of(%(release)s)

-- name: release.ending @live
-- The pseudonymised releases whose purpose is over.
SELECT * FROM live.releases_ending(%(today)s)

-- name: release.over @live records if done
-- A release's key is gone.
SELECT live.release_over(%(release)s, {entry})

-- name: release.forget @live
-- The record of a release goes when its time is over.
SELECT live.releases_forget(%(at)s)

-- name: left.page @live merge at desc, message desc
-- A page of all that left, by person, receiver, item and time.
SELECT * FROM live.left_page(%(subject)s, %(space)s, %(target)s, %(item)s, %(from_)s, %(to)s, %(before)s,
    %(before_message)s, %(limit)s)
