package dcm.worker.registry;

import dcm.contract.identity.ImageReference;
import dcm.contract.identity.RegistryName;
import dcm.contract.problem.ErrorCode;
import dcm.contract.snapshot.RegistrySnapshot;
import dcm.worker.operation.RegistryException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.routing.RoutingSupport;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.support.ClassicRequestBuilder;
import org.apache.hc.core5.io.CloseMode;
import org.jspecify.annotations.Nullable;

/**
 * Requests to one repository of a permitted registry. It sends credentials only to the registry and to the hosts that
 * the administrator named with it. Other servers, to which the registry may redirect downloads, must have public
 * addresses and use HTTPS. Not thread-safe.
 */
final class RegistryConnection implements AutoCloseable {
    private static final int MAX_REDIRECTS = 5;

    /** In bytes; more than any token or error has. */
    private static final int LARGEST_ANSWER = 1 << 18;

    /** For the rest of a response that is not used. */
    private static final int LONGEST_REST = 1 << 16;

    /** Until the headers of a response are complete, however slowly they come. */
    private static final Duration RESPONSE_TIMEOUT = Duration.ofMinutes(2);

    /** For all requests of a transfer together. */
    private static final Duration TRANSFER_TIMEOUT = Duration.ofHours(1);

    private final RegistrySnapshot registry;
    private final ImageReference image;
    private final RegistryErrors errors;
    private final RegistryAuthentication authentication;
    private final CloseableHttpClient trusted;
    private final CloseableHttpClient guarded;
    private final Thread limit;
    private @Nullable String authorization;

    /** @param actions that a token must permit: {@code pull} or {@code pull,push} */
    RegistryConnection(RegistrySnapshot registry, ImageReference image, RegistryCredentials credentials, String actions)
            throws RegistryException {
        this.registry = registry;
        this.image = image;
        this.errors = new RegistryErrors(registry.name(), image, credentials);
        this.authentication = new RegistryAuthentication(
                credentials, "repository:" + image.repository() + ":" + actions, errors, this::tokenAnswer);
        this.trusted = HttpClientFactory.trusted(registry);
        this.guarded = HttpClientFactory.guarded();
        this.limit = closeAfter(TRANSFER_TIMEOUT);
    }

    /** The request of a path below the repository, such as {@code manifests/1}. */
    ClassicRequestBuilder request(String method, String path) {
        return ClassicRequestBuilder.create(method).setUri(base().resolve("/v2/" + image.repository() + "/" + path));
    }

    /** The request of an address that the registry returned for an upload. It must be at the registry itself. */
    ClassicRequestBuilder request(String method, URI location) throws RegistryException {
        URI target = base().resolve(location);
        if (!isAt(registry.name(), target)) {
            throw errors.failed(
                    "It redirects an upload to " + RegistryErrors.shown(target) + ", which is another server.");
        }
        return ClassicRequestBuilder.create(method).setUri(target);
    }

    private URI base() {
        return URI.create((registry.options().plainHttp() ? "http://" : "https://") + registry.name() + "/");
    }

    /**
     * Sends a request, with a new token if the registry requires one, and follows redirects of GET requests. The caller
     * closes the response.
     *
     * @throws RegistryException unless the status is 2xx
     */
    ClassicHttpResponse send(ClassicHttpRequest request) throws IOException {
        try {
            ClassicHttpResponse response = redirected(request, authorized(request));
            if (response.getCode() / 100 != 2) {
                try (response) {
                    throw errors.refusal(response.getCode());
                }
            }
            return response;
        } catch (HttpException e) {
            throw errors.failed("Its answer is not valid HTTP.");
        } catch (MessageConstraintException e) {
            throw errors.failed("The headers of its answer have more than 16 KiB in a line or more than 100 lines.");
        } catch (RegistryException e) {
            throw e;
        } catch (IOException e) {
            throw errors.unreachable(e);
        }
    }

    private ClassicHttpResponse authorized(ClassicHttpRequest request) throws IOException, HttpException {
        ClassicHttpResponse response = attempt(request);
        if (response.getCode() != 401 || request.getMethod().equals("PATCH")) { // its content cannot be sent twice
            return response;
        }
        Header[] challenges;
        try (response) {
            challenges = response.getHeaders(HttpHeaders.WWW_AUTHENTICATE);
        }
        authorization = authentication.authorization(challenges);
        return attempt(request);
    }

    private ClassicHttpResponse redirected(ClassicHttpRequest request, ClassicHttpResponse first)
            throws IOException, HttpException {
        ClassicHttpResponse response = first;
        URI at = uri(request);
        for (int i = 0; i < MAX_REDIRECTS && isRedirect(request, response); i++) {
            try (ClassicHttpResponse redirect = response) {
                at = at.resolve(location(redirect));
            }
            ClassicRequestBuilder next = ClassicRequestBuilder.get(at);
            Stream.of(request.getHeaders(HttpHeaders.ACCEPT)).forEach(next::addHeader);
            response = attempt(next.build());
        }
        return response;
    }

    private static boolean isRedirect(ClassicHttpRequest request, ClassicHttpResponse response) {
        return response.getCode() / 100 == 3 && request.getMethod().equals("GET");
    }

    /** The digest of the image's manifest; empty if the registry does not have the image. */
    Optional<String> manifestDigest() throws IOException {
        try (ClassicHttpResponse response = send(manifestRequest("HEAD").build())) {
            return Optional.ofNullable(response.getFirstHeader("Docker-Content-Digest"))
                    .map(Header::getValue);
        } catch (RegistryException e) {
            if (e.code() == ErrorCode.UNKNOWN_IMAGE) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Stores the image's manifest again, so that its tag has the present time. */
    void renewManifest() throws IOException {
        byte[] manifest;
        try (ClassicHttpResponse response = send(manifestRequest("GET").build())) {
            manifest = body(response);
        }
        finish(send(manifestRequest("PUT")
                .setEntity(new ByteArrayEntity(manifest, ContentType.create(ImagePush.MANIFEST_TYPE)))
                .build()));
    }

    private ClassicRequestBuilder manifestRequest(String method) {
        return request(method, "manifests/" + image.version()).addHeader(HttpHeaders.ACCEPT, ImagePush.MANIFEST_TYPE);
    }

    /** Whether the registry has a blob. */
    boolean hasBlob(String digest) throws IOException {
        try {
            finish(send(request("HEAD", "blobs/" + digest).build()));
            return true;
        } catch (RegistryException e) {
            if (e.code() == ErrorCode.UNKNOWN_IMAGE) {
                return false;
            }
            throw e;
        }
    }

    /** The address in the header {@code Location}. */
    URI location(ClassicHttpResponse response) throws RegistryException {
        try {
            Header location = response.getFirstHeader(HttpHeaders.LOCATION);
            if (location != null) {
                return URI.create(location.getValue());
            }
        } catch (IllegalArgumentException e) {
            // Handled like a missing header.
        }
        throw errors.failed("Its answer has no valid header Location.");
    }

    private ClassicHttpResponse attempt(ClassicHttpRequest request) throws IOException, HttpException {
        URI target = uri(request);
        request.removeHeaders(HttpHeaders.AUTHORIZATION);
        if (authorization != null && isAt(registry.name(), target)) {
            request.setHeader(HttpHeaders.AUTHORIZATION, authorization);
        }
        return execute(request, target);
    }

    private ClassicHttpResponse execute(ClassicHttpRequest request, URI target) throws IOException, HttpException {
        boolean isTrusted = isTrusted(target);
        boolean isPlain = "http".equals(target.getScheme())
                && isTrusted
                && registry.options().plainHttp();
        if (!isPlain && !"https".equals(target.getScheme()) || target.getRawUserInfo() != null) {
            throw errors.failed("It refers to " + RegistryErrors.shown(target) + ", which is not an HTTPS address.");
        }
        CloseableHttpClient client = isTrusted ? trusted : guarded;
        // The content of a request can take longer.
        Thread timeout = closeAfter(request.getEntity() == null ? RESPONSE_TIMEOUT : TRANSFER_TIMEOUT);
        try {
            return client.executeOpen(RoutingSupport.determineHost(request), request, null);
        } catch (IllegalArgumentException e) {
            throw errors.failed("It refers to " + RegistryErrors.shown(target) + ", which is not a valid address.");
        } finally {
            timeout.interrupt();
        }
    }

    /** Closes the connections after a time, unless the returned thread is interrupted before. */
    private Thread closeAfter(Duration time) {
        return Thread.ofVirtual().name("registry-timeout").start(() -> {
            try {
                Thread.sleep(time);
                closeConnections();
            } catch (InterruptedException e) {
                // The transfer has ended.
            }
        });
    }

    private byte[] tokenAnswer(ClassicHttpRequest request) throws IOException, HttpException {
        URI server = uri(request);
        if (!isTrusted(server)) {
            throw errors.untrustedTokenServer(server);
        }
        try (ClassicHttpResponse response = execute(request, server)) {
            if (response.getCode() != 200) {
                throw errors.refusal(response.getCode());
            }
            return body(response);
        }
    }

    private static URI uri(ClassicHttpRequest request) throws RegistryException {
        try {
            return request.getUri();
        } catch (URISyntaxException e) {
            throw new RegistryException(ErrorCode.REGISTRY_FAILED, "The registry returned an invalid address.");
        }
    }

    private boolean isTrusted(URI target) {
        return Stream.concat(Stream.of(registry.name()), registry.options().hosts().stream())
                .anyMatch(name -> isAt(name, target));
    }

    private static boolean isAt(RegistryName name, URI target) {
        URI named = URI.create(target.getScheme() + "://" + name);
        return named.getHost() != null
                && named.getHost().equalsIgnoreCase(target.getHost())
                && port(named) == port(target);
    }

    private static int port(URI address) {
        if (address.getPort() >= 0) {
            return address.getPort();
        }
        return "http".equals(address.getScheme()) ? 80 : 443;
    }

    /** At most the first 256 KiB of the body. */
    static byte[] body(ClassicHttpResponse response) throws IOException {
        return body(response, LARGEST_ANSWER);
    }

    static byte[] body(ClassicHttpResponse response, int most) throws IOException {
        if (response.getEntity() == null) {
            return new byte[0];
        }
        InputStream content = response.getEntity().getContent();
        return content == null ? new byte[0] : content.readNBytes(most);
    }

    /** Explains failures of requests to this registry. */
    RegistryErrors errors() {
        return errors;
    }

    /** Reads the rest of a small response, so that the connection can be used again. */
    static void finish(ClassicHttpResponse response) {
        try {
            body(response, LONGEST_REST);
            response.close();
        } catch (IOException e) {
            // The next request opens another connection.
        }
    }

    @Override
    public void close() {
        limit.interrupt();
        closeConnections();
    }

    private void closeConnections() {
        trusted.close(CloseMode.IMMEDIATE);
        guarded.close(CloseMode.IMMEDIATE);
    }
}
