package dcm.rest;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import dcm.architecture.CycleRules;
import dcm.architecture.ModuleClasses;
import dcm.architecture.ModuleRules;
import io.quarkus.oidc.OIDCException;
import io.quarkus.security.identity.SecurityIdentity;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.junit.jupiter.api.Test;

/** A rule that matches no class fails, so a rule cannot become ineffective after a renaming. */
class ArchitectureTest {
    private static final String ACCESS = "dcm.rest.access..";

    private static final JavaClasses REST_SUPPORT = ModuleClasses.of("dcm.rest");

    @Test
    void packagesAndClassesHaveNoDependencyCycles() {
        CycleRules.packagesHaveNoCycles().check(REST_SUPPORT);
        CycleRules.classesHaveNoCycles().check(REST_SUPPORT);
    }

    @Test
    void restSupportDependsOnlyOnTheContractTheLogAndTracing() {
        ModuleRules.dependsOnNoOtherModuleExcept("dcm.rest", "dcm.contract", "dcm.kafka", "dcm.trace")
                .check(REST_SUPPORT);
    }

    @Test
    void problemsAndTracesDoNotDependOnTheLog() {
        noClasses()
                .that()
                .resideInAnyPackage("dcm.rest.problem..", "dcm.rest.trace..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dcm.kafka..", "org.apache.kafka..")
                .check(REST_SUPPORT);
    }

    @Test
    void restSupportWritesNoRecords() {
        noClasses()
                .that()
                .resideInAPackage("dcm.rest..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.kafka.clients.producer..", "org.apache.kafka.clients.admin..")
                .check(REST_SUPPORT);
    }

    @Test
    void tokensAreReadInOnePackage() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ACCESS)
                .should()
                .dependOnClassesThat(
                        resideInAnyPackage("org.eclipse.microprofile.jwt..", "io.quarkus.oidc..", "io.smallrye.jwt..")
                                .and(not(type(OIDCException.class)))) // has nothing of a token
                .check(REST_SUPPORT);
    }

    @Test
    void rolesNeverComeFromTheToken() {
        noClasses()
                .that()
                .resideInAPackage(ACCESS)
                .should()
                .callMethod(JsonWebToken.class, "getGroups")
                .orShould()
                .callMethod(SecurityIdentity.class, "getRoles")
                .check(REST_SUPPORT);
    }
}
