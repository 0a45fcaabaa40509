package dev.vivarium.service.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vivarium.service.fixture.Answer;
import dev.vivarium.service.fixture.ServiceUnderTest;
import dev.vivarium.service.fixture.TestClient;
import dev.vivarium.service.fixture.Waiting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Sessions and policies over HTTP, on the simulated hypervisor; each answer is held against the contract. */
@Timeout(120)
class SessionRoutesTest {
    private static ServiceUnderTest service;
    private static TestClient client;
    private static String muse;

    @BeforeAll
    static void start(@TempDir Path directory) {
        service = ServiceUnderTest.in(directory);
        client = service.client();
        muse = service.node("муза", Map.of("labels", Map.of("team", "atelier")));
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void aSessionTakesASnapshotAndGoesBackToIt() {
        String sessions = "/v1/nodes/" + muse + "/sessions";
        Answer asked = client.post(sessions, Map.of("before", Map.of("snapshot", Map.of("kind", "auto"))));
        assertThat(asked.status()).isEqualTo(202);
        String path = asked.header("Location").orElseThrow();
        assertThat(path).isEqualTo(sessions + "/" + asked.at("/id"));
        Answer open = await(path, "open");
        assertThat(client.get("/v1/nodes/" + muse).at("/session")).isEqualTo(asked.at("/id"));
        assertThat(client.get("/v1/nodes/" + muse + "/snapshots/" + open.at("/startedFrom"))
                        .at("/origin"))
                .isEqualTo("session");

        Answer second = client.post(sessions, Map.of("before", Map.of("nothing", true)));
        assertThat(second.status()).isEqualTo(409);
        assertThat(second.at("/code")).isEqualTo("session.open");

        assertThat(client.post(path + "/end", Map.of("after", "rollback")).status())
                .isEqualTo(202);
        Answer ended = await(path, "ended");
        Answer rollback = client.get("/v1/operations/" + ended.at("/operation"));
        assertThat(rollback.at("/kind")).isEqualTo("rollback");
        assertThat(client.get("/v1/audit?node=" + muse).json().findValuesAsText("action"))
                .contains("openSession", "prepare-session", "endSession", "end-session");
        assertThat(client.get("/v1/nodes/" + muse).at("/generation")).isEqualTo("1");
        assertThat(client.post(path + "/end").at("/state")).as("over is over").isEqualTo("ended");
        assertThat(client.get("/v1/nodes/" + muse).at("/session")).isEmpty();
    }

    @Test
    void aSnapshotIsFoundByTheSessionThatItWasTakenFor() {
        String node = "/v1/nodes/" + service.node("метки");
        Answer asked = client.post(
                node + "/sessions",
                Map.of("before", Map.of("snapshot", Map.of("kind", "auto")), "labels", Map.of("game", "chess")));
        Answer open = await(asked.header("Location").orElseThrow(), "open");
        client.awaitEnd(client.post(node + "/snapshots", Map.of("name", "of-nobody")));
        for (String label : List.of("session=" + asked.at("/id"), "game=chess")) {
            Answer found = client.get(node + "/snapshots?label=" + label);
            assertThat(found.json().at("/items")).as(label).hasSize(1);
            assertThat(found.at("/items/0/id")).isEqualTo(open.at("/startedFrom"));
        }
        client.post(asked.header("Location").orElseThrow() + "/end");
    }

    @Test
    void sessionsAreListedNewestFirst() {
        String node = service.node("список");
        String sessions = "/v1/nodes/" + node + "/sessions";
        for (int i = 0; i < 3; i++) {
            Answer asked =
                    client.post(sessions, Map.of("before", Map.of("nothing", true), "labels", Map.of("n", "" + i)));
            client.post(asked.header("Location").orElseThrow() + "/end");
        }
        Answer first = client.get(sessions + "?pageSize=2");
        assertThat(first.json().at("/items")).hasSize(2);
        assertThat(first.at("/items/0/labels/n")).isEqualTo("2");
        Answer rest = client.get(sessions + "?pageSize=2&pageToken=" + first.at("/nextPageToken"));
        assertThat(rest.at("/items/0/labels/n")).isEqualTo("0");
        assertThat(rest.at("/nextPageToken")).isEmpty();
        assertThat(client.get(sessions + "?state=open").json().at("/items")).isEmpty();
        for (String token : List.of("eA", "MSBh", "AA", "MSAA")) {
            assertThat(client.get(sessions + "?pageToken=" + token).status())
                    .as(token)
                    .isEqualTo(400);
        }
    }

    @Test
    void aBlockedSessionSaysWhy() {
        String node = service.node("заперто");
        Answer asked =
                client.post("/v1/nodes/" + node + "/sessions", Map.of("before", Map.of("rollbackTo", "нет такого")));
        assertThat(asked.at("/state")).isEqualTo("blocked");
        assertThat(asked.at("/reason")).contains("нет такого");
        assertThat(client.get("/v1/nodes/" + node + "/sessions/" + UUID.randomUUID())
                        .status())
                .isEqualTo(404);
    }

    @Test
    void nonsenseIsRefused() {
        for (Map<String, Object> wrong : List.<Map<String, Object>>of(
                Map.of("before", Map.of()),
                Map.of("before", Map.of("nothing", true, "rollbackTo", "x")),
                Map.of("before", Map.of("snapshot", Map.of("kind", "best"))),
                Map.of("before", Map.of("snapshot", Map.of("name", "{user}"))),
                Map.of("before", Map.of("nothing", true), "after", "rollback"),
                Map.of("endsAfter", "PT-1S"),
                Map.of("endsAfter", "soon"),
                Map.of("labels", Map.of("Large Letters", "x")),
                Map.of("befor", "x"))) {
            assertThat(client.post("/v1/nodes/" + muse + "/sessions", wrong).status())
                    .as("%s", wrong)
                    .isEqualTo(400);
        }
    }

    @Test
    void aPolicyIsWrittenPreviewedRunAndRemoved() {
        Map<String, Object> spec = Map.of(
                "name", "вечера",
                "nodes", Map.of("labels", Map.of("team", "atelier")),
                "schedule", Map.of("cron", "0 19 * * 1-5", "zone", "Europe/Berlin"),
                "lead", "PT5M",
                "retention", Map.of("last", 3, "daily", 7));
        Answer preview = client.post("/v1/policies/preview", spec);
        assertThat(preview.json().at("/nextRuns")).hasSize(10);
        assertThat(preview.at("/nodes/0")).isEqualTo(muse);

        Answer made = client.post("/v1/policies", spec);
        assertThat(made.status()).isEqualTo(201);
        String path = made.header("Location").orElseThrow();
        assertThat(client.post("/v1/policies", spec).at("/code")).isEqualTo("policy.name");
        assertThat(client.get(path).json().at("/nextRuns")).hasSize(10);
        assertThat(client.get("/v1/policies").at("/items/0/spec/name")).isEqualTo("вечера");

        Map<String, Object> minutely = Map.of(
                "name", "вечера",
                "nodes", Map.of("ids", List.of(muse)),
                "schedule", Map.of("cron", "* * * * *"),
                "lead", "PT2M",
                "before", Map.of("nothing", true));
        assertThat(client.put(path, minutely, "If-Match", "\"no\"").status()).isEqualTo(412);
        assertThat(client.put(path, minutely).status()).isEqualTo(200);
        Answer runs = awaitAnswer(path + "/runs", "/items/0/outcome", "done");
        assertThat(runs.at("/items/0/node")).isEqualTo(muse);

        assertThat(client.delete(path).status()).isEqualTo(204);
        assertThat(client.get(path).status()).isEqualTo(404);
    }

    @Test
    void aLimitedTokenHasItsOwnPoliciesOnly() {
        TestClient limited = service.client("operator", Map.of("team", "studio"));
        Map<String, Object> own = policy("own", Map.of("labels", Map.of("team", "studio")));
        Answer made = limited.put("/v1/policies/" + UUID.randomUUID(), own);
        assertThat(made.status()).isEqualTo(201);
        assertThat(limited.post("/v1/policies", policy("other", Map.of("labels", Map.of("team", "atelier"))))
                        .status())
                .isEqualTo(403);
        assertThat(limited.post("/v1/policies", policy("other", Map.of("ids", List.of(muse))))
                        .status())
                .isEqualTo(403);
        Answer others = client.post("/v1/policies", policy("others", Map.of("ids", List.of(muse))));
        assertThat(limited.get("/v1/policies/" + others.at("/id")).status()).isEqualTo(404);
        assertThat(limited.get("/v1/policies").json().at("/items")).hasSize(1);
    }

    /** The bodies of the examples fit what is asked for. */
    @Test
    void theExamplesOfTheDocumentationAreTrue() throws IOException {
        Path repository = Path.of(System.getProperty("vivarium.repository", ".."));
        String text = Files.readString(repository.resolve("docs/sessions.md")).replace("'$node'", muse);
        String node = service.node("пример");
        Matcher bodies = Pattern.compile("-d '(\\{[^']*})'").matcher(text);
        int found = 0;
        for (; bodies.find(); found++) {
            String body = bodies.group(1);
            Answer answer = body.contains("schedule")
                    ? client.post("/v1/policies/preview", body)
                    : client.post("/v1/nodes/" + node + "/sessions", body);
            assertThat(answer.status()).as(body).isIn(200, 202, 409);
        }
        assertThat(found).isGreaterThanOrEqualTo(4);
    }

    private static Map<String, Object> policy(String name, Map<String, Object> nodes) {
        return Map.of("name", name, "nodes", nodes, "schedule", Map.of("cron", "0 9 1 1 *"));
    }

    private static Answer await(String path, String state) {
        return awaitAnswer(path, "/state", state);
    }

    private static Answer awaitAnswer(String path, String pointer, String value) {
        return Waiting.until(
                path,
                Waiting.LIMIT,
                () -> client.get(path),
                now -> now.at(pointer).equals(value));
    }
}
