package dcm.user;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAnnotation;
import com.tngtech.archunit.core.domain.JavaClasses;
import dcm.architecture.CycleRules;
import dcm.architecture.ModuleClasses;
import dcm.architecture.ModuleRules;
import dcm.rest.access.AccountRoles;
import dcm.user.join.JoinResource;
import dcm.user.join.RenewalResource;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** A rule that matches no class fails, so a rule cannot become ineffective after a renaming. */
class ArchitectureTest {
    private static final JavaClasses CODE = ModuleClasses.of("dcm.user");

    @Test
    void packagesAndClassesHaveNoDependencyCycles() {
        CycleRules.packagesHaveNoCycles().check(CODE);
        CycleRules.classesHaveNoCycles().check(CODE);
    }

    /** Except those for machines, which have an invitation or the key of a host. */
    @Test
    void everyResourceIsRestrictedToAdministrators() {
        classes()
                .that()
                .areAnnotatedWith(Path.class)
                .and()
                .doNotBelongToAnyOf(JoinResource.class, RenewalResource.class)
                .should()
                .beAnnotatedWith(rolesAllowed(AccountRoles.ADMINISTRATOR))
                .check(CODE);
        noMethods()
                .that()
                .areDeclaredInClassesThat()
                .areAnnotatedWith(Path.class)
                .should()
                .beAnnotatedWith(PermitAll.class)
                .orShould()
                .beAnnotatedWith(RolesAllowed.class)
                .check(CODE);
    }

    @Test
    void resourcesRunOnVirtualThreads() {
        classes()
                .that()
                .areAnnotatedWith(Path.class)
                .should()
                .beAnnotatedWith(RunOnVirtualThread.class)
                .check(CODE);
    }

    @Test
    void onlyTheIntentClientAccessesTheLog() {
        noClasses()
                .that()
                .resideInAPackage("dcm.user..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dcm.kafka..",
                        "org.apache.kafka..",
                        "io.smallrye.reactive.messaging..",
                        "org.eclipse.microprofile.reactive.messaging..")
                .check(CODE);
    }

    @Test
    void serviceDependsOnNoOtherServiceEngineOrDatabase() {
        ModuleRules.dependsOnNoOtherModuleExcept("dcm.user", "dcm.contract", "dcm.rest", "dcm.intent", "dcm.join")
                .check(CODE);
        noClasses()
                .that()
                .resideInAPackage("dcm.user..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("com.github.dockerjava..", "java.sql..", "jakarta.persistence..")
                .check(CODE);
    }

    @Test
    void requestsAndViewsDoNotDependOnHttp() {
        classes()
                .that()
                .haveSimpleNameEndingWith("Request")
                .or()
                .haveSimpleNameEndingWith("View")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "dcm.contract..",
                        "dcm.user.account..",
                        "dcm.user.grant..",
                        "dcm.user.group..",
                        "dcm.user.handover..",
                        "dcm.user.host..",
                        "dcm.user.image..",
                        "dcm.user.key..",
                        "dcm.user.preset..",
                        "dcm.user.quarantine..",
                        "dcm.user.quota..",
                        "dcm.user.rule..",
                        "com.fasterxml.jackson.annotation..",
                        "org.eclipse.microprofile.openapi.annotations..",
                        "org.jspecify..")
                .check(CODE);
    }

    private static DescribedPredicate<JavaAnnotation<?>> rolesAllowed(String role) {
        return describe(
                "@RolesAllowed(" + role + ") alone",
                annotation -> annotation.getRawType().isEquivalentTo(RolesAllowed.class)
                        && annotation
                                .get("value")
                                .filter(roles -> Arrays.equals((Object[]) roles, new Object[] {role}))
                                .isPresent());
    }
}
