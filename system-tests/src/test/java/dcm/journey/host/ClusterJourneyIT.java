package dcm.journey.host;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dcm.journey.support.Eventually;
import dcm.journey.support.ShellRunner;
import dcm.journey.support.TestUser;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * A user builds a small distributed system: a Debian program in the user's own image, on three nodes created with one
 * batch.
 */
class ClusterJourneyIT {
    private static final String NODES = "node-1:2379,node-2:2379,node-3:2379";

    /** The same command for all three; each node identifies itself by its host name. */
    private static final List<String> NODE = shell("""
            exec etcd --name "$(hostname)" --data-dir /var/lib/etcd/dcm \
              --listen-client-urls http://0.0.0.0:2379 --advertise-client-urls "http://$(hostname):2379" \
              --listen-peer-urls http://0.0.0.0:2380 --initial-advertise-peer-urls "http://$(hostname):2380" \
              --initial-cluster node-1=http://node-1:2380,node-2=http://node-2:2380,node-3=http://node-3:2380
            """);

    private static final List<String> GATEWAY =
            shell("exec etcd gateway start --listen-addr 0.0.0.0:2379 --endpoints " + NODES);

    @Test
    void etcdClusterOfOneBatchSurvivesANodeStopAndIsReachedFromOutside() {
        TestUser alice = TestUser.joins("alice");
        JsonNode workshop = alice.creates("workshop");
        alice.ssh(
                workshop,
                "root",
                "apt-get -o Acquire::Retries=3 update -qq && DEBIAN_FRONTEND=noninteractive apt-get -o Acquire::Retries=3 install -y -qq etcd-server etcd-client"
                        + " >/dev/null 2>&1 && rm -rf /var/lib/apt/lists/*");
        alice.client()
                .post(
                        "/v1/images",
                        Map.of("container", "workshop", "name", "etcd", "message", "etcd of Debian"),
                        TestUser.TIMEOUT)
                .expectDone();

        JsonNode nodes = alice.client()
                .post(
                        "/v1/containers",
                        Map.of(
                                "image",
                                "etcd",
                                "count",
                                3,
                                "namePattern",
                                "node-{n}",
                                "memoryMiB",
                                256,
                                "command",
                                NODE),
                        TestUser.TIMEOUT)
                .expectDone();
        JsonNode gateway =
                alice.creates("gateway", Map.of("image", "etcd", "command", GATEWAY, "ports", List.of(2379)));

        assertThat(nodes.path("containers").findValuesAsText("name")).containsExactly("node-1", "node-2", "node-3");
        Eventually.that(
                "the three nodes form a healthy cluster",
                () -> alice.trySsh(
                                workshop,
                                "root",
                                "etcdctl --endpoints " + NODES + " endpoint health | grep -c 'is healthy'")
                        .output()
                        .equals("3"));
        String outside = gateway.path("ports").path(0).path("address").asText() + ":2379";
        put(outside, "greeting", "hello from outside");
        Eventually.that(
                "another node has the value",
                () -> alice.trySsh(workshop, "root", "etcdctl --endpoints node-3:2379 get --print-value-only greeting")
                        .output()
                        .equals("hello from outside"));

        alice.doneTo("stop", "node-1");
        put(outside, "greeting", "hello again");
        alice.doneTo("start", "node-1");

        Eventually.that(
                "the restarted node has the latest value",
                () -> alice.trySsh(
                                workshop,
                                "root",
                                "etcdctl --endpoints node-1:2379 get --consistency s --print-value-only greeting")
                        .output()
                        .equals("hello again"));
    }

    /** Writes through the published port, like an external program. */
    private static void put(String address, String key, String value) {
        String body = "{\"key\": \"%s\", \"value\": \"%s\"}".formatted(base64(key), base64(value));
        Eventually.that(
                "the port answers",
                () -> ShellRunner.attempt(List.of(
                                        "curl",
                                        "--silent",
                                        "--fail",
                                        "--max-time",
                                        "10",
                                        "--data",
                                        body,
                                        "http://" + address + "/v3/kv/put"))
                                .code()
                        == 0);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static List<String> shell(String script) {
        return List.of("sh", "-c", script);
    }
}
