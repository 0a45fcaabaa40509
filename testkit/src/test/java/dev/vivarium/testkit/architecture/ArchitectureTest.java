package dev.vivarium.testkit.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The arrows between modules and packages, as far as this module can see them: cloud-init, core and testkit. */
class ArchitectureTest {
    private static JavaClasses ours;

    @BeforeAll
    static void read() {
        ours = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("dev.vivarium");
        assertThat(ours).hasSizeGreaterThan(100);
    }

    @Test
    void cloudInitKnowsNobody() {
        noClasses()
                .that()
                .resideInAPackage("dev.vivarium.cloudinit..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.vivarium.core..", "dev.vivarium.testkit..")
                .check(ours);
    }

    @Test
    void coreKnowsNoProviderAndNoTest() {
        noClasses()
                .that()
                .resideInAPackage("dev.vivarium.core..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.vivarium.testkit..",
                        "dev.vivarium.qemu..",
                        "dev.vivarium.proxmox..",
                        "dev.vivarium.cli..",
                        "dev.vivarium.service..",
                        "org.junit..",
                        "com.sun.net.httpserver..",
                        "java.sql..")
                .check(ours);
    }

    @Test
    void modelUsesWordsOnly() {
        classes()
                .that()
                .resideInAPackage("dev.vivarium.core.model..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("dev.vivarium.core.model..", "dev.vivarium.cloudinit..", "java..", "org.jspecify..")
                .check(ours);
    }

    @Test
    void spiUsesTheModelOnly() {
        classes()
                .that()
                .resideInAPackage("dev.vivarium.core.spi..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "dev.vivarium.core.spi..",
                        "dev.vivarium.core.model..",
                        "dev.vivarium.cloudinit",
                        "java..",
                        "org.jspecify..")
                .check(ours);
    }

    @Test
    void onlyFewPackagesSeeTheSshLibrary() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        "dev.vivarium.core.guest..", "dev.vivarium.core.keys..", "dev.vivarium.testkit.guest..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.sshd..")
                .check(ours);
    }

    @Test
    void contractDoesNotKnowTheSimulatedHypervisor() {
        noClasses()
                .that()
                .resideInAPackage("dev.vivarium.testkit.contract..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.vivarium.testkit.simulated..", "dev.vivarium.testkit.guest..")
                .check(ours);
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev.vivarium.core.(*)..", "dev.vivarium.cloudinit.(*)..", "dev.vivarium.testkit.(*).."})
    void packagesHaveNoCycles(String pattern) {
        slices().matching(pattern).should().beFreeOfCycles().check(ours);
    }

    @Test
    void packagesAreNamedByFeature() {
        Set<String> words = ours.stream()
                .map(JavaClass::getPackageName)
                .flatMap(name -> Set.of(name.split("\\.", -1)).stream())
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(words)
                .doesNotContain("util", "utils", "impl", "common", "helper", "helpers", "manager", "managers", "base");
    }

    @Test
    void classesAreNamedByWhatTheyAre() {
        noClasses()
                .should()
                .haveSimpleNameEndingWith("Manager")
                .orShould()
                .haveSimpleNameEndingWith("Helper")
                .orShould()
                .haveSimpleNameEndingWith("Util")
                .orShould()
                .haveSimpleNameEndingWith("Utils")
                .orShould()
                .haveSimpleNameEndingWith("Impl")
                .orShould()
                .haveSimpleNameStartingWith("Abstract")
                .check(ours);
    }

    @Test
    void everyPackageIsNullMarked() {
        Set<String> packages =
                ours.stream().map(JavaClass::getPackageName).collect(Collectors.toCollection(TreeSet::new));
        assertThat(packages)
                .allSatisfy(name -> assertThat(ours.getPackage(name).isAnnotatedWith(NullMarked.class))
                        .as(name)
                        .isTrue());
    }

    @Test
    void ruleCanFail() {
        assertThatThrownBy(() -> noClasses()
                        .that()
                        .resideInAPackage("dev.vivarium.core..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage("dev.vivarium.cloudinit..")
                        .check(ours))
                .isInstanceOf(AssertionError.class);
    }
}
