package dev.vivarium.cloudinit.guest;

import dev.vivarium.cloudinit.Delivery;
import dev.vivarium.cloudinit.Secret;
import dev.vivarium.cloudinit.bundle.BundleManifest;
import dev.vivarium.cloudinit.bundle.Service;
import java.util.Map;
import java.util.TreeMap;

/** The plan as text that a shell reads: one {@code key value} a line; and environment files for shell and systemd alike. */
final class PlanText {
    private static final int FORMAT = 1;

    private PlanText() {}

    static String plan(GuestPlan plan) {
        StringBuilder text = new StringBuilder();
        line(text, "format", String.valueOf(FORMAT));
        line(text, "node", plan.nodeId());
        line(text, "name", plan.nodeName());
        line(text, "installation", plan.installationId());
        plan.bundle().ifPresent(bundle -> bundle(text, bundle));
        return text.toString();
    }

    private static void bundle(StringBuilder text, GuestPlan.Bundle bundle) {
        BundleManifest manifest = bundle.manifest();
        line(text, "bundle", bundle.digest().hex());
        line(text, "release", manifest.release());
        line(text, "delivery", delivery(bundle.delivery()));
        for (GuestPlan.Layer layer : bundle.layers()) {
            line(
                    text,
                    "layer",
                    layer.label() + " " + layer.digest().hex() + " " + layer.unpackedBytes() + " " + layer.name());
            line(text, "medium", layer.label() + " " + layer.digest().hex() + " " + layer.mediumBytes());
        }
        manifest.services().forEach(s -> service(text, s));
        manifest.state().forEach(path -> line(text, "state", path));
        manifest.secrets().forEach(name -> line(text, "secret", name));
        manifest.hooks().init().ifPresent(path -> line(text, "init", path));
        manifest.hooks().quiesce().ifPresent(path -> line(text, "quiesce", path));
        manifest.hooks().resume().ifPresent(path -> line(text, "resume", path));
    }

    private static String delivery(Delivery delivery) {
        if (delivery instanceof Delivery.Url url) {
            return "url " + url.base();
        } else if (delivery instanceof Delivery.Nfs nfs) {
            return "nfs " + nfs.source();
        } else if (delivery instanceof Delivery.Smb smb) {
            return "smb " + smb.share();
        }
        return delivery.toString();
    }

    private static void service(StringBuilder text, Service service) {
        line(text, "service", service.unitName() + " " + service.file());
        if (service instanceof Service.Compose compose) {
            line(text, "compose", compose.unitName() + " " + compose.project() + " " + compose.file());
            compose.images().forEach(image -> line(text, "image", image));
        }
    }

    static String nodeEnvironment(GuestPlan plan) {
        return variable("VIVARIUM_NODE_NAME", plan.nodeName())
                + variable("VIVARIUM_NODE_ID", plan.nodeId())
                + variable("VIVARIUM_RELEASE_DIR", "/opt/vivarium/current")
                + variable("VIVARIUM_STATE_DIR", "/var/lib/vivarium/state");
    }

    /** The first line says which there are, the last one that nothing was cut off. */
    static String secrets(Map<String, Secret> values) {
        TreeMap<String, Secret> sorted = new TreeMap<>(values);
        StringBuilder text = new StringBuilder("# secrets:");
        sorted.keySet().forEach(name -> text.append(' ').append(name));
        text.append('\n');
        sorted.forEach((name, value) -> text.append(variable(name, plain(name, value.reveal()))));
        return text.append("# end\n").toString();
    }

    private static String plain(String name, String value) {
        if (value.codePoints().anyMatch(c -> Character.isISOControl(c) && c != '\n' && c != '\t')) {
            throw new IllegalArgumentException("the secret " + name + " has control characters, so it cannot be an"
                    + " environment variable; keep it as base64");
        }
        return value;
    }

    /** Quoted so that POSIX sh and systemd read the same: both take these four characters by a backslash. */
    private static String variable(String name, String value) {
        return name + "=\"" + value.replaceAll("[\\\\\"$`]", "\\\\$0") + "\"\n";
    }

    private static void line(StringBuilder text, String key, String value) {
        text.append(key).append(' ').append(value).append('\n');
    }
}
