package dcm.worker.doctor;

import dcm.contract.identity.PortRange;
import dcm.contract.report.Finding;
import dcm.worker.engine.Engine;
import dcm.worker.engine.EngineConfiguration;
import dcm.worker.storage.FilesystemQuotas;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Checks the host and caches the findings. Not thread-safe. */
public final class Doctor {
    private static final Duration PERIOD = Duration.ofMinutes(1);

    private final Engine engine;
    private final Path storage;
    private final PortRange sshPorts;
    private final FilesystemQuotas quotas;
    private final Supplier<Optional<String>> firewallProblem;
    private final Clock clock;
    private List<Finding> findings = List.of();
    private Instant again = Instant.MIN;

    public Doctor(
            Engine engine,
            Path storage,
            PortRange sshPorts,
            FilesystemQuotas quotas,
            Supplier<Optional<String>> firewallProblem,
            Clock clock) {
        this.engine = engine;
        this.storage = storage;
        this.sshPorts = sshPorts;
        this.quotas = quotas;
        this.firewallProblem = firewallProblem;
        this.clock = clock;
    }

    /** The findings; at most one minute old. */
    public List<Finding> findings() throws InterruptedException {
        if (!clock.instant().isBefore(again)) {
            EngineConfiguration traits = engine.traits();
            findings = HostChecks.of(
                    traits,
                    HostFacts.read(
                            storage,
                            Path.of(traits.root()),
                            sshPorts,
                            quotas,
                            firewallProblem.get().orElse(null)));
            again = clock.instant().plus(PERIOD);
        }
        return findings;
    }
}
