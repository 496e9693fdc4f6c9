package dcm.worker.engine.docker;

import com.github.dockerjava.api.DockerClient;
import dcm.worker.engine.EngineException;
import dcm.worker.engine.docker.ImageTarball.FileCopy;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;

/** Loads an image from an archive at a URI. */
final class DockerLoad {
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

    private static void load(DockerClient docker, InputStream archive, String tag) throws IOException {
        load(docker, archive, tag, (file, size, to) -> file.transferTo(to));
    }

    /**
     * Loads an archive that holds one image, under this tag only.
     *
     * @throws IOException if the archive cannot be read, or is not an archive of one image
     */
    static void load(DockerClient docker, InputStream archive, String tag, FileCopy copy) throws IOException {
        try (ArchivePipe pipe = ArchivePipe.of(to -> ImageTarball.copy(archive, to, tag, copy))) {
            try {
                docker.loadImageCmd(pipe).exec();
            } catch (RuntimeException e) {
                throwFailure(pipe); // the more precise error
                throw e;
            }
            throwFailure(pipe);
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
