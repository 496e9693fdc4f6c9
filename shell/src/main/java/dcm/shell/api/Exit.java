package dcm.shell.api;

/** How a command ended, as its exit code tells programs. */
public enum Exit {
    /** It is done. */
    DONE(0),
    /** It was refused; nothing has changed. */
    REFUSED(1),
    /** It was not understood; nothing was asked for. */
    USAGE(2),
    /** It was tried and did not succeed. */
    FAILED(3),
    /** It may have been done or not; looking tells. */
    UNKNOWN(4);

    private final int code;

    Exit(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }

    /** The one that matters more where several things were to be done. */
    public Exit or(Exit other) {
        return code >= other.code ? this : other;
    }
}
