package dcm.worker.engine.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.dockerjava.api.exception.DockerException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Imports a tar archive as an image. docker-java's import command cannot set entry point, environment and user. */
final class DockerImport {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final URI dockerHost;
    private final String version;

    DockerImport(URI dockerHost, String version) {
        this.dockerHost = dockerHost;
        this.version = version;
    }

    /**
     * Creates an image of one layer.
     *
     * @param files a tar archive
     * @param changes the image's configuration, as Dockerfile instructions
     */
    void take(InputStream files, String repository, String tag, String message, List<String> changes)
            throws IOException {
        StringBuilder path = new StringBuilder("/v" + version + "/images/create?fromSrc=-");
        add(path, "repo", repository);
        add(path, "tag", tag);
        add(path, "message", message);
        changes.forEach(change -> add(path, "changes", change));
        try (DockerUpload upload = DockerUpload.to(dockerHost)) {
            // Errors during the upload are reported inside a stream that began with status 200.
            MappingIterator<JsonNode> told =
                    JSON.readerFor(JsonNode.class).readValues(upload.post(path.toString(), files));
            while (told.hasNext()) {
                JsonNode error = told.next().path("error");
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
