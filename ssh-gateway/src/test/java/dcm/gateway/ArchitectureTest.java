package dcm.gateway;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Every rule fails if it matches no class, so that a renaming cannot disable it. */
class ArchitectureTest {
    private static final JavaClasses GATEWAY = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dcm.gateway");

    @Test
    void gatewayDependsOnNoServiceAndNotOnKafka() {
        noClasses()
                .that()
                .resideInAPackage("dcm.gateway..")
                .should()
                .dependOnClassesThat(resideInAPackage("dcm..")
                        .and(resideOutsideOfPackages("dcm.gateway..", "dcm.shell..", "dcm.contract..", "dcm.rest..")))
                .orShould()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.kafka..")
                .check(GATEWAY);
    }

    @Test
    void loginUsesNeitherShellNorTokensNorHttp() {
        noClasses()
                .that()
                .resideInAPackage("dcm.gateway.login..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dcm.shell..", "dcm.gateway.token..", "java.net.http..")
                .check(GATEWAY);
    }

    @Test
    void packagesHaveNoCyclicDependencies() {
        slices().matching("dcm.gateway.(*)..").should().beFreeOfCycles().check(GATEWAY);
    }
}
