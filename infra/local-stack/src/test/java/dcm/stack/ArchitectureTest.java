package dcm.stack;

import com.tngtech.archunit.core.domain.JavaClasses;
import dcm.architecture.CycleRules;
import dcm.architecture.ModuleClasses;
import dcm.architecture.ModuleRules;
import org.junit.jupiter.api.Test;

/** A rule that matches no class fails, so a rule cannot become ineffective after a renaming. */
class ArchitectureTest {
    private static final JavaClasses STACK = ModuleClasses.of("dcm.stack");

    @Test
    void packagesAndClassesHaveNoDependencyCycles() {
        CycleRules.packagesHaveNoCycles().check(STACK);
        CycleRules.classesHaveNoCycles().check(STACK);
    }

    @Test
    void launcherDependsOnNoServiceItStarts() {
        ModuleRules.dependsOnNoOtherModuleExcept(
                        "dcm.stack", "dcm.contract", "dcm.join", "dcm.kafka", "dcm.auditor", "dcm.shell")
                .check(STACK);
    }
}
