-- What the watch saw, and whom events are sent to.
-- The other dialect has the same names. Times are milliseconds since 1970.

CREATE TABLE hypervisor_health (
  name      text    PRIMARY KEY,
  state     text    NOT NULL,
  since     integer NOT NULL,
  seen_at   integer,
  looked_at integer NOT NULL,
  problem   text
);

-- Machines with our mark that no node accounts for.
CREATE TABLE strays (
  hypervisor    text    NOT NULL,
  node_id       text    NOT NULL,
  ref           text    NOT NULL,
  power         text    NOT NULL,
  addresses     text    NOT NULL,
  first_seen_at integer NOT NULL,
  PRIMARY KEY (hypervisor, node_id)
);

-- The secret is sealed with a key that derives from the installation's master key.
CREATE TABLE webhooks (
  id               text    PRIMARY KEY,
  url              text    NOT NULL,
  events           text    NOT NULL,
  secret           text    NOT NULL,
  created_at       integer NOT NULL,
  last_delivery_at integer,
  problem          text
);

-- The body is kept as it was first sent, so that a receiver sees the same one at each attempt.
CREATE TABLE deliveries (
  id         integer PRIMARY KEY AUTOINCREMENT,
  webhook_id text    NOT NULL REFERENCES webhooks (id) ON DELETE CASCADE,
  event      text    NOT NULL,
  body       text    NOT NULL,
  state      text    NOT NULL,
  attempts   int     NOT NULL,
  status     int,
  problem    text,
  created_at integer NOT NULL,
  next_at    integer
);
CREATE INDEX deliveries_by_webhook ON deliveries (webhook_id, id);
CREATE INDEX deliveries_by_age ON deliveries (created_at);
