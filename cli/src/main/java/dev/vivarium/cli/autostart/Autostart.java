package dev.vivarium.cli.autostart;

import dev.vivarium.cli.autostart.UnitText.Level;
import dev.vivarium.core.journal.DurableFiles;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.Node;
import dev.vivarium.core.model.NodeId;
import dev.vivarium.core.model.VivariumException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToIntFunction;

/** The units of this computer: written, switched on, removed. A node comes back by itself exactly while its unit is there. */
public final class Autostart {
    private static final Path SYSTEM = Path.of("/etc/systemd/system");
    private static final Path RUNNING = Path.of("/run/systemd/system");
    private static final List<String> KEPT =
            List.of("XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "VIVARIUM_CONFIG");

    private final Map<String, String> surroundings;
    private final Path userHome;
    private final ToIntFunction<List<String>> programs;

    /**
     * For this user.
     *
     * @param surroundings the environment
     * @param programs runs a program and returns its exit status
     */
    public Autostart(Map<String, String> surroundings, Path userHome, ToIntFunction<List<String>> programs) {
        this.surroundings = surroundings;
        this.userHome = userHome;
        this.programs = programs;
    }

    /**
     * What was done, and what is left to the user.
     *
     * @param unit the unit's file
     * @param commands to be run by hand, as they could not be run here
     */
    public record Done(Path unit, List<String> commands) {
        public Done {
            commands = List.copyOf(commands);
        }
    }

    /**
     * Writes the node's unit and switches it on: one of the system for root, else of the user.
     *
     * @param program how Vivarium is called, with the options that name this installation
     * @param user one of the user's own also for root
     */
    public Done on(Node node, List<String> program, boolean user) {
        Level level = user || !isRoot() ? Level.USER : Level.SYSTEM;
        off(node.id()); // one of the other level would start it twice
        String unit = unit(node.id());
        Path file = directory(level).resolve(unit);
        String text = new UnitText(node.spec().name(), program, node.id().toString(), environment(), level).text();
        write(file, text);
        List<List<String>> commands = new ArrayList<>();
        commands.add(systemctl(level, "daemon-reload"));
        commands.add(systemctl(level, "enable", unit));
        if (level == Level.USER) {
            commands.add(List.of("loginctl", "enable-linger"));
        }
        return new Done(file, run(commands));
    }

    /** Removes the node's unit, of either level; none is success. Leaves the machine alone. */
    public List<Done> off(NodeId node) {
        List<Done> done = new ArrayList<>();
        for (Level level : Level.values()) {
            Path file = directory(level).resolve(unit(node));
            if (Files.exists(file)) {
                List<String> left = new ArrayList<>(run(List.of(systemctl(level, "disable", unit(node)))));
                delete(file);
                left.addAll(run(List.of(systemctl(level, "daemon-reload"))));
                done.add(new Done(file, left));
            }
        }
        return done;
    }

    /** The files of the node's units that are there. */
    public List<Path> units(NodeId node) {
        List<Path> found = new ArrayList<>();
        for (Level level : Level.values()) {
            found.add(directory(level).resolve(unit(node)));
        }
        found.removeIf(file -> !Files.exists(file));
        return found;
    }

    /** True if this process may change the system's own units. */
    private static boolean isRoot() {
        try {
            return Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }

    private Path directory(Level level) {
        if (level == Level.SYSTEM) {
            return SYSTEM;
        }
        String xdg = surroundings.getOrDefault("XDG_CONFIG_HOME", "");
        Path config = xdg.startsWith("/") ? Path.of(xdg) : userHome.resolve(".config");
        return config.resolve("systemd").resolve("user");
    }

    /** A service has little of the user's surroundings; without a UTF-8 locale Java finds no file with a Cyrillic name. */
    private Map<String, String> environment() {
        Map<String, String> environment = new TreeMap<>(Map.of("LC_ALL", "C.UTF-8"));
        environment.put("HOME", userHome.toString());
        KEPT.forEach(name -> {
            if (surroundings.containsKey(name)) {
                environment.put(name, surroundings.get(name));
            }
        });
        return environment;
    }

    /** Runs what can be run; returns what could not, as the user would type it. */
    private List<String> run(List<List<String>> commands) {
        List<String> left = new ArrayList<>();
        for (List<String> command : commands) {
            if (!left.isEmpty() || !works(command)) {
                left.add(String.join(" ", command));
            }
        }
        return left;
    }

    private boolean works(List<String> command) {
        try {
            return Files.isDirectory(RUNNING) && programs.applyAsInt(command) == 0;
        } catch (VivariumException e) {
            return false; // no such program
        }
    }

    private static List<String> systemctl(Level level, String... arguments) {
        List<String> command = new ArrayList<>(List.of("systemctl"));
        if (level == Level.USER) {
            command.add("--user");
        }
        command.addAll(List.of(arguments));
        return command;
    }

    private static String unit(NodeId node) {
        return "vivarium-" + node + ".service";
    }

    private static void write(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            DurableFiles.replace(file, text);
        } catch (IOException e) {
            throw denied(file, e);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw denied(file, e);
        }
    }

    private static VivariumException denied(Path file, IOException e) {
        return new VivariumException(
                Kind.DENIED,
                "autostart.file",
                "cannot change " + file + ": " + e.getMessage() + "; see who owns it",
                e);
    }
}
