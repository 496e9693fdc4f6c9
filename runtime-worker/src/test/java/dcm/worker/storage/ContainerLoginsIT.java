package dcm.worker.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.contract.identity.OwnerName;
import dcm.contract.identity.Profile;
import dcm.contract.identity.Role;
import dcm.contract.snapshot.AccountSnapshot;
import dcm.worker.host.CommandRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Needs root, to change owners. */
class ContainerLoginsIT {
    private static final int ROOT = 100_000;
    private static final String SECRET = "0123456789abcdef0123456789abcdef";
    private static final AccountSnapshot ANN = account("ann", Instant.EPOCH);

    @TempDir
    private Path temporary;

    private Path secret;

    @BeforeEach
    void writeSecret() throws IOException {
        secret = Files.writeString(temporary.resolve("secret"), SECRET + "\n");
    }

    @Test
    void privateKeysAreReadableOnlyByTheUserWhoNeedsThem() throws IOException {
        Path keys = written("keys", ANN);

        assertThat(about(keys.resolve("host_ca"))).isEqualTo("rw------- 100000:100001");
        assertThat(about(keys.resolve("login-0"))).isEqualTo("rw------- 100000:100001");
        assertThat(about(keys.resolve("login-1000"))).isEqualTo("rw------- 101000:101001");
        assertThat(about(keys.resolve("known_hosts"))).isEqualTo("rw-r--r-- 100000:100001");
        assertThat(about(keys.resolve("authorized_containers"))).isEqualTo("rw-r--r-- 100000:100001");
    }

    @Test
    void opensshReadsTheKeysAndTheyBelongTogether() throws Exception {
        Path keys = written("keys", ANN);

        assertThat(Files.readString(keys.resolve("known_hosts")))
                .isEqualTo("@cert-authority *,!*.* " + publicKey(keys.resolve("host_ca")) + "\n");
        assertThat(Files.readString(keys.resolve("authorized_containers")))
                .isEqualTo(publicKey(keys.resolve("login-0")) + " ann's containers\n")
                .startsWith(publicKey(keys.resolve("login-1000")));
    }

    @Test
    void keysAreTheSameOnEveryHost() throws IOException {
        assertThat(publicFiles(written("host-1", ANN))).isEqualTo(publicFiles(written("host-2", ANN)));
    }

    @Test
    void accountsOfOtherNamesTimesAndInstallationsHaveOtherKeys() throws IOException {
        List<String> anns = publicFiles(written("ann", ANN));
        List<String> bobs = publicFiles(written("bob", account("bob", Instant.EPOCH)));
        List<String> laterAnns = publicFiles(written("later", account("ann", Instant.EPOCH.plusSeconds(1))));
        Files.writeString(secret, SECRET + "0");
        List<String> elsewhere = publicFiles(written("elsewhere", ANN));

        for (int file = 0; file < 2; file++) {
            assertThat(List.of(anns.get(file), bobs.get(file), laterAnns.get(file), elsewhere.get(file)))
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void loginKeyIsNotAuthorizedDuringASuspension() throws IOException {
        Path keys = written("keys", ANN);

        write(keys, ANN.suspend(null, Instant.EPOCH));
        assertThat(keys.resolve("authorized_containers")).isEmptyFile();

        write(keys, ANN);
        assertThat(keys.resolve("authorized_containers")).isNotEmptyFile();
    }

    @Test
    void presentPrivateKeysStayUnchanged() throws IOException {
        Path keys = written("keys", ANN);
        FileTime before = Files.getLastModifiedTime(keys.resolve("host_ca"));
        String content = Files.readString(keys.resolve("host_ca"));

        write(keys, ANN);

        assertThat(Files.getLastModifiedTime(keys.resolve("host_ca"))).isEqualTo(before);
        assertThat(keys.resolve("host_ca")).hasContent(content);
    }

    @Test
    void nothingIsWrittenWithoutASecretThatCannotBeGuessed() throws IOException {
        Files.writeString(secret, "short");
        assertThat(written("short", ANN)).isEmptyDirectory();

        Files.delete(secret);
        assertThat(written("missing", ANN)).isEmptyDirectory();
    }

    private Path written(String name, AccountSnapshot account) throws IOException {
        Path directory = Files.createDirectory(temporary.resolve(name));
        write(directory, account);
        return directory;
    }

    private void write(Path directory, AccountSnapshot account) {
        ContainerLogins.of(Optional.of(secret)).write(account, directory, ROOT, ROOT + 1);
    }

    private static AccountSnapshot account(String name, Instant openedAt) {
        return AccountSnapshot.opened(new OwnerName(name), Profile.of(name, Role.USER), List.of(), null, openedAt);
    }

    private static List<String> publicFiles(Path directory) throws IOException {
        return List.of(
                Files.readString(directory.resolve("known_hosts")),
                Files.readString(directory.resolve("authorized_containers")).replaceAll(" [a-z]+'s containers", ""));
    }

    private static String publicKey(Path file) throws IOException, InterruptedException {
        String[] words =
                CommandRunner.run("ssh-keygen", "-y", "-f", file.toString()).split("\\s");
        return words[0] + " " + words[1];
    }

    private static String about(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path)) + " "
                + Files.getAttribute(path, "unix:uid") + ":" + Files.getAttribute(path, "unix:gid");
    }
}
