-- Disclosures, processors and the cabinet of paper.
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA live FROM PUBLIC;
