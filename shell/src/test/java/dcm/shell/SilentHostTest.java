package dcm.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What administrators read about a host that does not report. */
class SilentHostTest {
    private static final String HOST = """
            {"name": "n1", "status": "%s", "workerVersion": "0.8.0", "lastSeen": "2026-11-25T15:00:00Z", "sshPorts": "31000-31999", "aliases": [],
             "findings": []}""";

    private static final String MOVING = """
            {"items": [{"name": "bob"}, {"name": "alice", "homesMove": {"intent": "1", "from": "n1", "to": "n2",
             "step": "stopping", "homeMiB": 0, "copiedMiB": 0, "waiting": "The move waits for the host n1."}}], "total": 2}""";

    private FakeApiGateway gateway;

    @BeforeEach
    void open() throws IOException {
        gateway = new FakeApiGateway()
                .answers("GET /v1/issuer", 200, """
                        {"issuer": "https://id.example", "state": "reachable", "audience": "dcm", "nameClaim": "name", "managed": true}""")
                .answers("GET /v1/about", 200, "{\"version\": \"0.9.0\"}")
                .answers("GET /v1/quarantine", 200, "{\"items\": []}");
    }

    @AfterEach
    void close() {
        gateway.close();
    }

    @Test
    void doctorNamesMovesThatWaitForAnUnreachableHost() {
        gateway.answers("GET /v1/hosts", 200, hosts("unreachable")).answers("GET /v1/users", 200, MOVING);

        Typed doctor = typed("doctor");

        assertThat(words(doctor.out()))
                .contains("homes-move The homes of alice are moved to n2. The move waits for the host n1.")
                .doesNotContain("bob");
        assertThat(doctor.code()).isNotZero();
    }

    @Test
    void doctorReadsNoAccountsWhileAllHostsReport() {
        gateway.answers("GET /v1/hosts", 200, hosts("live"));

        typed("doctor");

        assertThat(gateway.requests()).doesNotContain("GET /v1/users");
    }

    @Test
    void doctorNamesWorkersOfAnotherVersion() {
        gateway.answers("GET /v1/hosts", 200, hosts("live"));

        assertThat(words(typed("doctor").out()))
                .contains("warning versions The services have version 0.9.0, but workers have others: n1 has 0.8.0.");
    }

    @Test
    void doctorShowsItsOtherChecksIfOneFails() {
        gateway.answers("GET /v1/hosts", 200, hosts("live"))
                .answers("GET /v1/quarantine", 503, "{\"status\": 503, \"detail\": \"The log is unreachable.\"}");

        Typed doctor = typed("doctor");

        assertThat(words(doctor.out()))
                .contains("problem log This could not be checked: The log is unreachable.")
                .contains("ok issuer The issuer of access tokens")
                .contains("warning versions");
        assertThat(doctor.code()).isEqualTo(1);
    }

    @Test
    void progressOfAMoveSaysForWhichHostItWaits() {
        gateway.answers("GET /v1/users/alice", 200, """
                {"name": "alice", "homesMove": {"intent": "1", "from": "n1", "to": "n2", "step": "copying", "homeMiB": 20,
                 "copiedMiB": 10, "waiting": "The move waits for the host n1."}}""");

        assertThat(words(typed("user", "move", "alice", "--no-wait").out()))
                .isEqualTo("Copied 10 of about 20 MiB from n1 to n2. The move waits for the host n1.");
    }

    @Test
    void containersOfAnUnreachableHostAreNotLostYet() {
        gateway.answers("GET /v1/users", 200, "{\"items\": []}")
                .answers("GET /v1/hosts/n1", 200, HOST.formatted("unreachable"));

        assertThat(words(typed("host", "recreate", "n1").out()))
                .startsWith(
                        "No container is lost with the host n1. It is unreachable, last reported at 2026-11-25T15:00:00Z")
                .endsWith("remove it first: host rm n1");
    }

    private static String hosts(String status) {
        return "{\"items\": [" + HOST.formatted(status) + "]}";
    }

    private Typed typed(String... words) {
        return Typed.at(gateway.address(), words);
    }

    private static String words(String output) {
        return output.replaceAll("\\s+", " ");
    }
}
