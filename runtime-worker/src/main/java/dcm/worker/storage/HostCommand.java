package dcm.worker.storage;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs one of the host's own commands. */
final class HostCommand {
    private static final long BOUND_SECONDS = 30;

    /** Of what it says: people can make what commands have to list, and must not fill the worker's memory by that. */
    private static final int BOUND_BYTES = 32 << 20;

    /** Gives every byte a character of its own, since a file's name can be any bytes. */
    private static final Charset BYTES = StandardCharsets.ISO_8859_1;

    private HostCommand() {}

    /**
     * What the command says.
     *
     * @throws IOException with what it says, if it is not there, fails, or does not end
     */
    static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try {
            process.getOutputStream().close();
            String said = new String(process.getInputStream().readNBytes(BOUND_BYTES + 1), BYTES);
            if (said.length() > BOUND_BYTES) {
                throw new IOException(String.join(" ", List.of(command)) + ": says more than can be looked through");
            }
            if (!process.waitFor(BOUND_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IOException(String.join(" ", List.of(command)) + ": " + said.strip());
            }
            return said;
        } finally {
            process.destroy();
        }
    }
}
