package dcm.worker.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MountRulesIT {
    @TempDir
    private Path temporary;

    private Path root;
    private MountRules rules;

    @BeforeEach
    void make() throws IOException {
        root = temporary.toRealPath();
        Files.createDirectories(root.resolve("dcm/homes/bob"));
        Files.createDirectories(root.resolve("data/sub"));
        rules = new MountRules(List.of(root.resolve("dcm/homes")));
    }

    @Test
    void writableDirectoryBelowRootOwnedDirectoriesIsAccepted() throws IOException {
        mode("data/sub", "rwxrwxrwx");

        assertNoObjection("data");
        assertNoObjection("data/sub");
    }

    @Test
    void homesDirectoryAndItsParentsAreRejected() {
        assertObjection("dcm/homes", "a directory that DCM or other owners use");
        assertObjection("dcm/homes/bob", "a directory that DCM or other owners use");
        assertObjection("dcm", "a directory that DCM or other owners use");
    }

    @Test
    void pathWithALinkIsRejected() throws IOException {
        Files.createSymbolicLink(root.resolve("link"), root.resolve("data"));

        assertObjection("link", "link");
        assertObjection("link/sub", "link");
    }

    @Test
    void pathThatOtherUsersCanReplaceIsRejected() throws IOException {
        mode("data", "rwxrwxrwx");
        assertObjection("data/sub", "is writable by users other than root");
        mode("data", "rwxrwx---");
        assertObjection("data/sub", "is writable by users other than root");

        mode("data", "rwxr-x---");
        Files.setAttribute(root.resolve("data"), "unix:uid", 100_000);
        assertObjection("data/sub", "is writable by users other than root");
    }

    @Test
    void missingPathIsRejected() {
        assertObjection("nothing", "does not exist");
    }

    private void mode(String path, String mode) throws IOException {
        Files.setPosixFilePermissions(root.resolve(path), PosixFilePermissions.fromString(mode));
    }

    private void assertObjection(String path, String words) {
        assertThat(rules.objection(List.of(root.resolve(path))))
                .hasValueSatisfying(why -> assertThat(why).contains(words));
    }

    private void assertNoObjection(String path) {
        assertThat(rules.objection(List.of(root.resolve(path)))).isEmpty();
    }
}
