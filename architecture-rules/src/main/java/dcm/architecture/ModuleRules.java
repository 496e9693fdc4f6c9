package dcm.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.lang.ArchRule;
import java.util.Arrays;
import java.util.stream.Stream;

/** Which modules of DCM a module may know. */
public final class ModuleRules {
    private ModuleRules() {}

    /**
     * The module depends on no other module of DCM except these.
     *
     * @param root the package with all code of the module, such as {@code dcm.user}
     * @param others the root packages of the modules that it may use
     */
    public static ArchRule dependsOnNoOtherModuleExcept(String root, String... others) {
        String[] allowed = Stream.concat(Stream.of(root), Arrays.stream(others))
                .map(module -> module + "..")
                .toArray(String[]::new);
        return noClasses()
                .that()
                .resideInAPackage(root + "..")
                .should()
                .dependOnClassesThat(resideInAPackage("dcm..").and(resideOutsideOfPackages(allowed)));
    }
}
