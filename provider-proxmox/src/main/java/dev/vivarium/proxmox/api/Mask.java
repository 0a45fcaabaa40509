package dev.vivarium.proxmox.api;

import dev.vivarium.cloudinit.Secret;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Takes secrets out of what a server wrote: an error may repeat what it was sent. */
record Mask(List<Secret> secrets) {

    Mask and(List<Secret> more) {
        List<Secret> all = new ArrayList<>(secrets);
        all.addAll(more);
        return new Mask(all);
    }

    String over(String text) {
        String masked = text;
        for (Secret secret : secrets) {
            String value = secret.reveal();
            if (value.length() > 2) {
                masked = masked.replace(value, "***").replace(URLEncoder.encode(value, StandardCharsets.UTF_8), "***");
            }
        }
        return masked;
    }
}
