package dcm.worker.operation;

import dcm.contract.identity.SshEndpoint;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.BooleanSupplier;

/** Waits for a container's sshd to say its first line, which is when a person can log in. */
public final class SshBanner {
    private static final int PAUSE_MILLIS = 2;
    private static final int READ_MILLIS = 2000;
    private static final byte[] BEGINNING = "SSH-".getBytes(StandardCharsets.US_ASCII);

    private SshBanner() {}

    /**
     * True once sshd answered; false if it did not in time.
     *
     * @param goesOn asked now and then; false ends the wait
     */
    public static boolean await(SshEndpoint endpoint, Duration bound, BooleanSupplier goesOn)
            throws InterruptedException {
        long end = System.nanoTime() + bound.toNanos();
        for (int tried = 1; System.nanoTime() < end; tried++) {
            if (answers(endpoint)) {
                return true;
            }
            if (tried % 100 == 0 && !goesOn.getAsBoolean()) {
                return false;
            }
            Thread.sleep(PAUSE_MILLIS);
        }
        return false;
    }

    private static boolean answers(SshEndpoint endpoint) {
        try (Socket socket = new Socket()) {
            socket.setSoTimeout(READ_MILLIS);
            socket.connect(
                    new InetSocketAddress(endpoint.address(), endpoint.port().value()), READ_MILLIS);
            byte[] said = socket.getInputStream().readNBytes(BEGINNING.length);
            return Arrays.equals(said, BEGINNING);
        } catch (IOException notYet) {
            return false;
        }
    }
}
