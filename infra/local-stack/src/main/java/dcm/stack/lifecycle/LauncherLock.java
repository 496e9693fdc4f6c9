package dcm.stack.lifecycle;

import dcm.join.PrivateFile;
import dcm.stack.installation.Installation;
import dcm.stack.machine.CommandName;
import dcm.stack.machine.StackFailure;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A lock for starting and stopping the parts of an installation; other launchers wait. The first byte of its file is for the launchers' commands,
 * the second one for what starts and stops parts, which the supervisor does, too.
 */
public final class LauncherLock implements AutoCloseable {
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");
    private static final long ALL = 2;
    private static final long COMMANDS = 1;

    private final FileChannel lock;

    LauncherLock(Installation installation, Consumer<String> progress) {
        this(installation.home(), progress);
    }

    /** @param home the installation's directory */
    public LauncherLock(Path home, Consumer<String> progress) {
        this(home, ALL, progress);
    }

    /** For a command that takes long and stops nothing: the supervisor restarts parts meanwhile. */
    static LauncherLock besideSupervisor(Installation installation, Consumer<String> progress) {
        return new LauncherLock(installation.home(), COMMANDS, progress);
    }

    private LauncherLock(Path home, long bytes, Consumer<String> progress) {
        try {
            Files.createDirectories(home);
            lock = open(home);
            if (lock.tryLock(0, bytes, false) == null) {
                progress.accept(CommandName.in("Another ./dcm command is running; waiting for it to finish."));
                lock.lock(0, bytes, false);
            }
        } catch (IOException e) {
            throw new StackFailure("Cannot lock %s: %s".formatted(home, e), e);
        }
    }

    /** Others must not be able to read the file, because anyone who can open it can lock it. */
    private static FileChannel open(Path home) throws IOException {
        Path file = home.resolve("lock");
        FileChannel channel = FileChannel.open(
                file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), PrivateFile.OWNER_ONLY);
        Files.setPosixFilePermissions(file, OWNER_ONLY); // versions before 0.11 left it readable
        return channel;
    }

    private LauncherLock(FileChannel lock) {
        this.lock = lock;
    }

    /** The supervisor's lock; empty if a command starts or stops parts. */
    static Optional<LauncherLock> ifFree(Installation installation) {
        try {
            FileChannel file = open(installation.home());
            if (file.tryLock(COMMANDS, ALL - COMMANDS, false) == null) {
                file.close();
                return Optional.empty();
            }
            return Optional.of(new LauncherLock(file));
        } catch (IOException e) {
            throw new StackFailure("Cannot lock %s: %s".formatted(installation.home(), e), e);
        }
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            throw new StackFailure("Cannot release the lock: " + e, e);
        }
    }
}
