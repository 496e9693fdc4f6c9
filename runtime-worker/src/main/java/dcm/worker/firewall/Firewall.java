package dcm.worker.firewall;

import dcm.contract.identity.PublishedPort;
import dcm.rest.supervision.Supervised;
import dcm.rest.supervision.SupervisedLoop;
import dcm.worker.host.CommandRunner;
import dcm.worker.host.WorkerConfig;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the {@link FirewallRules} loaded: reloads them when ports change and when something removed or changed them, such as
 * a restart of the host's firewall. The rules remain when the worker ends, because containers keep running. Thread-safe.
 */
public final class Firewall implements Supervised {
    private static final Logger LOG = Logger.getLogger(Firewall.class);
    private static final Duration PERIOD = Duration.ofSeconds(10);

    private final FirewallRules rules;
    private final Supplier<Collection<PublishedPort>> published;
    private final Supplier<Optional<Set<String>>> swarm;
    private final Duration period;
    private final SupervisedLoop loop = SupervisedLoop.of("firewall", this::keep);
    private final Semaphore hints = new Semaphore(0);
    private String loaded = "";
    /** What the loaded rules are made of; null if none are loaded. */
    private @Nullable Inputs inputs;

    private String listing = "";
    /** When the listing was last read, by {@link System#nanoTime}. */
    private long listed;

    private volatile @Nullable String problem;

    private record Inputs(Set<PublishedPort> published, ContainerBridges bridges, Optional<Set<String>> swarm) {}

    /**
     * Creates the firewall without loading rules.
     *
     * @param published returns the currently published ports of all containers, except SSH
     * @param swarm returns the addresses of the other hosts
     */
    public Firewall(
            String installation,
            WorkerConfig host,
            Supplier<Collection<PublishedPort>> published,
            Supplier<Set<String>> swarm) {
        this(
                FirewallRules.of(
                        installation,
                        host.name(),
                        host.networks(),
                        host.aliases(),
                        host.sshPorts(),
                        host.connectionsPerOwner(),
                        host.openPorts().orElse(List.of())),
                published,
                () -> host.swarm().mode().isOn() ? Optional.of(swarm.get()) : Optional.empty(),
                PERIOD);
    }

    Firewall(
            FirewallRules rules,
            Supplier<Collection<PublishedPort>> published,
            Supplier<Optional<Set<String>>> swarm,
            Duration period) {
        this.rules = rules;
        this.published = published;
        this.swarm = swarm;
        this.period = period;
    }

    public Firewall start() {
        loop.start();
        return this;
    }

    /** Signals that ports or hosts may have changed. */
    public void hint() {
        hints.release();
    }

    /** Why the rules are not loaded; empty if they are loaded. */
    public Optional<String> problem() {
        return Optional.ofNullable(problem);
    }

    @Override
    public SupervisedLoop loop() {
        return loop;
    }

    /**
     * A failure does not stop the worker: a host without nftables runs containers too, and doctor reports the problem.
     */
    private void keep() throws InterruptedException {
        try {
            Inputs now = new Inputs(Set.copyOf(published.get()), ContainerBridges.find(rules.pool()), swarm.get());
            if (!now.equals(inputs)) {
                String script = rules.script(now.published(), now.bridges(), now.swarm());
                if (!script.equals(loaded)) {
                    load(script, script);
                }
                inputs = now;
            }
            if (isComparisonDue() && !listing.equals(currentListing())) {
                LOG.warnf("firewall rules were changed and are loaded again: table=%s", rules.table());
                load(loaded, rules.replacing(loaded));
            }
            problem = null;
        } catch (IOException e) {
            if (problem == null) {
                LOG.errorf(
                        "firewall rules not loaded, containers can reach services of the host: reason=%s",
                        e.getMessage());
            }
            problem = String.valueOf(e.getMessage());
            loaded = "";
            inputs = null;
        }
        if (hints.tryAcquire(period.toMillis(), TimeUnit.MILLISECONDS)) {
            hints.drainPermits();
        }
    }

    private void load(String script, String command) throws IOException, InterruptedException {
        CommandRunner.runWith(command, "nft", "-f", "-");
        listing = currentListing();
        loaded = script;
        LOG.debugf("firewall rules loaded: table=%s", rules.table());
    }

    /** Hints do not postpone the comparison: ports may change all the time. */
    private boolean isComparisonDue() {
        return System.nanoTime() - listed >= period.toNanos();
    }

    private String currentListing() throws InterruptedException {
        String current = listing();
        listed = System.nanoTime();
        return current;
    }

    /** The loaded rules as nft prints them, without counters and counted connections; differs if there are none. */
    private String listing() throws InterruptedException {
        try {
            return CommandRunner.run("nft", "--stateless", "--terse", "list", "table", "inet", rules.table())
                    + elements("published")
                    + elements("same_owner");
        } catch (IOException e) {
            return "not loaded";
        }
    }

    private String elements(String set) throws IOException, InterruptedException {
        return CommandRunner.run("nft", "--stateless", "list", "set", "inet", rules.table(), set);
    }
}
