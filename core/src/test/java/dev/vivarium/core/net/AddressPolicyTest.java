package dev.vivarium.core.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.VivariumException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressPolicyTest {
    private final AddressPolicy policy =
            AddressPolicy.publicOr(a -> a.getHostAddress().equals("10.1.2.3"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.8.8.8",
                "0.0.0.0",
                "10.0.0.1",
                "172.16.0.1",
                "172.31.255.255",
                "192.168.1.1",
                "100.64.0.1",
                "169.254.169.254",
                "198.18.0.1",
                "192.0.2.1",
                "224.0.0.1",
                "240.0.0.1",
                "255.255.255.255",
                "::1",
                "::",
                "[::1]",
                "fe80::1",
                "fec0::1",
                "fc00::1",
                "fd12::1",
                "ff02::1",
                "2001:db8::1",
                "2001::1",
                "::ffff:127.0.0.1",
                "::ffff:10.0.0.1",
                "::127.0.0.1",
                "64:ff9b::7f00:1",
                "64:ff9b::a9fe:a9fe",
                "2002:7f00:1::",
                "2002:c0a8:101::1",
                "100::1",
                "5f00::1"
            })
    void whatIsNotPublicIsRefused(String host) {
        assertThatThrownBy(() -> policy.resolve(host)).isInstanceOfSatisfying(VivariumException.class, e -> {
            assertThat(e.kind()).isEqualTo(Kind.DENIED);
            assertThat(e.code()).isEqualTo("address.refused");
            assertThat(e.message()).contains("settings");
        });
        assertThat(AddressPolicy.any().resolve(host)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1",
                "172.15.255.255",
                "172.32.0.1",
                "100.63.255.255",
                "100.128.0.1",
                "192.169.0.1",
                "223.255.255.255",
                "2606:4700::1111",
                "[2a00:1450::1]",
                "64:ff9b::101:101",
                "2002:101:101::1"
            })
    void whatIsPublicIsNot(String host) {
        assertThat(policy.resolve(host)).hasSize(1);
        assertThat(policy.isExcepted(policy.resolve(host).get(0))).isFalse();
    }

    @Test
    void whatSettingsNameIsAllowed() {
        InetAddress address = policy.resolve("10.1.2.3").get(0);
        assertThat(policy.isExcepted(address)).isTrue();
    }

    /** One address of several is enough to get in. */
    @Test
    void aNameIsRefusedForAnyOfItsAddresses() {
        AddressPolicy mixed =
                policy.resolvedBy(host -> List.of(InetAddress.getByName("1.1.1.1"), InetAddress.getByName("::1")));
        assertThatThrownBy(() -> mixed.resolve("example.org"))
                .isInstanceOfSatisfying(
                        VivariumException.class, e -> assertThat(e.code()).isEqualTo("address.refused"));
    }

    @Test
    void aNameWithoutAddressesSaysSoWithoutItsControlCharacters() {
        AddressPolicy nobody = policy.resolvedBy(host -> {
            throw new UnknownHostException(host);
        });
        assertThatThrownBy(() -> nobody.resolve("a\u001b[31m.example"))
                .isInstanceOfSatisfying(VivariumException.class, e -> {
                    assertThat(e.code()).isEqualTo("address.unknown");
                    assertThat(e.message()).doesNotContain("\u001b");
                });
        assertThatThrownBy(() -> policy.resolvedBy(host -> List.of()).resolve("x"))
                .isInstanceOf(VivariumException.class);
    }
}
