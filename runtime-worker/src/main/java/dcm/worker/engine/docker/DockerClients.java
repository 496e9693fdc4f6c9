package dcm.worker.engine.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.transport.DockerHttpClient;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import java.time.Duration;

/**
 * Makes clients of one engine.
 *
 * @param dockerHost {@code unix:///…} or {@code tcp://…}
 */
record DockerClients(String dockerHost) {
    /** Engine 25 (January 2024), the oldest that DCM is made for. */
    static final String API_VERSION = "1.44";

    /** Above the longest time that the engine takes to answer one of our calls: stopping. */
    private static final Duration RESPONSE_TIME = Duration.ofSeconds(60);

    /** Above the longest time that making an image takes. */
    private static final Duration LONG_TIME = Duration.ofHours(2);

    DockerClient client() {
        return client(RESPONSE_TIME);
    }

    /** One that waits for as long as the making of an image takes. */
    DockerClient patient() {
        return client(LONG_TIME);
    }

    /** One that waits for ever. */
    DockerClient endless() {
        return client(Duration.ZERO);
    }

    /** What is below {@link #patient()}. */
    DockerHttpClient patientTransport() {
        return transport(LONG_TIME);
    }

    private DockerClient client(Duration responseTime) {
        return DockerClientImpl.getInstance(config(), transport(responseTime));
    }

    private DockerHttpClient transport(Duration responseTime) {
        return new ZerodepDockerHttpClient.Builder()
                .dockerHost(config().getDockerHost())
                .maxConnections(64)
                .connectionTimeout(Duration.ofSeconds(5))
                .responseTimeout(responseTime)
                .build();
    }

    private DockerClientConfig config() {
        return DefaultDockerClientConfig.createDefaultConfigBuilder()
                .withDockerHost(dockerHost)
                .withApiVersion(API_VERSION)
                .build();
    }
}
