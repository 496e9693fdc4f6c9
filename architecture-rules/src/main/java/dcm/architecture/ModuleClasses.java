package dcm.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

/** The classes of one module, without its tests. */
public final class ModuleClasses {
    private ModuleClasses() {}

    /**
     * The classes of a module.
     *
     * @param root the package with all code of the module, such as {@code dcm.user}
     */
    public static JavaClasses of(String root) {
        return new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages(root);
    }
}
