-- What survives a crash: nodes, operations with their entries, who works on what, and what is to be run.
-- The other dialect has the same names. Times are milliseconds since 1970, documents are JSON with a version beside them.

CREATE TABLE nodes (
  id          text   PRIMARY KEY,
  name        text   NOT NULL,
  mac         text   NOT NULL,
  hypervisor  text   NOT NULL,
  state       text   NOT NULL,
  generation  integer NOT NULL,
  created_at  integer NOT NULL,
  changed_at  integer NOT NULL,
  version     int    NOT NULL,
  document    text   NOT NULL
);
CREATE INDEX nodes_by_name ON nodes (name, id);

-- seq is the order in which operations were accepted.
CREATE TABLE operations (
  seq         integer PRIMARY KEY AUTOINCREMENT,
  id          text   NOT NULL UNIQUE,
  node_id     text   NOT NULL,
  kind        text   NOT NULL,
  accepted_at integer NOT NULL,
  ended_at    integer,
  outcome     text,
  version     int    NOT NULL,
  document    text   NOT NULL
);
CREATE INDEX operations_by_node ON operations (node_id, seq);
CREATE INDEX operations_unfinished ON operations (seq) WHERE ended_at IS NULL;

CREATE TABLE entries (
  operation_id text   NOT NULL REFERENCES operations (id) ON DELETE CASCADE,
  seq          int    NOT NULL,
  written_at   integer NOT NULL,
  document     text   NOT NULL,
  PRIMARY KEY (operation_id, seq)
) WITHOUT ROWID;

CREATE TABLE cancel_requests (
  operation_id text   PRIMARY KEY REFERENCES operations (id) ON DELETE CASCADE,
  requested_at integer NOT NULL
);

-- Who works on a node until when. The token grows with each holder: what an earlier one writes late is refused by it.
CREATE TABLE leases (
  node_id    text   PRIMARY KEY,
  holder     text   NOT NULL,
  token      integer NOT NULL,
  since      integer NOT NULL,
  expires_at integer NOT NULL
);

-- Tables of db-scheduler, whose form is that library's: operations to run, and all other work, so that neither waits for the other.
CREATE TABLE scheduled_operations (
  task_name            text    NOT NULL,
  task_instance        text    NOT NULL,
  task_data            blob,
  execution_time       integer NOT NULL,
  picked               integer NOT NULL,
  picked_by            text,
  last_success         integer,
  last_failure         integer,
  consecutive_failures int,
  last_heartbeat       integer,
  version              integer  NOT NULL,
  priority             int,
  PRIMARY KEY (task_name, task_instance)
);
CREATE INDEX scheduled_operations_due ON scheduled_operations (execution_time);
CREATE INDEX scheduled_operations_heartbeat ON scheduled_operations (last_heartbeat);
CREATE INDEX scheduled_operations_priority ON scheduled_operations (priority DESC, execution_time ASC);

CREATE TABLE scheduled_tasks (
  task_name            text    NOT NULL,
  task_instance        text    NOT NULL,
  task_data            blob,
  execution_time       integer NOT NULL,
  picked               integer NOT NULL,
  picked_by            text,
  last_success         integer,
  last_failure         integer,
  consecutive_failures int,
  last_heartbeat       integer,
  version              integer  NOT NULL,
  priority             int,
  PRIMARY KEY (task_name, task_instance)
);
CREATE INDEX scheduled_tasks_due ON scheduled_tasks (execution_time);
CREATE INDEX scheduled_tasks_heartbeat ON scheduled_tasks (last_heartbeat);
CREATE INDEX scheduled_tasks_priority ON scheduled_tasks (priority DESC, execution_time ASC);
