-- The desk: requests with deadlines, notices, guardians.
-- What is told of a person goes with the person: each of these tables hangs on `live.subject`, but for the notices, which are nobody's.

-- A request to exercise a right is a case of its person (`live.person_case`, register `request`); what a case has not stands here, and goes with it.
-- What the person wrote is a record of theirs (`wording`); a correction's freeze is `live.request` of the same number.
CREATE TABLE live.asked (
    subject uuid NOT NULL,
    request uuid NOT NULL,
    kind    text NOT NULL CHECK (kind IN ('access', 'correct', 'delete', 'suspend', 'portability', 'withdraw', 'object', 'human-review', 'opt-out',
        'guardian')),
    by      text NOT NULL CHECK (by IN ('page', 'letter', 'phone', 'email', 'fax', 'visit')),
    record  uuid,                                -- what it is about
    about   integer NOT NULL DEFAULT 0,          -- that record's kind
    wording uuid,                                -- the record that holds what the person wrote
    said    bytea,                               -- the answer, or the reason of a refusal or a postponement: sealed
    proof   text CHECK (proof IN ('session', 'document', 'call-back', 'mail-code', 'in-person', 'known')),
    proof_by text,                               -- who saw the proof, and when
    asks    text NOT NULL DEFAULT 'person' CHECK (asks IN ('person', 'representative', 'heir')),
    proved  timestamptz,
    compared integer[],                          -- which items the desk was shown, masked, to compare with whoever asked
    shown   timestamptz,                         -- when all that is known was put together to be handed over for it
    mailed  uuid,                                -- the record to whose address the mail went by which that reaches its person
    PRIMARY KEY (subject, request),
    FOREIGN KEY (subject, request) REFERENCES live.person_case (subject, id) ON DELETE CASCADE,
    -- INVARIANT: who asks for somebody else has shown a document for it.
    CONSTRAINT asked_by_document CHECK (asks = 'person' OR proof IS NULL OR proof = 'document')
);
-- A request and how it stands, as lists have it.
CREATE VIEW live.request_case AS
    SELECT a.subject, a.request, a.kind, c.state, a.by, c.opened, c.due, c.owner, c.told, c.closed
      FROM live.asked a JOIN live.person_case c ON c.subject = a.subject AND c.id = a.request AND c.register = 'request';

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

-- `p_known`: its person has just proved who they are, so that it is filed and confirmed in one.
-- statement asked.file @live: A person asks for a right; recorded.
CREATE FUNCTION live.asked_file(p_subject uuid, p_request uuid, p_asked text, p_known boolean, p_by text, p_of uuid, p_about integer, p_wording uuid,
    p_due date, p_language text, p_as text, p_asks text, p_transfers json, p_filed ledger.entry, OUT outcome integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    -- Who has left sees the account of what is kept, and asks for nothing more by a page; the desk answers them.
    PERFORM 1 FROM live.subject s WHERE s.subject = p_subject FOR SHARE;
    outcome := CASE WHEN FOUND THEN {allowed} ELSE {gone} END;
    IF outcome = {allowed} THEN
        PERFORM live.case_new(p_subject, p_request, 'request', upper(left(p_request::text, 8)), p_due, p_language, live.acting(p_as, p_filed.under), p_filed.at);
        UPDATE live.person_case c SET state = r.to_ FROM live.register_step r
         WHERE p_known AND c.subject = p_subject AND c.id = p_request AND r.register = 'request' AND r.step = 'confirm';
        INSERT INTO live.asked (subject, request, kind, by, record, about, wording, asks, proof, proved)
        VALUES (p_subject, p_request, p_asked, p_by, p_of, p_about, p_wording, p_asks,
                CASE WHEN p_known THEN 'session' END, CASE WHEN p_known THEN p_filed.at END);
        INSERT INTO live.transfer (subject, message, request, record, kind, target, purpose, items)
        SELECT p_subject, t.message, p_request, t.record, t.kind, t.target, t.purpose, t.items
          FROM json_to_recordset(p_transfers) AS t(message uuid, record uuid, kind integer, target integer, purpose integer, items integer[]);
    END IF;
    PERFORM ledger.record(p_filed, outcome, subject => p_subject, record => p_of, blocker => p_request);
END $$;

-- What somebody writes is taken, and their request is filed by it: both or neither. Whoever may bring that in is here, and so may ask.
-- statement asked.collect @live records if done: What a person writes is taken, and their request filed by it.
CREATE FUNCTION live.asked_collect(p_request uuid, p_asked text, p_known boolean, p_by text, p_of uuid, p_about integer, p_due date, p_language text,
    p_as text, p_asks text, p_transfers json, p_filed ledger.entry,
    p_subject uuid, p_subject_kind integer, p_new boolean, p_consents integer[], p_record uuid, p_kind integer,
    p_policy integer, p_needs integer[], p_items integer[], p_generation integer, p_head bytea, p_body bytea[],
    p_channel integer, p_source integer, p_party integer, p_over_from timestamptz, p_single boolean, p_claims json,
    p_grant integer, p_entry ledger.entry, OUT outcome integer, OUT policy integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    SELECT * INTO outcome, policy FROM live.collect(p_subject, p_subject_kind, p_new, p_consents, p_record, p_kind, p_policy, p_needs, p_items,
        p_generation, p_head, p_body, p_channel, p_source, p_party, p_over_from, p_single, p_claims, p_grant, p_entry);
    IF outcome = {allowed} THEN
        PERFORM live.asked_file(p_subject, p_request, p_asked, p_known, p_by, p_of, p_about, p_record, p_due, p_language, p_as, p_asks, p_transfers, p_filed);
    END IF;
END $$;

-- A correction is asked for: its record freezes, and the request is filed. Both or neither.
-- statement asked.freeze @live restricts: A correction opens, and the request for it is filed.
CREATE FUNCTION live.asked_freeze(p_known boolean, p_by text, p_about integer, p_wording uuid, p_due date, p_language text, p_as text, p_asks text,
    p_transfers json, p_filed ledger.entry, p_subject uuid, p_record uuid, p_kind integer, p_policy integer, p_request uuid, p_items integer[],
    p_grant integer, p_entry ledger.entry, OUT outcome integer, OUT policy integer, OUT blocker uuid)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    SELECT * INTO outcome, policy, blocker FROM live.freeze(p_subject, p_record, p_kind, p_policy, p_request, p_items, p_grant, p_entry);
    IF outcome = {allowed} THEN
        PERFORM live.asked_file(p_subject, p_request, 'correct', p_known, p_by, p_record, p_about, p_wording, p_due, p_language, p_as, p_asks, p_transfers, p_filed);
    ELSE
        PERFORM ledger.record(p_filed, outcome, subject => p_subject, record => p_record);
    END IF;
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
-- statement transfers @live: What a request asks to have sent to third parties, and how far it is.
CREATE FUNCTION live.transfers(p_subject uuid, p_request uuid) RETURNS TABLE (
    message uuid, record uuid, kind integer, target integer, purpose integer, items integer[], state text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT t.message, t.record, t.kind, t.target, t.purpose, t.items, coalesce(o.state, '')
      FROM live.transfer t LEFT JOIN live.outbox o ON o.subject = t.subject AND o.message = t.message
     WHERE t.subject = p_subject AND t.request = p_request ORDER BY t.target, t.kind, t.message;
END $$;

-- What a request's step comes to by its kind of right. INVARIANT: words alone close no request for a deed (`words-suffice`), and a deletion or a leaving
-- is carried out only where it was (`carried-out`); a correction that has not been made, what has still to be sent, and what has not been put together for
-- who asked to see it away from the pages, keeps either open.
CREATE FUNCTION live.asked_guard(p_guard text, p_subject uuid, p_request uuid) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE a record;
BEGIN
    SELECT x.kind, x.record, x.by AS way, x.shown, c.opened INTO a FROM live.asked x JOIN live.person_case c ON c.subject = x.subject AND c.id = x.request
     WHERE x.subject = p_subject AND x.request = p_request;
    RETURN CASE
        WHEN a.kind = 'correct' AND a.record IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM live.request q WHERE q.subject = p_subject AND q.request = p_request AND q.state = 'done') THEN {correction}
        WHEN p_guard = 'words-suffice' AND a.kind IN ('correct', 'delete', 'suspend', 'withdraw', 'object', 'opt-out') THEN {not_done}
        WHEN p_guard = 'carried-out' AND NOT live.asked_done(p_subject, a.kind, a.record, a.opened) THEN {not_done}
        WHEN NOT live.transferred(p_subject, p_request) THEN {not_done}
        WHEN a.kind IN ('access', 'portability') AND a.way <> 'page' AND a.shown IS NULL
             AND NOT EXISTS (SELECT 1 FROM live.transfer t WHERE t.subject = p_subject AND t.request = p_request) THEN {not_done}
        ELSE {allowed} END;
END $$;
-- One step of a request, judged as every case's (`live.case_judge`), with what goes with it in one: how a confirmation was come by (`p_proof`), the end of
-- a freeze, the withdrawal of what was to be sent.
-- `p_seen`: how many steps it had when that was decided; with more, somebody was faster. None: whatever happened since.
-- statement asked.step @live restricts: A request goes one step on, with its proof; a correction's freeze ends with it.
CREATE FUNCTION live.asked_step(p_subject uuid, p_request uuid, p_step text, p_due date, p_said bytea, p_proof text, p_seen integer, p_as text,
    p_grant integer, p_entry ledger.entry, OUT outcome integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a live.asked; m live.case_move := live.case_judge(p_subject, p_request, p_step, NULL, p_as, p_grant, p_entry.at); ended boolean;
BEGIN
    SELECT x.* INTO a FROM live.asked x WHERE x.subject = p_subject AND x.request = p_request;
    IF m.outcome = {allowed} AND p_seen <> (SELECT count(*) FROM live.person_case_step s WHERE s.subject = p_subject AND s.id = p_request) THEN m.outcome := {settled}; END IF;
    ended := m.outcome = {allowed} AND m.to_ IN ('refused', 'withdrawn');
    IF ended AND a.kind = 'correct' AND a.record IS NOT NULL THEN
        -- The freeze ends with the request. A correction that was made meanwhile has settled it already.
        m.outcome := live.refuse_correction(p_subject, a.record, p_request, (SELECT r.kind FROM live.record r WHERE r.subject = p_subject AND r.record = a.record),
            0, ledger.further(p_entry, 1));
    END IF;
    m.due := p_due;
    outcome := m.outcome;
    PERFORM live.case_goes(m, p_entry.at);
    UPDATE live.asked x SET said = coalesce(p_said, x.said), proof = coalesce(p_proof, x.proof),
           proof_by = CASE WHEN p_proof IS NULL THEN x.proof_by ELSE live.whose(p_grant) END,
           proved = CASE WHEN p_proof IS NULL THEN x.proved ELSE p_entry.at END
     WHERE outcome = {allowed} AND x.subject = p_subject AND x.request = p_request;
    -- What a backup still holds of it to send is not sent out of that backup.
    IF ended AND outcome = {allowed} AND EXISTS (SELECT 1 FROM live.transfer t WHERE t.subject = p_subject AND t.request = p_request) THEN
        PERFORM live.restrict(p_entry.at, 'transfer', jsonb_build_object('subject', p_subject, 'request', p_request, 'state', m.to_));
    END IF;
    PERFORM ledger.record(p_entry, outcome, subject => p_subject, record => a.record, blocker => p_request);
END $$;
-- statement asked.narrow @live: Which items an open correction is about, of those that it froze.
CREATE FUNCTION live.asked_narrow(p_subject uuid, p_request uuid, p_items integer[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    UPDATE live.request q SET items = p_items WHERE q.subject = p_subject AND q.request = p_request AND q.state = 'open' AND p_items <@ q.items;
END $$;
-- The mail by which an access reaches its person came back, or no server takes it: what was asked for was not given. It is open again by its own day,
-- and is put together anew.
CREATE FUNCTION live.asked_reopen(p_subject uuid, p_request uuid, p_at timestamptz) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
    UPDATE live.asked a SET shown = NULL, mailed = NULL FROM live.person_case c
     WHERE a.subject = p_subject AND a.request = p_request AND a.mailed IS NOT NULL AND c.subject = p_subject AND c.id = p_request AND c.state IN ('answered', 'done');
    IF NOT FOUND THEN RETURN false; END IF;
    UPDATE live.person_case c SET state = 'returned', closed = NULL, told = 0 WHERE c.subject = p_subject AND c.id = p_request;
    INSERT INTO live.person_case_step
    SELECT p_subject, p_request, max(s.n) + 1, p_at, 'return', '' FROM live.person_case_step s WHERE s.subject = p_subject AND s.id = p_request;
    RETURN true;
END $$;
-- statement asked.compare @live: The desk was shown these items, masked, to compare with whoever asked.
CREATE FUNCTION live.asked_compare(p_subject uuid, p_request uuid, p_items integer[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    UPDATE live.asked a SET compared = p_items WHERE a.subject = p_subject AND a.request = p_request AND a.proof IS NULL;
END $$;
-- what the desk alone knows of a request
-- statement asked.desk @live: What the desk alone knows of a request.
CREATE FUNCTION live.asked_desk(p_subject uuid, p_request uuid) RETURNS TABLE (owner text, proof text, proof_by text, proved timestamptz, asks text, steps integer, compared integer[])
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT c.owner, a.proof, a.proof_by, a.proved, a.asks,
           (SELECT count(*)::integer FROM live.person_case_step s WHERE s.subject = p_subject AND s.id = p_request), a.compared
      FROM live.asked a JOIN live.person_case c ON c.subject = a.subject AND c.id = a.request WHERE a.subject = p_subject AND a.request = p_request;
END $$;
-- who was sent what a correction changed: tries and receipts too; the company's own systems got nothing of it
-- statement corrected.told @live: Who was told of a correction.
CREATE FUNCTION live.corrected_told(p_subject uuid, p_record uuid, p_since timestamptz, p_until timestamptz) RETURNS TABLE (
    message uuid, space text, target integer, items integer[], state text, tries integer, not_before timestamptz, made timestamptz, receipt text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT o.message, o.space, o.target, o.items, o.state, o.tries, o.not_before, o.made, o.receipt FROM live.outbox o
     WHERE o.subject = p_subject AND o.record = p_record AND o.topic = 'corrected' AND o.space <> 'system' AND o.made BETWEEN p_since AND p_until ORDER BY o.made, o.message;
END $$;

-- All that a person asked for; a correction that came by no request of the desk is one too, and a freeze after a report of impersonation is none.
-- statement asked.of @live: All that a person asked for.
CREATE FUNCTION live.asked_of(p_subject uuid) RETURNS TABLE (
    request uuid, kind text, state text, by text, record uuid, about integer, wording uuid, opened timestamptz, due date, closed timestamptz,
    said bytea, language text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT a.request, a.kind,
           CASE WHEN c.closed IS NULL AND q.state IN ('done', 'refused', 'overtaken') THEN q.state ELSE c.state END,
           a.by, a.record, a.about, a.wording, c.opened, c.due, coalesce(c.closed, q.closed), a.said, c.language
      FROM live.asked a JOIN live.person_case c ON c.subject = a.subject AND c.id = a.request
           LEFT JOIN live.request q ON q.subject = a.subject AND q.request = a.request
     WHERE a.subject = p_subject
    UNION ALL
    SELECT q.request, q.kind, q.state, 'page', q.record, coalesce(r.kind, 0), NULL, q.opened, NULL, q.closed, NULL, 'ko'
      FROM live.request q LEFT JOIN live.record r ON r.subject = q.subject AND r.record = q.record
     WHERE q.subject = p_subject
       AND NOT EXISTS (SELECT 1 FROM live.asked a WHERE a.subject = p_subject AND a.request = q.request)
       AND q.held_by IS NULL
     ORDER BY 8 DESC, 1;
END $$;
-- A record ends because its person asks (5.1, 7.5): what is frozen or held does not, and the sweep does the rest by the plan.
-- statement asked.delete @live restricts: A record ends because its person asks for its deletion.
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
-- statement asked.served @live merge subject, wording: What was written for requests that are settled.
CREATE FUNCTION live.asked_served(p_before timestamptz, p_limit integer) RETURNS TABLE (subject uuid, wording uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT a.subject, a.wording FROM live.asked a JOIN live.person_case c ON c.subject = a.subject AND c.id = a.request
      JOIN live.record r ON r.subject = a.subject AND r.record = a.wording LEFT JOIN live.request q ON q.subject = a.subject AND q.request = a.request
     WHERE coalesce(c.closed, q.closed) <= p_before AND r.state = 1 ORDER BY a.subject, a.wording LIMIT p_limit;
END $$;
-- What the desk has to do, the most pressing first: whose, which, until when; no word of it. A correction that no request of the desk opened is
-- there too, with no day of its own. `p_whose`: of one handler; '' of nobody; none: everyone's.
-- statement asked.waiting @live merge due, request: The requests that wait for the desk, the most pressing first.
CREATE FUNCTION live.asked_waiting(p_kind text, p_whose text, p_due date, p_request uuid, p_limit integer) RETURNS SETOF live.request_case
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    RETURN QUERY SELECT a.* FROM live.request_case a
     WHERE a.closed IS NULL AND (p_kind IS NULL OR a.kind = p_kind) AND (p_whose IS NULL OR coalesce(a.owner, '') = p_whose)
       AND (p_request IS NULL OR (a.due, a.request) > (p_due, p_request))
       AND NOT EXISTS (SELECT 1 FROM live.request q WHERE q.subject = a.subject AND q.request = a.request AND q.state <> 'open')
     ORDER BY a.due, a.request LIMIT p_limit;
END $$;
-- statement asked.beside @live merge opened, request: Open corrections that no request of the desk opened.
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
-- statement transfers.denied @live merge closed, request: Settled requests of which something was denied as it was to leave.
CREATE FUNCTION live.transfers_denied(p_limit integer) RETURNS SETOF live.request_case
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    RETURN QUERY SELECT a.* FROM live.request_case a
     WHERE a.state IN ('answered', 'done') AND EXISTS (
        SELECT 1 FROM live.transfer t JOIN live.outbox o ON o.subject = t.subject AND o.message = t.message
                 JOIN live.record r ON r.subject = t.subject AND r.record = t.record
                 JOIN live.subject s ON s.subject = t.subject
         WHERE t.subject = a.subject AND t.request = a.request AND o.state = 'denied' AND r.state = 1 AND s.state = 1)
     ORDER BY a.closed, a.request LIMIT p_limit;
END $$;
-- statement asked.settled @live merge closed desc, request desc: The requests that are settled, the newest first.
CREATE FUNCTION live.asked_settled(p_kind text, p_at timestamptz, p_request uuid, p_limit integer) RETURNS SETOF live.request_case
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    RETURN QUERY SELECT a.* FROM live.request_case a
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
-- statement notice.post @live: A notice is posted, and stays.
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
-- statement notice.list @live: Notices, the newest first.
CREATE FUNCTION live.notices(p_before integer, p_limit integer) RETURNS SETOF live.notice
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    RETURN QUERY SELECT * FROM live.notice n WHERE n.number < p_before ORDER BY n.number DESC LIMIT p_limit;
END $$;
-- statement notice.one @live: One notice.
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
    met      boolean NOT NULL DEFAULT false,     -- the guardian was here when it stood already: whoever forgets them finds it
    PRIMARY KEY (subject, guardian)
);
CREATE INDEX guardian_of ON live.guardian (guardian);
CREATE INDEX guardian_unmet ON live.guardian (subject) WHERE NOT met;

-- The guardian may lie on another server: `p_here`, whether they were here a moment ago.
-- statement guardian.link @live: A person becomes a child's guardian here.
CREATE FUNCTION live.guardian_link(p_subject uuid, p_guardian uuid, p_here boolean, p_until date, p_entry ledger.entry, OUT outcome integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    PERFORM 1 FROM live.subject s WHERE s.subject = p_subject AND s.state = 1 FOR SHARE;
    outcome := CASE WHEN FOUND AND p_here THEN {allowed} ELSE {gone} END;
    IF outcome = {allowed} THEN
        INSERT INTO live.guardian AS l (subject, guardian, linked, until) VALUES (p_subject, p_guardian, p_entry.at, p_until)
        ON CONFLICT (subject, guardian) DO UPDATE SET linked = p_entry.at, until = p_until, ended = NULL,
            turn = CASE WHEN l.ended IS NULL THEN l.turn ELSE l.turn + 1 END;
    END IF;
    -- Both sides find it among what was done.
    PERFORM ledger.record(p_entry, outcome, subject => p_subject, blocker => p_guardian),
            ledger.record(ledger.further(p_entry, 1), outcome, subject => p_guardian, blocker => p_subject);
END $$;
-- statement guardian.met @live: That guardian was here when the link stood already.
CREATE FUNCTION live.guardian_met(p_subject uuid, p_guardian uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    UPDATE live.guardian g SET met = true WHERE g.subject = p_subject AND g.guardian = p_guardian;
END $$;
-- statement guardian.unmet @live merge subject, guardian: Links of which nobody knows that.
CREATE FUNCTION live.guardians_unmet(p_limit integer) RETURNS TABLE (subject uuid, guardian uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    RETURN QUERY SELECT g.subject, g.guardian FROM live.guardian g WHERE NOT g.met ORDER BY g.subject, g.guardian LIMIT p_limit;
END $$;
-- statement guardian.unlink @live restricts: A guardian's link ends, and what they have open for the child.
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
-- Before the last trace of a guardian goes: a step of its own, for it writes among the rows of others, on each server.
-- INVARIANT: a child's server does not know who is here elsewhere, and so no link that stands goes without an entry of the child.
-- statement store/forget.links @live each records if done: A forgotten guardian's links go, at the children's.
CREATE FUNCTION live.guardian_over(p_guardian uuid, p_entry ledger.entry, OUT done boolean)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    WITH gone AS (
        DELETE FROM live.guardian g WHERE g.guardian = p_guardian AND NOT EXISTS (SELECT 1 FROM live.subject s WHERE s.subject = p_guardian AND s.state <> 2)
        RETURNING g.subject, g.ended),
    stood AS (SELECT g.subject, row_number() OVER (ORDER BY g.subject) - 1 AS n FROM gone g WHERE g.ended IS NULL)
    SELECT bool_and(ledger.record(ledger.further(p_entry, o.n), {allowed}, subject => o.subject, blocker => p_guardian) = {allowed}) INTO done FROM stood o;
END $$;
-- statement guardian.wards @live merge linked, subject: The children that a person acts for.
CREATE FUNCTION live.wards_of(p_guardian uuid, p_today date) RETURNS TABLE (subject uuid, guardian uuid, kind integer, linked timestamptz, until date)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT g.subject, g.guardian, s.kind::integer, g.linked, g.until FROM live.guardian g JOIN live.subject s ON s.subject = g.subject
     WHERE g.guardian = p_guardian AND g.ended IS NULL AND g.until >= p_today AND s.state = 1 ORDER BY g.linked, g.subject;
END $$;
-- statement guardian.of @live: The guardians of a child.
CREATE FUNCTION live.guardians_of(p_subject uuid, p_today date) RETURNS TABLE (subject uuid, guardian uuid, kind integer, linked timestamptz, until date)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT g.subject, g.guardian, s.kind::integer, g.linked, g.until FROM live.guardian g JOIN live.subject s ON s.subject = g.subject
     WHERE g.subject = p_subject AND g.ended IS NULL AND g.until >= p_today ORDER BY g.linked, g.guardian;
END $$;

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA live FROM PUBLIC;
GRANT EXECUTE ON FUNCTION
    live.asked_file(uuid, uuid, text, boolean, text, uuid, integer, uuid, date, text, text, text, json, ledger.entry),
    live.asked_collect(uuid, text, boolean, text, uuid, integer, date, text, text, text, json, ledger.entry, uuid, integer, boolean, integer[], uuid,
        integer, integer, integer[], integer[], integer, bytea, bytea[], integer, integer, integer, timestamptz, boolean, json, integer, ledger.entry),
    live.asked_freeze(boolean, text, integer, uuid, date, text, text, text, json, ledger.entry, uuid, uuid, integer, integer, uuid, integer[], integer,
        ledger.entry), live.transfers(uuid, uuid), live.transfers_denied(integer),
    live.asked_step(uuid, uuid, text, date, bytea, text, integer, text, integer, ledger.entry),
    live.asked_narrow(uuid, uuid, integer[]), live.asked_compare(uuid, uuid, integer[]), live.asked_desk(uuid, uuid),
    live.corrected_told(uuid, uuid, timestamptz, timestamptz), live.asked_beside(integer), live.asked_settled(text, timestamptz, uuid, integer),
    live.asked_delete(uuid, uuid, ledger.entry), live.asked_of(uuid), live.asked_waiting(text, text, date, uuid, integer), live.asked_served(timestamptz, integer),
    live.notice_post(text, date, text, text, text, text, ledger.entry), live.notices(integer, integer), live.notice_of(integer),
    live.guardian_link(uuid, uuid, boolean, date, ledger.entry), live.guardian_met(uuid, uuid), live.guardians_unmet(integer),
    live.guardian_unlink(uuid, uuid, ledger.entry), live.guardian_over(uuid, ledger.entry), live.wards_of(uuid, date), live.guardians_of(uuid, date)
    TO jikim_live;
