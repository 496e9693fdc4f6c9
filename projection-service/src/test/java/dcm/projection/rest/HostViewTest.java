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
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

public class HostViewTest {
    public static final Instant NOON = Instant.parse("2026-11-28T12:00:00Z");
    public static final HostSnapshot HOST = host(null);

    private static HostSnapshot host(@Nullable Instant clock) {
        return HostSnapshot.of(
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
                        clock,
                        List.of(),
                        null),
                NOON);
    }

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

    @ParameterizedTest
    @CsvSource({"0, OK", "-1, OK", "5, WARNING", "-60, PROBLEM", "60, PROBLEM"})
    void clockOfTheHostIsCompared(int secondsAhead, Finding.Level level) {
        HostSnapshot host = host(NOON.plusSeconds(secondsAhead));

        assertThat(HostView.of(host, ResourceUsage.NONE, NOON).findings())
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.check()).isEqualTo("clock");
                    assertThat(finding.level()).isEqualTo(level);
                });
    }
}
