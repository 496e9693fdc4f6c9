package dcm.command;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import dcm.contract.envelope.TraceParent;
import dcm.contract.identity.IntentId;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Every rule fails if it matches no class, so that a renaming cannot disable it. */
class ArchitectureTest {
    private static final JavaClasses CODE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dcm.command");
    private static final String[] DECIDERS = {
        "dcm.command.admission.owner..",
        "dcm.command.admission.account..",
        "dcm.command.admission.removal..",
        "dcm.command.admission.handover..",
        "dcm.command.admission.container..",
        "dcm.command.admission.image..",
        "dcm.command.admission.host..",
        "dcm.command.admission.catalog..",
        "dcm.command.admission.quarantine..",
        "dcm.command.admission.decision..",
        "dcm.command.admission.state..",
        "dcm.command.placement.."
    };

    /** Top-level classes, each with its nested ones. Cycles within {@code rest} are not checked. */
    private static final SliceAssignment TOP_LEVEL_CLASSES = new SliceAssignment() {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
            return type.getPackageName().startsWith("dcm.command.rest")
                    ? SliceIdentifier.ignore()
                    : SliceIdentifier.of(type.getName().replaceAll("\\$.*", ""));
        }

        @Override
        public String getDescription() {
            return "top-level classes";
        }
    };

    @Test
    void packagesAreFreeOfCycles() {
        slices().matching("dcm.command.(**)").should().beFreeOfCycles().check(CODE);
    }

    @Test
    void classesAreFreeOfCycles() {
        slices().assignedFrom(TOP_LEVEL_CLASSES).should().beFreeOfCycles().check(CODE);
    }

    @Test
    void decidersDependOnlyOnTheContract() {
        classes()
                .that()
                .resideInAnyPackage(DECIDERS)
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(DECIDERS)
                        .or(resideInAnyPackage(
                                "java..",
                                "dcm.contract..",
                                "com.fasterxml.jackson.annotation..",
                                "org.jspecify..",
                                "org.pcollections..")))
                .check(CODE);
    }

    @Test
    void decidersDoNoInputOrOutputAndStartNoThreads() {
        noClasses()
                .that()
                .resideInAnyPackage(DECIDERS)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "java.io..",
                        "java.net..",
                        "java.nio..",
                        "java.sql..",
                        "java.security..",
                        "java.util.concurrent..")
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Thread.class)
                .check(CODE);
    }

    @Test
    void decidersReadNoClock() {
        noClasses()
                .that()
                .resideInAnyPackage(DECIDERS)
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
    void decidersUseNoRandomValues() {
        noClasses()
                .that()
                .resideInAnyPackage(DECIDERS)
                .should()
                .dependOnClassesThat()
                .resideInAPackage("java.util.random..")
                .orShould()
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

    @Test
    void restDoesNotDependOnAdmissionOrPlacement() {
        noClasses()
                .that()
                .resideInAPackage("dcm.command.rest..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dcm.command.admission..", "dcm.command.placement..")
                .check(CODE);
    }
}
