package dev.vivarium.qemu.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.VivariumException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * QEMU's programs as far as they end by themselves. The disk must belong to no running machine.
 *
 * @param binary the emulator
 * @param imageTool qemu-img
 * @param calls what each run goes through
 */
public record QemuTools(String binary, String imageTool, Calls calls) {
    private static final Duration SHORT = Duration.ofSeconds(60);
    private static final Duration INACTIVITY = Duration.ofMinutes(2);
    private static final Duration LONG = Duration.ofMinutes(10);
    private static final Pattern VERSION = Pattern.compile("version (\\S+)");
    private static final Pattern Q35 = Pattern.compile("(?m)^q35\\s.*\\(alias of (pc-q35-[\\w.]+)\\)");

    /** These programs, with nothing between us and them. */
    public QemuTools(String binary, String imageTool) {
        this(binary, imageTool, Calls.DIRECT);
    }

    /** The emulator's version, such as {@code 7.2.22}. */
    public String version() {
        Matcher found = VERSION.matcher(run(SHORT, List.of(binary, "--version")));
        return found.find() ? found.group(1) : "unknown";
    }

    /** The image tool's version. */
    public String imageToolVersion() {
        Matcher found = VERSION.matcher(run(SHORT, List.of(imageTool, "--version")));
        return found.find() ? found.group(1) : "unknown";
    }

    /** The newest q35 machine type by its full name, which stays the same when QEMU is upgraded. */
    public String machineType() {
        Matcher found = Q35.matcher(run(SHORT, List.of(binary, "-machine", "help")));
        return found.find() ? found.group(1) : "q35";
    }

    /** Makes a disk that starts from an image and is as large as said. */
    public void overlay(Path disk, Path image, String imageFormat, long sizeMiB) {
        image(
                SHORT,
                "create",
                "-q",
                "-f",
                "qcow2",
                "-F",
                imageFormat,
                "-b",
                image.toAbsolutePath().toString(),
                disk.toString(),
                sizeMiB + "M");
    }

    /**
     * Copies what a disk, or a snapshot in it, differs in from the file below it. A QEMU may have the disk open where a snapshot
     * is named; else nobody may.
     *
     * @param disk qcow2
     * @param tag the snapshot; empty for what the disk holds now
     * @param below what the disk stands on, and the copy will
     * @param target becomes a qcow2 file
     * @param eachSlice called while waiting; may throw to end the copying
     */
    public void copy(Path disk, Optional<String> tag, Path below, String belowFormat, Path target, Runnable eachSlice) {
        List<String> command = new ArrayList<>(List.of(imageTool, "convert", "-U", "-f", "qcow2", "-O", "qcow2"));
        tag.ifPresent(t -> command.addAll(List.of("-l", "snapshot.name=" + t)));
        command.addAll(List.of("-B", below.toAbsolutePath().toString(), "-F", belowFormat));
        command.addAll(List.of(disk.toString(), target.toString()));
        Tool.runWhileMoving(INACTIVITY, eachSlice, command);
    }

    /**
     * How many bytes {@link #copy} will write at the most; a QEMU may have the disk open.
     *
     * @param disk qcow2
     * @param tag the snapshot; empty for what the disk holds now
     */
    public long copyBytes(Path disk, Optional<String> tag) {
        ObjectNode alone = JsonNodeFactory.instance.objectNode().put("driver", "qcow2");
        alone.putNull("backing"); // what is in the file below is not copied
        alone.putObject("file").put("driver", "file").put("filename", disk.toString());
        List<String> arguments = new ArrayList<>(List.of("measure", "-U", "--output=json", "-O", "qcow2"));
        tag.ifPresent(t -> arguments.addAll(List.of("-l", "snapshot.name=" + t)));
        arguments.add("json:" + alone);
        return json(disk, image(SHORT, arguments.toArray(String[]::new)))
                .path("required")
                .asLong();
    }

    /** Makes a disk that nobody has open larger. */
    public void grow(Path disk, long sizeMiB) {
        image(SHORT, "resize", "-q", "-f", "qcow2", disk.toString(), sizeMiB + "M");
    }

    /** The names of the disk's internal snapshots. */
    public Set<String> snapshots(Path disk) {
        return snapshotNames(image(disk));
    }

    /** What qemu-img tells of a disk: its sizes, its snapshots. */
    public JsonNode image(Path disk) {
        return json(disk, image(SHORT, "info", "-U", "--output=json", "-f", "qcow2", disk.toString()));
    }

    private static JsonNode json(Path disk, String json) {
        try {
            return JsonMapper.builder().build().readTree(json);
        } catch (JsonProcessingException e) {
            throw new VivariumException(Kind.HYPERVISOR_FAULT, "qemu.tool", "qemu-img wrote no JSON about " + disk, e);
        }
    }

    /** The names in what QEMU or qemu-img tells about an image. */
    public static Set<String> snapshotNames(JsonNode image) {
        Set<String> names = new TreeSet<>();
        image.path("snapshots").forEach(s -> names.add(s.path("name").asText()));
        return names;
    }

    /** Takes a snapshot of the disk. */
    public void takeSnapshot(Path disk, String name) {
        image(LONG, "snapshot", "-c", name, disk.toString());
    }

    /** Makes the disk as it was at the snapshot. */
    public void applySnapshot(Path disk, String name) {
        image(LONG, "snapshot", "-a", name, disk.toString());
    }

    /** Removes a snapshot that is there. */
    public void deleteSnapshot(Path disk, String name) {
        image(LONG, "snapshot", "-d", name, disk.toString());
    }

    private String run(Duration limit, List<String> command) {
        return calls.make(command.get(0) + " " + command.get(1), () -> Tool.run(limit, command));
    }

    private String image(Duration limit, String... arguments) {
        List<String> command = new ArrayList<>(List.of(imageTool));
        command.addAll(Arrays.asList(arguments));
        return run(limit, command);
    }
}
