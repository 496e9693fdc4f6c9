package dcm.projection;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.contract.identity.OwnerName;
import dcm.contract.identity.Role;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The counts of the whole installation in the service's metrics. */
class OverviewMetricsIT {
    private static RunningViews views;

    private final OwnerName alice = views.account(Role.USER);
    private final ContainerHistory containers = new ContainerHistory(alice);

    @BeforeAll
    static void start() throws Exception {
        views = RunningViews.get();
    }

    @Test
    void newContainersAreCountedByStateAndAsUsage() throws Exception {
        views.await("the first measurement", () -> !Double.isNaN(value("dcm_containers{state=\"creating\"")));
        double creating = value("dcm_containers{state=\"creating\"");
        double used = value("dcm_quota_used{resource=\"containers\"");

        views.append(alice, containers.placed("web"));
        awaitValue("dcm_containers{state=\"creating\"", creating + 1);
        views.append(alice, containers.placed("shop"));
        awaitValue("dcm_containers{state=\"creating\"", creating + 2);

        awaitValue("dcm_quota_used{resource=\"containers\"", used + 2);
        assertThat(metrics()).doesNotContain(alice.value());
    }

    private void awaitValue(String metric, double expected) {
        views.await(metric + " is " + expected, () -> value(metric) >= expected);
    }

    private double value(String metric) throws Exception {
        Matcher line = Pattern.compile("^" + Pattern.quote(metric) + "[^}]*\\} (\\S+)$", Pattern.MULTILINE)
                .matcher(metrics());
        assertThat(line.find()).as(metric).isTrue();
        return Double.parseDouble(line.group(1));
    }

    private String metrics() throws Exception {
        return views.get(alice, "/q/metrics").body();
    }
}
