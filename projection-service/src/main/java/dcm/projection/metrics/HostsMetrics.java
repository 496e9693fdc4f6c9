package dcm.projection.metrics;

import dcm.contract.quota.ResourceUsage;
import dcm.contract.report.Finding;
import dcm.contract.snapshot.HostSnapshot;
import dcm.contract.view.HostStatus;
import dcm.projection.rest.HostView;
import dcm.rest.host.HostCache;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Locale;
import java.util.stream.Stream;

/** Counts the hosts and the results of their checks at each scrape, from memory. */
@Singleton
class HostsMetrics {
    /** A host that an administrator has cordoned and that is silent, so that planned maintenance is no alarm. */
    private static final String MAINTAINED = "unreachable_cordoned";

    private final HostCache hosts;

    HostsMetrics(HostCache hosts) {
        this.hosts = hosts;
    }

    void register(@Observes StartupEvent event, MeterRegistry metrics) {
        Stream.concat(Stream.of(HostStatus.values()).map(HostsMetrics::label), Stream.of(MAINTAINED))
                .forEach(status -> Gauge.builder("dcm.hosts", this, of -> of.hosts(status))
                        .description("Hosts by status")
                        .tag("status", status)
                        .register(metrics));
        for (Finding.Level level : Finding.Level.values()) {
            Gauge.builder("dcm.host.findings", this, of -> of.findings(level))
                    .description("Results of checks on all hosts")
                    .tag("level", label(level))
                    .register(metrics);
        }
    }

    private long hosts(String status) {
        Instant now = Instant.now();
        return hosts.all().stream()
                .filter(host -> status(host, now).equals(status))
                .count();
    }

    static String status(HostSnapshot host, Instant now) {
        HostStatus status = view(host, now).status();
        return status == HostStatus.UNREACHABLE && host.cordon() != null ? MAINTAINED : label(status);
    }

    private long findings(Finding.Level level) {
        Instant now = Instant.now();
        return hosts.all().stream()
                .flatMap(host -> view(host, now).findings().stream())
                .filter(finding -> finding.level() == level)
                .count();
    }

    private static HostView view(HostSnapshot host, Instant now) {
        return HostView.of(host, ResourceUsage.NONE, now);
    }

    private static String label(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
