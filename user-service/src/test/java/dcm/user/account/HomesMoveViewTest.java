package dcm.user.account;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.contract.identity.HostName;
import dcm.contract.identity.IntentId;
import dcm.contract.identity.OwnerName;
import dcm.contract.identity.PortRange;
import dcm.contract.report.HostReported;
import dcm.contract.snapshot.HostSnapshot;
import dcm.contract.transfer.HomesMove;
import dcm.contract.transfer.HomesMove.Step;
import dcm.rest.host.HostCache;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HomesMoveViewTest {
    private static final Instant NOON = Instant.parse("2026-11-27T12:00:00Z");
    private static final Instant LONG_AGO = NOON.minusSeconds(60);

    private final HostCache hosts = new HostCache();

    @Test
    void moveBetweenHostsThatReportWaitsForNone() {
        report("n1", NOON.minusSeconds(3));
        report("n2", NOON.minusSeconds(3));

        assertThat(waiting(Step.STOPPING)).isNull();
        assertThat(waiting(Step.COPYING)).isNull();
        assertThat(waiting(Step.COMPLETING)).isNull();
    }

    @Test
    void moveFromASilentHostSaysSinceWhenItWaitsAndHowToEndIt() {
        report("n1", LONG_AGO);
        report("n2", NOON);

        for (Step step : List.of(Step.STOPPING, Step.COPYING)) {
            assertThat(waiting(step))
                    .contains("waits for the host n1", LONG_AGO.toString(), "user move alice --cancel", "host rm n1")
                    .contains("the home directories are lost");
        }
        assertThat(waiting(Step.COMPLETING))
                .contains("waits for the host n1", "host rm n1", "Nothing is lost")
                .doesNotContain("--cancel"); // which is rejected
    }

    @Test
    void moveWaitsForItsNewHostOnlyWhileItCopies() {
        report("n1", NOON);
        report("n2", LONG_AGO);

        assertThat(waiting(Step.STOPPING)).isNull();
        assertThat(waiting(Step.COPYING))
                .contains("waits for the host n2", "host rm n2")
                .doesNotContain("are lost");
        assertThat(waiting(Step.COMPLETING)).isNull();
    }

    private @Nullable String waiting(Step step) {
        HomesMove move = new HomesMove(
                IntentId.fresh(), new HostName("n1"), new HostName("n2"), LONG_AGO, step, 512, 128, null, null);
        return HomesMoveView.of(move, new OwnerName("alice"), hosts::find, NOON).waiting();
    }

    private void report(String name, Instant lastSeen) {
        HostReported report = new HostReported(
                "engine-" + name,
                "29.0.1",
                "1",
                4000,
                8192,
                List.of("192.0.2.1"),
                new PortRange(31_000, 31_999),
                List.of(),
                Map.of(),
                null,
                0,
                null,
                null,
                List.of(),
                null);
        hosts.take(HostSnapshot.of(new HostName(name), 0, report, lastSeen));
    }
}
