package dcm.worker.swarm;

import dcm.rest.supervision.Supervised;
import dcm.rest.supervision.SupervisedLoop;
import dcm.worker.engine.EngineException;
import dcm.worker.engine.OverlayNetworks;
import dcm.worker.host.WorkerConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Lets this host's engine join the swarm of the hosts. Starts after this host was admitted, because other hosts accept
 * the packets of a swarm only from hosts that they know.
 */
public final class SwarmMembership implements Supervised {
    private static final Logger LOG = Logger.getLogger(SwarmMembership.class);
    private static final Duration PERIOD = Duration.ofSeconds(5);

    private final OverlayNetworks networks;
    private final WorkerConfig.Swarm config;
    private final SupervisedLoop loop = SupervisedLoop.of("swarm", this::run);
    private volatile @Nullable String problem;

    public SwarmMembership(OverlayNetworks networks, WorkerConfig.Swarm config) {
        this.networks = networks;
        this.config = config;
    }

    public SwarmMembership start() {
        loop.start();
        return this;
    }

    /** Why the engine is not connected to the swarm; empty if it is. */
    public Optional<String> problem() {
        return Optional.ofNullable(problem);
    }

    @Override
    public SupervisedLoop loop() {
        return loop;
    }

    private void run() throws InterruptedException {
        try {
            problem = ensure();
        } catch (EngineException | IOException e) {
            String reason = e instanceof EngineException engine ? engine.message() : e.toString();
            if (problem == null) {
                LOG.errorf("engine cannot join the swarm, this is retried: reason=%s", reason);
            }
            problem = reason;
        }
        Thread.sleep(PERIOD);
    }

    private @Nullable String ensure() throws IOException {
        var state = networks.state();
        if (state.member()) {
            return state.error().isEmpty() ? null : state.error();
        }
        Optional<String> manager = config.manager();
        Optional<Path> token = config.token();
        if (manager.isEmpty() || token.isEmpty() || config.address().isEmpty()) {
            return "The Docker Engine of this host is not in a swarm. Restart DCM to create it: dcm down; dcm up";
        }
        networks.join(
                manager.get(),
                Files.readString(token.get()).strip(),
                config.address().get());
        LOG.infof("engine joined the swarm: address=%s", manager.get());
        return null;
    }
}
