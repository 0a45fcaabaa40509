package dev.vivarium.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * QEMU started by hand, greeted and let run.
 *
 * @param command what the running machine was started with
 * @param directory where its sockets are, under a name that is short enough for a socket's
 */
record RawStart(List<String> command, Path directory) {
    private static final long POLL_NANOS = 1_000_000;

    /**
     * As the one machine that runs below this directory.
     *
     * @param link where the machine's directory shall be reached
     */
    static RawStart like(Path home, Path link) throws IOException {
        Path pidFile;
        try (Stream<Path> files = Files.walk(home)) {
            pidFile = files.filter(f -> f.endsWith("qemu.pid")).findFirst().orElseThrow();
        }
        String pid = Files.readString(pidFile).strip();
        List<String> command =
                List.of(Files.readString(Path.of("/proc", pid, "cmdline")).split("\0"));
        Path directory = pidFile.toAbsolutePath().resolveSibling("");
        Files.createSymbolicLink(link, directory);
        return new RawStart(command, link);
    }

    void run() throws IOException {
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (SocketChannel monitor = connect(process);
                BufferedReader lines = new BufferedReader(Channels.newReader(monitor, StandardCharsets.UTF_8))) {
            lines.readLine();
            for (String command : List.of("qmp_capabilities", "cont")) {
                monitor.write(ByteBuffer.wrap(("{\"execute\":\"" + command + "\"}").getBytes(StandardCharsets.UTF_8)));
                String answer = lines.readLine();
                if (answer == null || answer.contains("\"error\"")) {
                    throw new IOException(command + ": " + answer);
                }
            }
        }
    }

    private SocketChannel connect(Process process) throws IOException {
        while (process.isAlive()) {
            SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
            try {
                channel.connect(UnixDomainSocketAddress.of(directory.resolve("qmp.sock")));
                return channel;
            } catch (IOException e) {
                channel.close(); // it does not listen yet
                LockSupport.parkNanos(POLL_NANOS);
            }
        }
        throw new IOException("QEMU ended with " + process.exitValue());
    }
}
