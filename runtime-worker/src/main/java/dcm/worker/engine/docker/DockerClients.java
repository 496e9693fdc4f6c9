package dcm.worker.engine.docker;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientConfig;
import com.github.dockerjava.core.DockerClientConfigDelegate;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.transport.DockerHttpClient;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import java.time.Duration;

/**
 * Creates clients of one engine.
 *
 * @param dockerHost {@code unix:///…} or {@code tcp://…}
 */
record DockerClients(String dockerHost) {
    /** The API of Engine 25 (January 2024), the oldest engine that DCM supports. */
    static final String API_VERSION = "1.44";

    /** Must exceed the longest call, which is stopping a container. */
    private static final Duration RESPONSE_TIME = Duration.ofSeconds(60);

    /** Must exceed the time for creating an image. */
    private static final Duration LONG_TIME = Duration.ofHours(2);

    /** A silent stream is opened again after this time, because a remote engine may be gone without closing it. */
    private static final Duration SILENCE = Duration.ofMinutes(10);

    DockerClient client() {
        return client(RESPONSE_TIME);
    }

    /** A client for calls that create images. */
    DockerClient longRunning() {
        return client(LONG_TIME);
    }

    /** A client for a stream that is silent for minutes. */
    DockerClient listening() {
        return client(SILENCE);
    }

    /** A client without a response timeout. */
    DockerClient withoutTimeout() {
        return client(Duration.ZERO);
    }

    /** The transport below {@link #client()}. */
    DockerHttpClient transport() {
        return transport(RESPONSE_TIME);
    }

    /** The transport below {@link #longRunning()}. */
    DockerHttpClient longRunningTransport() {
        return transport(LONG_TIME);
    }

    private DockerClient client(Duration responseTime) {
        return DockerClientImpl.getInstance(new SharedMapper(config()), transport(responseTime));
    }

    private DockerHttpClient transport(Duration responseTime) {
        return new TracedTransport(new ZerodepDockerHttpClient.Builder()
                .dockerHost(config().getDockerHost())
                .maxConnections(64)
                .connectionTimeout(Duration.ofSeconds(5))
                .responseTimeout(responseTime)
                .build());
    }

    /** Clients copy the mapper of the library, and each copy examines all classes of answers again. */
    private static final class SharedMapper extends DockerClientConfigDelegate {
        private static final ObjectMapper MAPPER = DockerClientConfig.getDefaultObjectMapper();

        SharedMapper(DockerClientConfig original) {
            super(original);
        }

        @Override
        public ObjectMapper getObjectMapper() {
            return MAPPER;
        }
    }

    private DockerClientConfig config() {
        return DefaultDockerClientConfig.createDefaultConfigBuilder()
                .withDockerHost(dockerHost)
                .withApiVersion(API_VERSION)
                .build();
    }
}
