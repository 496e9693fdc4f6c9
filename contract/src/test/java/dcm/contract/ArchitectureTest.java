package dcm.contract;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    @Test
    void contractDependsOnNoFramework() {
        classes()
                .that()
                .resideInAPackage("dcm.contract..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "dcm.contract..", "com.fasterxml.jackson..", "org.jspecify..")
                .check(new ClassFileImporter()
                        .withImportOption(new ImportOption.DoNotIncludeTests())
                        .importPackages("dcm.contract"));
    }
}
