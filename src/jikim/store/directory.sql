-- What is unique across people, where they lie on several servers (decision 25): the house's list of exclusive claims, asked before any server takes one.
-- With one server nothing stands here: `live.claim` says the last word, and goes on to say it on each.

CREATE TABLE live.taken (
    tag    bytea PRIMARY KEY,
    whose  uuid NOT NULL,
    record uuid NOT NULL,
    made   boolean NOT NULL DEFAULT false,       -- the claim was made
    ticket uuid NOT NULL,                        -- of whoever made it last, or is about to
    lease  timestamptz,                          -- until then they are; afterwards a job looks what came of it. NULL: it is known
    move   uuid                                  -- the import that it was for
);
CREATE INDEX taken_whose ON live.taken (whose, record);
CREATE INDEX taken_lease ON live.taken (lease) WHERE lease IS NOT NULL;
-- Of these fewer exclusive claims stand on this server than the house may know.
CREATE TABLE live.freed (subject uuid NOT NULL, record uuid NOT NULL, n bigint GENERATED ALWAYS AS IDENTITY, PRIMARY KEY (subject, record, n));

-- Values that are about to be claimed, as `live.stake` takes them. `taken`: another has one; `conflict`: other versions stand, the same record is at it, or, of one
-- who waits, another is. `p_again`: who goes on with a record that another attempt may be at takes over its ticket.
-- statement taken.take @live: Several servers: the house lists values as somebody's, before their server claims them.
CREATE FUNCTION live.take(p_claims json, p_whose uuid, p_record uuid, p_ticket uuid, p_lease timestamptz, p_waits boolean,
    p_again boolean, p_move uuid) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE wanted bytea[]; older bytea[]; found integer;
BEGIN
    PERFORM live.index_lock(false);
    IF NOT live.claimed_under(p_claims, live.index_versions()) THEN RETURN {conflict}; END IF;
    wanted := ARRAY(SELECT DISTINCT decode(r.tag, 'base64') FROM json_to_recordset(p_claims -> 'rows') AS r(tag text, exclusive boolean) WHERE r.exclusive ORDER BY 1);
    older := ARRAY(SELECT decode(o, 'base64') FROM json_array_elements_text(p_claims -> 'asked') AS u(o));
    -- In one order, so that two who want the same never wait for each other.
    INSERT INTO live.taken AS t (tag, whose, record, ticket, lease, move)
    SELECT u.tag, p_whose, p_record, p_ticket, p_lease, p_move FROM unnest(wanted) AS u(tag)
    ON CONFLICT (tag) DO UPDATE SET ticket = p_ticket, lease = p_lease, move = p_move
     WHERE (t.whose, t.record) = (p_whose, p_record) AND (t.lease IS NULL OR p_again);
    found := coalesce((SELECT CASE WHEN bool_or((t.whose, t.record) <> (p_whose, p_record) AND (t.made OR NOT p_waits)) THEN {taken}
                                   WHEN bool_or(t.ticket <> p_ticket) THEN {conflict} ELSE {allowed} END
                         FROM live.taken t WHERE t.tag = ANY (wanted) OR t.tag = ANY (older) AND (t.whose, t.record) <> (p_whose, p_record)), {allowed});
    IF found <> {allowed} AND NOT p_again THEN PERFORM live.taken_over(p_whose, p_record, p_ticket, false); END IF;
    RETURN found;
END $$;
-- The claims of a ticket were made, or refused: what had been made before stays.
-- statement taken.over @live: They were claimed, or refused and are free again.
CREATE FUNCTION live.taken_over(p_whose uuid, p_record uuid, p_ticket uuid, p_made boolean) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    DELETE FROM live.taken t WHERE t.whose = p_whose AND t.record = p_record AND t.ticket = p_ticket AND NOT t.made AND p_made IS FALSE;
    UPDATE live.taken t SET made = true, lease = NULL WHERE t.whose = p_whose AND t.record = p_record AND t.ticket = p_ticket AND t.lease IS NOT NULL;
END $$;
-- INVARIANT: before the claims go to the next version (`live.index_move`), so that whoever asks under it finds them here.
-- statement taken.move @live: The list goes to the index's next version, before the claims do.
CREATE FUNCTION live.taken_move(p_tags bytea[], p_new bytea[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    UPDATE live.taken t SET tag = u.fresh FROM unnest(p_tags, p_new) AS u(tag, fresh) WHERE t.tag = u.tag;
END $$;
-- Records of whose tickets nobody knows what came: their time is over.
-- statement taken.tickets_over @live: Records of which nobody knows whether what was listed was claimed.
CREATE FUNCTION live.tickets_over(p_at timestamptz, p_limit integer) RETURNS TABLE (whose uuid, record uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT t.whose, t.record FROM live.taken t WHERE t.lease < p_at GROUP BY 1, 2 ORDER BY 1, 2 LIMIT p_limit;
END $$;
-- Those of an import, asked by its run: only while it is the last, and so not those of one that began since.
-- statement taken.tickets_of @live: Records of which runs of an import before this one did not come to know it.
CREATE FUNCTION live.tickets_of(p_move uuid, p_run uuid, p_limit integer) RETURNS TABLE (whose uuid, record uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT t.whose, t.record FROM live.taken t
      WHERE t.lease IS NOT NULL AND t.move = p_move AND EXISTS (SELECT 1 FROM live.moving v WHERE v.move = p_move AND v.run = p_run)
      GROUP BY 1, 2 ORDER BY 1, 2 LIMIT p_limit;
END $$;
-- What the house lists of a record, and which of its exclusive claims stand where its person lies.
-- statement taken.of @live: What the house lists of a record.
CREATE FUNCTION live.taken_of(p_whose uuid, p_record uuid) RETURNS TABLE (tag bytea, ticket uuid, lease timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT t.tag, t.ticket, t.lease FROM live.taken t WHERE t.whose = p_whose AND t.record = p_record;
END $$;
-- statement claim.standing @live: What of it stands where its person lies.
CREATE FUNCTION live.claims_standing(p_subject uuid, p_record uuid) RETURNS TABLE (tag bytea, item integer, version integer, sealed bytea)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT c.tag, c.item, c.version, c.sealed FROM live.claim c WHERE c.subject = p_subject AND c.record = p_record AND c.exclusive;
END $$;
-- The house lists it as it stands there; not what was taken anew since it was read (by its ticket). Answers how many rows are so now.
-- statement taken.settle @live: The house lists it as it stands.
CREATE FUNCTION live.taken_settle(p_tags bytea[], p_tickets uuid[], p_standing boolean[]) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE gone bigint; made_ bigint;
BEGIN
    DELETE FROM live.taken t USING unnest(p_tags, p_tickets, p_standing) AS u(tag, ticket, standing) WHERE t.tag = u.tag AND t.ticket = u.ticket AND NOT u.standing;
    GET DIAGNOSTICS gone = ROW_COUNT;
    UPDATE live.taken t SET made = true, lease = NULL FROM unnest(p_tags, p_tickets, p_standing) AS u(tag, ticket, standing)
     WHERE t.tag = u.tag AND t.ticket = u.ticket AND u.standing;
    GET DIAGNOSTICS made_ = ROW_COUNT;
    RETURN gone + made_;
END $$;
CREATE FUNCTION live.free(p_subjects uuid[], p_records uuid[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO live.freed (subject, record) SELECT DISTINCT u.subject, u.record FROM unnest(p_subjects, p_records) AS u(subject, record)
     WHERE EXISTS (SELECT 1 FROM live.lies);
END $$;
-- statement freed.records @live merge subject, record: Records whose claims became fewer since the house knew.
CREATE FUNCTION live.freed_records(p_limit integer) RETURNS TABLE (subject uuid, record uuid, marks bigint[])
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    -- INVARIANT: what bars somebody stands before another may have what they claimed; both were written by the statement by which they left.
    RETURN QUERY SELECT f.subject, f.record, array_agg(f.n) FROM live.freed f WHERE NOT EXISTS (SELECT 1 FROM live.bar_due d WHERE d.subject = f.subject)
     GROUP BY 1, 2 ORDER BY 1, 2 LIMIT p_limit;
END $$;
-- statement freed.of @live: Those of somebody who has just left, or was corrected.
CREATE FUNCTION live.freed_of(p_subject uuid) RETURNS TABLE (record uuid, marks bigint[])
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT f.record, array_agg(f.n) FROM live.freed f WHERE f.subject = p_subject GROUP BY 1 ORDER BY 1;
END $$;
-- statement freed.known @live: The house knows.
CREATE FUNCTION live.freed_known(p_subject uuid, p_record uuid, p_marks bigint[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    DELETE FROM live.freed f WHERE f.subject = p_subject AND f.record = p_record AND f.n = ANY (p_marks);
END $$;
-- After a restore of any server the list and the claims are of different moments: compared whole, before anybody is let in.
-- statement taken.page @live: The house's list, page by page, after a restore.
CREATE FUNCTION live.taken_page(p_after bytea, p_limit integer) RETURNS TABLE (tag bytea, whose uuid, record uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT t.tag, t.whose, t.record FROM live.taken t WHERE t.tag > p_after ORDER BY t.tag LIMIT p_limit;
END $$;
-- statement claim.stand @live split subjects, records, tags; place standing: Which of what the house lists stands where its people lie.
CREATE FUNCTION live.claims_stand(p_subjects uuid[], p_records uuid[], p_tags bytea[], OUT standing boolean[])
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    standing := ARRAY(SELECT EXISTS (SELECT 1 FROM live.claim c WHERE c.tag = u.tag AND c.subject = u.subject AND c.record = u.record AND c.exclusive)
                        FROM unnest(p_subjects, p_records, p_tags) WITH ORDINALITY AS u(subject, record, tag, n) ORDER BY u.n);
END $$;
-- statement taken.compared @live: The house lists what stands, and nothing else.
CREATE FUNCTION live.taken_compared(p_tags bytea[], p_standing boolean[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    DELETE FROM live.taken t USING unnest(p_tags, p_standing) AS u(tag, standing) WHERE t.tag = u.tag AND NOT u.standing;
    UPDATE live.taken t SET made = true, lease = NULL FROM unnest(p_tags, p_standing) AS u(tag, standing)
     WHERE t.tag = u.tag AND u.standing AND (t.lease IS NOT NULL OR NOT t.made);
END $$;
-- statement claim.page @live merge subject, record, item: Exclusive claims that stand, page by page, after a restore.
CREATE FUNCTION live.claims_page(p_after uuid, p_after_record uuid, p_after_item integer, p_limit integer)
RETURNS TABLE (subject uuid, record uuid, item integer, tag bytea)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT c.subject, c.record, c.item, c.tag FROM live.claim c
     WHERE c.exclusive AND (c.subject, c.record, c.item) > (p_after, p_after_record, p_after_item)
     ORDER BY c.subject, c.record, c.item LIMIT p_limit;
END $$;
-- statement taken.stand @live: The house lists what it did not; of each, whether it is another's.
CREATE FUNCTION live.taken_stand(p_tags bytea[], p_whose uuid[], p_records uuid[], OUT others boolean[])
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    INSERT INTO live.taken (tag, whose, record, made, ticket)
    SELECT u.tag, u.whose, u.record, true, gen_random_uuid() FROM unnest(p_tags, p_whose, p_records) WITH ORDINALITY AS u(tag, whose, record, n)
     ORDER BY u.n ON CONFLICT (tag) DO NOTHING;
    others := ARRAY(SELECT EXISTS (SELECT 1 FROM live.taken t WHERE t.tag = u.tag AND (t.whose, t.record) <> (u.whose, u.record))
                      FROM unnest(p_tags, p_whose, p_records) WITH ORDINALITY AS u(tag, whose, record, n) ORDER BY u.n);
END $$;
-- statement claim.give_way @live records if done: What is another's since goes: whoever came back with it is found by it no more.
CREATE FUNCTION live.claim_give_way(p_subject uuid, p_record uuid, p_tag bytea, p_entry ledger.entry, OUT done boolean)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    DELETE FROM live.claim c WHERE c.tag = p_tag AND c.subject = p_subject AND c.record = p_record AND c.exclusive;
    done := FOUND;
    IF NOT done THEN RETURN; END IF;
    PERFORM live.index_touch();
    PERFORM ledger.record(p_entry, {gone}, subject => p_subject, record => p_record);
END $$;

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA live FROM PUBLIC;
GRANT EXECUTE ON FUNCTION live.take(json, uuid, uuid, uuid, timestamptz, boolean, boolean, uuid), live.taken_over(uuid, uuid, uuid, boolean), live.taken_move(bytea[], bytea[]),
    live.tickets_over(timestamptz, integer), live.tickets_of(uuid, uuid, integer), live.taken_of(uuid, uuid),
    live.claims_standing(uuid, uuid), live.taken_settle(bytea[], uuid[], boolean[]),
    live.freed_records(integer), live.freed_of(uuid), live.freed_known(uuid, uuid, bigint[]),
    live.taken_page(bytea, integer), live.claims_stand(uuid[], uuid[], bytea[]), live.taken_compared(bytea[], boolean[]),
    live.claims_page(uuid, uuid, integer, integer), live.taken_stand(bytea[], uuid[], uuid[]), live.claim_give_way(uuid, uuid, bytea, ledger.entry) TO jikim_live;
