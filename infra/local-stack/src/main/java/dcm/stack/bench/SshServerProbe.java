package dcm.stack.bench;

import dcm.stack.machine.PollDelay;
import dcm.stack.machine.StackFailure;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;

/** Waits for an SSH server on this machine. */
final class SshServerProbe {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private SshServerProbe() {}

    /** Returns when an SSH server has sent its banner. */
    static void await(String address, int port) {
        long end = System.nanoTime() + TIMEOUT.toNanos();
        while (!answers(address, port)) {
            if (System.nanoTime() > end) {
                throw new StackFailure("No SSH server answers at %s:%d.".formatted(address, port));
            }
            PollDelay.shortly();
        }
    }

    private static boolean answers(String address, int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, port), 1000);
            socket.setSoTimeout(1000);
            return socket.getInputStream().readNBytes(4).length == 4;
        } catch (IOException notYet) {
            return false;
        }
    }
}
