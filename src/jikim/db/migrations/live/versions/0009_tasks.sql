-- Tasks, and what comes in on paper, by phone and from partners.
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA live FROM PUBLIC;
