package dev.vivarium.cloudinit.seed;

import dev.vivarium.cloudinit.Secret;
import java.util.List;

/** A seed with all that one can hold, hostile to YAML where a user's words go in. */
final class Sample {
    /** Must be in the user-data only. */
    static final String CANARY = "canary-4f1c";

    static final String PUBLIC =
            "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIIXE0y66hK79K8j/GuJwjI0BqkDKr2bRAa552gXICZdH host: #1 «муза»";

    /** A key made for this test and used nowhere. */
    private static final String PRIVATE = """
            -----BEGIN OPENSSH PRIVATE KEY-----
            b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQAAAAAAAAABAAAAMwAAAAtzc2gtZW
            QyNTUxOQAAACCFxNMuuoSu/SvI/xricIyNAapAyq9m0QGuedoFyAmXRwAAAJAhKezYISns
            2AAAAAtzc2gtZWQyNTUxOQAAACCFxNMuuoSu/SvI/xricIyNAapAyq9m0QGuedoFyAmXRw
            AAAECDwxSKAn76swFgqH/dMMBXL3Qp2+0es78+4m8Abw2cBoXE0y66hK79K8j/GuJwjI0B
            qkDKr2bRAa552gXICZdHAAAACmEgdGVzdCBrZXkBAgM=
            -----END OPENSSH PRIVATE KEY-----
            """;

    private Sample() {}

    static HostKeyPair hostKey() {
        return new HostKeyPair(Secret.of(PRIVATE), PUBLIC);
    }

    static UserData userData() {
        return new UserData(
                new LoginUser("vivarium", List.of(PUBLIC, PUBLIC.replace("host", "second"))),
                hostKey(),
                List.of(
                        SeedFile.program("/usr/local/sbin/vivarium-guest", "#!/bin/sh\necho: 'да'\n"),
                        SeedFile.secret("/etc/vivarium/secrets.env", Secret.of("TOKEN=" + CANARY + "\n")),
                        SeedFile.readable("/etc/vivarium/имя: узла", "\ttab, \"quotes\", NUL \0\n")),
                List.of(
                        List.of("systemctl", "enable", "--now", "vivarium.service"),
                        List.of("sh", "-c", "echo 'a: b' # \"нет\"\n\ttrue\n"),
                        List.of("true", "", " lead", "yes", "012", "~", "- a", "\\0")));
    }

    static MetaData metaData() {
        return new MetaData("vivarium-5b0f5b43-3a9c-4c52-9f55-0c6ad7d2c9a1-1", Hostname.from("Муза №1"));
    }

    static Seed seed() {
        return Seed.first(metaData(), userData(), new NetworkConfig("52:54:00:ab:cd:ef"));
    }
}
