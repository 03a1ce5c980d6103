-- name: key.put @keys
-- Make a key durable, or get the one that stands.
SELECT * FROM keys.put(%s, %s, %s, %s)

-- name: key.put_many @keys
-- Make many new people's keys durable before their first ciphertext.
SELECT keys.put_many(%s, %s, %s, %s)

-- name: key.get @keys
-- One wrapped key.
SELECT * FROM keys.get(%s, %s)

-- name: key.get_many @keys
-- Wrapped keys by name.
SELECT * FROM keys.get_many(%s, %s)

-- name: key.destroy @keys
-- Erasure: the key goes, and its name never gets another.
SELECT keys.destroy(%s, %s, %s, %s, %s, %s, %s)

-- name: key.names @keys
-- A person's keys of every generation.
SELECT * FROM keys.names(%s, %s)

-- name: key.page @keys
-- The names of one space, page by page.
SELECT * FROM keys.page(%s, %s, %s)
