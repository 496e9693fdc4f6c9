package dcm.worker.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dcm.contract.identity.HostName;
import dcm.contract.identity.LoginKeys;
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
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Needs root, to change owners. */
class ContainerLoginsIT {
    private static final int ROOT = 100_000;
    private static final HostName N1 = new HostName("n1");
    private static final HostName N2 = new HostName("n2");
    private static final AccountSnapshot ANN = account("ann", Instant.EPOCH);

    @TempDir
    private Path temporary;

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
    void filesThatAreEmptyAfterAPowerFailureAreWrittenAgain() throws IOException {
        Path root = Files.createDirectory(temporary.resolve("emptied"));
        Files.createFile(root.resolve(".login-secret"));
        Path keys = Files.createDirectory(root.resolve("ann"));

        ContainerLogins.of(N1, root).write(ANN.forHost(N1), keys, ROOT, ROOT);

        assertThat(root.resolve(".login-secret")).isNotEmptyFile();
        for (String file : List.of("host_ca", "login-0", "login-1000")) {
            Files.write(keys.resolve(file), new byte[0]);
            ContainerLogins.of(N1, root).write(ANN.forHost(N1), keys, ROOT, ROOT);
            assertThat(keys.resolve(file)).isNotEmptyFile();
        }
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
    void containersOfTwoHostsTrustOneAnotherWhenBothHavePublishedTheirKeys() throws IOException {
        AccountSnapshot both = ANN.with(logins(N1).unpublished(ANN.forHost(N1)).orElseThrow())
                .with(logins(N2).unpublished(ANN.forHost(N1)).orElseThrow());

        Path one = written("one", N1, both);
        Path two = written("two", N2, both);

        for (String file : List.of("known_hosts", "authorized_containers")) {
            assertThat(Files.readAllLines(one.resolve(file)))
                    .hasSize(2)
                    .doesNotHaveDuplicates()
                    .containsExactlyInAnyOrderElementsOf(Files.readAllLines(two.resolve(file)));
        }
        assertThat(logins(N1).unpublished(both.forHost(N1))).isEmpty();
    }

    @Test
    void keysOfEachHostAndAccountDiffer() throws IOException {
        AccountSnapshot later = account("ann", Instant.EPOCH.plusSeconds(1));
        List<LoginKeys> all = List.of(
                logins(N1).unpublished(ANN.forHost(N1)).orElseThrow(),
                logins(N1)
                        .unpublished(account("bob", Instant.EPOCH).forHost(N1))
                        .orElseThrow(),
                logins(N1).unpublished(later.forHost(N1)).orElseThrow(),
                logins(N2).unpublished(ANN.forHost(N1)).orElseThrow());

        assertThat(all.stream().flatMap(keys -> Stream.of(keys.authority(), keys.login())))
                .doesNotHaveDuplicates();
    }

    @Test
    void hostWithoutContainersOfTheAccountIsNotTrusted() throws IOException {
        LoginKeys others = logins(N2).unpublished(ANN.forHost(N1)).orElseThrow();
        Path keys = written("keys", N1, ANN.with(others));

        write(keys, N1, ANN);

        assertThat(keys.resolve("known_hosts")).content().doesNotContain(others.authority());
        assertThat(keys.resolve("authorized_containers")).content().doesNotContain(others.login());
    }

    @Test
    void secretOfTheHostIsKeptAndReadableByItsRootOnly() throws IOException {
        LoginKeys before = logins(N1).unpublished(ANN.forHost(N1)).orElseThrow();

        assertThat(logins(N1).unpublished(ANN.forHost(N1))).contains(before);

        assertThat(about(temporary.resolve("n1/.login-secret"))).isEqualTo("rw------- 0:0");
    }

    @Test
    void damagedSecretIsNotReplacedSilently() throws IOException {
        Files.createDirectories(temporary.resolve("n1"));
        Files.writeString(temporary.resolve("n1/.login-secret"), "short");

        assertThatThrownBy(() -> logins(N1))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("Delete it and restart the worker");
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

    private Path written(String name, AccountSnapshot account) throws IOException {
        return written(name, N1, account);
    }

    private Path written(String name, HostName host, AccountSnapshot account) throws IOException {
        Path directory = Files.createDirectory(temporary.resolve(name));
        write(directory, host, account);
        return directory;
    }

    private void write(Path directory, AccountSnapshot account) throws IOException {
        write(directory, N1, account);
    }

    private void write(Path directory, HostName host, AccountSnapshot account) throws IOException {
        logins(host).write(account.forHost(host), directory, ROOT, ROOT + 1);
    }

    /** The keys of a host, which has a directory of its own. */
    private ContainerLogins logins(HostName host) throws IOException {
        return ContainerLogins.of(host, temporary.resolve(host.value()));
    }

    private static AccountSnapshot account(String name, Instant openedAt) {
        return AccountSnapshot.opened(new OwnerName(name), Profile.of(name, Role.USER), List.of(), null, openedAt);
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
