package dev.vivarium.core.config;

import dev.vivarium.core.spi.HypervisorProvider;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;

/**
 * What configuration is read in.
 *
 * @param environment the process's variables
 * @param userHome what {@code ~} means
 * @param providers the kinds of hypervisor there are
 */
public record Surroundings(Map<String, String> environment, Path userHome, List<HypervisorProvider> providers) {
    public Surroundings {
        environment = Map.copyOf(environment);
        providers = List.copyOf(providers);
    }

    /** Those of this process; providers are found with {@link ServiceLoader}. */
    public static Surroundings current() {
        List<HypervisorProvider> found = ServiceLoader.load(HypervisorProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
        return new Surroundings(System.getenv(), home(System.getenv()), found);
    }

    /** As the shell sees it: {@code HOME} first, which Java's own property does not heed. */
    private static Path home(Map<String, String> environment) {
        String home = environment.getOrDefault("HOME", "");
        return Path.of(home.startsWith("/") ? home : System.getProperty("user.home", "/"));
    }

    /** The provider of this kind. */
    public Optional<HypervisorProvider> provider(String kind) {
        return providers.stream().filter(p -> p.kind().equals(kind)).findFirst();
    }

    /** {@code $XDG_…} where it is set to an absolute path, as its specification asks, else the usual place at home. */
    Path xdg(String variable, String usual) {
        String value = environment.getOrDefault(variable, "");
        Path base = value.startsWith("/") ? Path.of(value) : userHome.resolve(usual);
        return base.resolve("vivarium").toAbsolutePath().normalize();
    }
}
