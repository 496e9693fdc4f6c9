package dcm.command.admission;

import dcm.contract.identity.Limits;
import dcm.contract.identity.PortRange;
import dcm.edge.access.AccountDirectory;
import dcm.edge.catalog.CatalogDirectory;
import dcm.edge.host.HostStates;
import dcm.edge.readiness.LogReaders;
import dcm.log.KafkaConnection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.streams.Topology;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Puts admission together: its rules from configuration, the hosts from {@code dcm.hosts}, presets and groups from {@code dcm.catalog}, the
 * topology for Quarkus to run.
 */
@ApplicationScoped
public class AdmissionSetup {
    @Produces
    @Singleton
    Policy policy(
            @ConfigProperty(name = "dcm.container.milli-cpus") int containerMilliCpus,
            @ConfigProperty(name = "dcm.container.memory-mib") int containerMemoryMiB,
            @ConfigProperty(name = "dcm.container.pids") int pids,
            @ConfigProperty(name = "dcm.container.disk-mib") Optional<Integer> diskMiB,
            @ConfigProperty(name = "dcm.ports.lowest") int lowestPort,
            @ConfigProperty(name = "dcm.ports.reserved") Optional<List<String>> reservedPorts,
            @ConfigProperty(name = "dcm.orders.time") Duration orderTime,
            @ConfigProperty(name = "dcm.orders.long-time") Duration longOrderTime,
            @ConfigProperty(name = "dcm.storage.shared") boolean sharedStorage) {
        return new Policy(
                new Limits(containerMilliCpus, containerMemoryMiB, pids, diskMiB.orElse(null)),
                new PublishablePorts(
                        lowestPort,
                        reservedPorts.orElse(List.of()).stream()
                                .map(PortRange::parse)
                                .toList()),
                orderTime,
                longOrderTime,
                sharedStorage);
    }

    @Produces
    @Singleton
    HostDirectory hosts(KafkaConnection connection, LogReaders readers) {
        HostDirectory hosts = new HostDirectory();
        HostStates.follow(connection, readers, hosts::heard);
        return hosts;
    }

    @Produces
    @Singleton
    CatalogDirectory catalog(KafkaConnection connection, LogReaders readers) {
        return CatalogDirectory.following(connection, readers);
    }

    @Produces
    @Singleton
    Topology topology(HostDirectory hosts, CatalogDirectory catalog, AccountDirectory accounts, Policy policy) {
        return AdmissionTopology.of(hosts, catalog, accounts::all, policy);
    }
}
