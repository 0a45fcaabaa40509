-- Bundles that were registered or uploaded, and uploads that are under way.
-- The other dialect has the same names. Times are milliseconds since 1970, documents are JSON.

CREATE TABLE bundles (
  id         text   PRIMARY KEY,
  path       text   NOT NULL UNIQUE,
  created_at integer NOT NULL,
  document   text   NOT NULL
);

-- How far an upload is, its file says.
CREATE TABLE uploads (
  id         text   PRIMARY KEY,
  size_bytes integer NOT NULL,
  digest     text   NOT NULL,
  expires_at integer NOT NULL
);
