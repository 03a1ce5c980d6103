-- The company's own systems: how what they were told stands. What they are told is where that happens (`store/schema.sql`).

-- so many messages of a day, by system, topic and state; nobody's name
CREATE FUNCTION live.system_messages(p_zone text) RETURNS TABLE (target integer, topic text, asked date, state text, messages bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT o.target, o.topic, (o.made AT TIME ZONE p_zone)::date, o.state, count(*) FROM live.outbox o WHERE o.space = 'system'
     GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4;
END $$;

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA live FROM PUBLIC;
GRANT EXECUTE ON FUNCTION live.system_messages(text) TO jikim_live;
