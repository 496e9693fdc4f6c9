package dcm.worker.engine;

import org.jspecify.annotations.Nullable;

/** The engine rejected a request or failed; the message is the engine's own. */
public class EngineException extends RuntimeException {
    public EngineException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** The engine's message. */
    public String message() {
        return String.valueOf(getMessage());
    }

    /** The engine does not answer; whether it executed the request is unknown. */
    public static final class Unreachable extends EngineException {
        public Unreachable(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** The requested port is in use on the host. */
    public static final class PortTaken extends EngineException {
        public PortTaken(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** A container with this id exists already. */
    public static final class AlreadyExists extends EngineException {
        public AlreadyExists(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** All addresses for private networks are in use. */
    public static final class AddressesTaken extends EngineException {
        public AddressesTaken(String message) {
            super(message, null);
        }
    }

    /** An image would be larger than allowed. */
    public static final class ImageTooLarge extends EngineException {
        /**
         * @param most the allowed number of bytes
         */
        public ImageTooLarge(long most, @Nullable Throwable cause) {
            super(
                    "The image would be larger than " + (most >> 20)
                            + " MiB, which your quota and the free space of the host allow. Remove large files and try"
                            + " again. The size of a sparse file counts completely.",
                    cause);
        }
    }

    /** An image would have more layers than the engine can handle. */
    public static final class TooManyLayers extends EngineException {
        public TooManyLayers(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
