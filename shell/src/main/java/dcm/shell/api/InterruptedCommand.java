package dcm.shell.api;

/** Ends a command because its person does not want to wait any longer. */
public final class InterruptedCommand extends RuntimeException {
    public InterruptedCommand() {
        super("interrupted", null, false, false);
    }
}
