package dcm.edge;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.quarkus.security.identity.SecurityIdentity;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.junit.jupiter.api.Test;

/** A rule that matches no class fails, so a rule cannot become ineffective after a renaming. */
class ArchitectureTest {
    private static final String ACCESS = "dcm.edge.access..";

    private static final JavaClasses EDGE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dcm.edge");

    @Test
    void edgeDependsOnlyOnTheContractAndTheLog() {
        noClasses()
                .that()
                .resideInAPackage("dcm.edge..")
                .should()
                .dependOnClassesThat(resideInAPackage("dcm..")
                        .and(resideOutsideOfPackages("dcm.edge..", "dcm.contract..", "dcm.log..")))
                .check(EDGE);
    }

    @Test
    void problemsAndTracesDoNotDependOnTheLog() {
        noClasses()
                .that()
                .resideInAnyPackage("dcm.edge.problem..", "dcm.edge.trace..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dcm.log..", "org.apache.kafka..")
                .check(EDGE);
    }

    @Test
    void edgeWritesNoRecords() {
        noClasses()
                .that()
                .resideInAPackage("dcm.edge..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.kafka.clients.producer..", "org.apache.kafka.clients.admin..")
                .check(EDGE);
    }

    @Test
    void tokensAreReadInOnePackage() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ACCESS)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.eclipse.microprofile.jwt..", "io.quarkus.oidc..", "io.smallrye.jwt..")
                .check(EDGE);
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
                .check(EDGE);
    }

    @Test
    void packagesHaveNoDependencyCycles() {
        slices().matching("dcm.edge.(*)..").should().beFreeOfCycles().check(EDGE);
    }
}
