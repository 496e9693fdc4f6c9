package dcm.worker;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import dcm.architecture.CycleRules;
import dcm.architecture.ModuleClasses;
import dcm.architecture.ResourceRules;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final String DOCKER = "dcm.worker.engine.docker..";

    private static final JavaClasses WORKER = ModuleClasses.of("dcm.worker");

    @Test
    void packagesAndClassesHaveNoDependencyCycles() {
        CycleRules.packagesHaveNoCycles().check(WORKER);
        CycleRules.classesHaveNoCycles().check(WORKER);
    }

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
    void resourcesRequireARoleAndDoNotBlockTheEventLoop() {
        ResourceRules.resourcesRequireARole().check(WORKER);
        ResourceRules.resourcesDoNotBlockTheEventLoop().check(WORKER);
    }
}
