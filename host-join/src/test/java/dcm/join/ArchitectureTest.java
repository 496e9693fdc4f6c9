package dcm.join;

import com.tngtech.archunit.core.domain.JavaClasses;
import dcm.architecture.CycleRules;
import dcm.architecture.ModuleClasses;
import dcm.architecture.ModuleRules;
import org.junit.jupiter.api.Test;

/** A rule that matches no class fails, so a rule cannot become ineffective after a renaming. */
class ArchitectureTest {
    private static final JavaClasses JOIN = ModuleClasses.of("dcm.join");

    @Test
    void classesHaveNoDependencyCycles() {
        CycleRules.classesHaveNoCycles().check(JOIN);
    }

    @Test
    void moduleDependsOnlyOnTheContract() {
        ModuleRules.dependsOnNoOtherModuleExcept("dcm.join", "dcm.contract").check(JOIN);
    }
}
