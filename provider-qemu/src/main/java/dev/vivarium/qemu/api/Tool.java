package dev.vivarium.qemu.api;

import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.VivariumException;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/** Runs a program that ends by itself; its output is bounded, and so is its time. */
final class Tool {
    private static final int MAX_OUTPUT = 4 << 20;

    private Tool() {}

    /**
     * What it wrote, standard output and error together.
     *
     * @throws VivariumException UNAVAILABLE {@code qemu.missing} if there is no such program, TIMEOUT, or as {@link
     *     QemuErrors} maps what it wrote
     */
    static String run(Duration limit, List<String> command) {
        return run(p -> Patience.of(limit), command, "");
    }

    /** The same for one that reads; of a few lines only, as nobody waits until it has read them. */
    static String run(Duration limit, List<String> command, String input) {
        return run(p -> Patience.of(limit), command, input);
    }

    /**
     * The same for a program that may rightly take long: as long as it reads or writes at all within the limit.
     *
     * @param eachSlice called while waiting; may throw to end the program
     */
    static String runWhileMoving(Duration limit, Runnable eachSlice, List<String> command) {
        return run(p -> Patience.whileMoving(limit, () -> ProcessActivity.of(p.pid()), eachSlice), command, "");
    }

    private static String run(Function<Process, Patience> patience, List<String> command, String input) {
        String name = command.get(0);
        try {
            Process process = start(command, !input.isEmpty());
            try {
                give(process, input);
                CompletableFuture<String> output = new CompletableFuture<>();
                Thread reader = new Thread(() -> read(process, output), name + " output");
                reader.setDaemon(true);
                reader.start();
                String text = await(output, process, patience.apply(process), name);
                if (process.exitValue() != 0) {
                    throw QemuErrors.map(name + " failed", text);
                }
                return text;
            } finally {
                process.destroyForcibly();
            }
        } catch (ExecutionException e) {
            throw new VivariumException(Kind.HYPERVISOR_FAULT, "qemu.tool", "cannot read what " + name + " writes", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new VivariumException(
                    Kind.CANCELLED, "qemu.interrupted", "the wait for " + name + " was interrupted", e);
        }
    }

    private static String await(CompletableFuture<String> output, Process process, Patience patience, String name)
            throws ExecutionException, InterruptedException {
        while (true) {
            long slice = patience.nextSliceMillis(name);
            try {
                String text = output.get(slice, TimeUnit.MILLISECONDS);
                if (process.waitFor(slice, TimeUnit.MILLISECONDS)) {
                    return text;
                }
            } catch (TimeoutException e) {
                Thread.onSpinWait(); // another slice, if there is reason to wait
            }
        }
    }

    /** One that ends without reading is judged by its exit status. */
    private static void give(Process process, String input) {
        if (!input.isEmpty()) {
            try (OutputStream in = process.getOutputStream()) {
                in.write(input.getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                return;
            }
        }
    }

    private static Process start(List<String> command, boolean reads) {
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectInput(
                            reads ? ProcessBuilder.Redirect.PIPE : ProcessBuilder.Redirect.from(new File("/dev/null")));
            builder.environment().put("LC_ALL", "C.UTF-8");
            return builder.start();
        } catch (IOException e) {
            throw new VivariumException(
                    Kind.UNAVAILABLE,
                    "qemu.missing",
                    "cannot run " + command.get(0) + "; install it: apt install qemu-system-x86 qemu-utils",
                    e);
        }
    }

    private static void read(Process process, CompletableFuture<String> output) {
        try (InputStream in = process.getInputStream()) {
            output.complete(new String(in.readNBytes(MAX_OUTPUT), StandardCharsets.UTF_8));
        } catch (IOException e) {
            output.completeExceptionally(e);
        }
    }
}
