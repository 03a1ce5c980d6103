-- name: key.put @keys
-- Make a key durable, or get the one that stands.
SELECT * FROM keys.put(%(space)s, %(name)s, %(ring)s, %(wrapped)s)

-- name: key.put_many @keys
-- Make keys of many names durable, or get those that stand.
SELECT * FROM keys.put_many(%(space)s, %(names)s, %(rings)s, %(wrapped)s)

-- name: key.get @keys
-- One wrapped key.
SELECT * FROM keys.get(%(space)s, %(name)s)

-- name: key.get_many @keys
-- Wrapped keys by name.
SELECT * FROM keys.get_many(%(space)s, %(names)s)

-- name: key.destroy @keys restricts records if done
-- Erasure: the key goes, and its name never gets another.
SELECT keys.destroy(%(space)s, %(name)s, %(subject)s, {entry})

-- name: key.names @keys
-- A person's keys of every generation.
SELECT * FROM keys.names(%(space)s, %(prefix)s)

-- name: key.page @keys
-- The names of one space, page by page.
SELECT * FROM keys.page(%(space)s, %(after)s, %(limit)s)

-- name: key.wait @keys
-- A key whose survivors stand re-sealed in no backup waits for the next one before it goes.
SELECT keys.wait(%(space)s, %(name)s, %(subject)s, %(after)s, %(at)s)

-- name: key.ripe @keys
-- Keys that waited for a backup that is verified now.
SELECT * FROM keys.ripe(%(verified)s, %(limit)s)

-- name: key.waits @keys
-- How many keys wait for a backup.
SELECT keys.waits()

-- name: key.untouched @keys
-- Whether the key store is new, so that a key ring may be made for it.
SELECT keys.untouched()

-- name: key.fates @keys
-- Which keys of a name still stand, and when and by which epoch the others went.
SELECT * FROM keys.fates(%(space)s, %(prefix)s)

-- name: receipt.say @keys
-- What a receipt says, and what it ever said: the first date of each stays.
SELECT * FROM keys.say(%(number)s, %(dates)s)

-- name: key.fates_of @keys
-- The same of many people's keys, summed up.
SELECT * FROM keys.fates_of(%(names)s)

-- name: epoch.alone @keys
-- One epoch at a time, over all machines.
SELECT keys.epoch_alone()

-- name: epoch.over @keys
-- The next epoch may begin.
SELECT keys.epoch_over()

-- name: epoch.last @keys
-- The latest epochs, from the journal.
SELECT * FROM keys.epochs(%(limit)s)

-- name: epoch.ahead @keys
-- What the next epoch has to do.
SELECT * FROM keys.epoch_ahead()

-- name: epoch.shard_rings @keys
-- Under which ring's shard key each shard's keys are wrapped.
SELECT * FROM keys.shard_rings()

-- name: epoch.begin @keys may record
-- An epoch begins, or one that was not brought to its end is taken over.
SELECT * FROM keys.epoch_begin(%(ring)s, %(runner)s, %(former)s, %(holder)s, {entry})

-- name: epoch.step @keys
-- A step that was made outside the database is written down.
SELECT keys.epoch_step(%(ring)s, %(runner)s, %(from_)s, %(to)s, %(root)s, %(holder)s, %(backup)s)

-- name: epoch.turn @keys records if done
-- From here on nothing is wrapped under the touched shards' former keys.
SELECT keys.epoch_turn(%(ring)s, %(runner)s, {entry})

-- name: epoch.extent @keys
-- How many pages the keys lie on.
SELECT keys.extent()

-- name: epoch.page @keys
-- Survivors that are wrapped under a former key, page by page.
SELECT * FROM keys.to_rewrap(%(ring)s, %(from_)s, %(to)s)

-- name: epoch.rewrap @keys
-- The same, re-wrapped.
SELECT keys.rewrap(%(ring)s, %(runner)s, %(from_)s, %(to)s, %(space)s, %(names)s, %(wrapped)s)

-- name: epoch.rewrap_evidence @keys
-- The same of what the ledger's evidence hangs on: the eraser's.
SELECT keys.rewrap_evidence(%(ring)s, %(runner)s, %(from_)s, %(to)s, %(space)s, %(names)s, %(wrapped)s)

-- name: epoch.rewrapped @keys
-- Every survivor is re-wrapped; refused while one is not.
SELECT keys.epoch_rewrapped(%(ring)s, %(runner)s)

-- name: epoch.done @keys records if done
-- The epoch is over: what it was for is irrecoverable.
SELECT keys.epoch_done(%(ring)s, %(runner)s, %(irrecoverable)s, {entry})

-- name: restrictions.take.{database} @live @archive @keys
-- What may no longer be done and does not stand beside the ring yet.
SELECT * FROM {database}.restrictions_take(%(logged)s)

-- name: restrictions.last.{database} @live @archive @keys
-- How many restrictions this database counts.
SELECT {database}.restrictions_last()

-- name: restrictions.replay.{database} @live @archive @keys house may record
-- Restrictions that an older database does not know, put back from beside the ring.
SELECT {database}.replay(%(rows)s, %(last)s, {entry})

-- name: key.youngest @keys
-- After a restore: the youngest generation of each person's key.
SELECT * FROM keys.youngest(%(subjects)s)

-- name: key.unwait @keys
-- After a restore: keys that are needed again until what they seal is sealed anew.
SELECT keys.unwait(%(space)s, %(names)s)
