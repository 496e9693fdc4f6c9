package dcm.contract;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.origin;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.targetOwner;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import dcm.architecture.CycleRules;
import dcm.architecture.ModuleClasses;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** A rule that matches no class fails, so a rule cannot become ineffective after a renaming. */
class ArchitectureTest {
    private static final JavaClasses CONTRACT = ModuleClasses.of("dcm.contract");

    @Test
    void packagesAndClassesHaveNoDependencyCycles() {
        CycleRules.packagesHaveNoCycles().check(CONTRACT);
        CycleRules.classesHaveNoCycles().check(CONTRACT);
    }

    @Test
    void contractDependsOnNoFramework() {
        classes()
                .that()
                .resideInAPackage("dcm.contract..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..", "javax.crypto..", "dcm.contract..", "com.fasterxml.jackson..", "org.jspecify..")
                .check(CONTRACT);
    }

    /** By this name the rules of other modules recognise methods that return random values. */
    @Test
    void randomValuesComeOnlyFromMethodsNamedFresh() {
        noClasses()
                .should()
                .callMethodWhere(
                        targetOwner(assignableTo(RandomGenerator.class)).and(not(origin(name("fresh")))))
                .check(CONTRACT);
    }
}
