package dcm.stack.backup;

import dcm.stack.machine.StackFailure;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A lock for backups, and for what deletes files that a backup reads where they are. Nobody waits for it. */
public final class BackupLock implements AutoCloseable {
    private final FileChannel file;

    /**
     * @param home the installation's directory
     * @throws StackFailure if another process has the lock
     */
    public BackupLock(Path home) {
        try {
            file = FileChannel.open(
                    LastBackup.directory(home).resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (file.tryLock() == null) {
                file.close();
                throw new StackFailure(
                        "A backup of this installation, or ./dcm prune, is in progress. Try again when it has ended.");
            }
        } catch (IOException e) {
            throw new StackFailure("Cannot use the directory of backups in %s: %s".formatted(home, e), e);
        }
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw new StackFailure("Cannot release the lock of backups: " + e, e);
        }
    }
}
