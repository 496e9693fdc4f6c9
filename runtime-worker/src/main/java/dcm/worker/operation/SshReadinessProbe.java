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

/** Waits for the first line of a container's sshd, after which a user can log in. */
public final class SshReadinessProbe {
    private static final int PAUSE_MILLIS = 2;
    private static final int READ_MILLIS = 2000;
    /** Wait for data on an accepted connection. A proxy without a server behind it closes the connection sooner. */
    private static final int HELD_MILLIS = 1;

    private static final byte[] BEGINNING = "SSH-".getBytes(StandardCharsets.US_ASCII);

    private SshReadinessProbe() {}

    /**
     * Waits for sshd; true when it answered, false if it did not in time.
     *
     * @param goesOn called now and then; false ends the wait
     */
    public static boolean await(SshEndpoint endpoint, Duration bound, BooleanSupplier goesOn)
            throws InterruptedException {
        return await(endpoint, bound, goesOn, () -> {});
    }

    /**
     * The same with a task to run while waiting.
     *
     * @param meanwhile runs when a connection is open but silent, most likely because sshd needs some milliseconds to
     *     answer, otherwise because of a proxy. May run several times or never
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

    /** False if the peer keeps the connection open without sending; true if it sent data or closed the connection. */
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
