-- name: mail.queue @live
-- A mail waits, as a reference.
SELECT live.mail_queue(%(subject)s, %(mail)s, %(record)s, %(kind)s, %(letter)s, %(language)s, %(facts)s, %(generation)s,
    %(at)s)

-- name: mail.due @live each
-- The mails whose time has come.
SELECT * FROM live.mail_due(%(at)s, %(limit)s)

-- name: mail.take @live
-- One mail is taken by one process.
SELECT live.mail_take(%(subject)s, %(mail)s, %(tries)s, %(until)s)

-- name: mail.later @live
-- A mail may not leave now, but later.
SELECT live.mail_later(%(subject)s, %(mail)s, %(until)s)

-- name: mail.waits @live
-- A mail to who is away waits until they are back.
SELECT live.mail_waits(%(subject)s, %(mail)s, %(at)s)

-- name: mail.drop @live
-- A mail may not leave any more.
SELECT live.mail_drop(%(subject)s, %(mail)s)

-- name: mail.sent @live
-- A mail was taken by its server; recorded.
SELECT live.mail_sent(%(subject)s, %(mail)s, %(record)s, {entry})

-- name: mail.die @live may record
-- A mail will never be taken; recorded, and its address is in doubt where the server knows none such.
SELECT live.mail_die(%(subject)s, %(mail)s, %(record)s, %(why)s, %(doubt)s, {entry})

-- name: mail.dead @live merge made desc, mail
-- The mails that were given up.
SELECT * FROM live.mail_dead_ones(%(limit)s)

-- name: mail.again @live
-- A mail that was given up is tried again.
SELECT live.mail_again(%(subject)s, %(mail)s, %(at)s)

-- name: mail.counts @live sum
-- How many mails wait, and how many were given up.
SELECT * FROM live.mail_counts()

-- name: mail.doubtful @live
-- The records of a person whose e-mail address is in doubt.
SELECT * FROM live.doubtful_of(%(subject)s)

-- name: campaign.write @live
-- An advertisement is written.
SELECT live.campaign_write(%(campaign)s, %(purpose)s, %(consent)s, %(language)s, %(facts)s, {entry})

-- name: campaign.step @live
-- It is released by another hand, or stopped.
SELECT live.campaign_step(%(campaign)s, %(step)s, {entry})

-- name: campaign.drop @live each
-- What waits of one that was stopped leaves no more.
SELECT live.campaign_drop(%(letter)s, %(facts)s)

-- name: campaign.mail @live sum mailed, total; all over
-- Its mails are queued, a page of people at a time on each server.
SELECT * FROM live.campaign_mail(%(campaign)s, %(consent)s, %(letter)s, %(language)s, %(facts)s, %(kinds)s, %(names)s,
    %(limit)s, %(at)s)

-- name: campaign.went @live
-- How far it is; or it was stopped meanwhile.
SELECT live.campaign_went(%(campaign)s, %(mailed)s, %(over)s)

-- name: campaign.reach @live sum
-- How many agreed to a purpose and can be written to.
SELECT live.campaign_reach(%(consent)s, %(kinds)s)

-- name: campaign.list @live
-- The advertisements, the newest first.
SELECT * FROM live.campaigns(%(limit)s)
