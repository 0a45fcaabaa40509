package dev.vivarium.proxmox.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vivarium.core.model.VivariumException;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UpidTest {

    @Test
    void allPartsAreRead() {
        String text = "UPID:pve:000002F8:0003BC88:6B00B1D1:download:dl.iso:root@pam!rig:";
        assertThat(Upid.parse(text))
                .isEqualTo(new Upid(
                        text,
                        "pve",
                        760,
                        244872,
                        Instant.ofEpochSecond(1795207633),
                        "download",
                        "dl.iso",
                        "root@pam!rig"));
    }

    @Test
    void theIdMayBeEmpty() {
        assertThat(Upid.parse("UPID:pve:000002C1:0003BA82:6B00B1CC:imgcopy::root@pam!rig:")
                        .id())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "UPID:pve:000002C1:0003BA82:6B00B1CC:imgcopy::root@pam",
                "UPID:p/../e:000002C1:0003BA82:6B00B1CC:imgcopy::root@pam!rig:",
                "UPID:pve:000002C1:0003BA82:6B00B1CC:imgcopy:a/../b:root@pam!rig:",
                "UPID:pve:000002C1:0003BA82:6B00B1CC:img\ncopy::root@pam!rig:"
            })
    void whatIsNoTasksNameIsRefused(String text) {
        assertThatThrownBy(() -> Upid.parse(text))
                .isInstanceOf(VivariumException.class)
                .hasMessageContaining("was to name a task");
    }
}
