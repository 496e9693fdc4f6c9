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
    private static final JavaClasses INTENT_CLIENT = ModuleClasses.of("dcm.intent");

    @Test
    void packagesAndClassesHaveNoDependencyCycles() {
        CycleRules.packagesHaveNoCycles().check(INTENT_CLIENT);
        CycleRules.classesHaveNoCycles().check(INTENT_CLIENT);
    }

    @Test
    void intentClientDependsOnNoService() {
        ModuleRules.dependsOnNoOtherModuleExcept("dcm.intent", "dcm.rest", "dcm.kafka", "dcm.contract", "dcm.trace")
                .check(INTENT_CLIENT);
    }

    @Test
    void onlyAppenderAndSignInPublisherWriteRecords() {
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
                .check(INTENT_CLIENT);
        classes()
                .that()
                .haveSimpleName("IntentAppender")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.smallrye.reactive.messaging..")
                .check(INTENT_CLIENT);
    }

    @Test
    void intentClientUsesNoDatabaseOrHttpClient() {
        noClasses()
                .that()
                .resideInAPackage("dcm.intent..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "java.sql..", "javax.sql..", "jakarta.persistence..", "org.hibernate..", "java.net.http..")
                .check(INTENT_CLIENT);
    }

    @Test
    void onlyLogUnreachableMapperUsesHttp() {
        noClasses()
                .that()
                .doNotHaveSimpleName("LogUnreachableMapper")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("jakarta.ws.rs..", "org.jboss.resteasy..")
                .check(INTENT_CLIENT);
    }
}
