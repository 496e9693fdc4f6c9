package dcm.kafka;

import static dcm.contract.topic.Topic.ACCOUNTS;
import static dcm.contract.topic.Topic.CATALOG;
import static dcm.contract.topic.Topic.EVENTS;
import static dcm.contract.topic.Topic.HEARTBEATS;
import static dcm.contract.topic.Topic.HOSTS;
import static dcm.contract.topic.Topic.INTENTS;
import static dcm.contract.topic.Topic.LIVENESS;
import static dcm.contract.topic.Topic.NOTICES;
import static dcm.contract.topic.Topic.ORDERS;
import static dcm.contract.topic.Topic.REPORTS;
import static dcm.contract.topic.Topic.WANTED;

import dcm.contract.identity.HostName;
import dcm.contract.identity.JoinId;
import dcm.contract.topic.Topic;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A Kafka user, which is a service or the worker of a host, with the topics that it needs. Access to other topics is
 * denied.
 *
 * @param name the user name
 * @param reads the topics that it can read; of topics that each host has, see {@code host}
 * @param writes the topics that it can write
 * @param streams whether it runs admission's Kafka Streams application, with its group, its transactions and its
 *     internal topics, and deletes the users of removed hosts
 * @param host a worker's host: of topics that each host has, it can use only this host's; empty: those of all hosts
 */
public record LogPrincipal(String name, Set<Topic> reads, Set<Topic> writes, boolean streams, Optional<HostName> host) {
    /** Records intents and runs admission, the only writer of events, orders, desired state and snapshots. */
    public static final LogPrincipal COMMAND_SERVICE = new LogPrincipal(
            "command-service",
            Set.of(INTENTS, REPORTS, HEARTBEATS, EVENTS, NOTICES, ACCOUNTS, HOSTS, LIVENESS, CATALOG),
            Set.of(INTENTS, EVENTS, ORDERS, WANTED, ACCOUNTS, HOSTS, LIVENESS, CATALOG),
            true,
            Optional.empty());

    public static final LogPrincipal PROJECTION_SERVICE =
            service("projection-service", Set.of(INTENTS, EVENTS, ACCOUNTS, HOSTS, LIVENESS, CATALOG), Set.of());

    /** The consumer group of the instances of projection-service, which share the partitions that they read into the views. */
    public static final String VIEWS_GROUP = "dcm-views";

    /** Records administrators' intents and reports about sign-ins. */
    public static final LogPrincipal USER_SERVICE =
            service("user-service", Set.of(EVENTS, ACCOUNTS, HOSTS, LIVENESS, CATALOG), Set.of(INTENTS, REPORTS));

    /** Reads accounts and their keys, and the addresses of hosts. */
    public static final LogPrincipal SSH_GATEWAY = service("ssh-gateway", Set.of(ACCOUNTS, HOSTS), Set.of());

    /** The services. An installation has one of each. */
    public static final List<LogPrincipal> SERVICES =
            List.of(COMMAND_SERVICE, PROJECTION_SERVICE, USER_SERVICE, SSH_GATEWAY);

    /** What each worker reads; of the topics that each host has, those of its host. */
    static final Set<Topic> WORKER_READS = Set.of(ORDERS, WANTED, ACCOUNTS, HOSTS, CATALOG);

    static final Set<Topic> WORKER_WRITES = Set.of(REPORTS, HEARTBEATS, NOTICES);

    private static final String WORKER = "worker-";

    /** Between the names of the host and of the invitation; no name of a host contains it. */
    private static final String JOIN = "@";

    /** A user name of the worker of {@code host}; the invitation is empty if the installation itself has set it up. */
    public record WorkerName(HostName host, Optional<JoinId> join) {
        /** Reads a user name; empty if it is not that of a worker. */
        public static Optional<WorkerName> parse(String user) {
            if (!user.startsWith(WORKER)) {
                return Optional.empty();
            }
            String[] parts = user.substring(WORKER.length()).split(JOIN, -1);
            if (parts.length > 2 || !HostName.isValid(parts[0]) || parts.length == 2 && !JoinId.isValid(parts[1])) {
                return Optional.empty();
            }
            return Optional.of(new WorkerName(
                    new HostName(parts[0]), parts.length == 2 ? Optional.of(new JoinId(parts[1])) : Optional.empty()));
        }

        public LogPrincipal principal() {
            return worker(host, join);
        }
    }

    public LogPrincipal {
        reads = Set.copyOf(reads);
        writes = Set.copyOf(writes);
    }

    /** The worker of {@code host}, which the installation itself has set up. */
    public static LogPrincipal worker(HostName host) {
        return worker(host, Optional.empty());
    }

    /**
     * The worker of {@code host}. Each invitation has a user of its own, so that the user of a removed host can be deleted at
     * any time.
     */
    public static LogPrincipal worker(HostName host, Optional<JoinId> join) {
        return new LogPrincipal(
                WORKER + host + join.map(id -> JOIN + id).orElse(""),
                WORKER_READS,
                WORKER_WRITES,
                false,
                Optional.of(host));
    }

    private static LogPrincipal service(String name, Set<Topic> reads, Set<Topic> writes) {
        return new LogPrincipal(name, reads, writes, false, Optional.empty());
    }
}
