package dcm.worker.doctor;

import dcm.contract.identity.PortRange;
import dcm.contract.report.Finding;
import dcm.worker.engine.Engine;
import dcm.worker.engine.EngineConfiguration;
import dcm.worker.firewall.FirewallTables;
import dcm.worker.host.HostLock;
import dcm.worker.storage.FilesystemQuotas;
import dcm.worker.swarm.SwarmFacts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/** Checks the host and caches the findings. Not thread-safe, except for the methods that return the last results. */
public final class Doctor {
    private static final Duration PERIOD = Duration.ofMinutes(1);

    /** How often sizes of disks are read. */
    private static final Duration DISKS_PERIOD = Duration.ofSeconds(30);

    /** How long sizes of disks are returned. */
    private static final Duration DISKS_VALID = Duration.ofMinutes(2);

    private final Engine engine;
    private final Path storage;
    private final Path state;
    private final PortRange sshPorts;
    private final List<String> aliases;
    private final Optional<Path> certificate;
    private final FilesystemQuotas quotas;
    private final Supplier<Optional<String>> firewallProblem;
    private final Supplier<SwarmFacts> swarm;
    private final Clock clock;
    private volatile List<Finding> findings = List.of();
    private volatile Disks disks = new Disks(List.of(), Instant.MIN);
    private Optional<Path> engineRoot = Optional.empty();
    private Instant nextCheck = Instant.MIN;
    private Optional<String> swarmProblem = Optional.empty();

    private record Disks(List<HostFacts.Disk> all, Instant time) {}

    /**
     * @param aliases the addresses on which the host publishes ports
     * @param certificate the file with the worker's certificate; empty if the worker is reached from its own machine only
     */
    public Doctor(
            Engine engine,
            Path storage,
            Path state,
            PortRange sshPorts,
            List<String> aliases,
            Optional<Path> certificate,
            FilesystemQuotas quotas,
            Supplier<Optional<String>> firewallProblem,
            Supplier<SwarmFacts> swarm,
            Clock clock) {
        this.engine = engine;
        this.storage = storage;
        this.state = state;
        this.sshPorts = sshPorts;
        this.aliases = List.copyOf(aliases);
        this.certificate = certificate;
        this.quotas = quotas;
        this.firewallProblem = firewallProblem;
        this.swarm = swarm;
        this.clock = clock;
    }

    /** Reads the sizes of the disks. Needs no engine, which does not answer while its disk is full. */
    public void measureDisks() {
        if (clock.instant().isBefore(disks.time().plus(DISKS_PERIOD))) {
            return; // each measurement reads all mounts of the machine
        }
        disks = new Disks(HostFacts.disks(storage, engineRoot, state), clock.instant());
    }

    /** The findings; at most one minute old. Those of the swarm are current, because placement depends on them. */
    public List<Finding> findings() throws InterruptedException {
        SwarmFacts facts = swarm.get();
        if (!clock.instant().isBefore(nextCheck) || !facts.problem().equals(swarmProblem)) {
            EngineConfiguration configuration = engine.configuration();
            engineRoot = Optional.of(Path.of(configuration.root()));
            HostFacts host = HostFacts.read(
                    storage,
                    Path.of(configuration.root()),
                    state,
                    sshPorts,
                    aliases,
                    quotas,
                    firewallProblem.get().orElse(null));
            Set<String> workers = workers();
            Map<String, Integer> others = engine.containersOfOtherInstallations();
            findings = Stream.of(
                            HostChecks.of(configuration, host, facts).stream(),
                            certificate.map(file -> CertificateCheck.of(file, clock.instant())).stream(),
                            HostChecks.unknownInstallations(unknownInstallations(others, workers)).stream(),
                            FirewallChecks.abandonedTables(
                                    FirewallTables.abandoned(FirewallTables.loaded(), workers, others.keySet()))
                                    .stream())
                    .flatMap(found -> found)
                    .toList();
            swarmProblem = facts.problem();
            nextCheck = clock.instant().plus(PERIOD);
        }
        return findings;
    }

    /** The number of findings of a level at the last check. */
    public long count(Finding.Level level) {
        return findings.stream().filter(finding -> finding.level() == level).count();
    }

    /** The free bytes of a filesystem; NaN if it is not on this machine or was not read for 2 minutes. */
    public double freeBytes(DiskUse use) {
        return bytes(use, HostFacts.Disk::freeBytes);
    }

    /** The size of a filesystem in bytes; NaN if it is not on this machine or was not read for 2 minutes. */
    public double totalBytes(DiskUse use) {
        return bytes(use, HostFacts.Disk::totalBytes);
    }

    private double bytes(DiskUse use, ToDoubleFunction<HostFacts.Disk> size) {
        Disks measured = disks;
        if (measured.time().isBefore(clock.instant().minus(DISKS_VALID))) {
            return Double.NaN;
        }
        return measured.all().stream()
                .filter(disk -> disk.use() == use)
                .mapToDouble(size)
                .findFirst()
                .orElse(Double.NaN);
    }

    /** Other installations whose containers are here and whose workers are not. */
    private static Map<String, Integer> unknownInstallations(Map<String, Integer> others, Set<String> workers) {
        Map<String, Integer> unknown = new TreeMap<>(others);
        unknown.keySet().removeIf(id -> workers.stream().anyMatch(worker -> worker.startsWith(id + "-")));
        return unknown;
    }

    private static Set<String> workers() {
        try {
            return HostLock.held();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
