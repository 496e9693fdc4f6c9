package dcm.worker.operation;

import dcm.contract.identity.SshEndpoint;
import java.io.IOException;
import java.io.PushbackInputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.BooleanSupplier;

/** Waits for a container's sshd to say its first line, which is when a person can log in. */
public final class SshBanner {
    private static final int PAUSE_MILLIS = 2;
    private static final int READ_MILLIS = 2000;
    /** Who takes a connection and says nothing for so long is no proxy in front of nobody. */
    private static final int HELD_MILLIS = 1;

    private static final byte[] BEGINNING = "SSH-".getBytes(StandardCharsets.US_ASCII);

    private SshBanner() {}

    /**
     * True once sshd answered; false if it did not in time.
     *
     * @param goesOn asked now and then; false ends the wait
     */
    public static boolean await(SshEndpoint endpoint, Duration bound, BooleanSupplier goesOn)
            throws InterruptedException {
        return await(endpoint, bound, goesOn, () -> {});
    }

    /**
     * The same, with something to do meanwhile.
     *
     * @param meanwhile done when somebody holds a connection and has not greeted yet: most likely sshd, which takes some
     *     milliseconds to, or else a proxy in front of it. Perhaps never done, perhaps several times
     */
    static boolean await(SshEndpoint endpoint, Duration bound, BooleanSupplier goesOn, Runnable meanwhile)
            throws InterruptedException {
        long end = System.nanoTime() + bound.toNanos();
        for (int tried = 1; System.nanoTime() < end; tried++) {
            if (answers(endpoint, meanwhile)) {
                return true;
            }
            if (tried % 100 == 0 && !goesOn.getAsBoolean()) {
                return false;
            }
            Thread.sleep(PAUSE_MILLIS);
        }
        return false;
    }

    private static boolean answers(SshEndpoint endpoint, Runnable meanwhile) {
        try (Socket socket = new Socket()) {
            socket.connect(
                    new InetSocketAddress(endpoint.address(), endpoint.port().value()), READ_MILLIS);
            var in = new PushbackInputStream(socket.getInputStream());
            if (!saysSomething(socket, in)) {
                meanwhile.run();
            }
            socket.setSoTimeout(READ_MILLIS);
            byte[] said = in.readNBytes(BEGINNING.length);
            return Arrays.equals(said, BEGINNING);
        } catch (IOException notYet) {
            return false;
        }
    }

    /** False if the other side is silent; who hung up is not. */
    private static boolean saysSomething(Socket socket, PushbackInputStream in) throws IOException {
        socket.setSoTimeout(HELD_MILLIS);
        try {
            int first = in.read();
            if (first >= 0) {
                in.unread(first);
            }
            return true;
        } catch (SocketTimeoutException silent) {
            return false;
        }
    }
}
