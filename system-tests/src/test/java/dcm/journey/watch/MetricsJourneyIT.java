package dcm.journey.watch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dcm.journey.support.Eventually;
import dcm.journey.support.RunningStack;
import dcm.journey.support.ShellRunner;
import dcm.journey.support.SshClientSession;
import dcm.journey.support.TestUser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** An administrator watches the installation with Debian's Prometheus and the files in {@code infra/monitoring}. */
@TestInstance(Lifecycle.PER_CLASS)
class MetricsJourneyIT {
    /** Containers are counted less often if that takes long, such as on a busy machine. */
    private static final Duration COUNTED = Duration.ofMinutes(6);

    private static final Pattern METRIC =
            Pattern.compile("\\b(?:dcm|jvm|http|process|system)_[a-z0-9_]+\\b(?!\\s*[,)]?\\s*=)");

    /** The stack has no public URL, with which they exist, and no report was discarded. */
    private static final Set<String> ABSENT = Set.of(
            "dcm_certificate_end_timestamp_seconds",
            "dcm_certificate_attention",
            "dcm_admission_discarded_reports_total");

    private final RunningStack stack = RunningStack.get();
    private final Path monitoring = stack.installation().programs().root().resolve("infra/monitoring");
    private PrometheusServer prometheus;

    @BeforeAll
    void startPrometheus() throws IOException {
        prometheus = PrometheusServer.start(stack);
    }

    @AfterAll
    void stopPrometheus() {
        prometheus.close();
    }

    @Test
    void containerRefusalAndSshLoginAreCounted() {
        TestUser.removeAllResources();
        TestUser alice = TestUser.joins("alice");
        Eventually.that("no container is counted", COUNTED, () -> running() == 0);
        double now = System.currentTimeMillis() / 1e3;
        Eventually.that(
                "all parts were read since then",
                () -> prometheus.sum("sum(up{job=\"dcm\"})") == 6
                        && prometheus.sum("min(timestamp(up{job=\"dcm\"}))") > now);
        double accepted = prometheus.sum(decisions("accepted"));
        double refused = prometheus.sum(decisions("name-taken"));
        double orders = prometheus.sum(orders());
        double logins = prometheus.sum("dcm_gateway_logins_accepted_total");

        alice.creates("web");
        alice.triesToCreate("web", Map.of());
        SshClientSession.of(alice).gets("version");

        Eventually.that(
                "the decisions are counted",
                () -> prometheus.sum(decisions("accepted")) == accepted + 1
                        && prometheus.sum(decisions("name-taken")) == refused + 1);
        Eventually.that("the order is counted", () -> prometheus.sum(orders()) == orders + 1);
        Eventually.that("the login is counted", () -> prometheus.sum("dcm_gateway_logins_accepted_total") > logins);
        Eventually.that(
                "the container is counted",
                COUNTED,
                () -> running() == 1 && prometheus.sum("dcm_quota_used{resource=\"containers\"}") >= 1);
        Eventually.that(
                "the time of the order, the host and admission are measured",
                () -> prometheus.sum("dcm_worker_order_seconds_sum{order=\"create-order\",outcome=\"done\"}") > 0
                        && prometheus.sum("dcm_hosts{status=\"live\"}") == 1
                        && prometheus.sum("dcm_admission_running") == 1
                        && prometheus
                                        .query("dcm_admission_progress_age_seconds < 30")
                                        .size()
                                == 1);
        Eventually.that(
                "Kafka, PostgreSQL and the issuer answer", () -> prometheus.sum("dcm_dependency_reachable") == 3);
        Eventually.that(
                "nothing is left to read",
                () -> prometheus.sum("dcm_admission_lag_records{topic!=\"dcm.heartbeats\"}") == 0
                        && prometheus.sum("dcm_log_reader_lag_records") == 0);
    }

    @Test
    void openSessionsAreCounted() throws IOException {
        TestUser alice = TestUser.joins("alice");
        String sessions = "sum(dcm_gateway_sessions)";
        Eventually.that("no session is left", () -> prometheus.sum(sessions) == 0);

        try (var _ = SshClientSession.of(alice).opensTerminal()) {
            Eventually.that("the session is counted", () -> prometheus.sum(sessions) == 1);
        }

        Eventually.that("the session is not counted any more", () -> prometheus.sum(sessions) == 0);
    }

    @Test
    void workerReadsTheAccountsOfItsOwnersOnly() {
        String lag = "dcm_log_reader_lag_records{reader=\"%s\"}";
        TestUser.joins("alice").creates("web");

        Eventually.that(
                "accounts are read",
                () -> !prometheus.query(lag.formatted("host-accounts")).isEmpty());
        assertThat(prometheus.query(lag.formatted("all-accounts"))).isEmpty();
    }

    @Test
    void lagOfTheViewsGrowsWhilePostgresIsStopped() {
        TestUser alice = TestUser.joins("alice");
        String lag = "dcm_log_reader_lag_records{reader=\"replay\"}";
        String postgres = String.valueOf(stack.part("postgres").process().pid().orElseThrow());
        try {
            ShellRunner.run("kill", "-STOP", postgres);
            ShellRunner.run("sh", "-c", "kill -STOP $(pgrep -P " + postgres + ") || true");
            alice.does("stop", "none");
            Eventually.that("the record is counted", () -> prometheus.sum(lag) > 0);
        } finally {
            ShellRunner.run("sh", "-c", "kill -CONT " + postgres + " $(pgrep -P " + postgres + ") || true");
        }

        Eventually.that("nothing is left to read", () -> !prometheus.query(lag).isEmpty() && prometheus.sum(lag) == 0);
        stack.awaitLive();
    }

    private double running() {
        return prometheus.sum("dcm_containers{state=\"running\"}");
    }

    private static String decisions(String code) {
        return "sum(dcm_admission_decisions_total{intent=\"create-container\",code=\"%s\"})".formatted(code);
    }

    private static String orders() {
        return "sum(dcm_admission_order_seconds_count{order=\"create-order\",outcome=\"done\"})";
    }

    @Test
    void alertsAndDashboardsUseMetricsThatExist() throws IOException {
        TestUser alice = TestUser.joins("alice");
        alice.creates("web");
        Map<String, String> expressions = new TreeMap<>(prometheus.alerts());
        assertThat(expressions).hasSizeGreaterThan(20);
        expressions.putAll(dashboards());

        expressions.values().forEach(prometheus::query); // fails for one that Prometheus cannot parse

        Set<String> used = new TreeSet<>();
        expressions
                .values()
                .forEach(expression -> METRIC.matcher(expression)
                        .results()
                        .map(MatchResult::group)
                        .forEach(used::add));
        used.removeAll(ABSENT);
        assertThat(used).hasSizeGreaterThan(30);
        Eventually.that("all metrics were read", () -> prometheus.names().containsAll(used));
    }

    /** The expressions of all panels. */
    private Map<String, String> dashboards() throws IOException {
        Map<String, String> expressions = new TreeMap<>();
        try (Stream<Path> files = Files.list(monitoring.resolve("dashboards"))) {
            for (Path file : files.toList()) {
                JsonNode dashboard = new JsonMapper().readTree(file.toFile());
                assertThat(dashboard.path("uid").asText() + ".json")
                        .isEqualTo(file.getFileName().toString());
                for (JsonNode panel : dashboard.path("panels")) {
                    for (JsonNode target : panel.path("targets")) {
                        String place = "%s, %s %s"
                                .formatted(
                                        file.getFileName(),
                                        panel.path("title").asText(),
                                        target.path("refId").asText());
                        expressions.put(place, target.path("expr").asText());
                    }
                }
            }
        }
        return expressions;
    }

    @Test
    void alertsPassTheirTests() {
        for (String[] words : new String[][] {
            {"check", "config", monitoring.resolve("prometheus.yml").toString()},
            {
                "check",
                "rules",
                "--lint=all",
                "--lint-fatal",
                monitoring.resolve("alerts.yml").toString()
            },
            {"test", "rules", monitoring.resolve("alerts-test.yml").toString()}
        }) {
            String[] command =
                    Stream.concat(Stream.of("promtool"), Stream.of(words)).toArray(String[]::new);
            assertThat(ShellRunner.run(command)).doesNotContain("FAILED");
        }
    }
}
