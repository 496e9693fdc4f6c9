package dcm.worker.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dcm.contract.identity.ImageDigest;
import dcm.contract.identity.ImageId;
import dcm.contract.identity.ImageName;
import dcm.contract.identity.RegistryName;
import dcm.contract.registry.RegistryOptions;
import dcm.contract.snapshot.RegistrySnapshot;
import dcm.worker.engine.FakeEngine;
import dcm.worker.engine.ImageArchives;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pushes to and pulls from a registry in this process. */
class InstallationRegistryTest {
    private static final ImageDigest MINE = new ImageDigest("sha256:" + "ab".repeat(32));
    private static final ImageDigest OTHER = new ImageDigest("sha256:" + "cd".repeat(32));
    private static final ImageId IMAGE = new ImageId("8899aabbccddeeff");
    private static final String CONFIG = "{\"os\": \"linux\"}";
    private static final String LAYER = "the layer";
    private static final String BLOBS = "/v2/dcm/images/blobs/";

    @TempDir
    private Path directory;

    private final Map<String, byte[]> content = new ConcurrentHashMap<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final FakeEngine engine = new FakeEngine();
    private final Archives archives = new Archives();
    private final List<String> steps = new ArrayList<>();
    private HttpServer server;
    private InstallationRegistry registry;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        registry = registry("pass");
    }

    @AfterEach
    void stop() {
        server.stop(0);
        engine.close();
    }

    @Test
    void pushedImageIsStoredUnderItsDigestAndPulled() throws IOException {
        Optional<String> manifest = registry.push(IMAGE, MINE, steps::add);

        byte[] stored = content.get("/v2/dcm/images/manifests/" + "ab".repeat(32));
        assertThat(manifest).hasValue(Digests.of(stored));
        assertThat(steps).first().asString().startsWith("Pushing");
        archives.loads = MINE;
        registry.pull(MINE, steps::add);
        assertThat(archives.kept).containsExactly(new ImageId("ab".repeat(8)));
    }

    @Test
    void imageThatTheRegistryHasIsNotPushedAgain() {
        Optional<String> first = registry.push(IMAGE, MINE, steps::add);
        steps.clear();

        assertThat(registry.push(IMAGE, MINE, steps::add)).isEqualTo(first);
        assertThat(steps).isEmpty();
    }

    @Test
    void layerThatTheRegistryHasIsNotSentAgain() {
        registry.push(IMAGE, MINE, steps::add);
        assertThat(requests).filteredOn("PATCH"::equals).hasSize(1);

        assertThat(registry.push(IMAGE, OTHER, steps::add)).isPresent();
        assertThat(requests).filteredOn("PATCH"::equals).hasSize(1);

        content.keySet().removeIf(path -> path.startsWith(BLOBS));
        assertThat(registry.push(IMAGE, new ImageDigest("sha256:" + "ef".repeat(32)), steps::add))
                .isPresent();
        assertThat(requests).filteredOn("PATCH"::equals).hasSize(2);
    }

    @Test
    void imageWithOtherContentIsNotKept() {
        registry.push(IMAGE, MINE, steps::add);
        archives.loads = OTHER;

        assertThatThrownBy(() -> registry.pull(MINE, steps::add)).hasMessageContaining("other content for " + MINE);
        assertThat(archives.kept).isEmpty();
        assertThat(archives.discarded).hasSize(1);
    }

    @Test
    void imageThatTheEngineHasIsNotPulled() throws IOException {
        registry.pull(FakeEngine.SSH.digest(), steps::add);

        assertThat(requests).isEmpty();
    }

    @Test
    void fourImagesArePulledAtOnce() throws Exception {
        List<ImageDigest> digests = IntStream.range(10, 16)
                .mapToObj(n -> new ImageDigest("sha256:" + Integer.toString(n).repeat(32)))
                .toList();
        digests.forEach(digest -> registry.push(IMAGE, digest, step -> {}));
        Semaphore underWay = new Semaphore(0);
        CountDownLatch end = new CountDownLatch(1);
        archives.onLoad = () -> {
            underWay.release();
            end.await();
        };

        List<Thread> pulls = digests.stream()
                .map(digest -> Thread.ofVirtual().start(() -> pull(digest)))
                .toList();
        assertThat(underWay.tryAcquire(4, 10, TimeUnit.SECONDS)).isTrue();
        assertThat(underWay.tryAcquire(1, TimeUnit.SECONDS)).isFalse();

        end.countDown();
        for (Thread pull : pulls) {
            assertThat(pull.join(Duration.ofSeconds(10))).isTrue();
        }
        assertThat(underWay.availablePermits()).isEqualTo(2);
    }

    private void pull(ImageDigest digest) {
        try {
            registry.pull(digest, step -> {});
        } catch (IOException otherContent) {
            assertThat(otherContent).hasMessageContaining("other content");
        }
    }

    @Test
    void refusedPushLeavesTheImageOnItsHost() throws IOException {
        assertThat(registry("wrong").push(IMAGE, MINE, steps::add)).isEmpty();
        assertThat(steps).last().asString().contains("on this host only");
    }

    private InstallationRegistry registry(String password) {
        return new InstallationRegistry(
                new RegistrySnapshot(
                        new RegistryName("localhost:" + server.getAddress().getPort()),
                        new RegistryOptions(List.of(), false, true, null),
                        false,
                        Instant.EPOCH),
                new RegistryCredentials("dcm", password),
                engine,
                archives,
                archives,
                new PulledImageCache(directory, image -> true, Instant::now));
    }

    private void answer(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        if (!"Basic ZGNtOnBhc3M=".equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            exchange.getResponseHeaders().add("WWW-Authenticate", "Basic realm=\"dcm\"");
            send(exchange, 401, new byte[0]);
            return;
        }
        requests.add(exchange.getRequestMethod());
        String path = exchange.getRequestURI().getPath();
        switch (exchange.getRequestMethod()) {
            case "GET", "HEAD" -> {
                byte[] found = content.get(path);
                if (found != null) {
                    exchange.getResponseHeaders().add("Docker-Content-Digest", Digests.of(found));
                }
                boolean isHead = exchange.getRequestMethod().equals("HEAD");
                send(exchange, found == null ? 404 : 200, found == null || isHead ? new byte[0] : found);
            }
            case "POST" -> {
                exchange.getResponseHeaders().add("Location", "/v2/dcm/images/blobs/uploads/1");
                send(exchange, 202, new byte[0]);
            }
            case "PATCH" -> {
                content.put("upload", body);
                exchange.getResponseHeaders().add("Location", "/v2/dcm/images/blobs/uploads/1");
                send(exchange, 202, new byte[0]);
            }
            default -> {
                byte[] blob = body.length == 0 ? content.get("upload") : body;
                content.put(exchange.getRequestURI().getQuery() == null ? path : BLOBS + Digests.of(blob), blob);
                send(exchange, 201, new byte[0]);
            }
        }
    }

    private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    /** Exports one image, whose layer is named by its digest. */
    private static final class Archives implements ImageArchives {
        private final List<ImageId> kept = new ArrayList<>();
        private final List<ImageId> discarded = new CopyOnWriteArrayList<>();
        private ImageDigest loads = MINE;
        private Loading onLoad = () -> {};

        /** What happens while an image is loaded. */
        @FunctionalInterface
        private interface Loading {
            void run() throws InterruptedException;
        }

        @Override
        public InputStream export(ImageId image, ImageName name) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            String layer = "blobs/sha256/" + "12".repeat(32);
            Map<String, String> files = new LinkedHashMap<>();
            files.put("blobs/config", CONFIG);
            files.put(layer, LAYER);
            files.put("manifest.json", "[{\"Config\": \"blobs/config\", \"Layers\": [\"" + layer + "\"]}]");
            try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
                for (Map.Entry<String, String> file : files.entrySet()) {
                    TarArchiveEntry entry = new TarArchiveEntry(file.getKey());
                    entry.setSize(file.getValue().length());
                    tar.putArchiveEntry(entry);
                    tar.write(file.getValue().getBytes(StandardCharsets.UTF_8));
                    tar.closeArchiveEntry();
                }
            } catch (IOException e) {
                throw new AssertionError(e);
            }
            return new ByteArrayInputStream(bytes.toByteArray());
        }

        @Override
        public ImageDigest load(ImageId image, InputStream archive, long maxBytes, LongConsumer progress)
                throws IOException {
            archive.readAllBytes();
            try {
                onLoad.run();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            return loads;
        }

        @Override
        public void keep(ImageId image) {
            kept.add(image);
        }

        @Override
        public void discard(ImageId image) {
            discarded.add(image);
        }
    }
}
