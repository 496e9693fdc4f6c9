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
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/** Waits for the first line of a container's sshd, after which a user can log in. */
public final class SshReadinessProbe {
    /** The pause between two attempts of a lone probe. Several pause longer, or they would take the CPU time that servers need to start. */
    private static final int PAUSE_MILLIS = 2;

    private static final Duration CHECK = Duration.ofMillis(500);
    private static final int READ_MILLIS = 2000;
    /** Wait for data on an accepted connection. A proxy without a server behind it closes the connection sooner. */
    private static final int SILENCE_MILLIS = 1;

    private static final AtomicInteger WAITING = new AtomicInteger();

    private static final byte[] BANNER_START = "SSH-".getBytes(StandardCharsets.US_ASCII);

    private SshReadinessProbe() {}

    /**
     * Waits for sshd; true when it answered, false if it did not in time.
     *
     * @param isRunning called occasionally; false ends the wait
     */
    public static boolean await(SshEndpoint endpoint, Duration timeout, BooleanSupplier isRunning)
            throws InterruptedException {
        return await(endpoint, timeout, isRunning, () -> {});
    }

    /**
     * The same with a task to run while waiting.
     *
     * @param meanwhile runs when a connection is open but silent, most likely because sshd needs some milliseconds to
     *     answer, otherwise because of a proxy. May run several times or never
     */
    static boolean await(SshEndpoint endpoint, Duration timeout, BooleanSupplier isRunning, Runnable meanwhile)
            throws InterruptedException {
        WAITING.incrementAndGet();
        try {
            return awaitCounted(endpoint, timeout, isRunning, meanwhile);
        } finally {
            WAITING.decrementAndGet();
        }
    }

    private static boolean awaitCounted(
            SshEndpoint endpoint, Duration timeout, BooleanSupplier isRunning, Runnable meanwhile)
            throws InterruptedException {
        long start = System.nanoTime();
        long checked = start;
        while (System.nanoTime() - start < timeout.toNanos()) {
            if (answers(endpoint, meanwhile)) {
                return true;
            }
            if (System.nanoTime() - checked > CHECK.toNanos()) {
                if (!isRunning.getAsBoolean()) {
                    return false;
                }
                checked = System.nanoTime();
            }
            Thread.sleep((long) PAUSE_MILLIS * WAITING.get());
        }
        return false;
    }

    private static boolean answers(SshEndpoint endpoint, Runnable meanwhile) {
        try (Socket socket = new Socket()) {
            socket.connect(
                    new InetSocketAddress(endpoint.address(), endpoint.port().value()), READ_MILLIS);
            var in = new PushbackInputStream(socket.getInputStream());
            if (!sendsOrCloses(socket, in)) {
                meanwhile.run();
            }
            socket.setSoTimeout(READ_MILLIS);
            byte[] received = in.readNBytes(BANNER_START.length);
            return Arrays.equals(received, BANNER_START);
        } catch (IOException notYet) {
            return false;
        }
    }

    /** False if the peer keeps the connection open without sending; true if it sent data or closed the connection. */
    private static boolean sendsOrCloses(Socket socket, PushbackInputStream in) throws IOException {
        socket.setSoTimeout(SILENCE_MILLIS);
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
