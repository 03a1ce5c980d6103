-- The desk: requests with deadlines, notices, guardians.
-- What is told of a person goes with the person: each of these tables hangs on `live.subject`, but for the notices, which are nobody's.

-- A request to exercise a right. What the person wrote is a record of theirs (`wording`); a correction's freeze is `live.request` of the same number.
CREATE TABLE live.asked (
    subject uuid NOT NULL REFERENCES live.subject (subject) ON DELETE CASCADE,
    request uuid NOT NULL,
    kind    text NOT NULL CHECK (kind IN ('access', 'correct', 'delete', 'suspend', 'portability', 'withdraw', 'object', 'human-review', 'opt-out',
        'guardian')),
    state   text NOT NULL CHECK (state IN ('unconfirmed', 'open', 'postponed', 'answered', 'done', 'refused', 'withdrawn', 'overtaken')),
    by      text NOT NULL CHECK (by IN ('page', 'letter', 'phone', 'email', 'fax', 'visit')),
    language text NOT NULL CHECK (language IN ('ko', 'en')),
    record  uuid,                                -- what it is about
    about   integer NOT NULL DEFAULT 0,          -- that record's kind
    wording uuid,                                -- the record that holds what the person wrote
    opened  timestamptz NOT NULL,
    due     date NOT NULL,                       -- the last day on which it is answered in time
    closed  timestamptz,
    said    bytea,                               -- the answer, or the reason of a refusal or a postponement: sealed
    owner   text,                                -- the handler's short name who has taken it on
    proof   text CHECK (proof IN ('session', 'document', 'call-back', 'mail-code', 'in-person', 'known')),
    proof_by text,                               -- who saw the proof, and when
    asks    text NOT NULL DEFAULT 'person' CHECK (asks IN ('person', 'representative', 'heir')),
    proved  timestamptz,
    told    integer NOT NULL DEFAULT 0,          -- 1: the desk was reminded before the deadline; 2: told that it is over
    PRIMARY KEY (subject, request),
    -- INVARIANT: who asks for somebody else has shown a document for it.
    CONSTRAINT asked_by_document CHECK (asks = 'person' OR proof IS NULL OR proof = 'document')
);
CREATE INDEX asked_due ON live.asked (due, request) WHERE closed IS NULL;
CREATE INDEX asked_settled ON live.asked (closed, request) WHERE closed IS NOT NULL;
CREATE TABLE live.asked_step (
    subject uuid NOT NULL,
    request uuid NOT NULL,
    n       integer NOT NULL,
    at      timestamptz NOT NULL,
    step    text NOT NULL,
    state   text NOT NULL,
    who     text NOT NULL,                       -- the kind of actor
    by      text,                                -- the short name of a handler who did it
    PRIMARY KEY (subject, request, n),
    FOREIGN KEY (subject, request) REFERENCES live.asked (subject, request) ON DELETE CASCADE
);

-- What a request asks to have sent to a third party: each message's number is fixed by its filing, and `live.requested` lets nothing else leave by it.
CREATE TABLE live.transfer (
    subject uuid NOT NULL,
    message uuid NOT NULL,
    request uuid NOT NULL,
    record  uuid NOT NULL,
    kind    integer NOT NULL,
    target  integer NOT NULL,                    -- the recipient
    purpose integer NOT NULL,
    items   integer[] NOT NULL,
    PRIMARY KEY (subject, message),
    FOREIGN KEY (subject, request) REFERENCES live.asked (subject, request) ON DELETE CASCADE
);

CREATE FUNCTION live.asked_file(p_subject uuid, p_request uuid, p_kind text, p_state text, p_by text, p_record uuid, p_about integer, p_wording uuid,
    p_due date, p_language text, p_actor text, p_asks text, p_transfers json, p_entry ledger.entry, OUT outcome integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    PERFORM live.expect_word(p_state, 'unconfirmed', 'open');
    -- Who has left sees the account of what is kept, and asks for nothing more by a page; the desk answers them.
    PERFORM 1 FROM live.subject s WHERE s.subject = p_subject FOR SHARE;
    outcome := CASE WHEN FOUND THEN {allowed} ELSE {gone} END;
    IF outcome = {allowed} THEN
        INSERT INTO live.asked (subject, request, kind, state, by, record, about, wording, opened, due, language, asks, proof, proved)
        VALUES (p_subject, p_request, p_kind, p_state, p_by, p_record, p_about, p_wording, p_entry.at, p_due, p_language, p_asks,
                CASE WHEN p_state = 'open' THEN 'session' END, CASE WHEN p_state = 'open' THEN p_entry.at END);
        INSERT INTO live.transfer (subject, message, request, record, kind, target, purpose, items)
        SELECT p_subject, t.message, p_request, t.record, t.kind, t.target, t.purpose, t.items
          FROM json_to_recordset(p_transfers) AS t(message uuid, record uuid, kind integer, target integer, purpose integer, items integer[]);
        INSERT INTO live.asked_step (subject, request, n, at, step, state, who, by)
        VALUES (p_subject, p_request, 1, p_entry.at, 'file', p_state, split_part(p_actor, ':', 1), nullif(split_part(p_actor, ':', 2), ''));
    END IF;
    PERFORM ledger.record(p_entry, outcome, subject => p_subject, record => p_record, blocker => p_request);
END $$;

-- Whether what a request asked for has been done since it was filed: of a deletion, that something of its person's ended; of a leaving,
-- that they left, for good or for now. Whose account only rests has asked for more than that.
CREATE FUNCTION live.asked_done(p_subject uuid, p_kind text, p_record uuid, p_opened timestamptz) RETURNS boolean
LANGUAGE sql STABLE AS $$
    SELECT CASE
        WHEN p_kind = 'withdraw' THEN
            EXISTS (SELECT 1 FROM live.subject s WHERE s.subject = p_subject AND (s.state = 2 OR s.away = 'leaving'))
        WHEN p_kind = 'delete' THEN
            EXISTS (SELECT 1 FROM live.subject s WHERE s.subject = p_subject AND s.state = 2)
            OR EXISTS (SELECT 1 FROM live.record r WHERE r.subject = p_subject AND (p_record IS NULL OR r.record = p_record) AND r.state <> 1 AND r.ended >= p_opened)
            OR EXISTS (SELECT 1 FROM live.tombstone t WHERE t.subject = p_subject AND (p_record IS NULL OR t.record = p_record) AND t.at >= p_opened)
        ELSE true END
$$;

-- Whether all that a request asks to have sent is on its way, or was sent. What was denied at the moment of sending is neither.
CREATE FUNCTION live.transferred(p_subject uuid, p_request uuid) RETURNS boolean
LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN NOT EXISTS (
        SELECT 1 FROM live.transfer t WHERE t.subject = p_subject AND t.request = p_request
           AND NOT EXISTS (SELECT 1 FROM live.outbox o WHERE o.subject = t.subject AND o.message = t.message AND o.state <> 'denied'));
END $$;
CREATE FUNCTION live.transfers(p_subject uuid, p_request uuid) RETURNS TABLE (
    message uuid, record uuid, kind integer, target integer, purpose integer, items integer[], state text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT t.message, t.record, t.kind, t.target, t.purpose, t.items, coalesce(o.state, '')
      FROM live.transfer t LEFT JOIN live.outbox o ON o.subject = t.subject AND o.message = t.message
     WHERE t.subject = p_subject AND t.request = p_request ORDER BY t.target, t.kind, t.message;
END $$;

-- One step of a request, to where it leads from its state (`live.register_step`), or not at all. What two do at once, the first has done.
-- `p_seen`: how many steps it had when that was decided; with more, somebody was faster. None: whatever happened since.
CREATE FUNCTION live.asked_step_to(p_subject uuid, p_request uuid, p_step text, p_due date, p_said bytea, p_actor text,
    p_seen integer, p_entry ledger.entry, OUT outcome integer, OUT state text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
DECLARE a record; to_ text; final boolean;
BEGIN
    PERFORM live.expect_word(p_step, VARIADIC ARRAY(SELECT r.step FROM live.register_step r WHERE r.register = 'request'));
    SELECT x.state, x.kind, x.record, x.opened INTO a FROM live.asked x WHERE x.subject = p_subject AND x.request = p_request FOR UPDATE;
    SELECT r.to_, r.closes INTO to_, final FROM live.register_step r WHERE r.register = 'request' AND r.step = p_step AND r.from_ = a.state;
    state := a.state;
    outcome := CASE WHEN a.state IS NULL THEN {gone}
                    WHEN p_seen <> (SELECT count(*) FROM live.asked_step s WHERE s.subject = p_subject AND s.request = p_request) THEN {conflict}
                    WHEN to_ IS NOT NULL THEN {allowed} ELSE {conflict} END;
    IF outcome = {allowed} AND a.kind = 'correct' AND a.record IS NOT NULL AND final THEN
        -- The freeze ends with the request. A correction that was made meanwhile has settled it already.
        IF to_ IN ('refused', 'withdrawn') THEN
            outcome := live.refuse_correction(p_subject, a.record, p_request, (SELECT r.kind FROM live.record r WHERE r.subject = p_subject AND r.record = a.record),
                0, ledger.further(p_entry, 1));
        ELSE
            SELECT CASE WHEN EXISTS (SELECT 1 FROM live.request q WHERE q.subject = p_subject AND q.request = p_request AND q.state = 'done')
                        THEN {allowed} ELSE {correction} END INTO outcome;
        END IF;
    END IF;
    -- INVARIANT: words alone close no request for a deed; a deletion or a leaving is done only where it was.
    IF outcome = {allowed} AND ((to_ = 'answered' AND a.kind IN ('correct', 'delete', 'suspend', 'withdraw', 'object', 'opt-out'))
                        OR (to_ = 'done' AND NOT live.asked_done(p_subject, a.kind, a.record, a.opened))
                        OR (to_ IN ('answered', 'done') AND NOT live.transferred(p_subject, p_request))) THEN
        outcome := {not_done};
    END IF;
    IF outcome = {allowed} THEN
        UPDATE live.asked x SET state = to_, due = coalesce(p_due, x.due), said = coalesce(p_said, x.said),
               closed = CASE WHEN final THEN p_entry.at END,
               -- With another day the desk is reminded anew.
               told = CASE WHEN p_due IS NULL THEN x.told ELSE 0 END
         WHERE x.subject = p_subject AND x.request = p_request;
        INSERT INTO live.asked_step (subject, request, n, at, step, state, who, by)
        SELECT p_subject, p_request, max(s.n) + 1, p_entry.at, p_step, to_, split_part(p_actor, ':', 1), nullif(split_part(p_actor, ':', 2), '')
          FROM live.asked_step s
         WHERE s.subject = p_subject AND s.request = p_request;
        state := to_;
        -- What a backup still holds of it to send is not sent out of that backup.
        IF to_ IN ('refused', 'withdrawn') AND EXISTS (SELECT 1 FROM live.transfer t WHERE t.subject = p_subject AND t.request = p_request) THEN
            PERFORM live.restrict(p_entry.at, 'transfer', jsonb_build_object('subject', p_subject, 'request', p_request, 'state', to_));
        END IF;
    END IF;
    PERFORM ledger.record(p_entry, outcome, subject => p_subject, record => a.record, blocker => p_request);
END $$;

-- It was the person: how that was seen is noted in the same statement.
CREATE FUNCTION live.asked_confirm(p_subject uuid, p_request uuid, p_proof text, p_by text, p_actor text, p_seen integer, p_entry ledger.entry, OUT outcome integer, OUT state text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    SELECT * INTO outcome, state FROM live.asked_step_to(p_subject, p_request, 'confirm', NULL, NULL, p_actor, p_seen, p_entry);
    IF outcome = {allowed} THEN
        UPDATE live.asked a SET proof = p_proof, proof_by = p_by, proved = p_entry.at WHERE a.subject = p_subject AND a.request = p_request;
    END IF;
END $$;
CREATE FUNCTION live.asked_narrow(p_subject uuid, p_request uuid, p_items integer[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    UPDATE live.request q SET items = p_items WHERE q.subject = p_subject AND q.request = p_request AND q.state = 'open' AND p_items <@ q.items;
END $$;
CREATE FUNCTION live.asked_take(p_subject uuid, p_request uuid, p_from text, p_to text, p_entry ledger.entry, OUT outcome integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    UPDATE live.asked a SET owner = p_to
     WHERE a.subject = p_subject AND a.request = p_request AND a.closed IS NULL AND a.owner IS NOT DISTINCT FROM p_from;
    outcome := CASE WHEN FOUND THEN {allowed} WHEN EXISTS (SELECT 1 FROM live.asked a WHERE a.subject = p_subject AND a.request = p_request) THEN {conflict} ELSE {gone} END;
    PERFORM ledger.record(p_entry, outcome, subject => p_subject, blocker => p_request);
END $$;
-- what the desk alone knows of a request
CREATE FUNCTION live.asked_desk(p_subject uuid, p_request uuid) RETURNS TABLE (owner text, proof text, proof_by text, proved timestamptz, asks text, steps integer)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT a.owner, a.proof, a.proof_by, a.proved, a.asks,
           (SELECT count(*)::integer FROM live.asked_step s WHERE s.subject = p_subject AND s.request = p_request)
      FROM live.asked a WHERE a.subject = p_subject AND a.request = p_request;
END $$;
-- The desk was told of a deadline, once for each stage; or, the other way, it was not after all.
CREATE FUNCTION live.asked_told(p_subject uuid, p_request uuid, p_from integer, p_to integer) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE answer boolean;
BEGIN
    WITH told AS (UPDATE live.asked a SET told = p_to WHERE a.subject = p_subject AND a.request = p_request AND a.told = p_from AND a.closed IS NULL RETURNING 1)
    SELECT EXISTS (SELECT 1 FROM told) INTO answer;
    RETURN answer;
END $$;
-- who was sent what a correction changed: tries and receipts too
CREATE FUNCTION live.corrected_told(p_subject uuid, p_record uuid, p_since timestamptz, p_until timestamptz) RETURNS TABLE (
    message uuid, space text, target integer, items integer[], state text, tries integer, not_before timestamptz, made timestamptz, receipt text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT o.message, o.space, o.target, o.items, o.state, o.tries, o.not_before, o.made, o.receipt FROM live.outbox o
     WHERE o.subject = p_subject AND o.record = p_record AND o.topic = 'corrected' AND o.made BETWEEN p_since AND p_until ORDER BY o.made, o.message;
END $$;

-- All that a person asked for; a correction that came by no request of the desk is one too, and a freeze after a report of impersonation is none.
CREATE FUNCTION live.asked_of(p_subject uuid) RETURNS TABLE (
    request uuid, kind text, state text, by text, record uuid, about integer, wording uuid, opened timestamptz, due date, closed timestamptz,
    said bytea, language text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT a.request, a.kind,
           CASE WHEN a.closed IS NULL AND q.state IN ('done', 'refused', 'overtaken') THEN q.state ELSE a.state END,
           a.by, a.record, a.about, a.wording, a.opened, a.due, coalesce(a.closed, q.closed), a.said, a.language
      FROM live.asked a LEFT JOIN live.request q ON q.subject = a.subject AND q.request = a.request
     WHERE a.subject = p_subject
    UNION ALL
    SELECT q.request, q.kind, q.state, 'page', q.record, coalesce(r.kind, 0), NULL, q.opened, NULL, q.closed, NULL, 'ko'
      FROM live.request q LEFT JOIN live.record r ON r.subject = q.subject AND r.record = q.record
     WHERE q.subject = p_subject
       AND NOT EXISTS (SELECT 1 FROM live.asked a WHERE a.subject = p_subject AND a.request = q.request)
       AND q.held_by IS NULL
     ORDER BY 8 DESC, 1;
END $$;
CREATE FUNCTION live.asked_steps(p_subject uuid, p_request uuid) RETURNS TABLE (at timestamptz, step text, state text, who text, by text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT s.at, s.step, s.state, s.who, coalesce(s.by, '') FROM live.asked_step s WHERE s.subject = p_subject AND s.request = p_request ORDER BY s.n;
END $$;
-- A record ends because its person asks (5.1, 7.5): what is frozen or held does not, and the sweep does the rest by the plan.
CREATE FUNCTION live.asked_delete(p_subject uuid, p_record uuid, p_entry ledger.entry, OUT outcome integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE f record;
BEGIN
    SELECT s.state AS s_state, r.state, r.frozen, r.hold, r.version INTO f FROM live.subject s JOIN live.record r ON r.subject = s.subject
     WHERE s.subject = p_subject AND r.subject = p_subject AND r.record = p_record FOR SHARE OF s FOR UPDATE OF r;
    outcome := CASE WHEN f.state IS NULL THEN {gone} WHEN f.s_state = 2 THEN {left} WHEN f.state <> 1 THEN {ended} WHEN f.frozen IS NOT NULL THEN {frozen}
                    WHEN f.hold IS NOT NULL THEN {held} ELSE {allowed} END;
    IF outcome = {allowed} THEN
        UPDATE live.record SET state = 2, ended = p_entry.at WHERE subject = p_subject AND record = p_record;
        PERFORM live.restrict(p_entry.at, 'ended', jsonb_build_object('subject', p_subject, 'record', p_record));
    END IF;
    PERFORM ledger.record(p_entry, outcome, subject => p_subject, record => p_record, version => f.version);
END $$;
-- what was written for requests that were settled before a moment and still lives: it has served
CREATE FUNCTION live.asked_served(p_before timestamptz, p_limit integer) RETURNS TABLE (subject uuid, wording uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT a.subject, a.wording FROM live.asked a JOIN live.record r ON r.subject = a.subject AND r.record = a.wording
      LEFT JOIN live.request q ON q.subject = a.subject AND q.request = a.request
     WHERE coalesce(a.closed, q.closed) <= p_before AND r.state = 1 ORDER BY a.subject, a.wording LIMIT p_limit;
END $$;
-- What the desk has to do, the most pressing first: whose, which, until when; no word of it. A correction that no request of the desk opened is
-- there too, with no day of its own. `p_whose`: of one handler; '' of nobody; none: everyone's.
CREATE FUNCTION live.asked_waiting(p_kind text, p_whose text, p_due date, p_request uuid, p_limit integer) RETURNS TABLE (
    subject uuid, request uuid, kind text, state text, by text, opened timestamptz, due date, owner text, told integer, closed timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT a.subject, a.request, a.kind, a.state, a.by, a.opened, a.due, a.owner, a.told, a.closed FROM live.asked a
     WHERE a.closed IS NULL AND (p_kind IS NULL OR a.kind = p_kind) AND (p_whose IS NULL OR coalesce(a.owner, '') = p_whose)
       AND (p_request IS NULL OR (a.due, a.request) > (p_due, p_request))
       AND NOT EXISTS (SELECT 1 FROM live.request q WHERE q.subject = a.subject AND q.request = a.request AND q.state <> 'open')
     ORDER BY a.due, a.request LIMIT p_limit;
END $$;
CREATE FUNCTION live.asked_beside(p_limit integer) RETURNS TABLE (subject uuid, request uuid, opened timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT q.subject, q.request, q.opened FROM live.request q
     WHERE q.state = 'open' AND q.kind = 'correct'
       AND NOT EXISTS (SELECT 1 FROM live.asked a WHERE a.subject = q.subject AND a.request = q.request)
       AND q.held_by IS NULL
     ORDER BY q.opened, q.request LIMIT p_limit;
END $$;
-- Settled requests of which something was denied as it was to leave, while it is still here: it can be sent again.
CREATE FUNCTION live.transfers_denied(p_limit integer) RETURNS TABLE (
    subject uuid, request uuid, kind text, state text, by text, opened timestamptz, due date, owner text, told integer, closed timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT a.subject, a.request, a.kind, a.state, a.by, a.opened, a.due, a.owner, a.told, a.closed FROM live.asked a
     WHERE a.state IN ('answered', 'done') AND EXISTS (
        SELECT 1 FROM live.transfer t JOIN live.outbox o ON o.subject = t.subject AND o.message = t.message
                 JOIN live.record r ON r.subject = t.subject AND r.record = t.record
                 JOIN live.subject s ON s.subject = t.subject
         WHERE t.subject = a.subject AND t.request = a.request AND o.state = 'denied' AND r.state = 1 AND s.state = 1)
     ORDER BY a.closed, a.request LIMIT p_limit;
END $$;
CREATE FUNCTION live.asked_settled(p_kind text, p_at timestamptz, p_request uuid, p_limit integer) RETURNS TABLE (
    subject uuid, request uuid, kind text, state text, by text, opened timestamptz, due date, owner text, told integer, closed timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT a.subject, a.request, a.kind, a.state, a.by, a.opened, a.due, a.owner, a.told, a.closed FROM live.asked a
     WHERE a.closed IS NOT NULL AND (p_kind IS NULL OR a.kind = p_kind) AND (p_request IS NULL OR (a.closed, a.request) < (p_at, p_request))
     ORDER BY a.closed DESC, a.request DESC LIMIT p_limit;
END $$;

-- Notices. INVARIANT: they stay as they were posted; no function changes or removes one.
CREATE TABLE live.notice (
    number    integer PRIMARY KEY,
    posted    timestamptz NOT NULL,
    kind      text NOT NULL CHECK (kind IN ('ordinary', 'important', 'policy-change')),
    effective date,                              -- the day from which what it announces holds
    title_ko  text NOT NULL,
    title_en  text NOT NULL,
    body_ko   text NOT NULL,
    body_en   text NOT NULL
);
CREATE FUNCTION live.notice_post(p_kind text, p_effective date, p_title_ko text, p_title_en text, p_body_ko text, p_body_en text,
    p_entry ledger.entry, OUT number integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    PERFORM pg_advisory_xact_lock(7345611);
    SELECT coalesce(max(n.number), 0) + 1 INTO number FROM live.notice n;
    INSERT INTO live.notice VALUES (number, p_entry.at, p_kind, p_effective, p_title_ko, p_title_en, p_body_ko, p_body_en);
    PERFORM ledger.record(p_entry, {allowed});
END $$;
CREATE FUNCTION live.notices(p_before integer, p_limit integer) RETURNS SETOF live.notice
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    RETURN QUERY SELECT * FROM live.notice n WHERE n.number < p_before ORDER BY n.number DESC LIMIT p_limit;
END $$;
CREATE FUNCTION live.notice_of(p_number integer) RETURNS SETOF live.notice
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    RETURN QUERY SELECT * FROM live.notice n WHERE n.number = p_number;
END $$;

-- Guardians: a link from a child to a person who acts for them. `until`: a link is confirmed for a time, so that no birth date need be known.
CREATE TABLE live.guardian (
    subject  uuid NOT NULL REFERENCES live.subject (subject) ON DELETE CASCADE,
    guardian uuid NOT NULL,
    linked   timestamptz NOT NULL,
    until    date NOT NULL,                      -- its last day
    ended    timestamptz,
    turn     integer NOT NULL DEFAULT 1,         -- a guardian's session lasts no longer than the turn that it began in
    PRIMARY KEY (subject, guardian)
);
CREATE INDEX guardian_of ON live.guardian (guardian);

CREATE FUNCTION live.guardian_link(p_subject uuid, p_guardian uuid, p_until date, p_entry ledger.entry, OUT outcome integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    PERFORM 1 FROM live.subject s WHERE s.subject = p_subject AND s.state = 1 FOR SHARE;
    outcome := CASE WHEN FOUND THEN {allowed} ELSE {gone} END;
    -- Who is forgotten at this moment has no link that is made after their links went.
    PERFORM 1 FROM live.subject g WHERE g.subject = p_guardian AND g.state = 1 FOR SHARE;
    IF NOT FOUND THEN outcome := {gone}; END IF;
    IF outcome = {allowed} THEN
        INSERT INTO live.guardian AS l (subject, guardian, linked, until) VALUES (p_subject, p_guardian, p_entry.at, p_until)
        ON CONFLICT (subject, guardian) DO UPDATE SET linked = p_entry.at, until = p_until, ended = NULL,
            turn = CASE WHEN l.ended IS NULL THEN l.turn ELSE l.turn + 1 END;
    END IF;
    -- Both sides find it among what was done.
    PERFORM ledger.record(p_entry, outcome, subject => p_subject, blocker => p_guardian),
            ledger.record(ledger.further(p_entry, 1), outcome, subject => p_guardian, blocker => p_subject);
END $$;
CREATE FUNCTION live.guardian_unlink(p_subject uuid, p_guardian uuid, p_entry ledger.entry, OUT outcome integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    UPDATE live.guardian g SET ended = p_entry.at WHERE g.subject = p_subject AND g.guardian = p_guardian AND g.ended IS NULL;
    outcome := CASE WHEN FOUND THEN {allowed} ELSE {gone} END;
    IF outcome = {allowed} THEN
        PERFORM live.restrict(p_entry.at, 'unlink', jsonb_build_object('subject', p_subject, 'guardian', p_guardian));
    END IF;
    PERFORM ledger.record(p_entry, outcome, subject => p_subject, blocker => p_guardian),
            ledger.record(ledger.further(p_entry, 1), outcome, subject => p_guardian, blocker => p_subject);
END $$;
-- Before the last trace of a guardian goes: a step of its own, for it writes among the rows of others. `live.forget` waits for it.
CREATE FUNCTION live.guardian_over(p_guardian uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    DELETE FROM live.guardian g WHERE g.guardian = p_guardian AND EXISTS (SELECT 1 FROM live.subject s WHERE s.subject = p_guardian AND s.state = 2);
END $$;
CREATE FUNCTION live.wards_of(p_guardian uuid, p_today date) RETURNS TABLE (subject uuid, guardian uuid, kind integer, linked timestamptz, until date)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT g.subject, g.guardian, s.kind::integer, g.linked, g.until FROM live.guardian g JOIN live.subject s ON s.subject = g.subject
     WHERE g.guardian = p_guardian AND g.ended IS NULL AND g.until >= p_today AND s.state = 1 ORDER BY g.linked, g.subject;
END $$;
CREATE FUNCTION live.guardians_of(p_subject uuid, p_today date) RETURNS TABLE (subject uuid, guardian uuid, kind integer, linked timestamptz, until date)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT g.subject, g.guardian, s.kind::integer, g.linked, g.until FROM live.guardian g JOIN live.subject s ON s.subject = g.subject
     WHERE g.subject = p_subject AND g.ended IS NULL AND g.until >= p_today ORDER BY g.linked, g.guardian;
END $$;

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA live FROM PUBLIC;
GRANT EXECUTE ON FUNCTION
    live.asked_file(uuid, uuid, text, text, text, uuid, integer, uuid, date, text, text, text, json, ledger.entry), live.transfers(uuid, uuid), live.transfers_denied(integer),
    live.asked_step_to(uuid, uuid, text, date, bytea, text, integer, ledger.entry),
    live.asked_confirm(uuid, uuid, text, text, text, integer, ledger.entry),
    live.asked_take(uuid, uuid, text, text, ledger.entry), live.asked_narrow(uuid, uuid, integer[]), live.asked_desk(uuid, uuid), live.asked_told(uuid, uuid, integer, integer),
    live.corrected_told(uuid, uuid, timestamptz, timestamptz), live.asked_beside(integer), live.asked_settled(text, timestamptz, uuid, integer),
    live.asked_delete(uuid, uuid, ledger.entry), live.asked_of(uuid), live.asked_steps(uuid, uuid), live.asked_waiting(text, text, date, uuid, integer), live.asked_served(timestamptz, integer),
    live.notice_post(text, date, text, text, text, text, ledger.entry), live.notices(integer, integer), live.notice_of(integer),
    live.guardian_link(uuid, uuid, date, ledger.entry),
    live.guardian_unlink(uuid, uuid, ledger.entry), live.guardian_over(uuid), live.wards_of(uuid, date), live.guardians_of(uuid, date)
    TO jikim_live;
