package dcm.shell.api;

import java.io.IOException;
import java.io.InterruptedIOException;

/** Ends a command because its person does not want to wait any longer. */
public final class InterruptedCommand extends RuntimeException {
    public InterruptedCommand() {
        super("interrupted", null, false, false);
    }

    /** What a reading that broke off means: that the person does not want to wait, or else {@code failure}. */
    public static RuntimeException or(CommandFailure failure, IOException brokenOff) {
        boolean interrupted = brokenOff instanceof InterruptedIOException
                || brokenOff.getCause() instanceof InterruptedException
                || Thread.interrupted();
        return interrupted ? new InterruptedCommand() : failure;
    }
}
