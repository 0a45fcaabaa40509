package dev.vivarium.proxmox.fake;

import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;

/** The fake as a process of its own, for use by hand: prints where it listens, the token and the fingerprint. */
public final class FakePveMain {
    private FakePveMain() {}

    /** {@code [--port N] [--task-seconds N] [--version 9.2.11] [--guests PORTS]}; runs until it is ended. */
    public static void main(String[] args) throws InterruptedException {
        int port = Integer.parseInt(option(args, "--port", "8006"));
        FakePve fake = FakePve.start(Clock.systemUTC(), port, option(args, "--version", "9.2.11"));
        fake.tasks().take(Duration.ofSeconds(Long.parseLong(option(args, "--task-seconds", "0"))));
        Integer[] ports = Arrays.stream(option(args, "--guests", "").split(","))
                .filter(text -> !text.isEmpty())
                .map(Integer::valueOf)
                .toArray(Integer[]::new);
        fake.guests().address(ports);
        System.out.println("address: https://127.0.0.1:" + fake.port());
        System.out.println("token: root@pam!rig=" + fake.secret());
        System.out.println("fingerprint: " + fake.fingerprint());
        Runtime.getRuntime().addShutdownHook(new Thread(fake::close));
        Thread.currentThread().join();
    }

    private static String option(String[] args, String name, String otherwise) {
        for (int i = 0; i + 1 < args.length; i++) {
            if (args[i].equals(name)) {
                return args[i + 1];
            }
        }
        return otherwise;
    }
}
