package dev.vivarium.core.engine;

import dev.vivarium.cloudinit.Delivery;
import dev.vivarium.cloudinit.Secret;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.VivariumException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The credentials of a share, from the user's file; they go into the seed and nowhere else. */
final class ShareCredentials {
    private static final int LIMIT = 4096;
    private static final Pattern FORM =
            Pattern.compile("(?:(?:username|password|domain)=\\P{Cntrl}+\\n?){1,3}", Pattern.UNICODE_CHARACTER_CLASS);

    private ShareCredentials() {}

    /** @throws VivariumException INVALID {@code delivery.credentials} if the file cannot be used */
    static Optional<Secret> of(Delivery delivery) {
        return delivery instanceof Delivery.Smb smb ? smb.credentials().map(ShareCredentials::read) : Optional.empty();
    }

    private static Secret read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            String text = new String(in.readNBytes(LIMIT + 1), StandardCharsets.UTF_8);
            if (text.length() > LIMIT || !FORM.matcher(text).matches()) {
                throw unusable(
                        file, "it must have the lines username=… and password=…, and no others but domain=…", null);
            }
            return Secret.of(text);
        } catch (IOException e) {
            throw unusable(file, "it cannot be read", e);
        }
    }

    private static VivariumException unusable(Path file, String why, @Nullable IOException e) {
        String message = "the credentials " + file + " for the share: " + why;
        return e == null
                ? new VivariumException(Kind.INVALID, "delivery.credentials", message)
                : new VivariumException(Kind.INVALID, "delivery.credentials", message, e);
    }
}
