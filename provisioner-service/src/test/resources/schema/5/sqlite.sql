PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE IF NOT EXISTS "vivarium_schema" (
    "installed_rank" INT NOT NULL PRIMARY KEY,
    "version" VARCHAR(50),
    "description" VARCHAR(200) NOT NULL,
    "type" VARCHAR(20) NOT NULL,
    "script" VARCHAR(1000) NOT NULL,
    "checksum" INT,
    "installed_by" VARCHAR(100) NOT NULL,
    "installed_on" TEXT NOT NULL DEFAULT (strftime('%Y-%m-%d %H:%M:%f','now')),
    "execution_time" INT NOT NULL,
    "success" BOOLEAN NOT NULL
);
INSERT INTO vivarium_schema VALUES(1,'1','journal','SQL','V1__journal.sql',-1048638030,'','2026-11-21 21:56:18.765',5,1);
INSERT INTO vivarium_schema VALUES(2,'2','access','SQL','V2__access.sql',852181417,'','2026-11-21 21:56:18.784',1,1);
INSERT INTO vivarium_schema VALUES(3,'3','sessions','SQL','V3__sessions.sql',327627723,'','2026-11-21 21:56:18.789',0,1);
INSERT INTO vivarium_schema VALUES(4,'4','watch','SQL','V4__watch.sql',9385718,'','2026-11-21 21:56:18.793',0,1);
INSERT INTO vivarium_schema VALUES(5,'5','content','SQL','V5__content.sql',1165902310,'','2026-11-21 21:56:18.799',0,1);
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
INSERT INTO nodes VALUES('dd5944a3-3ee6-41dd-b3b4-d5964de2052c','муза','52:54:00:da:05:5c','local','READY',0,1795298179309,1795298181020,1,'{"id":"dd5944a3-3ee6-41dd-b3b4-d5964de2052c","spec":{"id":"dd5944a3-3ee6-41dd-b3b4-d5964de2052c","name":"муза","hypervisor":"local","image":"file:/var/lib/vivarium-recorded/image.qcow2","cores":1,"memoryMiB":512,"diskMiB":2048,"network":"NAT","gpus":0,"bundle":"/var/lib/vivarium-recorded/AGI-core","secrets":{},"delivery":"medium","publish":[],"inactivityLimit":"PT1M","onFailure":"KEEP","baseline":false,"whichGpus":[],"labels":{"team":"atelier"}},"identity":{"hostKey":{"type":"derived","version":1,"publicKey":"ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIDZGxjQiwqwYD+fYarYP0oFPKnYOoOGXqVnnRBA4/Ept vivarium-host-dd5944a3-3ee6-41dd-b3b4-d5964de2052c"},"loginKeyVersion":1,"user":"vivarium","mac":"52:54:00:da:05:5c","instanceId":"vivarium-dd5944a3-3ee6-41dd-b3b4-d5964de2052c","hostname":"node-4792fa"},"state":"READY","conditions":[{"name":"STARTED","status":"TRUE","evidence":"sim-100","since":"2026-11-21T21:56:19.944825501Z"},{"name":"REACHABLE","status":"TRUE","evidence":"logged in, host key as pinned","since":"2026-11-21T21:56:19.944825501Z"},{"name":"CLOUD_INIT_DONE","status":"TRUE","evidence":"DataSourceNoCloud [seed=/dev/sr0][dsmode=net]","since":"2026-11-21T21:56:19.944825501Z"},{"name":"BUNDLE_VERIFIED","status":"TRUE","evidence":"3e1031c09fed unpacked, every part as its digest says","since":"2026-11-21T21:56:19.944825501Z"},{"name":"SERVICES_ACTIVE","status":"TRUE","evidence":"active","since":"2026-11-21T21:56:19.944825501Z"},{"name":"PORTS_OPEN","status":"TRUE","evidence":"open at 127.0.0.1:15566","since":"2026-11-21T21:56:19.944825501Z"},{"name":"HEALTHY","status":"TRUE","evidence":"HTTP 200","since":"2026-11-21T21:56:19.944825501Z"},{"name":"PROBES_PASSED","status":"TRUE","evidence":"«Здравствуй, я муза. Ты сказал: Привет!»","since":"2026-11-21T21:56:19.944825501Z"}],"machine":{"node":"dd5944a3-3ee6-41dd-b3b4-d5964de2052c","ref":"sim-100","power":"RUNNING","addresses":[],"forwards":[{"guestPort":22,"endpoint":{"host":"127.0.0.1","port":15565}},{"guestPort":8080,"endpoint":{"host":"127.0.0.1","port":15566}}],"details":{"stage":"COMPLETE"}},"bundle":{"name":"muse","release":"1.0","digest":"sha256:3e1031c09fed9ff0e572516c58663d5bac0275fd8fb3f479616d0d7f4018fa4e","manifest":"version: 1\nname: muse\nrelease: \"1.0\"\nservices:\n  - unit: boot/muse.service\nports:\n  - name: agent\n    port: 8080\nhealth:\n  - name: agent\n    http: {port: 8080, path: /health}\nprobes:\n  - name: greeting\n    prompt: Привет!\n    port: 8080\n    expect: {contains: \"${node.name}\"}\n","layers":[{"name":"all","digest":"sha256:9310d452f408f7d4995e318e4a0740e49e0c19cece551a7bc499d3d11b9e6b94","label":"VIVARIUM9310D452","file":"/var/lib/vivarium-recorded/cache/vivarium/bundles/9310d452f408f7d4995e318e4a0740e49e0c19cece551a7bc499d3d11b9e6b94.iso","mediumBytes":57344,"unpackedBytes":69632}],"directory":"/var/lib/vivarium-recorded/AGI-core"},"snapshots":[{"snapshot":{"id":"4b9ec665-6999-4536-97c6-e4d3fcb13f87","node":"dd5944a3-3ee6-41dd-b3b4-d5964de2052c","name":"вечер","kind":"LIVE","takenAt":"2026-11-21T21:56:20.340879878Z"},"origin":"USER","pinned":true,"bundle":{"name":"muse","release":"1.0","digest":"sha256:3e1031c09fed9ff0e572516c58663d5bac0275fd8fb3f479616d0d7f4018fa4e","manifest":"version: 1\nname: muse\nrelease: \"1.0\"\nservices:\n  - unit: boot/muse.service\nports:\n  - name: agent\n    port: 8080\nhealth:\n  - name: agent\n    http: {port: 8080, path: /health}\nprobes:\n  - name: greeting\n    prompt: Привет!\n    port: 8080\n    expect: {contains: \"${node.name}\"}\n","layers":[{"name":"all","digest":"sha256:9310d452f408f7d4995e318e4a0740e49e0c19cece551a7bc499d3d11b9e6b94","label":"VIVARIUM9310D452","file":"/var/lib/vivarium-recorded/cache/vivarium/bundles/9310d452f408f7d4995e318e4a0740e49e0c19cece551a7bc499d3d11b9e6b94.iso","mediumBytes":57344,"unpackedBytes":69632}],"directory":"/var/lib/vivarium-recorded/AGI-core"},"labels":{},"secrets":{}},{"snapshot":{"id":"d8ba5658-f259-49f9-9f59-9936f0bd621d","node":"dd5944a3-3ee6-41dd-b3b4-d5964de2052c","name":"before-2026-11-21-215620","kind":"LIVE","parent":"4b9ec665-6999-4536-97c6-e4d3fcb13f87","takenAt":"2026-11-21T21:56:20.941477942Z"},"origin":"SESSION","pinned":false,"bundle":{"name":"muse","release":"1.0","digest":"sha256:3e1031c09fed9ff0e572516c58663d5bac0275fd8fb3f479616d0d7f4018fa4e","manifest":"version: 1\nname: muse\nrelease: \"1.0\"\nservices:\n  - unit: boot/muse.service\nports:\n  - name: agent\n    port: 8080\nhealth:\n  - name: agent\n    http: {port: 8080, path: /health}\nprobes:\n  - name: greeting\n    prompt: Привет!\n    port: 8080\n    expect: {contains: \"${node.name}\"}\n","layers":[{"name":"all","digest":"sha256:9310d452f408f7d4995e318e4a0740e49e0c19cece551a7bc499d3d11b9e6b94","label":"VIVARIUM9310D452","file":"/var/lib/vivarium-recorded/cache/vivarium/bundles/9310d452f408f7d4995e318e4a0740e49e0c19cece551a7bc499d3d11b9e6b94.iso","mediumBytes":57344,"unpackedBytes":69632}],"directory":"/var/lib/vivarium-recorded/AGI-core"},"labels":{},"secrets":{}}],"generation":0,"createdAt":"2026-11-21T21:56:19.309076367Z","changedAt":"2026-11-21T21:56:21.020364085Z"}');
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
INSERT INTO operations VALUES(1,'6f869c24-1633-404f-a884-0127856f802d','dd5944a3-3ee6-41dd-b3b4-d5964de2052c','create',1795298179318,1795298180111,'DONE',1,'{"version":1,"id":"6f869c24-1633-404f-a884-0127856f802d","kind":"create","node":"dd5944a3-3ee6-41dd-b3b4-d5964de2052c","request":{"spec":{"id":"dd5944a3-3ee6-41dd-b3b4-d5964de2052c","name":"муза","hypervisor":"local","image":"file:/var/lib/vivarium-recorded/image.qcow2","cores":1,"memoryMiB":512,"diskMiB":2048,"network":"NAT","gpus":0,"bundle":"/var/lib/vivarium-recorded/AGI-core","secrets":{},"delivery":"medium","publish":[],"inactivityLimit":"PT1M","onFailure":"KEEP","baseline":false,"whichGpus":[],"labels":{"team":"atelier"}},"identity":{"hostKey":{"type":"derived","version":1,"publicKey":"ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIDZGxjQiwqwYD+fYarYP0oFPKnYOoOGXqVnnRBA4/Ept vivarium-host-dd5944a3-3ee6-41dd-b3b4-d5964de2052c"},"loginKeyVersion":1,"user":"vivarium","mac":"52:54:00:da:05:5c","instanceId":"vivarium-dd5944a3-3ee6-41dd-b3b4-d5964de2052c","hostname":"node-4792fa"},"again":false},"steps":["preflight","bundle","image","seed","machine","start","reachable","ready","scrub"],"acceptedAt":"2026-11-21T21:56:19.318606378Z"}');
INSERT INTO operations VALUES(2,'0fe1b2ec-8fa3-4793-b1a5-2a8572f1b921','dd5944a3-3ee6-41dd-b3b4-d5964de2052c','snapshot',1795298180156,1795298180701,'DONE',1,'{"version":1,"id":"0fe1b2ec-8fa3-4793-b1a5-2a8572f1b921","kind":"snapshot","node":"dd5944a3-3ee6-41dd-b3b4-d5964de2052c","request":{"id":"4b9ec665-6999-4536-97c6-e4d3fcb13f87","name":"вечер","minConsistency":"STOPPED","origin":"USER","pinned":true,"labels":{}},"steps":["plan","mark","quiesce","stop","take","start","resume","alive"],"acceptedAt":"2026-11-21T21:56:20.156783017Z"}');
INSERT INTO operations VALUES(3,'49d39e8c-e968-4d98-8adc-4a1d68959cd2','dd5944a3-3ee6-41dd-b3b4-d5964de2052c','snapshot',1795298180745,1795298181067,'DONE',1,'{"version":1,"id":"49d39e8c-e968-4d98-8adc-4a1d68959cd2","kind":"snapshot","node":"dd5944a3-3ee6-41dd-b3b4-d5964de2052c","request":{"id":"d8ba5658-f259-49f9-9f59-9936f0bd621d","name":"before-2026-11-21-215620","minConsistency":"STOPPED","origin":"SESSION","pinned":false,"labels":{}},"steps":["plan","mark","quiesce","stop","take","start","resume","alive"],"acceptedAt":"2026-11-21T21:56:20.745748348Z"}');
CREATE TABLE entries (
  operation_id text   NOT NULL REFERENCES operations (id) ON DELETE CASCADE,
  seq          int    NOT NULL,
  written_at   integer NOT NULL,
  document     text   NOT NULL,
  PRIMARY KEY (operation_id, seq)
) WITHOUT ROWID;
INSERT INTO entries VALUES('0fe1b2ec-8fa3-4793-b1a5-2a8572f1b921',1,1795298180199,'{"entry":"step-started","step":"plan","at":"2026-11-21T21:56:20.199457318Z"}');
INSERT INTO entries VALUES('0fe1b2ec-8fa3-4793-b1a5-2a8572f1b921',2,1795298180215,'{"entry":"remembered","step":"","key":"snapshot.state-before","value":"READY"}');
INSERT INTO entries VALUES('0fe1b2ec-8fa3-4793-b1a5-2a8572f1b921',3,1795298180217,'{"entry":"remembered","step":"","key":"snapshot.ran-before","value":true}');
INSERT INTO entries VALUES('0fe1b2ec-8fa3-4793-b1a5-2a8572f1b921',4,1795298180220,'{"entry":"remembered","step":"","key":"snapshot.kind","value":"LIVE"}');
INSERT INTO entries VALUES('0fe1b2ec-8fa3-4793-b1a5-2a8572f1b921',5,1795298180235,'{"entry":"step-finished","step":"plan","at":"2026-11-21T21:56:20.231151834Z"}');
INSERT INTO entries VALUES('0fe1b2ec-8fa3-4793-b1a5-2a8572f1b921',6,1795298180242,'{"entry":"step-started","step":"mark","at":"2026-11-21T21:56:20.241681789Z"}');
INSERT INTO entries VALUES('0fe1b2ec-8fa3-4793-b1a5-2a8572f1b921',7,1795298180298,'{"entry":"step-finished","step":"mark","at":"2026-11-21T21:56:20.299294031Z"}');
INSERT INTO entries VALUES('0fe1b2ec-8fa3-4793-b1a5-2a8572f1b921',8,1795298180305,'{"entry":"step-started","step":"quiesce","at":"2026-11-21T21:56:20.306165976Z"}');
INSERT INTO entries VALUES('0fe1b2ec-8fa3-4793-b1a5-2a8572f1b921',9,1795298180314,'{"entry":"step-finished","step":"quiesce","at":"2026-11-21T21:56:20.315295229Z"}');
INSERT INTO entries VALUES('0fe1b2ec-8fa3-4793-b1a5-2a8572f1b921',10,1795298180327,'{"entry":"step-started","step":"stop","at":"2026-11-21T21:56:20.328337221Z"}');
INSERT INTO entries VALUES('0fe1b2ec-8fa3-4793-b1a5-2a8572f1b921',11,1795298180330,'{"entry":"step-finished","step":"stop","at":"2026-11-21T21:56:20.329763660Z"}');
INSERT INTO entries VALUES('0fe1b2ec-8fa3-4793-b1a5-2a8572f1b921',12,1795298180332,'{"entry":"step-started","step":"take","at":"2026-11-21T21:56:20.331768532Z"}');
INSERT INTO entries VALUES('0fe1b2ec-8fa3-4793-b1a5-2a8572f1b921',13,1795298180336,'{"entry":"remembered","step":"take","key":"simulated.snapshot","value":"4b9ec665-6999-4536-97c6-e4d3fcb13f87"}');
INSERT INTO entries VALUES('0fe1b2ec-8fa3-4793-b1a5-2a8572f1b921',14,1795298180387,'{"entry":"step-finished","step":"take","at":"2026-11-21T21:56:20.385441346Z"}');
INSERT INTO entries VALUES('0fe1b2ec-8fa3-4793-b1a5-2a8572f1b921',15,1795298180396,'{"entry":"step-started","step":"start","at":"2026-11-21T21:56:20.396873074Z"}');
INSERT INTO entries VALUES('0fe1b2ec-8fa3-4793-b1a5-2a8572f1b921',16,1795298180450,'{"entry":"step-finished","step":"start","at":"2026-11-21T21:56:20.451405592Z"}');
INSERT INTO entries VALUES('0fe1b2ec-8fa3-4793-b1a5-2a8572f1b921',17,1795298180463,'{"entry":"step-started","step":"resume","at":"2026-11-21T21:56:20.463220182Z"}');
INSERT INTO entries VALUES('0fe1b2ec-8fa3-4793-b1a5-2a8572f1b921',18,1795298180518,'{"entry":"step-finished","step":"resume","at":"2026-11-21T21:56:20.517551969Z"}');
INSERT INTO entries VALUES('0fe1b2ec-8fa3-4793-b1a5-2a8572f1b921',19,1795298180531,'{"entry":"step-started","step":"alive","at":"2026-11-21T21:56:20.530587321Z"}');
INSERT INTO entries VALUES('0fe1b2ec-8fa3-4793-b1a5-2a8572f1b921',20,1795298180697,'{"entry":"step-finished","step":"alive","at":"2026-11-21T21:56:20.696897910Z"}');
INSERT INTO entries VALUES('0fe1b2ec-8fa3-4793-b1a5-2a8572f1b921',21,1795298180700,'{"entry":"ended","outcome":"DONE","at":"2026-11-21T21:56:20.701475932Z"}');
INSERT INTO entries VALUES('49d39e8c-e968-4d98-8adc-4a1d68959cd2',1,1795298180771,'{"entry":"step-started","step":"plan","at":"2026-11-21T21:56:20.769688312Z"}');
INSERT INTO entries VALUES('49d39e8c-e968-4d98-8adc-4a1d68959cd2',2,1795298180793,'{"entry":"remembered","step":"","key":"snapshot.state-before","value":"READY"}');
INSERT INTO entries VALUES('49d39e8c-e968-4d98-8adc-4a1d68959cd2',3,1795298180801,'{"entry":"remembered","step":"","key":"snapshot.ran-before","value":true}');
INSERT INTO entries VALUES('49d39e8c-e968-4d98-8adc-4a1d68959cd2',4,1795298180806,'{"entry":"remembered","step":"","key":"snapshot.kind","value":"LIVE"}');
INSERT INTO entries VALUES('49d39e8c-e968-4d98-8adc-4a1d68959cd2',5,1795298180814,'{"entry":"step-finished","step":"plan","at":"2026-11-21T21:56:20.814311572Z"}');
INSERT INTO entries VALUES('49d39e8c-e968-4d98-8adc-4a1d68959cd2',6,1795298180816,'{"entry":"step-started","step":"mark","at":"2026-11-21T21:56:20.817372059Z"}');
INSERT INTO entries VALUES('49d39e8c-e968-4d98-8adc-4a1d68959cd2',7,1795298180891,'{"entry":"step-finished","step":"mark","at":"2026-11-21T21:56:20.891082234Z"}');
INSERT INTO entries VALUES('49d39e8c-e968-4d98-8adc-4a1d68959cd2',8,1795298180900,'{"entry":"step-started","step":"quiesce","at":"2026-11-21T21:56:20.900548530Z"}');
INSERT INTO entries VALUES('49d39e8c-e968-4d98-8adc-4a1d68959cd2',9,1795298180913,'{"entry":"step-finished","step":"quiesce","at":"2026-11-21T21:56:20.909742610Z"}');
INSERT INTO entries VALUES('49d39e8c-e968-4d98-8adc-4a1d68959cd2',10,1795298180918,'{"entry":"step-started","step":"stop","at":"2026-11-21T21:56:20.918128644Z"}');
INSERT INTO entries VALUES('49d39e8c-e968-4d98-8adc-4a1d68959cd2',11,1795298180924,'{"entry":"step-finished","step":"stop","at":"2026-11-21T21:56:20.924416938Z"}');
INSERT INTO entries VALUES('49d39e8c-e968-4d98-8adc-4a1d68959cd2',12,1795298180926,'{"entry":"step-started","step":"take","at":"2026-11-21T21:56:20.927078470Z"}');
INSERT INTO entries VALUES('49d39e8c-e968-4d98-8adc-4a1d68959cd2',13,1795298180940,'{"entry":"remembered","step":"take","key":"simulated.snapshot","value":"d8ba5658-f259-49f9-9f59-9936f0bd621d"}');
INSERT INTO entries VALUES('49d39e8c-e968-4d98-8adc-4a1d68959cd2',14,1795298180946,'{"entry":"step-finished","step":"take","at":"2026-11-21T21:56:20.946757345Z"}');
INSERT INTO entries VALUES('49d39e8c-e968-4d98-8adc-4a1d68959cd2',15,1795298180946,'{"entry":"step-started","step":"start","at":"2026-11-21T21:56:20.947569376Z"}');
INSERT INTO entries VALUES('49d39e8c-e968-4d98-8adc-4a1d68959cd2',16,1795298180955,'{"entry":"step-finished","step":"start","at":"2026-11-21T21:56:20.955992676Z"}');
INSERT INTO entries VALUES('49d39e8c-e968-4d98-8adc-4a1d68959cd2',17,1795298180959,'{"entry":"step-started","step":"resume","at":"2026-11-21T21:56:20.959374142Z"}');
INSERT INTO entries VALUES('49d39e8c-e968-4d98-8adc-4a1d68959cd2',18,1795298180967,'{"entry":"step-finished","step":"resume","at":"2026-11-21T21:56:20.968036969Z"}');
INSERT INTO entries VALUES('49d39e8c-e968-4d98-8adc-4a1d68959cd2',19,1795298180970,'{"entry":"step-started","step":"alive","at":"2026-11-21T21:56:20.970925790Z"}');
INSERT INTO entries VALUES('49d39e8c-e968-4d98-8adc-4a1d68959cd2',20,1795298181062,'{"entry":"step-finished","step":"alive","at":"2026-11-21T21:56:21.062104158Z"}');
INSERT INTO entries VALUES('49d39e8c-e968-4d98-8adc-4a1d68959cd2',21,1795298181066,'{"entry":"ended","outcome":"DONE","at":"2026-11-21T21:56:21.067557095Z"}');
INSERT INTO entries VALUES('6f869c24-1633-404f-a884-0127856f802d',1,1795298179387,'{"entry":"step-started","step":"preflight","at":"2026-11-21T21:56:19.386710508Z"}');
INSERT INTO entries VALUES('6f869c24-1633-404f-a884-0127856f802d',2,1795298179428,'{"entry":"step-finished","step":"preflight","at":"2026-11-21T21:56:19.427561017Z"}');
INSERT INTO entries VALUES('6f869c24-1633-404f-a884-0127856f802d',3,1795298179442,'{"entry":"step-started","step":"bundle","at":"2026-11-21T21:56:19.441341772Z"}');
INSERT INTO entries VALUES('6f869c24-1633-404f-a884-0127856f802d',4,1795298179465,'{"entry":"step-finished","step":"bundle","at":"2026-11-21T21:56:19.466485913Z"}');
INSERT INTO entries VALUES('6f869c24-1633-404f-a884-0127856f802d',5,1795298179469,'{"entry":"step-started","step":"image","at":"2026-11-21T21:56:19.470203411Z"}');
INSERT INTO entries VALUES('6f869c24-1633-404f-a884-0127856f802d',6,1795298179511,'{"entry":"remembered","step":"","key":"create.disk","value":{"file":"/var/lib/vivarium-recorded/cache/vivarium/images/images/d100d68f08936ab3541592d7b7a810eedc8f2a8a4103950f54da538ff757485b","digest":"d100d68f08936ab3541592d7b7a810eedc8f2a8a4103950f54da538ff757485b","template":""}}');
INSERT INTO entries VALUES('6f869c24-1633-404f-a884-0127856f802d',7,1795298179516,'{"entry":"step-finished","step":"image","at":"2026-11-21T21:56:19.516136645Z"}');
INSERT INTO entries VALUES('6f869c24-1633-404f-a884-0127856f802d',8,1795298179519,'{"entry":"step-started","step":"seed","at":"2026-11-21T21:56:19.519766572Z"}');
INSERT INTO entries VALUES('6f869c24-1633-404f-a884-0127856f802d',9,1795298179536,'{"entry":"step-finished","step":"seed","at":"2026-11-21T21:56:19.536429137Z"}');
INSERT INTO entries VALUES('6f869c24-1633-404f-a884-0127856f802d',10,1795298179538,'{"entry":"step-started","step":"machine","at":"2026-11-21T21:56:19.537849336Z"}');
INSERT INTO entries VALUES('6f869c24-1633-404f-a884-0127856f802d',11,1795298179543,'{"entry":"remembered","step":"machine","key":"simulated.ref","value":"sim-100"}');
INSERT INTO entries VALUES('6f869c24-1633-404f-a884-0127856f802d',12,1795298179550,'{"entry":"step-finished","step":"machine","at":"2026-11-21T21:56:19.546895395Z"}');
INSERT INTO entries VALUES('6f869c24-1633-404f-a884-0127856f802d',13,1795298179552,'{"entry":"step-started","step":"start","at":"2026-11-21T21:56:19.551938331Z"}');
INSERT INTO entries VALUES('6f869c24-1633-404f-a884-0127856f802d',14,1795298179622,'{"entry":"step-finished","step":"start","at":"2026-11-21T21:56:19.623557295Z"}');
INSERT INTO entries VALUES('6f869c24-1633-404f-a884-0127856f802d',15,1795298179627,'{"entry":"step-started","step":"reachable","at":"2026-11-21T21:56:19.627198138Z"}');
INSERT INTO entries VALUES('6f869c24-1633-404f-a884-0127856f802d',16,1795298179857,'{"entry":"step-finished","step":"reachable","at":"2026-11-21T21:56:19.858241815Z"}');
INSERT INTO entries VALUES('6f869c24-1633-404f-a884-0127856f802d',17,1795298179861,'{"entry":"step-started","step":"ready","at":"2026-11-21T21:56:19.861374039Z"}');
INSERT INTO entries VALUES('6f869c24-1633-404f-a884-0127856f802d',18,1795298180091,'{"entry":"step-finished","step":"ready","at":"2026-11-21T21:56:20.092240993Z"}');
INSERT INTO entries VALUES('6f869c24-1633-404f-a884-0127856f802d',19,1795298180092,'{"entry":"step-started","step":"scrub","at":"2026-11-21T21:56:20.093420483Z"}');
INSERT INTO entries VALUES('6f869c24-1633-404f-a884-0127856f802d',20,1795298180105,'{"entry":"step-finished","step":"scrub","at":"2026-11-21T21:56:20.105967377Z"}');
INSERT INTO entries VALUES('6f869c24-1633-404f-a884-0127856f802d',21,1795298180111,'{"entry":"ended","outcome":"DONE","at":"2026-11-21T21:56:20.111435597Z"}');
CREATE TABLE cancel_requests (
  operation_id text   PRIMARY KEY REFERENCES operations (id) ON DELETE CASCADE,
  requested_at integer NOT NULL
);
CREATE TABLE leases (
  node_id    text   PRIMARY KEY,
  holder     text   NOT NULL,
  token      integer NOT NULL,
  since      integer NOT NULL,
  expires_at integer NOT NULL
);
INSERT INTO leases VALUES('672d58cc-12bc-35b0-a19f-b9121444473a','',1,1795298179305,0);
INSERT INTO leases VALUES('dd5944a3-3ee6-41dd-b3b4-d5964de2052c','',3,1795298180762,0);
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
INSERT INTO scheduled_tasks VALUES('webhook-forget','recurring',NULL,1795319779199,0,NULL,1795298179199,NULL,0,NULL,3,NULL);
INSERT INTO scheduled_tasks VALUES('forget','recurring',NULL,1795319779280,0,NULL,1795298179280,NULL,0,NULL,3,NULL);
INSERT INTO scheduled_tasks VALUES('forget-answers','recurring',NULL,1795301779263,0,NULL,1795298179263,NULL,0,NULL,3,NULL);
INSERT INTO scheduled_tasks VALUES('forget-events','recurring',NULL,1795319779288,0,NULL,1795298179288,NULL,0,NULL,3,NULL);
INSERT INTO scheduled_tasks VALUES('watch','local',X'',1795384579302,0,NULL,1795298179303,NULL,0,NULL,3,NULL);
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
INSERT INTO tokens VALUES('488e5e47-e9a0-4418-aa99-fe5c3c5d9634','admin','admin','{}','ea7d7e94273b0164e6374818dcd5136d71ed0d5b35abe7233ea5b66f8c700f29',1795298178813,NULL,NULL,1795298179252);
INSERT INTO tokens VALUES('3dc176d3-3f01-4bbf-a255-429f3a4fa52c','ci','operator','{}','3f9921c927d51313840fc07b37be38f1ad82fa4b4fa974d081557ad6ce9aaa14',1795298181148,NULL,NULL,NULL);
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
INSERT INTO audit VALUES(1,1795298179321,'admin','488e5e47-e9a0-4418-aa99-fe5c3c5d9634','127.0.0.1','createNode','dd5944a3-3ee6-41dd-b3b4-d5964de2052c','/v1/nodes','6f869c24-1633-404f-a884-0127856f802d','6f9f44f15d83234d977482408669d289','accepted');
INSERT INTO audit VALUES(2,1795298180164,'admin','488e5e47-e9a0-4418-aa99-fe5c3c5d9634','127.0.0.1','createSnapshot','dd5944a3-3ee6-41dd-b3b4-d5964de2052c','/v1/nodes/dd5944a3-3ee6-41dd-b3b4-d5964de2052c/snapshots','0fe1b2ec-8fa3-4793-b1a5-2a8572f1b921','fb1a96eea6be0c9eff6fb4ba006b69c5','accepted');
INSERT INTO audit VALUES(3,1795298180748,'service',NULL,NULL,'prepare-session','dd5944a3-3ee6-41dd-b3b4-d5964de2052c',NULL,'49d39e8c-e968-4d98-8adc-4a1d68959cd2',NULL,'accepted');
INSERT INTO audit VALUES(4,1795298180748,'admin','488e5e47-e9a0-4418-aa99-fe5c3c5d9634','127.0.0.1','openSession','dd5944a3-3ee6-41dd-b3b4-d5964de2052c','/v1/nodes/dd5944a3-3ee6-41dd-b3b4-d5964de2052c/sessions',NULL,'1f17e6d6842d9ef79212b466c5d46111','accepted');
INSERT INTO audit VALUES(5,1795298181124,'admin','488e5e47-e9a0-4418-aa99-fe5c3c5d9634','127.0.0.1','endSession','dd5944a3-3ee6-41dd-b3b4-d5964de2052c','/v1/nodes/dd5944a3-3ee6-41dd-b3b4-d5964de2052c/sessions/62c17c71-5996-4940-9426-ae83d3cffd1c/end',NULL,'cb8a42ea7c1ed94b83cf824ab4829b9f','accepted');
INSERT INTO audit VALUES(6,1795298181141,'admin','488e5e47-e9a0-4418-aa99-fe5c3c5d9634','127.0.0.1','createPolicy',NULL,'/v1/policies',NULL,'e299ed0255860c510e872297607f55d5','done');
INSERT INTO audit VALUES(7,1795298181148,'admin','488e5e47-e9a0-4418-aa99-fe5c3c5d9634','127.0.0.1','createToken',NULL,'/v1/tokens',NULL,'8be1421e42a6f6df600da40d0cc1d638','done');
INSERT INTO audit VALUES(8,1795298181164,'admin','488e5e47-e9a0-4418-aa99-fe5c3c5d9634','127.0.0.1','registerBundle',NULL,'/v1/bundles',NULL,'f320ca24f18741b1308166e09ee61c00','done');
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
CREATE TABLE events (
  id           integer PRIMARY KEY AUTOINCREMENT,
  at           integer NOT NULL,
  type         text   NOT NULL,
  node_id      text,
  operation_id text,
  document     text   NOT NULL
);
INSERT INTO events VALUES(1,1795298179315,'node-changed','dd5944a3-3ee6-41dd-b3b4-d5964de2052c',NULL,'{"id":0,"type":"node-changed","at":"2026-11-21T21:56:19.315Z","node":"dd5944a3-3ee6-41dd-b3b4-d5964de2052c","nodeName":"муза","state":"provisioning"}');
INSERT INTO events VALUES(2,1795298179319,'operation-accepted','dd5944a3-3ee6-41dd-b3b4-d5964de2052c','6f869c24-1633-404f-a884-0127856f802d','{"id":0,"type":"operation-accepted","at":"2026-11-21T21:56:19.319Z","node":"dd5944a3-3ee6-41dd-b3b4-d5964de2052c","operation":"6f869c24-1633-404f-a884-0127856f802d","kind":"create","state":"waiting"}');
INSERT INTO events VALUES(3,1795298180090,'node-changed','dd5944a3-3ee6-41dd-b3b4-d5964de2052c',NULL,'{"id":0,"type":"node-changed","at":"2026-11-21T21:56:20.090Z","node":"dd5944a3-3ee6-41dd-b3b4-d5964de2052c","nodeName":"муза","state":"ready"}');
INSERT INTO events VALUES(4,1795298180112,'operation-ended','dd5944a3-3ee6-41dd-b3b4-d5964de2052c','6f869c24-1633-404f-a884-0127856f802d','{"id":0,"type":"operation-ended","at":"2026-11-21T21:56:20.112Z","node":"dd5944a3-3ee6-41dd-b3b4-d5964de2052c","nodeName":"муза","operation":"6f869c24-1633-404f-a884-0127856f802d","kind":"create","state":"done"}');
INSERT INTO events VALUES(5,1795298180157,'operation-accepted','dd5944a3-3ee6-41dd-b3b4-d5964de2052c','0fe1b2ec-8fa3-4793-b1a5-2a8572f1b921','{"id":0,"type":"operation-accepted","at":"2026-11-21T21:56:20.157Z","node":"dd5944a3-3ee6-41dd-b3b4-d5964de2052c","operation":"0fe1b2ec-8fa3-4793-b1a5-2a8572f1b921","kind":"snapshot","state":"waiting"}');
INSERT INTO events VALUES(6,1795298180226,'node-changed','dd5944a3-3ee6-41dd-b3b4-d5964de2052c',NULL,'{"id":0,"type":"node-changed","at":"2026-11-21T21:56:20.226Z","node":"dd5944a3-3ee6-41dd-b3b4-d5964de2052c","nodeName":"муза","state":"snapshotting"}');
INSERT INTO events VALUES(7,1795298180355,'node-changed','dd5944a3-3ee6-41dd-b3b4-d5964de2052c',NULL,'{"id":0,"type":"node-changed","at":"2026-11-21T21:56:20.355Z","node":"dd5944a3-3ee6-41dd-b3b4-d5964de2052c","nodeName":"муза","state":"snapshotting"}');
INSERT INTO events VALUES(8,1795298180689,'node-changed','dd5944a3-3ee6-41dd-b3b4-d5964de2052c',NULL,'{"id":0,"type":"node-changed","at":"2026-11-21T21:56:20.689Z","node":"dd5944a3-3ee6-41dd-b3b4-d5964de2052c","nodeName":"муза","state":"ready"}');
INSERT INTO events VALUES(9,1795298180703,'operation-ended','dd5944a3-3ee6-41dd-b3b4-d5964de2052c','0fe1b2ec-8fa3-4793-b1a5-2a8572f1b921','{"id":0,"type":"operation-ended","at":"2026-11-21T21:56:20.703Z","node":"dd5944a3-3ee6-41dd-b3b4-d5964de2052c","nodeName":"муза","operation":"0fe1b2ec-8fa3-4793-b1a5-2a8572f1b921","kind":"snapshot","state":"done"}');
INSERT INTO events VALUES(10,1795298180744,'session-changed','dd5944a3-3ee6-41dd-b3b4-d5964de2052c',NULL,'{"id":0,"type":"session-changed","at":"2026-11-21T21:56:20.744Z","node":"dd5944a3-3ee6-41dd-b3b4-d5964de2052c","nodeName":"муза","session":"62c17c71-5996-4940-9426-ae83d3cffd1c","state":"preparing"}');
INSERT INTO events VALUES(11,1795298180747,'operation-accepted','dd5944a3-3ee6-41dd-b3b4-d5964de2052c','49d39e8c-e968-4d98-8adc-4a1d68959cd2','{"id":0,"type":"operation-accepted","at":"2026-11-21T21:56:20.747Z","node":"dd5944a3-3ee6-41dd-b3b4-d5964de2052c","operation":"49d39e8c-e968-4d98-8adc-4a1d68959cd2","kind":"snapshot","state":"waiting"}');
INSERT INTO events VALUES(12,1795298180811,'node-changed','dd5944a3-3ee6-41dd-b3b4-d5964de2052c',NULL,'{"id":0,"type":"node-changed","at":"2026-11-21T21:56:20.811Z","node":"dd5944a3-3ee6-41dd-b3b4-d5964de2052c","nodeName":"муза","state":"snapshotting"}');
INSERT INTO events VALUES(13,1795298180944,'node-changed','dd5944a3-3ee6-41dd-b3b4-d5964de2052c',NULL,'{"id":0,"type":"node-changed","at":"2026-11-21T21:56:20.944Z","node":"dd5944a3-3ee6-41dd-b3b4-d5964de2052c","nodeName":"муза","state":"snapshotting"}');
INSERT INTO events VALUES(14,1795298181021,'node-changed','dd5944a3-3ee6-41dd-b3b4-d5964de2052c',NULL,'{"id":0,"type":"node-changed","at":"2026-11-21T21:56:21.021Z","node":"dd5944a3-3ee6-41dd-b3b4-d5964de2052c","nodeName":"муза","state":"ready"}');
INSERT INTO events VALUES(15,1795298181069,'operation-ended','dd5944a3-3ee6-41dd-b3b4-d5964de2052c','49d39e8c-e968-4d98-8adc-4a1d68959cd2','{"id":0,"type":"operation-ended","at":"2026-11-21T21:56:21.069Z","node":"dd5944a3-3ee6-41dd-b3b4-d5964de2052c","nodeName":"муза","operation":"49d39e8c-e968-4d98-8adc-4a1d68959cd2","kind":"snapshot","state":"done"}');
INSERT INTO events VALUES(16,1795298181079,'session-changed','dd5944a3-3ee6-41dd-b3b4-d5964de2052c',NULL,'{"id":0,"type":"session-changed","at":"2026-11-21T21:56:21.079Z","node":"dd5944a3-3ee6-41dd-b3b4-d5964de2052c","nodeName":"муза","session":"62c17c71-5996-4940-9426-ae83d3cffd1c","state":"open"}');
INSERT INTO events VALUES(17,1795298181122,'session-changed','dd5944a3-3ee6-41dd-b3b4-d5964de2052c',NULL,'{"id":0,"type":"session-changed","at":"2026-11-21T21:56:21.122Z","node":"dd5944a3-3ee6-41dd-b3b4-d5964de2052c","nodeName":"муза","session":"62c17c71-5996-4940-9426-ae83d3cffd1c","state":"ended"}');
CREATE TABLE progress (
  operation_id text   PRIMARY KEY,
  step         text   NOT NULL,
  fraction     real   NOT NULL,
  what         text   NOT NULL,
  at           integer NOT NULL
);
CREATE TABLE sessions (
  id           text   PRIMARY KEY,
  node_id      text   NOT NULL,
  policy_id    text,
  due_at       integer,
  state        text   NOT NULL,
  operation_id text,
  requested_at integer NOT NULL,
  wake_at      integer,
  version      int    NOT NULL,
  document     text   NOT NULL
);
INSERT INTO sessions VALUES('62c17c71-5996-4940-9426-ae83d3cffd1c','dd5944a3-3ee6-41dd-b3b4-d5964de2052c',NULL,NULL,'ENDED','49d39e8c-e968-4d98-8adc-4a1d68959cd2',1795298180743,NULL,1,'{"id":"62c17c71-5996-4940-9426-ae83d3cffd1c","node":"dd5944a3-3ee6-41dd-b3b4-d5964de2052c","terms":{"before":{"snapshot":{"kind":"auto"}},"after":"KEEP","onFailure":"BLOCK","staysOpen":true,"zone":"UTC","labels":{}},"state":"ENDED","requestedAt":"2026-11-21T21:56:20.743362387Z","opensAt":"2026-11-21T21:56:20.743362387Z","operation":"49d39e8c-e968-4d98-8adc-4a1d68959cd2","prepared":true,"endRequested":true,"startedFrom":"d8ba5658-f259-49f9-9f59-9936f0bd621d","startedAt":"2026-11-21T21:56:21.078591922Z","endedAt":"2026-11-21T21:56:21.116877017Z","warnings":[]}');
CREATE TABLE session_snapshots (
  snapshot_id  text  PRIMARY KEY,
  node_id      text  NOT NULL,
  session_id   text  NOT NULL,
  policy_id    text,
  operation_id text
);
INSERT INTO session_snapshots VALUES('d8ba5658-f259-49f9-9f59-9936f0bd621d','dd5944a3-3ee6-41dd-b3b4-d5964de2052c','62c17c71-5996-4940-9426-ae83d3cffd1c',NULL,NULL);
CREATE TABLE policies (
  id          text   PRIMARY KEY,
  name        text   NOT NULL UNIQUE,
  rollback_to text,
  created_at  integer NOT NULL,
  changed_at  integer NOT NULL,
  wake_at     integer,
  version     int    NOT NULL,
  document    text   NOT NULL
);
INSERT INTO policies VALUES('a275c916-3b47-4fcb-bcff-0a95a0253a62','evenings',NULL,1795298181138,1795298181138,1795298181138,1,'{"id":"a275c916-3b47-4fcb-bcff-0a95a0253a62","spec":{"name":"evenings","enabled":true,"nodes":{"labels":{"team":"atelier"}},"schedule":{"cron":"0 19 1 1 *","zone":"Europe/Berlin"},"before":{"nothing":true}},"createdAt":"2026-11-21T21:56:21.138804335Z","changedAt":"2026-11-21T21:56:21.138804335Z","decidedUntil":"2026-11-21T21:56:21.138804335Z"}');
CREATE TABLE policy_runs (
  policy_id  text   NOT NULL REFERENCES policies (id) ON DELETE CASCADE,
  node_id    text   NOT NULL,
  due_at     integer NOT NULL,
  outcome    text   NOT NULL,
  session_id text,
  version    int    NOT NULL,
  document   text   NOT NULL,
  PRIMARY KEY (policy_id, node_id, due_at)
);
CREATE TABLE hypervisor_health (
  name      text    PRIMARY KEY,
  state     text    NOT NULL,
  since     integer NOT NULL,
  seen_at   integer,
  looked_at integer NOT NULL,
  problem   text
);
INSERT INTO hypervisor_health VALUES('local','up',1795298179292,1795298179292,1795298179292,NULL);
CREATE TABLE strays (
  hypervisor    text    NOT NULL,
  node_id       text    NOT NULL,
  ref           text    NOT NULL,
  power         text    NOT NULL,
  addresses     text    NOT NULL,
  first_seen_at integer NOT NULL,
  PRIMARY KEY (hypervisor, node_id)
);
CREATE TABLE webhooks (
  id               text    PRIMARY KEY,
  url              text    NOT NULL,
  events           text    NOT NULL,
  secret           text    NOT NULL,
  created_at       integer NOT NULL,
  last_delivery_at integer,
  problem          text
);
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
CREATE TABLE bundles (
  id         text   PRIMARY KEY,
  path       text   NOT NULL UNIQUE,
  created_at integer NOT NULL,
  document   text   NOT NULL
);
INSERT INTO bundles VALUES('944153bc-2ef2-4fdd-af97-e3fb0d71fe8c','/var/lib/vivarium-recorded/AGI-core',1795298181160,'{"id":"944153bc-2ef2-4fdd-af97-e3fb0d71fe8c","name":"muse","version":"1.0","origin":"path","path":"/var/lib/vivarium-recorded/AGI-core","sizeBytes":336,"ports":[8080],"secrets":[],"usedBy":[],"createdAt":"2026-11-21T21:56:21.160Z"}');
CREATE TABLE uploads (
  id         text   PRIMARY KEY,
  size_bytes integer NOT NULL,
  digest     text   NOT NULL,
  expires_at integer NOT NULL
);
DELETE FROM sqlite_sequence;
INSERT INTO sqlite_sequence VALUES('events',17);
INSERT INTO sqlite_sequence VALUES('operations',3);
INSERT INTO sqlite_sequence VALUES('audit',8);
CREATE INDEX "vivarium_schema_s_idx" ON "vivarium_schema" ("success");
CREATE INDEX nodes_by_name ON nodes (name, id);
CREATE INDEX operations_by_node ON operations (node_id, seq);
CREATE INDEX operations_unfinished ON operations (seq) WHERE ended_at IS NULL;
CREATE INDEX scheduled_operations_due ON scheduled_operations (execution_time);
CREATE INDEX scheduled_operations_heartbeat ON scheduled_operations (last_heartbeat);
CREATE INDEX scheduled_operations_priority ON scheduled_operations (priority DESC, execution_time ASC);
CREATE INDEX scheduled_tasks_due ON scheduled_tasks (execution_time);
CREATE INDEX scheduled_tasks_heartbeat ON scheduled_tasks (last_heartbeat);
CREATE INDEX scheduled_tasks_priority ON scheduled_tasks (priority DESC, execution_time ASC);
CREATE INDEX audit_by_node ON audit (node_id, id);
CREATE INDEX audit_by_operation ON audit (operation_id);
CREATE TRIGGER audit_is_not_changed BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END;
CREATE TRIGGER audit_is_not_shortened BEFORE DELETE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END;
CREATE INDEX answers_by_age ON answers (answered_at);
CREATE INDEX events_by_age ON events (at);
CREATE UNIQUE INDEX sessions_one_a_node ON sessions (node_id) WHERE state IN ('PREPARING', 'OPEN', 'ENDING');
CREATE INDEX sessions_by_node ON sessions (node_id, requested_at, id);
CREATE INDEX sessions_by_operation ON sessions (operation_id) WHERE operation_id IS NOT NULL;
CREATE INDEX sessions_by_policy ON sessions (policy_id, due_at) WHERE policy_id IS NOT NULL;
CREATE INDEX sessions_to_wake ON sessions (wake_at) WHERE wake_at IS NOT NULL;
CREATE INDEX session_snapshots_by_policy ON session_snapshots (policy_id, node_id) WHERE policy_id IS NOT NULL;
CREATE INDEX policies_to_wake ON policies (wake_at) WHERE wake_at IS NOT NULL;
CREATE INDEX policy_runs_by_due ON policy_runs (policy_id, due_at, node_id);
CREATE INDEX policy_runs_by_session ON policy_runs (session_id) WHERE session_id IS NOT NULL;
CREATE INDEX policy_runs_waiting ON policy_runs (node_id, due_at) WHERE outcome = 'WAITING';
CREATE INDEX deliveries_by_webhook ON deliveries (webhook_id, id);
CREATE INDEX deliveries_by_age ON deliveries (created_at);
COMMIT;
