-- The people of the office: who they are, what they have signed and learnt, how they prove who they are, and their sessions.
-- A name and an address lie sealed, under a key of that person's own: when their time is over the key goes, and then the row.

CREATE TABLE live.handler (
    handler text PRIMARY KEY,                    -- the name that grants and the ledger know: chosen, no personal value
    kind    text NOT NULL CHECK (kind IN ('staff', 'handler', 'officer')),
    said    bytea NOT NULL,                      -- name, address, duty: sealed
    joined  date NOT NULL,
    entered timestamptz NOT NULL,
    "left"  timestamptz,
    handed  timestamptz,                         -- when the record of the handover was made
    named   text,                                -- who made them an officer, and when
    named_at timestamptz,
    confirmed text,                              -- which other officer confirmed it; `first`: there was none
    confirmed_at timestamptz,
    stopped timestamptz,                         -- when they last ceased to be an officer
    ending  timestamptz,                         -- an officer whom somebody else removes stays one for a day, and is told
    ending_to text CHECK (ending_to IN ('staff', 'handler', 'left'))
);
-- What the register said of somebody before a change: an entry of the ledger is told by the duty that they had at its moment.
CREATE TABLE live.handler_before (
    handler text NOT NULL REFERENCES live.handler (handler) ON DELETE CASCADE,
    until   timestamptz NOT NULL,                -- when it was changed
    said    bytea NOT NULL,                      -- as `handler.said`: sealed under the same key, gone with it
    PRIMARY KEY (handler, until)
);
-- Pledges, trainings and handovers are what was: a row is confirmed once, and else nothing changes or removes it but the end of its person's time.
CREATE TABLE live.handler_paper (
    handler text NOT NULL REFERENCES live.handler (handler) ON DELETE CASCADE,
    paper   uuid NOT NULL,
    kind    text NOT NULL CHECK (kind IN ('pledge', 'training', 'handover', 'appointment')),
    day     date NOT NULL,                       -- signed, held, handed over on
    due     date,                                -- by when the next is due
    said    bytea NOT NULL,                      -- what it says, and where the paper lies: sealed
    at      timestamptz NOT NULL,
    scan    bytea,                               -- a file that shows it: sealed
    recorder text NOT NULL,                      -- who recorded it
    hand    text,                                -- whose word it takes to count: who was trained, who takes over; NULL: nobody's beside its file
    confirmed timestamptz,                       -- since when it counts
    word    bytea,                               -- what they said as they confirmed it: sealed
    PRIMARY KEY (handler, paper),
    -- INVARIANT: nothing counts by one person's word alone. A pledge is its own person's, or shown by a file; what somebody recorded of themself is too.
    CONSTRAINT handler_paper_hands CHECK (confirmed IS NULL OR scan IS NOT NULL OR CASE
        WHEN kind = 'pledge' THEN recorder = handler WHEN kind = 'appointment' THEN true ELSE hand <> recorder AND word IS NOT NULL END)
);
CREATE INDEX handler_paper_hand ON live.handler_paper (hand) WHERE confirmed IS NULL;
-- How a handler proves who they are. `renewed` is of the policy's time: a proof has to be renewed in its interval (10.6).
CREATE TABLE live.handler_proof (
    handler text NOT NULL REFERENCES live.handler (handler) ON DELETE CASCADE,
    proof   uuid NOT NULL,
    kind    text NOT NULL CHECK (kind IN ('password', 'totp', 'passkey', 'company')),
    id      bytea NOT NULL,                      -- a passkey's credential; which account of the company's provider (HMAC by the handler's key); else the kind
    secret  bytea NOT NULL,                      -- sealed: the hash, the shared secret, the public key, the provider's refresh token
    count   bigint NOT NULL DEFAULT 0,           -- a passkey's counter, or the last step that a code was taken of
    renewed timestamptz NOT NULL,
    vouched timestamptz,                         -- until when the provider's last word counts (the machine's clock)
    ceased  timestamptz,                         -- since when it does not vouch for them any longer
    asked   timestamptz,                         -- since when one process asks it; a refresh token is good once
    PRIMARY KEY (handler, proof),
    UNIQUE (kind, handler, id)
);
-- INVARIANT: a handler has one account of the provider.
CREATE UNIQUE INDEX handler_proof_company ON live.handler_proof (handler) WHERE kind = 'company';
CREATE TABLE live.handler_session (
    session bytea PRIMARY KEY,                   -- the token's hash
    handler text NOT NULL REFERENCES live.handler (handler) ON DELETE CASCADE,
    begun   timestamptz NOT NULL,
    seen    timestamptz NOT NULL,
    proved  timestamptz,                         -- when they last proved who they are; NULL: not since they came by the company's provider
    until   timestamptz NOT NULL,
    idle    integer NOT NULL,                    -- seconds
    company boolean NOT NULL DEFAULT false,      -- begun by the company's provider
    sid     bytea                                -- its name for this session (HMAC by the handler's key)
);
CREATE INDEX handler_session_of ON live.handler_session (handler);
-- Browsers that a handler signed in from: as `live.known_browser`, for the office.
CREATE TABLE live.handler_browser (
    handler text NOT NULL REFERENCES live.handler (handler) ON DELETE CASCADE,
    hash    bytea NOT NULL,                      -- SHA-256 of a random token
    until   timestamptz NOT NULL,
    PRIMARY KEY (handler, hash)
);
CREATE TABLE live.handler_invitation (
    token   bytea PRIMARY KEY,                   -- hash
    handler text NOT NULL REFERENCES live.handler (handler) ON DELETE CASCADE,
    until   timestamptz NOT NULL
);

-- A handler's sessions end, and no browser of theirs is known: by a new proof, a lost one, or with the duty.
CREATE FUNCTION live.handler_out(p_handler text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM live.handler_session s WHERE s.handler = p_handler;
    DELETE FROM live.handler_browser b WHERE b.handler = p_handler;
END $$;

-- Whether the company's provider, by which somebody signs in, no longer vouches for them: their grants rest until it does, and no other proof lets them in.
CREATE FUNCTION live.unvouched(p_handler text) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    RETURN EXISTS (SELECT 1 FROM live.handler_proof p WHERE p.kind = 'company' AND p.handler = p_handler AND p.ceased IS NOT NULL);
END $$;
-- Whether somebody may be given a grant, or have one used: they are in the register, work there, are designated and have signed (10.6, 10.8, 10.9).
-- What is no person (an application, whose name has a colon) needs none of it.
CREATE FUNCTION live.handler_may(p_handler text) RETURNS integer
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    RETURN CASE WHEN strpos(p_handler, ':') > 0 THEN {allowed}
                WHEN NOT EXISTS (SELECT 1 FROM live.handler h WHERE h.handler = p_handler AND h."left" IS NULL AND h.kind <> 'staff') THEN {no_handler}
                WHEN NOT EXISTS (SELECT 1 FROM live.handler_paper p WHERE p.handler = p_handler AND p.kind = 'pledge' AND p.confirmed IS NOT NULL) THEN {no_pledge}
                ELSE {allowed} END;
END $$;
-- Whether an officer's word counts as that of a second person: another officer confirmed them, and a day has passed. The first of a house counts at once.
CREATE FUNCTION live.officer_counts(p_handler text, p_at timestamptz) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT 1 FROM live.handler h WHERE h.handler = p_handler AND h.kind = 'officer' AND h."left" IS NULL
                      AND (h.confirmed = 'first' OR h.confirmed_at <= p_at - interval '1 day'))
$$;
-- Whether an officer has been the only one for 30 days: who is may go on alone, and it is marked.
CREATE FUNCTION live.officer_alone(p_handler text, p_at timestamptz) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT live.officer_counts(p_handler, p_at - interval '30 days')
       AND EXISTS (SELECT 1 FROM live.handler h WHERE h.handler = p_handler AND h.named_at <= p_at - interval '30 days')
       AND NOT EXISTS (SELECT 1 FROM live.handler o WHERE o.handler <> p_handler AND (live.officer_counts(o.handler, p_at) OR o.stopped > p_at - interval '30 days'))
$$;
-- Whose grant it is: the only name that a statement believes. NULL: nobody's.
-- statement store/grant.whose @live: Whose grant it is, for a statement of a database that has no grants.
CREATE FUNCTION live.whose(p_grant integer) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    RETURN (SELECT g.handler FROM live.grant_ g WHERE g.number = p_grant);
END $$;
-- Who did what an entry says, for a register: by its grant. The command line and the jobs have none.
CREATE FUNCTION live.who_did(p_entry ledger.entry) RETURNS text LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN coalesce(live.whose(p_entry.under), 'system');
END $$;
-- The officer of a running grant; NULL where it is none.
CREATE FUNCTION live.officer_of(p_grant integer, p_at timestamptz) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT h.handler FROM live.handler h WHERE h.handler = live.whose(p_grant) AND h.kind = 'officer' AND h."left" IS NULL AND live.grant_live(p_grant, p_at)
$$;
-- Whether somebody is one of those who did what a second person looks at (`same_person`). `p_alone` says for whom who is alone may do it themself, and it is
-- marked: `never`; `long`, an officer who has been the only one for 30 days (disclosure, release, rules); `at once`, whoever is the only officer who could (what people
-- have a right to: no case waits for a hand that does not exist); `desk`, the same of whoever is the only one to work in the office.
CREATE FUNCTION live.same_person(p_hand text, p_first text[], p_alone text, p_at timestamptz) RETURNS integer LANGUAGE plpgsql STABLE AS $$
BEGIN
    PERFORM live.expect_word(p_alone, 'never', 'long', 'at once', 'desk');
    RETURN CASE WHEN p_hand = ANY (p_first) IS NOT TRUE THEN {allowed}
        WHEN p_alone = 'long' AND live.officer_alone(p_hand, p_at) THEN {allowed}
        WHEN p_alone = 'at once' AND NOT EXISTS (SELECT 1 FROM live.handler h JOIN live.grant_ g ON g.handler = h.handler AND g.revoked IS NULL AND g.until > p_at
             WHERE h.handler <> ALL (p_first || p_hand) AND live.officer_counts(h.handler, p_at)) THEN {allowed}
        WHEN p_alone = 'desk' AND NOT EXISTS (SELECT 1 FROM live.handler h WHERE h.handler <> p_hand AND h."left" IS NULL AND h.kind <> 'staff') THEN {allowed}
        ELSE {same_person} END;
END $$;
-- The one answer to *is this a second person?* (ADR 28): `grant` no officer's, or it does not run; `same_person`, as above; `new_officer` their word does not count
-- yet. `whose`: the officer, by the grant alone. `alone`: they are the first person, and may.
CREATE FUNCTION live.second(p_grant integer, p_first text[], p_alone text, p_at timestamptz, OUT outcome integer, OUT whose text, OUT alone boolean)
LANGUAGE plpgsql AS $$
BEGIN
    whose := live.officer_of(p_grant, p_at);
    outcome := CASE WHEN whose IS NULL THEN {grant} ELSE live.same_person(whose, p_first, p_alone, p_at) END;
    IF outcome = {allowed} AND NOT live.officer_counts(whose, p_at) THEN outcome := {new_officer}; END IF;
    alone := outcome = {allowed} AND whose = ANY (p_first) IS TRUE;
END $$;
-- What one did alone is filed, for another to look at (the register `alone`): once, however often it is done. Nobody is late with it: there may be no other for long.
CREATE FUNCTION live.went_alone(p_kind text, p_about text, p_hand text, p_at timestamptz) RETURNS void LANGUAGE plpgsql AS $$
DECLARE made uuid;
BEGIN
    INSERT INTO live.house_case (id, register, kind, about, ko, en, href, state, opened, due)
    VALUES (gen_random_uuid(), 'alone', p_kind, p_about, '', '', '', live.case_first('alone'), p_at, '9999-12-31')
    ON CONFLICT (register, kind, about) WHERE closed IS NULL DO NOTHING RETURNING house_case.id INTO made;
    INSERT INTO live.house_case_step (id, n, at, step, who) SELECT made, 1, p_at, 'file', 'officer:' || p_hand WHERE made IS NOT NULL;
END $$;
-- Somebody becomes an officer, by another's word: not confirmed yet. INVARIANT: whoever makes an officer is not the one who confirms them.
CREATE FUNCTION live.officer_named(p_handler text, p_by text, p_at timestamptz) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    UPDATE live.handler h SET named = p_by, named_at = p_at, ending = NULL, ending_to = NULL, confirmed_at = NULL,
           confirmed = CASE WHEN NOT EXISTS (SELECT 1 FROM live.handler o WHERE o.handler <> p_handler AND o.kind = 'officer' AND o."left" IS NULL) THEN 'first' END
     WHERE h.handler = p_handler;
END $$;
-- Outcomes: `gone` no officer, `conflict` confirmed already, as `second` says: neither their own, nor by who made them (unless they have been alone for 30 days).
-- statement officer.confirm @live: Another officer confirms one who was made an officer: from a day later on their word counts.
CREATE FUNCTION live.officer_confirm(p_handler text, p_grant integer, p_entry ledger.entry, OUT outcome integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE h record; s record;
BEGIN
    SELECT x.kind, x.named, x.confirmed INTO h FROM live.handler x WHERE x.handler = p_handler AND x."left" IS NULL FOR UPDATE;
    s := live.second(p_grant, ARRAY[h.named], 'long', p_entry.at);
    outcome := CASE
        WHEN h.kind IS DISTINCT FROM 'officer' THEN {gone}
        WHEN s.outcome <> {allowed} THEN s.outcome
        WHEN s.whose = p_handler THEN live.same_person(s.whose, ARRAY[p_handler], 'never', p_entry.at)
        WHEN h.confirmed IS NOT NULL THEN {conflict}
        ELSE {allowed} END;
    IF outcome = {allowed} THEN
        UPDATE live.handler SET confirmed = s.whose, confirmed_at = p_entry.at WHERE handler = p_handler;
        IF s.alone THEN PERFORM live.went_alone('officer', p_handler, s.whose, p_entry.at); END IF;
    END IF;
    PERFORM ledger.record(p_entry, outcome);
END $$;
-- An officer whom somebody else removes: in a day, with every grant; told meanwhile. NULL where it is at once: no officer, or their own wish.
CREATE FUNCTION live.officer_ending(p_handler text, p_to text, p_by text, p_at timestamptz) RETURNS timestamptz LANGUAGE plpgsql AS $$
DECLARE ends timestamptz;
BEGIN
    IF p_by IS NOT DISTINCT FROM p_handler THEN RETURN NULL; END IF;
    UPDATE live.handler h SET ending = coalesce(h.ending, p_at + interval '1 day'), ending_to = p_to
     WHERE h.handler = p_handler AND h.kind = 'officer' AND h."left" IS NULL AND (h.ending IS NULL OR h.ending > p_at)
    RETURNING h.ending INTO ends;
    IF ends IS NULL THEN RETURN NULL; END IF;
    -- A deputy's grant that is given at this moment is seen.
    PERFORM live.latch('grant');
    UPDATE live.grant_ g SET until = least(g.until, ends)
     WHERE (g.handler = p_handler OR g.stands_for IN (SELECT o.number FROM live.grant_ o WHERE o.handler = p_handler)) AND g.revoked IS NULL;
    RETURN ends;
END $$;
-- statement officer.all @live: The officers: who made and confirmed each, whether their word counts, whether they are alone, and when they end.
CREATE FUNCTION live.officers(p_at timestamptz) RETURNS TABLE (
    handler text, named text, named_at timestamptz, confirmed text, confirmed_at timestamptz, counts boolean, alone boolean, ending timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT h.handler, h.named, h.named_at, h.confirmed, h.confirmed_at, live.officer_counts(h.handler, p_at), live.officer_alone(h.handler, p_at), h.ending
      FROM live.handler h WHERE h.kind = 'officer' AND h."left" IS NULL ORDER BY h.handler;
END $$;
-- whose day is over, to be ended now
-- statement officer.ending @live: Officers whom somebody else removed, and whose day is over.
CREATE FUNCTION live.officers_ending(p_at timestamptz) RETURNS TABLE (handler text, ending_to text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT h.handler, h.ending_to FROM live.handler h WHERE h.ending <= p_at AND h."left" IS NULL ORDER BY h.handler;
END $$;
-- statement handler.enter @live everywhere: Someone comes into the register of the office's people.
CREATE FUNCTION live.handler_enter(p_handler text, p_kind text, p_said bytea, p_joined date, p_entry ledger.entry, OUT outcome integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    INSERT INTO live.handler (handler, kind, said, joined, entered) VALUES (p_handler, p_kind, p_said, p_joined, p_entry.at) ON CONFLICT DO NOTHING;
    outcome := CASE WHEN FOUND THEN {allowed} ELSE {taken} END;
    IF outcome = {allowed} AND p_kind = 'officer' THEN PERFORM live.officer_named(p_handler, live.whose(p_entry.under), p_entry.at); END IF;
    PERFORM ledger.record(p_entry, outcome);
END $$;
-- statement handler.change @live restricts everywhere: What they are or how they are reached changes; who is designated no longer loses every grant.
CREATE FUNCTION live.handler_change(p_handler text, p_kind text, p_said bytea, p_grant integer, p_entry ledger.entry,
    OUT outcome integer, OUT ends timestamptz)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE n integer; was text; by_ text := live.whose(p_grant);
BEGIN
    IF live.grant_denied(p_grant, p_entry) THEN outcome := {grant}; RETURN; END IF;
    SELECT h.kind INTO was FROM live.handler h WHERE h.handler = p_handler AND h."left" IS NULL FOR UPDATE;
    IF was = 'officer' AND p_kind <> 'officer' THEN ends := live.officer_ending(p_handler, p_kind, by_, p_entry.at); END IF;
    -- Of two changes at one moment the first one's words stand: what was said between them was never in force.
    INSERT INTO live.handler_before SELECT h.handler, p_entry.at, h.said FROM live.handler h
     WHERE h.handler = p_handler AND h."left" IS NULL AND p_said IS NOT NULL ON CONFLICT DO NOTHING;
    UPDATE live.handler h SET kind = CASE WHEN ends IS NULL THEN p_kind ELSE h.kind END, said = coalesce(p_said, h.said),
           stopped = CASE WHEN was = 'officer' AND p_kind <> 'officer' AND ends IS NULL THEN p_entry.at ELSE h.stopped END
     WHERE h.handler = p_handler AND h."left" IS NULL;
    outcome := CASE WHEN FOUND THEN {allowed} ELSE {gone} END;
    IF outcome = {allowed} AND p_kind = 'officer' THEN
        IF was <> 'officer' THEN PERFORM live.officer_named(p_handler, by_, p_entry.at);
        ELSE UPDATE live.handler h SET ending = NULL, ending_to = NULL WHERE h.handler = p_handler AND by_ IS DISTINCT FROM p_handler; END IF;
    END IF;
    IF outcome = {allowed} AND p_kind = 'staff' AND ends IS NULL THEN
        -- Who is designated no longer has no grant any longer, and no session.
        FOR n IN SELECT g.number FROM live.grant_ g WHERE g.handler = p_handler AND g.revoked IS NULL ORDER BY 1 LOOP
            PERFORM live.grant_end(n, p_entry.at);
        END LOOP;
        PERFORM live.handler_out(p_handler);
    END IF;
    PERFORM ledger.record(p_entry, outcome);
END $$;
-- A pledge of one's own, and what a file shows of somebody who signs in nowhere, counts at once; a training once who was trained confirms it, a handover
-- once who takes over does. Outcomes: `gone` nobody of that name, `no_handler` who takes over cannot sign in.
-- statement handler.paper @live: A pledge that was signed, a training that was held, a handover that was made.
CREATE FUNCTION live.handler_paper_add(p_handler text, p_paper uuid, p_kind text, p_day date, p_due date, p_said bytea, p_scan bytea, p_to text, p_by text,
    p_entry ledger.entry, OUT outcome integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE was text; hand_ text;
BEGIN
    SELECT h.kind INTO was FROM live.handler h WHERE h.handler = p_handler FOR NO KEY UPDATE;
    hand_ := CASE WHEN p_kind = 'handover' THEN p_to WHEN p_kind = 'training' AND was <> 'staff' THEN p_handler END;
    outcome := CASE WHEN was IS NULL THEN {gone}
                    WHEN p_kind = 'handover' AND (p_to = p_handler OR live.handler_may(p_to) <> {allowed}) THEN {no_handler}
                    ELSE {allowed} END;
    IF outcome = {allowed} THEN
        INSERT INTO live.handler_paper VALUES (p_handler, p_paper, p_kind, p_day, p_due, p_said, p_entry.at, p_scan, p_by, hand_,
            CASE WHEN hand_ IS NULL THEN p_entry.at END);
    END IF;
    PERFORM ledger.record(p_entry, outcome);
END $$;
-- Whose word a paper waits for says it, once. Outcomes: `gone` no such paper, or another's to confirm; `conflict` confirmed already;
-- `same_person` they recorded it themselves, and no file shows it. No grant is asked for: who confirms may have none yet.
-- statement handler.confirm @live: Who was trained, or takes a duty over, confirms it.
CREATE FUNCTION live.handler_paper_confirm(p_handler text, p_paper uuid, p_by text, p_word bytea, p_entry ledger.entry, OUT outcome integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE p record;
BEGIN
    PERFORM 1 FROM live.handler h WHERE h.handler = p_handler FOR NO KEY UPDATE;
    SELECT x.* INTO p FROM live.handler_paper x WHERE x.handler = p_handler AND x.paper = p_paper AND x.hand = p_by;
    outcome := CASE WHEN p.paper IS NULL OR live.handler_may(p_by) <> {allowed} THEN {gone}
                    WHEN p.confirmed IS NOT NULL THEN {conflict}
                    WHEN p.scan IS NULL THEN live.same_person(p_by, ARRAY[p.recorder], 'never', p_entry.at)
                    ELSE {allowed} END;
    IF outcome = {allowed} THEN
        UPDATE live.handler_paper x SET confirmed = p_entry.at, word = p_word WHERE x.handler = p_handler AND x.paper = p_paper;
        IF p.kind = 'handover' THEN UPDATE live.handler h SET handed = p_entry.at WHERE h.handler = p_handler AND h.handed IS NULL; END IF;
    END IF;
    PERFORM ledger.record(p_entry, outcome);
END $$;
-- Leaving a duty: grants, sessions, proofs and invitations end in this statement; the record of the handover is asked for from now on (10.8).
-- statement handler.leave @live restricts everywhere: Somebody leaves their duty: grants, sessions and proofs end at once.
CREATE FUNCTION live.handler_leave(p_handler text, p_grant integer, p_entry ledger.entry,
    OUT outcome integer, OUT revoked integer, OUT ends timestamptz)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE n integer;
BEGIN
    IF live.grant_denied(p_grant, p_entry) THEN outcome := {grant}; RETURN; END IF;
    revoked := 0;
    ends := live.officer_ending(p_handler, 'left', live.whose(p_grant), p_entry.at);
    UPDATE live.handler h SET "left" = CASE WHEN ends IS NULL THEN p_entry.at END, stopped = CASE WHEN ends IS NULL AND h.kind = 'officer' THEN p_entry.at ELSE h.stopped END
     WHERE h.handler = p_handler AND h."left" IS NULL;
    outcome := CASE WHEN FOUND THEN {allowed} ELSE {gone} END;
    IF outcome = {allowed} AND ends IS NULL THEN
        FOR n IN SELECT g.number FROM live.grant_ g WHERE g.handler = p_handler AND g.revoked IS NULL ORDER BY 1 LOOP
            PERFORM live.grant_end(n, p_entry.at);
            revoked := revoked + 1;
        END LOOP;
        PERFORM live.handler_out(p_handler);
        DELETE FROM live.handler_proof s WHERE s.handler = p_handler;
        DELETE FROM live.handler_invitation s WHERE s.handler = p_handler;
    END IF;
    PERFORM ledger.record(p_entry, outcome);
END $$;
-- statement handler.all @live: The register: everyone, with the days of their pledge and training.
-- statement review/review.people @live: The register of the office's people: who is an officer, and here.
CREATE FUNCTION live.handlers() RETURNS TABLE (
    handler text, kind text, said bytea, joined date, entered timestamptz, "left" timestamptz, handed timestamptz, pledged date, trained date, training_due date,
    renewed timestamptz, proofs text[])
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT h.handler, h.kind, h.said, h.joined, h.entered, h."left", h.handed,
           (SELECT min(p.day) FROM live.handler_paper p WHERE p.handler = h.handler AND p.kind = 'pledge' AND p.confirmed IS NOT NULL),
           (SELECT max(p.day) FROM live.handler_paper p WHERE p.handler = h.handler AND p.kind = 'training' AND p.confirmed IS NOT NULL),
           (SELECT max(p.due) FROM live.handler_paper p WHERE p.handler = h.handler AND p.kind = 'training' AND p.confirmed IS NOT NULL),
           (SELECT max(p.renewed) FROM live.handler_proof p WHERE p.handler = h.handler AND p.kind IN ('password', 'passkey')),
           (SELECT coalesce(array_agg(DISTINCT p.kind ORDER BY p.kind), '{}') FROM live.handler_proof p WHERE p.handler = h.handler)
      FROM live.handler h ORDER BY h."left" NULLS FIRST, h.handler;
END $$;
-- what the register says of its people, and what it said until when
-- statement store/handler_words @live: What the office's people do there, and did until when.
CREATE FUNCTION live.handler_words() RETURNS TABLE (handler text, until timestamptz, said bytea)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT b.handler, b.until, b.said FROM live.handler_before b
     UNION ALL SELECT h.handler, NULL, h.said FROM live.handler h ORDER BY 1, 2 NULLS LAST;
END $$;
-- Papers of one person, or (`p_hand`) those that wait for one person's word, the newest first; their files apart.
-- statement handler.papers @live: One person's pledges, trainings and handovers, or those that wait for one person's word.
CREATE FUNCTION live.handler_papers(p_handler text, p_hand text) RETURNS TABLE (
    handler text, paper uuid, kind text, day date, due date, said bytea, at timestamptz, recorder text, hand text, confirmed timestamptz, word bytea, scanned boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT p.handler, p.paper, p.kind, p.day, p.due, p.said, p.at, p.recorder, p.hand, p.confirmed, p.word, p.scan IS NOT NULL
      FROM live.handler_paper p WHERE p.handler = p_handler OR (p.hand = p_hand AND p.confirmed IS NULL) ORDER BY p.day DESC, p.paper;
END $$;
-- statement handler.paper.scan @live: The file that shows a paper, and whose word it takes.
CREATE FUNCTION live.handler_paper_scan(p_handler text, p_paper uuid) RETURNS TABLE (scan bytea, hand text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT p.scan, p.hand FROM live.handler_paper p WHERE p.handler = p_handler AND p.paper = p_paper AND p.scan IS NOT NULL;
END $$;
-- every grant that a policy's time of three years still asks to know of, the newest first
-- statement handler.grants @live: Every grant, the newest first, and when it was revoked.
CREATE FUNCTION live.grants() RETURNS TABLE (
    number integer, handler text, purposes integer[], keeping integer[], kinds integer[], items integer[], given timestamptz, until timestamptz, revoked timestamptz,
    stands_for integer, accepted timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT g.number, g.handler, g.purposes, g.keeping, g.kinds, g.items, g.given, g.until, g.revoked, g.stands_for, g.accepted
      FROM live.grant_ g ORDER BY g.number DESC;
END $$;
-- Who has a grant says that they know what it reaches and answer for it (10.6): nobody says it for them.
-- statement grant.accept @live everywhere: Who has a grant answers for it.
CREATE FUNCTION live.grant_accept(p_handler text, p_number integer, p_entry ledger.entry, OUT outcome integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    UPDATE live.grant_ g SET accepted = coalesce(g.accepted, p_entry.at)
     WHERE g.number = p_number AND g.handler = p_handler AND g.revoked IS NULL AND g.until > p_entry.at;
    outcome := CASE WHEN FOUND THEN {allowed} ELSE {gone} END;
    PERFORM ledger.record(p_entry, outcome);
END $$;

-- deputies (대리): who stands in for whom, by which grant of theirs, on which days. Once an officer has confirmed it, the deputy gets a grant of their own on
-- the first day, which reaches what that grant reaches, and ends with the last. INVARIANT: whoever confirms it is neither of the two, and a deputy has none.

CREATE TABLE live.deputy (
    deputy    uuid PRIMARY KEY,
    handler   text NOT NULL REFERENCES live.handler (handler) ON DELETE CASCADE,
    stands_in text NOT NULL REFERENCES live.handler (handler) ON DELETE CASCADE CHECK (stands_in <> handler),
    under     integer NOT NULL,                  -- the grant that is stood in for
    first     date NOT NULL,
    last      date NOT NULL CHECK (last >= first),
    begins    timestamptz NOT NULL,
    until     timestamptz NOT NULL,
    named     timestamptz NOT NULL,
    confirmer text CHECK (confirmer NOT IN (handler, stands_in)),
    confirmed timestamptz,
    ended     timestamptz,                       -- refused, or called off
    ender     text,
    given     integer CHECK (given IS NULL OR confirmed IS NOT NULL)
);
-- Whether somebody may stand in until a day: by their own pledge, and their own training (`p_trained`: where the policy asks for one) that lasts so long.
CREATE FUNCTION live.deputy_may(p_handler text, p_last date, p_trained boolean) RETURNS integer LANGUAGE plpgsql STABLE AS $$
DECLARE may integer := live.handler_may(p_handler);
BEGIN
    RETURN CASE WHEN may <> {allowed} THEN may
        WHEN p_trained AND NOT EXISTS (SELECT 1 FROM live.handler_paper p
             WHERE p.handler = p_handler AND p.kind = 'training' AND p.confirmed IS NOT NULL AND (p.due IS NULL OR p.due >= p_last)) THEN {no_training}
        ELSE {allowed} END;
END $$;
-- A handler names a deputy for a grant of theirs. Outcomes: `grant` it is not theirs, is over, or is a deputy's; else as `deputy_may`.
-- statement deputy.name @live: A handler names who stands in for them, by which grant and on which days.
CREATE FUNCTION live.deputy_name(p_deputy uuid, p_stands_in text, p_under integer, p_first date, p_last date, p_begins timestamptz,
    p_until timestamptz, p_trained boolean, p_entry ledger.entry, OUT outcome integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE handler_ text := live.whose(p_under); same integer := live.same_person(p_stands_in, ARRAY[handler_], 'never', p_entry.at);
BEGIN
    outcome := CASE
        WHEN NOT live.grant_live(p_under, p_entry.at) OR live.whose(p_entry.under) IS DISTINCT FROM handler_
          OR EXISTS (SELECT 1 FROM live.grant_ g WHERE g.number = p_under AND g.stands_for IS NOT NULL) THEN {grant}
        WHEN same <> {allowed} THEN same
        ELSE live.deputy_may(p_stands_in, p_last, p_trained) END;
    IF outcome = {allowed} THEN
        INSERT INTO live.deputy (deputy, handler, stands_in, under, first, last, begins, until, named)
        VALUES (p_deputy, handler_, p_stands_in, p_under, p_first, p_last, p_begins, p_until, p_entry.at);
    END IF;
    PERFORM ledger.record(p_entry, outcome);
END $$;
-- Outcomes: `gone` there is none, or it has ended; as `second` says: neither of the two; `conflict` confirmed already; as `deputy_may`.
-- statement deputy.confirm @live: An officer who is neither of the two confirms it.
CREATE FUNCTION live.deputy_confirm(p_deputy uuid, p_grant integer, p_trained boolean, p_entry ledger.entry, OUT outcome integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE d record; s record;
BEGIN
    SELECT x.* INTO d FROM live.deputy x WHERE x.deputy = p_deputy AND x.ended IS NULL AND x.until > p_entry.at FOR UPDATE;
    s := live.second(p_grant, ARRAY[d.handler, d.stands_in], 'never', p_entry.at);
    outcome := CASE
        WHEN d.deputy IS NULL THEN {gone}
        WHEN s.outcome <> {allowed} THEN s.outcome
        WHEN d.confirmed IS NOT NULL THEN {conflict}
        ELSE live.deputy_may(d.stands_in, d.last, p_trained) END;
    IF outcome = {allowed} THEN UPDATE live.deputy SET confirmer = s.whose, confirmed = p_entry.at WHERE deputy = p_deputy; END IF;
    PERFORM ledger.record(p_entry, outcome);
END $$;
-- Called off by either of the two, or refused or ended by an officer: the deputy's grant ends with it.
-- statement deputy.end @live restricts everywhere: Called off, refused or ended: the deputy's grant ends with it.
CREATE FUNCTION live.deputy_end(p_deputy uuid, p_grant integer, p_entry ledger.entry, OUT outcome integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE d record; by_ text := live.whose(p_grant);
BEGIN
    SELECT x.* INTO d FROM live.deputy x WHERE x.deputy = p_deputy AND x.ended IS NULL FOR UPDATE;
    outcome := CASE WHEN d.deputy IS NULL THEN {gone}
        WHEN NOT live.grant_live(p_grant, p_entry.at) THEN {grant}
        WHEN by_ IN (d.handler, d.stands_in) THEN {allowed} ELSE (live.second(p_grant, '{}', 'never', p_entry.at)).outcome END;
    IF outcome = {allowed} THEN
        UPDATE live.deputy SET ended = p_entry.at, ender = by_ WHERE deputy = p_deputy;
        IF d.given IS NOT NULL THEN PERFORM live.grant_end(d.given, p_entry.at); END IF;
    END IF;
    PERFORM ledger.record(p_entry, outcome);
END $$;
-- A confirmed deputy's grant, from the first day on: once, and never beyond the grant that it stands in for.
-- statement deputy.begin @live everywhere: A confirmed deputy's grant, from the first day on.
CREATE FUNCTION live.deputy_begin(p_deputy uuid, p_trained boolean, p_entry ledger.entry, OUT outcome integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE d record; n integer; runs boolean;
BEGIN
    -- The grant that it stands in for is not revoked from here to the end: what ends it then ends this one too.
    runs := live.grant_live((SELECT x.under FROM live.deputy x WHERE x.deputy = p_deputy), p_entry.at);
    PERFORM live.latch('grant');
    SELECT x.* INTO d FROM live.deputy x WHERE x.deputy = p_deputy AND x.ended IS NULL FOR UPDATE;
    outcome := CASE
        WHEN d.confirmed IS NULL OR d.begins > p_entry.at OR d.until <= p_entry.at THEN {gone}
        WHEN d.given IS NOT NULL THEN {conflict}
        WHEN runs IS NOT TRUE THEN {grant}
        ELSE live.deputy_may(d.stands_in, d.last, p_trained) END;
    IF outcome = {allowed} THEN
        SELECT coalesce(max(g.number), 0) + 1 INTO n FROM live.grant_ g;
        INSERT INTO live.grant_ (number, handler, purposes, kinds, items, channels, events, consents, keeping, given, until, stands_for)
        SELECT n, d.stands_in, g.purposes, g.kinds, g.items, g.channels, g.events, g.consents, g.keeping, p_entry.at, least(g.until, d.until), g.number
          FROM live.grant_ g WHERE g.number = d.under;
        UPDATE live.deputy SET given = n WHERE deputy = p_deputy;
    END IF;
    PERFORM ledger.record(p_entry, outcome);
END $$;
-- Every deputy, the newest first; `ready`: whose grant may be given now.
-- statement deputy.all @live: Who stands in for whom, on which days, and whose grant may be given now.
CREATE FUNCTION live.deputies(p_at timestamptz, p_trained boolean) RETURNS TABLE (
    deputy uuid, handler text, stands_in text, under integer, first date, last date, named timestamptz, confirmer text, confirmed timestamptz,
    ended timestamptz, ender text, given integer, lapsed boolean, over boolean, ready boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT d.deputy, d.handler, d.stands_in, d.under, d.first, d.last, d.named, d.confirmer, d.confirmed, d.ended, d.ender, d.given,
           g.runs IS NOT TRUE, d.ended IS NOT NULL OR d.until <= p_at OR g.runs IS NOT TRUE,
           d.confirmed IS NOT NULL AND d.ended IS NULL AND d.given IS NULL AND d.begins <= p_at AND d.until > p_at
               AND g.runs IS TRUE AND live.deputy_may(d.stands_in, d.last, p_trained) = {allowed}
      FROM live.deputy d LEFT JOIN (SELECT x.number, x.revoked IS NULL AND x.until > p_at AS runs FROM live.grant_ x) AS g ON g.number = d.under ORDER BY d.named DESC, d.deputy;
END $$;

-- proofs and sessions

-- statement proof.set @live: A password, a shared secret or a passkey is set or renewed; sessions end.
CREATE FUNCTION live.proof_set(p_handler text, p_proof uuid, p_kind text, p_id bytea, p_secret bytea, p_count bigint, p_entry ledger.entry, OUT outcome integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    PERFORM 1 FROM live.handler h WHERE h.handler = p_handler AND h."left" IS NULL AND h.kind <> 'staff' FOR NO KEY UPDATE;
    outcome := CASE WHEN FOUND THEN {allowed} ELSE {gone} END;
    IF outcome = {allowed} THEN
        INSERT INTO live.handler_proof AS p VALUES (p_handler, p_proof, p_kind, p_id, p_secret, p_count, p_entry.at)
        ON CONFLICT (kind, handler, id) DO UPDATE SET secret = p_secret, count = p_count, renewed = p_entry.at;
        -- Whoever signed in with what was there before does so again.
        PERFORM live.handler_out(p_handler);
    END IF;
    PERFORM ledger.record(p_entry, outcome);
END $$;
-- statement proof.drop @live everywhere: A proof is given up.
CREATE FUNCTION live.proof_drop(p_handler text, p_proof uuid, p_entry ledger.entry, OUT outcome integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    DELETE FROM live.handler_proof p WHERE p.handler = p_handler AND p.proof = p_proof;
    outcome := CASE WHEN FOUND THEN {allowed} ELSE {gone} END;
    -- Whoever came in with what is lost is out.
    IF outcome = {allowed} THEN PERFORM live.handler_out(p_handler); END IF;
    PERFORM ledger.record(p_entry, outcome);
END $$;
-- statement proof.of @live: By what a handler proves who they are.
CREATE FUNCTION live.proofs_of(p_handler text) RETURNS TABLE (proof uuid, kind text, id bytea, secret bytea, count bigint, renewed timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT p.proof, p.kind, p.id, p.secret, p.count, p.renewed FROM live.handler_proof p
      JOIN live.handler h ON h.handler = p.handler WHERE p.handler = p_handler AND h."left" IS NULL AND h.kind <> 'staff' ORDER BY p.renewed, p.proof;
END $$;
-- A code or a passkey's counter is good once: taken only where it is beyond the last.
-- statement proof.take @live: A code or a passkey's counter is used up.
CREATE FUNCTION live.proof_take(p_handler text, p_proof uuid, p_count bigint) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    UPDATE live.handler_proof p SET count = p_count WHERE p.handler = p_handler AND p.proof = p_proof AND (p.count < p_count OR (p.count = 0 AND p_count = 0));
    RETURN FOUND;
END $$;
CREATE FUNCTION live.office_begin(p_handler text, p_session bytea, p_now timestamptz, p_until timestamptz, p_idle integer, p_most integer,
    p_company boolean, p_sid bytea) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM live.handler_session s WHERE s.handler = p_handler AND s.session NOT IN
        (SELECT k.session FROM live.handler_session k WHERE k.handler = p_handler ORDER BY k.begun DESC LIMIT greatest(p_most - 1, 0));
    -- INVARIANT: a plain sign-in at the company's provider is no proof of just now: it may rest on one of hours ago.
    INSERT INTO live.handler_session VALUES (p_session, p_handler, p_now, p_now, CASE WHEN NOT p_company THEN p_now END, p_until, p_idle, p_company, p_sid);
END $$;
-- A sign-in, or one that failed: on the record either way (safety notice §8). A session begins only for who may have a grant.
-- statement office.enter @live: A handler signs in: a session begins where they may have a grant.
CREATE FUNCTION live.office_enter(p_handler text, p_session bytea, p_now timestamptz, p_until timestamptz, p_idle integer, p_most integer,
    p_entry ledger.entry, OUT outcome integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    PERFORM 1 FROM live.handler h WHERE h.handler = p_handler FOR NO KEY UPDATE;
    outcome := CASE WHEN live.unvouched(p_handler) THEN {grant} ELSE live.handler_may(p_handler) END;
    IF outcome = {allowed} THEN PERFORM live.office_begin(p_handler, p_session, p_now, p_until, p_idle, p_most, false, NULL); END IF;
    PERFORM ledger.record(p_entry, outcome);
END $$;
-- statement office.look @live: The handler of a session that runs.
CREATE FUNCTION live.office_look(p_session bytea, p_now timestamptz) RETURNS TABLE (
    handler text, kind text, said bytea, begun timestamptz, proved timestamptz, renewed timestamptz)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY WITH s AS (UPDATE live.handler_session x SET seen = p_now WHERE x.session = p_session AND x.until > p_now
                  AND x.seen + make_interval(secs => x.idle) > p_now RETURNING x.handler, x.begun, x.proved, x.company)
    SELECT h.handler, h.kind, h.said, s.begun, s.proved,
           (SELECT max(p.renewed) FROM live.handler_proof p WHERE p.handler = h.handler
               AND CASE WHEN s.company THEN p.kind = 'company' ELSE p.kind IN ('password', 'passkey') END)
      FROM s JOIN live.handler h ON h.handler = s.handler WHERE live.handler_may(h.handler) = {allowed} AND NOT live.unvouched(h.handler)
       AND (NOT s.company OR EXISTS (SELECT 1 FROM live.handler_proof p WHERE p.handler = h.handler AND p.kind = 'company' AND p.vouched > p_now));
END $$;
-- statement office.prove @live: A handler has proved anew who they are.
CREATE FUNCTION live.office_prove(p_session bytea, p_proved timestamptz) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    UPDATE live.handler_session s SET proved = greatest(s.proved, p_proved) WHERE s.session = p_session;
END $$;
-- statement office.leave @live: A handler signs out.
CREATE FUNCTION live.office_leave(p_session bytea, p_entry ledger.entry) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    DELETE FROM live.handler_session s WHERE s.session = p_session;
    PERFORM ledger.record(p_entry, {allowed});
END $$;
-- statement office.over @live: Every session and invitation is over, and no browser is known, after a restore.
CREATE FUNCTION live.office_over() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    DELETE FROM live.handler_session; DELETE FROM live.handler_browser; DELETE FROM live.handler_invitation;
END $$;
-- A browser is known by a new token, and no more by the one that it brought; of one handler at most p_most, the latest.
-- statement office.know @live: A browser that a handler just signed in from is known by a new token's hash.
CREATE FUNCTION live.office_know(p_handler text, p_hash bytea, p_former bytea, p_now timestamptz, p_until timestamptz, p_most integer) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    PERFORM 1 FROM live.handler h WHERE h.handler = p_handler FOR NO KEY UPDATE;
    IF live.handler_may(p_handler) <> {allowed} THEN RETURN; END IF;
    DELETE FROM live.handler_browser b WHERE b.handler = p_handler AND (b.hash = p_former OR b.until <= p_now OR b.hash IN (
        SELECT o.hash FROM live.handler_browser o WHERE o.handler = p_handler AND o.hash <> p_former ORDER BY o.until DESC, o.hash OFFSET p_most - 1));
    INSERT INTO live.handler_browser VALUES (p_handler, p_hash, p_until);
END $$;
-- statement office.known @live: Whether a token's hash is that of a browser that is known to a handler.
CREATE FUNCTION live.office_known(p_handler text, p_hash bytea, p_now timestamptz) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    RETURN EXISTS (SELECT 1 FROM live.handler_browser b WHERE b.handler = p_handler AND b.hash = p_hash AND b.until > p_now);
END $$;
-- statement handler.invite @live: A one-time link with which somebody sets how they prove who they are.
CREATE FUNCTION live.handler_invite(p_token bytea, p_handler text, p_until timestamptz, p_entry ledger.entry, OUT outcome integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    PERFORM 1 FROM live.handler h WHERE h.handler = p_handler AND h."left" IS NULL AND h.kind <> 'staff' FOR NO KEY UPDATE;
    outcome := CASE WHEN FOUND THEN {allowed} ELSE {no_handler} END;
    IF outcome = {allowed} THEN
        DELETE FROM live.handler_invitation i WHERE i.handler = p_handler;
        INSERT INTO live.handler_invitation VALUES (p_token, p_handler, p_until);
    END IF;
    PERFORM ledger.record(p_entry, outcome);
END $$;
-- Whom an invitation is for, while it runs; `p_take` uses it up.
-- statement handler.invited @live: Whom an invitation is for.
CREATE FUNCTION live.handler_invited(p_token bytea, p_now timestamptz, p_take boolean) RETURNS TABLE (handler text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    IF p_take THEN
        RETURN QUERY DELETE FROM live.handler_invitation i WHERE i.token = p_token AND i.until > p_now RETURNING i.handler;
    ELSE
        RETURN QUERY SELECT i.handler FROM live.handler_invitation i WHERE i.token = p_token AND i.until > p_now;
    END IF;
END $$;
-- Whose time in the register is over: their key is destroyed first, then this.
-- statement handler.forget @live everywhere: The register forgets somebody whose key is gone.
CREATE FUNCTION live.handler_forget(p_handler text, p_entry ledger.entry) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM live.handler h WHERE h.handler = p_handler AND ledger.past(h."left" + interval '3 years', p_entry.at) IS NOT TRUE)
    THEN RAISE EXCEPTION 'before its time'; END IF;
    DELETE FROM live.handler h WHERE h.handler = p_handler;
    PERFORM ledger.record(p_entry, {allowed});
END $$;

-- A one-time link is used up and the proofs of whom it is for are set, or neither. Outcomes: `allowed`, `gone` they have left, `no_handler` the link is over.
-- Each proof has its own entry: the first is `p_entry`.
-- statement proof.begin @live records if done: A one-time link is used up, and the proofs of whom it is for are set.
CREATE FUNCTION live.proof_begin(p_token bytea, p_now timestamptz, p_handler text, p_proofs uuid[], p_kinds text[], p_ids bytea[], p_secrets bytea[], p_counts bigint[],
    p_entries uuid[], p_facts text[], p_entry ledger.entry, OUT outcome integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    -- The register first, as whoever makes a link does: two never wait for each other.
    PERFORM 1 FROM live.handler h WHERE h.handler = p_handler FOR NO KEY UPDATE;
    DELETE FROM live.handler_invitation i WHERE i.token = p_token AND i.handler = p_handler AND i.until > p_now;
    outcome := CASE WHEN FOUND THEN {allowed} ELSE {no_handler} END;
    IF outcome = {allowed} THEN
        SELECT max(live.proof_set(p_handler, u.proof, u.kind, u.id, u.secret, u.count, ROW(u.entry, p_entry.at, u.fact, p_entry.who, p_entry.under)::ledger.entry)) INTO outcome
          FROM unnest(p_proofs, p_kinds, p_ids, p_secrets, p_counts, p_entries, p_facts) AS u(proof, kind, id, secret, count, entry, fact);
    END IF;
END $$;

-- Somebody comes by the company's provider, which vouches for them now: a session begins, and grants that rested run again. The account there is theirs
-- from the first time on. Outcomes: as `handler_may`; `grant` they have none; `taken` they have another.
-- statement office.arrive @live: A handler signs in by the company's own provider: their account there is theirs from the first time on.
CREATE FUNCTION live.office_arrive(p_handler text, p_proof uuid, p_id bytea, p_secret bytea, p_vouched timestamptz, p_session bytea, p_sid bytea,
    p_now timestamptz, p_until timestamptz, p_idle integer, p_most integer, p_entry ledger.entry, OUT outcome integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    PERFORM 1 FROM live.handler h WHERE h.handler = p_handler FOR NO KEY UPDATE;
    outcome := live.handler_may(p_handler);
    IF outcome = {allowed} AND NOT EXISTS (SELECT 1 FROM live.grant_ g WHERE g.handler = p_handler AND g.revoked IS NULL AND g.until > p_entry.at) THEN
        outcome := {grant};
    END IF;
    IF outcome = {allowed} THEN
        INSERT INTO live.handler_proof AS p VALUES (p_handler, p_proof, 'company', p_id, p_secret, 0, p_entry.at, p_vouched) ON CONFLICT DO NOTHING;
        UPDATE live.handler_proof p SET secret = p_secret, renewed = p_entry.at, vouched = p_vouched, ceased = NULL, asked = NULL
         WHERE p.handler = p_handler AND p.kind = 'company' AND p.id = p_id;
        IF NOT FOUND THEN outcome := {taken}; END IF;
    END IF;
    IF outcome = {allowed} THEN PERFORM live.office_begin(p_handler, p_session, p_now, p_until, p_idle, p_most, true, p_sid); END IF;
    PERFORM ledger.record(p_entry, outcome);
END $$;
-- Who proved once more by the provider who they are: the handler of this session, by their own account. Where it gave no
-- token (p_secret NULL), the one that it gave before stays: by that it is asked again.
-- statement office.prove_by @live: A handler has proved anew who they are, by the company's provider.
CREATE FUNCTION live.office_prove_by(p_session bytea, p_id bytea, p_secret bytea, p_vouched timestamptz, p_proved timestamptz, p_entry ledger.entry, OUT outcome integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    UPDATE live.handler_proof p SET secret = coalesce(p_secret, p.secret), renewed = p_entry.at, vouched = greatest(p.vouched, p_vouched)
      FROM live.handler_session s
     WHERE s.session = p_session AND p.handler = s.handler AND p.kind = 'company' AND p.id = p_id AND p.ceased IS NULL;
    outcome := CASE WHEN FOUND THEN {allowed} ELSE {taken} END;
    IF outcome = {allowed} THEN PERFORM live.office_prove(p_session, p_proved); END IF;
    PERFORM ledger.record(p_entry, outcome);
END $$;
-- Whose account of the provider is whose, and the sessions that it began: each tag by its handler's own key.
-- statement company.ties @live: Whose account of the company's provider is whose, and the sessions that it began.
CREATE FUNCTION live.company_ties() RETURNS TABLE (handler text, id bytea, sids bytea[])
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT p.handler, p.id, ARRAY(SELECT s.sid FROM live.handler_session s WHERE s.handler = p.handler AND s.sid IS NOT NULL)
      FROM live.handler_proof p WHERE p.kind = 'company' ORDER BY p.handler;
END $$;
-- The provider ended one session of somebody's, or (p_sid NULL) every one that it began; none that began after its word.
-- statement company.signed_out @live: The provider ended somebody's sessions.
CREATE FUNCTION live.company_signed_out(p_handler text, p_sid bytea, p_said timestamptz, p_entry ledger.entry) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    DELETE FROM live.handler_session s WHERE s.handler = p_handler AND s.company AND s.begun <= p_said AND (p_sid IS NULL OR s.sid = p_sid);
    PERFORM ledger.record(p_entry, {allowed});
END $$;
-- For whom the provider has to be asked again: each by one process at a time.
-- statement company.accounts @live: For whom the provider has to be asked whether it still vouches for them.
CREATE FUNCTION live.company_accounts(p_now timestamptz) RETURNS TABLE (handler text, proof uuid, secret bytea)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY UPDATE live.handler_proof p SET asked = p_now
     WHERE p.kind = 'company' AND p.ceased IS NULL AND (p.asked IS NULL OR p.asked < p_now - interval '1 minute') RETURNING p.handler, p.proof, p.secret;
END $$;
-- It vouches for them still; its new token stands in the place of the one that it was asked with.
-- statement company.vouches @live: It does.
CREATE FUNCTION live.company_vouches(p_handler text, p_proof uuid, p_was bytea, p_secret bytea, p_vouched timestamptz) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    UPDATE live.handler_proof p SET secret = p_secret, vouched = p_vouched, asked = NULL
     WHERE p.handler = p_handler AND p.proof = p_proof AND p.secret = p_was AND p.ceased IS NULL;
END $$;
-- It vouches for them no longer: they are out, and their grants rest. INVARIANT: under the lock that a revocation takes, so that no statement goes by one of
-- them from here on. Outcome `gone`: they have come back with another word of it meanwhile.
-- statement company.ceases @live everywhere: It does not: they are out, and their grants rest until it does again.
CREATE FUNCTION live.company_ceases(p_handler text, p_proof uuid, p_was bytea, p_entry ledger.entry, OUT outcome integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    PERFORM 1 FROM live.handler h WHERE h.handler = p_handler FOR NO KEY UPDATE;
    PERFORM live.grant_lock(g.number, true) FROM (SELECT x.number FROM live.grant_ x WHERE x.handler = p_handler ORDER BY 1) AS g;
    UPDATE live.handler_proof p SET ceased = p_entry.at WHERE p.handler = p_handler AND p.proof = p_proof AND p.secret = p_was AND p.ceased IS NULL;
    outcome := CASE WHEN FOUND THEN {allowed} ELSE {gone} END;
    IF outcome = {allowed} THEN PERFORM live.handler_out(p_handler); END IF;
    PERFORM ledger.record(p_entry, outcome);
END $$;
-- The provider closed somebody's account: they are designated no longer, an officer neither, at once. Grants, sessions, proofs and invitations end.
-- statement company.closes @live restricts everywhere: It closed their account: they are designated no longer, and every grant ends.
CREATE FUNCTION live.company_closes(p_handler text, p_id bytea, p_entry ledger.entry, OUT outcome integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE n integer;
BEGIN
    UPDATE live.handler h SET kind = 'staff', ending = NULL, ending_to = NULL, stopped = CASE WHEN h.kind = 'officer' THEN p_entry.at ELSE h.stopped END
     WHERE h.handler = p_handler AND h."left" IS NULL AND EXISTS (SELECT 1 FROM live.handler_proof p WHERE p.handler = p_handler AND p.kind = 'company' AND p.id = p_id);
    outcome := CASE WHEN FOUND THEN {allowed} ELSE {gone} END;
    IF outcome = {allowed} THEN
        FOR n IN SELECT g.number FROM live.grant_ g WHERE g.handler = p_handler AND g.revoked IS NULL ORDER BY 1 LOOP
            PERFORM live.grant_end(n, p_entry.at);
        END LOOP;
        PERFORM live.handler_out(p_handler);
        DELETE FROM live.handler_proof p WHERE p.handler = p_handler;
        DELETE FROM live.handler_invitation i WHERE i.handler = p_handler;
    END IF;
    PERFORM ledger.record(p_entry, outcome);
END $$;

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA live FROM PUBLIC;
GRANT EXECUTE ON FUNCTION
    live.office_arrive(text, uuid, bytea, bytea, timestamptz, bytea, bytea, timestamptz, timestamptz, integer, integer, ledger.entry),
    live.office_prove_by(bytea, bytea, bytea, timestamptz, timestamptz, ledger.entry),
    live.company_ties(), live.company_signed_out(text, bytea, timestamptz, ledger.entry), live.company_accounts(timestamptz),
    live.company_vouches(text, uuid, bytea, bytea, timestamptz), live.company_ceases(text, uuid, bytea, ledger.entry),
    live.company_closes(text, bytea, ledger.entry),
    live.proof_begin(bytea, timestamptz, text, uuid[], text[], bytea[], bytea[], bigint[], uuid[], text[], ledger.entry),
    -- Of the store's, which an upgrade makes anew.
    live.grant_give(text, integer[], integer[], integer[], integer[], integer[], integer[], integer[], timestamptz, integer, ledger.entry),
    live.grant_revoke(integer, integer, ledger.entry), live.whose(integer),
    live.handler_enter(text, text, bytea, date, ledger.entry), live.handler_change(text, text, bytea, integer, ledger.entry),
    live.deputy_name(uuid, text, integer, date, date, timestamptz, timestamptz, boolean, ledger.entry),
    live.deputy_confirm(uuid, integer, boolean, ledger.entry), live.deputy_end(uuid, integer, ledger.entry),
    live.deputy_begin(uuid, boolean, ledger.entry), live.deputies(timestamptz, boolean),
    live.officer_confirm(text, integer, ledger.entry), live.officers_ending(timestamptz), live.officers(timestamptz),
    live.handler_paper_add(text, uuid, text, date, date, bytea, bytea, text, text, ledger.entry),
    live.handler_paper_confirm(text, uuid, text, bytea, ledger.entry), live.handler_leave(text, integer, ledger.entry),
    live.handlers(), live.handler_words(), live.handler_papers(text, text), live.handler_paper_scan(text, uuid), live.grants(), live.grant_accept(text, integer, ledger.entry),
    live.proof_set(text, uuid, text, bytea, bytea, bigint, ledger.entry), live.proof_drop(text, uuid, ledger.entry),
    live.proofs_of(text), live.proof_take(text, uuid, bigint),
    live.office_enter(text, bytea, timestamptz, timestamptz, integer, integer, ledger.entry), live.office_look(bytea, timestamptz),
    live.office_prove(bytea, timestamptz), live.office_leave(bytea, ledger.entry), live.office_over(),
    live.office_know(text, bytea, bytea, timestamptz, timestamptz, integer), live.office_known(text, bytea, timestamptz),
    live.handler_invite(bytea, text, timestamptz, ledger.entry), live.handler_invited(bytea, timestamptz, boolean),
    live.handler_forget(text, ledger.entry)
    TO jikim_live;
