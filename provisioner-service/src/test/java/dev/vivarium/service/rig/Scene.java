package dev.vivarium.service.rig;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vivarium.testkit.remote.HostConsole;
import dev.vivarium.testkit.remote.HostProcess;
import dev.vivarium.testkit.simulated.SampleFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;

/** A directory with all that services and nodes need, and a simulated hypervisor that outlives the services. */
public final class Scene implements AutoCloseable {
    /** What no log, file or answer may hold but the file that the user keeps it in. */
    public static final String CANARY = "canary-4e1f «секрет»";

    /** The canary without what an encoding might change. */
    public static final String CANARY_CORE = "canary-4e1f";

    private final Path directory;
    private final HostProcess host;
    private final HostConsole console;

    private Scene(Path directory, HostProcess host) {
        this.directory = directory;
        this.host = host;
        console = new HostConsole(host.address());
    }

    /**
     * Writes the files and starts the hypervisor.
     *
     * @param database the URL; {@code sqlite} for a file in the directory
     * @param service further lines of {@code service:}
     * @param host the arguments of {@link dev.vivarium.testkit.remote.HostMain}
     */
    public static Scene open(Path directory, String database, String service, String... host) throws IOException {
        Files.createDirectories(directory.resolve("logs"));
        SampleFiles.bundle(directory.resolve("AGI-core"), "1.0", "secrets: [TOKEN]\n");
        SampleFiles.image(directory.resolve("image.qcow2"));
        Path secret = Files.writeString(
                Files.createDirectories(directory.resolve("vault")).resolve("token"), CANARY);
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
        HostProcess process = HostProcess.begin(directory.resolve("logs/host.log"), host);
        String url = database.equals("sqlite") ? "jdbc:sqlite:" + directory.resolve("vivarium.db") : database;
        Files.writeString(
                directory.resolve("vivarium.yaml"), """
                version: 1
                installation: rig
                home: %1$s/home
                hypervisors:
                  lab: {kind: simulated-remote, parallel: 64, address: "%2$s"}
                service:
                  database: {url: "%3$s"}
                %4$s
                """.formatted(directory, process.address(), url, service));
        return new Scene(directory, process);
    }

    /** What happens on the hypervisor. */
    public HostConsole console() {
        return console;
    }

    /** Where everything is. */
    public Path directory() {
        return directory;
    }

    /** The token of the first admin. */
    public String token() throws IOException {
        return Files.readString(directory.resolve("home/admin.token")).strip();
    }

    /** A node of the small bundle, which is given the canary. */
    public ObjectNode node(String name) {
        ObjectNode spec = bare(name).put("bundle", directory.resolve("AGI-core").toString());
        spec.putObject("secrets").put("TOKEN", "file:" + directory.resolve("vault/token"));
        return spec;
    }

    /** A node without a bundle. */
    public ObjectNode bare(String name) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("name", name)
                .put("hypervisor", "lab")
                .put("image", "file:" + directory.resolve("image.qcow2"))
                .put("cores", 1)
                .put("memoryMiB", 512)
                .put("diskMiB", 2048)
                .put("inactivityLimit", Duration.ofMinutes(1).toString());
    }

    @Override
    public void close() {
        console.close();
        host.close();
    }
}
