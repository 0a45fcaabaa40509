package dev.vivarium.core.engine;

import dev.vivarium.core.model.NodeId;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** Each test has a directory of its own, that process after process opens as its home. */
abstract class AtScriptHome {
    @TempDir
    Path directory;

    final NodeId node = NodeId.random();

    ScriptHome home() {
        return new ScriptHome(directory, node);
    }
}
