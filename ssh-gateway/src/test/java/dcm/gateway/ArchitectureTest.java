package dcm.gateway;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import dcm.architecture.CycleRules;
import dcm.architecture.ModuleClasses;
import dcm.architecture.ModuleRules;
import org.junit.jupiter.api.Test;

/** Every rule fails if it matches no class, so that a renaming cannot disable it. */
class ArchitectureTest {
    private static final JavaClasses GATEWAY = ModuleClasses.of("dcm.gateway");

    @Test
    void packagesAndClassesHaveNoDependencyCycles() {
        CycleRules.packagesHaveNoCycles().check(GATEWAY);
        CycleRules.classesHaveNoCycles().check(GATEWAY);
    }

    @Test
    void gatewayDependsOnNoServiceAndNotOnKafka() {
        ModuleRules.dependsOnNoOtherModuleExcept("dcm.gateway", "dcm.shell", "dcm.contract", "dcm.rest")
                .check(GATEWAY);
        noClasses()
                .that()
                .resideInAPackage("dcm.gateway..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.kafka..")
                .check(GATEWAY);
    }

    @Test
    void loginUsesNeitherShellNorTokensNorHttp() {
        noClasses()
                .that()
                .resideInAPackage("dcm.gateway.login..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dcm.shell..", "dcm.gateway.token..", "java.net.http..")
                .check(GATEWAY);
    }
}
