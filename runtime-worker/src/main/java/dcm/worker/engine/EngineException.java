package dcm.worker.engine;

/** The engine refused or failed; the message is in its own words. */
public class EngineException extends RuntimeException {
    public EngineException(String words, Throwable cause) {
        super(words, cause);
    }

    /** The engine's own words. */
    public String words() {
        return String.valueOf(getMessage());
    }

    /** The engine does not answer; whether it did what it was asked is not known. */
    public static final class Unreachable extends EngineException {
        public Unreachable(String words, Throwable cause) {
            super(words, cause);
        }
    }

    /** The port that was asked for is in use on the host. */
    public static final class PortTaken extends EngineException {
        public PortTaken(String words, Throwable cause) {
            super(words, cause);
        }
    }

    /** There is such a container already. */
    public static final class AlreadyThere extends EngineException {
        public AlreadyThere(String words, Throwable cause) {
            super(words, cause);
        }
    }

    /** An image would have more layers than the engine can handle. */
    public static final class TooManyLayers extends EngineException {
        public TooManyLayers(String words, Throwable cause) {
            super(words, cause);
        }
    }
}
