package dev.vivarium.service.http;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class RoutesTest {
    private final Routes routes = new Routes(Contract.ofService());

    @Test
    void aServiceThatDoesNotKeepItsContractDoesNotStart() {
        routes.on("listNodes", request -> {
            throw new AssertionError("nobody asks");
        });
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
        assertThatThrownBy(() -> routes.on("createNode", request -> null)).hasMessageContaining("twice");
        assertThatThrownBy(() -> routes.on("makeNode", request -> null)).hasMessageContaining("no operation makeNode");
    }
}
