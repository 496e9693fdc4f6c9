package dcm.kafka;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.domain.JavaClasses;
import dcm.architecture.CycleRules;
import dcm.architecture.ModuleClasses;
import dcm.architecture.PurityRules;
import org.junit.jupiter.api.Test;

/** A rule that matches no class fails, so a rule cannot become ineffective after a renaming. */
class ArchitectureTest {
    private static final JavaClasses LOG = ModuleClasses.of("dcm.kafka");

    @Test
    void packagesAndClassesHaveNoDependencyCycles() {
        CycleRules.packagesHaveNoCycles().check(LOG);
        CycleRules.classesHaveNoCycles().check(LOG);
    }

    @Test
    void logDependsOnlyOnTheContractAndKafkaClients() {
        classes()
                .that()
                .resideInAPackage("dcm.kafka..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "dcm.kafka..",
                        "dcm.contract..",
                        "org.apache.kafka.clients..",
                        "org.apache.kafka.common..",
                        "org.slf4j..",
                        "org.jspecify..")
                .check(LOG);
    }

    @Test
    void kafkaRecordsReadsNoClock() {
        PurityRules.noClock(simpleName("KafkaRecords")).check(LOG);
    }
}
