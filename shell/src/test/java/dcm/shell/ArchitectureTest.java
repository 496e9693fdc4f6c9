package dcm.shell;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import dcm.architecture.CycleRules;
import dcm.architecture.ModuleClasses;
import dcm.architecture.ModuleRules;
import org.junit.jupiter.api.Test;

/** A rule that matches no class fails, so a rule cannot become ineffective after a renaming. */
class ArchitectureTest {
    private static final JavaClasses SHELL = ModuleClasses.of("dcm.shell");

    @Test
    void packagesAndClassesHaveNoDependencyCycles() {
        CycleRules.packagesHaveNoCycles().check(SHELL);
        CycleRules.classesHaveNoCycles().check(SHELL);
    }

    @Test
    void commandsDependOnTheContractOnly() {
        ModuleRules.dependsOnNoOtherModuleExcept("dcm.shell", "dcm.contract").check(SHELL);
    }

    @Test
    void screenPackageDependsOnNeitherTheApiNorTheCommands() {
        noClasses()
                .that()
                .resideInAPackage("dcm.shell.screen..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dcm.shell.api..", "dcm.shell.command..", "picocli..")
                .check(SHELL);
    }

    @Test
    void onlyTheApiPackageUsesTheHttpClient() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dcm.shell.api..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("java.net.http..")
                .check(SHELL);
    }
}
