package dev.vivarium.proxmox.api;

import dev.vivarium.cloudinit.Secret;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.VivariumException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One call, before anything is sent.
 *
 * @param path below {@code /api2/json}, in parts
 * @param query GET's and DELETE's parameters: a body on a DELETE is refused
 * @param form the others' parameters
 * @param upload what is sent in the form's place
 * @param repeatable whether asking twice does no more than asking once
 */
record PveCall(
        String method,
        List<String> path,
        Params query,
        @Nullable Params form,
        @Nullable UploadBody upload,
        boolean repeatable) {
    private static final Pattern GUEST = Pattern.compile("/(qemu|lxc)/([0-9]+)(?:/|$)");

    PveCall {
        for (String part : path) {
            if (part.isEmpty()
                    || part.equals(".")
                    || part.equals("..")
                    || part.chars().anyMatch(c -> c < ' ')) {
                throw new VivariumException(
                        Kind.INVALID, "proxmox.parameter", "a name in a call to Proxmox VE is empty or no name");
            }
        }
    }

    static PveCall get(Params query, String... path) {
        return new PveCall("GET", List.of(path), query, null, null, true);
    }

    static PveCall post(Params form, String... path) {
        return new PveCall("POST", List.of(path), Params.none(), form, null, false);
    }

    static PveCall put(Params form, String... path) {
        return new PveCall("PUT", List.of(path), Params.none(), form, null, false);
    }

    static PveCall delete(Params query, String... path) {
        return new PveCall("DELETE", List.of(path), query, null, null, false);
    }

    static PveCall upload(Params query, UploadBody body, String... path) {
        return new PveCall("POST", List.of(path), query, null, body, false);
    }

    /** The same, where asking again does no harm although it is no GET. */
    PveCall again() {
        return new PveCall(method, path, query, form, upload, true);
    }

    /** The parts of a volume's name at the end of the path: its slashes are separators there. */
    static String[] volume(String volume, String... before) {
        List<String> all = new ArrayList<>(List.of(before));
        all.addAll(List.of(volume.split("/", -1)));
        return all.toArray(String[]::new);
    }

    Subject subject() {
        Matcher m = GUEST.matcher("/" + String.join("/", path));
        return m.find() ? new Subject(toString(), m.group(1), m.group(2)) : new Subject(toString(), "", "");
    }

    List<Secret> secrets() {
        return form == null ? query.secrets() : form.secrets();
    }

    @Override
    public String toString() {
        return method + " /" + String.join("/", path);
    }
}
