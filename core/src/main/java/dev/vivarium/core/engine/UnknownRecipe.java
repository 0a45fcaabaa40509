package dev.vivarium.core.engine;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * Stands for a recipe of another release: it knows no step, so that its operation is refused in its turn, and nothing is
 * changed.
 *
 * @param kind its name in the journal
 */
record UnknownRecipe(String kind) implements Recipe<JsonNode, JsonNode> {

    @Override
    public Class<JsonNode> requestType() {
        return JsonNode.class;
    }

    @Override
    public List<Step<JsonNode>> steps(JsonNode request) {
        return List.of();
    }

    @Override
    public JsonNode result(JsonNode request, StepContext context) {
        return request;
    }
}
