-- What Cluster itself keeps: values that are set once, and the events of jobs.

CREATE TABLE cluster_setting (
    name text PRIMARY KEY,
    value text NOT NULL
);

-- One row a job: which activation of its coordinator may write, and the sequence of the newest event.
CREATE TABLE cluster_log (
    job text PRIMARY KEY,
    term bigint NOT NULL,
    head bigint NOT NULL
);

CREATE TABLE cluster_event (
    job text NOT NULL REFERENCES cluster_log,
    sequence bigint NOT NULL,
    event bytea NOT NULL,
    PRIMARY KEY (job, sequence)
);

-- Gives a log to a term and returns its head; -1 if a later term has it; -2 if it has fewer events than are known, and nothing is changed.
CREATE FUNCTION cluster_claim_log(claimed_job text, claimed_term bigint, known bigint) RETURNS bigint AS $$
DECLARE
    existing cluster_log;
BEGIN
    SELECT * INTO existing FROM cluster_log WHERE job = claimed_job FOR UPDATE;
    IF existing.job IS NULL THEN
        IF known > 0 THEN RETURN -2; END IF;
        INSERT INTO cluster_log VALUES (claimed_job, claimed_term, 0) ON CONFLICT DO NOTHING;
        IF NOT FOUND THEN RETURN -1; END IF;
        RETURN 0;
    END IF;
    IF existing.term >= claimed_term THEN RETURN -1; END IF;
    IF existing.head < known THEN RETURN -2; END IF;
    UPDATE cluster_log SET term = claimed_term WHERE job = claimed_job;
    RETURN existing.head;
END
$$ LANGUAGE plpgsql;

-- Adds the events that a log does not have yet and returns its head; -1 if the term is over; -2 if there is no such log. Nothing is added
-- where events before these are missing.
CREATE FUNCTION cluster_append_events(written_job text, written_term bigint, after bigint, events bytea[]) RETURNS bigint AS $$
DECLARE
    existing cluster_log;
BEGIN
    SELECT * INTO existing FROM cluster_log WHERE job = written_job FOR UPDATE;
    IF existing.job IS NULL THEN RETURN -2; END IF;
    IF existing.term <> written_term THEN RETURN -1; END IF;
    IF existing.head < after THEN RETURN existing.head; END IF;
    INSERT INTO cluster_event
        SELECT written_job, after + given.number, given.event FROM unnest(events) WITH ORDINALITY AS given (event, number)
        WHERE after + given.number > existing.head;
    UPDATE cluster_log SET head = greatest(existing.head, after + cardinality(events)) WHERE job = written_job RETURNING head INTO existing.head;
    RETURN existing.head;
END
$$ LANGUAGE plpgsql;
