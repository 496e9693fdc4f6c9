package dcm.intent;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import dcm.architecture.CycleRules;
import dcm.architecture.ModuleClasses;
import dcm.architecture.ModuleRules;
import org.junit.jupiter.api.Test;

/** A rule that matches no class fails, so a rule cannot become ineffective after a renaming. */
class ArchitectureTest {
    private static final JavaClasses JOURNAL = ModuleClasses.of("dcm.intent");

    @Test
    void packagesAndClassesHaveNoDependencyCycles() {
        CycleRules.packagesHaveNoCycles().check(JOURNAL);
        CycleRules.classesHaveNoCycles().check(JOURNAL);
    }

    @Test
    void journalDependsOnNoService() {
        ModuleRules.dependsOnNoOtherModuleExcept("dcm.intent", "dcm.rest", "dcm.kafka", "dcm.contract")
                .check(JOURNAL);
    }

    @Test
    void onlyJournalAndSignInReportsWriteRecords() {
        noClasses()
                .that()
                .doNotHaveSimpleName("IntentAppender")
                .and()
                .doNotHaveSimpleName("SignInReportPublisher")
                .and()
                .doNotHaveSimpleName("ChannelRecords") // converts only
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.apache.kafka.clients.producer..",
                        "io.smallrye.reactive.messaging..",
                        "org.eclipse.microprofile.reactive.messaging..")
                .check(JOURNAL);
        classes()
                .that()
                .haveSimpleName("IntentAppender")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.smallrye.reactive.messaging..")
                .check(JOURNAL);
    }

    @Test
    void journalUsesNoDatabaseOrHttpClient() {
        noClasses()
                .that()
                .resideInAPackage("dcm.intent..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "java.sql..", "javax.sql..", "jakarta.persistence..", "org.hibernate..", "java.net.http..")
                .check(JOURNAL);
    }

    @Test
    void onlyLogUnreachableMapperUsesHttp() {
        noClasses()
                .that()
                .doNotHaveSimpleName("LogUnreachableMapper")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("jakarta.ws.rs..", "org.jboss.resteasy..")
                .check(JOURNAL);
    }
}
