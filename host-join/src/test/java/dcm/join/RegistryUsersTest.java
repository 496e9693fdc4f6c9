package dcm.join;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegistryUsersTest {
    @TempDir
    private Path directory;

    @Test
    void usersAreAddedReplacedAndDeleted() throws IOException {
        Path file = directory.resolve("htpasswd");
        RegistryUsers users = new RegistryUsers(file);
        assertThat(users.names()).isEmpty();

        users.put("dcm", "first");
        users.put("worker-n2@1", "second");
        users.put("dcm", "third");

        assertThat(users.names()).containsExactly("dcm", "worker-n2@1");
        assertThat(password(file, "dcm", "third")).isTrue();
        assertThat(password(file, "dcm", "first")).isFalse();
        assertThat(password(file, "worker-n2@1", "second")).isTrue();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");

        users.retain("dcm"::equals);
        assertThat(users.names()).containsExactly("dcm");
        assertThat(password(file, "dcm", "third")).isTrue();
    }

    @Test
    void noUserIsLostByConcurrentChanges() throws IOException {
        Path file = directory.resolve("htpasswd");
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 20; i++) {
                String user = "user-" + i;
                threads.submit(() -> {
                    new RegistryUsers(file).put(user, "word");
                    return user;
                });
            }
        }

        assertThat(new RegistryUsers(file).names()).hasSize(20);
    }

    private static boolean password(Path file, String user, String password) throws IOException {
        return Files.readAllLines(file).stream()
                .filter(line -> line.startsWith(user + ":"))
                .anyMatch(
                        line -> OpenBSDBCrypt.checkPassword(line.substring(user.length() + 1), password.toCharArray()));
    }
}
