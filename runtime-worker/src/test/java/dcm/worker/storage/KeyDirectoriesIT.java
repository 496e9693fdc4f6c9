package dcm.worker.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dcm.contract.identity.HostName;
import dcm.contract.identity.OwnerName;
import dcm.contract.identity.Profile;
import dcm.contract.identity.PublicKey;
import dcm.contract.identity.Role;
import dcm.contract.snapshot.AccountSnapshot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Needs root, to change owners. */
class KeyDirectoriesIT {
    private static final OwnerName ANN = new OwnerName("ann");
    private static final int ROOT = 100_000;
    private static final PublicKey KEY = new PublicKey(
            "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f ann@laptop");

    @TempDir
    private Path temporary;

    private KeyDirectories keys;

    @BeforeEach
    void open() throws IOException {
        keys = new KeyDirectories(root(), ROOT, ROOT + 1, new GatewayKeys(Optional.empty()), ContainerLogins.none());
        keys.open();
    }

    @Test
    void keyFilesAreReadableBySshdAndWritableOnlyByRoot() throws Exception {
        keys.apply(ChangedAccounts.of(ANN, KEY));

        Path directory = keys.of(ANN);
        assertThat(about(root())).isEqualTo("rwx--x--x 0:0");
        assertThat(about(directory)).isEqualTo("rwxr-xr-x 100000:100001");
        assertThat(about(directory.resolve("authorized_keys"))).isEqualTo("rw-r--r-- 100000:100001");
        assertThat(about(directory.resolve("RevokedKeys"))).isEqualTo("rw-r--r-- 100000:100001");
    }

    @Test
    void ownersFollowTheEngineThatBeginsToRemapUsers() throws Exception {
        for (int uid : List.of(0, ROOT)) {
            KeyDirectories all = new KeyDirectories(
                    root(),
                    uid,
                    uid,
                    new GatewayKeys(Optional.empty()),
                    ContainerLogins.of(new HostName("n1"), root()));
            all.apply(ChangedAccounts.of(ANN, KEY));
            all.of(ANN);
        }

        Path directory = root().resolve(ANN.value());
        assertThat(about(directory)).isEqualTo("rwxr-xr-x 100000:100000");
        for (String file : List.of("authorized_keys", "RevokedKeys", "host_ca", "login-0", "known_hosts")) {
            assertThat(about(directory.resolve(file))).endsWith(" 100000:100000");
        }
        assertThat(about(directory.resolve("login-1000"))).isEqualTo("rw------- 101000:101000");
    }

    @Test
    void authorizedKeysFileHoldsTheKeysOfTheAccount() throws Exception {
        keys.apply(ChangedAccounts.of(ANN, KEY));

        assertThat(keys.of(ANN).resolve("authorized_keys")).hasContent(KEY.line() + "\n");
        assertThat(keys.of(ANN).resolve("RevokedKeys")).isEmptyFile();
    }

    @Test
    void gatewayKeyIsAuthorizedOnlyForItsAccountUntilSuspension() throws Exception {
        Path file = Files.writeString(temporary.resolve("gateway.pub"), KEY.line() + "\n");
        keys = new KeyDirectories(root(), ROOT, ROOT + 1, new GatewayKeys(Optional.of(file)), ContainerLogins.none());

        keys.apply(ChangedAccounts.of(ANN));
        assertThat(keys.of(ANN).resolve("authorized_keys"))
                .hasContent("cert-authority,principals=\"ann\" " + KEY.line() + "\n");

        keys.apply(List.of(ChangedAccounts.of(
                AccountSnapshot.opened(ANN, Profile.of("ann", Role.USER), List.of(), null, Instant.EPOCH)
                        .suspend("", Instant.EPOCH))));
        assertThat(keys.of(ANN).resolve("authorized_keys")).isEmptyFile();
    }

    @Test
    void accountKeysAreAuthorizedWhenTheGatewayKeyIsMissing() throws Exception {
        keys = new KeyDirectories(
                root(),
                ROOT,
                ROOT + 1,
                new GatewayKeys(Optional.of(temporary.resolve("nowhere.pub"))),
                ContainerLogins.none());

        keys.apply(ChangedAccounts.of(ANN, KEY));

        assertThat(keys.of(ANN).resolve("authorized_keys")).hasContent(KEY.line() + "\n");
    }

    @Test
    void removedKeyIsDeletedWithoutReplacingTheMountedDirectory() throws Exception {
        keys.apply(ChangedAccounts.of(ANN, KEY));
        Object before = inode(keys.of(ANN));

        keys.apply(ChangedAccounts.of(ANN));

        assertThat(inode(keys.of(ANN))).isEqualTo(before);
        assertThat(keys.of(ANN).resolve("authorized_keys")).isEmptyFile();
        try (var files = Files.list(keys.of(ANN))) {
            assertThat(files.map(Path::getFileName).map(Path::toString))
                    .containsExactlyInAnyOrder("authorized_keys", "RevokedKeys");
        }
    }

    @Test
    void removedKeyIsRevoked() throws Exception {
        AccountSnapshot ann =
                AccountSnapshot.opened(ANN, Profile.of("Ann", Role.USER), List.of(KEY), null, Instant.EPOCH);

        keys.apply(List.of(ChangedAccounts.of(ann.withKeys(List.of()))));

        assertThat(keys.of(ANN).resolve("authorized_keys")).isEmptyFile();
        assertThat(keys.of(ANN).resolve("RevokedKeys")).hasContent(KEY.line() + "\n");
    }

    @Test
    void suspendedAccountHasNoRevokedKeysSoThatSshdRefusesEveryKey() throws Exception {
        AccountSnapshot ann =
                AccountSnapshot.opened(ANN, Profile.of("Ann", Role.USER), List.of(KEY), null, Instant.EPOCH);

        keys.apply(List.of(ChangedAccounts.of(ann)));
        assertThat(keys.of(ANN).resolve("RevokedKeys")).exists();
        keys.apply(List.of(ChangedAccounts.of(ann.suspend(null, Instant.EPOCH))));
        assertThat(keys.of(ANN).resolve("authorized_keys")).isEmptyFile();
        assertThat(keys.of(ANN).resolve("RevokedKeys")).doesNotExist();

        keys.apply(List.of(ChangedAccounts.of(ann.suspend(null, Instant.EPOCH).resume())));
        assertThat(keys.of(ANN).resolve("authorized_keys")).hasContent(KEY.line() + "\n");
        assertThat(keys.of(ANN).resolve("RevokedKeys")).isEmptyFile();
    }

    @Test
    void accountWithoutContainersHereHasNoDirectory() {
        keys.apply(ChangedAccounts.of(ANN, KEY));
        keys.apply(ChangedAccounts.of(ANN));

        assertThat(root()).isEmptyDirectory();
    }

    @Test
    void lostDirectoriesOfOwnersAreWrittenAtTheStart() {
        keys.apply(ChangedAccounts.of(ANN, KEY));
        keys.keepFor(Set.of(ANN, new OwnerName("bob")));
        keys.apply(ChangedAccounts.of(new OwnerName("bob"), KEY));

        for (String owner : List.of("ann", "bob")) {
            assertThat(root().resolve(owner).resolve("authorized_keys")).hasContent(KEY.line() + "\n");
        }
    }

    @Test
    void incompleteDirectoryIsCompletedForTheNextContainer() throws Exception {
        Files.createDirectories(root().resolve("ann/RevokedKeys/not-a-file"));
        assertThatThrownBy(() -> keys.apply(ChangedAccounts.of(ANN, KEY))).isInstanceOf(UncheckedIOException.class);
        RecursiveDeletion.delete(root().resolve("ann"), "RevokedKeys");

        assertThat(keys.of(ANN).resolve("RevokedKeys")).isEmptyFile();
        assertThat(keys.of(ANN).resolve("authorized_keys")).hasContent(KEY.line() + "\n");
    }

    @Test
    void requestForKeysWaitsUntilTheyArrive() {
        FutureTask<Path> request = new FutureTask<>(() -> keys.of(ANN));
        Thread thread = Thread.ofPlatform().start(request);
        await("the request to wait")
                .atMost(Duration.ofSeconds(5))
                .until(() -> thread.getState() == Thread.State.TIMED_WAITING);

        keys.apply(ChangedAccounts.of(ANN, KEY));

        assertThat(request).succeedsWithin(Duration.ofSeconds(5)).isEqualTo(root().resolve("ann"));
    }

    @Test
    void missingAccountIsReportedWhileARequestWaits() {
        CountDownLatch reported = new CountDownLatch(1);
        keys.onMissing(() -> {
            reported.countDown();
            Thread.ofPlatform().start(() -> keys.apply(ChangedAccounts.of(ANN, KEY)));
        });

        assertThat(new CompletableFuture<Path>().completeAsync(() -> directoryOf(ANN)))
                .succeedsWithin(Duration.ofSeconds(8))
                .isEqualTo(root().resolve("ann"));
        assertThat(reported.getCount()).isZero();
    }

    @Test
    void ownerWhoHasLeftHasNoDirectoryAndNoAccount() throws Exception {
        keys.apply(ChangedAccounts.of(ANN, KEY));
        keys.of(ANN);

        keys.delete(ANN);
        assertThat(root()).isEmptyDirectory();

        keys.onMissing(() -> Thread.ofPlatform().start(() -> keys.apply(ChangedAccounts.of(ANN))));
        assertThat(keys.of(ANN).resolve("authorized_keys")).isEmptyFile();
    }

    private Path directoryOf(OwnerName owner) {
        try {
            return keys.of(owner);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private Path root() {
        return temporary.resolve("keys");
    }

    private static Object inode(Path path) throws IOException {
        return Files.getAttribute(path, "unix:ino", LinkOption.NOFOLLOW_LINKS);
    }

    private static String about(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path)) + " "
                + Files.getAttribute(path, "unix:uid") + ":" + Files.getAttribute(path, "unix:gid");
    }
}
