-- Whoever comes in by a link sets their proofs as the link is used up.

-- A one-time link is used up and the proofs of whom it is for are set, or neither. Outcomes: 0 done, 1 they have left, 16 the link is over.
CREATE FUNCTION live.proof_begin(p_token bytea, p_now timestamptz, p_handler text, p_proofs uuid[], p_kinds text[], p_ids bytea[], p_secrets bytea[], p_counts bigint[],
    p_entries uuid[], p_facts text[], p_at timestamptz, p_who bytea, OUT outcome integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    -- The register first, as whoever makes a link does: two never wait for each other.
    PERFORM FROM live.handler h WHERE h.handler = p_handler FOR NO KEY UPDATE;
    DELETE FROM live.handler_invitation i WHERE i.token = p_token AND i.handler = p_handler AND i.until > p_now;
    outcome := CASE WHEN FOUND THEN 0 ELSE 16 END;
    IF outcome = 0 THEN
        SELECT max(live.proof_set(p_handler, u.proof, u.kind, u.id, u.secret, u.count, u.entry, p_at, u.fact, p_who)) INTO outcome
          FROM unnest(p_proofs, p_kinds, p_ids, p_secrets, p_counts, p_entries, p_facts) AS u(proof, kind, id, secret, count, entry, fact);
    END IF;
END $$;

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA live FROM PUBLIC;
GRANT EXECUTE ON FUNCTION
    live.proof_begin(bytea, timestamptz, text, uuid[], text[], bytea[], bytea[], bigint[], uuid[], text[], timestamptz, bytea)
    TO jikim_live;
