package dcm.cli;

import com.tngtech.archunit.core.domain.JavaClasses;
import dcm.architecture.CycleRules;
import dcm.architecture.ModuleClasses;
import dcm.architecture.ModuleRules;
import org.junit.jupiter.api.Test;

/** A rule that matches no class fails, so a rule cannot become ineffective after a renaming. */
class ArchitectureTest {
    private static final JavaClasses CLIENT = ModuleClasses.of("dcm.cli");

    @Test
    void packagesAndClassesHaveNoDependencyCycles() {
        CycleRules.packagesHaveNoCycles().check(CLIENT);
        CycleRules.classesHaveNoCycles().check(CLIENT);
    }

    @Test
    void clientDependsOnTheShellAndTheContractOnly() {
        ModuleRules.dependsOnNoOtherModuleExcept("dcm.cli", "dcm.shell", "dcm.contract")
                .check(CLIENT);
    }
}
