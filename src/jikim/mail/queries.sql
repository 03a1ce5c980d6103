-- name: mail.queue @live
-- A mail waits, as a reference.
SELECT live.mail_queue(%s, %s, %s, %s, %s, %s, %s, %s, %s)

-- name: mail.due @live
-- The mails whose time has come.
SELECT * FROM live.mail_due(%s, %s)

-- name: mail.take @live
-- One mail is taken by one process.
SELECT live.mail_take(%s, %s, %s, %s)

-- name: mail.later @live
-- A mail may not leave now, but later.
SELECT live.mail_later(%s, %s, %s)

-- name: mail.drop @live
-- A mail may not leave any more.
SELECT live.mail_drop(%s, %s)

-- name: mail.sent @live
-- A mail was taken by its server; recorded.
SELECT live.mail_sent(%s, %s, %s, {entry})

-- name: mail.die @live may record
-- A mail will never be taken; recorded, and its address is in doubt where the server knows none such.
SELECT live.mail_die(%s, %s, %s, %s, %s, {entry})

-- name: mail.dead @live
-- The mails that were given up.
SELECT * FROM live.mail_dead_ones(%s)

-- name: mail.again @live
-- A mail that was given up is tried again.
SELECT live.mail_again(%s, %s, %s)

-- name: mail.counts @live
-- How many mails wait, and how many were given up.
SELECT * FROM live.mail_counts()

-- name: mail.doubtful @live
-- The records of a person whose e-mail address is in doubt.
SELECT * FROM live.doubtful_of(%s)

-- name: campaign.write @live
-- An advertisement is written.
SELECT live.campaign_write(%s, %s, %s, %s, %s, %s, {entry})

-- name: campaign.step @live
-- It is released by another hand, or stopped.
SELECT live.campaign_step(%s, %s, %s, %s, {entry})

-- name: campaign.mail @live
-- Its mails are queued, a page of people at a time.
SELECT * FROM live.campaign_mail(%s, %s, %s, %s, %s, %s)

-- name: campaign.reach @live
-- How many agreed to a purpose and can be written to.
SELECT live.campaign_reach(%s, %s)

-- name: campaign.list @live
-- The advertisements, the newest first.
SELECT * FROM live.campaigns(%s)
