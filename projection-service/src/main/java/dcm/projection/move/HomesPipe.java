package dcm.projection.move;

import dcm.contract.identity.OwnerName;
import dcm.contract.transfer.HomesMove;
import java.io.IOException;

/** Copies an account's homes from one host to another. */
@FunctionalInterface
interface HomesPipe {
    /**
     * Copies the homes; returns when the new host has all of them.
     *
     * @throws IOException if the copy failed; it can be repeated
     */
    void copy(OwnerName owner, HomesMove move) throws IOException, InterruptedException;
}
