package dcm.worker.engine.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.transport.DockerHttpClient;
import com.github.dockerjava.transport.DockerHttpClient.Request;
import com.github.dockerjava.transport.DockerHttpClient.Response;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Supplier;

/** Imports a tar archive as an image. docker-java's import command cannot set entry point, environment and user. */
final class DockerImport {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Supplier<DockerHttpClient> clients;
    private final String version;

    DockerImport(Supplier<DockerHttpClient> clients, String version) {
        this.clients = clients;
        this.version = version;
    }

    /**
     * Creates an image of one layer.
     *
     * @param files a tar archive
     * @param changes the image's configuration, as Dockerfile instructions
     */
    void importArchive(InputStream files, String repository, String tag, String message, List<String> changes)
            throws IOException {
        StringBuilder path = new StringBuilder("/v" + version + "/images/create?fromSrc=-");
        add(path, "repo", repository);
        add(path, "tag", tag);
        add(path, "message", message);
        changes.forEach(change -> add(path, "changes", change));
        Request request = Request.builder()
                .method(Request.Method.POST)
                .path(path.toString())
                .putHeader("Content-Type", "application/x-tar")
                .body(files)
                .build();
        try (DockerHttpClient client = clients.get();
                Response response = client.execute(request)) {
            if (response.getStatusCode() >= 400) {
                String error = new String(response.getBody().readAllBytes(), StandardCharsets.UTF_8);
                throw new DockerException(error, response.getStatusCode());
            }
            // Errors during the upload are reported inside a stream that began with status 200.
            MappingIterator<JsonNode> messages = JSON.readerFor(JsonNode.class).readValues(response.getBody());
            while (messages.hasNext()) {
                JsonNode error = messages.next().path("error");
                if (!error.isMissingNode()) {
                    throw new DockerException(error.asText(), 500);
                }
            }
        }
    }

    private static void add(StringBuilder path, String name, String value) {
        path.append('&').append(name).append('=').append(URLEncoder.encode(value, StandardCharsets.UTF_8));
    }
}
