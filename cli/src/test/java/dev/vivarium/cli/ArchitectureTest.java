package dev.vivarium.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The arrows between all modules: from here every one of them is seen. */
class ArchitectureTest {
    private static final List<String> PROVIDERS = List.of("dev.vivarium.qemu");
    private static final JavaClasses OURS = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.vivarium");

    static List<String> providers() {
        return PROVIDERS;
    }

    @ParameterizedTest
    @MethodSource("providers")
    void providerKnowsCoreOnly(String provider) {
        assertThat(OURS.containPackage(provider)).isTrue();
        noClasses()
                .that()
                .resideInAPackage(provider + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.vivarium.core.engine..",
                        "dev.vivarium.core.guest..",
                        "dev.vivarium.core.keys..",
                        "dev.vivarium.testkit..",
                        "dev.vivarium.cli..")
                .check(OURS);
        String[] others = PROVIDERS.stream()
                .filter(other -> !other.equals(provider))
                .map(other -> other + "..")
                .toArray(String[]::new);
        noClasses()
                .that()
                .resideInAPackage(provider + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(others)
                .check(OURS);
    }

    @ParameterizedTest
    @MethodSource("providers")
    void nobodyKnowsAProvider(String provider) {
        noClasses()
                .that()
                .resideOutsideOfPackage(provider + "..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(provider + "..")
                .check(OURS);
    }

    @Test
    void commandLineShipsNoTestCode() {
        noClasses()
                .that()
                .resideInAPackage("dev.vivarium.cli..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.vivarium.testkit..", "org.junit..", "org.assertj..")
                .check(OURS);
    }

    @ParameterizedTest
    @MethodSource("providers")
    void packagesOfAProviderHaveNoCycles(String provider) {
        slices().matching(provider + ".(*)..").should().beFreeOfCycles().check(OURS);
    }
}
