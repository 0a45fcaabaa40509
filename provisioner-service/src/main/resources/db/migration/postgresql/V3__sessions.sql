-- Sessions of nodes, and the policies that open them by the clock.
-- The other dialect has the same names. Times are milliseconds since 1970, documents are JSON with a version beside them.

CREATE TABLE sessions (
  id           text   PRIMARY KEY,
  node_id      text   NOT NULL,
  policy_id    text,
  due_at       bigint,
  state        text   NOT NULL,
  operation_id text,
  requested_at bigint NOT NULL,
  wake_at      bigint,
  version      int    NOT NULL,
  document     text   NOT NULL
);
CREATE UNIQUE INDEX sessions_one_a_node ON sessions (node_id) WHERE state IN ('PREPARING', 'OPEN', 'ENDING');
CREATE INDEX sessions_by_node ON sessions (node_id, requested_at, id);
CREATE INDEX sessions_by_operation ON sessions (operation_id) WHERE operation_id IS NOT NULL;
CREATE INDEX sessions_by_policy ON sessions (policy_id, due_at) WHERE policy_id IS NOT NULL;
CREATE INDEX sessions_to_wake ON sessions (wake_at) WHERE wake_at IS NOT NULL;

-- Which snapshots sessions took, and what deletes one: a policy deletes none but its own.
CREATE TABLE session_snapshots (
  snapshot_id  text  PRIMARY KEY,
  node_id      text  NOT NULL,
  session_id   text  NOT NULL,
  policy_id    text,
  operation_id text
);
CREATE INDEX session_snapshots_by_policy ON session_snapshots (policy_id, node_id) WHERE policy_id IS NOT NULL;

CREATE TABLE policies (
  id          text   PRIMARY KEY,
  name        text   NOT NULL UNIQUE,
  rollback_to text,
  created_at  bigint NOT NULL,
  changed_at  bigint NOT NULL,
  wake_at     bigint,
  version     int    NOT NULL,
  document    text   NOT NULL
);
CREATE INDEX policies_to_wake ON policies (wake_at) WHERE wake_at IS NOT NULL;

-- One row for each policy, node and due time, whatever the clock does; node_id is empty where it is about no single node.
CREATE TABLE policy_runs (
  policy_id  text   NOT NULL REFERENCES policies (id) ON DELETE CASCADE,
  node_id    text   NOT NULL,
  due_at     bigint NOT NULL,
  outcome    text   NOT NULL,
  session_id text,
  version    int    NOT NULL,
  document   text   NOT NULL,
  PRIMARY KEY (policy_id, node_id, due_at)
);
CREATE INDEX policy_runs_by_due ON policy_runs (policy_id, due_at, node_id);
CREATE INDEX policy_runs_by_session ON policy_runs (session_id) WHERE session_id IS NOT NULL;
CREATE INDEX policy_runs_waiting ON policy_runs (node_id, due_at) WHERE outcome = 'WAITING';
