package dev.vivarium.service.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vivarium.service.fixture.Answer;
import dev.vivarium.service.fixture.SharedService;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Each code that a caller may meet is explained, and a problem leads to the explanation. */
class ProblemTypesTest extends SharedService {
    private static final List<String> MODULES =
            List.of("cloud-init", "core", "provider-qemu", "provider-proxmox", "provisioner-service");
    private static final Pattern CODE =
            Pattern.compile("(?:Kind\\.[A-Z_]+,|\\bRefusal\\s*\\.\\w+\\(\\s*(?:\\d+,\\s*\"[^\"]*\",)?"
                    + "|Problem\\.of\\(\\s*\\d+,\\s*\"[^\"]*\",|Finding\\s*\\.\\w+\\()\\s*"
                    + "\"([a-z]+[a-z-]*(?:\\.[a-z0-9-]+)+)\"");

    @Test
    void everyCodeIsExplained() throws IOException {
        Set<String> explained = ProblemTypes.ofService().all().stream()
                .map(ProblemTypes.Type::code)
                .collect(Collectors.toSet());
        Set<String> used = codes();
        assertThat(used).hasSizeGreaterThan(150);
        assertThat(used.stream()
                        .filter(code -> ProblemTypes.ofService().find(code).isEmpty()))
                .as("explain these in problems.txt")
                .isEmpty();
        assertThat(explained).contains("node.unknown", "snapshot.unknown", "request.unknown-member");
    }

    @Test
    void aProblemSaysWhatToDoAndLeadsToItsExplanation() {
        Answer unknown = client.get("/v1/nodes/11111111-1111-4111-8111-111111111111");
        assertThat(unknown.status()).isEqualTo(404);
        assertThat(unknown.at("/hint")).isEqualTo("List the nodes with GET /v1/nodes.");
        assertThat(unknown.at("/type")).isEqualTo("/docs/problems#node.unknown");

        Answer page = service.stranger().get("/docs/problems");
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.header("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/html"));
        assertThat(page.text()).contains("<dt id=\"node.unknown\">").contains("There is no such node.");
        ProblemTypes.ofService()
                .all()
                .forEach(type -> assertThat(page.text()).contains("<dt id=\"" + type.code() + "\">"));
    }

    @Test
    void theLibrarysFailureHasAHintToo() {
        Answer refused = client.post("/v1/nodes", service.wish("nowhere", Map.of("hypervisor", "nowhere")));
        assertThat(refused.at("/code")).isEqualTo("hypervisor.unknown");
        assertThat(refused.at("/hint")).contains("See GET /v1/hypervisors");
    }

    @Test
    void aCodeWithANameOfSomebodysOwnHasItsTypeWithoutIt() {
        assertThat(ProblemTypes.ofService().find("guest.hook-quiesce"))
                .hasValueSatisfying(t -> assertThat(t.code()).isEqualTo("guest.hook"));
        assertThat(ProblemTypes.ofService().find("nobody.knows-this")).isEmpty();
    }

    private static Set<String> codes() throws IOException {
        Set<String> codes = new TreeSet<>();
        for (String module : MODULES) {
            try (Stream<Path> files = Files.walk(Path.of("..", module, "src/main/java"))) {
                for (Path file :
                        files.filter(f -> f.toString().endsWith(".java")).toList()) {
                    CODE.matcher(Files.readString(file)).results().forEach(m -> codes.add(m.group(1)));
                }
            }
        }
        return codes;
    }
}
