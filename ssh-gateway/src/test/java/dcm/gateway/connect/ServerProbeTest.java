package dcm.gateway.connect;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dcm.shell.api.Document;
import dcm.shell.document.ContainerDocument;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ServerProbeTest {
    @Test
    void unreachableContainerThatAnswersIsReached() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> greet(server));

            assertThat(ServerProbe.objection(container("unreachable", server.getLocalPort())))
                    .isEmpty();
        }
    }

    /** As on a stopped machine whose kernel still accepts connections. */
    @Test
    void unreachableContainerThatOnlyAcceptsConnectionsIsReportedWithTheReason() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(ServerProbe.objection(container("unreachable", server.getLocalPort())))
                    .hasValueSatisfying(
                            reason -> assertThat(reason).contains("web is unreachable", "no report of the host n2"));
        }
    }

    @Test
    void containerOfAReportingHostIsNotProbed() {
        assertThat(ServerProbe.objection(container("running", 1))).isEmpty();
    }

    private static void greet(ServerSocket server) {
        try (Socket client = server.accept()) {
            client.getOutputStream().write("SSH-2.0-OpenSSH\r\n".getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            // The test reports a missing answer.
        }
    }

    private static ContainerDocument container(String state, int port) {
        return Document.of(
                        JsonNodeFactory.instance
                                .objectNode()
                                .put("name", "web")
                                .put("state", state)
                                .put("reason", "DCM has received no report of the host n2 since noon.")
                                .set(
                                        "ssh",
                                        JsonNodeFactory.instance
                                                .objectNode()
                                                .put("address", "127.0.0.1")
                                                .put("port", port)),
                        ContainerDocument.class)
                .fields();
    }
}
