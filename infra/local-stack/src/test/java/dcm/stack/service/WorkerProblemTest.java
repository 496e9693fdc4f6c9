package dcm.stack.service;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.net.httpserver.HttpServer;
import dcm.stack.installation.Installation;
import dcm.stack.installation.StackPort;
import dcm.stack.part.Part;
import dcm.stack.part.Part.Problem;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the launcher reads in the readiness of a worker. */
class WorkerProblemTest {
    private static final String READINESS = """
            {"status": "DOWN", "checks": [{"name": "streams", "status": "UP", "data": {"attention": "none"}},
             {"name": "worker", "status": "DOWN", "data": {"stage": "waiting", "trouble": "%s", "permanent": %s}}]}""";

    @TempDir
    Path home;

    private HttpServer worker;
    private volatile String body = "";

    @BeforeEach
    void listen() throws IOException {
        worker = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1);
        worker.createContext("/q/health", exchange -> {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(503, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        worker.start();
    }

    @AfterEach
    void close() {
        worker.stop(0);
    }

    @Test
    void troubleIsTheProblemOfTheWorker() {
        body = READINESS.formatted("this host was removed", true);
        assertEquals(Optional.of(new Problem("this host was removed", true)), part().problem());

        body = READINESS.formatted("Docker does not answer", false);
        assertEquals(Optional.of(new Problem("Docker does not answer", false)), part().problem());
    }

    @Test
    void workerWithoutTroubleHasNoProblem() {
        body = READINESS.formatted("", false);
        assertEquals(Optional.empty(), part().problem());

        body = "{\"status\": \"UP\", \"checks\": []}";
        assertEquals(Optional.empty(), part().problem());
    }

    private Part part() {
        Installation usual = Installation.of(home, Map.of("DCM_HOME", home.toString()));
        int offset = usual.port(StackPort.RUNTIME_WORKER) - usual.portBase();
        int base = worker.getAddress().getPort() - offset;
        Installation installation =
                Installation.of(home, Map.of("DCM_HOME", home.toString(), "DCM_PORT_BASE", Integer.toString(base)));
        return new StackServices(installation, List.of(), Optional.empty())
                .all().stream()
                        .filter(part -> part.name().equals("runtime-worker"))
                        .findFirst()
                        .orElseThrow();
    }
}
