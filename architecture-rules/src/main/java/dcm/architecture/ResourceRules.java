package dcm.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;

import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.CompositeArchRule;

/**
 * REST resources; an interface with a path is a client, not a resource. Annotations are given by name, so that this
 * module depends on no REST library.
 */
public final class ResourceRules {
    private static final String PATH = "jakarta.ws.rs.Path";

    private ResourceRules() {}

    /** Every resource names the roles that may use it, and no method is open to everybody. */
    public static ArchRule resourcesRequireARole() {
        return CompositeArchRule.of(classes()
                        .that()
                        .areAnnotatedWith(PATH)
                        .and()
                        .areNotInterfaces()
                        .should()
                        .beAnnotatedWith("jakarta.annotation.security.RolesAllowed"))
                .and(noMethods()
                        .that()
                        .areDeclaredInClassesThat()
                        .areAnnotatedWith(PATH)
                        .should()
                        .beAnnotatedWith("jakarta.annotation.security.PermitAll"));
    }

    /** Every resource runs on a virtual thread or on a worker thread. */
    public static ArchRule resourcesDoNotBlockTheEventLoop() {
        return classes()
                .that()
                .areAnnotatedWith(PATH)
                .and()
                .areNotInterfaces()
                .should()
                .beAnnotatedWith("io.smallrye.common.annotation.RunOnVirtualThread")
                .orShould()
                .beAnnotatedWith("io.smallrye.common.annotation.Blocking");
    }
}
