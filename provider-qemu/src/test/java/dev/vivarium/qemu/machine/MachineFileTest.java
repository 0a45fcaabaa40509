package dev.vivarium.qemu.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.vivarium.core.journal.Json;
import dev.vivarium.core.model.Endpoint;
import dev.vivarium.core.model.InstallationId;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.Medium;
import dev.vivarium.core.model.NetworkMode;
import dev.vivarium.core.model.NodeId;
import dev.vivarium.core.model.PortForward;
import dev.vivarium.core.model.VivariumException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is on disk is an API: the first form has to be read for ever. And what becomes of it on the command line. */
class MachineFileTest {
    private static final NodeId NODE = NodeId.parse("01234567-89ab-4def-8123-456789abcdef");
    private static final String FIRST_FORM = """
            {"version":1,"installation":"ours","node":"01234567-89ab-4def-8123-456789abcdef","name":"муза",\
            "created":"2026-01-02T03:04:05Z","image":"/cache/image.qcow2","imageFormat":"qcow2","cores":2,"memoryMiB":1024,\
            "diskMiB":6144,"drives":2,"network":"ISOLATED","mac":"52:54:00:00:00:01","machineType":"pc-q35-7.2",\
            "forwards":[{"guestPort":22,"endpoint":{"host":"127.0.0.1","port":20022}}],\
            "media":[{"slot":0,"label":"CIDATA","file":"/seeds/семя.iso"}],"started":true}""";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path root;

    static MachineFile file() {
        return new MachineFile(
                1,
                new InstallationId("ours"),
                NODE,
                "муза",
                Instant.parse("2026-01-02T03:04:05Z"),
                Path.of("/cache/image.qcow2"),
                "qcow2",
                2,
                1024,
                6144,
                2,
                NetworkMode.ISOLATED,
                "52:54:00:00:00:01",
                "pc-q35-7.2",
                List.of(new PortForward(22, new Endpoint("127.0.0.1", 20022))),
                List.of(new Medium(0, "CIDATA", Path.of("/seeds/семя.iso"))),
                true,
                0,
                Optional.empty(),
                List.of());
    }

    @Test
    void firstFormIsRead() {
        assertThat(Json.read(FIRST_FORM, MachineFile.class)).isEqualTo(file());
        assertThat(file().hasBalloon())
                .as("its snapshots load without one only")
                .isFalse();
        assertThat(Json.write(file())).isEqualTo(FIRST_FORM.replace("true}", "true,\"devices\":0,\"gpus\":[]}"));
    }

    @Test
    void laterFormIsRefusedWithoutTouchingIt() throws IOException {
        MachineDirectory directory = directory();
        Files.writeString(directory.machineFile(), FIRST_FORM.replace("\"version\":1", "\"version\":3"));
        assertThatExceptionOfType(VivariumException.class)
                .isThrownBy(directory::read)
                .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.NEEDS_OPERATOR));
    }

    @Test
    void fileOfAnotherNodeIsNoMark() throws IOException {
        MachineDirectory directory = directory();
        Files.writeString(
                directory.machineFile(),
                FIRST_FORM.replace(NODE.toString(), NodeId.random().toString()));
        assertThat(directory.read()).isEmpty();
    }

    @Test
    void commandLineIsWhatWasDecided() {
        MachineDirectory directory = new MachineDirectory(NODE, Path.of("/home,x/дом"));
        List<String> line = CommandLine.of(
                "qemu", file(), directory, new Accelerator("tcg", ""), Optional.of(Path.of("/opt/bios")), List.of());
        assertThat(line).startsWith("setsid", "qemu").endsWith("-S");
        assertThat(line)
                .contains(
                        "user,id=net,ipv6=off,restrict=on,hostfwd=tcp:127.0.0.1:20022-:22", "pc-q35-7.2", "size=1024M")
                .contains("scsi-cd,bus=scsi.0,scsi-id=0,id=cd0", "scsi-cd,bus=scsi.0,scsi-id=1,id=cd1")
                .contains("socket,id=control,path=qmp.sock,server=on,wait=off", "/opt/bios");
        assertThat(line)
                .as("a comma in a path cuts no option in two: such paths are in JSON or alone")
                .filteredOn(argument -> argument.contains("/home,x"))
                .allSatisfy(argument -> assertThat(argument).matches("/home,x/дом/qemu.pid|\\{.*}"));
        assertThat(String.join(" ", line)).as("drives are filled later").doesNotContain("семя");
    }

    private MachineDirectory directory() throws IOException {
        return new MachineDirectory(NODE, Files.createDirectories(root.resolve(NODE.toString())));
    }
}
