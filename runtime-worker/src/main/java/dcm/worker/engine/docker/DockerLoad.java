package dcm.worker.engine.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.transport.DockerHttpClient;
import com.github.dockerjava.transport.DockerHttpClient.Request;
import com.github.dockerjava.transport.DockerHttpClient.Response;
import dcm.worker.engine.EngineException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;

/** Loads an image from an archive. docker-java's load command does not read the engine's answer. */
final class DockerLoad {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration CONNECTING = Duration.ofSeconds(20);

    /** In bytes. The engine answers with one or two lines. */
    private static final int LARGEST_ANSWER = 1 << 16;

    private DockerLoad() {}

    /**
     * Loads an archive that holds one image, under this tag only.
     *
     * @param address {@code http}, {@code https}, or {@code file} on this host
     */
    static void load(DockerHttpClient client, URI address, String tag) {
        try (InputStream archive = open(address)) {
            load(client, to -> ImageTarball.copy(archive, to, tag, (file, size, copy) -> file.transferTo(copy)));
        } catch (NoSuchFileException e) {
            throw new EngineException("The file " + e.getFile() + " does not exist on this host.", e);
        } catch (IOException e) {
            throw new EngineException("The archive at " + address + " cannot be read: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EngineException("The worker is stopping.", e);
        }
    }

    /**
     * Loads an untrusted archive that holds one image, under this tag only.
     *
     * @param size checks the layers
     * @throws IOException if the archive cannot be read, or is not an archive of one image
     */
    static void load(DockerHttpClient client, InputStream archive, String tag, UnpackedSize size) throws IOException {
        load(client, to -> ImageTarball.copy(archive, to, tag, size));
    }

    private static void load(DockerHttpClient client, ArchivePipe.Writer archive) throws IOException {
        try (ArchivePipe pipe = ArchivePipe.of(archive)) {
            try {
                send(client, pipe);
            } catch (IOException | RuntimeException e) {
                throwFailure(pipe); // the more precise error
                throw e;
            }
            throwFailure(pipe);
        }
    }

    private static void send(DockerHttpClient client, InputStream archive) throws IOException {
        Request request = Request.builder()
                .method(Request.Method.POST)
                .path("/v" + DockerClients.API_VERSION + "/images/load?quiet=1")
                .putHeader("Content-Type", "application/x-tar")
                .body(archive)
                .build();
        // The caller closes the client, which ends the answer; closing the answer would read it to the end.
        Response response = client.execute(request);
        byte[] answer = response.getBody().readNBytes(LARGEST_ANSWER);
        if (response.getStatusCode() >= 400) {
            throw new DockerException(new String(answer, StandardCharsets.UTF_8), response.getStatusCode());
        }
        // The engine reports errors in an answer that began with status 200.
        MappingIterator<JsonNode> messages = JSON.readerFor(JsonNode.class).readValues(answer);
        while (messages.hasNext()) {
            JsonNode message = messages.next();
            if (message.has("errorDetail") || message.has("error")) {
                String error = message.path("errorDetail").path("message").asText();
                throw new IOException("Docker cannot load it: "
                        + (error.isEmpty() ? message.path("error").asText() : error));
            }
        }
    }

    private static void throwFailure(ArchivePipe pipe) throws IOException {
        IOException failure = pipe.failure();
        if (failure != null && failure.getCause() instanceof EngineException cause) {
            throw cause;
        }
        if (failure != null) {
            throw failure;
        }
    }

    private static InputStream open(URI address) throws IOException, InterruptedException {
        if ("file".equals(address.getScheme())) {
            return Files.newInputStream(Path.of(address.getPath()));
        }
        HttpClient client = HttpClient.newBuilder()
                .connectTimeout(CONNECTING)
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build();
        HttpResponse<InputStream> answer =
                client.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofInputStream());
        if (answer.statusCode() != 200) {
            answer.body().close();
            throw new IOException("the server answered with status " + answer.statusCode());
        }
        return answer.body();
    }
}
