package dcm.projection.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dcm.contract.identity.HostName;
import dcm.contract.identity.PortRange;
import dcm.contract.identity.Settings;
import dcm.contract.report.HostReported;
import dcm.contract.snapshot.HostSnapshot;
import dcm.contract.view.ContainerViewState;
import dcm.projection.container.ContainerRow;
import dcm.projection.port.PortRow;
import dcm.projection.rest.ContainerView.MadeWith;
import dcm.projection.rest.ContainerView.Published;
import dcm.projection.rest.ContainerView.Ssh;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContainerViewTest {
    private static final Instant CREATED = Instant.parse("2026-03-01T10:00:00Z");
    private static final Instant STARTED = Instant.parse("2026-03-01T10:00:03Z");
    private static final Instant CHANGED = Instant.parse("2026-03-01T10:00:04Z");
    private static final Instant REPORTED = Instant.parse("2026-03-01T11:00:00Z");
    private static final ObjectMapper JSON =
            JsonMapper.builder().addModule(new JavaTimeModule()).build();

    @Test
    void runningContainerIsShownWithAllFields() {
        assertThat(view(running(), List.of(port())))
                .isEqualTo(new ContainerView(
                        null,
                        "aaaa000000000001",
                        31_001,
                        "web",
                        ContainerViewState.RUNNING,
                        CHANGED,
                        "It was restarted.",
                        137,
                        null,
                        "debian-ssh:13",
                        "sha256:feed",
                        "n1",
                        new Ssh(
                                "192.0.2.7",
                                31_001,
                                "ssh -p 31001 root@192.0.2.7",
                                "ssh -p 31001 alice@192.0.2.7",
                                "SHA256:key"),
                        List.of(new Published("192.0.2.7", 8080, "tcp")),
                        new BigDecimal("1.5"),
                        1024,
                        512,
                        20_480,
                        310L,
                        new MadeWith("big", 2),
                        List.of("true"),
                        "/srv",
                        "Europe/Berlin",
                        Map.of("A", "b"),
                        Map.of("user.a", "b"),
                        CREATED,
                        STARTED,
                        7));
    }

    @Test
    void containerWithoutAnSshPortHasNoHandleAndNoSsh() {
        ContainerRow row = running();
        row.sshPort = null;
        row.sshAddress = null;

        JsonNode json = JSON.valueToTree(view(row, List.of()));

        assertThat(json.has("handle")).isFalse();
        assertThat(json.has("ssh")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"10, 0.01", "500, 0.5", "1000, 1", "1250, 1.25", "2000, 2", "10000, 10", "100000, 100"})
    void cpusAreWrittenAsPlainDecimals(int milliCpus, String shown) throws Exception {
        ContainerRow row = running();
        row.milliCpus = milliCpus;

        String json = JSON.writeValueAsString(view(row, List.of()));

        assertThat(json).contains("\"cpus\":" + shown + ",");
    }

    @Test
    void containerOfAHostThatDoesNotReportIsUnreachable() {
        ContainerView atLimit = ContainerView.of(running(), List.of(), host(), REPORTED.plusSeconds(30));
        ContainerView later = ContainerView.of(running(), List.of(), host(), REPORTED.plusSeconds(31));

        assertThat(atLimit.state()).isEqualTo(ContainerViewState.RUNNING);
        assertThat(later.state()).isEqualTo(ContainerViewState.UNREACHABLE);
        assertThat(later.since()).isEqualTo(REPORTED);
        assertThat(later.reason())
                .isEqualTo(
                        "DCM has received no report of the host n1 since 2026-03-01T11:00:00Z. The last known state was 'running'.");
    }

    private static ContainerView view(ContainerRow row, List<PortRow> ports) {
        return ContainerView.of(row, ports, Optional.empty(), CHANGED);
    }

    private static Optional<HostSnapshot> host() {
        HostReported report = new HostReported(
                "engine-1",
                "26.1.5",
                "0.1.0",
                2000,
                4096,
                List.of("192.0.2.7"),
                new PortRange(31_000, 31_999),
                List.of(),
                Map.of(),
                null,
                1,
                null,
                null,
                List.of(),
                "dcm-1");
        return Optional.of(HostSnapshot.of(new HostName("n1"), 0, report, REPORTED));
    }

    private static PortRow port() {
        PortRow row = new PortRow();
        row.address = "192.0.2.7";
        row.number = 8080;
        row.protocol = "tcp";
        return row;
    }

    private static ContainerRow running() {
        ContainerRow row = new ContainerRow();
        row.settings = new Settings(Map.of("A", "b"), List.of("true"), "/srv", Map.of("user.a", "b"), "Europe/Berlin");
        row.id = "aaaa000000000001";
        row.owner = "alice";
        row.name = "web";
        row.image = "debian-ssh:13";
        row.digest = "sha256:feed";
        row.host = "n1";
        row.milliCpus = 1500;
        row.memoryMib = 1024;
        row.pids = 512;
        row.diskMib = 20_480;
        row.diskUsedMib = 310L;
        row.preset = "big";
        row.presetVersion = 2;
        row.state = ContainerViewState.RUNNING;
        row.settled = ContainerViewState.RUNNING;
        row.ordered = 1;
        row.reason = "It was restarted.";
        row.exitCode = 137;
        row.sshAddress = "192.0.2.7";
        row.sshPort = 31_001;
        row.hostKey = "SHA256:key";
        row.createdAt = CREATED;
        row.changedAt = CHANGED;
        row.startedAt = STARTED;
        row.sequence = 7;
        return row;
    }
}
