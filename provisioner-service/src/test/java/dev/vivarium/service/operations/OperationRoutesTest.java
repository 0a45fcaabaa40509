package dev.vivarium.service.operations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vivarium.service.fixture.Answer;
import dev.vivarium.service.fixture.SharedService;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class OperationRoutesTest extends SharedService {

    @Test
    void aStreamTellsEveryStepAndGoesOnWhereItWasLeft() {
        Answer accepted = client.post("/v1/nodes", service.wish("streamed"));
        String events = accepted.header("Location").orElseThrow() + "/events";
        List<String> lines = client.events(events).toList();
        assertThat(lines).anyMatch(l -> l.equals("event: operation-accepted"));
        assertThat(lines).anyMatch(l -> l.contains("\"step-started\"") && l.contains("\"machine\""));
        assertThat(lines).anyMatch(l -> l.equals("event: operation-ended"));

        List<String> ids = lines.stream().filter(l -> l.startsWith("id: ")).toList();
        String middle = ids.get(ids.size() / 2).substring(4);
        List<String> rest = client.events(events, "Last-Event-ID", middle).toList();
        assertThat(rest).noneMatch(l -> l.equals("event: operation-accepted"));
        assertThat(rest.stream().filter(l -> l.startsWith("id: ")).map(l -> Long.parseLong(l.substring(4))))
                .allMatch(id -> id > Long.parseLong(middle));
    }

    @Test
    void pagesTellEachOperationOnce() {
        String node = service.node("paged");
        for (int i = 0; i < 4; i++) {
            client.awaitEnd(client.post("/v1/nodes/" + node + "/verify"));
        }
        Set<String> seen = new TreeSet<>();
        String next = "";
        do {
            Answer page = client.get("/v1/operations?pageSize=2&node=" + node + next);
            page.json()
                    .at("/items")
                    .forEach(o -> assertThat(seen.add(o.path("id").asText())).isTrue());
            next = page.at("/nextPageToken").isEmpty() ? "" : "&pageToken=" + page.at("/nextPageToken");
        } while (!next.isEmpty());
        assertThat(seen).hasSize(5);
        assertThat(client.get("/v1/operations?state=done&kind=create&node=" + node)
                        .json()
                        .at("/items"))
                .hasSize(1);
    }

    @Test
    void theSameKeyGetsTheSameAnswer() {
        Map<String, Object> wish = service.wish("keyed");
        Answer first = client.post("/v1/nodes", wish, "Idempotency-Key", "k-1");
        Answer second = client.post("/v1/nodes", wish, "Idempotency-Key", "k-1");
        assertThat(second.text()).isEqualTo(first.text());
        assertThat(second.header("Location")).isEqualTo(first.header("Location"));
        Answer other = client.post("/v1/nodes", service.wish("other"), "Idempotency-Key", "k-1");
        assertThat(other.at("/code")).isEqualTo("request.idempotency-key");
    }

    @Test
    void aChangeOfWhatHasChangedIsRefused() {
        String node = "/v1/nodes/" + service.node("tagged");
        String tag = client.get(node).header("ETag").orElseThrow();
        assertThat(client.get(node, "If-None-Match", tag).status()).isEqualTo(304);
        assertThat(client.awaitEnd(client.send("POST", node + "/stop", java.util.Optional.empty(), "If-Match", tag))
                        .at("/state"))
                .isEqualTo("done");
        assertThat(client.send("POST", node + "/start", java.util.Optional.empty(), "If-Match", tag)
                        .status())
                .isEqualTo(412);
    }
}
