package dev.vivarium.cli.command;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** The version that the build wrote into the jar. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        String version = Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
                .orElse("development build");
        return new String[] {"vivarium " + version, "Java " + System.getProperty("java.version")};
    }
}
