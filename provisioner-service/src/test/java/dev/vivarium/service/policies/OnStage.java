package dev.vivarium.service.policies;

import dev.vivarium.core.model.NodeId;
import dev.vivarium.service.store.DatabaseSettings;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A stage with one node, and the daily policy for it that most tests begin with. */
abstract class OnStage {
    Stage stage;
    NodeId muse;

    /** An empty database. */
    abstract DatabaseSettings empty();

    @BeforeEach
    void open() {
        stage = new Stage(empty(), "2026-03-02T08:00:00Z");
        muse = stage.nodes.add("муза", Map.of("team", "atelier"));
    }

    @AfterEach
    void close() {
        stage.close();
    }

    PolicySpec daily() {
        return Stage.daily("daily", "0 9 * * *", "UTC", muse);
    }

    List<String> names() {
        return stage.nodes.node(muse).orElseThrow().snapshots().stream()
                .map(s -> s.snapshot().name())
                .toList();
    }
}
