package dcm.shell.api;

import java.io.IOException;
import java.io.InterruptedIOException;

/** Ends a command because the user interrupted it. */
public final class CommandInterruptedException extends RuntimeException {
    public CommandInterruptedException() {
        super("interrupted", null, false, false);
    }

    /**
     * Converts an I/O error: an {@link CommandInterruptedException} if the user interrupted the command, otherwise
     * {@code failure}.
     */
    public static RuntimeException or(CommandFailure failure, IOException brokenOff) {
        boolean interrupted = brokenOff instanceof InterruptedIOException
                || brokenOff.getCause() instanceof InterruptedException
                || Thread.interrupted();
        return interrupted ? new CommandInterruptedException() : failure;
    }
}
