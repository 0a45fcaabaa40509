package dev.vivarium.cloudinit.bundle;

import static dev.vivarium.cloudinit.bundle.Expectation.How.CONTAINS;
import static dev.vivarium.cloudinit.bundle.Expectation.How.EQUALS;
import static dev.vivarium.cloudinit.bundle.Expectation.How.MATCHES;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ExpectationTest {
    @Test
    void theNodesNameIsBoundInEveryKind() {
        assertThat(new Expectation(CONTAINS, "Я — ${node.name}!").holds("Привет. Я — Муза!", "Муза"))
                .isTrue();
        assertThat(new Expectation(CONTAINS, "${node.name}").holds("Привет", "Муза"))
                .isFalse();
        assertThat(new Expectation(EQUALS, "${node.name}").holds(" Муза\n", "Муза"))
                .isTrue();
        assertThat(new Expectation(EQUALS, "${node.name}").holds("Муза.", "Муза"))
                .isFalse();
    }

    @Test
    void inAPatternTheNameIsTextAndNotAPattern() {
        Expectation expectation = new Expectation(MATCHES, "^I am ${node.name}\\b.*$");
        assertThat(expectation.holds("I am lab.1 here", "lab.1")).isTrue();
        assertThat(expectation.holds("I am labX1 here", "lab.1")).isFalse();
        assertThat(new Expectation(MATCHES, "\\w{6} мир").holds("— привет мир", "x"))
                .isTrue();
    }

    @Test
    void whatIsExpectedCanBeSaid() {
        assertThat(new Expectation(CONTAINS, "${node.name}").describe("Муза")).isEqualTo("contains \"Муза\"");
        assertThat(new Expectation(EQUALS, "да").describe("x")).isEqualTo("equals \"да\"");
        assertThat(new Expectation(MATCHES, "^а").describe("x")).isEqualTo("matches /^а/");
    }
}
