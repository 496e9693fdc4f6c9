package dcm.worker.engine.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.model.ContainerConfig;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.Frame;
import dcm.contract.desired.ContainerSpec;
import dcm.contract.identity.ContainerId;
import dcm.contract.identity.ContainerName;
import dcm.contract.identity.Image;
import dcm.contract.identity.ImageDigest;
import dcm.contract.identity.ImageFacts;
import dcm.contract.identity.ImageId;
import dcm.contract.identity.ImageName;
import dcm.contract.preset.PresetOptions;
import dcm.contract.report.ContainerStatus;
import dcm.worker.engine.EngineException;
import dcm.worker.engine.NewContainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests limits of images with the real engine. */
class DockerImagesIT {
    private final DockerInstallation installation = new DockerInstallation();

    @TempDir
    Path root;

    @AfterEach
    void close() throws IOException {
        installation.close();
    }

    @Test
    void imageConfigurationChangesNeitherOwnerNorPrivilegesOfAContainer() throws IOException {
        NewContainer plain = installation.created(root);
        String image = built("""
            FROM %s
            LABEL dcm.owner=bob dcm.installation=other dcm.container=0000000000000000 dcm.ssh=192.0.2.1:1
            VOLUME /root /etc/dcm/keys /home/ann /data
            EXPOSE 81 82/udp
            HEALTHCHECK CMD false
            ENTRYPOINT ["/usr/bin/env"]
            CMD ["sleep", "1000"]
            USER 1000
            WORKDIR /tmp
            STOPSIGNAL SIGKILL
            """.formatted(DockerInstallation.IMAGE));
        try {
            NewContainer made = made(plain, new ImageDigest(image));

            InspectContainerResponse shape = installation
                    .docker()
                    .inspectContainerCmd(installation.nameOf(made.id()))
                    .exec();
            assertThat(installation.engine().find(made.id())).hasValueSatisfying(found -> {
                assertThat(found.owner()).isEqualTo(made.owner());
                assertThat(found.ssh()).isEqualTo(made.ssh());
                assertThat(found.ports()).isEmpty();
            });
            assertThat(shape.getHostConfig().getPortBindings().getBindings()).containsOnlyKeys(ExposedPort.tcp(22));
            assertThat(shape.getMounts())
                    .filteredOn(mount -> mount.getDestination().getPath().equals("/etc/dcm/keys"))
                    .singleElement()
                    .satisfies(mount -> {
                        assertThat(mount.getSource()).isEqualTo(made.keys().toString());
                        assertThat(mount.getRW()).isFalse();
                    });
            assertThat(Arrays.asList(shape.getHostConfig().getCapAdd()))
                    .isEqualTo(Arrays.asList(shapeOf(plain).getHostConfig().getCapAdd()));
            assertThat(shape.getHostConfig().getPrivileged()).isFalse();
            installation.engine().start(made.id());
            installation.engine().stop(made.id(), Duration.ZERO);
            assertThat(installation.engine().find(made.id()).orElseThrow().everStarted())
                    .as("the image's own entrypoint ran, within the same limits")
                    .isTrue();
            installation.engine().remove(made.id());
        } finally {
            installation.docker().removeImageCmd(image).withForce(true).exec();
        }
    }

    @Test
    void commitAboveTheLayerLimitIsRejectedAndFlattenSucceeds() throws IOException {
        NewContainer plain = installation.created(root);
        NewContainer made = made(plain, new ImageDigest(smallImage(ImageFacts.MAX_LAYERS - 1)));
        ImageId last = imageId();
        change(made, 1);
        ImageDigest digest = installation.engine().commit(made.id(), last, "", Long.MAX_VALUE);
        installation.engine().remove(made.id());
        NewContainer highest = made(plain, digest);
        change(highest, 2);
        assertThat(layersOf(digest)).isEqualTo(ImageFacts.MAX_LAYERS);

        assertThatThrownBy(() -> installation.engine().commit(highest.id(), imageId(), "", Long.MAX_VALUE))
                .isInstanceOf(EngineException.TooManyLayers.class);

        ImageId flat = imageId();
        assertThat(layersOf(installation.engine().flatten(highest.id(), flat, "", Long.MAX_VALUE, bytes -> {})))
                .isEqualTo(1);
        installation.engine().remove(highest.id());
        installation.engine().removeImage(flat);
        installation.engine().removeImage(last); // and with it, all images below
    }

    @Test
    void sparseFileIsNeitherCommittedNorFlattenedAboveTheLimit() throws Exception {
        NewContainer made = installation.created(root);
        installation.engine().start(made.id());
        runInside(made, "truncate", "--size", "1T", "/opt/sparse");
        long most = 320L << 20;
        ImageId committed = imageId();
        ImageId flattened = imageId();

        assertThatThrownBy(() -> installation.engine().commit(made.id(), committed, "", most))
                .isInstanceOf(EngineException.ImageTooLarge.class)
                .hasMessageContaining("larger than 320 MiB");
        assertThatThrownBy(() -> installation.engine().flatten(made.id(), flattened, "", most, bytes -> {}))
                .isInstanceOf(EngineException.ImageTooLarge.class);

        assertThat(installation.engine().committedImage(committed)).isEmpty();
        assertThat(installation.engine().committedImage(flattened)).isEmpty();
        assertThat(installation.engine().find(made.id()).orElseThrow().status()).isEqualTo(ContainerStatus.RUNNING);
        runInside(made, "rm", "/opt/sparse");
        ImageDigest small = installation.engine().commit(made.id(), committed, "", most);
        assertThatThrownBy(() -> installation.engine().flatten(small, flattened, "", 1 << 20, bytes -> {}))
                .isInstanceOf(EngineException.ImageTooLarge.class);
        assertThat(installation.engine().removeImage(committed)).isTrue();
    }

    private void runInside(NewContainer container, String... command) throws InterruptedException {
        String exec = installation
                .docker()
                .execCreateCmd(installation.nameOf(container.id()))
                .withCmd(command)
                .withAttachStdout(true)
                .exec()
                .getId();
        installation
                .docker()
                .execStartCmd(exec)
                .exec(new ResultCallback.Adapter<Frame>())
                .awaitCompletion();
    }

    @Test
    void presetStopSignalIsNotCommittedToTheImage() throws IOException {
        PresetOptions killed = new PresetOptions(
                null, null, null, null, null, List.of(), List.of(), List.of(), List.of(), List.of(), Map.of(), Map.of(),
                null, null, null, "SIGKILL");
        NewContainer preset = installation.created(root, killed);
        ImageId id = imageId();
        ImageDigest digest = installation.engine().commit(preset.id(), id, "", Long.MAX_VALUE);

        NewContainer plain = made(preset, digest);
        installation.engine().start(plain.id());
        // Before, its first process may not react to signals yet.
        await("its SSH server")
                .until(() -> installation.engine().hostKey(plain.id()).isPresent());
        installation.engine().stop(plain.id(), Duration.ofSeconds(10));

        assertThat(installation.engine().find(plain.id()).orElseThrow().exitCode())
                .as("the exit code of a terminated, not a killed, process")
                .isNotEqualTo(137);
        installation.engine().remove(plain.id());
        installation.engine().remove(preset.id());
        installation.engine().removeImage(id);
    }

    @Test
    void committedAndFlattenedImagesDoNotCarryLabelsAndVariablesOfTheirContainer() throws IOException {
        String base = smallImage(1);
        NewContainer made = made(installation.created(root), new ImageDigest(base));
        ImageId committed = imageId();
        ImageId flattened = imageId();
        ImageId flattenedLater = imageId();
        ImageDigest digest = installation.engine().commit(made.id(), committed, "", Long.MAX_VALUE);
        installation.engine().flatten(made.id(), flattened, "", Long.MAX_VALUE, bytes -> {});
        installation.engine().flatten(digest, flattenedLater, "", Long.MAX_VALUE, bytes -> {});

        assertThat(labelsOf(committed))
                .as("Docker cannot remove a label in a commit, only empty it")
                .containsEntry("dcm.owner", "")
                .allSatisfy((label, value) -> assertThat(value).isEmpty());
        assertThat(variablesOf(committed))
                .filteredOn(variable -> variable.startsWith("DCM_"))
                .containsExactlyInAnyOrder("DCM_USER=", "DCM_CONTAINER=", "DCM_NAME=", "DCM_HOSTS=");
        for (ImageId flat : List.of(flattened, flattenedLater)) {
            assertThat(labelsOf(flat)).isNullOrEmpty();
            assertThat(variablesOf(flat)).noneMatch(variable -> variable.startsWith("DCM_"));
        }
        NewContainer next = made(made, digest);
        assertThat(installation.engine().find(next.id()).orElseThrow().owner()).isEqualTo(next.owner());
        installation.engine().remove(next.id());
        for (ImageId image : List.of(committed, flattened, flattenedLater)) {
            assertThat(installation.engine().removeImage(image)).isTrue();
        }
        installation.engine().remove(made.id());
        installation.docker().removeImageCmd(base).withForce(true).exec();
    }

    private Map<String, String> labelsOf(ImageId image) {
        return configOf(image).getLabels();
    }

    private List<String> variablesOf(ImageId image) {
        String[] variables = configOf(image).getEnv();
        return variables == null ? List.of() : List.of(variables);
    }

    private ContainerConfig configOf(ImageId image) {
        return installation
                .docker()
                .inspectImageCmd(installation.nameOf(image))
                .exec()
                .getConfig();
    }

    private InspectContainerResponse shapeOf(NewContainer container) {
        return installation
                .docker()
                .inspectContainerCmd(installation.nameOf(container.id()))
                .exec();
    }

    private NewContainer made(NewContainer like, ImageDigest digest) {
        Image image = new Image(new ImageName("mine:1"), digest);
        ContainerSpec spec =
                ContainerSpec.of(new ContainerName("next"), image, like.spec().limits());
        ContainerId id =
                new ContainerId("%016x".formatted(ThreadLocalRandom.current().nextLong()));
        NewContainer made = installation.container(root, id, like.owner(), spec, like.ssh());
        installation.engine().create(made);
        return made;
    }

    /** Changes a file, because a commit without changes adds no layer. */
    private void change(NewContainer container, int number) throws IOException {
        Path file = Files.writeString(root.resolve("number"), Integer.toString(number));
        installation
                .docker()
                .copyArchiveToContainerCmd(installation.nameOf(container.id()))
                .withHostResource(file.toString())
                .withRemotePath("/opt")
                .exec();
    }

    private int layersOf(ImageDigest digest) {
        return installation.engine().imageContent(digest).orElseThrow().layers().size();
    }

    /** The digest of an image that is quick to commit and to flatten, because its layers have one small file each. */
    private String smallImage(int layers) throws IOException {
        String dockerfile = IntStream.rangeClosed(1, layers)
                .mapToObj(layer -> "COPY Dockerfile /opt/layer-" + layer)
                .collect(Collectors.joining("\n", "FROM scratch\n", "\nCMD [\"/none\"]\n"));
        return built(dockerfile);
    }

    private String built(String dockerfile) throws IOException {
        Path file =
                Files.writeString(Files.createDirectory(root.resolve("context")).resolve("Dockerfile"), dockerfile);
        String id = installation.docker().buildImageCmd(file.toFile()).start().awaitImageId();
        return installation.docker().inspectImageCmd(id).exec().getId();
    }

    private static ImageId imageId() {
        return new ImageId("%016x".formatted(ThreadLocalRandom.current().nextLong()));
    }
}
