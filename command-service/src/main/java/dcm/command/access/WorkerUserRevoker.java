package dcm.command.access;

import dcm.contract.identity.HostName;
import dcm.contract.identity.JoinId;
import dcm.contract.snapshot.HostSnapshot;
import dcm.kafka.LogPrincipal.WorkerName;
import dcm.rest.supervision.SupervisedLoop;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import org.jboss.logging.Logger;

/**
 * Deletes the users of a worker at the broker and the image registry after its host was removed or joined again. Retries after
 * a failure. Thread-safe.
 */
@Singleton
public class WorkerUserRevoker {
    private static final Logger LOG = Logger.getLogger(WorkerUserRevoker.class);

    private final List<WorkerUsers> servers;
    private final Map<HostName, Revocation> latest = new HashMap<>();
    private final BlockingQueue<Revocation> pending = new LinkedBlockingQueue<>();
    private final SupervisedLoop loop;

    @Inject
    WorkerUserRevoker(BrokerWorkerUsers broker, RegistryWorkerUsers registry) {
        this(List.of(broker, registry), Duration.ofSeconds(5));
    }

    WorkerUserRevoker(List<WorkerUsers> servers, Duration pause) {
        this.servers = List.copyOf(servers);
        this.loop = SupervisedLoop.of("worker-access", pause, this::revokeNext);
    }

    @PostConstruct
    void start() {
        loop.start();
    }

    @PreDestroy
    void stop() {
        loop.close();
    }

    /** Takes the new state of a host. Most heartbeats change nothing here. */
    public synchronized void hostChanged(HostSnapshot host) {
        Revocation.of(host)
                .filter(revocation -> !revocation.equals(latest.put(host.name(), revocation)))
                .ifPresent(pending::add);
    }

    private void revokeNext() throws IOException, InterruptedException, ExecutionException {
        Revocation next = pending.take();
        boolean done = false;
        try {
            revoke(next);
            done = true;
        } finally {
            if (!done) {
                pending.add(next);
            }
        }
    }

    private void revoke(Revocation revocation) throws IOException, InterruptedException, ExecutionException {
        for (WorkerUsers server : servers) {
            for (WorkerName user : server.all()) {
                if (user.host().equals(revocation.host()) && revocation.includes(user.join())) {
                    server.delete(user);
                    LOG.infof(
                            "access of a worker ended: host=%s id=%s",
                            user.host(), user.join().map(JoinId::value).orElse("none"));
                }
            }
        }
    }
}
