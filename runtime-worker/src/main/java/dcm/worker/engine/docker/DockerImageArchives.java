package dcm.worker.engine.docker;

import static dcm.worker.engine.docker.DockerCalls.once;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectImageResponse;
import com.github.dockerjava.api.model.ContainerConfig;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.transport.DockerHttpClient;
import dcm.contract.identity.ImageDigest;
import dcm.contract.identity.ImageId;
import dcm.contract.identity.ImageName;
import dcm.worker.engine.EngineException;
import dcm.worker.engine.ImageArchives;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Archives of images of the Docker Engine. An image has a temporary tag from loading until it is kept. */
public final class DockerImageArchives implements ImageArchives {
    /** Of an image's labels and environment variables, in characters. */
    private static final long MOST_CONFIGURATION = 64 * 1024L;

    private final DockerClients clients;
    private final DockerClient docker;
    private final DockerNames names;

    /**
     * Creates the archives for the engine at an address.
     *
     * @param dockerHost {@code unix:///…} or {@code tcp://…}
     * @param installation the installation whose images are read and written
     */
    public DockerImageArchives(String dockerHost, String installation) {
        this.clients = new DockerClients(dockerHost);
        this.docker = clients.client();
        this.names = new DockerNames(installation);
    }

    @Override
    public InputStream export(ImageId image, ImageName name) {
        DockerClient client = clients.withoutTimeout();
        try {
            InputStream saved =
                    once(() -> client.saveImageCmd(names.image(image)).exec());
            return new Exported(
                    ArchivePipe.of(to ->
                            ImageTarball.copy(saved, to, name.value(), (file, size, copy) -> file.transferTo(copy))),
                    client);
        } catch (IOException | RuntimeException e) {
            closeQuietly(client);
            throw e instanceof EngineException known ? known : DockerErrors.translate(asRuntime(e));
        }
    }

    /** Closing it closes the client: closing the engine's stream would read it to the end. */
    private static final class Exported extends FilterInputStream {
        private final DockerClient client;

        Exported(InputStream archive, DockerClient client) {
            super(archive);
            this.client = client;
        }

        @Override
        public void close() throws IOException {
            closeQuietly(client);
            super.close();
        }
    }

    @Override
    public ImageDigest load(ImageId image, InputStream archive, long maxBytes, LongConsumer progress)
            throws IOException {
        UnpackedSize size = new UnpackedSize(maxBytes, progress);
        discard(image); // an image of an earlier attempt must not be taken for this one
        try (DockerHttpClient client = clients.longRunningTransport()) {
            DockerLoad.load(client, archive, names.loading(image), size);
        } catch (EngineException e) {
            throw e;
        } catch (RuntimeException e) {
            throw DockerErrors.translate(e);
        }
        InspectImageResponse loaded = inspect(image);
        size.checkLoaded(loaded.getRootFS() == null ? null : loaded.getRootFS().getLayers());
        requireNoVolumes(loaded);
        requireShort(loaded);
        return once(() -> {
            clearLabels(image);
            InspectImageResponse cleared = inspect(image);
            if (Objects.requireNonNullElse(cleared.getSize(), 0L) > maxBytes) {
                throw new EngineException.ImageTooLarge(maxBytes, null);
            }
            return new ImageDigest(Objects.requireNonNull(cleared.getId()));
        });
    }

    private InspectImageResponse inspect(ImageId image) {
        return once(() -> docker.inspectImageCmd(names.loading(image)).exec());
    }

    /** No limit of disk space applies to a volume, and removing a container can leave it. */
    private static void requireNoVolumes(InspectImageResponse image) throws IOException {
        ContainerConfig config = image.getConfig();
        if (config != null
                && config.getVolumes() != null
                && !config.getVolumes().isEmpty()) {
            throw new IOException("the image declares volumes (VOLUME). Build it without them.");
        }
    }

    /** Each container has a copy, and the worker reads those of all containers. */
    private static void requireShort(InspectImageResponse image) throws IOException {
        ContainerConfig config = image.getConfig();
        if (config == null) {
            return;
        }
        long characters = Stream.concat(
                        Stream.ofNullable(config.getEnv()).flatMap(Stream::of),
                        Stream.ofNullable(config.getLabels())
                                .flatMap(labels -> labels.entrySet().stream()
                                        .flatMap(label -> Stream.of(label.getKey(), label.getValue()))))
                .mapToLong(String::length)
                .sum();
        if (characters > MOST_CONFIGURATION) {
            throw new IOException(
                    "the image has labels and environment variables of %d characters together, and %d are permitted."
                            .formatted(characters, MOST_CONFIGURATION));
        }
    }

    /** Commits the image again without the values of DCM's labels, if it has any. */
    private void clearLabels(ImageId image) {
        ContainerConfig config = inspect(image).getConfig();
        Map<String, String> labels =
                Objects.requireNonNullElse(config == null ? null : config.getLabels(), Map.<String, String>of());
        Map<String, String> cleared = DockerNames.cleared(labels).entrySet().stream()
                .filter(label -> !label.getValue().equals(labels.get(label.getKey())))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        if (cleared.isEmpty()) {
            return;
        }
        // The container is never started.
        String container = docker.createContainerCmd(names.loading(image))
                .withName(names.temporaryContainer(image))
                .withLabels(DockerNames.cleared(labels))
                .withHostConfig(HostConfig.newHostConfig().withNetworkMode("none"))
                .exec()
                .getId();
        try {
            docker.commitCmd(container)
                    .withRepository(names.images())
                    .withTag(DockerNames.loadingTag(image))
                    .withLabels(cleared)
                    .exec();
        } finally {
            docker.removeContainerCmd(container)
                    .withForce(true)
                    .withRemoveVolumes(true)
                    .exec();
        }
    }

    @Override
    public void keep(ImageId image) {
        once(() -> docker.tagImageCmd(names.loading(image), names.images(), image.value())
                .exec());
        discard(image);
    }

    @Override
    public void discard(ImageId image) {
        once(() -> {
            DockerImages.removeTag(docker, names.loading(image));
            return image;
        });
    }

    private static RuntimeException asRuntime(Exception e) {
        return e instanceof RuntimeException runtime ? runtime : new UncheckedIOException((IOException) e);
    }

    private static void closeQuietly(DockerClient client) {
        try {
            client.close();
        } catch (IOException e) {
            // Its requests have ended.
        }
    }
}
