package dcm.shell.api;

/** The result of a command. Programs get it as the exit code. */
public enum ExitCode {
    /** The command succeeded. */
    DONE(0),
    /** The request was rejected; nothing has changed. */
    REFUSED(1),
    /** The command line is invalid; no request was sent. */
    USAGE(2),
    /** The request failed, or DCM did not answer. */
    FAILED(3),
    /** The outcome is unknown; query the current state. */
    UNKNOWN(4);

    private final int code;

    ExitCode(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }

    /** The result with the higher exit code, for commands with several results. */
    public ExitCode or(ExitCode other) {
        return code >= other.code ? this : other;
    }
}
