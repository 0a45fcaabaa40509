package dev.vivarium.proxmox.api;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A release of Proxmox VE.
 *
 * @param text as the server says it, such as {@code 9.2.11}
 */
public record PveVersion(String text, int major, int minor) {
    private static final Pattern FORM = Pattern.compile("(\\d{1,4})\\.(\\d{1,4})\\b.*");

    static PveVersion read(Fields fields) {
        return of(fields.need("version"));
    }

    /**
     * Reads {@code 9.2.11} or {@code 8.4-1}.
     *
     * @throws dev.vivarium.core.model.VivariumException of kind HYPERVISOR_FAULT if it is no version
     */
    public static PveVersion of(String text) {
        Matcher m = FORM.matcher(text);
        if (!m.matches()) {
            throw Fields.answer("Proxmox VE's version is not understood");
        }
        return new PveVersion(text, Integer.parseInt(m.group(1)), Integer.parseInt(m.group(2)));
    }

    /** Whether it is this release or a later one. */
    public boolean atLeast(int wantedMajor, int wantedMinor) {
        return major > wantedMajor || (major == wantedMajor && minor >= wantedMinor);
    }

    @Override
    public String toString() {
        return text;
    }
}
