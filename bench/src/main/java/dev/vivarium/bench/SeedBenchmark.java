package dev.vivarium.bench;

import dev.vivarium.bench.Benchmark.Contender;
import dev.vivarium.bench.Benchmark.Round;
import dev.vivarium.cloudinit.Secret;
import dev.vivarium.cloudinit.guest.GuestFiles;
import dev.vivarium.cloudinit.guest.GuestPlan;
import dev.vivarium.cloudinit.seed.HostKeyPair;
import dev.vivarium.cloudinit.seed.LoginUser;
import dev.vivarium.cloudinit.seed.MetaData;
import dev.vivarium.cloudinit.seed.NetworkConfig;
import dev.vivarium.cloudinit.seed.NoCloudIso;
import dev.vivarium.cloudinit.seed.Seed;
import dev.vivarium.cloudinit.seed.UserData;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** The medium of a node's first boot, with the guest's script; against the usual tool on the same documents. */
final class SeedBenchmark {
    private static final String PUBLIC = "ssh-ed25519 " + letters(51) + " bench";

    private SeedBenchmark() {}

    static Benchmark create() {
        Seed seed = seed();
        int bytes = seed.documents().values().stream()
                .mapToInt(d -> d.reveal().getBytes(StandardCharsets.UTF_8).length)
                .sum();
        Optional<String> maker = RawTool.isoMaker();
        return new Benchmark(
                "seed",
                seed.documents().size() + " documents, " + bytes / 1024 + " KiB, forced to disk",
                new Contender("NoCloudIso.write", fresh -> () -> NoCloudIso.write(seed, fresh.resolve("seed.iso"))),
                maker.map(tool -> new Contender(tool + " + sync", fresh -> make(tool, seed, fresh))),
                maker.isPresent() ? "" : "raw side skipped, no ISO maker here: apt-get install genisoimage");
    }

    private static Round make(String tool, Seed seed, Path fresh) throws IOException {
        Path documents = Files.createDirectory(fresh.resolve("documents"));
        for (Map.Entry<String, Secret> document : seed.documents().entrySet()) {
            Scratch.write(
                    documents.resolve(document.getKey()),
                    document.getValue().reveal().getBytes(StandardCharsets.UTF_8));
        }
        return () -> RawTool.bash(fresh, tool + " -V " + NoCloudIso.LABEL + " -o seed.iso documents; sync seed.iso");
    }

    private static Seed seed() {
        GuestPlan plan = new GuestPlan("5b0f5b43-3a9c-4c52-9f55-0c6ad7d2c9a1", "муза", "bench", Optional.empty());
        return Seed.first(
                new MetaData("vivarium-5b0f5b43-1", "muse"),
                new UserData(
                        new LoginUser("vivarium", List.of(PUBLIC)),
                        new HostKeyPair(Secret.of(noKey()), PUBLIC),
                        GuestFiles.of(plan),
                        GuestFiles.commands()),
                new NetworkConfig("52:54:00:ab:cd:ef"));
    }

    /** The form and length of a private key, but not one. */
    private static String noKey() {
        return "-----BEGIN OPENSSH PRIVATE KEY-----\n" + letters(288) + "\n-----END OPENSSH PRIVATE KEY-----\n";
    }

    private static String letters(int bytes) {
        byte[] noise = new byte[bytes];
        new Random(bytes).nextBytes(noise);
        return Base64.getEncoder().encodeToString(noise);
    }
}
