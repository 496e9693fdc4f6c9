package dcm.projection.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.contract.identity.HostName;
import dcm.contract.identity.PortRange;
import dcm.contract.quota.ResourceUsage;
import dcm.contract.report.Finding;
import dcm.contract.report.HostReported;
import dcm.contract.snapshot.HostSnapshot;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

public class HostViewTest {
    public static final Instant NOON = Instant.parse("2026-11-28T12:00:00Z");
    public static final HostSnapshot HOST = HostSnapshot.of(
            new HostName("n2"),
            0,
            new HostReported(
                    "engine",
                    "29.0",
                    "1",
                    1000,
                    1024,
                    List.of("192.0.2.1"),
                    PortRange.parse("31000-31999"),
                    List.of(),
                    Map.of(),
                    null,
                    0,
                    null,
                    null,
                    List.of(),
                    null),
            NOON);

    @Test
    void refusedReportsAreAProblemWithTheReason() {
        HostSnapshot refused = HOST.refused(new HostSnapshot.Refusal("The SSH ports are others.", NOON, "engine-1"));

        assertThat(HostView.of(refused, ResourceUsage.NONE, NOON).findings())
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.check()).isEqualTo("reports");
                    assertThat(finding.level()).isEqualTo(Finding.Level.PROBLEM);
                    assertThat(finding.detail()).contains("refused", "The SSH ports are others.");
                });
        assertThat(HostView.of(HOST, ResourceUsage.NONE, NOON).findings()).isEmpty();
    }
}
