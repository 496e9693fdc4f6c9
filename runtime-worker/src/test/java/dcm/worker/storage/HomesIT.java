package dcm.worker.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dcm.contract.identity.OwnerName;
import dcm.worker.host.CommandRunner;
import dcm.worker.storage.Homes.Home;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Needs root, to change owners and to mount. */
class HomesIT {
    private static final OwnerName ANN = new OwnerName("ann");

    @TempDir
    private Path temporary;

    @Test
    void homeIsAccessibleOnlyToItsOwner() throws Exception {
        Home home = homes().ensure(ANN);

        assertThat(about(home.root().getParent())).isEqualTo("rwx--x--x 0:0");
        assertThat(about(home.root())).isEqualTo("rwx------ 100000:100001");
        assertThat(about(home.user())).isEqualTo("rwx------ 101000:101001");
    }

    @Test
    void existingHomeIsNotChanged() throws Exception {
        Home home = homes().ensure(ANN);
        Files.writeString(home.user().resolve("thesis"), "mine");
        Files.setPosixFilePermissions(home.user(), PosixFilePermissions.fromString("rwxr-xr-x"));

        Home again = homes().ensure(ANN);

        assertThat(again).isEqualTo(home);
        assertThat(home.user().resolve("thesis")).hasContent("mine");
        assertThat(about(home.user())).isEqualTo("rwxr-xr-x 101000:101001");
    }

    @Test
    void homesFollowTheEngineThatBeginsToRemapUsersWithoutTheirContent() throws Exception {
        Home home = homes().ensure(ANN);
        Path file = Files.writeString(home.root().resolve("thesis"), "mine");
        Files.setAttribute(home.root(), "unix:uid", 0);
        Files.setAttribute(home.user(), "unix:uid", 1000);

        homes().ensure(ANN);

        assertThat(about(home.root())).isEqualTo("rwx------ 100000:100001");
        assertThat(about(home.user())).isEqualTo("rwx------ 101000:101001");
        assertThat(about(file)).endsWith(" 0:0");
    }

    @Test
    void concurrentRequestsForANewHomeSucceed() throws Exception {
        Homes homes = homes();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int owner = 0; owner < 50; owner++) {
                OwnerName name = new OwnerName("ann" + owner);
                CountDownLatch ready = new CountDownLatch(4);
                List<Future<Home>> made = new ArrayList<>();
                for (int n = 0; n < 4; n++) {
                    made.add(threads.submit(() -> {
                        ready.countDown();
                        ready.await();
                        return homes.ensure(name);
                    }));
                }
                for (Future<Home> home : made) {
                    assertThat(home.get().user()).isDirectory();
                }
            }
        }
        try (Stream<Path> left = Files.list(temporary)) {
            assertThat(left).hasSize(50);
        }
    }

    @Test
    void failedReplacementOfAFileLeavesNoOtherFile() throws Exception {
        Path file = temporary.resolve("keys");
        Files.createDirectories(file.resolve("in-the-way"));

        assertThatThrownBy(() -> HostFiles.write(file, "key", "rw-------", 0, 0))
                .isInstanceOf(UncheckedIOException.class);

        try (Stream<Path> left = Files.list(temporary)) {
            assertThat(left).containsExactly(file);
        }
    }

    /** Another host does not know the locks of this process. */
    @Test
    void homeThatAnotherHostHasCreatedMeanwhileIsNotReplaced() throws Exception {
        Path own = temporary.resolve("ann");

        boolean isCreated = HostFiles.ensure(own, "rwx--x--x", 0, 0, directory -> {
            Files.createDirectory(directory);
            Files.createDirectory(directory.resolve("root"));
            Home others = homes().ensure(ANN);
            Files.writeString(others.root().resolve("theirs"), "");
        });

        assertThat(isCreated).isFalse();
        assertThat(own.resolve("root/theirs")).exists();
        try (Stream<Path> left = Files.list(temporary)) {
            assertThat(left).hasSize(1);
        }
    }

    @Test
    void newHomeIsMovedIntoPlaceWithItsDirectories() throws Exception {
        Set<String> states = ConcurrentHashMap.newKeySet();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Homes homes = homes();
            for (int n = 0; n < 50; n++) {
                Path own = temporary.resolve("ann" + n);
                Future<?> watching = threads.submit(() -> {
                    while (!Files.isDirectory(own)) {
                        Thread.onSpinWait();
                    }
                    states.add("root " + Files.exists(own.resolve("root")) + ", home "
                            + Files.exists(own.resolve("home")));
                });
                homes.ensure(new OwnerName("ann" + n));
                watching.get();
            }
        }
        assertThat(states).containsExactly("root true, home true");
    }

    @Test
    void homesAreMountedNosuidAndNodev() throws Exception {
        Homes homes = homes();
        homes.open();
        try {
            homes.open(); // a killed worker does not unmount

            assertThat(mounts()).singleElement().asString().contains("nosuid").contains("nodev");
        } finally {
            homes.close();
        }
        assertThat(mounts()).isEmpty();
    }

    @Test
    void homesRootIsRejectedWhenItIsNotTheOneUsedBefore() throws Exception {
        Path known = temporary.resolve("state/homes");
        Path root = temporary.resolve("homes");
        Homes.openRoot(root, known);
        Homes.openRoot(root, known);

        Files.move(root, temporary.resolve("disk")); // not a mount point
        assertThatThrownBy(() -> Homes.openRoot(root, known)).hasMessageContaining("Mount the disk with the homes");
        Files.delete(known);
        Homes.openRoot(root, known);
        Files.delete(root.resolve(".dcm-homes"));
        Files.delete(root);
        Files.move(temporary.resolve("disk"), root);
        assertThatThrownBy(() -> Homes.openRoot(root, known)).hasMessageContaining("the id in ");
    }

    @Test
    void diskMountedByAnAdministratorStaysMounted() throws Exception {
        CommandRunner.run("mount", "-t", "tmpfs", "tmpfs", temporary.toString());
        try {
            Homes homes = homes();
            homes.open();
            homes.close();

            assertThat(Files.getFileStore(temporary).type()).isEqualTo("tmpfs");
        } finally {
            CommandRunner.run("umount", temporary.toString());
        }
    }

    @Test
    void homesAreMovedOnlyToAnOwnerWithoutHomes() throws Exception {
        OwnerName bob = new OwnerName("bob");
        Files.writeString(homes().ensure(ANN).user().resolve("thesis"), "mine");

        homes().move(ANN, bob);
        homes().move(ANN, bob);

        Home bobs = homes().ensure(bob);
        assertThat(bobs.user().resolve("thesis")).hasContent("mine");
        assertThat(about(bobs.user())).isEqualTo("rwx------ 101000:101001");
        assertThat(temporary.resolve("ann")).doesNotExist();
        homes().ensure(ANN);
        assertThatThrownBy(() -> homes().move(ANN, bob)).hasMessageContaining("bob already has homes");
        assertThat(bobs.user().resolve("thesis")).exists();
    }

    private Homes homes() {
        return new Homes(temporary, 100_000, 100_001, FilesystemQuotas.none());
    }

    private List<String> mounts() throws IOException {
        String here = temporary.toRealPath().toString();
        return Files.readAllLines(Path.of("/proc/self/mountinfo")).stream()
                .filter(line -> line.contains(" " + here + " "))
                .toList();
    }

    private static String about(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path)) + " "
                + Files.getAttribute(path, "unix:uid") + ":" + Files.getAttribute(path, "unix:gid");
    }
}
