package dcm.worker.storage;

import java.io.IOException;

/** Is called while an archive of homes is read. */
@FunctionalInterface
public interface ReceptionProgress {
    /**
     * Takes the number of bytes that were read so far.
     *
     * @throws IOException to end the attempt
     */
    void read(long bytes) throws IOException, InterruptedException;
}
