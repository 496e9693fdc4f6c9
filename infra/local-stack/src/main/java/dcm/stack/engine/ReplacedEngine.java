package dcm.stack.engine;

import dcm.contract.codec.Codec;
import dcm.contract.codec.Families;
import dcm.contract.identity.AggregateId;
import dcm.contract.identity.HostName;
import dcm.contract.identity.IntentId;
import dcm.contract.intent.HostIntent.CordonHost;
import dcm.contract.intent.HostIntent.RemoveHost;
import dcm.contract.report.HeartbeatInterval;
import dcm.contract.snapshot.HostSnapshot;
import dcm.contract.topic.Topic;
import dcm.kafka.KafkaRecords;
import dcm.kafka.LogReader;
import dcm.stack.installation.Installation;
import dcm.stack.kafka.InstallationIntents;
import dcm.stack.machine.CommandName;
import dcm.stack.machine.PollDelay;
import dcm.stack.machine.StackFailure;
import dcm.stack.part.StartupStep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Removes the installation's own host from a log that was restored on a machine with another engine, so that the worker registers the
 * host again with that engine. The containers of the former engine are then lost, and can be recreated.
 */
public final class ReplacedEngine {
    private static final String STEP = "replaced-engine";
    private static final Duration TIMEOUT = Duration.ofSeconds(90);
    private static final Duration BETWEEN_ATTEMPTS = Duration.ofSeconds(5);

    private final Installation installation;
    private final HostName host;

    private ReplacedEngine(Installation installation) {
        this.installation = installation;
        this.host = new HostName(installation.hostName());
    }

    /**
     * Permits the next start to remove the host, if the engine is another one.
     *
     * @param home the installation's directory
     */
    public static void permit(Path home) {
        try {
            Files.writeString(mark(home), "");
        } catch (IOException e) {
            throw new StackFailure("Cannot write to %s: %s".formatted(mark(home), e.getMessage()), e);
        }
    }

    /** The step, which must precede the start of the worker; empty if nothing was restored since the last start. */
    public static Optional<StartupStep> step(Installation installation) {
        return Files.exists(mark(installation.home()))
                ? Optional.of(new StartupStep(
                        STEP, Set.of("topics", "command-service"), new ReplacedEngine(installation)::accept))
                : Optional.empty();
    }

    private static Path mark(Path home) {
        return home.resolve("data/restored");
    }

    private void accept(Consumer<String> report) {
        if (!Files.exists(mark(installation.home()))) {
            return;
        }
        EngineFacts engine = EngineFacts.of(installation)
                .orElseThrow(() -> new StackFailure(
                        "The Docker Engine at %s does not answer. Start it.".formatted(installation.dockerHost())));
        try {
            removeUnlessOf(engine.id(), report);
            Files.deleteIfExists(mark(installation.home()));
        } catch (IOException e) {
            throw new StackFailure("Cannot delete %s: %s".formatted(mark(installation.home()), e.getMessage()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackFailure("Interrupted while the host was removed.", e);
        }
    }

    private void removeUnlessOf(String engine, Consumer<String> report) throws InterruptedException {
        Codec<HostSnapshot> codec = new Codec<>(Families.HOSTS);
        Map<String, HostSnapshot> hosts = new ConcurrentHashMap<>();
        try (LogReader reader = LogReader.ofTable(
                STEP,
                installation.kafka(),
                Topic.HOSTS,
                records -> records.forEach(record -> hosts.put(
                        record.key(), KafkaRecords.message(codec, record).payload())))) {
            if (!reader.start().awaitCaughtUp(TIMEOUT)) {
                throw new StackFailure("Cannot read the hosts from the log in time. Run ./dcm up again.");
            }
            if (isOf(hosts, engine)) {
                return;
            }
            report.accept("%s … the host %s had another Docker Engine, and is registered again".formatted(STEP, host));
            if (!installation.storageShared()) {
                cordonOthers(hosts, report);
            }
            // Admission waits for this time before it believes that a host is silent: the interval of heartbeats, and
            // 12 s.
            Thread.sleep(HeartbeatInterval.of(hosts.size()).plusSeconds(13));
            long deadline = System.nanoTime() + TIMEOUT.toNanos();
            while (!isOf(hosts, engine)) {
                if (System.nanoTime() > deadline) {
                    throw new StackFailure(
                            "The host %s could not be removed from the log. To remove it: ./dcm host rm %s. Then: ./dcm down; ./dcm up"
                                    .formatted(host, host));
                }
                remove();
                awaitRemoved(hosts, engine);
            }
        }
        report.accept(CommandName.in(
                "%s … the containers of %s are lost with its former engine. To recreate all of them: ./dcm host recreate %s"
                        .formatted(STEP, host, host)));
    }

    /** Otherwise, containers could be recreated on another host, where their owners' homes would be empty. */
    private void cordonOthers(Map<String, HostSnapshot> hosts, Consumer<String> report) {
        String reason = "Containers of %s must be recreated first.".formatted(host);
        try (InstallationIntents intents = new InstallationIntents(installation)) {
            othersToCordon(hosts.values(), host)
                    .forEach(other -> intents.append(AggregateId.of(other), IntentId.fresh(), new CordonHost(reason)));
        }
        long deadline = System.nanoTime() + TIMEOUT.toNanos();
        while (!othersToCordon(hosts.values(), host).isEmpty()) {
            if (System.nanoTime() > deadline) {
                throw new StackFailure("These hosts could not be cordoned: %s. Run: ./dcm down; ./dcm up"
                        .formatted(othersToCordon(hosts.values(), host)));
            }
            PollDelay.briefly();
        }
        hosts.values().stream()
                .filter(other ->
                        other.cordon() != null && reason.equals(other.cordon().reason()))
                .sorted(Comparator.comparing(HostSnapshot::name))
                .forEach(other -> report.accept(CommandName.in(
                        "%s … the host %s is cordoned, so that containers return to %s. After 'host recreate %s': ./dcm host uncordon %s"
                                .formatted(STEP, other.name(), host, host, other.name()))));
    }

    /** The other hosts on which containers can be placed. */
    static List<HostName> othersToCordon(Collection<HostSnapshot> hosts, HostName own) {
        return hosts.stream()
                .filter(other -> !other.name().equals(own) && other.removedAt() == null && other.cordon() == null)
                .map(HostSnapshot::name)
                .sorted()
                .toList();
    }

    private void remove() {
        try (InstallationIntents intents = new InstallationIntents(installation)) {
            intents.append(AggregateId.of(host), IntentId.fresh(), new RemoveHost());
        }
    }

    private void awaitRemoved(Map<String, HostSnapshot> hosts, String engine) {
        long end = System.nanoTime() + BETWEEN_ATTEMPTS.toNanos();
        while (!isOf(hosts, engine) && System.nanoTime() < end) {
            PollDelay.briefly();
        }
    }

    /** Whether the host has this engine, or may register with it. */
    private boolean isOf(Map<String, HostSnapshot> hosts, String engine) {
        HostSnapshot known = hosts.get(host.value());
        return known == null
                || known.removedAt() != null
                || known.report().engineId().equals(engine);
    }
}
