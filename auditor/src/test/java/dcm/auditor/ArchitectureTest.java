package dcm.auditor;

import com.tngtech.archunit.core.domain.JavaClasses;
import dcm.architecture.CycleRules;
import dcm.architecture.ModuleClasses;
import dcm.architecture.ModuleRules;
import org.junit.jupiter.api.Test;

/** A rule that matches no class fails, so a rule cannot become ineffective after a renaming. */
class ArchitectureTest {
    private static final JavaClasses AUDITOR = ModuleClasses.of("dcm.auditor");

    @Test
    void packagesAndClassesHaveNoDependencyCycles() {
        CycleRules.packagesHaveNoCycles().check(AUDITOR);
        CycleRules.classesHaveNoCycles().check(AUDITOR);
    }

    @Test
    void auditorDependsOnlyOnTheContractAndTheLog() {
        ModuleRules.dependsOnNoOtherModuleExcept("dcm.auditor", "dcm.contract", "dcm.kafka")
                .check(AUDITOR);
    }
}
