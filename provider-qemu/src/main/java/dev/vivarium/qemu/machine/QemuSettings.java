package dev.vivarium.qemu.machine;

import dev.vivarium.core.model.InstallationId;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.core.spi.HypervisorSettings;
import dev.vivarium.core.spi.SettingsSchema;
import dev.vivarium.core.spi.SettingsSchema.Setting;
import dev.vivarium.core.spi.SettingsSchema.Type;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is set for a local QEMU.
 *
 * @param name the configured name
 * @param installation whose machines are ours
 * @param directory where the machines are
 * @param binary the emulator
 * @param imageTool qemu-img
 * @param accelerator {@code auto}, {@code kvm} or {@code tcg}
 * @param shutdownTimeout how long a guest may take to shut down
 * @param reserveMiB memory that is left to the host
 * @param firmware a BIOS image; empty for QEMU's own
 * @param firstPort the first host port to publish guests' ports on
 * @param lastPort the last one
 */
public record QemuSettings(
        String name,
        InstallationId installation,
        Path directory,
        String binary,
        String imageTool,
        String accelerator,
        Duration shutdownTimeout,
        long reserveMiB,
        Optional<Path> firmware,
        int firstPort,
        int lastPort) {

    /** The settings as they stand in {@code vivarium.yaml}. */
    public static final SettingsSchema SCHEMA = new SettingsSchema(List.of(
            setting("binary", Type.TEXT, "qemu-system-x86_64", "The emulator: a name on the PATH, or a path."),
            setting("imageTool", Type.TEXT, "qemu-img", "The image tool: a name on the PATH, or a path."),
            setting(
                    "accelerator",
                    Type.TEXT,
                    "auto",
                    "auto takes KVM where it truly works and else emulates; kvm or tcg insist."),
            setting(
                    "directory",
                    Type.PATH,
                    "",
                    "Where the machines' disks are; by default in Vivarium's own directory."),
            setting(
                    "shutdownTimeout",
                    Type.DURATION,
                    "2m",
                    "How long a guest may take to shut down before power is cut."),
            setting("reserveMiB", Type.INTEGER, "512", "Memory in MiB that a machine must leave to the host."),
            setting("firmware", Type.PATH, "", "A BIOS image for all machines; by default QEMU's own."),
            setting("ports", Type.TEXT, "20000-29999", "The host ports on which guests' ports are published.")));

    private static final Pattern RANGE = Pattern.compile("(\\d{1,5})-(\\d{1,5})");

    /**
     * Reads the settings.
     *
     * @throws VivariumException INVALID if a value cannot be
     */
    public static QemuSettings of(HypervisorSettings from) {
        Matcher range = RANGE.matcher(value(from, "ports"));
        if (!range.matches()) {
            throw invalid("ports", "two numbers such as 20000-29999");
        }
        int first = Integer.parseInt(range.group(1));
        int last = Integer.parseInt(range.group(2));
        if (first < 1 || last > 65535 || first > last) {
            throw invalid("ports", "two numbers from 1 to 65535, the smaller one first");
        }
        String accelerator = value(from, "accelerator");
        if (!List.of("auto", "kvm", "tcg").contains(accelerator)) {
            throw invalid("accelerator", "auto, kvm or tcg");
        }
        return new QemuSettings(
                from.name(),
                from.installation(),
                path(from, "directory").orElse(from.directory()).toAbsolutePath(),
                value(from, "binary"),
                value(from, "imageTool"),
                accelerator,
                duration(value(from, "shutdownTimeout")),
                number(value(from, "reserveMiB")),
                path(from, "firmware"),
                first,
                last);
    }

    private static Setting setting(String name, Type type, String defaultValue, String text) {
        return new Setting(name, type, Optional.of(defaultValue), text);
    }

    private static String value(HypervisorSettings from, String name) {
        String given = from.values().get(name);
        return given != null
                ? given
                : SCHEMA.find(name).flatMap(Setting::defaultValue).orElse("");
    }

    private static Optional<Path> path(HypervisorSettings from, String name) {
        return Optional.of(value(from, name)).filter(v -> !v.isEmpty()).map(Path::of);
    }

    /** {@code 90s}, {@code 2m}, {@code 1m30s}, or ISO 8601. */
    private static Duration duration(String text) {
        String upper = text.toUpperCase(Locale.ROOT);
        try {
            return Duration.parse(upper.startsWith("P") ? upper : "PT" + upper);
        } catch (DateTimeParseException e) {
            throw invalid("shutdownTimeout", "a time such as 90s or 2m");
        }
    }

    private static long number(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw invalid("reserveMiB", "a number");
        }
    }

    private static VivariumException invalid(String name, String wanted) {
        return new VivariumException(Kind.INVALID, "qemu.setting", "the QEMU setting '" + name + "' must be " + wanted);
    }
}
