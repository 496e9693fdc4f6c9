package dcm.projection;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.targetOwner;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import dcm.architecture.CycleRules;
import dcm.architecture.ModuleClasses;
import dcm.architecture.ModuleRules;
import dcm.architecture.PurityRules;
import dcm.architecture.ResourceRules;
import dcm.projection.replay.ViewProgress;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import org.junit.jupiter.api.Test;

/** A rule that matches no class fails, so a rule cannot become ineffective after a renaming. */
class ArchitectureTest {
    private static final String[] VIEWS = {
        "dcm.projection.audit..",
        "dcm.projection.container..",
        "dcm.projection.history..",
        "dcm.projection.home..",
        "dcm.projection.image..",
        "dcm.projection.intent..",
        "dcm.projection.port..",
        "dcm.projection.quarantine.."
    };
    private static final String REST = "dcm.projection.rest..";
    private static final String REPLAY = "dcm.projection.replay..";

    private static final JavaClasses CODE = ModuleClasses.of("dcm.projection");

    // ---- views: the same result at every replay ----

    @Test
    void viewsDependOnlyOnTheContractAndTheirTables() {
        for (String view : VIEWS) {
            classes()
                    .that()
                    .resideInAPackage(view)
                    .should()
                    .onlyDependOnClassesThat()
                    .resideInAnyPackage(
                            "java..",
                            "dcm.contract..",
                            "dcm.projection.event..",
                            "dcm.projection.rows..",
                            view,
                            "io.quarkus.hibernate.orm.panache..",
                            "io.quarkus.panache.common..",
                            "jakarta.persistence..",
                            "org.hibernate.annotations..",
                            "org.jspecify..")
                    .check(CODE);
        }
    }

    @Test
    void viewsArePure() {
        PurityRules.noInputOutputOrThreads(resideInAnyPackage(VIEWS)).check(CODE);
        PurityRules.noClock(resideInAnyPackage(VIEWS)).check(CODE);
        PurityRules.noRandomValues(resideInAnyPackage(VIEWS)).check(CODE);
    }

    // ---- queries ----

    @Test
    void queriesDependOnReplayOnlyForProgress() {
        noClasses()
                .that()
                .resideInAPackage(REST)
                .should()
                .dependOnClassesThat(resideInAPackage(REPLAY).and(not(type(ViewProgress.class))))
                .orShould()
                .dependOnClassesThat()
                .resideInAnyPackage("dcm.kafka..", "org.apache.kafka..")
                .check(CODE);
    }

    @Test
    void queriesChangeNoRows() {
        noClasses()
                .that()
                .resideInAPackage(REST)
                .should()
                .callMethodWhere(target(nameMatching("(persist|delete|update|flush).*"))
                        .and(target(owner(assignableTo(PanacheEntityBase.class)))))
                .orShould()
                .setFieldWhere(targetOwner(assignableTo(PanacheEntityBase.class)))
                .check(CODE);
    }

    @Test
    void resourcesRequireARoleAndDoNotBlockTheEventLoop() {
        ResourceRules.resourcesRequireARole().check(CODE);
        ResourceRules.resourcesDoNotBlockTheEventLoop().check(CODE);
    }

    // ---- the service ----

    @Test
    void serviceDependsOnNoOtherServiceDockerOrKafkaStreams() {
        ModuleRules.dependsOnNoOtherModuleExcept("dcm.projection", "dcm.contract", "dcm.rest", "dcm.kafka", "dcm.trace")
                .check(CODE);
        noClasses()
                .that()
                .resideInAPackage("dcm.projection..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("com.github.dockerjava..", "org.apache.kafka.streams..")
                .check(CODE);
    }

    @Test
    void serviceWritesNothingToTheLog() {
        noClasses()
                .that()
                .resideInAPackage("dcm.projection..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.apache.kafka.clients.producer..",
                        "org.apache.kafka.clients.admin..",
                        "org.eclipse.microprofile.reactive.messaging..")
                .check(CODE);
    }

    @Test
    void packagesAndClassesHaveNoDependencyCycles() {
        CycleRules.packagesHaveNoCycles().check(CODE);
        CycleRules.classesHaveNoCycles().check(CODE);
    }
}
