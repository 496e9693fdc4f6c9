package dcm.journey.container;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dcm.journey.support.Eventually;
import dcm.journey.support.RunningStack;
import dcm.journey.support.ShellRunner;
import dcm.journey.support.TestUser;
import dcm.stack.api.StackApiClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** An owner's containers log in to one another by name without set-up; other owners' containers cannot. */
class ContainerLoginsJourneyIT {
    private static final String SSH = "ssh -o BatchMode=yes -o ConnectTimeout=10 ";
    private static final String NODE_2 = SSH + "node-2 'hostname; id -un'";

    private final RunningStack stack = RunningStack.get();

    @Test
    void containersOfABatchLogInToOneAnotherByNameAndKnowTheirHosts() {
        TestUser alice = TestUser.joins("alice");
        createsNodes(alice);
        JsonNode lone = alice.creates("web");

        for (String user : List.of("root", alice.name())) {
            assertThat(alice.ssh(alice.show("node-1"), user, NODE_2)).isEqualTo("node-2\n" + user);
            assertThat(alice.ssh(lone, user, NODE_2)).isEqualTo("node-2\n" + user);
        }
        assertThat(alice.ssh(alice.show("node-1"), "root", "cat /etc/dcm/hosts"))
                .isEqualTo("node-1\nnode-2");
        assertThat(alice.ssh(alice.show("node-2"), "root", "cat /etc/dcm/hosts"))
                .isEqualTo("node-1\nnode-2");
        assertThat(alice.ssh(lone, "root", "cat /etc/dcm/hosts")).isEqualTo("web");
    }

    @Test
    void newContainerUnderAUsedNameIsTrustedAlsoFromACommittedImage() {
        TestUser alice = TestUser.joins("alice");
        createsNodes(alice);
        JsonNode one = alice.show("node-1");
        // What a client without the settings of the image would have remembered.
        alice.ssh(one, "root", "mkdir -p ~/.ssh; ssh-keyscan node-2 2>/dev/null >~/.ssh/known_hosts");
        alice.client()
                .post("/v1/images", Map.of("container", "node-2", "name", "mine"), TestUser.TIMEOUT)
                .expectDone();
        alice.client()
                .delete("/v1/containers/node-2?force=true", TestUser.TIMEOUT)
                .expectDone();
        alice.creates("node-2", Map.of("image", "mine"));

        assertThat(alice.ssh(one, "root", NODE_2)).isEqualTo("node-2\nroot");

        alice.doneTo("restart", "node-2");
        assertThat(alice.ssh(one, "root", NODE_2)).isEqualTo("node-2\nroot");
    }

    @Test
    void keysOfAnotherOwnersContainersAreRefused() throws IOException {
        TestUser alice = TestUser.joins("alice");
        TestUser bob = TestUser.joins("bob");
        createsNodes(alice);
        JsonNode bobs = bob.creates("node-2");
        JsonNode one = alice.show("node-1");
        String key = alice.ssh(one, "root", "cat /etc/dcm/keys/login-0");
        String bobsKey = bob.ssh(bobs, "root", "cat /etc/dcm/keys/login-0");
        assertThat(bob.ssh(bobs, "root", "cat /etc/dcm/keys/known_hosts"))
                .isNotEqualTo(alice.ssh(one, "root", "cat /etc/dcm/keys/known_hosts"));

        alice.ssh(one, "root", "umask 077; echo '" + bobsKey + "' >~/bobs");
        assertThat(alice.trySsh(one, "root", SSH + "-F none -i ~/bobs -o StrictHostKeyChecking=no node-2")
                        .output())
                .contains("Permission denied (publickey)");

        Path copied = Files.writeString(alice.key().resolveSibling("copied"), key + "\n");
        ShellRunner.run("chmod", "600", copied.toString());
        JsonNode ssh = one.path("ssh");
        ShellRunner.Result fromOutside = ShellRunner.attempt(List.of(
                "ssh",
                "-F",
                "none",
                "-i",
                copied.toString(),
                "-o",
                "BatchMode=yes",
                "-o",
                "StrictHostKeyChecking=no",
                "-o",
                "UserKnownHostsFile=/dev/null",
                "-p",
                ssh.path("port").asText(),
                "root@" + ssh.path("address").asText(),
                "hostname"));
        assertThat(fromOutside.output()).contains("Permission denied (publickey)");
    }

    @Test
    void suspendedAccountsContainersRefuseOneAnotherUntilItIsResumed() {
        TestUser alice = TestUser.joins("alice");
        createsNodes(alice);
        String node1 = stack.dockerName(alice.show("node-1").path("id").asText());
        StackApiClient admin = stack.people().administrator();

        admin.post("/v1/users/" + alice.name() + "/suspend", Map.of(), Duration.ZERO)
                .expectDone();
        Eventually.that(
                "node-2 refuses node-1", () -> inside(node1).output().contains("Permission denied (publickey)"));

        admin.post("/v1/users/" + alice.name() + "/resume", Duration.ZERO).expectDone();
        Eventually.that("node-2 accepts node-1", () -> inside(node1).output().equals("node-2\nroot"));
    }

    /** Runs the login in a container, bypassing its SSH server. */
    private ShellRunner.Result inside(String dockerName) {
        return ShellRunner.attempt(
                List.of("docker", "-H", stack.engine().host(), "exec", dockerName, "bash", "-c", NODE_2));
    }

    private static void createsNodes(TestUser person) {
        person.createsBatch(2, "node-{n}", Map.of());
    }
}
