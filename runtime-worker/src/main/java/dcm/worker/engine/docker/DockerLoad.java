package dcm.worker.engine.docker;

import com.github.dockerjava.api.DockerClient;
import dcm.worker.engine.EngineException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** Loads an image from an archive at a URI. */
final class DockerLoad {
    private static final int PIPE_BYTES = 1 << 20;
    private static final Duration CONNECTING = Duration.ofSeconds(20);

    private DockerLoad() {}

    /**
     * Loads an archive that holds one image, under this tag only.
     *
     * @param address {@code http}, {@code https}, or {@code file} on this host
     */
    static void load(DockerClient docker, URI address, String tag) {
        try (InputStream archive = open(address)) {
            load(docker, archive, tag);
        } catch (NoSuchFileException e) {
            throw new EngineException("The file " + e.getFile() + " does not exist on this host.", e);
        } catch (IOException e) {
            throw new EngineException("The archive at " + address + " cannot be read: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EngineException("The worker is stopping.", e);
        }
    }

    private static void load(DockerClient docker, InputStream archive, String tag)
            throws IOException, InterruptedException {
        CompletableFuture<Void> copying;
        RuntimeException refusal = null;
        boolean copied = true;
        try (PipedInputStream engines = new PipedInputStream(PIPE_BYTES)) {
            PipedOutputStream pipe = new PipedOutputStream(engines);
            copying = CompletableFuture.runAsync(
                    () -> copy(archive, pipe, tag),
                    command -> Thread.ofVirtual().name("image-archive").start(command));
            try {
                docker.loadImageCmd(engines).exec();
            } catch (RuntimeException e) {
                refusal = e;
                copied = copying.isDone();
            }
        } // closing the pipe ends the copying thread
        Optional<IOException> failure = copied ? failure(copying) : Optional.empty();
        if (failure.isPresent()) { // the more precise error
            throw failure.get();
        }
        if (refusal != null) {
            throw refusal;
        }
    }

    private static void copy(InputStream archive, PipedOutputStream pipe, String tag) {
        try (pipe) {
            ImageTarball.copy(archive, pipe, tag);
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    private static Optional<IOException> failure(CompletableFuture<Void> copying) throws InterruptedException {
        try {
            copying.get();
            return Optional.empty();
        } catch (ExecutionException e) {
            return Optional.of(
                    new IOException(Objects.requireNonNullElse(e.getCause(), e).getMessage(), e));
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
