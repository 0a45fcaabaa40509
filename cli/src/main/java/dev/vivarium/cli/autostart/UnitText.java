package dev.vivarium.cli.autostart;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A systemd unit that starts a node and, when the host goes down, stops it in order. It is done when the node is READY, and
 * tried again when that fails; the machine's process is never killed with the unit.
 *
 * @param name the node's, for people
 * @param program how Vivarium is called, with the options that name this installation
 * @param node the node as the command line takes it
 * @param environment what the program needs beside the unit's own
 * @param level system or user
 */
record UnitText(String name, List<String> program, String node, Map<String, String> environment, Level level) {
    private static final int TRIES = 5;

    UnitText {
        program = List.copyOf(program);
        environment = Map.copyOf(environment);
    }

    /** Whose systemd. */
    enum Level {
        SYSTEM,
        USER
    }

    /** The file's content. */
    String text() {
        boolean system = level == Level.SYSTEM;
        StringBuilder unit = new StringBuilder();
        unit.append(
                        "# made by 'vivarium autostart'; it is written anew and removed by it\n[Unit]\nDescription=Vivarium node ")
                .append(percent(name))
                .append('\n');
        if (system) {
            unit.append("Wants=network-online.target\nAfter=network-online.target\n");
        }
        unit.append("StartLimitIntervalSec=1h\nStartLimitBurst=").append(TRIES).append("\n\n[Service]\n");
        unit.append("Type=oneshot\nRemainAfterExit=yes\n");
        unit.append("ExecStart=")
                .append(line("start"))
                .append("\nExecStop=")
                .append(line("stop"))
                .append('\n');
        unit.append("# the machine is ended by ExecStop alone, in order\nKillMode=process\n");
        unit.append("Restart=on-failure\nRestartSec=30s\nTimeoutStartSec=infinity\nTimeoutStopSec=5min\n");
        environment.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(e -> unit.append("Environment=")
                        .append(quoted(e.getKey() + "=" + e.getValue(), false))
                        .append('\n'));
        unit.append(
                        "UMask=0077\nNoNewPrivileges=yes\nLockPersonality=yes\nRestrictRealtime=yes\nRestrictSUIDSGID=yes\n")
                .append("SystemCallArchitectures=native\n");
        if (system) { // what takes a mount namespace is not for users; control groups stay writable, for limits
            unit.append("ProtectSystem=full\nProtectKernelModules=yes\nProtectKernelLogs=yes\nProtectClock=yes\n")
                    .append("ProtectHostname=yes\n");
        }
        return unit.append("\n[Install]\nWantedBy=")
                .append(system ? "multi-user.target" : "default.target")
                .append('\n')
                .toString();
    }

    /** By way of env, as systemd takes no dollar sign in a program's own path. */
    private String line(String command) {
        String options = program.stream().map(a -> quoted(a, true)).collect(Collectors.joining(" "));
        return "/usr/bin/env " + options + " " + command + " " + quoted(node, true);
    }

    /** One word, whatever is in it. */
    private static String quoted(String word, boolean dollars) {
        StringBuilder quoted = new StringBuilder("\"");
        for (char c : percent(word).toCharArray()) {
            switch (c) {
                case '"', '\\' -> quoted.append('\\').append(c);
                case '$' -> quoted.append(dollars ? "$$" : "$");
                case '\n' -> quoted.append("\\n");
                case '\t' -> quoted.append("\\t");
                default -> quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }

    private static String percent(String text) {
        return text.replace("%", "%%");
    }
}
