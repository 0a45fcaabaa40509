package dev.vivarium.core.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SizeTest {
    @ParameterizedTest
    @CsvSource({"512M,512", "512MiB,512", "16G,16384", "16 GiB,16384", "1t,1048576", "2GB,2048"})
    void readsWhatPeopleWrite(String text, long mebibytes) {
        assertThat(Size.parse(text)).isEqualTo(Size.MiB(mebibytes));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "16", "G", "-1G", "1.5G", "99999999999G", "0M", "4k"})
    void refusesTheRest(String text) {
        assertThatThrownBy(() -> Size.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void isShownInTheLargestWholeUnit() {
        assertThat(Size.GiB(16)).hasToString("16 GiB");
        assertThat(Size.MiB(1500)).hasToString("1500 MiB");
    }
}
