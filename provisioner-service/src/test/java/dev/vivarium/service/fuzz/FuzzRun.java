package dev.vivarium.service.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vivarium.core.journal.Json;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.service.fixture.ContractCheck;
import dev.vivarium.service.rig.Scene;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Sends so many requests, looks at each answer, and learns ids from the good ones. */
final class FuzzRun {
    private static final Set<Integer> FAULTS = Set.of(502, 503, 504, 507);
    private static final Pattern INSIDE = Pattern.compile(
            "dev\\.vivarium|java\\.(lang|util|io|net)\\.|javax?\\.|org\\.(jdbi|sqlite|eclipse|postgresql|flywaydb)|com\\.fasterxml"
                    + "|io\\.javalin|Exception\\b|\\bat [\\w.$]+\\([\\w]+\\.java|\\bSELECT .* FROM|\\bSQLITE_|jdbc:");

    private final RawHttp http;
    private final FuzzRequests requests;
    private final Texts texts;
    private final String token;
    private final String tokenId;
    private final List<String> wrong = new ArrayList<>();
    private final Map<Integer, Integer> statuses = new TreeMap<>();
    private int unanswered;

    /** @param tokenId the token's id; it is never asked to be revoked */
    FuzzRun(URI address, String token, String tokenId, long seed) {
        this.token = token;
        this.tokenId = tokenId;
        http = new RawHttp(address);
        Random random = new Random(seed);
        texts = new Texts(random);
        requests = new FuzzRequests(ContractCheck.contract(), token, texts, random);
    }

    /** Something that good requests say now and then: a path that is there, a name. */
    FuzzRun know(String text) {
        texts.know(text);
        return this;
    }

    /** An id that the service has. */
    FuzzRun id(String id) {
        texts.id(id);
        return this;
    }

    /** Sends them; stops at the twentieth thing that is wrong. */
    void send(int count) {
        for (int i = 0; i < count && wrong.size() < 20; i++) {
            FuzzRequest request = requests.next();
            try {
                send(request);
            } catch (SocketTimeoutException e) {
                wrong.add("no answer to request " + i + ": " + request);
            } catch (IOException | AssertionError e) {
                wrong.add("request " + i + ": " + e.getMessage() + "\n" + request);
            }
        }
    }

    private void send(FuzzRequest request) throws IOException {
        Optional<RawHttp.Response> answer =
                http.send(request.bytes(), !request.method().equals("HEAD"));
        if (answer.isEmpty()) {
            unanswered++;
            return;
        }
        RawHttp.Response response = answer.get();
        statuses.merge(response.status(), 1, Integer::sum);
        if (response.status() >= 500 && !FAULTS.contains(response.status())) {
            throw new AssertionError("a mistake of ours: " + response);
        }
        if (INSIDE.matcher(withoutContract(request, response)).find()) {
            throw new AssertionError("the answer tells of our inside: " + response);
        }
        boolean asksForToken = request.target().startsWith("/v1/tokens");
        if (response.body().contains(HostileParts.CANARY)
                || response.body().contains(Scene.CANARY_CORE)
                || (!asksForToken && response.body().contains(token))) {
            throw new AssertionError("the answer holds a secret: " + response);
        }
        boolean isStream = response.type().orElse("").startsWith("text/event-stream");
        if (!request.method().equals("HEAD") && !isStream) {
            String asked = request.target().replaceFirst("^(/[^?]+)/(\\?|$)", "$1$2"); // a slash more is the same
            ContractCheck.check(request.method(), asked, response.status(), response.type(), response.body());
            learn(response);
        }
    }

    /** The description of the service and its pages may say what they like. */
    private static String withoutContract(FuzzRequest request, RawHttp.Response response) {
        return request.target().startsWith("/openapi") || request.target().startsWith("/docs") ? "" : response.body();
    }

    private void learn(RawHttp.Response response) {
        if (response.status() < 300 && response.type().orElse("").startsWith("application/json")) {
            try {
                JsonNode body = Json.read(response.body(), JsonNode.class);
                body.findValuesAsText("id").stream()
                        .filter(id -> id.length() == 36 && !id.equals(tokenId))
                        .limit(3)
                        .forEach(texts::id);
            } catch (VivariumException e) {
                throw new AssertionError("no JSON: " + response.body(), e);
            }
        }
    }

    /** What is wrong; empty if nothing is. */
    List<String> wrong() {
        return wrong;
    }

    @Override
    public String toString() {
        return "answers by status " + statuses + ", closed without an answer " + unanswered;
    }

    /** How many answers of this kind there were: 2 for 200 to 299. */
    int answers(int hundreds) {
        return statuses.entrySet().stream()
                .filter(e -> e.getKey() / 100 == hundreds)
                .mapToInt(Map.Entry::getValue)
                .sum();
    }

    int unanswered() {
        return unanswered;
    }
}
