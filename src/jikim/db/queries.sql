-- name: lies.all @live
-- Which people lie on which server, by the first number of each range; nothing where there is one server.
SELECT * FROM live.lies_all()

-- name: lies.closed @live
-- Whether anybody here is on their way to another server.
SELECT live.lies_closed()

-- name: mover.works @live
-- Whether somebody moves people now.
SELECT live.mover_works()

-- name: rules.mark @live
-- A mark behind all that the house's server has committed, which follows to the others as the rules do.
SELECT live.rules_mark()

-- name: rules.stand @live
-- What began here before the mark came, and is not through; NULL while the mark is not here.
SELECT live.rules_stand(%(mark)s, %(begun)s)

-- name: rules.sent @live
-- To which further servers the rules are sent, by slot: whether somebody takes them, and how many bytes of the log are kept until then.
SELECT * FROM live.rules_sent()

-- name: rules.digest @live
-- What the rules are on a server: the same on each, where they are the same.
SELECT live.rules_digest()
