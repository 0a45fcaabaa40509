package dev.vivarium.service.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vivarium.service.http.Contract;
import dev.vivarium.service.http.Endpoint;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.StringJoiner;

/** Makes requests from the contract by chance; the same seed and the same answers make the same ones. */
final class FuzzRequests {
    /** A third of all requests has something wrong, a fifth is meant to hurt. */
    private enum Mood {
        GOOD,
        NEARLY,
        HOSTILE
    }

    private final JsonNode document;
    private final List<Endpoint> endpoints;
    private final String token;
    private final Random random;
    private final Texts texts;
    private final Values values;
    private final HostileParts hostile;

    FuzzRequests(Contract contract, String token, Texts texts, Random random) {
        this.document = contract.document();
        this.endpoints = contract.endpoints();
        this.token = token;
        this.texts = texts;
        this.random = random;
        this.values = new Values(document, texts, random);
        this.hostile = new HostileParts(texts, random);
    }

    FuzzRequest next() {
        int dice = random.nextInt(100);
        Mood mood = dice < 50 ? Mood.GOOD : dice < 80 ? Mood.NEARLY : Mood.HOSTILE;
        Endpoint endpoint = endpoints.get(random.nextInt(endpoints.size()));
        JsonNode path = document.path("paths").path(endpoint.path());
        JsonNode operation = path.path(endpoint.method().toLowerCase(Locale.ROOT));
        List<String> headers = new ArrayList<>(List.of("Host: 127.0.0.1", "Connection: close"));
        headers.add(
                mood == Mood.HOSTILE && random.nextInt(4) == 0
                        ? hostile.authorization()
                        : "Authorization: Bearer " + token);
        String target = target(endpoint, List.of(path.path("parameters"), operation.path("parameters")), headers, mood);
        byte[] body = body(operation, headers, mood);
        String method = endpoint.method();
        boolean framed = true;
        if (mood == Mood.HOSTILE) {
            target = random.nextInt(4) == 0 ? hostile.target(target) : target;
            method = random.nextInt(12) == 0 ? hostile.method() : method;
            if (random.nextInt(3) == 0) {
                hostile.headers(headers);
            }
            framed = random.nextInt(15) != 0;
        }
        if (framed) {
            headers.add("Content-Length: " + body.length);
        } else {
            hostile.frame(headers, body.length);
        }
        return new FuzzRequest(method, target, headers, body, framed);
    }

    private String target(Endpoint endpoint, List<JsonNode> parameters, List<String> headers, Mood mood) {
        String path = endpoint.path();
        StringJoiner query = new StringJoiner("&", "?", "").setEmptyValue("");
        for (JsonNode group : parameters) {
            for (JsonNode given : group) {
                JsonNode parameter = values.resolved(given);
                String name = parameter.path("name").asText();
                String in = parameter.path("in").asText();
                boolean wanted = parameter.path("required").asBoolean() || random.nextInt(4) == 0;
                if (in.equals("path")) {
                    path = path.replace("{" + name + "}", encoded(value(parameter, mood)));
                } else if (wanted && in.equals("query")) {
                    query.add(name + "=" + encoded(value(parameter, mood)));
                } else if (wanted && in.equals("header")) {
                    headers.add(name + ": " + inHeader(value(parameter, mood)));
                }
            }
        }
        return path + query;
    }

    private String value(JsonNode parameter, Mood mood) {
        boolean wrong = mood != Mood.GOOD && random.nextInt(3) == 0;
        JsonNode good = values.good(parameter.path("schema"));
        JsonNode value = good.isArray() && !good.isEmpty() ? good.get(0) : good;
        return wrong ? texts.hostile() : value.asText();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** Headers of a request that can be read at all have one line. */
    private static String inHeader(String text) {
        return text.replaceAll("\\p{Cntrl}", " ");
    }

    private byte[] body(JsonNode operation, List<String> headers, Mood mood) {
        JsonNode content = values.resolved(operation.path("requestBody")).path("content");
        if (content.isMissingNode() || (mood != Mood.GOOD && random.nextInt(12) == 0)) {
            return mood == Mood.HOSTILE && random.nextBoolean() ? hostile.body("{}") : new byte[0];
        }
        String type = content.fieldNames().next();
        headers.add("Content-Type: " + (mood == Mood.HOSTILE ? hostile.type(type) : type));
        if (!type.endsWith("json")) {
            byte[] part = new byte[random.nextInt(2000)];
            random.nextBytes(part);
            return part;
        }
        JsonNode good = values.good(content.path(type).path("schema"));
        JsonNode value = mood == Mood.GOOD ? good : values.nearly(good);
        String text = value.toString();
        return mood == Mood.HOSTILE && random.nextBoolean()
                ? hostile.body(text)
                : text.getBytes(StandardCharsets.UTF_8);
    }
}
