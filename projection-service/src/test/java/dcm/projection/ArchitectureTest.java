package dcm.projection;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.targetOwner;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dcm.contract.envelope.TraceParent;
import dcm.contract.identity.IntentId;
import dcm.projection.replay.ViewProgress;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Path;
import java.io.Serializable;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** A rule that matches no class fails, so a rule cannot become ineffective after a renaming. */
class ArchitectureTest {
    private static final String[] VIEWS = {
        "dcm.projection.audit..",
        "dcm.projection.container..",
        "dcm.projection.home..",
        "dcm.projection.image..",
        "dcm.projection.intent..",
        "dcm.projection.port..",
        "dcm.projection.quarantine.."
    };
    private static final String REST = "dcm.projection.rest..";
    private static final String REPLAY = "dcm.projection.replay..";

    private static final JavaClasses CODE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dcm.projection");

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
                            view,
                            "io.quarkus.hibernate.orm.panache..",
                            "io.quarkus.panache.common..",
                            "jakarta.persistence..",
                            "org.jspecify..")
                    .check(CODE);
        }
    }

    @Test
    void viewsDoNoInputOrOutputAndStartNoThreads() {
        noClasses()
                .that()
                .resideInAnyPackage(VIEWS)
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                                "java.io..",
                                "java.net..",
                                "java.nio.file..",
                                "java.nio.channels..",
                                "java.sql..",
                                "java.util.concurrent..")
                        .and(not(type(Serializable.class))))
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Thread.class)
                .check(CODE);
    }

    @Test
    void viewsReadNoClock() {
        noClasses()
                .that()
                .resideInAnyPackage(VIEWS)
                .should()
                .dependOnClassesThat()
                .areAssignableTo(InstantSource.class)
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Clock.class)
                .orShould()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .check(CODE);
    }

    @Test
    void viewsUseNoRandomValues() {
        noClasses()
                .that()
                .resideInAnyPackage(VIEWS)
                .should()
                .dependOnClassesThat()
                .areAssignableTo(RandomGenerator.class)
                .orShould()
                .callMethod(Math.class, "random")
                .orShould()
                .callMethod(UUID.class, "randomUUID")
                .orShould()
                .callMethod(IntentId.class, "fresh")
                .orShould()
                .callMethod(TraceParent.class, "fresh")
                .check(CODE);
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
        classes()
                .that()
                .areAnnotatedWith(Path.class)
                .should()
                .beAnnotatedWith(RolesAllowed.class)
                .andShould()
                .beAnnotatedWith(RunOnVirtualThread.class)
                .orShould()
                .beAnnotatedWith(Blocking.class)
                .check(CODE);
        noMethods()
                .that()
                .areDeclaredInClassesThat()
                .areAnnotatedWith(Path.class)
                .should()
                .beAnnotatedWith(PermitAll.class)
                .check(CODE);
    }

    // ---- the service ----

    @Test
    void serviceDependsOnNoOtherServiceDockerOrKafkaStreams() {
        noClasses()
                .that()
                .resideInAPackage("dcm.projection..")
                .should()
                .dependOnClassesThat(resideInAPackage("dcm..")
                        .and(resideOutsideOfPackages(
                                "dcm.projection..", "dcm.contract..", "dcm.rest..", "dcm.kafka..")))
                .orShould()
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
    void packagesHaveNoDependencyCycles() {
        slices().matching("dcm.projection.(*)..").should().beFreeOfCycles().check(CODE);
    }
}
