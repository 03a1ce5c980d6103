-- The company's own systems: how what they were told stands. What they are told is where that happens (`store/schema.sql`).

-- so many messages of a day, by system, topic and state; nobody's name
-- statement system.messages @live sum messages; merge target, topic, asked, state: What the company's own systems were told on which day, and how that stands.
CREATE FUNCTION live.system_messages(p_zone text) RETURNS TABLE (target integer, topic text, asked date, state text, messages bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT o.target, o.topic, (o.made AT TIME ZONE p_zone)::date, o.state, count(*) FROM live.outbox o WHERE o.space = 'system'
     GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4;
END $$;
-- whom a message to a system is for, what it is about, and whether it waits for an answer
-- statement system.message @live: Whom a message to a system of the company's own is for.
CREATE FUNCTION live.system_message(p_subject uuid, p_message uuid) RETURNS TABLE (target integer, topic text, waits boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT o.target, o.topic, o.state IN ('waiting', 'sending', 'sent', 'unclear') FROM live.outbox o
     WHERE o.subject = p_subject AND o.message = p_message AND o.space = 'system';
END $$;

-- Canaries: people who do not exist, of whom a system should have nothing once they are gone. INVARIANT: who they are is in `sealed` alone.
CREATE TABLE live.canary (
    number uuid PRIMARY KEY,
    system text NOT NULL,
    kind   integer NOT NULL,
    sealed bytea NOT NULL,                       -- whose number, and the values
    until  date NOT NULL,
    again  boolean NOT NULL,
    made   timestamptz NOT NULL,
    left_  timestamptz,
    gone   timestamptz,
    asked  timestamptz,
    found  timestamptz,
    mailed timestamptz,
    silent boolean NOT NULL DEFAULT false        -- what was seen last is that no mail comes to it
);
-- Mails to canaries that were looked at, by the digest of their number.
CREATE TABLE live.canary_mail (digest bytea PRIMARY KEY, at timestamptz NOT NULL);
-- statement canary.put @live: A canary is entered into the register, and once more when it is planted.
CREATE FUNCTION live.canary_put(p_number uuid, p_system text, p_kind integer, p_sealed bytea, p_until date, p_again boolean, p_came boolean, p_entry ledger.entry,
    OUT done boolean)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    -- Two processes plant one follower: whose number stands already is planted by the other.
    INSERT INTO live.canary AS c (number, system, kind, sealed, until, again, made)
    VALUES (p_number, p_system, p_kind, p_sealed, p_until, p_again, p_entry.at)
    ON CONFLICT (number) DO UPDATE SET sealed = excluded.sealed WHERE p_came;
    done := FOUND;
    PERFORM ledger.record(p_entry, CASE WHEN done THEN {allowed} ELSE {conflict} END);
END $$;
-- statement canary.note @live: What became of a canary.
CREATE FUNCTION live.canary_note(p_number uuid, p_what text, p_entry ledger.entry) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    PERFORM live.expect_word(p_what, 'left', 'gone', 'asked', 'silent', 'found', 'mailed');
    UPDATE live.canary c SET
           left_ = CASE WHEN p_what = 'left' THEN coalesce(c.left_, p_entry.at) ELSE c.left_ END,
           gone = CASE WHEN p_what = 'gone' THEN coalesce(c.gone, p_entry.at) ELSE c.gone END,
           asked = CASE WHEN p_what IN ('asked', 'silent', 'found') THEN p_entry.at ELSE c.asked END,
           -- A system that was asked again and has it no more keeps its word again.
           found = CASE WHEN p_what = 'found' THEN p_entry.at WHEN p_what IN ('asked', 'silent') THEN NULL ELSE c.found END,
           silent = CASE WHEN p_what IN ('asked', 'silent', 'found') THEN p_what = 'silent' ELSE c.silent END,
           mailed = CASE WHEN p_what = 'mailed' THEN p_entry.at ELSE c.mailed END
     WHERE c.number = p_number;
    PERFORM ledger.record(p_entry, {allowed});
END $$;
-- statement store/canaries @live: The register of canaries, sealed.
CREATE FUNCTION live.canaries() RETURNS TABLE (
    number uuid, system text, kind integer, sealed bytea, made timestamptz, until date, again boolean, left_ timestamptz, gone timestamptz,
    asked timestamptz, found timestamptz, mailed timestamptz, silent boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT c.number, c.system, c.kind, c.sealed, c.made, c.until, c.again, c.left_, c.gone, c.asked, c.found, c.mailed, c.silent FROM live.canary c
     ORDER BY c.made, c.number;
END $$;
-- statement canary.unseen @live: Which of these mails nobody has looked at, by their places.
CREATE FUNCTION live.canary_mails_unseen(p_digests bytea[]) RETURNS integer[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    RETURN ARRAY(SELECT u.n::integer FROM unnest(p_digests) WITH ORDINALITY AS u(digest, n)
                  WHERE NOT EXISTS (SELECT 1 FROM live.canary_mail m WHERE m.digest = u.digest) ORDER BY u.n);
END $$;
-- statement canary.seen @live: These mails were looked at.
CREATE FUNCTION live.canary_mails_seen(p_digests bytea[], p_at timestamptz) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    INSERT INTO live.canary_mail SELECT DISTINCT u.digest, p_at FROM unnest(p_digests) AS u(digest) ON CONFLICT DO NOTHING;
END $$;

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA live FROM PUBLIC;
GRANT EXECUTE ON FUNCTION live.system_messages(text), live.system_message(uuid, uuid), live.canary_put(uuid, text, integer, bytea, date, boolean, boolean, ledger.entry),
    live.canary_note(uuid, text, ledger.entry), live.canaries(), live.canary_mails_unseen(bytea[]), live.canary_mails_seen(bytea[], timestamptz) TO jikim_live;
