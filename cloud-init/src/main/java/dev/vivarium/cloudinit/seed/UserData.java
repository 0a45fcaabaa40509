package dev.vivarium.cloudinit.seed;

import dev.vivarium.cloudinit.Secret;
import dev.vivarium.cloudinit.yaml.YamlText;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/**
 * What cloud-init does at the first boot.
 *
 * <p>What it would do beside that and nobody needs (a password for the console, printing keys, asking the package archive) is
 * switched off: on emulated processors each of these costs seconds.
 *
 * @param user who may log in
 * @param hostKey the guest's SSH host key
 * @param files written before services start
 * @param commands run at the end of the first boot, each as a list of words
 */
public record UserData(LoginUser user, HostKeyPair hostKey, List<SeedFile> files, List<List<String>> commands) {
    static final String HEADER = "#cloud-config\n";

    /** A document that does nothing. */
    static final String NOTHING = HEADER + "{}\n";

    /**
     * What {@code ssh_pwauth: false} comes to. Where cloud-init finds it written it need not restart sshd in the middle of the
     * boot, and it holds in images whose cloud-init leaves that module out.
     */
    private static final SeedFile NO_PASSWORDS =
            new SeedFile("/etc/ssh/sshd_config.d/50-cloud-init.conf", "0600", Secret.of("PasswordAuthentication no\n"));

    /** cloud-init reads and writes the document six times, character by character: a long one costs an emulated guest seconds. */
    private static final int WORTH_PACKING = 1024;

    private static final Map<String, Object> QUIET = quiet();

    /** @throws IllegalArgumentException if a command has no words */
    public UserData {
        files = List.copyOf(files);
        commands = commands.stream().<List<String>>map(List::copyOf).toList();
        if (commands.stream().anyMatch(List::isEmpty)) {
            throw new IllegalArgumentException("a command without a word");
        }
    }

    /** The document {@code user-data}. */
    public Secret render() {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("users", List.of(account())); // no "default": the image's own account is not made
        document.put("ssh_pwauth", false);
        document.put("disable_root", true);
        document.putAll(hostKeys());
        document.put("growpart", Map.of("mode", "auto"));
        document.put("resize_rootfs", true); // not in the background: the bundle needs the space next
        document.put("manage_etc_hosts", "localhost");
        document.putAll(QUIET);
        document.put(
                "write_files",
                Stream.concat(Stream.of(NO_PASSWORDS), files.stream())
                        .map(UserData::writeFile)
                        .toList());
        if (!commands.isEmpty()) { // the schema refuses an empty list
            document.put("runcmd", commands);
        }
        return Secret.of(HEADER + YamlText.of(document));
    }

    private Map<String, Object> hostKeys() {
        Map<String, Object> keys = new LinkedHashMap<>();
        keys.put("ssh_deletekeys", true); // what an image brings is known to all its users; ours come after
        keys.put("ssh_keys", hostKey.entries());
        return keys;
    }

    private static Map<String, Object> quiet() {
        Map<String, Object> quiet = new LinkedHashMap<>();
        quiet.put("ssh", Map.of("emit_keys_to_console", false));
        quiet.put("no_ssh_fingerprints", true);
        quiet.put("locale", "false"); // read as "leave it alone"; the schema wants a text
        quiet.put("package_update", false);
        quiet.put("package_upgrade", false);
        quiet.put("apt", Map.of("preserve_sources_list", true)); // an air-gapped site's image names its own mirror
        quiet.put("grub_dpkg", Map.of("enabled", false));
        return Collections.unmodifiableMap(quiet);
    }

    private Map<String, Object> account() {
        Map<String, Object> account = new LinkedHashMap<>();
        account.put("name", user.name());
        account.put("gecos", "Vivarium");
        account.put("shell", "/bin/bash");
        account.put("lock_passwd", true);
        account.put("sudo", "ALL=(ALL) NOPASSWD:ALL");
        account.put("ssh_authorized_keys", user.authorizedKeys());
        return account;
    }

    private static Map<String, Object> writeFile(SeedFile file) {
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("path", file.path());
        one.put("permissions", file.permissions());
        one.put("owner", "root:root");
        byte[] plain = file.bytes();
        byte[] packed = plain.length < WORTH_PACKING ? plain : gzip(plain);
        one.put("encoding", packed == plain ? "b64" : "gz+b64");
        one.put("content", Base64.getEncoder().encodeToString(packed));
        return one;
    }

    private static byte[] gzip(byte[] plain) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }
}
