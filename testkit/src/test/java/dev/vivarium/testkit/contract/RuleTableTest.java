package dev.vivarium.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vivarium.testkit.contract.TestResults.Outcome;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The README's table is up to date. After the tests of a provider have run, this test writes
 * it with the results of that run if {@code -Dvivarium.update} is given.
 */
class RuleTableTest {
    private static final Path README = Path.of("README.md");

    private final RuleTable table = new RuleTable();

    private static List<TestResults> results() {
        return List.of(
                TestResults.read("simulated", Path.of("target", "surefire-reports"), "Simulated"),
                TestResults.read("qemu", Path.of("..", "provider-qemu", "target", "surefire-reports"), "Qemu"),
                TestResults.read(
                        "proxmox", Path.of("..", "provider-proxmox", "target", "surefire-reports"), "Proxmox"));
    }

    @Test
    void everyRuleHasATest() {
        assertThat(Rule.values())
                .allSatisfy(
                        rule -> assertThat(table.tests(rule)).as(rule.text()).isNotEmpty());
    }

    @Test
    void everyTestOfAFacetProvesARule() {
        List<Method> tests = RuleTable.FACETS.stream()
                .flatMap(facet -> Stream.of(facet.getDeclaredMethods()))
                .filter(method -> method.isAnnotationPresent(Test.class))
                .toList();
        assertThat(tests).isNotEmpty().allMatch(method -> method.isAnnotationPresent(Proves.class));
        assertThat(tests).extracting(Method::getName).doesNotHaveDuplicates();
    }

    @Test
    void facetsStaySmall() throws IOException {
        for (Class<?> facet : RuleTable.FACETS) {
            Path source = Path.of("src/main/java", facet.getName().replace('.', '/') + ".java");
            try (Stream<String> lines = Files.lines(source)) {
                assertThat(lines.count()).as(source.toString()).isLessThanOrEqualTo(300);
            }
        }
    }

    @Test
    void readmeHoldsTheTable() throws IOException {
        List<TestResults> results = results();
        String readme = Files.readString(README);
        String wanted = RuleTable.replaceIn(readme, table.render(results));
        if (System.getProperty("vivarium.update") != null) {
            Files.writeString(README, wanted);
            return;
        }
        assertThat(RuleTable.withoutResults(readme, results.size()))
                .as("README.md is out of date; see RuleTableTest")
                .isEqualTo(RuleTable.withoutResults(wanted, results.size()));
        assertThat(readme).doesNotContain("**failed**");
    }

    @Test
    void reportsAreRead(@TempDir Path reports) throws IOException {
        Files.writeString(reports.resolve("TEST-dev.vivarium.SampleTest.xml"), """
                <testsuite>
                  <testcase name="good"/>
                  <testcase name="bad"><failure message="no"/></testcase>
                  <testcase name="denied"><skipped message="Assumption failed: CONSOLE is denied: none"/></testcase>
                  <testcase name="skipped"><skipped message="Assumption failed: no probe"/></testcase>
                </testsuite>
                """);
        assertThat(TestResults.read("x", reports, "Sample").outcomes())
                .isEqualTo(Map.of(
                        "good", Outcome.PASSED,
                        "bad", Outcome.FAILED,
                        "denied", Outcome.DENIED,
                        "skipped", Outcome.SKIPPED));
        assertThat(TestResults.read("x", reports.resolve("absent"), "Sample").outcomes())
                .isEmpty();
    }
}
