package dcm.shell;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** A rule that matches no class fails, so a rule cannot become ineffective after a renaming. */
class ArchitectureTest {
    private static final JavaClasses SHELL = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dcm.shell");

    @Test
    void commandsDependOnNoOtherModuleOfDcm() {
        noClasses()
                .that()
                .resideInAPackage("dcm.shell..")
                .should()
                .dependOnClassesThat(resideInAPackage("dcm..").and(resideOutsideOfPackage("dcm.shell..")))
                .check(SHELL);
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

    @Test
    void packagesHaveNoCyclicDependencies() {
        slices().matching("dcm.shell.(*)..").should().beFreeOfCycles().check(SHELL);
    }
}
