package dcm.trace;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.domain.JavaClasses;
import dcm.architecture.CycleRules;
import dcm.architecture.ModuleClasses;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final JavaClasses TRACING = ModuleClasses.of("dcm.trace");

    @Test
    void classesHaveNoDependencyCycles() {
        CycleRules.classesHaveNoCycles().check(TRACING);
    }

    @Test
    void tracingKnowsOfTheContractOnlyTheContext() {
        classes()
                .that()
                .resideInAPackage("dcm.trace..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "dcm.trace..",
                        "dcm.contract.envelope..",
                        "dcm.contract.identity..",
                        "io.opentelemetry..",
                        "jakarta.enterprise..",
                        "jakarta.inject..",
                        "org.eclipse.microprofile.config..",
                        "org.jboss.logging..",
                        "org.jspecify..")
                .check(TRACING);
    }
}
