package dcm.architecture;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.function.Function;

/**
 * No code depends on itself through other code. The list of permitted types of a sealed type does not count, because a
 * sealed type and its records are one.
 */
public final class CycleRules {
    private CycleRules() {}

    /** No cycles between packages. A package and its subpackages count as different ones. */
    public static ArchRule packagesHaveNoCycles() {
        return slices().assignedFrom(by("package", JavaClass::getPackageName))
                .should()
                .beFreeOfCycles();
    }

    /** No cycles between top-level classes. A nested class counts as part of the class that contains it. */
    public static ArchRule classesHaveNoCycles() {
        return slices().assignedFrom(
                        by("top-level class", type -> topLevel(type).getName()))
                .should()
                .beFreeOfCycles();
    }

    private static JavaClass topLevel(JavaClass type) {
        return type.getEnclosingClass().map(CycleRules::topLevel).orElse(type);
    }

    private static SliceAssignment by(String unit, Function<JavaClass, String> name) {
        return new SliceAssignment() {
            @Override
            public SliceIdentifier getIdentifierOf(JavaClass type) {
                return SliceIdentifier.of(name.apply(type));
            }

            @Override
            public String getDescription() {
                return unit;
            }
        };
    }
}
