package dcm.user.identity;

import dcm.contract.identity.OwnerName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Deletes the passwords that the launcher of the local stack stores on this machine for tests. Only here is it known that a sign-in was
 * removed, wherever the removal of the account came from.
 */
final class StoredPasswords {
    private static final Logger LOG = Logger.getLogger(StoredPasswords.class);

    private final Optional<Path> directory;

    /** @param directory the launcher's secrets; empty if there is no launcher */
    StoredPasswords(Optional<Path> directory) {
        this.directory = directory;
    }

    /** Deletes the password of a sign-in, if it is stored. A failure is only logged, because the sign-in is already removed. */
    void delete(OwnerName name) {
        directory.ifPresent(secrets -> {
            try {
                Files.deleteIfExists(secrets.resolve("sign-in-" + name));
            } catch (IOException e) {
                LOG.errorf("stored password was not deleted: account=%s reason=%s", name, e);
            }
        });
    }
}
