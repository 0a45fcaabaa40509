package dev.vivarium.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ShellWordTest {
    @Test
    void whatAShellWouldSplitIsQuoted() {
        assertThat(ShellWord.of("муза-1")).isEqualTo("муза-1");
        assertThat(ShellWord.of("до сеанса")).isEqualTo("'до сеанса'");
        assertThat(ShellWord.of("it's $HOME")).isEqualTo("'it'\\''s $HOME'");
        assertThat(ShellWord.of("")).isEqualTo("''");
    }
}
