package dcm.gateway.connect;

import dcm.contract.view.ContainerViewState;
import dcm.shell.document.ContainerDocument;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;

/**
 * Checks whether a container answers whose host does not report. Such a host may be cut off from the services only, so
 * that its containers can be reached; if it is gone, a connection attempt would take minutes to fail.
 */
public final class ServerProbe {
    private static final int TIMEOUT_MS = (int) Duration.ofSeconds(2).toMillis();

    private ServerProbe() {}

    /** Why the container cannot be reached; empty if its host reports, or its SSH server answers. */
    public static Optional<String> objection(ContainerDocument container) {
        return container.is(ContainerViewState.UNREACHABLE) && !answers(container.ssh())
                ? Optional.of("%s is unreachable: its SSH server does not answer. %s"
                        .formatted(container.name(), container.reason()))
                : Optional.empty();
    }

    /** The server's first line is read, because a stopped process still accepts connections. */
    private static boolean answers(ContainerDocument.Ssh ssh) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(ssh.address(), ssh.port()), TIMEOUT_MS);
            socket.setSoTimeout(TIMEOUT_MS);
            return socket.getInputStream().read() >= 0;
        } catch (IOException e) {
            return false;
        }
    }
}
