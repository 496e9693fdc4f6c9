package dcm.worker.storage;

import java.io.IOException;

/** Is called while an archive of homes is read. */
@FunctionalInterface
public interface ReceptionProgress {
    /**
     * Takes the number of bytes that were read so far.
     *
     * @throws ArchiveRefusedException to end the move
     * @throws IOException to end the attempt
     */
    void read(long bytes) throws ArchiveRefusedException, IOException, InterruptedException;

    /**
     * Is called immediately before what was received becomes the owner's homes.
     *
     * @throws IOException if it must not
     */
    default void completing() throws IOException {}
}
