package dcm.journey.host;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dcm.journey.support.Eventually;
import dcm.journey.support.RunningStack;
import dcm.journey.support.ShellRunner;
import dcm.journey.support.TestUser;
import dcm.stack.api.StackApiClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Three other machines share the homes, as by NFS: each mounts the same directory. They get one another's images from the
 * image registry. This machine runs no containers. Runs before the classes with other machines, which stay until the end.
 */
@Tag("cluster")
@Order(1)
class AcrossHostsJourneyIT {
    private static final String HOMES = "/mnt/homes";
    private static final List<String> HOSTS = List.of("a1", "a2", "a3");

    private static RunningStack stack;
    private static StackApiClient admin;
    private static List<TestMachine> machines = List.of();

    @BeforeAll
    static void joinAll() {
        stack = TestMachine.stack();
        stack.restartWith(Map.of("DCM_STORAGE_SHARED", "true", "DCM_IMAGE_REGISTRY", "true"));
        admin = stack.people().administrator();
        Path homes = stack.installation().storage();
        machines = HOSTS.stream()
                .map(name -> new TestMachine(name, Map.of(HOMES, homes)))
                .toList();
        assertThat(machines.getFirst().triesToJoin(stack)).contains("homes of this installation are shared");
        machines.forEach(
                machine -> assertThat(machine.join(stack, "--storage", HOMES)).contains("This machine is the host a"));
        admin.post("/v1/hosts/t1/cordon", Map.of("reason", "no containers here"), Duration.ZERO)
                .expectDone();
    }

    @AfterAll
    static void end() {
        TestUser.removeAllResources();
        machines.forEach(TestMachine::close);
        HOSTS.forEach(AcrossHostsJourneyIT::remove);
        stack.restartWith(Map.of("DCM_STORAGE_SHARED", "", "DCM_IMAGE_REGISTRY", ""));
    }

    private static void remove(String host) {
        Eventually.that(
                "the host is removed",
                Duration.ofSeconds(90),
                () -> ShellRunner.attempt(List.of(stack.launcher("host", "rm", host)))
                                .code()
                        == 0);
    }

    @Test
    void oneHomeIsSharedByContainersOnThreeHosts() {
        TestUser alice = TestUser.joins("alice");

        List<JsonNode> all = HOSTS.stream()
                .map(host -> alice.creates("on-" + host, Map.of("host", host)))
                .toList();

        assertThat(all).extracting(web -> web.path("host").asText()).containsExactlyElementsOf(HOSTS);
        for (JsonNode container : all) {
            String name = container.path("name").asText();
            alice.ssh(
                    container,
                    alice.name(),
                    "echo hello > from-" + name + "; dd if=/dev/zero of=of-" + name + " bs=1M count=10 status=none");
        }
        for (JsonNode container : all) {
            assertThat(alice.ssh(container, alice.name(), "cat from-*")).isEqualTo("hello\nhello\nhello");
            assertThat(alice.ssh(container, alice.name(), "stat -c %U from-* | sort -u"))
                    .isEqualTo(alice.name());
        }
        Eventually.that("the home is counted once", () -> {
            long used = alice.client()
                    .get("/v1/me/quota")
                    .expectDone()
                    .path("homeMiB")
                    .path("used")
                    .asLong();
            return used >= 30 && used < 60;
        });
    }

    @Test
    void imageThatIsCommittedOnOneHostIsUsedOnAnotherUntilNobodyHasIt() {
        TestUser carol = TestUser.joins("carol");
        JsonNode web = carol.creates("web", Map.of("host", "a1"));
        carol.ssh(web, "root", "echo made on a1 > /opt/note");
        carol.client()
                .post("/v1/images", Map.of("container", "web", "name", "mine", "tag", "1"), TestUser.TIMEOUT)
                .expectDone();

        JsonNode copy = carol.creates("copy", Map.of("host", "a2", "image", "mine:1"));

        assertThat(carol.ssh(copy, "root", "cat /opt/note; hostname")).isEqualTo("made on a1\ncopy");
        assertThat(tags()).hasSize(1);
        carol.ssh(copy, "root", "echo changed on a2 >> /opt/note");
        carol.client()
                .post("/v1/images", Map.of("container", "copy", "name", "mine", "tag", "2"), TestUser.TIMEOUT)
                .expectDone();
        JsonNode third = carol.creates("third", Map.of("host", "a3", "image", "mine:2"));
        assertThat(carol.ssh(third, "root", "cat /opt/note")).isEqualTo("made on a1\nchanged on a2");

        assertThat(prune()).contains("0 images deleted");
        assertThat(tags()).hasSize(2);
        for (String container : List.of("copy", "third")) {
            carol.client()
                    .delete("/v1/containers/" + container + "?force=true", TestUser.TIMEOUT)
                    .expectDone();
        }
        carol.client().delete("/v1/images/mine:1", TestUser.TIMEOUT).expectDone();
        assertThat(prune()).contains("1 images deleted");
        assertThat(carol.creates("fourth", Map.of("host", "a1", "image", "mine:2"))
                        .path("host")
                        .asText())
                .isEqualTo("a1");
    }

    @Test
    void lostContainerOfAnOwnImageIsRecreatedOnAnotherHost() {
        TestUser dora = TestUser.joins("dora");
        JsonNode web = dora.creates("web", Map.of("host", "a3"));
        dora.ssh(web, "root", "echo mine > /opt/note");
        dora.client()
                .post("/v1/images", Map.of("container", "web", "name", "mine"), TestUser.TIMEOUT)
                .expectDone();
        dora.creates("own", Map.of("host", "a3", "image", "mine"));
        TestMachine machine = machines.getLast();
        machine.dcm("down");
        remove("a3");
        Eventually.that(
                "the container is lost",
                Duration.ofSeconds(90),
                () -> dora.show("own").path("state").asText().equals("lost"));

        dora.does("recreate", "own").expectDone();

        JsonNode own = dora.show("own");
        assertThat(own.path("host").asText()).isNotEqualTo("a3");
        assertThat(dora.ssh(own, "root", "cat /opt/note")).isEqualTo("mine");
        assertThat(dora.client()
                        .post("/v1/images/mine/flatten", TestUser.TIMEOUT)
                        .expectDone()
                        .path("status")
                        .asText())
                .isEqualTo("done");

        assertThat(machine.join(stack, "--storage", HOMES)).contains("This machine is the host a3");
    }

    @Test
    void imageRegistryAcceptsOnlyWorkers() {
        String url = "https://" + stack.installation().imageRegistryAddress() + "/v2/dcm/images/tags/list";
        String authority = stack.installation().certificates().authority().toString();

        assertThat(ShellRunner.run("curl", "-s", "--cacert", authority, url)).contains("UNAUTHORIZED");
        assertThat(ShellRunner.run("curl", "-s", "--cacert", authority, "-u", "dcm:wrong", url))
                .contains("UNAUTHORIZED");
        String credentials = machines.getFirst().run("cat", "/var/lib/dcm/secrets/image-registry");
        assertThat(ShellRunner.run("curl", "-s", "--cacert", authority, "-u", credentials, url))
                .doesNotContain("UNAUTHORIZED");
    }

    private static List<String> tags() {
        return ShellRunner.run(
                        "ls",
                        stack.installation().data("image-registry")
                                + "/docker/registry/v2/repositories/dcm/images/_manifests/tags")
                .lines()
                .toList();
    }

    private static String prune() {
        return ShellRunner.run(stack.launcher("prune", "--min-age", "0"));
    }

    @Test
    void containersOfNewOwnersAreOnSeveralHosts() {
        TestUser bob = TestUser.joins("bob");

        List<String> hosts = Stream.of("one", "two", "three", "four", "five", "six")
                .map(name -> bob.creates(name).path("host").asText())
                .distinct()
                .toList();

        assertThat(hosts).hasSizeGreaterThan(1).doesNotContain("t1");
    }
}
