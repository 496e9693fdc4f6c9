package dcm.worker.engine.docker;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.github.dockerjava.api.command.TopContainerResponse;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.transport.DockerHttpClient;
import com.github.dockerjava.transport.DockerHttpClient.Request;
import com.github.dockerjava.transport.DockerHttpClient.Response;
import dcm.worker.engine.ContainerProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Lists a container's processes with the host's {@code ps}. A process can have megabytes of arguments, so {@code ps}
 * truncates lines, and the answer, which docker-java would read completely, is limited. Thread-safe.
 */
final class DockerProcesses {
    /** The columns that {@link #of} expects, in this order; the last may contain spaces. */
    private static final String PS = "--cols 512 -eo pid,ppid,uid,pcpu,pmem,etime,args";

    private static final int MAX_BYTES = 1 << 20;
    private static final int MAX_ERROR_BYTES = 4096;

    /** How many lists are read at the same time: the engine lists all processes of the host for each. */
    private static final int AT_ONCE = 2;

    private static final ObjectMapper JSON = new JsonMapper();

    private final Supplier<DockerHttpClient> clients;
    private final Semaphore slots = new Semaphore(AT_ONCE);

    DockerProcesses(Supplier<DockerHttpClient> clients) {
        this.clients = clients;
    }

    /**
     * The processes of a container.
     *
     * @param rootUid the host's uid of the container's root
     */
    List<ContainerProcess> list(String container, int rootUid) {
        slots.acquireUninterruptibly();
        try {
            return request(container, rootUid);
        } finally {
            slots.release();
        }
    }

    private List<ContainerProcess> request(String container, int rootUid) {
        Request request = Request.builder()
                .method(Request.Method.GET)
                .path("/v" + DockerClients.API_VERSION + "/containers/" + container + "/top?ps_args="
                        + URLEncoder.encode(PS, StandardCharsets.UTF_8))
                .build();
        // Closing the client ends the answer; closing the answer would read it to the end.
        try (DockerHttpClient client = clients.get()) {
            Response response = client.execute(request);
            if (response.getStatusCode() >= 400) {
                String message = new String(response.getBody().readNBytes(MAX_ERROR_BYTES), StandardCharsets.UTF_8);
                throw new DockerException(message, response.getStatusCode());
            }
            byte[] answer = response.getBody().readNBytes(MAX_BYTES + 1);
            if (answer.length > MAX_BYTES) {
                throw new DockerException(
                        "{\"message\":\"the list of processes is longer than " + (MAX_BYTES >> 20) + " MiB\"}", 507);
            }
            return of(JSON.readValue(answer, TopContainerResponse.class), rootUid);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<ContainerProcess> of(TopContainerResponse response, int rootUid) {
        return Stream.ofNullable(response.getProcesses())
                .flatMap(Stream::of)
                .map(row -> new ContainerProcess(
                        Long.parseLong(row[0]),
                        Long.parseLong(row[1]),
                        Long.parseLong(row[2]) - rootUid,
                        Double.parseDouble(row[3]),
                        Double.parseDouble(row[4]),
                        row[5],
                        row[6]))
                .toList();
    }
}
