package dcm.worker;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final String DOCKER = "dcm.worker.engine.docker..";

    private static final JavaClasses WORKER = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dcm.worker");

    @Test
    void onlyTheDockerPackageUsesTheDockerClient() {
        noClasses()
                .that()
                .resideOutsideOfPackage(DOCKER)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("com.github.dockerjava..")
                .check(WORKER);
        classes()
                .that()
                .haveSimpleName("DockerEngine")
                .should()
                .resideInAPackage(DOCKER)
                .andShould()
                .dependOnClassesThat()
                .resideInAPackage("com.github.dockerjava..")
                .check(WORKER);
    }

    @Test
    void engineInterfaceDependsOnNoImplementation() {
        classes()
                .that()
                .resideInAPackage("dcm.worker.engine")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "dcm.contract..", "dcm.worker.engine", "org.jspecify..")
                .check(WORKER);
    }

    @Test
    void onlyTheRootPackageDependsOnTheDockerPackage() {
        classes()
                .that()
                .resideInAPackage(DOCKER)
                .should()
                .onlyHaveDependentClassesThat()
                .resideInAnyPackage(DOCKER, "dcm.worker")
                .check(WORKER);
    }

    @Test
    void operationsDependOnNeitherKafkaNorAFramework() {
        classes()
                .that()
                .resideInAnyPackage("dcm.worker.operation", "dcm.worker.ports")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "dcm.contract..",
                        "dcm.worker.operation",
                        "dcm.worker.engine",
                        "dcm.worker.ports",
                        "dcm.worker.storage",
                        "org.jboss.logging..",
                        "org.jspecify..")
                .check(WORKER);
    }

    @Test
    void packagesHaveNoCyclicDependencies() {
        slices().matching("dcm.(**)").should().beFreeOfCycles().check(WORKER);
    }
}
