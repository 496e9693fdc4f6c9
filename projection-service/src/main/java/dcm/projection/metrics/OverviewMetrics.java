package dcm.projection.metrics;

import dcm.contract.quota.Resource;
import dcm.contract.view.ContainerViewState;
import dcm.projection.change.LiveChanges;
import dcm.rest.access.AccountCache;
import dcm.rest.catalog.CatalogCache;
import dcm.rest.supervision.SupervisedLoop;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Counts what the whole installation has, in the background. A scrape only reads the last result, and the pause between two measurements grows
 * with their cost. Each instance of the service measures the same.
 */
@Startup
@Singleton
class OverviewMetrics {
    /** Of the time, about 5 % at most is spent on measuring. */
    private static final int SHARE = 20;

    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

    /** How long counts are shown, while PostgreSQL does not answer, for example. */
    private static final Duration VALID = LONGEST_PAUSE.multipliedBy(2);

    private final LiveChanges changes;
    private final CountedOwners owners = new CountedOwners();
    private final AccountCache accounts;
    private final CatalogCache catalog;
    private final MeterRegistry metrics;
    private final Duration shortestPause;
    private final boolean rebuild;
    private final SupervisedLoop loop;
    private volatile @Nullable Measured last;
    /** Whether this is not the first measurement, which takes much longer than later ones. Used by the loop's thread only. */
    private boolean warm;

    private record Measured(Overview overview, long nanoTime) {}

    OverviewMetrics(
            LiveChanges changes,
            AccountCache accounts,
            CatalogCache catalog,
            MeterRegistry metrics,
            @ConfigProperty(name = "dcm.metrics.pause") Duration shortestPause,
            @ConfigProperty(name = "dcm.views.rebuild") boolean rebuild) {
        this.changes = changes;
        this.accounts = accounts;
        this.catalog = catalog;
        this.metrics = metrics;
        this.shortestPause = shortestPause;
        this.rebuild = rebuild;
        // Not a part of readiness: a service whose counts are old still answers queries.
        this.loop = SupervisedLoop.of("overview-metrics", shortestPause, this::measure);
    }

    @PostConstruct
    void start() {
        gauges("dcm.containers", "Containers by state", "state", ContainerViewState.values(), Overview::containers);
        gauges("dcm.quota.used", "Usage of all accounts together", "resource", Resource.values(), Overview::used);
        gauges(
                "dcm.quota.near.limit.accounts",
                "Accounts that use at least 90 % of their limit",
                "resource",
                Resource.values(),
                Overview::nearLimit);
        if (!rebuild) {
            changes.listen(owners);
            loop.start();
        }
    }

    @PreDestroy
    void stop() {
        loop.close();
    }

    private <K extends Enum<K>> void gauges(
            String name, String description, String label, K[] keys, Function<Overview, Map<K, Long>> counts) {
        for (K key : keys) {
            Gauge.builder(name, this, of -> of.count(counts, key))
                    .description(description)
                    .tag(label, key.name().toLowerCase(Locale.ROOT))
                    .register(metrics);
        }
    }

    /** NaN if there is no recent measurement: an old count would hide a loss, and a zero would look like one. */
    private <K> double count(Function<Overview, Map<K, Long>> counts, K key) {
        Measured measured = last;
        return measured == null || System.nanoTime() - measured.nanoTime() > VALID.toNanos()
                ? Double.NaN
                : counts.apply(measured.overview()).getOrDefault(key, 0L);
    }

    private void measure() throws InterruptedException {
        long start = System.nanoTime();
        last = new Measured(read(), System.nanoTime());
        Thread.sleep(warm ? pause(Duration.ofNanos(System.nanoTime() - start)) : shortestPause);
        warm = true;
    }

    private Duration pause(Duration cost) {
        Duration pause = cost.multipliedBy(SHARE);
        if (pause.compareTo(shortestPause) < 0) {
            return shortestPause;
        }
        return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
    }

    private Overview read() {
        owners.update(() ->
                accounts.all().stream().map(account -> account.name().value()).toList());
        var limits = catalog.current();
        return Overview.of(
                owners.containers(),
                accounts.all().stream()
                        .map(account ->
                                new Overview.Account(owners.usage(account.name().value()), limits.allowance(account)))
                        .toList());
    }
}
