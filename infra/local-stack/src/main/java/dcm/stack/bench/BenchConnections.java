package dcm.stack.bench;

import dcm.stack.installation.Installation;
import dcm.stack.installation.StackPort;
import dcm.stack.machine.StackFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.io.support.ClassicRequestBuilder;

/**
 * Connections to the API gateway for load. The client blocks and does nothing but send and receive: on one machine it takes its time from
 * the servers, and the client of the JDK takes much more. Thread-safe.
 */
final class BenchConnections implements AutoCloseable {
    private static final int MAX_CONNECTIONS = 64;
    private static final long TIMEOUT_SECONDS = 60;

    private final String address;
    private final CloseableHttpClient http;

    BenchConnections(Installation installation) {
        address = installation.url(StackPort.API_GATEWAY);
        http = HttpClients.custom()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setMaxConnPerRoute(MAX_CONNECTIONS)
                        .setMaxConnTotal(MAX_CONNECTIONS)
                        .setDefaultConnectionConfig(ConnectionConfig.custom()
                                .setSocketTimeout(Math.toIntExact(TIMEOUT_SECONDS), TimeUnit.SECONDS)
                                .build())
                        .build())
                .disableAutomaticRetries()
                .disableContentCompression()
                .disableCookieManagement()
                .build();
    }

    /**
     * Gets a resource.
     *
     * @return the body of the answer
     * @throws StackFailure if the answer is an error
     */
    String get(String path, String token) {
        return send(ClassicRequestBuilder.get(address + path), token);
    }

    /**
     * Posts JSON, and does not wait for the outcome of the request.
     *
     * @return the body of the answer
     * @throws StackFailure if the answer is an error
     */
    String post(String path, String token, String json) {
        return send(
                ClassicRequestBuilder.post(address + path)
                        .setHeader("Prefer", "wait=0")
                        .setEntity(json, ContentType.APPLICATION_JSON),
                token);
    }

    private String send(ClassicRequestBuilder builder, String token) {
        ClassicHttpRequest request =
                builder.setHeader(HttpHeaders.AUTHORIZATION, "Bearer " + token).build();
        try {
            return http.execute(request, response -> {
                String body = response.getEntity() == null
                        ? ""
                        : new String(EntityUtils.toByteArray(response.getEntity()), StandardCharsets.UTF_8);
                if (response.getCode() >= 400) {
                    throw new StackFailure("DCM answered with status %d: %s".formatted(response.getCode(), body));
                }
                return body;
            });
        } catch (IOException e) {
            throw new StackFailure("%s failed: %s".formatted(request, e), e);
        }
    }

    @Override
    public void close() {
        try {
            http.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
