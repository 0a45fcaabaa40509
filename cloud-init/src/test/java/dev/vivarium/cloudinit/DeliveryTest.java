package dev.vivarium.cloudinit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeliveryTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "medium",
                "sftp",
                "url=https://host.example:8443/%D1%81/muse",
                "url=http://[::1]:8080/b",
                "nfs=10.0.2.2:/srv/связки",
                "nfs=[fd00::1]:/srv",
                "smb=//nas/bundles/muse",
                "smb=//nas/bundles,credentials=/etc/nas.credentials"
            })
    void isWrittenAsItIsRead(String text) {
        assertThat(Delivery.parse(text)).hasToString(text);
    }

    @Test
    void aSlashAtTheEndAndARelativeFileAreSettled() {
        assertThat(Delivery.parse("url=https://host/dir/")).hasToString("url=https://host/dir");
        assertThat(Delivery.parse("smb=//nas/b,credentials=x"))
                .isEqualTo(new Delivery.Smb("//nas/b", Optional.of(Path.of("x").toAbsolutePath())));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "floppy",
                "url=",
                "url=file:///etc/passwd",
                "url=ftp://host/x",
                "url=https://user:word@host/x",
                "url=https://host/x?y=$(id)",
                "url=https://host/a b",
                "nfs=host",
                "nfs=host:relative",
                "nfs=-o:/x",
                "nfs=host:/x,rw",
                "nfs=host:/x\n",
                "smb=//host",
                "smb=host/share",
                "smb=//host/share,uid=0",
                "smb=//-x/share"
            })
    void whatIsNoDeliveryIsRefused(String text) {
        assertThatThrownBy(() -> Delivery.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
