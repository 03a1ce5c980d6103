-- name: demand.open @live
-- A demand by an authority is prepared.
SELECT live.demand_open(%s, %s, %s, %s, %s, %s, %s, %s, {entry})

-- name: demand.part @live
-- One record of one person comes into a draft, or leaves it.
SELECT live.demand_part_set(%s, %s, %s, %s, %s, %s, {entry})

-- name: demand.step @live restricts
-- One step of a demand: put before the second person, approved, refused, withdrawn, done.
SELECT live.demand_step(%s, %s, %s, %s, %s, %s, {entry})

-- name: demand.look @live
-- A second officer looks at what one approved alone.
SELECT live.demand_look(%s, %s, {entry})

-- name: demand.take @live
-- One part of an approved demand is taken to be queued, by one process.
SELECT live.demand_take(%s, %s, %s, %s)

-- name: demand.denied @live
-- The policy said no to one part of a demand.
SELECT live.demand_denied(%s, %s, %s, %s)

-- name: demand.all @live
-- The demands, the newest first, page by page.
SELECT * FROM live.demands(%s, %s, %s)

-- name: demand.one @live
-- One demand.
SELECT * FROM live.demand_of(%s)

-- name: demand.scan @live
-- The sealed document of a demand.
SELECT * FROM live.demand_scan(%s)

-- name: demand.parts @live
-- What a demand is about, and what became of each part.
SELECT * FROM live.demand_parts(%s)

-- name: demand.counts @live
-- How many demands wait, and since when.
SELECT * FROM live.demand_counts()

-- name: demand.keep_secret @live restricts
-- A demand is kept secret from its people.
SELECT live.demand_keep_secret(%s, %s, %s, %s, {entry})

-- name: demand.tell @live
-- From which day a demand's people are told.
SELECT live.demand_tell(%s, %s, %s, %s, %s, %s, {entry})

-- name: demand.secrecy @live
-- Whether a demand is secret, by what, and until when.
SELECT * FROM live.demand_secrecy(%s)

-- name: demand.over @live
-- The demands whose words have had their time.
SELECT * FROM live.demands_over(%s, %s, %s)

-- name: demand.forget @live
-- A demand's words go; its numbers stay in the register.
SELECT live.demand_forget(%s, {entry})

-- name: demand.message @live
-- One message of the outbox, to be handed over by hand.
SELECT * FROM live.outbox_one(%s, %s)

-- name: by_hand.counts @live
-- What waits for a person to hand it over: receiver, purpose, kind, how many, since when.
SELECT * FROM live.outbox_by_receiver(%s)

-- name: by_hand.messages @live
-- What waits for one receiver and purpose, and what was put into a file and not confirmed.
SELECT * FROM live.outbox_to(%s, %s, %s, %s)

-- name: by_hand.certify @live
-- The certificate that files to a receiver are encrypted to.
SELECT live.receiver_certificate_set(%s, %s, %s, %s, {entry})

-- name: by_hand.certificate @live
-- A receiver's certificate, with who entered it and when.
SELECT * FROM live.receiver_certificate_of(%s, %s)

-- name: asking.open @live
-- A request for a new consent.
SELECT live.consent_request_open(%s, %s, %s, %s, %s, %s, %s, {entry})

-- name: asking.reach @live
-- How many people a request for a new consent would ask.
SELECT live.consent_reach(%s, %s, %s)

-- name: asking.ask @live may record
-- A page of people is asked, each on the record.
SELECT * FROM live.consent_ask(%s, %s, %s, %s, %s, {entry})

-- name: asking.of @live
-- What a person was asked to consent to, and what they answered.
SELECT * FROM live.consent_asks_of(%s)

-- name: asking.answer @live
-- A person's answer, once.
SELECT live.consent_answer(%s, %s, %s, %s, {entry})

-- name: asking.end @live restricts
-- A request for a new consent is taken back.
SELECT live.consent_request_end(%s, {entry})

-- name: asking.all @live
-- The requests for new consents with their answers, counted.
SELECT * FROM live.consent_requests(%s)

-- name: asking.unmailed @live
-- Who was asked and has not been written to.
SELECT * FROM live.consent_unmailed(%s, %s, %s)

-- name: asking.mailed @live
-- A person was written to, or has no address.
SELECT live.consent_mailed(%s, %s, %s)

-- name: release.open @live
-- A release that identifies nobody is prepared.
SELECT live.release_open(%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, {entry})

-- name: release.step @live restricts
-- A release leaves, is refused or withdrawn.
SELECT live.release_step(%s, %s, %s, %s, %s, %s, %s, {entry})

-- name: release.rows @live records if answered
-- A page of sealed records for a release, each read on its person's record.
SELECT * FROM live.release_rows(%s, %s, %s, %s, %s, %s, %s, %s, {entry})

-- name: release.all @live
-- The releases, the newest first.
SELECT * FROM live.releases(%s, %s, %s)

-- name: release.one @live
-- One release.
SELECT * FROM live.release_of(%s)

-- name: release.ending @live
-- The pseudonymised releases whose purpose is over.
SELECT * FROM live.releases_ending(%s)

-- name: release.over @live records if done
-- A release's key is gone.
SELECT live.release_over(%s, {entry})

-- name: release.forget @live
-- The record of a release goes when its time is over.
SELECT live.releases_forget(%s)

-- name: left.page @live
-- A page of all that left, by person, receiver, item and time.
SELECT * FROM live.left_page(%s, %s, %s, %s, %s, %s, %s, %s, %s)
