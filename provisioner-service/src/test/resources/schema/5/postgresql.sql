


SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;


CREATE SCHEMA vivarium;



CREATE FUNCTION vivarium.refuse_change_of_audit() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN RAISE EXCEPTION 'the audit is append-only'; END $$;


SET default_tablespace = '';

SET default_table_access_method = heap;


CREATE TABLE vivarium.answers (
    token_id text NOT NULL,
    request_key text NOT NULL,
    fingerprint text NOT NULL,
    status integer NOT NULL,
    type text NOT NULL,
    headers text NOT NULL,
    content text NOT NULL,
    answered_at bigint NOT NULL
);



CREATE TABLE vivarium.audit (
    id bigint NOT NULL,
    at bigint NOT NULL,
    actor text NOT NULL,
    token_id text,
    address text,
    action text NOT NULL,
    node_id text,
    target text,
    operation_id text,
    trace_id text,
    result text NOT NULL
);



ALTER TABLE vivarium.audit ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME vivarium.audit_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE vivarium.bundles (
    id text NOT NULL,
    path text NOT NULL,
    created_at bigint NOT NULL,
    document text NOT NULL
);



CREATE TABLE vivarium.cancel_requests (
    operation_id text NOT NULL,
    requested_at bigint NOT NULL
);



CREATE TABLE vivarium.deliveries (
    id bigint NOT NULL,
    webhook_id text NOT NULL,
    event text NOT NULL,
    body text NOT NULL,
    state text NOT NULL,
    attempts integer NOT NULL,
    status integer,
    problem text,
    created_at bigint NOT NULL,
    next_at bigint
);



ALTER TABLE vivarium.deliveries ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME vivarium.deliveries_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE vivarium.entries (
    operation_id text NOT NULL,
    seq integer NOT NULL,
    written_at bigint NOT NULL,
    document text NOT NULL
);



CREATE TABLE vivarium.events (
    id bigint NOT NULL,
    at bigint NOT NULL,
    type text NOT NULL,
    node_id text,
    operation_id text,
    document text NOT NULL
);



ALTER TABLE vivarium.events ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME vivarium.events_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE vivarium.hypervisor_health (
    name text NOT NULL,
    state text NOT NULL,
    since bigint NOT NULL,
    seen_at bigint,
    looked_at bigint NOT NULL,
    problem text
);



CREATE TABLE vivarium.leases (
    node_id text NOT NULL,
    holder text NOT NULL,
    token bigint NOT NULL,
    since bigint NOT NULL,
    expires_at bigint NOT NULL
);



CREATE TABLE vivarium.nodes (
    id text NOT NULL,
    name text NOT NULL COLLATE pg_catalog."C",
    mac text NOT NULL,
    hypervisor text NOT NULL,
    state text NOT NULL,
    generation bigint NOT NULL,
    created_at bigint NOT NULL,
    changed_at bigint NOT NULL,
    version integer NOT NULL,
    document text NOT NULL
);



CREATE TABLE vivarium.operations (
    seq bigint NOT NULL,
    id text NOT NULL,
    node_id text NOT NULL,
    kind text NOT NULL,
    accepted_at bigint NOT NULL,
    ended_at bigint,
    outcome text,
    version integer NOT NULL,
    document text NOT NULL
);



ALTER TABLE vivarium.operations ALTER COLUMN seq ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME vivarium.operations_seq_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE vivarium.policies (
    id text NOT NULL,
    name text NOT NULL,
    rollback_to text,
    created_at bigint NOT NULL,
    changed_at bigint NOT NULL,
    wake_at bigint,
    version integer NOT NULL,
    document text NOT NULL
);



CREATE TABLE vivarium.policy_runs (
    policy_id text NOT NULL,
    node_id text NOT NULL,
    due_at bigint NOT NULL,
    outcome text NOT NULL,
    session_id text,
    version integer NOT NULL,
    document text NOT NULL
);



CREATE TABLE vivarium.progress (
    operation_id text NOT NULL,
    step text NOT NULL,
    fraction double precision NOT NULL,
    what text NOT NULL,
    at bigint NOT NULL
);



CREATE TABLE vivarium.scheduled_operations (
    task_name text NOT NULL,
    task_instance text NOT NULL,
    task_data bytea,
    execution_time timestamp with time zone NOT NULL,
    picked boolean NOT NULL,
    picked_by text,
    last_success timestamp with time zone,
    last_failure timestamp with time zone,
    consecutive_failures integer,
    last_heartbeat timestamp with time zone,
    version bigint NOT NULL,
    priority smallint
);



CREATE TABLE vivarium.scheduled_tasks (
    task_name text NOT NULL,
    task_instance text NOT NULL,
    task_data bytea,
    execution_time timestamp with time zone NOT NULL,
    picked boolean NOT NULL,
    picked_by text,
    last_success timestamp with time zone,
    last_failure timestamp with time zone,
    consecutive_failures integer,
    last_heartbeat timestamp with time zone,
    version bigint NOT NULL,
    priority smallint
);



CREATE TABLE vivarium.session_snapshots (
    snapshot_id text NOT NULL,
    node_id text NOT NULL,
    session_id text NOT NULL,
    policy_id text,
    operation_id text
);



CREATE TABLE vivarium.sessions (
    id text NOT NULL,
    node_id text NOT NULL,
    policy_id text,
    due_at bigint,
    state text NOT NULL,
    operation_id text,
    requested_at bigint NOT NULL,
    wake_at bigint,
    version integer NOT NULL,
    document text NOT NULL
);



CREATE TABLE vivarium.strays (
    hypervisor text NOT NULL,
    node_id text NOT NULL,
    ref text NOT NULL,
    power text NOT NULL,
    addresses text NOT NULL,
    first_seen_at bigint NOT NULL
);



CREATE TABLE vivarium.tokens (
    id text NOT NULL,
    name text NOT NULL,
    role text NOT NULL,
    labels text NOT NULL,
    hash text NOT NULL,
    created_at bigint NOT NULL,
    expires_at bigint,
    revoked_at bigint,
    last_used_at bigint
);



CREATE TABLE vivarium.uploads (
    id text NOT NULL,
    size_bytes bigint NOT NULL,
    digest text NOT NULL,
    expires_at bigint NOT NULL
);



CREATE TABLE vivarium.vivarium_schema (
    installed_rank integer NOT NULL,
    version character varying(50),
    description character varying(200) NOT NULL,
    type character varying(20) NOT NULL,
    script character varying(1000) NOT NULL,
    checksum integer,
    installed_by character varying(100) NOT NULL,
    installed_on timestamp without time zone DEFAULT now() NOT NULL,
    execution_time integer NOT NULL,
    success boolean NOT NULL
);



CREATE TABLE vivarium.webhooks (
    id text NOT NULL,
    url text NOT NULL,
    events text NOT NULL,
    secret text NOT NULL,
    created_at bigint NOT NULL,
    last_delivery_at bigint,
    problem text
);






INSERT INTO vivarium.audit OVERRIDING SYSTEM VALUE VALUES (1, 1795298173122, 'admin', 'b817dc27-a278-465d-98cc-cce35926f017', '127.0.0.1', 'createNode', '778027f8-319c-4294-88ca-8f3006a6be1c', '/v1/nodes', '8312a9a2-d9db-45bd-9b7a-6a314a64969b', '9e56f26d0fb027066b5eb42e1770a0cb', 'accepted');
INSERT INTO vivarium.audit OVERRIDING SYSTEM VALUE VALUES (2, 1795298176062, 'admin', 'b817dc27-a278-465d-98cc-cce35926f017', '127.0.0.1', 'createSnapshot', '778027f8-319c-4294-88ca-8f3006a6be1c', '/v1/nodes/778027f8-319c-4294-88ca-8f3006a6be1c/snapshots', '14ec9019-e64b-48c0-874a-1f2e3509c64e', '288620ff1248e3fe08b4d54bb42eadd7', 'accepted');
INSERT INTO vivarium.audit OVERRIDING SYSTEM VALUE VALUES (3, 1795298176625, 'service', NULL, NULL, 'prepare-session', '778027f8-319c-4294-88ca-8f3006a6be1c', NULL, '33bb9771-326c-4e54-82ff-5b39936f9cb3', NULL, 'accepted');
INSERT INTO vivarium.audit OVERRIDING SYSTEM VALUE VALUES (4, 1795298176637, 'admin', 'b817dc27-a278-465d-98cc-cce35926f017', '127.0.0.1', 'openSession', '778027f8-319c-4294-88ca-8f3006a6be1c', '/v1/nodes/778027f8-319c-4294-88ca-8f3006a6be1c/sessions', NULL, '5b354fc05e2b2444427b92ad78f9df84', 'accepted');
INSERT INTO vivarium.audit OVERRIDING SYSTEM VALUE VALUES (5, 1795298177029, 'admin', 'b817dc27-a278-465d-98cc-cce35926f017', '127.0.0.1', 'endSession', '778027f8-319c-4294-88ca-8f3006a6be1c', '/v1/nodes/778027f8-319c-4294-88ca-8f3006a6be1c/sessions/6443f23d-c3e6-4799-9473-3269b7e2d7aa/end', NULL, '9050e63359387d84cd2dcb4fab65756b', 'accepted');
INSERT INTO vivarium.audit OVERRIDING SYSTEM VALUE VALUES (6, 1795298177138, 'admin', 'b817dc27-a278-465d-98cc-cce35926f017', '127.0.0.1', 'createPolicy', NULL, '/v1/policies', NULL, 'b1744deaa8de3bbb3b26811efd4ed766', 'done');
INSERT INTO vivarium.audit OVERRIDING SYSTEM VALUE VALUES (7, 1795298177169, 'admin', 'b817dc27-a278-465d-98cc-cce35926f017', '127.0.0.1', 'createToken', NULL, '/v1/tokens', NULL, 'f1bbe6ef2e6249284b08a474bb669985', 'done');
INSERT INTO vivarium.audit OVERRIDING SYSTEM VALUE VALUES (8, 1795298177202, 'admin', 'b817dc27-a278-465d-98cc-cce35926f017', '127.0.0.1', 'registerBundle', NULL, '/v1/bundles', NULL, '5108de96785d278c5e185c02bb02acf7', 'done');



INSERT INTO vivarium.bundles VALUES ('bea5163e-6b34-42b6-831b-34d3d119bd20', '/var/lib/vivarium-recorded/AGI-core', 1795298177188, '{"id":"bea5163e-6b34-42b6-831b-34d3d119bd20","name":"muse","version":"1.0","origin":"path","path":"/var/lib/vivarium-recorded/AGI-core","sizeBytes":336,"ports":[8080],"secrets":[],"usedBy":[],"createdAt":"2026-11-21T21:56:17.188Z"}');









INSERT INTO vivarium.entries VALUES ('8312a9a2-d9db-45bd-9b7a-6a314a64969b', 1, 1795298173197, '{"entry":"step-started","step":"preflight","at":"2026-11-21T21:56:13.175348456Z"}');
INSERT INTO vivarium.entries VALUES ('8312a9a2-d9db-45bd-9b7a-6a314a64969b', 2, 1795298173309, '{"entry":"step-finished","step":"preflight","at":"2026-11-21T21:56:13.306415472Z"}');
INSERT INTO vivarium.entries VALUES ('8312a9a2-d9db-45bd-9b7a-6a314a64969b', 3, 1795298173316, '{"entry":"step-started","step":"bundle","at":"2026-11-21T21:56:13.314101532Z"}');
INSERT INTO vivarium.entries VALUES ('8312a9a2-d9db-45bd-9b7a-6a314a64969b', 4, 1795298173522, '{"entry":"step-finished","step":"bundle","at":"2026-11-21T21:56:13.514061503Z"}');
INSERT INTO vivarium.entries VALUES ('8312a9a2-d9db-45bd-9b7a-6a314a64969b', 5, 1795298173528, '{"entry":"step-started","step":"image","at":"2026-11-21T21:56:13.526741565Z"}');
INSERT INTO vivarium.entries VALUES ('8312a9a2-d9db-45bd-9b7a-6a314a64969b', 6, 1795298174009, '{"entry":"remembered","step":"","key":"create.disk","value":{"file":"/var/lib/vivarium-recorded/cache/vivarium/images/images/d100d68f08936ab3541592d7b7a810eedc8f2a8a4103950f54da538ff757485b","digest":"d100d68f08936ab3541592d7b7a810eedc8f2a8a4103950f54da538ff757485b","template":""}}');
INSERT INTO vivarium.entries VALUES ('8312a9a2-d9db-45bd-9b7a-6a314a64969b', 7, 1795298174069, '{"entry":"step-finished","step":"image","at":"2026-11-21T21:56:14.063292769Z"}');
INSERT INTO vivarium.entries VALUES ('8312a9a2-d9db-45bd-9b7a-6a314a64969b', 8, 1795298174082, '{"entry":"step-started","step":"seed","at":"2026-11-21T21:56:14.081174053Z"}');
INSERT INTO vivarium.entries VALUES ('8312a9a2-d9db-45bd-9b7a-6a314a64969b', 9, 1795298174260, '{"entry":"step-finished","step":"seed","at":"2026-11-21T21:56:14.257518485Z"}');
INSERT INTO vivarium.entries VALUES ('8312a9a2-d9db-45bd-9b7a-6a314a64969b', 10, 1795298174264, '{"entry":"step-started","step":"machine","at":"2026-11-21T21:56:14.262873356Z"}');
INSERT INTO vivarium.entries VALUES ('8312a9a2-d9db-45bd-9b7a-6a314a64969b', 11, 1795298174342, '{"entry":"remembered","step":"machine","key":"simulated.ref","value":"sim-100"}');
INSERT INTO vivarium.entries VALUES ('8312a9a2-d9db-45bd-9b7a-6a314a64969b', 12, 1795298174396, '{"entry":"step-finished","step":"machine","at":"2026-11-21T21:56:14.395465187Z"}');
INSERT INTO vivarium.entries VALUES ('8312a9a2-d9db-45bd-9b7a-6a314a64969b', 13, 1795298174400, '{"entry":"step-started","step":"start","at":"2026-11-21T21:56:14.398803859Z"}');
INSERT INTO vivarium.entries VALUES ('8312a9a2-d9db-45bd-9b7a-6a314a64969b', 14, 1795298174585, '{"entry":"step-finished","step":"start","at":"2026-11-21T21:56:14.583629879Z"}');
INSERT INTO vivarium.entries VALUES ('8312a9a2-d9db-45bd-9b7a-6a314a64969b', 15, 1795298174585, '{"entry":"step-started","step":"reachable","at":"2026-11-21T21:56:14.585171840Z"}');
INSERT INTO vivarium.entries VALUES ('8312a9a2-d9db-45bd-9b7a-6a314a64969b', 16, 1795298174883, '{"entry":"step-finished","step":"reachable","at":"2026-11-21T21:56:14.881333030Z"}');
INSERT INTO vivarium.entries VALUES ('8312a9a2-d9db-45bd-9b7a-6a314a64969b', 17, 1795298174898, '{"entry":"step-started","step":"ready","at":"2026-11-21T21:56:14.892966570Z"}');
INSERT INTO vivarium.entries VALUES ('8312a9a2-d9db-45bd-9b7a-6a314a64969b', 18, 1795298175514, '{"entry":"step-finished","step":"ready","at":"2026-11-21T21:56:15.511321476Z"}');
INSERT INTO vivarium.entries VALUES ('8312a9a2-d9db-45bd-9b7a-6a314a64969b', 19, 1795298175545, '{"entry":"step-started","step":"scrub","at":"2026-11-21T21:56:15.520696055Z"}');
INSERT INTO vivarium.entries VALUES ('8312a9a2-d9db-45bd-9b7a-6a314a64969b', 20, 1795298175798, '{"entry":"step-finished","step":"scrub","at":"2026-11-21T21:56:15.785051432Z"}');
INSERT INTO vivarium.entries VALUES ('8312a9a2-d9db-45bd-9b7a-6a314a64969b', 21, 1795298175812, '{"entry":"ended","outcome":"DONE","at":"2026-11-21T21:56:15.804809787Z"}');
INSERT INTO vivarium.entries VALUES ('14ec9019-e64b-48c0-874a-1f2e3509c64e', 1, 1795298176133, '{"entry":"step-started","step":"plan","at":"2026-11-21T21:56:16.092605754Z"}');
INSERT INTO vivarium.entries VALUES ('14ec9019-e64b-48c0-874a-1f2e3509c64e', 2, 1795298176169, '{"entry":"remembered","step":"","key":"snapshot.state-before","value":"READY"}');
INSERT INTO vivarium.entries VALUES ('14ec9019-e64b-48c0-874a-1f2e3509c64e', 3, 1795298176171, '{"entry":"remembered","step":"","key":"snapshot.ran-before","value":true}');
INSERT INTO vivarium.entries VALUES ('14ec9019-e64b-48c0-874a-1f2e3509c64e', 4, 1795298176175, '{"entry":"remembered","step":"","key":"snapshot.kind","value":"LIVE"}');
INSERT INTO vivarium.entries VALUES ('14ec9019-e64b-48c0-874a-1f2e3509c64e', 5, 1795298176193, '{"entry":"step-finished","step":"plan","at":"2026-11-21T21:56:16.191602993Z"}');
INSERT INTO vivarium.entries VALUES ('14ec9019-e64b-48c0-874a-1f2e3509c64e', 6, 1795298176197, '{"entry":"step-started","step":"mark","at":"2026-11-21T21:56:16.196137620Z"}');
INSERT INTO vivarium.entries VALUES ('14ec9019-e64b-48c0-874a-1f2e3509c64e', 7, 1795298176261, '{"entry":"step-finished","step":"mark","at":"2026-11-21T21:56:16.257083808Z"}');
INSERT INTO vivarium.entries VALUES ('14ec9019-e64b-48c0-874a-1f2e3509c64e', 8, 1795298176263, '{"entry":"step-started","step":"quiesce","at":"2026-11-21T21:56:16.262771926Z"}');
INSERT INTO vivarium.entries VALUES ('14ec9019-e64b-48c0-874a-1f2e3509c64e', 9, 1795298176273, '{"entry":"step-finished","step":"quiesce","at":"2026-11-21T21:56:16.271937864Z"}');
INSERT INTO vivarium.entries VALUES ('14ec9019-e64b-48c0-874a-1f2e3509c64e', 10, 1795298176275, '{"entry":"step-started","step":"stop","at":"2026-11-21T21:56:16.274600948Z"}');
INSERT INTO vivarium.entries VALUES ('14ec9019-e64b-48c0-874a-1f2e3509c64e', 11, 1795298176281, '{"entry":"step-finished","step":"stop","at":"2026-11-21T21:56:16.280196578Z"}');
INSERT INTO vivarium.entries VALUES ('14ec9019-e64b-48c0-874a-1f2e3509c64e', 12, 1795298176287, '{"entry":"step-started","step":"take","at":"2026-11-21T21:56:16.286334458Z"}');
INSERT INTO vivarium.entries VALUES ('14ec9019-e64b-48c0-874a-1f2e3509c64e', 13, 1795298176311, '{"entry":"remembered","step":"take","key":"simulated.snapshot","value":"b1af4ba7-f2e8-4fe8-823d-a2936487ff24"}');
INSERT INTO vivarium.entries VALUES ('14ec9019-e64b-48c0-874a-1f2e3509c64e', 14, 1795298176342, '{"entry":"step-finished","step":"take","at":"2026-11-21T21:56:16.340932762Z"}');
INSERT INTO vivarium.entries VALUES ('14ec9019-e64b-48c0-874a-1f2e3509c64e', 15, 1795298176344, '{"entry":"step-started","step":"start","at":"2026-11-21T21:56:16.343351241Z"}');
INSERT INTO vivarium.entries VALUES ('14ec9019-e64b-48c0-874a-1f2e3509c64e', 16, 1795298176393, '{"entry":"step-finished","step":"start","at":"2026-11-21T21:56:16.392426605Z"}');
INSERT INTO vivarium.entries VALUES ('14ec9019-e64b-48c0-874a-1f2e3509c64e', 17, 1795298176409, '{"entry":"step-started","step":"resume","at":"2026-11-21T21:56:16.402243714Z"}');
INSERT INTO vivarium.entries VALUES ('14ec9019-e64b-48c0-874a-1f2e3509c64e', 18, 1795298176416, '{"entry":"step-finished","step":"resume","at":"2026-11-21T21:56:16.413972557Z"}');
INSERT INTO vivarium.entries VALUES ('14ec9019-e64b-48c0-874a-1f2e3509c64e', 19, 1795298176418, '{"entry":"step-started","step":"alive","at":"2026-11-21T21:56:16.417467322Z"}');
INSERT INTO vivarium.entries VALUES ('14ec9019-e64b-48c0-874a-1f2e3509c64e', 20, 1795298176484, '{"entry":"step-finished","step":"alive","at":"2026-11-21T21:56:16.483442314Z"}');
INSERT INTO vivarium.entries VALUES ('14ec9019-e64b-48c0-874a-1f2e3509c64e', 21, 1795298176487, '{"entry":"ended","outcome":"DONE","at":"2026-11-21T21:56:16.486031067Z"}');
INSERT INTO vivarium.entries VALUES ('33bb9771-326c-4e54-82ff-5b39936f9cb3', 1, 1795298176660, '{"entry":"step-started","step":"plan","at":"2026-11-21T21:56:16.659635510Z"}');
INSERT INTO vivarium.entries VALUES ('33bb9771-326c-4e54-82ff-5b39936f9cb3', 2, 1795298176670, '{"entry":"remembered","step":"","key":"snapshot.state-before","value":"READY"}');
INSERT INTO vivarium.entries VALUES ('33bb9771-326c-4e54-82ff-5b39936f9cb3', 3, 1795298176681, '{"entry":"remembered","step":"","key":"snapshot.ran-before","value":true}');
INSERT INTO vivarium.entries VALUES ('33bb9771-326c-4e54-82ff-5b39936f9cb3', 4, 1795298176684, '{"entry":"remembered","step":"","key":"snapshot.kind","value":"LIVE"}');
INSERT INTO vivarium.entries VALUES ('33bb9771-326c-4e54-82ff-5b39936f9cb3', 5, 1795298176699, '{"entry":"step-finished","step":"plan","at":"2026-11-21T21:56:16.698939432Z"}');
INSERT INTO vivarium.entries VALUES ('33bb9771-326c-4e54-82ff-5b39936f9cb3', 6, 1795298176702, '{"entry":"step-started","step":"mark","at":"2026-11-21T21:56:16.700470737Z"}');
INSERT INTO vivarium.entries VALUES ('33bb9771-326c-4e54-82ff-5b39936f9cb3', 7, 1795298176759, '{"entry":"step-finished","step":"mark","at":"2026-11-21T21:56:16.757015386Z"}');
INSERT INTO vivarium.entries VALUES ('33bb9771-326c-4e54-82ff-5b39936f9cb3', 8, 1795298176766, '{"entry":"step-started","step":"quiesce","at":"2026-11-21T21:56:16.765352117Z"}');
INSERT INTO vivarium.entries VALUES ('33bb9771-326c-4e54-82ff-5b39936f9cb3', 9, 1795298176769, '{"entry":"step-finished","step":"quiesce","at":"2026-11-21T21:56:16.768288629Z"}');
INSERT INTO vivarium.entries VALUES ('33bb9771-326c-4e54-82ff-5b39936f9cb3', 10, 1795298176777, '{"entry":"step-started","step":"stop","at":"2026-11-21T21:56:16.776687032Z"}');
INSERT INTO vivarium.entries VALUES ('33bb9771-326c-4e54-82ff-5b39936f9cb3', 11, 1795298176780, '{"entry":"step-finished","step":"stop","at":"2026-11-21T21:56:16.779853066Z"}');
INSERT INTO vivarium.entries VALUES ('33bb9771-326c-4e54-82ff-5b39936f9cb3', 12, 1795298176783, '{"entry":"step-started","step":"take","at":"2026-11-21T21:56:16.783061714Z"}');
INSERT INTO vivarium.entries VALUES ('33bb9771-326c-4e54-82ff-5b39936f9cb3', 13, 1795298176793, '{"entry":"remembered","step":"take","key":"simulated.snapshot","value":"76918b36-e656-461d-b85f-a7cde0da2c81"}');
INSERT INTO vivarium.entries VALUES ('33bb9771-326c-4e54-82ff-5b39936f9cb3', 14, 1795298176821, '{"entry":"step-finished","step":"take","at":"2026-11-21T21:56:16.820283899Z"}');
INSERT INTO vivarium.entries VALUES ('33bb9771-326c-4e54-82ff-5b39936f9cb3', 15, 1795298176831, '{"entry":"step-started","step":"start","at":"2026-11-21T21:56:16.830414046Z"}');
INSERT INTO vivarium.entries VALUES ('33bb9771-326c-4e54-82ff-5b39936f9cb3', 16, 1795298176841, '{"entry":"step-finished","step":"start","at":"2026-11-21T21:56:16.840294911Z"}');
INSERT INTO vivarium.entries VALUES ('33bb9771-326c-4e54-82ff-5b39936f9cb3', 17, 1795298176843, '{"entry":"step-started","step":"resume","at":"2026-11-21T21:56:16.841774068Z"}');
INSERT INTO vivarium.entries VALUES ('33bb9771-326c-4e54-82ff-5b39936f9cb3', 18, 1795298176856, '{"entry":"step-finished","step":"resume","at":"2026-11-21T21:56:16.855398720Z"}');
INSERT INTO vivarium.entries VALUES ('33bb9771-326c-4e54-82ff-5b39936f9cb3', 19, 1795298176859, '{"entry":"step-started","step":"alive","at":"2026-11-21T21:56:16.857400147Z"}');
INSERT INTO vivarium.entries VALUES ('33bb9771-326c-4e54-82ff-5b39936f9cb3', 20, 1795298176925, '{"entry":"step-finished","step":"alive","at":"2026-11-21T21:56:16.924927535Z"}');
INSERT INTO vivarium.entries VALUES ('33bb9771-326c-4e54-82ff-5b39936f9cb3', 21, 1795298176928, '{"entry":"ended","outcome":"DONE","at":"2026-11-21T21:56:16.927503950Z"}');



INSERT INTO vivarium.events OVERRIDING SYSTEM VALUE VALUES (1, 1795298172979, 'node-changed', '778027f8-319c-4294-88ca-8f3006a6be1c', NULL, '{"id":0,"type":"node-changed","at":"2026-11-21T21:56:12.979Z","node":"778027f8-319c-4294-88ca-8f3006a6be1c","nodeName":"муза","state":"provisioning"}');
INSERT INTO vivarium.events OVERRIDING SYSTEM VALUE VALUES (2, 1795298173074, 'operation-accepted', '778027f8-319c-4294-88ca-8f3006a6be1c', '8312a9a2-d9db-45bd-9b7a-6a314a64969b', '{"id":0,"type":"operation-accepted","at":"2026-11-21T21:56:13.074Z","node":"778027f8-319c-4294-88ca-8f3006a6be1c","operation":"8312a9a2-d9db-45bd-9b7a-6a314a64969b","kind":"create","state":"waiting"}');
INSERT INTO vivarium.events OVERRIDING SYSTEM VALUE VALUES (3, 1795298175500, 'node-changed', '778027f8-319c-4294-88ca-8f3006a6be1c', NULL, '{"id":0,"type":"node-changed","at":"2026-11-21T21:56:15.500Z","node":"778027f8-319c-4294-88ca-8f3006a6be1c","nodeName":"муза","state":"ready"}');
INSERT INTO vivarium.events OVERRIDING SYSTEM VALUE VALUES (4, 1795298175822, 'operation-ended', '778027f8-319c-4294-88ca-8f3006a6be1c', '8312a9a2-d9db-45bd-9b7a-6a314a64969b', '{"id":0,"type":"operation-ended","at":"2026-11-21T21:56:15.822Z","node":"778027f8-319c-4294-88ca-8f3006a6be1c","nodeName":"муза","operation":"8312a9a2-d9db-45bd-9b7a-6a314a64969b","kind":"create","state":"done"}');
INSERT INTO vivarium.events OVERRIDING SYSTEM VALUE VALUES (5, 1795298176052, 'operation-accepted', '778027f8-319c-4294-88ca-8f3006a6be1c', '14ec9019-e64b-48c0-874a-1f2e3509c64e', '{"id":0,"type":"operation-accepted","at":"2026-11-21T21:56:16.052Z","node":"778027f8-319c-4294-88ca-8f3006a6be1c","operation":"14ec9019-e64b-48c0-874a-1f2e3509c64e","kind":"snapshot","state":"waiting"}');
INSERT INTO vivarium.events OVERRIDING SYSTEM VALUE VALUES (6, 1795298176183, 'node-changed', '778027f8-319c-4294-88ca-8f3006a6be1c', NULL, '{"id":0,"type":"node-changed","at":"2026-11-21T21:56:16.183Z","node":"778027f8-319c-4294-88ca-8f3006a6be1c","nodeName":"муза","state":"snapshotting"}');
INSERT INTO vivarium.events OVERRIDING SYSTEM VALUE VALUES (7, 1795298176324, 'node-changed', '778027f8-319c-4294-88ca-8f3006a6be1c', NULL, '{"id":0,"type":"node-changed","at":"2026-11-21T21:56:16.324Z","node":"778027f8-319c-4294-88ca-8f3006a6be1c","nodeName":"муза","state":"snapshotting"}');
INSERT INTO vivarium.events OVERRIDING SYSTEM VALUE VALUES (8, 1795298176479, 'node-changed', '778027f8-319c-4294-88ca-8f3006a6be1c', NULL, '{"id":0,"type":"node-changed","at":"2026-11-21T21:56:16.479Z","node":"778027f8-319c-4294-88ca-8f3006a6be1c","nodeName":"муза","state":"ready"}');
INSERT INTO vivarium.events OVERRIDING SYSTEM VALUE VALUES (9, 1795298176489, 'operation-ended', '778027f8-319c-4294-88ca-8f3006a6be1c', '14ec9019-e64b-48c0-874a-1f2e3509c64e', '{"id":0,"type":"operation-ended","at":"2026-11-21T21:56:16.489Z","node":"778027f8-319c-4294-88ca-8f3006a6be1c","nodeName":"муза","operation":"14ec9019-e64b-48c0-874a-1f2e3509c64e","kind":"snapshot","state":"done"}');
INSERT INTO vivarium.events OVERRIDING SYSTEM VALUE VALUES (10, 1795298176555, 'session-changed', '778027f8-319c-4294-88ca-8f3006a6be1c', NULL, '{"id":0,"type":"session-changed","at":"2026-11-21T21:56:16.555Z","node":"778027f8-319c-4294-88ca-8f3006a6be1c","nodeName":"муза","session":"6443f23d-c3e6-4799-9473-3269b7e2d7aa","state":"preparing"}');
INSERT INTO vivarium.events OVERRIDING SYSTEM VALUE VALUES (11, 1795298176604, 'operation-accepted', '778027f8-319c-4294-88ca-8f3006a6be1c', '33bb9771-326c-4e54-82ff-5b39936f9cb3', '{"id":0,"type":"operation-accepted","at":"2026-11-21T21:56:16.604Z","node":"778027f8-319c-4294-88ca-8f3006a6be1c","operation":"33bb9771-326c-4e54-82ff-5b39936f9cb3","kind":"snapshot","state":"waiting"}');
INSERT INTO vivarium.events OVERRIDING SYSTEM VALUE VALUES (12, 1795298176688, 'node-changed', '778027f8-319c-4294-88ca-8f3006a6be1c', NULL, '{"id":0,"type":"node-changed","at":"2026-11-21T21:56:16.688Z","node":"778027f8-319c-4294-88ca-8f3006a6be1c","nodeName":"муза","state":"snapshotting"}');
INSERT INTO vivarium.events OVERRIDING SYSTEM VALUE VALUES (13, 1795298176803, 'node-changed', '778027f8-319c-4294-88ca-8f3006a6be1c', NULL, '{"id":0,"type":"node-changed","at":"2026-11-21T21:56:16.803Z","node":"778027f8-319c-4294-88ca-8f3006a6be1c","nodeName":"муза","state":"snapshotting"}');
INSERT INTO vivarium.events OVERRIDING SYSTEM VALUE VALUES (14, 1795298176921, 'node-changed', '778027f8-319c-4294-88ca-8f3006a6be1c', NULL, '{"id":0,"type":"node-changed","at":"2026-11-21T21:56:16.921Z","node":"778027f8-319c-4294-88ca-8f3006a6be1c","nodeName":"муза","state":"ready"}');
INSERT INTO vivarium.events OVERRIDING SYSTEM VALUE VALUES (15, 1795298176931, 'operation-ended', '778027f8-319c-4294-88ca-8f3006a6be1c', '33bb9771-326c-4e54-82ff-5b39936f9cb3', '{"id":0,"type":"operation-ended","at":"2026-11-21T21:56:16.931Z","node":"778027f8-319c-4294-88ca-8f3006a6be1c","nodeName":"муза","operation":"33bb9771-326c-4e54-82ff-5b39936f9cb3","kind":"snapshot","state":"done"}');
INSERT INTO vivarium.events OVERRIDING SYSTEM VALUE VALUES (16, 1795298176979, 'session-changed', '778027f8-319c-4294-88ca-8f3006a6be1c', NULL, '{"id":0,"type":"session-changed","at":"2026-11-21T21:56:16.979Z","node":"778027f8-319c-4294-88ca-8f3006a6be1c","nodeName":"муза","session":"6443f23d-c3e6-4799-9473-3269b7e2d7aa","state":"open"}');
INSERT INTO vivarium.events OVERRIDING SYSTEM VALUE VALUES (17, 1795298177021, 'session-changed', '778027f8-319c-4294-88ca-8f3006a6be1c', NULL, '{"id":0,"type":"session-changed","at":"2026-11-21T21:56:17.021Z","node":"778027f8-319c-4294-88ca-8f3006a6be1c","nodeName":"муза","session":"6443f23d-c3e6-4799-9473-3269b7e2d7aa","state":"ended"}');



INSERT INTO vivarium.hypervisor_health VALUES ('local', 'up', 1795298172689, 1795298172689, 1795298172689, NULL);



INSERT INTO vivarium.leases VALUES ('672d58cc-12bc-35b0-a19f-b9121444473a', '', 1, 1795298172874, 0);
INSERT INTO vivarium.leases VALUES ('778027f8-319c-4294-88ca-8f3006a6be1c', '', 3, 1795298176655, 0);



INSERT INTO vivarium.nodes VALUES ('778027f8-319c-4294-88ca-8f3006a6be1c', 'муза', '52:54:00:c1:b6:9e', 'local', 'READY', 0, 1795298172893, 1795298176915, 1, '{"id":"778027f8-319c-4294-88ca-8f3006a6be1c","spec":{"id":"778027f8-319c-4294-88ca-8f3006a6be1c","name":"муза","hypervisor":"local","image":"file:/var/lib/vivarium-recorded/image.qcow2","cores":1,"memoryMiB":512,"diskMiB":2048,"network":"NAT","gpus":0,"bundle":"/var/lib/vivarium-recorded/AGI-core","secrets":{},"delivery":"medium","publish":[],"inactivityLimit":"PT1M","onFailure":"KEEP","baseline":false,"whichGpus":[],"labels":{"team":"atelier"}},"identity":{"hostKey":{"type":"derived","version":1,"publicKey":"ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIErfH6sk2Yvg+6ndaamZM8rtciHm8rSKmROgcg5ZhP/d vivarium-host-778027f8-319c-4294-88ca-8f3006a6be1c"},"loginKeyVersion":1,"user":"vivarium","mac":"52:54:00:c1:b6:9e","instanceId":"vivarium-778027f8-319c-4294-88ca-8f3006a6be1c","hostname":"node-4792fa"},"state":"READY","conditions":[{"name":"STARTED","status":"TRUE","evidence":"sim-100","since":"2026-11-21T21:56:15.190287289Z"},{"name":"REACHABLE","status":"TRUE","evidence":"logged in, host key as pinned","since":"2026-11-21T21:56:15.190287289Z"},{"name":"CLOUD_INIT_DONE","status":"TRUE","evidence":"DataSourceNoCloud [seed=/dev/sr0][dsmode=net]","since":"2026-11-21T21:56:15.190287289Z"},{"name":"BUNDLE_VERIFIED","status":"TRUE","evidence":"3e1031c09fed unpacked, every part as its digest says","since":"2026-11-21T21:56:15.190287289Z"},{"name":"SERVICES_ACTIVE","status":"TRUE","evidence":"active","since":"2026-11-21T21:56:15.190287289Z"},{"name":"PORTS_OPEN","status":"TRUE","evidence":"open at 127.0.0.1:20591","since":"2026-11-21T21:56:15.190287289Z"},{"name":"HEALTHY","status":"TRUE","evidence":"HTTP 200","since":"2026-11-21T21:56:15.190287289Z"},{"name":"PROBES_PASSED","status":"TRUE","evidence":"«Здравствуй, я муза. Ты сказал: Привет!»","since":"2026-11-21T21:56:15.190287289Z"}],"machine":{"node":"778027f8-319c-4294-88ca-8f3006a6be1c","ref":"sim-100","power":"RUNNING","addresses":[],"forwards":[{"guestPort":22,"endpoint":{"host":"127.0.0.1","port":20590}},{"guestPort":8080,"endpoint":{"host":"127.0.0.1","port":20591}}],"details":{"stage":"COMPLETE"}},"bundle":{"name":"muse","release":"1.0","digest":"sha256:3e1031c09fed9ff0e572516c58663d5bac0275fd8fb3f479616d0d7f4018fa4e","manifest":"version: 1\nname: muse\nrelease: \"1.0\"\nservices:\n  - unit: boot/muse.service\nports:\n  - name: agent\n    port: 8080\nhealth:\n  - name: agent\n    http: {port: 8080, path: /health}\nprobes:\n  - name: greeting\n    prompt: Привет!\n    port: 8080\n    expect: {contains: \"${node.name}\"}\n","layers":[{"name":"all","digest":"sha256:9310d452f408f7d4995e318e4a0740e49e0c19cece551a7bc499d3d11b9e6b94","label":"VIVARIUM9310D452","file":"/var/lib/vivarium-recorded/cache/vivarium/bundles/9310d452f408f7d4995e318e4a0740e49e0c19cece551a7bc499d3d11b9e6b94.iso","mediumBytes":57344,"unpackedBytes":69632}],"directory":"/var/lib/vivarium-recorded/AGI-core"},"snapshots":[{"snapshot":{"id":"b1af4ba7-f2e8-4fe8-823d-a2936487ff24","node":"778027f8-319c-4294-88ca-8f3006a6be1c","name":"вечер","kind":"LIVE","takenAt":"2026-11-21T21:56:16.311708883Z"},"origin":"USER","pinned":true,"bundle":{"name":"muse","release":"1.0","digest":"sha256:3e1031c09fed9ff0e572516c58663d5bac0275fd8fb3f479616d0d7f4018fa4e","manifest":"version: 1\nname: muse\nrelease: \"1.0\"\nservices:\n  - unit: boot/muse.service\nports:\n  - name: agent\n    port: 8080\nhealth:\n  - name: agent\n    http: {port: 8080, path: /health}\nprobes:\n  - name: greeting\n    prompt: Привет!\n    port: 8080\n    expect: {contains: \"${node.name}\"}\n","layers":[{"name":"all","digest":"sha256:9310d452f408f7d4995e318e4a0740e49e0c19cece551a7bc499d3d11b9e6b94","label":"VIVARIUM9310D452","file":"/var/lib/vivarium-recorded/cache/vivarium/bundles/9310d452f408f7d4995e318e4a0740e49e0c19cece551a7bc499d3d11b9e6b94.iso","mediumBytes":57344,"unpackedBytes":69632}],"directory":"/var/lib/vivarium-recorded/AGI-core"},"labels":{},"secrets":{}},{"snapshot":{"id":"76918b36-e656-461d-b85f-a7cde0da2c81","node":"778027f8-319c-4294-88ca-8f3006a6be1c","name":"before-2026-11-21-215616","kind":"LIVE","parent":"b1af4ba7-f2e8-4fe8-823d-a2936487ff24","takenAt":"2026-11-21T21:56:16.797149467Z"},"origin":"SESSION","pinned":false,"bundle":{"name":"muse","release":"1.0","digest":"sha256:3e1031c09fed9ff0e572516c58663d5bac0275fd8fb3f479616d0d7f4018fa4e","manifest":"version: 1\nname: muse\nrelease: \"1.0\"\nservices:\n  - unit: boot/muse.service\nports:\n  - name: agent\n    port: 8080\nhealth:\n  - name: agent\n    http: {port: 8080, path: /health}\nprobes:\n  - name: greeting\n    prompt: Привет!\n    port: 8080\n    expect: {contains: \"${node.name}\"}\n","layers":[{"name":"all","digest":"sha256:9310d452f408f7d4995e318e4a0740e49e0c19cece551a7bc499d3d11b9e6b94","label":"VIVARIUM9310D452","file":"/var/lib/vivarium-recorded/cache/vivarium/bundles/9310d452f408f7d4995e318e4a0740e49e0c19cece551a7bc499d3d11b9e6b94.iso","mediumBytes":57344,"unpackedBytes":69632}],"directory":"/var/lib/vivarium-recorded/AGI-core"},"labels":{},"secrets":{}}],"generation":0,"createdAt":"2026-11-21T21:56:12.893756697Z","changedAt":"2026-11-21T21:56:16.915197405Z"}');



INSERT INTO vivarium.operations OVERRIDING SYSTEM VALUE VALUES (1, '8312a9a2-d9db-45bd-9b7a-6a314a64969b', '778027f8-319c-4294-88ca-8f3006a6be1c', 'create', 1795298173056, 1795298175804, 'DONE', 1, '{"version":1,"id":"8312a9a2-d9db-45bd-9b7a-6a314a64969b","kind":"create","node":"778027f8-319c-4294-88ca-8f3006a6be1c","request":{"spec":{"id":"778027f8-319c-4294-88ca-8f3006a6be1c","name":"муза","hypervisor":"local","image":"file:/var/lib/vivarium-recorded/image.qcow2","cores":1,"memoryMiB":512,"diskMiB":2048,"network":"NAT","gpus":0,"bundle":"/var/lib/vivarium-recorded/AGI-core","secrets":{},"delivery":"medium","publish":[],"inactivityLimit":"PT1M","onFailure":"KEEP","baseline":false,"whichGpus":[],"labels":{"team":"atelier"}},"identity":{"hostKey":{"type":"derived","version":1,"publicKey":"ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIErfH6sk2Yvg+6ndaamZM8rtciHm8rSKmROgcg5ZhP/d vivarium-host-778027f8-319c-4294-88ca-8f3006a6be1c"},"loginKeyVersion":1,"user":"vivarium","mac":"52:54:00:c1:b6:9e","instanceId":"vivarium-778027f8-319c-4294-88ca-8f3006a6be1c","hostname":"node-4792fa"},"again":false},"steps":["preflight","bundle","image","seed","machine","start","reachable","ready","scrub"],"acceptedAt":"2026-11-21T21:56:13.056283209Z"}');
INSERT INTO vivarium.operations OVERRIDING SYSTEM VALUE VALUES (2, '14ec9019-e64b-48c0-874a-1f2e3509c64e', '778027f8-319c-4294-88ca-8f3006a6be1c', 'snapshot', 1795298176045, 1795298176486, 'DONE', 1, '{"version":1,"id":"14ec9019-e64b-48c0-874a-1f2e3509c64e","kind":"snapshot","node":"778027f8-319c-4294-88ca-8f3006a6be1c","request":{"id":"b1af4ba7-f2e8-4fe8-823d-a2936487ff24","name":"вечер","minConsistency":"STOPPED","origin":"USER","pinned":true,"labels":{}},"steps":["plan","mark","quiesce","stop","take","start","resume","alive"],"acceptedAt":"2026-11-21T21:56:16.045267262Z"}');
INSERT INTO vivarium.operations OVERRIDING SYSTEM VALUE VALUES (3, '33bb9771-326c-4e54-82ff-5b39936f9cb3', '778027f8-319c-4294-88ca-8f3006a6be1c', 'snapshot', 1795298176602, 1795298176927, 'DONE', 1, '{"version":1,"id":"33bb9771-326c-4e54-82ff-5b39936f9cb3","kind":"snapshot","node":"778027f8-319c-4294-88ca-8f3006a6be1c","request":{"id":"76918b36-e656-461d-b85f-a7cde0da2c81","name":"before-2026-11-21-215616","minConsistency":"STOPPED","origin":"SESSION","pinned":false,"labels":{}},"steps":["plan","mark","quiesce","stop","take","start","resume","alive"],"acceptedAt":"2026-11-21T21:56:16.602169396Z"}');



INSERT INTO vivarium.policies VALUES ('bf1613c8-70ce-4e01-af17-6b5fbb56fd58', 'evenings', NULL, 1795298177091, 1795298177091, 1795298177091, 1, '{"id":"bf1613c8-70ce-4e01-af17-6b5fbb56fd58","spec":{"name":"evenings","enabled":true,"nodes":{"labels":{"team":"atelier"}},"schedule":{"cron":"0 19 1 1 *","zone":"Europe/Berlin"},"before":{"nothing":true}},"createdAt":"2026-11-21T21:56:17.091026007Z","changedAt":"2026-11-21T21:56:17.091026007Z","decidedUntil":"2026-11-21T21:56:17.091026007Z"}');












INSERT INTO vivarium.scheduled_tasks VALUES ('forget-events', 'recurring', NULL, '2026-11-22 03:56:12.460153+00', false, NULL, '2026-11-21 21:56:12.460153+00', NULL, 0, NULL, 3, NULL);
INSERT INTO vivarium.scheduled_tasks VALUES ('forget-answers', 'recurring', NULL, '2026-11-21 22:56:12.471849+00', false, NULL, '2026-11-21 21:56:12.471849+00', NULL, 0, NULL, 3, NULL);
INSERT INTO vivarium.scheduled_tasks VALUES ('webhook-forget', 'recurring', NULL, '2026-11-22 03:56:12.556624+00', false, NULL, '2026-11-21 21:56:12.556624+00', NULL, 0, NULL, 3, NULL);
INSERT INTO vivarium.scheduled_tasks VALUES ('forget', 'recurring', NULL, '2026-11-22 03:56:12.621125+00', false, NULL, '2026-11-21 21:56:12.621125+00', NULL, 0, NULL, 3, NULL);
INSERT INTO vivarium.scheduled_tasks VALUES ('watch', 'local', '\x', '2026-11-22 21:56:12.784098+00', false, NULL, '2026-11-21 21:56:12.784611+00', NULL, 0, NULL, 3, NULL);



INSERT INTO vivarium.session_snapshots VALUES ('76918b36-e656-461d-b85f-a7cde0da2c81', '778027f8-319c-4294-88ca-8f3006a6be1c', '6443f23d-c3e6-4799-9473-3269b7e2d7aa', NULL, NULL);



INSERT INTO vivarium.sessions VALUES ('6443f23d-c3e6-4799-9473-3269b7e2d7aa', '778027f8-319c-4294-88ca-8f3006a6be1c', NULL, NULL, 'ENDED', '33bb9771-326c-4e54-82ff-5b39936f9cb3', 1795298176524, NULL, 1, '{"id":"6443f23d-c3e6-4799-9473-3269b7e2d7aa","node":"778027f8-319c-4294-88ca-8f3006a6be1c","terms":{"before":{"snapshot":{"kind":"auto"}},"after":"KEEP","onFailure":"BLOCK","staysOpen":true,"zone":"UTC","labels":{}},"state":"ENDED","requestedAt":"2026-11-21T21:56:16.524257581Z","opensAt":"2026-11-21T21:56:16.524257581Z","operation":"33bb9771-326c-4e54-82ff-5b39936f9cb3","prepared":true,"endRequested":true,"startedFrom":"76918b36-e656-461d-b85f-a7cde0da2c81","startedAt":"2026-11-21T21:56:16.972373837Z","endedAt":"2026-11-21T21:56:17.017261642Z","warnings":[]}');






INSERT INTO vivarium.tokens VALUES ('b817dc27-a278-465d-98cc-cce35926f017', 'admin', 'admin', '{}', '9f799911b86f3df8eccd0f256be3090d9fab90f86fabe89fb02fbcfcc3c4951b', 1795298169192, NULL, NULL, 1795298172796);
INSERT INTO vivarium.tokens VALUES ('66481239-f66f-473e-9210-4e787a9b3ddf', 'ci', 'operator', '{}', 'f80a81ea3d42f347dced785e5346d55e02ed4ca32c66298ecda277138026295b', 1795298177163, NULL, NULL, NULL);






INSERT INTO vivarium.vivarium_schema VALUES (0, NULL, '<< Flyway Schema Creation >>', 'SCHEMA', '"vivarium"', NULL, 'vivarium', '2026-11-21 21:56:08.231586', 0, true);
INSERT INTO vivarium.vivarium_schema VALUES (1, '1', 'journal', 'SQL', 'V1__journal.sql', -104095837, 'vivarium', '2026-11-21 21:56:08.27658', 105, true);
INSERT INTO vivarium.vivarium_schema VALUES (2, '2', 'access', 'SQL', 'V2__access.sql', -758277422, 'vivarium', '2026-11-21 21:56:08.419551', 136, true);
INSERT INTO vivarium.vivarium_schema VALUES (3, '3', 'sessions', 'SQL', 'V3__sessions.sql', -1440300256, 'vivarium', '2026-11-21 21:56:08.583523', 173, true);
INSERT INTO vivarium.vivarium_schema VALUES (4, '4', 'watch', 'SQL', 'V4__watch.sql', -618812761, 'vivarium', '2026-11-21 21:56:08.852108', 110, true);
INSERT INTO vivarium.vivarium_schema VALUES (5, '5', 'content', 'SQL', 'V5__content.sql', -1548399462, 'vivarium', '2026-11-21 21:56:09.007493', 16, true);






SELECT pg_catalog.setval('vivarium.audit_id_seq', 8, true);



SELECT pg_catalog.setval('vivarium.deliveries_id_seq', 1, false);



SELECT pg_catalog.setval('vivarium.events_id_seq', 17, true);



SELECT pg_catalog.setval('vivarium.operations_seq_seq', 3, true);



ALTER TABLE ONLY vivarium.answers
    ADD CONSTRAINT answers_pkey PRIMARY KEY (token_id, request_key);



ALTER TABLE ONLY vivarium.audit
    ADD CONSTRAINT audit_pkey PRIMARY KEY (id);



ALTER TABLE ONLY vivarium.bundles
    ADD CONSTRAINT bundles_path_key UNIQUE (path);



ALTER TABLE ONLY vivarium.bundles
    ADD CONSTRAINT bundles_pkey PRIMARY KEY (id);



ALTER TABLE ONLY vivarium.cancel_requests
    ADD CONSTRAINT cancel_requests_pkey PRIMARY KEY (operation_id);



ALTER TABLE ONLY vivarium.deliveries
    ADD CONSTRAINT deliveries_pkey PRIMARY KEY (id);



ALTER TABLE ONLY vivarium.entries
    ADD CONSTRAINT entries_pkey PRIMARY KEY (operation_id, seq);



ALTER TABLE ONLY vivarium.events
    ADD CONSTRAINT events_pkey PRIMARY KEY (id);



ALTER TABLE ONLY vivarium.hypervisor_health
    ADD CONSTRAINT hypervisor_health_pkey PRIMARY KEY (name);



ALTER TABLE ONLY vivarium.leases
    ADD CONSTRAINT leases_pkey PRIMARY KEY (node_id);



ALTER TABLE ONLY vivarium.nodes
    ADD CONSTRAINT nodes_pkey PRIMARY KEY (id);



ALTER TABLE ONLY vivarium.operations
    ADD CONSTRAINT operations_id_key UNIQUE (id);



ALTER TABLE ONLY vivarium.operations
    ADD CONSTRAINT operations_pkey PRIMARY KEY (seq);



ALTER TABLE ONLY vivarium.policies
    ADD CONSTRAINT policies_name_key UNIQUE (name);



ALTER TABLE ONLY vivarium.policies
    ADD CONSTRAINT policies_pkey PRIMARY KEY (id);



ALTER TABLE ONLY vivarium.policy_runs
    ADD CONSTRAINT policy_runs_pkey PRIMARY KEY (policy_id, node_id, due_at);



ALTER TABLE ONLY vivarium.progress
    ADD CONSTRAINT progress_pkey PRIMARY KEY (operation_id);



ALTER TABLE ONLY vivarium.scheduled_operations
    ADD CONSTRAINT scheduled_operations_pkey PRIMARY KEY (task_name, task_instance);



ALTER TABLE ONLY vivarium.scheduled_tasks
    ADD CONSTRAINT scheduled_tasks_pkey PRIMARY KEY (task_name, task_instance);



ALTER TABLE ONLY vivarium.session_snapshots
    ADD CONSTRAINT session_snapshots_pkey PRIMARY KEY (snapshot_id);



ALTER TABLE ONLY vivarium.sessions
    ADD CONSTRAINT sessions_pkey PRIMARY KEY (id);



ALTER TABLE ONLY vivarium.strays
    ADD CONSTRAINT strays_pkey PRIMARY KEY (hypervisor, node_id);



ALTER TABLE ONLY vivarium.tokens
    ADD CONSTRAINT tokens_hash_key UNIQUE (hash);



ALTER TABLE ONLY vivarium.tokens
    ADD CONSTRAINT tokens_pkey PRIMARY KEY (id);



ALTER TABLE ONLY vivarium.uploads
    ADD CONSTRAINT uploads_pkey PRIMARY KEY (id);



ALTER TABLE ONLY vivarium.vivarium_schema
    ADD CONSTRAINT vivarium_schema_pk PRIMARY KEY (installed_rank);



ALTER TABLE ONLY vivarium.webhooks
    ADD CONSTRAINT webhooks_pkey PRIMARY KEY (id);



CREATE INDEX answers_by_age ON vivarium.answers USING btree (answered_at);



CREATE INDEX audit_by_node ON vivarium.audit USING btree (node_id, id);



CREATE INDEX audit_by_operation ON vivarium.audit USING btree (operation_id);



CREATE INDEX deliveries_by_age ON vivarium.deliveries USING btree (created_at);



CREATE INDEX deliveries_by_webhook ON vivarium.deliveries USING btree (webhook_id, id);



CREATE INDEX events_by_age ON vivarium.events USING btree (at);



CREATE INDEX nodes_by_name ON vivarium.nodes USING btree (name, id);



CREATE INDEX operations_by_node ON vivarium.operations USING btree (node_id, seq);



CREATE INDEX operations_unfinished ON vivarium.operations USING btree (seq) WHERE (ended_at IS NULL);



CREATE INDEX policies_to_wake ON vivarium.policies USING btree (wake_at) WHERE (wake_at IS NOT NULL);



CREATE INDEX policy_runs_by_due ON vivarium.policy_runs USING btree (policy_id, due_at, node_id);



CREATE INDEX policy_runs_by_session ON vivarium.policy_runs USING btree (session_id) WHERE (session_id IS NOT NULL);



CREATE INDEX policy_runs_waiting ON vivarium.policy_runs USING btree (node_id, due_at) WHERE (outcome = 'WAITING'::text);



CREATE INDEX scheduled_operations_due ON vivarium.scheduled_operations USING btree (execution_time);



CREATE INDEX scheduled_operations_heartbeat ON vivarium.scheduled_operations USING btree (last_heartbeat);



CREATE INDEX scheduled_operations_priority ON vivarium.scheduled_operations USING btree (priority DESC, execution_time);



CREATE INDEX scheduled_tasks_due ON vivarium.scheduled_tasks USING btree (execution_time);



CREATE INDEX scheduled_tasks_heartbeat ON vivarium.scheduled_tasks USING btree (last_heartbeat);



CREATE INDEX scheduled_tasks_priority ON vivarium.scheduled_tasks USING btree (priority DESC, execution_time);



CREATE INDEX session_snapshots_by_policy ON vivarium.session_snapshots USING btree (policy_id, node_id) WHERE (policy_id IS NOT NULL);



CREATE INDEX sessions_by_node ON vivarium.sessions USING btree (node_id, requested_at, id);



CREATE INDEX sessions_by_operation ON vivarium.sessions USING btree (operation_id) WHERE (operation_id IS NOT NULL);



CREATE INDEX sessions_by_policy ON vivarium.sessions USING btree (policy_id, due_at) WHERE (policy_id IS NOT NULL);



CREATE UNIQUE INDEX sessions_one_a_node ON vivarium.sessions USING btree (node_id) WHERE (state = ANY (ARRAY['PREPARING'::text, 'OPEN'::text, 'ENDING'::text]));



CREATE INDEX sessions_to_wake ON vivarium.sessions USING btree (wake_at) WHERE (wake_at IS NOT NULL);



CREATE INDEX vivarium_schema_s_idx ON vivarium.vivarium_schema USING btree (success);



CREATE TRIGGER audit_is_not_changed BEFORE DELETE OR UPDATE ON vivarium.audit FOR EACH ROW EXECUTE FUNCTION vivarium.refuse_change_of_audit();



CREATE TRIGGER audit_is_not_shortened BEFORE TRUNCATE ON vivarium.audit FOR EACH STATEMENT EXECUTE FUNCTION vivarium.refuse_change_of_audit();



ALTER TABLE ONLY vivarium.cancel_requests
    ADD CONSTRAINT cancel_requests_operation_id_fkey FOREIGN KEY (operation_id) REFERENCES vivarium.operations(id) ON DELETE CASCADE;



ALTER TABLE ONLY vivarium.deliveries
    ADD CONSTRAINT deliveries_webhook_id_fkey FOREIGN KEY (webhook_id) REFERENCES vivarium.webhooks(id) ON DELETE CASCADE;



ALTER TABLE ONLY vivarium.entries
    ADD CONSTRAINT entries_operation_id_fkey FOREIGN KEY (operation_id) REFERENCES vivarium.operations(id) ON DELETE CASCADE;



ALTER TABLE ONLY vivarium.policy_runs
    ADD CONSTRAINT policy_runs_policy_id_fkey FOREIGN KEY (policy_id) REFERENCES vivarium.policies(id) ON DELETE CASCADE;




