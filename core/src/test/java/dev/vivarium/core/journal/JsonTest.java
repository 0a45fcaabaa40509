package dev.vivarium.core.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vivarium.cloudinit.Secret;
import dev.vivarium.core.model.HostKey;
import dev.vivarium.core.model.Node;
import dev.vivarium.core.model.VivariumException;
import org.junit.jupiter.api.Test;

class JsonTest {
    private record Holder(String name, Secret secret) {}

    private record Key(HostKey key) {}

    @Test
    void everythingOfANodeComesBack() {
        Node node = Nodes.full("муза");
        assertThat(Json.read(Json.write(node), Node.class)).isEqualTo(node);
    }

    @Test
    void aSecretCannotBeWritten() {
        assertThatThrownBy(() -> Json.write(new Holder("x", Secret.of("canary"))))
                .isInstanceOf(VivariumException.class)
                .hasStackTraceContaining("must not be written")
                .hasMessageNotContaining("canary");
    }

    @Test
    void bothKindsOfHostKeyComeBack() {
        Key given = new Key(new HostKey.Given("ssh-ed25519 AAAA"));
        assertThat(Json.read(Json.write(given), Key.class)).isEqualTo(given);
        assertThat(Json.write(new Key(new HostKey.Derived(2, "k")))).contains("\"type\":\"derived\"");
    }

    @Test
    void membersOfALaterReleaseAreIgnored() {
        assertThat(Json.read("{\"key\":{\"type\":\"given\",\"publicKey\":\"k\",\"new\":1},\"more\":[]}", Key.class))
                .isEqualTo(new Key(new HostKey.Given("k")));
    }

    @Test
    void aRecordOfBeforeUpdatesAndSecretsIsRead() {
        ObjectNode record = (ObjectNode) Json.tree(Nodes.full("муза"));
        ((ObjectNode) record.path("spec")).remove("secrets");
        ((ObjectNode) record.path("bundle")).remove("directory");
        ((ObjectNode) record.path("snapshots").path(0)).remove("bundle");
        Node read = Json.read(record, Node.class);
        assertThat(read.spec().secrets()).isEmpty();
        assertThat(read.bundle().orElseThrow().directory()).isEmpty();
        assertThat(read.snapshots().get(0).bundle()).isEmpty();
    }

    @Test
    void whatIsNoJsonIsATypedError() {
        assertThatThrownBy(() -> Json.read("{", Node.class)).isInstanceOf(VivariumException.class);
    }
}
