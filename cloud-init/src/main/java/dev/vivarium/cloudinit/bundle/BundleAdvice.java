package dev.vivarium.cloudinit.bundle;

import dev.vivarium.cloudinit.bundle.BundleCheck.Problem;
import dev.vivarium.cloudinit.bundle.SourceEntry.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** What can be packed and is yet unwise. */
final class BundleAdvice {
    /** What is worth a medium of its own. */
    private static final long BIG = 256L << 20;

    private static final int HEAD = 4096;
    private static final int MOST_HEADS = 5000;
    private static final Pattern SECRET = Pattern.compile(
            "\\.env(\\..*)?|.*\\.(pem|key|p12|pfx|jks|keystore)|id_(rsa|dsa|ecdsa|ed25519)|credentials(\\.json)?|\\.netrc");
    private static final Pattern TEXT = Pattern.compile(".*\\.(sh|py|service|ya?ml|conf|pl|rb)");

    private final Path root;
    private final ManifestReader.Result read;
    private final List<Problem> warnings = new ArrayList<>();
    private int heads;

    private BundleAdvice(Path root, ManifestReader.Result read) {
        this.root = root;
        this.read = read;
    }

    static List<Problem> of(Path root, ManifestReader.Result read, List<SourceEntry> entries) throws IOException {
        BundleAdvice advice = new BundleAdvice(root, read);
        advice.layers(entries);
        for (SourceEntry entry : entries) {
            if (entry.kind() == Kind.FILE) {
                advice.name(entry);
                advice.content(entry);
            }
        }
        return advice.warnings;
    }

    /** The last layer holds the code, which changes often: all of it is then packed and sent again. */
    private void layers(List<SourceEntry> entries) {
        List<LayerSource> layers = LayerSource.divide(root, read.manifest().layers(), entries);
        LayerSource last = layers.get(layers.size() - 1);
        last.entries().stream()
                .filter(e -> e.size() >= BIG)
                .findFirst()
                .ifPresent(
                        e -> warn(
                                e.path(),
                                "is large (" + (e.size() >> 20) + " MiB) and lies in layer '" + last.name()
                                        + "' with what changes often; name it in a layer of its own, which is then packed once"));
    }

    private void name(SourceEntry entry) {
        String name = entry.path().substring(entry.path().lastIndexOf('/') + 1);
        if (SECRET.matcher(name.toLowerCase(Locale.ROOT)).matches()) {
            warn(
                    entry.path(),
                    "looks like a secret, and media can be read by whoever reads the host's disk; name it under"
                            + " 'secrets' and give its value when the node is made");
        }
    }

    private void content(SourceEntry entry) throws IOException {
        boolean program =
                entry.path().startsWith("boot/") || TEXT.matcher(entry.path()).matches();
        if (!program || heads++ >= MOST_HEADS) {
            return;
        }
        String head;
        try (InputStream in = Files.newInputStream(root.resolve(entry.path()), LinkOption.NOFOLLOW_LINKS)) {
            head = new String(in.readNBytes(HEAD), StandardCharsets.ISO_8859_1);
        }
        boolean script = head.startsWith("#!");
        if (head.contains("\r\n") && (script || TEXT.matcher(entry.path()).matches())) {
            warn(
                    entry.path(),
                    "has Windows line ends (CRLF), which "
                            + (script ? "its interpreter does not understand" : "disturb")
                            + "; mend it with: sed -i 's/\\r$//'");
        }
        if (!entry.executable()
                && (script || head.startsWith("\u007fELF"))
                && entry.path().startsWith("boot/")) {
            warn(entry.path(), "is a program, but not executable; mend it with: chmod +x");
        }
    }

    private void warn(String path, String message) {
        warnings.add(new Problem(false, root.resolve(path).toString(), 0, message));
    }
}
