package dev.vivarium.service.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The contract's examples are what its schemas allow. */
class ContractExamplesTest {
    private static final JsonNode CONTRACT = Contract.ofService().document();
    private static final SchemaRegistry SCHEMAS = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

    @TestFactory
    List<DynamicTest> everyExampleFitsItsSchema() {
        List<DynamicTest> tests = new ArrayList<>();
        CONTRACT.path("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .properties()
                        .forEach(method -> collect(path.getKey() + " " + method.getKey(), method.getValue(), tests)));
        assertThat(tests).hasSizeGreaterThan(60);
        return tests;
    }

    @Test
    void anExampleThatDoesNotFitIsNoticed() {
        assertThat(schema(CONTRACT.at("/components/schemas/Node")).validate("{\"id\": 1}", InputFormat.JSON))
                .isNotEmpty();
    }

    private static void collect(String where, JsonNode node, List<DynamicTest> tests) {
        JsonNode target = node.path("$ref").asText("").startsWith("#/components/responses/")
                ? CONTRACT.at(node.path("$ref").asText().substring(1))
                : node;
        if (target.has("schema") && target.has("examples")) {
            Schema schema = schema(target.path("schema"));
            target.path("examples").properties().stream()
                    .filter(e -> !e.getValue().path("value").isTextual())
                    .forEach(e -> tests.add(DynamicTest.dynamicTest(
                            where + " " + e.getKey(),
                            () -> assertThat(schema.validate(
                                            e.getValue().path("value").toString(), InputFormat.JSON))
                                    .isEmpty())));
        }
        target.properties().forEach(member -> collect(where, member.getValue(), tests));
    }

    private static Schema schema(JsonNode schema) {
        ObjectNode whole = schema.deepCopy();
        whole.set("components", CONTRACT.path("components"));
        return SCHEMAS.getSchema(whole.toString(), InputFormat.JSON);
    }
}
