package dcm.worker.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dcm.contract.identity.HostName;
import dcm.contract.identity.IntentId;
import dcm.contract.identity.OwnerName;
import dcm.contract.problem.ErrorCode;
import dcm.contract.report.AccountReport.HomeSizeReported;
import dcm.worker.host.CommandRunner;
import dcm.worker.storage.FilesystemQuotas.Enforcement;
import dcm.worker.storage.Homes.Home;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Uses its own btrfs on a loop device, which needs root. */
class FilesystemQuotasIT {
    private static final OwnerName ANN = new OwnerName("ann");
    private static final OwnerName BOB = new OwnerName("bob");
    private static final long MIB = 1L << 20;

    @TempDir
    private Path temporary;

    private final AtomicLong most = new AtomicLong(100 * MIB);
    private Path filesystem;
    private Path root;

    @BeforeEach
    void mount() throws Exception {
        Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rwx--x--x"));
        Path image = temporary.resolve("image");
        CommandRunner.run("truncate", "--size=1G", image.toString());
        CommandRunner.run("mkfs.btrfs", "--quiet", image.toString());
        filesystem = Files.createDirectory(temporary.resolve("mounted"));
        CommandRunner.run("mount", "-o", "loop", image.toString(), filesystem.toString());
        root = Files.createDirectories(filesystem.resolve("some where/homes"));
    }

    @AfterEach
    void unmount() throws Exception {
        CommandRunner.run("umount", "--recursive", filesystem.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"--simple", ""})
    void writesAboveTheQuotaFailAndNestedSubvolumesCount(String kind) throws Exception {
        enable(kind);
        FilesystemQuotas quotas = quotas();
        Home ann = homes(quotas).ensure(ANN);
        Home bob = homes(quotas).ensure(BOB);

        write(ann.user().resolve("some"), 60);
        assertFull(ann.root().resolve("too-much"), 60);
        Path nested = ann.user().resolve("nested");
        as(101_000, "btrfs", "subvolume", "create", nested.toString());
        quotas.reconcile();
        assertFull(nested.resolve("too-much"), 60);
        write(bob.user().resolve("not-counted-for-ann"), 80);

        most.set(200 * MIB);
        quotas.reconcile();
        write(nested.resolve("more"), 60);
        most.set(50 * MIB);
        quotas.reconcile();
        assertFull(ann.user().resolve("lowered"), 1);
        assertThat(ann.user().resolve("some")).hasSize(60 * MIB);
        most.set(FilesystemQuotas.UNLIMITED);
        quotas.reconcile();
        write(ann.user().resolve("any-amount"), 150);
    }

    @Test
    void subvolumeWithoutAQuotaGroupIsFoundAndCounted() throws Exception {
        enable("--simple");
        FilesystemQuotas quotas = quotas();
        Home ann = homes(quotas).ensure(ANN);
        // Created elsewhere and so in no group; equivalent to a subvolume that is created with an empty list of groups.
        Path elsewhere = filesystem.resolve("elsewhere");
        BtrfsDirectory.create(elsewhere);
        Files.setAttribute(elsewhere, "unix:uid", 101_000);
        Path hidden = ann.user().resolve("hidden \" {\n\\");
        Files.move(elsewhere, hidden);
        write(hidden.resolve("large"), 150);

        quotas.reconcile();

        assertFull(hidden.resolve("more"), 1);
        assertFull(ann.user().resolve("more"), 1);
        quotas.reconcile();
        assertThat(quotas.used(ANN).orElseThrow()).isGreaterThanOrEqualTo(150 * MIB);
    }

    @Test
    void subvolumeInAnotherOwnersGroupIsCountedForItsOwner() throws Exception {
        enable("--simple");
        FilesystemQuotas quotas = quotas();
        Home ann = homes(quotas).ensure(ANN);
        homes(quotas).ensure(BOB);
        String bobs = CommandRunner.run(
                        "btrfs",
                        "inspect-internal",
                        "rootid",
                        root.resolve("bob").toString())
                .strip();
        Path anns = ann.user().resolve("anns");
        as(101_000, "btrfs", "subvolume", "create", "-i", "2614/" + bobs, anns.toString());
        write(anns.resolve("some"), 60);
        quotas.reconcile();
        assertThat(quotas.used(BOB).orElseThrow())
                .as("before the check of nested subvolumes")
                .isGreaterThan(60 * MIB);

        quotas.reconcile();

        assertThat(quotas.used(BOB).orElseThrow()).isLessThan(MIB);
        assertThat(quotas.used(ANN).orElseThrow()).isGreaterThan(60 * MIB);

        Path elsewhere = filesystem.resolve("elsewhere"); // as on a volume, or in homes from before
        CommandRunner.run("btrfs", "subvolume", "create", "-i", "2614/" + bobs, elsewhere.toString());
        write(elsewhere.resolve("some"), 60);
        quotas.reconcile();
        quotas.reconcile();
        assertThat(quotas.used(BOB).orElseThrow()).isLessThan(MIB);
    }

    @Test
    void failureToSetALimitIsReportedAndOtherHomesAreMeasured() throws Exception {
        enable("--simple");
        FilesystemQuotas quotas =
                FilesystemQuotas.of(root, Optional.empty(), owner -> owner.equals(ANN) ? -7 : 100 * MIB);
        Homes homes = homes(quotas);
        homes.ensure(ANN);
        homes.ensure(BOB);

        assertThat(quotas.used(ANN)).isEmpty();
        assertThat(quotas.used(BOB)).isPresent();
        assertThat(quotas.problem()).hasValueSatisfying(why -> assertThat(why).contains("btrfs qgroup limit"));
        assertThat(quotas.plainHomes()).isEmpty();
    }

    @Test
    void limitsAreUnchangedUntilQuotasAreKnown() throws Exception {
        enable("--simple");
        homes(quotas()).ensure(ANN);
        FilesystemQuotas started = FilesystemQuotas.of(root, Optional.empty(), new FilesystemQuotas.SpaceLimits() {
            @Override
            public long homeBytes(OwnerName owner) {
                return FilesystemQuotas.UNLIMITED;
            }

            @Override
            public boolean isKnown() {
                return false;
            }
        });

        started.reconcile();

        assertFull(root.resolve("ann/home/large"), 150);
        assertThat(started.plainHomes()).isEmpty();
    }

    @Test
    void subvolumeNestedDeeperThanTheMaximumPathLengthIsCountedAndRemoved() throws Exception {
        enable("--simple");
        FilesystemQuotas quotas = quotas();
        Homes homes = homes(quotas);
        Path home = homes.ensure(ANN).user();
        as(101_000, "sh", "-c", """
            cd '%1$s' && mkdir d && btrfs subvolume create d/x && dd if=/dev/zero of=d/x/large bs=1M count=60 || exit
            for i in $(seq 20); do mkdir n && mv d n/%2$s && mv n d || exit; done\
            """.formatted(home, "d".repeat(250)));
        CommandRunner.run("sync", "--file-system", root.toString());
        assertThatThrownBy(() -> CommandRunner.run("btrfs", "qgroup", "show", root.toString()))
                .as("listing the groups by name fails")
                .isInstanceOf(IOException.class);

        quotas.reconcile();

        assertFull(home.resolve("more"), 60);
        homes.remove(ANN, () -> true);
        assertThat(root).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--simple", "", "off"})
    void homesAreRemovedWithNestedSubvolumes(String kind) throws Exception {
        enable(kind);
        FilesystemQuotas quotas = quotas();
        Homes homes = homes(quotas);
        Path at = homes.ensure(ANN).user();
        for (int depth = 0; depth < 20; depth++) {
            at = Files.createDirectories(at.resolve("a/b"));
            at = at.resolve("nested-" + depth);
            BtrfsDirectory.create(at);
            Files.writeString(at.resolve("note"), "mine");
        }
        if (!kind.equals("off")) {
            CommandRunner.run(
                    "btrfs",
                    "subvolume",
                    "snapshot",
                    "-r",
                    at.toString(),
                    at.resolve("kept").toString());
        }

        homes.remove(ANN, () -> true);

        assertThat(root.resolve("ann")).doesNotExist();
        assertThat(root).isEmptyDirectory();
        if (!kind.equals("off")) {
            CommandRunner.run("btrfs", "filesystem", "sync", filesystem.toString());
            await().atMost(Duration.ofSeconds(60)).until(() -> {
                quotas.reconcile();
                return !CommandRunner.run("btrfs", "qgroup", "show", filesystem.toString())
                        .contains("2614/");
            });
        }
    }

    @Test
    void movedHomesAreLimitedByTheQuotaOfTheNewOwner() throws Exception {
        enable("--simple");
        FilesystemQuotas quotas = quotas();
        Homes homes = homes(quotas);
        write(homes.ensure(BOB).user().resolve("large"), 150);

        homes.move(BOB, ANN);

        assertFull(homes.ensure(ANN).root().resolve("more"), 1);
        assertThat(quotas.used(ANN).orElseThrow()).isGreaterThanOrEqualTo(150 * MIB);
        assertThat(quotas.used(BOB)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--simple", ""})
    void homesThatArriveFromAnotherHostAreLimitedByTheQuota(String kind) throws Exception {
        enable(kind);
        Path old = Files.createDirectory(temporary.resolve("old"));
        Homes there = new Homes(old, 100_000, 100_000, FilesystemQuotas.none());
        write(there.ensure(ANN).user().resolve("large"), 150);
        Process archive =
                new ProcessBuilder("tar", "-cf", "-", "-C", old.resolve("ann").toString(), "root", "home").start();
        IntentId move = new IntentId("019ab2d4-3c1e-7b52-a1de-0f3c55e0a7c1");

        assertThatThrownBy(
                        () -> homes(quotas()).reception().receive(ANN, move, 0, archive.getInputStream(), bytes -> {}))
                .isInstanceOfSatisfying(
                        ArchiveRefusedException.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.QUOTA_EXCEEDED));

        assertThat(root).isEmptyDirectory();
        archive.destroyForcibly();
    }

    @Test
    void homesThatArriveAreCountedUntilTheirLimitIsSet() throws Exception {
        enable("--simple");
        Path old = Files.createDirectory(temporary.resolve("old"));
        write(
                new Homes(old, 100_000, 100_000, FilesystemQuotas.none())
                        .ensure(ANN)
                        .user()
                        .resolve("large"),
                100);
        Process archive =
                new ProcessBuilder("tar", "-cf", "-", "-C", old.resolve("ann").toString(), "root", "home").start();
        FilesystemQuotas starting = FilesystemQuotas.of(root, Optional.empty(), new FilesystemQuotas.SpaceLimits() {
            @Override
            public long homeBytes(OwnerName owner) {
                return 30 * MIB;
            }

            @Override
            public boolean isKnown() {
                return false;
            }
        });
        IntentId move = new IntentId("019ab2d4-3c1e-7b52-a1de-0f3c55e0a7c1");

        assertThatThrownBy(
                        () -> homes(starting).reception().receive(ANN, move, 0, archive.getInputStream(), bytes -> {}))
                .isInstanceOf(ArchiveRefusedException.class)
                .hasMessageContaining("quota for home directories is 30 MiB");
        archive.destroyForcibly();
    }

    @Test
    void homesCreatedBeforeQuotasAreMeasuredAndLaterHomesAreEnforced() throws Exception {
        enable("off");
        FilesystemQuotas quotas = quotas();
        Homes homes = homes(quotas);
        Home ann = homes.ensure(ANN);
        assertThat(quotas.homeEnforcement()).isEqualTo(Enforcement.DISABLED);
        write(ann.user().resolve("any-amount"), 150);

        enable("--simple");
        homes.ensure(BOB);
        Map<OwnerName, HomeSizeReported> reported = new ConcurrentHashMap<>();
        new HomeMeter(new HostName("n1"), root, quotas, (owner, seen) -> reported.put(owner, (HomeSizeReported) seen))
                .measure();

        assertThat(quotas.homeEnforcement()).isEqualTo(Enforcement.ENFORCED);
        assertThat(quotas.plainHomes()).containsExactly("ann");
        assertThat(reported.get(ANN)).isEqualTo(new HomeSizeReported(new HostName("n1"), 150, false));
        assertThat(Objects.requireNonNull(reported.get(BOB)).enforced()).isTrue();

        reported.clear();
        new HomeMeter(new HostName("n1"), root, quotas, (owner, seen) -> reported.put(owner, (HomeSizeReported) seen))
                .measureCounted();
        assertThat(reported.keySet()).as("homes that the filesystem counts").containsExactly(BOB);
    }

    private FilesystemQuotas quotas() throws Exception {
        return FilesystemQuotas.of(
                root, Optional.empty(), owner -> owner.equals(ANN) ? most.get() : FilesystemQuotas.UNLIMITED);
    }

    private Homes homes(FilesystemQuotas quotas) {
        return new Homes(root, 100_000, 100_000, quotas);
    }

    private void enable(String kind) throws Exception {
        switch (kind) {
            case "off" -> {}
            case "" -> CommandRunner.run("btrfs", "quota", "enable", filesystem.toString());
            default -> CommandRunner.run("btrfs", "quota", "enable", kind, filesystem.toString());
        }
    }

    private static void write(Path file, int mebibytes) throws Exception {
        Files.write(file, new byte[mebibytes << 20]);
        CommandRunner.run("sync", file.toString());
    }

    /** Checks that a write fails because the quota is exhausted. */
    private static void assertFull(Path file, int mebibytes) throws Exception {
        assertThatThrownBy(() -> write(file, mebibytes))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("Disk quota exceeded");
        Files.deleteIfExists(file);
        CommandRunner.run("sync", "--file-system", file.getParent().toString());
    }

    private static void as(int uid, String... command) throws Exception {
        String[] all = new String[command.length + 3];
        all[0] = "setpriv";
        all[1] = "--reuid=" + uid;
        all[2] = "--clear-groups";
        System.arraycopy(command, 0, all, 3, command.length);
        CommandRunner.run(all);
    }
}
