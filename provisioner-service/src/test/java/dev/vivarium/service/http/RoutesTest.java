package dev.vivarium.service.http;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class RoutesTest {
    private static final Routes.Handler NEVER_ASKED = request -> {
        throw new AssertionError("nobody asks");
    };

    private final Routes routes = new Routes(Contract.ofService());

    @Test
    void aServiceThatDoesNotKeepItsContractDoesNotStart() {
        routes.on("listNodes", NEVER_ASKED);
        assertThatThrownBy(routes::checkComplete)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("createNode")
                .hasMessageNotContaining("listNodes");
    }

    @Test
    void noOperationIsAnsweredTwiceOrWithoutAContract() {
        routes.change("createNode", request -> {
            throw new AssertionError("nobody asks");
        });
        assertThatThrownBy(() -> routes.on("createNode", NEVER_ASKED)).hasMessageContaining("twice");
        assertThatThrownBy(() -> routes.on("makeNode", NEVER_ASKED)).hasMessageContaining("no operation makeNode");
    }
}
