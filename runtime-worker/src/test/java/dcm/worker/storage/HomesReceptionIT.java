package dcm.worker.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dcm.contract.identity.IntentId;
import dcm.contract.identity.OwnerName;
import dcm.contract.problem.ErrorCode;
import dcm.rest.stream.StreamedResponse.Source;
import dcm.worker.host.CommandRunner;
import dcm.worker.storage.Homes.Home;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Homes that are sent by one host and received by another. Needs root, to change owners and to mount. */
class HomesReceptionIT {
    private static final OwnerName ANN = new OwnerName("ann");
    private static final IntentId MOVE = new IntentId("019ab2d4-3c1e-7b52-a1de-0f3c55e0a7c1");
    private static final IntentId OTHER = new IntentId("019ab2d4-3c1e-7b52-a1de-0f3c55e0a7c2");

    @TempDir
    private Path temporary;

    private Path oldRoot;
    private Path newRoot;

    @BeforeEach
    void createHosts() throws IOException {
        oldRoot = Files.createDirectory(temporary.resolve("old"));
        newRoot = Files.createDirectory(temporary.resolve("new"));
    }

    @Test
    void receivedHomesAreEqualToThoseOfTheOldHost() throws Exception {
        Home home = homes(oldRoot).ensure(ANN);
        Path thesis = Files.writeString(home.user().resolve("thesis"), "mine");
        Files.setAttribute(thesis, "unix:uid", 101_000);
        Files.setPosixFilePermissions(thesis, PosixFilePermissions.fromString("rw-r-----"));
        attributes(thesis).write("course", ByteBuffer.wrap("os".getBytes(StandardCharsets.UTF_8)));
        Files.createLink(home.root().resolve("same"), thesis);
        Files.createSymbolicLink(home.root().resolve("passwd"), Path.of("/etc/passwd"));
        CommandRunner.run(
                "truncate", "--size=64M", home.user().resolve("sparse").toString());
        CommandRunner.run("mkfifo", home.user().resolve("pipe").toString());

        ReceivedHomes received = receive(archive());

        Path root = newRoot.resolve("ann/root");
        Path user = newRoot.resolve("ann/home");
        assertThat(about(newRoot.resolve("ann"))).isEqualTo("rwx--x--x 0:0");
        assertThat(about(root)).isEqualTo("rwx------ 100000:100001");
        assertThat(about(user)).isEqualTo("rwx------ 101000:101001");
        assertThat(user.resolve("thesis")).hasContent("mine");
        assertThat(about(user.resolve("thesis"))).isEqualTo("rw-r----- 101000:0");
        assertThat(attributes(user.resolve("thesis")).list()).containsExactly("course");
        assertThat(Files.getAttribute(root.resolve("same"), "unix:ino"))
                .isEqualTo(Files.getAttribute(user.resolve("thesis"), "unix:ino"));
        assertThat(Files.readSymbolicLink(root.resolve("passwd"))).hasToString("/etc/passwd");
        assertThat(Files.size(user.resolve("sparse"))).isEqualTo(64L << 20);
        assertThat(CommandRunner.run(
                        "du", "--block-size=1", user.resolve("sparse").toString()))
                .startsWith("0\t");
        assertThat(Files.getAttribute(user.resolve("pipe"), "isOther")).isEqualTo(true);
        assertThat(received.files()).isEqualTo(7);
        assertThat(newRoot).isDirectoryNotContaining(path -> path.toString().contains("incoming"));
    }

    @Test
    void finishedReceptionIsRememberedForItsMoveOnly() throws Exception {
        homes(oldRoot).ensure(ANN);
        assertThat(homes(newRoot).reception().received(ANN, MOVE)).isEmpty();

        ReceivedHomes received = receive(archive());

        assertThat(homes(newRoot).reception().received(ANN, MOVE)).contains(received);
        assertThat(homes(newRoot).reception().received(ANN, OTHER)).isEmpty();
    }

    @Test
    void attemptThatEndsEarlyLeavesNothingAndTheNextOneSucceeds() throws Exception {
        Files.writeString(homes(oldRoot).ensure(ANN).user().resolve("thesis"), "mine".repeat(100_000));
        byte[] whole = archive();
        InputStream broken = new SequenceInputStream(new ByteArrayInputStream(whole, 0, 200_000), new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("the connection broke");
            }
        });

        assertThatThrownBy(() -> homes(newRoot).reception().receive(ANN, MOVE, 0, broken, bytes -> {}))
                .isInstanceOf(IOException.class)
                .hasMessage("the connection broke");
        assertThat(newRoot).isEmptyDirectory();

        receive(whole);
        assertThat(newRoot.resolve("ann/home/thesis")).hasSize(400_000);
    }

    @Test
    void receptionIsTriedAgainIfTarWasKilled() throws Exception {
        Files.writeString(homes(oldRoot).ensure(ANN).user().resolve("thesis"), "mine");
        InputStream archive = new SequenceInputStream(new ByteArrayInputStream(archive()), new InputStream() {
            @Override
            public int read() {
                ProcessHandle.current().children().forEach(ProcessHandle::destroyForcibly);
                return -1;
            }
        });

        assertThatThrownBy(() -> homes(newRoot).reception().receive(ANN, MOVE, 0, archive, bytes -> {}))
                .isExactlyInstanceOf(IOException.class) // the caller would not repeat a refused archive
                .hasMessageContaining("tar ended with status 137");
        assertThat(newRoot).isEmptyDirectory();
    }

    @Test
    void rightArchiveReplacesWhatAKilledWorkerLeft() throws Exception {
        Files.writeString(homes(oldRoot).ensure(ANN).user().resolve("thesis"), "mine");
        Files.createDirectories(newRoot.resolve(".incoming-ann/home/half"));

        receive(archive());

        assertThat(newRoot.resolve("ann/home/half")).doesNotExist();
        assertThat(newRoot.resolve("ann/home/thesis")).hasContent("mine");
    }

    @Test
    void existingHomesAreReplacedOnlyIfTheyAreEmpty() throws Exception {
        Files.writeString(homes(oldRoot).ensure(ANN).user().resolve("thesis"), "mine");
        byte[] archive = archive();
        Home there = homes(newRoot).ensure(ANN);
        Files.writeString(there.user().resolve("older"), "also mine");

        assertThatThrownBy(() -> receive(archive))
                .isInstanceOf(ArchiveRefusedException.class)
                .hasMessageContaining("already has home directories");
        assertThat(there.user().resolve("older")).exists();

        Files.delete(there.user().resolve("older"));
        receive(archive);
        assertThat(there.user().resolve("thesis")).hasContent("mine");
    }

    @Test
    void removedHomesLeaveNothing() throws Exception {
        homes(oldRoot).ensure(ANN);
        receive(archive());
        Files.createDirectories(newRoot.resolve(".incoming-ann/home"));

        homes(newRoot).remove(ANN, () -> true);

        assertThat(newRoot).isEmptyDirectory();
    }

    @Test
    void homesAreNotRemovedIfThatIsNoLongerWanted() throws Exception {
        Home home = homes(oldRoot).ensure(ANN);

        assertThat(homes(oldRoot).remove(ANN, () -> false)).isFalse();

        assertThat(home.user()).exists();
    }

    @Test
    void failedMoveRemovesWhatItReceivedOnly() throws Exception {
        Files.writeString(homes(oldRoot).ensure(ANN).user().resolve("thesis"), "mine");
        receive(archive());

        homes(newRoot).undo(ANN, MOVE, () -> true);

        assertThat(newRoot).isEmptyDirectory();
    }

    @Test
    void failedMoveKeepsHomesThatExistedBefore() throws Exception {
        Home there = homes(newRoot).ensure(ANN);
        Files.writeString(there.user().resolve("older"), "also mine");
        Files.createDirectories(newRoot.resolve(".incoming-ann/home/half"));

        homes(newRoot).undo(ANN, MOVE, () -> true);

        assertThat(there.user().resolve("older")).hasContent("also mine");
        assertThat(newRoot.resolve(".incoming-ann")).doesNotExist();
    }

    @Test
    void failedMoveKeepsHomesThatAnotherMoveReceived() throws Exception {
        Files.writeString(homes(oldRoot).ensure(ANN).user().resolve("thesis"), "mine");
        receive(archive());

        homes(newRoot).undo(ANN, OTHER, () -> true);

        assertThat(newRoot.resolve("ann/home/thesis")).hasContent("mine");
    }

    @Test
    void homesAreNotRemovedWhileTheyAreReceived() throws Exception {
        homes(oldRoot).ensure(ANN);
        Homes there = homes(newRoot);

        there.reception().receive(ANN, MOVE, 0, new ByteArrayInputStream(archive()), new ReceptionProgress() {
            @Override
            public void read(long bytes) {}

            @Override
            public void completing() {
                assertThatThrownBy(() -> there.remove(ANN, () -> true)).hasMessageContaining("are being received");
                assertThatThrownBy(() -> there.move(ANN, new OwnerName("bob")))
                        .hasMessageContaining("are being received");
            }
        });

        assertThat(newRoot.resolve("ann/home")).exists();
    }

    @Test
    void homesThatAreNoLongerWantedAreNotCompleted() throws Exception {
        homes(oldRoot).ensure(ANN);
        byte[] archive = archive();

        assertThatThrownBy(() -> homes(newRoot)
                        .reception()
                        .receive(ANN, MOVE, 0, new ByteArrayInputStream(archive), new ReceptionProgress() {
                            @Override
                            public void read(long bytes) {}

                            @Override
                            public void completing() throws IOException {
                                throw new IOException("the move has ended");
                            }
                        }))
                .hasMessage("the move has ended");

        assertThat(newRoot).isEmptyDirectory();
    }

    @Test
    void homesThatNeedMoreThanTheFreeSpaceAreRefused() throws Exception {
        homes(oldRoot).ensure(ANN);
        byte[] archive = archive();

        assertThatThrownBy(() -> homes(newRoot)
                        .reception()
                        .receive(ANN, MOVE, 1L << 60, new ByteArrayInputStream(archive), bytes -> {}))
                .isInstanceOf(ArchiveRefusedException.class)
                .hasMessageContaining("MiB are needed");
        assertThat(newRoot).isEmptyDirectory();
    }

    @Test
    void homesAboveTheQuotaAreRefused() throws Exception {
        Files.write(homes(oldRoot).ensure(ANN).user().resolve("large"), new byte[100 << 20]);
        byte[] archive = archive();
        FilesystemQuotas quotas = FilesystemQuotas.of(newRoot, Optional.empty(), owner -> 30L << 20);
        HomesReception reception = new Homes(newRoot, 100_000, 100_001, quotas).reception();

        assertThatThrownBy(() -> reception.receive(ANN, MOVE, 0, new ByteArrayInputStream(archive), bytes -> {}))
                .isInstanceOfSatisfying(
                        ArchiveRefusedException.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.QUOTA_EXCEEDED))
                .hasMessageContaining("quota for home directories is 30 MiB");
        assertThat(newRoot).isEmptyDirectory();
    }

    @Test
    void emptyFilesDoNotPermitMoreThanTheQuota() throws Exception {
        Home home = homes(oldRoot).ensure(ANN);
        Files.createFile(home.root().resolve("empty"));
        Path list = temporary.resolve("list");
        Files.writeString(list, "root\nhome\n" + "root/empty\n".repeat(50_000));
        byte[] archive = tar("--format=posix", "-C", oldRoot.resolve("ann").toString(), "--files-from=" + list);
        FilesystemQuotas quotas = FilesystemQuotas.of(newRoot, Optional.empty(), owner -> 1L << 20);
        HomesReception reception = new Homes(newRoot, 100_000, 100_001, quotas).reception();

        assertThat(archive).hasSizeGreaterThan(70 << 20);
        assertThatThrownBy(() -> reception.receive(ANN, MOVE, 0, new ByteArrayInputStream(archive), bytes -> {}))
                .isInstanceOf(ArchiveRefusedException.class)
                .hasMessageContaining("quota for home directories is 1 MiB");
    }

    @Test
    void homesAreRefusedIfTheFilesystemHasFewInodesLeft() throws Exception {
        homes(oldRoot).ensure(ANN);
        byte[] archive = archive();
        CommandRunner.run("mount", "-t", "tmpfs", "-o", "nr_inodes=100,size=400m", "tmpfs", newRoot.toString());
        try {
            for (int i = 0; i < 95; i++) {
                Files.createFile(newRoot.resolve("file-" + i));
            }

            assertThatThrownBy(() -> receive(archive))
                    .isInstanceOf(ArchiveRefusedException.class)
                    .hasMessageContaining("inodes are free, and 5 must stay free");
        } finally {
            CommandRunner.run("umount", newRoot.toString());
        }
    }

    @Test
    void archiveWithoutItsEndIsNotTakenForTheWhole() throws Exception {
        Files.writeString(homes(oldRoot).ensure(ANN).user().resolve("thesis"), "mine");
        byte[] whole = archive();
        int end = whole.length;
        while (whole[end - 1] == 0) {
            end--;
        }
        byte[] cut = Arrays.copyOf(whole, (end + 511) / 512 * 512);

        assertThatThrownBy(() -> receive(cut)).isInstanceOf(IOException.class).hasMessageContaining("ended early");
        assertThat(newRoot).isEmptyDirectory();
    }

    @Test
    void manyWarningsOfTarDoNotEndTheCopy() throws Exception {
        Path user = homes(oldRoot).ensure(ANN).user();
        for (int i = 0; i < 1500; i++) {
            try (ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
                socket.bind(UnixDomainSocketAddress.of(user.resolve("socket-with-a-long-name-" + i)));
            }
            Path future = Files.writeString(user.resolve("file-with-a-long-name-" + i), "");
            Files.setLastModifiedTime(future, FileTime.from(Instant.parse("2090-01-01T00:00:00Z")));
        }

        receive(archive());

        assertThat(newRoot.resolve("ann/home/file-with-a-long-name-1499")).exists();
        assertThat(newRoot.resolve("ann/home/socket-with-a-long-name-1")).doesNotExist();
    }

    // ---- archives of a host that is not trusted ----

    @Test
    void archiveWithAnAbsoluteNameIsRefused() throws Exception {
        Path outside = Files.writeString(temporary.resolve("outside"), "theirs");
        byte[] archive = tar("--absolute-names", outside.toString());
        Files.writeString(outside, "mine");

        assertRefused(archive);

        assertThat(outside).hasContent("mine");
    }

    @Test
    void archiveWithANameAboveItsDirectoryIsRefused() throws Exception {
        Path inside = Files.createDirectory(temporary.resolve("inside"));
        Files.writeString(temporary.resolve("escape"), "theirs");

        assertRefused(tar("--absolute-names", "--directory=" + inside, "../escape"));

        assertThat(newRoot.resolve("escape")).doesNotExist();
    }

    @Test
    void archiveThatWritesThroughALinkIsRefused() throws Exception {
        Path outside = Files.createDirectory(temporary.resolve("outside"));
        Path files = Files.createDirectories(temporary.resolve("files/root"));
        Files.createSymbolicLink(files.resolve("link"), outside);
        Files.writeString(files.resolve("evil"), "theirs");
        String archive = temporary.resolve("evil.tar").toString();
        CommandRunner.run("tar", "-cf", archive, "-C", files.getParent().toString(), "root/link");
        CommandRunner.run(
                "tar",
                "-rf",
                archive,
                "-C",
                files.getParent().toString(),
                "--transform=s,^root/evil,root/link/evil,",
                "root/evil");

        assertRefused(Files.readAllBytes(Path.of(archive)));

        assertThat(outside).isEmptyDirectory();
    }

    @Test
    void archiveWithADeviceIsRefused() throws Exception {
        Path device = homes(oldRoot).ensure(ANN).root().resolve("disk");
        CommandRunner.run("mknod", device.toString(), "b", "8", "0");

        assertRefused(archive());
    }

    @Test
    void archiveWithMoreThanHomesIsRefused() throws Exception {
        Path files = Files.createDirectories(temporary.resolve("files"));
        Files.createDirectories(files.resolve("root"));
        Files.createDirectories(files.resolve("other"));

        assertRefused(tar("--directory=" + files, "root", "other"));
    }

    @Test
    void somethingElseThanAnArchiveIsRefused() throws Exception {
        assertRefused("no archive".repeat(10_000).getBytes(StandardCharsets.UTF_8));
    }

    private void assertRefused(byte[] archive) {
        assertThatThrownBy(() -> receive(archive)).isInstanceOf(ArchiveRefusedException.class);
        assertThat(newRoot).isEmptyDirectory();
    }

    private ReceivedHomes receive(byte[] archive) throws Exception {
        return homes(newRoot).reception().receive(ANN, MOVE, 0, new ByteArrayInputStream(archive), bytes -> {});
    }

    /** What the old host sends. */
    private byte[] archive() throws Exception {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try (Source source = homes(oldRoot).archive(ANN)) {
            for (Optional<byte[]> part = source.next(); part.isPresent(); part = source.next()) {
                all.writeBytes(part.get());
            }
        }
        return all.toByteArray();
    }

    private byte[] tar(String... arguments) throws Exception {
        Path archive = temporary.resolve("made.tar");
        CommandRunner.run(Stream.concat(Stream.of("tar", "-cf", archive.toString()), Stream.of(arguments))
                .toArray(String[]::new));
        return Files.readAllBytes(archive);
    }

    private static Homes homes(Path root) {
        return new Homes(root, 100_000, 100_001, FilesystemQuotas.none());
    }

    private static UserDefinedFileAttributeView attributes(Path path) {
        return Files.getFileAttributeView(path, UserDefinedFileAttributeView.class);
    }

    private static String about(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS)) + " "
                + Files.getAttribute(path, "unix:uid") + ":" + Files.getAttribute(path, "unix:gid");
    }
}
