-- Who may do what, who did what, what was answered, and what happened.
-- The other dialect has the same names. Times are milliseconds since 1970.

-- Of a token only the SHA-256 of its secret is kept, which is 256 random bits.
CREATE TABLE tokens (
  id           text   PRIMARY KEY,
  name         text   NOT NULL,
  role         text   NOT NULL,
  labels       text   NOT NULL,
  hash         text   NOT NULL UNIQUE,
  created_at   integer NOT NULL,
  expires_at   integer,
  revoked_at   integer,
  last_used_at integer
);

CREATE TABLE audit (
  id           integer PRIMARY KEY AUTOINCREMENT,
  at           integer NOT NULL,
  actor        text   NOT NULL,
  token_id     text,
  address      text,
  action       text   NOT NULL,
  node_id      text,
  target       text,
  operation_id text,
  trace_id     text,
  result       text   NOT NULL
);
CREATE INDEX audit_by_node ON audit (node_id, id);
CREATE INDEX audit_by_operation ON audit (operation_id);
CREATE TRIGGER audit_is_not_changed BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END;
CREATE TRIGGER audit_is_not_shortened BEFORE DELETE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END;

-- What was answered to a request with an Idempotency-Key.
CREATE TABLE answers (
  token_id    text   NOT NULL,
  request_key text   NOT NULL,
  fingerprint text   NOT NULL,
  status      int    NOT NULL,
  type        text   NOT NULL,
  headers     text   NOT NULL,
  content     text   NOT NULL,
  answered_at integer NOT NULL,
  PRIMARY KEY (token_id, request_key)
);
CREATE INDEX answers_by_age ON answers (answered_at);

CREATE TABLE events (
  id           integer PRIMARY KEY AUTOINCREMENT,
  at           integer NOT NULL,
  type         text   NOT NULL,
  node_id      text,
  operation_id text,
  document     text   NOT NULL
);
CREATE INDEX events_by_age ON events (at);

-- How far the running step of an operation is, for whoever asks; written now and then.
CREATE TABLE progress (
  operation_id text   PRIMARY KEY,
  step         text   NOT NULL,
  fraction     real   NOT NULL,
  what         text   NOT NULL,
  at           integer NOT NULL
);
