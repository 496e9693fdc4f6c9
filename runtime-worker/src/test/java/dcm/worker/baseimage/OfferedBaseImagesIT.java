package dcm.worker.baseimage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.BuildImageResultCallback;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.Network;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Ports;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import dcm.contract.baseimage.BaseImageSource;
import dcm.contract.baseimage.BaseImageSource.Kind;
import dcm.contract.baseimage.BaseImageState;
import dcm.contract.baseimage.BaseImageState.Stage;
import dcm.contract.codec.Codec;
import dcm.contract.codec.Families;
import dcm.contract.envelope.Envelope;
import dcm.contract.envelope.Message;
import dcm.contract.envelope.TraceParent;
import dcm.contract.identity.Actor;
import dcm.contract.identity.AggregateId;
import dcm.contract.identity.GroupName;
import dcm.contract.identity.HostName;
import dcm.contract.identity.Image;
import dcm.contract.identity.ImageDigest;
import dcm.contract.identity.ImageName;
import dcm.contract.identity.PublicKey;
import dcm.contract.snapshot.BaseImageSnapshot;
import dcm.contract.topic.Topic;
import dcm.worker.LogRecords;
import dcm.worker.engine.BaseImageStore.TestContainer;
import dcm.worker.engine.docker.DockerBaseImages;
import dcm.worker.engine.docker.DockerEngine;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests catalog images with the real engine: fetched, tested over SSH, offered, replaced, retired. */
class OfferedBaseImagesIT {
    private static final String DOCKER_HOST =
            Optional.ofNullable(System.getenv("DOCKER_HOST")).orElse("unix:///var/run/docker.sock");
    private static final String GOOD = "dcm/debian-ssh:13";
    private static final String NETWORKS = "10.220.0.0/16";
    private static final ImageName LAB = new ImageName("lab:1");
    private static final HostName N1 = new HostName("n1");

    private final String installation =
            "it-%08x".formatted(ThreadLocalRandom.current().nextInt());
    private final DockerClient docker = client();
    private final List<String> made = new ArrayList<>();
    private @Nullable OfferedBaseImages images;

    @TempDir
    Path root;

    @AfterEach
    void close() throws IOException {
        if (images != null) {
            images.close();
        }
        docker.listImagesCmd().withReferenceFilter("dcm-" + installation + "-base").exec().stream()
                .flatMap(image -> List.of(image.getRepoTags()).stream())
                .filter(tag -> tag.startsWith("dcm-" + installation))
                .forEach(made::add);
        made.forEach(image -> docker.removeImageCmd(image).withForce(true).exec());
        docker.close();
    }

    @Test
    void imageThatAcceptsSshLoginsIsOfferedAndTestContainersAreRemoved() {
        register(1, local(GOOD));

        assertThat(settled(1).stage()).isEqualTo(Stage.READY);
        assertThat(offered()).isEqualTo(digestOf(GOOD));
        assertThat(docker.listContainersCmd()
                        .withShowAll(true)
                        .withNameFilter(List.of("dcm-" + installation))
                        .exec())
                .isEmpty();
        assertThat(networks()).isEmpty();
    }

    @Test
    void imageIsTestedInANetworkToWhichTheFirewallApplies() {
        PublicKey key = new PublicKey(
                "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f ann@laptop");
        DockerBaseImages store = new DockerBaseImages(
                DOCKER_HOST, installation, NETWORKS, Optional.empty(), (own, image) -> Optional.empty());

        try (TestContainer container = store.startTestContainer(digestOf(GOOD), "127.0.0.1", "ann", key)) {
            assertThat(container.isRunning()).isTrue();
            assertThat(networks())
                    .singleElement()
                    .satisfies(network -> assertThat(
                                    network.getIpam().getConfig().getFirst().getSubnet())
                            .startsWith("10.220."));
            assertThat(docker.listContainersCmd()
                            .withNetworkFilter(List.of(networks().getFirst().getId()))
                            .exec())
                    .hasSize(1);
        }

        assertThat(networks()).isEmpty();
    }

    private List<Network> networks() {
        return docker.listNetworksCmd().withNameFilter("dcm-" + installation).exec();
    }

    @Test
    void restartedWorkerOffersTestedImageWithoutTestingItAgain() {
        register(1, local(GOOD));
        settled(1);
        images().close();
        images = null;

        OfferedBaseImages again = images();

        again.apply(records(snapshot(1, local("gone-meanwhile"), false)));
        assertThat(settled(1).stage()).isEqualTo(Stage.READY);
    }

    @Test
    void failedVersionLeavesThePreviousVersionOffered() throws IOException {
        register(1, local(GOOD));
        settled(1);
        String ends = built("FROM " + GOOD + "\nENTRYPOINT [\"sh\", \"-c\", \"echo no licence found >&2; exit 3\"]\n");

        register(2, local(ends));

        assertThat(settled(2))
                .extracting(BaseImageState::stage, BaseImageState::detail)
                .containsExactly(
                        Stage.FAILED,
                        "The SSH server in a container of the image did not answer."
                                + " The container's last output: no licence found");
        assertThat(offered()).isEqualTo(digestOf(GOOD));
    }

    @Test
    void newVersionReplacesThePreviousVersionWhichIsRemovedWhenUnused() throws IOException {
        register(1, local(GOOD));
        settled(1);
        String newer = built("FROM " + GOOD + "\nLABEL release=2\n");

        register(2, local(newer));

        assertThat(settled(2).stage()).isEqualTo(Stage.READY);
        assertThat(offered()).isEqualTo(digestOf(newer));
        await().atMost(Duration.ofSeconds(60))
                .until(() -> images().references().stream().noneMatch(reference -> reference.contains("-v1")));
    }

    @Test
    void longContainerOutputIsTruncatedAndInvalidUrlFailsOnlyItsVersion() throws IOException {
        String loud = built("FROM " + GOOD
                + "\nRUN echo 'ForceCommand head -c 3000000 /dev/zero' >>/etc/ssh/sshd_config.d/dcm.conf\n");

        register(1, local(loud));

        assertThat(settled(1)).satisfies(state -> {
            assertThat(state.stage()).isEqualTo(Stage.FAILED);
            assertThat(String.valueOf(state.detail())).hasSizeLessThan(500);
        });

        register(2, new BaseImageSource(Kind.TARBALL, "https://no_host/%zz", null));
        assertThat(settled(2).stage()).isEqualTo(Stage.FAILED);

        register(3, local(GOOD));
        assertThat(settled(3).stage()).isEqualTo(Stage.READY);
    }

    @Test
    void imageThatAcceptsARevokedKeyIsNotOffered() throws IOException {
        String careless = built("FROM " + GOOD + """

            RUN sed -i '/RevokedKeys/d; s|^AuthorizedKeysFile.*|AuthorizedKeysFile /etc/kept|' /etc/ssh/sshd_config.d/dcm.conf \\
             && sed -i '2i cp /etc/dcm/keys/authorized_keys /etc/kept' /usr/lib/dcm/start
            """);

        register(1, local(careless));

        assertThat(settled(1))
                .extracting(BaseImageState::stage, state -> String.valueOf(state.detail()))
                .satisfies(found -> {
                    assertThat(found.getFirst()).isEqualTo(Stage.FAILED);
                    assertThat(found.getLast()).asString().contains("still accepted");
                });
        assertThat(images().offered()).isEmpty();
    }

    @Test
    void missingLocalImageIsReportedByName() {
        register(1, local("no-such-image:1"));

        assertThat(settled(1).detail()).isEqualTo("Docker has no image no-such-image:1 on this host.");
    }

    @Test
    void retiredImageIsNotOfferedAndItsReferencesAreRemoved() {
        register(1, local(GOOD));
        settled(1);

        images().apply(records(snapshot(1, local(GOOD), true)));

        assertThat(images().offered()).isEmpty();
        await().atMost(Duration.ofSeconds(60)).until(() -> images().references().isEmpty());
    }

    @Test
    void retiredImageIsKeptOnlyWhileContainersOfThisInstallationUseIt() {
        register(1, local(GOOD));
        settled(1);
        String own = containerOf(installation);
        String others = containerOf("another");
        try {
            images().apply(records(snapshot(1, local(GOOD), true)));

            await().during(Duration.ofMillis(500))
                    .until(() -> !images().references().isEmpty());
        } finally {
            docker.removeContainerCmd(own).withForce(true).exec();
        }
        try {
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> images().references().isEmpty());
        } finally {
            docker.removeContainerCmd(others).withForce(true).exec();
        }
    }

    @Test
    void imageOfAnotherHostIsIgnored() {
        register(1, local(GOOD));
        settled(1);

        register(2, new BaseImageSource(Kind.LOCAL, GOOD, new HostName("n2")));

        assertThat(images().states()).isEmpty();
        assertThat(images().offered()).isEmpty();
    }

    @Test
    void recipeIsBuiltOnlyFromTheRecipesFolder() throws IOException {
        Path folder = Files.createDirectories(root.resolve("recipes/lab"));
        Files.writeString(folder.resolve("Dockerfile"), "FROM " + GOOD + "\nRUN touch /etc/lab\n");

        register(1, new BaseImageSource(Kind.RECIPE, "lab", null));

        assertThat(settled(1).stage()).isEqualTo(Stage.READY);
        assertThat(offered()).isNotEqualTo(digestOf(GOOD));

        register(2, new BaseImageSource(Kind.RECIPE, "../lab", null));

        assertThat(settled(2).detail()).contains("There is no recipe ../lab");
    }

    @Test
    void imageIsPulledFromARegistry() throws IOException, InterruptedException {
        String registry = built("FROM " + GOOD + """

            RUN apt-get update -qq && apt-get install -y -qq --no-install-recommends docker-registry \\
             && printf 'version: 0.1\\nstorage: {filesystem: {rootdirectory: /srv}}\\nhttp: {addr: ":5000"}\\n' >/etc/registry.yml
            ENTRYPOINT ["docker-registry", "serve", "/etc/registry.yml"]
            """);
        ExposedPort port = ExposedPort.tcp(5000);
        String container = docker.createContainerCmd(registry)
                .withExposedPorts(port)
                .withHostConfig(HostConfig.newHostConfig()
                        .withPortBindings(new PortBinding(Ports.Binding.bindIp("127.0.0.1"), port)))
                .exec()
                .getId();
        try {
            docker.startContainerCmd(container).exec();
            String address = "127.0.0.1:"
                    + docker.inspectContainerCmd(container)
                            .exec()
                            .getNetworkSettings()
                            .getPorts()
                            .getBindings()
                            .get(port)[0]
                            .getHostPortSpec();
            String released = built("FROM " + GOOD + "\nLABEL release=pushed\n");
            docker.tagImageCmd(released, address + "/lab", "7").exec();
            await().atMost(Duration.ofMinutes(4))
                    .ignoreExceptions()
                    .until(() -> docker.pushImageCmd(address + "/lab:7").start().awaitCompletion(3, TimeUnit.MINUTES));
            docker.removeImageCmd(address + "/lab:7").exec();

            register(1, new BaseImageSource(Kind.REGISTRY, address + "/lab:7", null));

            assertThat(settled(1)).extracting(BaseImageState::stage).isEqualTo(Stage.READY);
            made.add(address + "/lab:7");

            register(2, new BaseImageSource(Kind.REGISTRY, address + "/lab:8", null));

            assertThat(settled(2).detail()).contains("lab:8");
        } finally {
            docker.removeContainerCmd(container).withForce(true).exec();
        }
    }

    @Test
    void archiveIsLoadedWithoutItsTags() throws IOException {
        String mine = built("FROM " + GOOD + "\nLABEL release=saved\n");
        docker.tagImageCmd(mine, "lab/taken", installation).exec();
        Path archive = root.resolve("saved.tar");
        try (InputStream saved =
                docker.saveImageCmd("lab/taken").withTag(installation).exec()) {
            Files.copy(saved, archive);
        }
        docker.removeImageCmd("lab/taken:" + installation).exec();
        docker.tagImageCmd(GOOD, "lab/taken", installation).exec();
        made.add("lab/taken:" + installation);

        register(1, new BaseImageSource(Kind.TARBALL, archive.toUri().toString().replace("file:/", "file:///"), null));

        assertThat(settled(1).stage()).isEqualTo(Stage.READY);
        assertThat(offered()).isEqualTo(new ImageDigest(mine));
        assertThat(digestOf("lab/taken:" + installation)).isEqualTo(digestOf(GOOD));
        assertThat(docker.inspectImageCmd(mine).exec().getRepoTags()).noneMatch(tag -> tag.contains("loading"));
    }

    @Test
    void invalidOrMissingArchiveIsRejected() throws IOException {
        Path nothing = Files.writeString(root.resolve("nothing.tar"), "nothing");

        register(1, new BaseImageSource(Kind.TARBALL, "file://" + nothing, null));
        assertThat(settled(1).detail()).contains("cannot be read");

        register(2, new BaseImageSource(Kind.TARBALL, "file://" + nothing + ".gone", null));
        assertThat(settled(2).detail()).contains("The file ", "does not exist on this host");
    }

    private String containerOf(String madeBy) {
        return docker.createContainerCmd(GOOD)
                .withLabels(Map.of("dcm.installation", madeBy))
                .exec()
                .getId();
    }

    private OfferedBaseImages images() {
        if (images == null) {
            DockerEngine engine = new DockerEngine(DOCKER_HOST, installation, NETWORKS);
            images = new OfferedBaseImages(
                            N1,
                            new ConfiguredBaseImages(engine, List.of()),
                            new DockerBaseImages(
                                    DOCKER_HOST,
                                    installation,
                                    NETWORKS,
                                    Optional.of(root.resolve("recipes")),
                                    (own, image) -> Optional.empty()),
                            "127.0.0.1",
                            Duration.ofMillis(1),
                            InstantSource.system())
                    .start();
        }
        return images;
    }

    private void register(int version, BaseImageSource source) {
        images().apply(records(snapshot(version, source, false)));
    }

    private BaseImageState settled(int version) {
        return await().atMost(Duration.ofSeconds(60))
                .until(
                        () -> images().states().getFirst(),
                        state -> state.version() == version && state.stage() != Stage.PREPARING);
    }

    private ImageDigest offered() {
        return images().offered().stream()
                .filter(image -> image.name().equals(LAB))
                .map(Image::digest)
                .findFirst()
                .orElseThrow();
    }

    private ImageDigest digestOf(String reference) {
        return new ImageDigest(docker.inspectImageCmd(reference).exec().getId());
    }

    private String built(String dockerfile) throws IOException {
        Path folder = Files.createTempDirectory(root, "build");
        Files.writeString(folder.resolve("Dockerfile"), dockerfile);
        String id = docker.buildImageCmd(folder.toFile())
                .withTags(Set.of("dcm-" + installation + "-made:" + made.size()))
                .exec(new BuildImageResultCallback())
                .awaitImageId();
        made.add("dcm-" + installation + "-made:" + made.size());
        return new ImageDigest(docker.inspectImageCmd(id).exec().getId()).value();
    }

    private static BaseImageSource local(String reference) {
        return new BaseImageSource(Kind.LOCAL, reference, null);
    }

    private static BaseImageSnapshot snapshot(int version, BaseImageSource source, boolean retired) {
        return new BaseImageSnapshot(LAB, version, source, "", List.of(GroupName.EVERYBODY), retired, Instant.EPOCH);
    }

    private static ConsumerRecords<String, byte[]> records(BaseImageSnapshot image) {
        Envelope envelope = Envelope.first(
                "1", "admission", AggregateId.CATALOG, Instant.EPOCH, Actor.ADMISSION, TraceParent.fresh());
        return LogRecords.of(new Codec<>(Families.CATALOG), Topic.CATALOG, image.key(), new Message<>(envelope, image));
    }

    private static DockerClient client() {
        DefaultDockerClientConfig config = DefaultDockerClientConfig.createDefaultConfigBuilder()
                .withDockerHost(DOCKER_HOST)
                .withApiVersion("1.44")
                .build();
        return DockerClientImpl.getInstance(
                config,
                new ZerodepDockerHttpClient.Builder()
                        .dockerHost(config.getDockerHost())
                        .build());
    }
}
