package dcm.worker.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dcm.contract.identity.ImageReference;
import dcm.contract.identity.RegistryName;
import dcm.contract.problem.ErrorCode;
import dcm.contract.registry.RegistryOptions;
import dcm.contract.snapshot.Catalog;
import dcm.contract.snapshot.RegistrySnapshot;
import dcm.worker.operation.RegistryException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Pulls from and pushes to a registry that requires tokens, and that can misbehave. */
class RegistriesTest {
    private static final String CONFIG = "{\"os\": \"linux\"}";
    private static final String LAYER = "the layer";
    private static final String PASSWORD = "zq-password";
    private static final String CREDENTIALS = "{\"username\": \"ann\", \"password\": \"" + PASSWORD + "\"}";
    private static final String BASIC = "Basic YW5uOnpxLXBhc3N3b3Jk";

    private final Map<String, byte[]> blobs = new ConcurrentHashMap<>();
    private final Map<String, String> redirects = new ConcurrentHashMap<>();
    private final List<String> otherRequests = new CopyOnWriteArrayList<>();
    private HttpServer registry;
    private HttpServer other;
    private String realm;
    private int moreHeaders;
    private RegistryOptions options = new RegistryOptions(List.of(), false, true, null);

    @BeforeEach
    void start() throws IOException {
        registry = server(this::answer);
        other = server(exchange -> {
            otherRequests.add(exchange.getRequestURI().getPath() + " "
                    + exchange.getRequestHeaders().getFirst("Authorization"));
            byte[] blob = blobs.get(exchange.getRequestURI().getPath());
            send(exchange, blob == null ? 404 : 200, blob == null ? new byte[0] : blob);
        });
        realm = "http://" + name(registry) + "/token";
        put(CONFIG);
        put(LAYER);
        blobs.put(
                "/v2/lab/tools/manifests/1",
                bytes("{\"manifests\": [" + platform("s390x", "sha256:" + "0".repeat(64)) + ", "
                        + platform(architecture(), digest(manifest())) + "]}"));
        blobs.put("/v2/lab/tools/manifests/" + digest(manifest()), bytes(manifest()));
    }

    @AfterEach
    void stop() {
        registry.stop(0);
        other.stop(0);
    }

    @Test
    void pulledImageIsAnArchiveWithTheBlobsOfThisPlatform() throws IOException {
        Map<String, byte[]> files = files(pull("1"));

        assertThat(files).hasSize(3);
        assertThat(files.get(file(CONFIG))).asString().isEqualTo(CONFIG);
        assertThat(files.get(file(LAYER))).asString().isEqualTo(LAYER);
        assertThat(files.get("manifest.json"))
                .asString()
                .isEqualTo("[{\"Config\":\"" + file(CONFIG) + "\",\"Layers\":[\"" + file(LAYER) + "\",\"" + file(LAYER)
                        + "\"]}]");
    }

    @Test
    void imageForOtherPlatformsOnlyIsRejected() {
        blobs.put(
                "/v2/lab/tools/manifests/1",
                bytes("{\"manifests\": [" + platform("s390x", "sha256:" + "0".repeat(64)) + "]}"));

        assertRefused("1", ErrorCode.REGISTRY_FAILED, "It has variants for: linux/s390x");
    }

    @Test
    void contentWithAnotherDigestIsRejected() {
        blobs.put("/v2/lab/tools/blobs/" + digest(LAYER), bytes("THE LAYER"));
        assertRefused("1", ErrorCode.REGISTRY_FAILED, "differs in size or digest");

        blobs.put("/v2/lab/tools/blobs/" + digest(LAYER), bytes(LAYER + " and more"));
        assertRefused("1", ErrorCode.REGISTRY_FAILED, "differs in size or digest");

        blobs.put("/v2/lab/tools/manifests/" + digest(manifest()), bytes(manifest() + " "));
        assertRefused("1", ErrorCode.REGISTRY_FAILED, "does not have the digest");
    }

    @Test
    void wrongPasswordAndUnknownImageAreReported() {
        assertThatThrownBy(() -> pull("1", CREDENTIALS.replace("zq-", "wrong-")))
                .isInstanceOfSatisfying(RegistryException.class, refusal -> {
                    assertThat(refusal.code()).isEqualTo(ErrorCode.REGISTRY_DENIED);
                    assertThat(refusal)
                            .hasMessageContaining("with these credentials")
                            .hasMessageNotContainingAny("wrong-password", "ann");
                });
        assertThatThrownBy(() -> pull("1", "{}")).hasMessageContaining("denies anonymous access");
        assertRefused("7", ErrorCode.UNKNOWN_IMAGE, "does not know 'lab/tools:7'");
        assertThatThrownBy(() -> pull("1", "{\"password\": " + PASSWORD))
                .isInstanceOf(RegistryException.class)
                .hasMessageNotContaining(PASSWORD)
                .hasNoCause();
    }

    @Test
    void credentialsAreNotSentToATokenServerThatIsNotNamed() {
        realm = "http://" + name(other) + "/token";

        assertRefused("1", ErrorCode.REGISTRY_FAILED, "--with " + name(other));
        assertThat(otherRequests).isEmpty();
    }

    @Test
    void redirectToAnInternalAddressIsRejected() {
        String layer = "/v2/lab/tools/blobs/" + digest(LAYER);
        redirects.put(layer, "https://127.0.0.1:" + other.getAddress().getPort() + "/internal");
        assertRefused("1", ErrorCode.REGISTRY_FAILED, "internal address");

        redirects.put(layer, "http://" + name(other) + "/internal");
        assertRefused("1", ErrorCode.REGISTRY_FAILED, "not an HTTPS address");
        assertThat(otherRequests).isEmpty();
    }

    @Test
    void longOrManyHeaderLinesAreRejected() {
        String layer = "/v2/lab/tools/blobs/" + digest(LAYER);
        redirects.put(layer, "https://localhost/" + "a".repeat(20_000));
        assertRefused("1", ErrorCode.REGISTRY_FAILED, "more than 16 KiB in a line or more than 100 lines");

        redirects.put(layer, "https://localhost/");
        moreHeaders = 101;
        assertRefused("1", ErrorCode.REGISTRY_FAILED, "more than 16 KiB in a line or more than 100 lines");
    }

    @Test
    void manifestWithTooManyValuesOrLayersIsRejected() {
        blobs.put("/v2/lab/tools/manifests/1", bytes("[" + "{},".repeat(15_000) + "{}]"));
        assertRefused("1", ErrorCode.REGISTRY_FAILED, "20000 values");

        String layers = String.join(",", Collections.nCopies(128, descriptor(LAYER)));
        blobs.put(
                "/v2/lab/tools/manifests/1",
                bytes("{\"config\": " + descriptor(CONFIG) + ", \"layers\": [" + layers + "]}"));
        assertRefused("1", ErrorCode.REGISTRY_FAILED, "has 128 layers");
    }

    @Test
    void userNameWithoutPasswordIsRejected() {
        assertThatThrownBy(() -> pull("1", "{\"username\": \"ann\", \"password\": \"\"}"))
                .hasMessageContaining("only a user name");
        options = new RegistryOptions(List.of(), true, true, null);
        assertThatThrownBy(() -> registries()
                        .push(
                                new ByteArrayInputStream(archive()),
                                image("new"),
                                new RegistryCredentials("", PASSWORD),
                                step -> {}))
                .isInstanceOf(RegistryException.class)
                .hasMessageContaining("only a password")
                .hasMessageNotContaining(PASSWORD);
    }

    @Test
    void redirectToANamedHostIsFollowedWithoutTheToken() throws IOException {
        options = new RegistryOptions(List.of(new RegistryName(name(other))), false, true, null);
        redirects.put("/v2/lab/tools/blobs/" + digest(LAYER), "http://" + name(other) + "/store");
        blobs.put("/store", bytes(LAYER));

        assertThat(files(pull("1")).get(file(LAYER))).asString().isEqualTo(LAYER);
        assertThat(otherRequests).containsExactly("/store null");
    }

    @Test
    void registryThatIsNotPermittedOrThatCannotBeReachedIsRejected() {
        assertThatThrownBy(() -> new Registries(() -> Catalog.EMPTY).pull(image("1"), stream(CREDENTIALS)))
                .isInstanceOfSatisfying(
                        RegistryException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.REGISTRY_NOT_PERMITTED));
        options = new RegistryOptions(List.of(), true, true, null);
        assertThatThrownBy(() -> push(archive()))
                .hasMessageContaining("You may not push images to")
                .hasMessageContaining("No registry is permitted for this.");
        registry.stop(0);
        assertRefused("1", ErrorCode.REGISTRY_UNREACHABLE, "cannot be reached from the host");
    }

    @Test
    void serverWithoutTlsIsReportedWithWhatToDo() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 0, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> answerWithoutTls(server));
            ImageReference image = new ImageReference("localhost:" + server.getLocalPort() + "/tools");
            RegistrySnapshot permitted =
                    new RegistrySnapshot(image.registry(), RegistryOptions.DEFAULT, false, Instant.EPOCH);

            assertThatThrownBy(
                            () -> new Registries(() -> Catalog.of(List.of(permitted))).pull(image, stream(CREDENTIALS)))
                    .isInstanceOfSatisfying(
                            RegistryException.class,
                            refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.REGISTRY_UNREACHABLE))
                    .hasMessageContaining("--plain-http");
        }
    }

    private static void answerWithoutTls(ServerSocket server) {
        try (Socket client = server.accept()) {
            client.getInputStream().read();
            client.getOutputStream().write(bytes("HTTP/1.1 400 Bad Request\r\n\r\n"));
        } catch (IOException e) {
            // The client has disconnected.
        }
    }

    @Test
    void pushedImageHasItsConfigurationAndCompressedLayers() throws IOException {
        List<String> steps = new ArrayList<>();
        String digest = push(archive(), steps);

        byte[] manifest = blobs.get("/v2/lab/tools/manifests/new");
        assertThat(digest).isEqualTo(Digests.of(manifest));
        assertThat(manifest).asString().contains("\"" + digest(CONFIG) + "\"");
        assertThat(blobs.get("/v2/lab/tools/blobs/" + digest(CONFIG)))
                .asString()
                .isEqualTo(CONFIG);
        String layer = new String(manifest, StandardCharsets.UTF_8)
                .split("\"layers\"")[1].split("\"digest\":\"")[1].substring(0, 71);
        byte[] pushed = blobs.get("/v2/lab/tools/blobs/" + layer);
        assertThat(new GZIPInputStream(new ByteArrayInputStream(pushed)).readAllBytes())
                .asString()
                .isEqualTo(LAYER);
        assertThat(steps).hasSize(1);
    }

    @Test
    void passwordIsNotPartOfAnyText() {
        assertThat(new RegistryCredentials("ann", PASSWORD)).hasToString("RegistryCredentials[]");
    }

    // ---- the registry ----

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String authorization = exchange.getRequestHeaders().getFirst("Authorization");
        byte[] body = exchange.getRequestBody().readAllBytes();
        if (path.equals("/token")) {
            send(exchange, BASIC.equals(authorization) ? 200 : 401, bytes("{\"token\": \"the-token\"}"));
        } else if (!"Bearer the-token".equals(authorization)) {
            exchange.getResponseHeaders()
                    .add("WWW-Authenticate", "Bearer realm=\"" + realm + "\",service=\"registry, lab\",scope=\"x\"");
            send(exchange, 401, new byte[0]);
        } else if (redirects.containsKey(path)) {
            exchange.getResponseHeaders().add("Location", redirects.get(path));
            for (int i = 0; i < moreHeaders; i++) {
                exchange.getResponseHeaders().add("X-More", "1");
            }
            send(exchange, 307, new byte[0]);
        } else if (exchange.getRequestMethod().equals("GET")) {
            byte[] blob = blobs.get(path);
            send(exchange, blob == null ? 404 : 200, blob == null ? new byte[0] : blob);
        } else {
            store(exchange, path, body);
        }
    }

    private void store(HttpExchange exchange, String path, byte[] body) throws IOException {
        exchange.getResponseHeaders().add("Location", "/v2/lab/tools/blobs/uploads/one?state=a");
        switch (exchange.getRequestMethod()) {
            case "POST" -> send(exchange, 202, new byte[0]);
            case "PATCH" -> {
                blobs.put("upload", body);
                send(exchange, 202, new byte[0]);
            }
            default -> {
                String query = exchange.getRequestURI().getQuery();
                if (query == null) {
                    blobs.put(path, body);
                } else {
                    byte[] content = body.length == 0 ? blobs.get("upload") : body;
                    assertThat(query).isEqualTo("state=a&digest=" + Digests.of(content));
                    blobs.put("/v2/lab/tools/blobs/" + Digests.of(content), content);
                }
                send(exchange, 201, new byte[0]);
            }
        }
    }

    private static HttpServer server(com.sun.net.httpserver.HttpHandler handler) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", handler);
        server.start();
        return server;
    }

    private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private void put(String content) {
        blobs.put("/v2/lab/tools/blobs/" + digest(content), bytes(content));
    }

    private static String manifest() {
        return "{\"config\": " + descriptor(CONFIG) + ", \"layers\": [" + descriptor(LAYER) + "," + descriptor(LAYER)
                + "]}";
    }

    private static String descriptor(String content) {
        return "{\"digest\": \"" + digest(content) + "\", \"size\": " + content.length() + "}";
    }

    private static String platform(String architecture, String digest) {
        return "{\"digest\": \"" + digest + "\", \"size\": 1, \"platform\": {\"os\": \"linux\", \"architecture\": \""
                + architecture + "\"}}";
    }

    private static String architecture() {
        return System.getProperty("os.arch").equals("aarch64") ? "arm64" : "amd64";
    }

    // ---- the worker ----

    private InputStream pull(String tag) throws IOException {
        return pull(tag, CREDENTIALS);
    }

    private InputStream pull(String tag, String credentials) throws IOException {
        return registries().pull(image(tag), stream(credentials));
    }

    private String push(byte[] archive) throws IOException {
        return push(archive, new ArrayList<>());
    }

    private String push(byte[] archive, List<String> steps) throws IOException {
        return registries()
                .push(
                        new ByteArrayInputStream(archive),
                        image("new"),
                        new RegistryCredentials("ann", PASSWORD),
                        steps::add);
    }

    private Registries registries() {
        RegistrySnapshot permitted =
                new RegistrySnapshot(new RegistryName(name(registry)), options, false, Instant.EPOCH);
        return new Registries(() -> Catalog.of(List.of(permitted)));
    }

    private ImageReference image(String tag) {
        return new ImageReference(name(registry) + "/lab/tools:" + tag);
    }

    private void assertRefused(String tag, ErrorCode code, String words) {
        assertThatThrownBy(() -> files(pull(tag)))
                .isInstanceOfSatisfying(
                        RegistryException.class,
                        refusal ->
                                assertThat(refusal.code()).as(refusal.message()).isEqualTo(code))
                .hasMessageContaining(words)
                .hasMessageNotContaining(PASSWORD);
    }

    private static byte[] archive() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Map<String, String> files = new LinkedHashMap<>(Map.ofEntries(entry("blobs/config", CONFIG)));
        files.put("blobs/layer", LAYER);
        files.put("manifest.json", "[{\"Config\": \"blobs/config\", \"Layers\": [\"blobs/layer\"]}]");
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
            for (Map.Entry<String, String> file : files.entrySet()) {
                TarArchiveEntry entry = new TarArchiveEntry(file.getKey());
                entry.setSize(file.getValue().length());
                tar.putArchiveEntry(entry);
                tar.write(bytes(file.getValue()));
                tar.closeArchiveEntry();
            }
        }
        return bytes.toByteArray();
    }

    private static Map<String, byte[]> files(InputStream archive) throws IOException {
        Map<String, byte[]> files = new HashMap<>();
        try (TarArchiveInputStream tar = new TarArchiveInputStream(archive)) {
            for (TarArchiveEntry file = tar.getNextEntry(); file != null; file = tar.getNextEntry()) {
                files.put(file.getName(), tar.readAllBytes());
            }
        }
        return files;
    }

    private static String name(HttpServer server) {
        return "localhost:" + server.getAddress().getPort();
    }

    private static String file(String content) {
        return "blobs/" + digest(content).replace(':', '/');
    }

    private static String digest(String content) {
        return Digests.of(bytes(content));
    }

    private static byte[] bytes(String content) {
        return content.getBytes(StandardCharsets.UTF_8);
    }

    private static InputStream stream(String content) {
        return new ByteArrayInputStream(bytes(content));
    }
}
