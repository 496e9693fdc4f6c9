package dcm.worker.engine.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.command.InspectImageResponse;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.ContainerConfig;
import com.github.dockerjava.api.model.HostConfig;
import dcm.contract.identity.ContainerId;
import dcm.contract.identity.ImageDigest;
import dcm.contract.identity.ImageId;
import dcm.worker.engine.EngineException;
import dcm.worker.engine.ImageContent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * Creates and removes images that are committed from containers. The name of an image in the engine is derived from its
 * id, so a second attempt finds the image of the first. Thread-safe.
 */
final class DockerImages {
    private static final Logger LOG = Logger.getLogger(DockerImages.class);

    private final DockerClient docker;
    private final DockerNames names;
    private final Supplier<DockerClient> longRunning;
    private final DockerImport imports;

    /**
     * Images of one installation.
     *
     * @param longRunning creates clients with a timeout that is long enough for a commit
     */
    DockerImages(DockerClient docker, DockerNames names, Supplier<DockerClient> longRunning, DockerImport imports) {
        this.docker = docker;
        this.names = names;
        this.longRunning = longRunning;
        this.imports = imports;
    }

    Optional<ImageContent> imageContent(ImageDigest digest) {
        return inspect(digest.value())
                .map(found -> new ImageContent(
                        layers(found),
                        Objects.requireNonNullElse(found.getSize(), 0L),
                        Instant.parse(Objects.requireNonNullElse(found.getCreated(), Instant.EPOCH.toString()))));
    }

    Optional<ImageDigest> committedImage(ImageId id) {
        return inspect(names.image(id)).map(found -> new ImageDigest(Objects.requireNonNull(found.getId())));
    }

    /** The tags of all images of owners. */
    List<String> tags() {
        String prefix = names.images() + ":";
        return docker.listImagesCmd().withReferenceFilter(names.images()).exec().stream()
                .flatMap(image -> Stream.of(image.getRepoTags()))
                .filter(tag -> tag.startsWith(prefix))
                .map(tag -> tag.substring(prefix.length()))
                .toList();
    }

    ImageDigest commit(ContainerId container, ImageId id, String message, long most) {
        String name = names.container(container);
        InspectContainerResponse shape = docker.inspectContainerCmd(name).exec();
        // A commit is not repeated, so it must not get a connection from before a restart of the engine.
        try (DockerClient client = longRunning.get()) {
            // Paused first, or the container could grow a sparse file after the check.
            return whilePaused(shape, name, () -> commitPaused(client, name, shape.getConfig(), id, message, most));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ImageDigest commitPaused(
            DockerClient client, String name, ContainerConfig config, ImageId id, String message, long most) {
        Map<String, String> labels = Objects.requireNonNullElse(config.getLabels(), Map.of());
        List<String> variables = DockerNames.clearedVariables(config.getEnv());
        Long size = client.inspectContainerCmd(name).withSize(true).exec().getSizeRw();
        if (Objects.requireNonNullElse(size, 0L) > most) {
            throw new EngineException.ImageTooLarge(most, null);
        }
        String digest = client.commitCmd(name)
                .withRepository(names.images())
                .withTag(id.value())
                .withMessage(message)
                .withLabels(DockerNames.cleared(labels))
                .withEnv(variables.toArray(String[]::new))
                .withPause(true)
                .exec();
        return new ImageDigest(digest);
    }

    ImageDigest flatten(ContainerId container, ImageId id, String message, long most, LongConsumer progress) {
        String name = names.container(container);
        InspectContainerResponse shape = docker.inspectContainerCmd(name).exec();
        return whilePaused(shape, name, () -> flatten(name, shape.getConfig(), id, message, most, progress));
    }

    private ImageDigest whilePaused(InspectContainerResponse shape, String container, Supplier<ImageDigest> action) {
        boolean running = Boolean.TRUE.equals(shape.getState().getRunning())
                && !Boolean.TRUE.equals(shape.getState().getPaused());
        if (running) {
            DockerCalls.pause(docker, container);
        }
        try {
            return action.get();
        } finally {
            if (running) {
                unpause(container);
            }
        }
    }

    /** The image is complete, also if the container was killed during the commit. One that is still paused is unpaused with the order. */
    private void unpause(String container) {
        try {
            DockerCalls.run(() -> docker.unpauseContainerCmd(container).exec());
        } catch (EngineException e) {
            LOG.warnf("container not unpaused after a commit: name=%s reason=%s", container, e.message());
        }
    }

    ImageDigest flatten(ImageDigest image, ImageId id, String message, long most, LongConsumer progress) {
        ContainerConfig config = Objects.requireNonNull(
                docker.inspectImageCmd(image.value()).exec().getConfig());
        removeThrowaway(id);
        // The container is never started; it has a command only because the engine requires one.
        docker.createContainerCmd(image.value())
                .withName(names.temporaryContainer(id))
                .withCmd("never-run")
                .withLabels(Map.of(DockerNames.INSTALLATION, "")) // the image may have a DCM container's labels
                .withHostConfig(HostConfig.newHostConfig().withNetworkMode("none"))
                .exec();
        try {
            return flatten(names.temporaryContainer(id), config, id, message, most, progress);
        } finally {
            removeThrowaway(id);
        }
    }

    private ImageDigest flatten(
            String container, ContainerConfig config, ImageId id, String message, long most, LongConsumer progress) {
        // Closing the client ends the stream.
        try (DockerClient client = longRunning.get()) {
            CountedStream files =
                    new CountedStream(client.exportContainerCmd(container).exec(), most, progress);
            try {
                imports.importArchive(files, names.images(), id.value(), message, DockerfileInstructions.of(config));
            } catch (IOException | RuntimeException e) {
                if (files.isTooLong()) {
                    removeImage(id); // an archive that ends between two files looks complete
                    throw new EngineException.ImageTooLarge(most, e);
                }
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return committedImage(id).orElseThrow();
    }

    private void removeThrowaway(ImageId id) {
        try {
            docker.removeContainerCmd(names.temporaryContainer(id))
                    .withForce(true)
                    .withRemoveVolumes(true)
                    .exec();
        } catch (NotFoundException none) {
            // already absent
        }
    }

    boolean tagImage(ImageDigest digest, ImageId id) {
        if (inspect(digest.value()).isEmpty()) {
            return false;
        }
        docker.tagImageCmd(digest.value(), names.images(), id.value()).exec();
        return true;
    }

    boolean removeImage(ImageId id) {
        removeThrowaway(id);
        removeTag(docker, names.loading(id));
        Optional<ImageDigest> there = committedImage(id);
        if (there.isEmpty()) {
            return true;
        }
        // Docker would remove the name although a stopped container uses the image, and the container could not start
        // again.
        if (isItsOnlyName(there.get()) && isUsed(there.get())) {
            return false;
        }
        try {
            docker.removeImageCmd(names.image(id)).exec();
            return true;
        } catch (NotFoundException gone) {
            return true;
        } catch (ConflictException used) {
            return false;
        }
    }

    /** Removes a tag, and the image if it was its only one; does nothing if there is none. */
    static void removeTag(DockerClient docker, String tag) {
        try {
            docker.removeImageCmd(tag).exec();
        } catch (NotFoundException | ConflictException gone) {
            // already removed, or a container was just created from it
        }
    }

    /** An image with another name keeps existing under that name. */
    private boolean isItsOnlyName(ImageDigest digest) {
        return inspect(digest.value())
                .filter(found ->
                        found.getRepoTags() != null && found.getRepoTags().size() > 1)
                .isEmpty();
    }

    private boolean isUsed(ImageDigest digest) {
        return !docker.listContainersCmd()
                .withShowAll(true)
                .withAncestorFilter(List.of(digest.value()))
                .exec()
                .isEmpty();
    }

    private Optional<InspectImageResponse> inspect(String image) {
        try {
            return Optional.of(docker.inspectImageCmd(image).exec());
        } catch (NotFoundException e) {
            return Optional.empty();
        }
    }

    private static List<String> layers(InspectImageResponse image) {
        return image.getRootFS() == null || image.getRootFS().getLayers() == null
                ? List.of()
                : image.getRootFS().getLayers();
    }
}
