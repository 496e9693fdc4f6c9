package dcm.command;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import dcm.architecture.CycleRules;
import dcm.architecture.ModuleClasses;
import dcm.architecture.PurityRules;
import dcm.architecture.ResourceRules;
import org.junit.jupiter.api.Test;

/** Every rule fails if it matches no class, so that a renaming cannot disable it. */
class ArchitectureTest {
    private static final JavaClasses CODE = ModuleClasses.of("dcm.command");
    private static final String[] DECIDERS = {
        "dcm.command.admission.owner..",
        "dcm.command.admission.account..",
        "dcm.command.admission.removal..",
        "dcm.command.admission.handover..",
        "dcm.command.admission.move..",
        "dcm.command.admission.container..",
        "dcm.command.admission.image..",
        "dcm.command.admission.host..",
        "dcm.command.admission.catalog..",
        "dcm.command.admission.quarantine..",
        "dcm.command.admission.decision..",
        "dcm.command.admission.state..",
        "dcm.command.placement.."
    };

    @Test
    void packagesAndClassesHaveNoDependencyCycles() {
        CycleRules.packagesHaveNoCycles().check(CODE);
        CycleRules.classesHaveNoCycles().check(CODE);
    }

    @Test
    void decidersArePure() {
        PurityRules.noInputOutputOrThreads(resideInAnyPackage(DECIDERS)).check(CODE);
        PurityRules.noClock(resideInAnyPackage(DECIDERS)).check(CODE);
        PurityRules.noRandomValues(resideInAnyPackage(DECIDERS)).check(CODE);
    }

    @Test
    void resourcesRequireARoleAndDoNotBlockTheEventLoop() {
        ResourceRules.resourcesRequireARole().check(CODE);
        ResourceRules.resourcesDoNotBlockTheEventLoop().check(CODE);
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
