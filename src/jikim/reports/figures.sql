-- What a tool for statistics (BI) may read, in a database that holds nothing else: whoever may connect to it reads all of it.
CREATE SCHEMA bi;
CREATE TABLE bi.people_by_month (
    month date, purpose text, purpose_number integer, record text, kind_of_person text, channel text, times_at_least integer, people_at_least bigint,
    rounded_to integer, counted timestamptz
);
CREATE TABLE bi.people_by_value (
    month date, purpose text, purpose_number integer, record text, item text, value text, people_at_least bigint, rounded_to integer, counted timestamptz
);
GRANT USAGE ON SCHEMA bi TO PUBLIC;
GRANT SELECT ON ALL TABLES IN SCHEMA bi TO PUBLIC;
