package dcm.worker.engine.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.dockerjava.api.command.BuildImageResultCallback;
import dcm.contract.identity.ImageDigest;
import dcm.contract.identity.ImageId;
import dcm.contract.identity.ImageName;
import dcm.worker.engine.EngineException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests archives of images with the real engine, with an image of a few bytes. */
class DockerImageArchivesIT {
    private static final ImageId FROM = new ImageId("00000000000000c1");
    private static final ImageId TO = new ImageId("00000000000000c2");

    private final DockerInstallation installation = new DockerInstallation();
    private final DockerImageArchives archives = installation.archives();

    @TempDir
    Path context;

    @BeforeEach
    void build() throws IOException {
        Files.writeString(context.resolve("file"), "content");
        Files.writeString(context.resolve("Dockerfile"), """
            FROM scratch
            COPY file /opt/file
            LABEL dcm.owner=root lab=physics
            CMD ["/opt/file"]
            """);
        build(FROM);
    }

    private void build(ImageId image) {
        String id = installation
                .docker()
                .buildImageCmd(context.toFile())
                .exec(new BuildImageResultCallback())
                .awaitImageId();
        ImageDigest digest =
                new ImageDigest(installation.docker().inspectImageCmd(id).exec().getId());
        installation.engine().tagImage(digest, image);
    }

    @AfterEach
    void close() throws IOException {
        installation.engine().removeImage(FROM);
        installation.engine().removeImage(TO);
        installation.close();
    }

    @Test
    void exportedImageIsLoadedWithoutTheValuesOfDcmsLabelsAndNamedWhenItIsKept() throws IOException {
        ImageDigest loaded;
        try (InputStream archive = archives.export(FROM, new ImageName("tools:1"))) {
            loaded = archives.load(TO, archive, 1 << 20, bytes -> {});
        }
        assertThat(installation.engine().committedImage(TO)).isEmpty();

        archives.keep(TO);

        assertThat(installation.engine().committedImage(TO)).contains(loaded);
        var config =
                installation.docker().inspectImageCmd(loaded.value()).exec().getConfig();
        assertThat(config.getLabels()).isEqualTo(Map.of("dcm.owner", "", "lab", "physics"));
        assertThat(config.getCmd()).containsExactly("/opt/file");
        assertThat(namesOf(loaded)).containsExactly(installation.nameOf(TO));
    }

    @Test
    void archiveHasTheUsersNameOfTheImageOnly() throws IOException {
        try (InputStream archive = archives.export(FROM, new ImageName("tools:1"))) {
            String content = new String(archive.readAllBytes(), StandardCharsets.ISO_8859_1);
            assertThat(content).contains("\"RepoTags\":[\"tools:1\"]").doesNotContain(installation.nameOf(FROM));
        }
    }

    @Test
    void discardedImageLeavesNothing() throws IOException {
        ImageDigest loaded;
        try (InputStream archive = archives.export(FROM, new ImageName("tools:1"))) {
            loaded = archives.load(TO, archive, 1 << 20, bytes -> {});
        }

        archives.discard(TO);

        assertThat(installation.engine().imageContent(loaded)).isEmpty();
    }

    @Test
    void archiveOverTheLimitOrThatIsNoneIsRejected() throws IOException {
        try (InputStream archive = archives.export(FROM, new ImageName("tools:1"))) {
            assertThatThrownBy(() -> archives.load(TO, archive, 1000, bytes -> {}))
                    .isInstanceOf(EngineException.ImageTooLarge.class);
        }
        assertThatThrownBy(
                        () -> archives.load(TO, new ByteArrayInputStream(new byte[] {1, 2, 3}), 1 << 20, bytes -> {}))
                .isInstanceOf(IOException.class);
        assertThat(installation.engine().committedImage(TO)).isEmpty();
    }

    @Test
    void imageWithLongLabelsIsRejected() throws IOException {
        String half = "x".repeat(40_000);
        Files.writeString(
                context.resolve("Dockerfile"),
                "FROM scratch\nCOPY file /opt/file\nLABEL one=%1$s\nLABEL two=%1$s\n".formatted(half));
        installation.engine().removeImage(FROM);
        build(FROM);
        try (InputStream archive = archives.export(FROM, new ImageName("tools:1"))) {
            assertThatThrownBy(() -> archives.load(TO, archive, 1 << 20, bytes -> {}))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("65536 are permitted");
        }
        archives.discard(TO);
    }

    @Test
    void imageWithVolumesIsRejected() throws IOException {
        Files.writeString(context.resolve("Dockerfile"), "FROM scratch\nCOPY file /opt/file\nVOLUME /data\n");
        installation.engine().removeImage(FROM);
        build(FROM);
        try (InputStream archive = archives.export(FROM, new ImageName("tools:1"))) {
            assertThatThrownBy(() -> archives.load(TO, archive, 1 << 20, bytes -> {}))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("VOLUME");
        }
        archives.discard(TO);
    }

    @Test
    void layersOfAnotherImageCannotBeClaimedByTheirDigest() throws IOException {
        byte[] archive;
        try (InputStream exported = archives.export(FROM, new ImageName("tools:1"))) {
            archive = withEmptyLayers(exported);
        }

        assertThatThrownBy(() -> archives.load(TO, new ByteArrayInputStream(archive), 1 << 20, bytes -> {}))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("digests");
        archives.discard(TO);
    }

    @Test
    void errorOfTheEngineIsReported() {
        byte[] archive = TarBytes.join(
                TarBytes.file("l.tar", TarBytes.END),
                TarBytes.file("c.json", "{}".getBytes(StandardCharsets.US_ASCII)),
                TarBytes.file(
                        "manifest.json",
                        "[{\"Config\":\"c.json\",\"Layers\":[\"l.tar\"]}]".getBytes(StandardCharsets.US_ASCII)),
                TarBytes.END);

        assertThatThrownBy(() -> archives.load(TO, new ByteArrayInputStream(archive), 1 << 20, bytes -> {}))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("Docker cannot load it");
    }

    /** Replaces the content of each layer. The configuration keeps the digests of the original layers. */
    private static byte[] withEmptyLayers(InputStream archive) throws IOException {
        List<byte[]> parts = new ArrayList<>();
        StrictTar tar = new StrictTar(archive);
        for (StrictTar.Entry entry = tar.next(); entry != null; entry = tar.next()) {
            byte[] content = tar.content().readAllBytes();
            boolean document = content.length == 0 || content[0] == '{' || content[0] == '[';
            if (entry.isFile()) {
                parts.add(TarBytes.file(entry.name(), document ? content : TarBytes.END));
            }
        }
        parts.add(TarBytes.END);
        return TarBytes.join(parts.toArray(byte[][]::new));
    }

    @Test
    void exportOfAnAbsentImageFails() {
        assertThatThrownBy(() -> {
                    try (InputStream archive = archives.export(TO, new ImageName("tools:1"))) {
                        archive.readAllBytes();
                    }
                })
                .isInstanceOfAny(EngineException.class, IOException.class);
    }

    private Set<String> namesOf(ImageDigest image) {
        return Set.copyOf(
                installation.docker().inspectImageCmd(image.value()).exec().getRepoTags());
    }
}
