package dcm.command.admission.stream;

import dcm.command.access.WorkerUserRevoker;
import dcm.command.admission.decision.AdmissionPolicy;
import dcm.command.admission.decision.PublishablePorts;
import dcm.contract.authentication.ReportVerifier;
import dcm.contract.identity.Limits;
import dcm.contract.identity.PortRange;
import dcm.contract.topic.Topic;
import dcm.kafka.KafkaConnection;
import dcm.kafka.LogEndOffsets;
import dcm.kafka.LogReader;
import dcm.rest.access.AccountCache;
import dcm.rest.catalog.CatalogCache;
import dcm.rest.host.HostCache;
import dcm.rest.readiness.LogReaderReadiness;
import dcm.trace.Tracing;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.Topology;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Puts admission together: its rules from configuration, the hosts from {@code dcm.hosts}, presets and groups from {@code dcm.catalog}, the
 * topology for Quarkus to run.
 */
@ApplicationScoped
public class AdmissionConfiguration {
    @Produces
    @Singleton
    AdmissionPolicy policy(
            @ConfigProperty(name = "dcm.container.milli-cpus") int containerMilliCpus,
            @ConfigProperty(name = "dcm.container.memory-mib") int containerMemoryMiB,
            @ConfigProperty(name = "dcm.container.pids") int pids,
            @ConfigProperty(name = "dcm.container.disk-mib") Optional<Integer> diskMiB,
            @ConfigProperty(name = "dcm.ports.lowest") int lowestPort,
            @ConfigProperty(name = "dcm.ports.reserved") Optional<List<String>> reservedPorts,
            @ConfigProperty(name = "dcm.ports.own") Optional<List<String>> ownPorts,
            @ConfigProperty(name = "dcm.orders.time") Duration orderTime,
            @ConfigProperty(name = "dcm.orders.long-time") Duration longOrderTime,
            @ConfigProperty(name = "dcm.storage.shared") boolean sharedStorage,
            @ConfigProperty(name = "dcm.image.registry") boolean imageRegistry) {
        return new AdmissionPolicy(
                new Limits(containerMilliCpus, containerMemoryMiB, pids, diskMiB.orElse(null)),
                new PublishablePorts(lowestPort, ranges(reservedPorts), ranges(ownPorts)),
                orderTime,
                longOrderTime,
                sharedStorage,
                imageRegistry);
    }

    private static List<PortRange> ranges(Optional<List<String>> ranges) {
        return ranges.orElse(List.of()).stream().map(PortRange::parse).toList();
    }

    @Produces
    @Singleton
    AdmissionStatus status(MeterRegistry metrics) {
        AdmissionStatus status = new AdmissionStatus(new AdmissionMetrics(metrics));
        metrics.gauge("dcm.admission.quarantined.records", status, AdmissionStatus::quarantined);
        metrics.gauge(
                "dcm.admission.failing.aggregates", status, s -> s.failing().size());
        metrics.gauge("dcm.admission.state.entries", status, s -> s.stateSize().entries());
        metrics.gauge("dcm.admission.state.bytes", status, s -> s.stateSize().bytes());
        metrics.gauge("dcm.admission.state.limit.bytes", status, s -> AdmissionStatus.stateLimitBytes());
        Gauge.builder(
                        "dcm.admission.progress.age.seconds",
                        status,
                        s -> s.progressAge().toMillis() / 1e3)
                .description(
                        "Time since the slowest task processed an input or its due work, at most some seconds while it works")
                .register(metrics);
        return status;
    }

    @Produces
    @Singleton
    ReportVerifier verifier(@ConfigProperty(name = "dcm.reports.secret") Path secret) throws IOException {
        return ReportVerifier.read(secret);
    }

    @Produces
    @Singleton
    CatalogCache catalog() {
        return new CatalogCache();
    }

    @Produces
    @Singleton
    TaskDryRuns dryRuns(ReferenceTables tables, AdmissionPolicy policy, Instance<KafkaStreams> streams) {
        return new TaskDryRuns(tables.partitions(), Clock.systemUTC(), new StandbyStates(streams::get, tables, policy));
    }

    @Produces
    @Singleton
    RegisteredHosts hosts() {
        return new RegisteredHosts();
    }

    @Produces
    @Singleton
    ReferenceTables tables(
            RegisteredHosts hosts,
            LogReaderReadiness readers,
            AccountCache accounts,
            CatalogCache catalog,
            KafkaReportBacklog backlog,
            ReportVerifier verifier,
            KafkaHostTopics topics,
            WorkerUserRevoker revoker) {
        LogReader hostReader = HostCache.follow(readers, host -> {
            hosts.published(host, Instant.now());
            revoker.hostChanged(host);
        });
        LogReader livenessReader =
                HostCache.followLiveness(readers, liveness -> hosts.published(liveness, Instant.now()));
        LogReader catalogReader = catalog.follow(readers);
        return new ReferenceTables(
                hosts,
                catalog,
                accounts::all,
                backlog,
                aggregate -> LogEndOffsets.partition(Topic.EVENTS, aggregate).partition(),
                List.of(new CurrentTables(
                        readers.connection(), List.of(hostReader, livenessReader, catalogReader, accounts.reader()))),
                verifier,
                topics);
    }

    @Produces
    @Singleton
    Topology topology(
            KafkaConnection connection,
            ReferenceTables tables,
            AdmissionPolicy policy,
            AdmissionStatus status,
            TaskDryRuns dryRuns,
            Tracing tracing)
            throws InterruptedException {
        Rebuild.ifNeeded(connection);
        return AdmissionTopology.of(tables, policy, status, dryRuns, tracing);
    }
}
