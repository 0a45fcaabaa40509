package dev.vivarium.core.config;

import dev.vivarium.core.spi.Hypervisor;
import dev.vivarium.core.spi.HypervisorProvider;
import dev.vivarium.core.spi.HypervisorSettings;
import dev.vivarium.core.spi.SettingsSchema;
import dev.vivarium.core.spi.SettingsSchema.Setting;
import dev.vivarium.core.spi.SettingsSchema.Type;
import java.util.List;
import java.util.Optional;

/** A kind with one setting of each type, for the tests of reading; it connects nothing. */
record FakeProvider(String kind, SettingsSchema settings) implements HypervisorProvider {
    static final FakeProvider QEMU = new FakeProvider("qemu", new SettingsSchema(List.of()));
    static final FakeProvider LAB = new FakeProvider(
            "lab",
            new SettingsSchema(List.of(
                    new Setting("address", Type.TEXT, Optional.empty(), "where it is"),
                    new Setting("port", Type.INTEGER, Optional.of("8006"), "its port"),
                    new Setting("verify", Type.BOOLEAN, Optional.of("true"), "whether TLS is checked"),
                    new Setting("ca", Type.PATH, Optional.of(""), "a certificate"),
                    new Setting("timeout", Type.DURATION, Optional.of("PT30S"), "how long to wait"),
                    new Setting("token", Type.SECRET, Optional.empty(), "the API token"))));

    @Override
    public Hypervisor connect(HypervisorSettings given) {
        throw new AssertionError("reading a file connects nothing");
    }
}
