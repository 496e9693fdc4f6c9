package dcm.stack.installation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgramFilesTest {
    @TempDir
    Path root;

    @Test
    void programsOfASourceTreeAreWhereTheBuildLeavesThem() {
        ProgramFiles programs = new ProgramFiles(root);

        assertFalse(programs.isRelease());
        assertEquals(root.resolve("user-service/target/quarkus-app"), programs.service("user-service"));
        assertEquals(root.resolve("infra/local-stack/target/dist/kafka"), programs.server("kafka"));
        assertEquals(root.resolve("infra/local-stack/target/lib"), programs.libraries());
    }

    @Test
    void programsOfAReleaseAreInItsDirectories() throws IOException {
        Files.writeString(root.resolve("release.properties"), "version=1.2.3\n");
        ProgramFiles programs = new ProgramFiles(root);

        assertTrue(programs.isRelease());
        assertEquals(root.resolve("services/user-service"), programs.service("user-service"));
        assertEquals(root.resolve("servers/kafka"), programs.server("kafka"));
        assertEquals(root.resolve("lib"), programs.libraries());
        assertEquals(root + "/lib/*", programs.launcherClassPath());
    }

    @Test
    void directoryOfThePackageCanBeALink() throws IOException {
        Path link = root.resolve("lib-dcm");
        Path home = Files.createDirectory(root.resolve("disk"));
        Files.createSymbolicLink(link, home);
        Files.writeString(root.resolve("release.properties"), "home=" + link + "\nsettings=/etc/dcm\n");
        ProgramFiles programs = new ProgramFiles(root);

        assertTrue(programs.isOfPackage(
                Installation.of(root, Map.of("DCM_HOME", link.toString())).home()));
        assertTrue(programs.isOfPackage(home));
        assertFalse(programs.isOfPackage(root));
    }

    @Test
    void sharedFilesExistInThisSourceTree() {
        ProgramFiles programs = new ProgramFiles(Path.of("../.."));

        for (Path file : new Path[] {
            programs.engineFile("ensure-engine"),
            programs.imageRecipes().resolve("build"),
            programs.brokerLogging(),
            programs.realm(),
            programs.operationsManual()
        }) {
            assertTrue(Files.exists(file), file.toString());
        }
    }

    @Test
    void installationIsBesideTheProgramsUnlessTheEnvironmentNamesAnother() {
        assertEquals(root.resolve(".dcm"), Installation.of(root, Map.of()).home());
        assertEquals(
                root.resolve("elsewhere"),
                Installation.of(
                                root,
                                Map.of("DCM_HOME", root.resolve("elsewhere").toString()))
                        .home());
    }
}
