package dev.vivarium.service.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vivarium.core.model.Labels;
import dev.vivarium.core.model.NodeId;
import dev.vivarium.core.session.SessionPolicy.AfterSession;
import dev.vivarium.core.session.SessionPolicy.OnFailure;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SessionRecordTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private final UUID id = UUID.randomUUID();
    private final UUID policy = UUID.randomUUID();

    private SessionRecord with(Map<String, String> labels) {
        SessionTerms terms = new SessionTerms(
                Before.bestSnapshot(), AfterSession.KEEP, OnFailure.BLOCK, Optional.empty(), true, "UTC", labels);
        SessionRecord.ByPolicy by = new SessionRecord.ByPolicy(policy, NOW);
        return SessionRecord.requested(id, NodeId.random(), Optional.of(by), terms, NOW, NOW);
    }

    @Test
    void aSnapshotSaysWhichSessionAndPolicyItWasTakenFor() {
        assertThat(with(Map.of("game", "шахматы", "session", "mine")).snapshotLabels())
                .isEqualTo(Map.of("game", "шахматы", "session", id.toString(), "policy", policy.toString()));
    }

    @Test
    void moreLabelsThanThereCanBeLeaveTheServicesOwn() {
        Map<String, String> many = new TreeMap<>();
        for (int i = 0; i < Labels.MOST; i++) {
            many.put("a" + i, "x");
        }
        Map<String, String> all = with(many).snapshotLabels();
        assertThat(Labels.checked(all)).hasSize(Labels.MOST);
        assertThat(all).containsKeys("session", "policy");
    }
}
