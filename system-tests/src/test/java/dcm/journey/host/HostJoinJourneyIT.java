package dcm.journey.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dcm.contract.authentication.ReportSource;
import dcm.contract.identity.HostName;
import dcm.journey.support.Eventually;
import dcm.journey.support.RunningStack;
import dcm.journey.support.ShellRunner;
import dcm.journey.support.TestUser;
import dcm.stack.api.StackApiClient;
import dcm.stack.engine.PrivateEngine;
import dcm.stack.installation.Installation;
import dcm.stack.join.HostCertificate;
import dcm.stack.lifecycle.Stack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A second machine, which has its own Docker Engine and directory, joins with a token. */
@Tag("operations")
class HostJoinJourneyIT {
    private static final String T2 = "/v1/hosts/t2";
    /** Of the second machine: no address of the first. */
    private static final String OWN = "198.18.0.3";

    private static final String ADDRESS = "--address=" + OWN;

    private final RunningStack stack = RunningStack.get();
    private final StackApiClient admin = stack.people().administrator();
    private final Path home = stack.temporaryFiles().resolve("machine-2");
    private final PrivateEngine engine =
            new PrivateEngine(stack.installation(), "engine-join", "dcm-test1", "10.212.0.1/24", true);

    @BeforeEach
    void startEngine() {
        ShellRunner.attempt(List.of("ip", "address", "add", OWN + "/32", "dev", "dcm0"));
        engine.start();
        engine.load(RunningStack.BASE_IMAGE);
    }

    @AfterEach
    void stopEngine() {
        new Stack(machine()).down(line -> {});
        engine.close();
        ShellRunner.attempt(List.of("ip", "address", "del", OWN + "/32", "dev", "dcm0"));
        admin.post("/v1/hosts/t1/uncordon", Duration.ZERO).expectDone();
    }

    @Test
    void machineJoinsWithAToken() throws IOException {
        TestUser alice = TestUser.joins("alice");
        String token = invite();

        assertThat(join(token, ADDRESS, "--ssh-ports", "32100-32199"))
                .contains("The SSH ports 32100-32199 overlap those of the host t1 (32000-32399)")
                .contains("A free range: --ssh-ports 31000-31999");
        assertThat(join(token, ADDRESS, "--alias", "127.0.0.1")).contains("only the machine itself can reach");
        assertThat(join(token, ADDRESS, "--alias", RunningStack.FIRST_ALIAS))
                .contains("belongs to the machine that runs the services");
        assertThat(join(token, ADDRESS, "--alias", RunningStack.SECOND_ALIAS))
                .contains("The address 198.18.0.2 belongs to the host t1");
        assertThat(join(token.substring(0, 60))).contains("This is not a complete join token");
        assertThat(join(token, "--address", "203.0.113.9", "--storage", "/missing"))
                .contains("The token can still be used", "203.0.113.9 is not an address", "/missing does not exist");
        assertThat(run("host", "ls")).contains("There is no installation of DCM in " + home);
        assertThat(join(token, ADDRESS)).contains("This machine is the host t2");
        assertThat(join(token)).contains("First run: ./dcm down");

        JsonNode host = admin.get(T2).expectDone();
        assertThat(host.path("status").asText()).isEqualTo("live");
        assertThat(host.path("sshPorts").asText()).isEqualTo("31000-31999");
        assertThat(host.path("findings").findValuesAsText("check")).contains("certificate");
        assertThat(machine().workerUrl()).startsWith("https://");
        assertThat(run("status", "--json")).contains("\"healthy\":true").doesNotContain("kafka");
        for (String command : List.of("user ls", "host rm t1", "host invite t3", "verify", "rebuild views")) {
            assertThat(run(command.split(" ")))
                    .contains("This machine is the host t2 of the installation at https://")
                    .contains("Run './dcm " + command.replaceAll(" t\\d", "") + "' there.");
        }

        admin.post("/v1/hosts/t1/cordon", Map.of(), Duration.ZERO).expectDone();
        JsonNode web = alice.creates("web");
        assertThat(web.path("host").asText()).isEqualTo("t2");
        assertThat(alice.ssh(web, "root", "hostname")).isEqualTo("web");
        assertThat(alice.client().get("/v1/containers/web/top").expectDone().toString())
                .contains("sshd");

        assertThatTheCertificateIsRenewed();
        new Stack(machine()).down(line -> {});
        assertThat(join(token, ADDRESS)).contains("was used");
        Eventually.that(
                "the host is removed",
                () -> ShellRunner.attempt(List.of(stack.launcher("host", "rm", "t2")))
                                .code()
                        == 0);
        assertThat(logIn(machine())).contains("Authentication failed");
        assertThatThrownBy(() -> new HostCertificate(machine()).renew()).hasMessageContaining("There is no host t2");
        assertThat(run("up")).contains("runtime-worker cannot become healthy: this host was removed");
        assertThat(run("status")).contains("PROBLEM runtime-worker: this host was removed", "dcm host invite t2");
        new Stack(machine()).down(line -> {});
        assertThat(join(invite(), ADDRESS)).contains("This machine is the host t2");
        TestUser bob = TestUser.joins("bob");
        JsonNode again = bob.creates("web");
        assertThat(again.path("host").asText()).isEqualTo("t2");
        assertThat(bob.ssh(again, "root", "hostname")).isEqualTo("web");
        new Stack(machine()).down(line -> {});
        Eventually.that(
                "the host is removed over REST",
                () -> admin.delete(T2, Duration.ZERO).status() < 300);
        Eventually.that("its access ends, too", () -> logIn(machine()).contains("Authentication failed"));
    }

    private void assertThatTheCertificateIsRenewed() throws IOException {
        Installation machine = machine();
        String before = Files.readString(machine.certificates().server());
        new HostCertificate(machine).renew();
        assertThat(Files.readString(machine.certificates().server()))
                .isNotEqualTo(before)
                .endsWith(Files.readString(machine.certificates().authority()));
        String key = Files.readString(machine.workerReportKey()).strip();
        machine.secrets()
                .replaceJoinedReportKey(stack.installation()
                        .secrets()
                        .reportKey(ReportSource.worker(new HostName("t1")))
                        .text());
        assertThatThrownBy(() -> new HostCertificate(machine).renew())
                .hasMessageContaining("not authenticated by the host t2");
        machine.secrets().replaceJoinedReportKey(key);
    }

    /** The token that the administrator copies to the other machine. */
    private String invite() throws IOException {
        String answer = ShellRunner.run(stack.launcher("host", "invite", "t2", "--json"));
        return new JsonMapper().readTree(answer).path("token").asText();
    }

    private String join(String token, String... options) {
        List<String> words = new ArrayList<>(List.of("host", "join", token));
        words.addAll(List.of(options));
        return run(words.toArray(String[]::new));
    }

    /** Why the broker refuses the machine's worker. */
    private static String logIn(Installation machine) {
        Map<String, Object> settings = machine.kafka(machine.worker())
                .with(Map.of(
                        AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                        5000,
                        AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                        5000));
        try (Admin worker = Admin.create(settings)) {
            worker.describeCluster().nodes().get();
            return "accepted";
        } catch (ExecutionException | InterruptedException e) {
            return String.valueOf(e.getMessage());
        }
    }

    /** The output of {@code ./dcm} on the other machine. */
    private String run(String... words) {
        List<String> command = new ArrayList<>(List.of(
                "env",
                "DCM_HOME=" + home,
                "DCM_PORT_BASE=19080",
                "DCM_HOST_NETWORKS=10.214.0.0/16",
                "DCM_BASE_IMAGES=" + RunningStack.BASE_IMAGE,
                "DOCKER_HOST=" + engine.host()));
        // Without this stack's own directory.
        command.addAll(List.of(stack.launcher(words)).subList(2, stack.launcher(words).length));
        return ShellRunner.attempt(command).output();
    }

    private Installation machine() {
        return Installation.of(stack.installation().programs(), Map.of("DCM_HOME", home.toString()));
    }
}
