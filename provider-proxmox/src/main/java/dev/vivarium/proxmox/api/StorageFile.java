package dev.vivarium.proxmox.api;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A file that is to come to a storage.
 *
 * @param storage where
 * @param content {@code iso}, {@code vztmpl} or {@code import}
 * @param name there, with the extension that says what it is: {@code .iso}; {@code .qcow2}, {@code .raw}, {@code .vmdk} or
 *     {@code .ova} for an import, never {@code .img}
 * @param sha256 which the server checks, 64 hexadecimal digits; absent for no check
 */
public record StorageFile(String storage, String content, String name, Optional<String> sha256) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,200}");

    /**
     * Checked here, because the server changes what it does not like in a name, and the file is then not found under it.
     *
     * @throws dev.vivarium.core.model.VivariumException of kind INVALID if the name is no plain one
     */
    public StorageFile {
        if (!NAME.matcher(name).matches()) {
            throw PveSettings.wrong("a file on a storage is named by letters, digits, dots, lines and underscores");
        }
        sha256.ifPresent(sum -> {
            if (!sum.matches("[0-9a-f]{64}")) {
                throw PveSettings.wrong("a SHA-256 is 64 hexadecimal digits in lower case");
            }
        });
    }

    /** The volume that it becomes. */
    public String volume() {
        return storage + ":" + content + "/" + name;
    }

    Params params() {
        Params params = Params.none().with("content", content);
        return sha256.map(sum -> params.with("checksum-algorithm", "sha256").with("checksum", sum))
                .orElse(params);
    }
}
