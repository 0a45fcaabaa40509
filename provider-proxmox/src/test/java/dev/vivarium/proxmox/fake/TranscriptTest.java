package dev.vivarium.proxmox.fake;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The fake answers as a real Proxmox VE 9.2 did; what it does not is named here, and nothing else. */
class TranscriptTest {
    private static final Map<String, String> NOT_ALIKE = NotAlike.all();

    @Test
    void eachExchangeIsAnsweredAsTheRealOneDid() throws IOException {
        Map<String, String> differences = new TreeMap<>();
        TranscriptReplay replay = new TranscriptReplay();
        try {
            for (JsonNode exchange : Exchanges.all()) {
                String id = exchange.path("id").asText();
                if (id.equals("00.1")) {
                    replay.close();
                    replay = new TranscriptReplay();
                }
                Optional<String> difference = replay.differs(exchange);
                difference.ifPresent(text -> differences.put(
                        id,
                        exchange.path("method").asText() + " "
                                + exchange.path("path").asText() + ": " + text));
            }
        } finally {
            replay.close();
        }
        Map<String, String> unexpected = new TreeMap<>(differences);
        unexpected.keySet().removeAll(NOT_ALIKE.keySet());
        assertThat(unexpected)
                .as("exchanges that the fake answers in another way")
                .isEmpty();
        assertThat(differences.keySet())
                .as("named as not alike, and now they are")
                .containsAll(NOT_ALIKE.keySet());
    }
}
