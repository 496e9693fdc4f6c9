package dcm.command.admission;

import dcm.command.admission.Policy.Quota;
import dcm.contract.codec.Codec;
import dcm.contract.codec.Families;
import dcm.contract.identity.Limits;
import dcm.contract.identity.PortRange;
import dcm.contract.snapshot.HostSnapshot;
import dcm.contract.topic.Topic;
import dcm.edge.catalog.PresetDirectory;
import dcm.edge.readiness.LogReaders;
import dcm.log.KafkaRecords;
import dcm.log.LogReader;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.streams.Topology;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Puts admission together: its rules from configuration, the hosts from {@code dcm.hosts}, the presets from {@code dcm.catalog}, the
 * topology for Quarkus to run.
 */
@ApplicationScoped
public class AdmissionSetup {
    @Produces
    @Singleton
    Policy policy(
            @ConfigProperty(name = "dcm.quota.containers") int containers,
            @ConfigProperty(name = "dcm.quota.milli-cpus") int milliCpus,
            @ConfigProperty(name = "dcm.quota.memory-mib") int memoryMiB,
            @ConfigProperty(name = "dcm.container.milli-cpus") int containerMilliCpus,
            @ConfigProperty(name = "dcm.container.memory-mib") int containerMemoryMiB,
            @ConfigProperty(name = "dcm.container.pids") int pids,
            @ConfigProperty(name = "dcm.ports.lowest") int lowestPort,
            @ConfigProperty(name = "dcm.ports.reserved") Optional<List<String>> reservedPorts,
            @ConfigProperty(name = "dcm.orders.time") Duration orderTime,
            @ConfigProperty(name = "dcm.orders.long-time") Duration longOrderTime,
            @ConfigProperty(name = "dcm.storage.shared") boolean sharedStorage) {
        return new Policy(
                new Quota(containers, milliCpus, memoryMiB),
                new Limits(containerMilliCpus, containerMemoryMiB, pids),
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
    HostDirectory hosts(@ConfigProperty(name = "kafka.bootstrap.servers") String bootstrapServers, LogReaders readers) {
        HostDirectory hosts = new HostDirectory();
        Codec<HostSnapshot> codec = new Codec<>(Families.HOSTS);
        readers.register(new LogReader(
                        "hosts",
                        bootstrapServers,
                        LogReader.partitions(Topic.HOSTS.topicName(), Topic.HOSTS.partitions()),
                        LogReader.Start.BEGINNING,
                        records -> records.forEach(record ->
                                hosts.heard(KafkaRecords.message(codec, record).payload()))))
                .start();
        return hosts;
    }

    @Produces
    @Singleton
    PresetDirectory presets(
            @ConfigProperty(name = "kafka.bootstrap.servers") String bootstrapServers, LogReaders readers) {
        return PresetDirectory.following(bootstrapServers, readers);
    }

    @Produces
    @Singleton
    Topology topology(HostDirectory hosts, PresetDirectory presets, Policy policy) {
        return AdmissionTopology.of(hosts, presets, policy);
    }
}
