package dev.vivarium.cloudinit.seed;

import dev.vivarium.cloudinit.yaml.YamlText;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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

    public UserData {
        files = List.copyOf(files);
        commands = commands.stream().map(List::copyOf).toList();
    }

    /** The document {@code user-data}; it holds secrets. */
    public String render() {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("users", List.of(account()));
        document.put("ssh_pwauth", false);
        document.put("disable_root", true);
        document.put("ssh_deletekeys", false);
        document.put("ssh_genkeytypes", List.of("ed25519"));
        document.put(
                "ssh_keys",
                ordered("ed25519_private", hostKey.privatePem().reveal(), "ed25519_public", hostKey.publicLine()));
        document.put("ssh", Map.of("emit_keys_to_console", false));
        document.put("no_ssh_fingerprints", true);
        document.put("growpart", ordered("mode", "auto", "devices", List.of("/"), "ignore_growroot_disabled", false));
        document.put("resize_rootfs", true);
        document.put("manage_etc_hosts", "localhost");
        document.put("locale", false);
        document.put("package_update", false);
        document.put("package_upgrade", false);
        document.put("grub_dpkg", Map.of("enabled", false));
        document.put("write_files", writeFiles());
        document.put("runcmd", commands);
        return HEADER + YamlText.of(document);
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

    private List<Map<String, Object>> writeFiles() {
        List<Map<String, Object>> all = new ArrayList<>();
        for (SeedFile file : files) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("path", file.path());
            one.put("permissions", file.permissions());
            one.put("owner", "root:root");
            one.put("encoding", "b64");
            one.put("content", Base64.getEncoder().encodeToString(file.bytes()));
            all.add(one);
        }
        return all;
    }

    private static Map<String, Object> ordered(Object... keysAndValues) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            map.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return map;
    }
}
