package dcm.worker.storage;

import java.io.IOException;

/** Homes cannot be read completely, for example because of a fault of the disk. */
final class HomesUnreadableException extends IOException {
    private static final long serialVersionUID = 1;

    HomesUnreadableException(String message) {
        super(message);
    }
}
