package dcm.kafka;

import static org.apache.kafka.common.acl.AclOperation.ALTER;
import static org.apache.kafka.common.acl.AclOperation.ALTER_CONFIGS;
import static org.apache.kafka.common.acl.AclOperation.CREATE;
import static org.apache.kafka.common.acl.AclOperation.DESCRIBE;
import static org.apache.kafka.common.acl.AclOperation.DESCRIBE_CONFIGS;
import static org.apache.kafka.common.acl.AclOperation.READ;
import static org.apache.kafka.common.acl.AclOperation.WRITE;
import static org.apache.kafka.common.resource.PatternType.LITERAL;
import static org.apache.kafka.common.resource.PatternType.PREFIXED;
import static org.apache.kafka.common.resource.ResourceType.CLUSTER;
import static org.apache.kafka.common.resource.ResourceType.GROUP;
import static org.apache.kafka.common.resource.ResourceType.TOPIC;
import static org.apache.kafka.common.resource.ResourceType.TRANSACTIONAL_ID;

import dcm.contract.topic.Topic;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialAlteration;
import org.apache.kafka.clients.admin.UserScramCredentialDeletion;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AccessControlEntryFilter;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.errors.ResourceNotFoundException;
import org.apache.kafka.common.quota.ClientQuotaAlteration;
import org.apache.kafka.common.quota.ClientQuotaEntity;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.Resource;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourcePatternFilter;
import org.apache.kafka.common.resource.ResourceType;
import org.jspecify.annotations.Nullable;

/** Creates the broker's users and their ACLs from {@link LogPrincipal}. */
public final class BrokerUserProvisioner {
    /** The name of admission's Kafka Streams application; its group, transactions and internal topics begin with it. */
    public static final String STREAMS_APPLICATION = "dcm-admission";

    static final ScramMechanism SCRAM = ScramMechanism.SCRAM_SHA_256;

    /** Kafka's minimum. More iterations only slow down guessing, and random passwords of 192 bits cannot be guessed. */
    private static final int ITERATIONS = 4096;

    private static final String ANY_HOST = "*";

    private static final String PRODUCER_BYTE_RATE = "producer_byte_rate";

    /** Far above what a worker needs, and low enough that one worker cannot fill the log's disk unnoticed. */
    private static final double WORKER_BYTES_PER_SECOND = 1024.0 * 1024;

    private BrokerUserProvisioner() {}

    /**
     * Sets each principal's password, the limit of what a worker writes, and exactly its ACLs; deletes its other ACLs.
     * Idempotent.
     *
     * @param admin connected as a super user
     * @param passwords by principal
     */
    public static void ensure(Admin admin, Map<LogPrincipal, String> passwords)
            throws InterruptedException, ExecutionException {
        List<UserScramCredentialAlteration> credentials = passwords.entrySet().stream()
                .<UserScramCredentialAlteration>map(entry -> new UserScramCredentialUpsertion(
                        entry.getKey().name(), new ScramCredentialInfo(SCRAM, ITERATIONS), entry.getValue()))
                .toList();
        admin.alterUserScramCredentials(credentials).all().get();
        for (LogPrincipal principal : passwords.keySet()) {
            ensureAcls(admin, principal);
            if (principal.host().isPresent()) {
                limitWrites(admin, principal, WORKER_BYTES_PER_SECOND);
            }
        }
    }

    /** @param bytesPerSecond null: no limit */
    private static void limitWrites(Admin admin, LogPrincipal principal, @Nullable Double bytesPerSecond)
            throws InterruptedException, ExecutionException {
        admin.alterClientQuotas(List.of(new ClientQuotaAlteration(
                        new ClientQuotaEntity(Map.of(ClientQuotaEntity.USER, principal.name())),
                        List.of(new ClientQuotaAlteration.Op(PRODUCER_BYTE_RATE, bytesPerSecond)))))
                .all()
                .get();
    }

    /**
     * Deletes a principal's password and ACLs. Without ACLs, its open connections can do
     * nothing. Idempotent, and safe for concurrent processes.
     *
     * @param admin connected as a super user
     */
    public static void remove(Admin admin, LogPrincipal principal) throws InterruptedException, ExecutionException {
        admin.deleteAcls(List.of(all(principal))).all().get();
        limitWrites(admin, principal, null);
        deletePassword(admin, principal);
    }

    private static void deletePassword(Admin admin, LogPrincipal principal)
            throws InterruptedException, ExecutionException {
        try {
            admin.alterUserScramCredentials(List.of(new UserScramCredentialDeletion(principal.name(), SCRAM)))
                    .all()
                    .get();
        } catch (ExecutionException e) {
            // There is none, or another process deletes it at the same time: command-service and ./dcm host rm both do.
            if (!(e.getCause() instanceof ResourceNotFoundException)) {
                throw e;
            }
        }
    }

    private static void ensureAcls(Admin admin, LogPrincipal principal)
            throws InterruptedException, ExecutionException {
        Set<AclBinding> allowed = Set.copyOf(acls(principal));
        Collection<AclBinding> existing =
                admin.describeAcls(all(principal)).values().get();
        Set<AclBinding> missing = new HashSet<>(allowed);
        missing.removeAll(existing);
        Set<AclBinding> obsolete = new HashSet<>(existing);
        obsolete.removeAll(allowed);
        admin.createAcls(missing).all().get();
        admin.deleteAcls(obsolete.stream().map(AclBinding::toFilter).toList())
                .all()
                .get();
    }

    private static AclBindingFilter all(LogPrincipal principal) {
        return new AclBindingFilter(
                ResourcePatternFilter.ANY,
                new AccessControlEntryFilter(user(principal), null, AclOperation.ANY, AclPermissionType.ANY));
    }

    /** The ACLs of {@code principal}. READ and WRITE include DESCRIBE. */
    static List<AclBinding> acls(LogPrincipal principal) {
        Stream<AclBinding> reads = principal.reads().stream().map(topic -> allow(principal, topic, READ));
        Stream<AclBinding> writes = principal.writes().stream().map(topic -> allow(principal, topic, WRITE));
        // The writer of hosts' topics creates them, so that it never writes to one that does not exist.
        Stream<AclBinding> creates =
                principal.writes().stream().filter(Topic::isPerHost).map(topic -> allow(principal, topic, CREATE));
        return Stream.of(reads, writes, creates, streams(principal), views(principal), revocations(principal))
                .flatMap(acls -> acls)
                .toList();
    }

    private static AclBinding allow(LogPrincipal principal, Topic topic, AclOperation operation) {
        if (!topic.isPerHost()) {
            return allow(principal, TOPIC, topic.topicName(), LITERAL, operation);
        }
        return principal
                .host()
                .map(host -> allow(principal, TOPIC, topic.topicName(host), LITERAL, operation))
                .orElseGet(() -> allow(principal, TOPIC, topic.prefix(), PREFIXED, operation));
    }

    /** What the deletion of a user, its ACLs and its quota needs, see {@link #remove}. */
    private static Stream<AclBinding> revocations(LogPrincipal principal) {
        return principal.streams()
                ? Stream.of(ALTER, DESCRIBE, ALTER_CONFIGS)
                        .map(operation -> allow(principal, CLUSTER, Resource.CLUSTER_NAME, LITERAL, operation))
                : Stream.empty();
    }

    private static Stream<AclBinding> views(LogPrincipal principal) {
        return principal.name().equals(LogPrincipal.PROJECTION_SERVICE.name())
                ? Stream.of(allow(principal, GROUP, LogPrincipal.VIEWS_GROUP, LITERAL, READ))
                : Stream.empty();
    }

    private static Stream<AclBinding> streams(LogPrincipal principal) {
        if (!principal.streams()) {
            return Stream.empty();
        }
        Stream<AclBinding> internalTopics = Stream.of(READ, WRITE, CREATE, DESCRIBE_CONFIGS, ALTER_CONFIGS)
                .map(operation -> allow(principal, TOPIC, STREAMS_APPLICATION, PREFIXED, operation));
        Stream<AclBinding> group = Stream.of(READ, DESCRIBE)
                .map(operation -> allow(principal, GROUP, STREAMS_APPLICATION, LITERAL, operation));
        Stream<AclBinding> transactions = Stream.of(WRITE, DESCRIBE)
                .map(operation -> allow(principal, TRANSACTIONAL_ID, STREAMS_APPLICATION, PREFIXED, operation));
        return Stream.of(internalTopics, group, transactions).flatMap(acls -> acls);
    }

    private static AclBinding allow(
            LogPrincipal principal, ResourceType type, String name, PatternType pattern, AclOperation operation) {
        return new AclBinding(
                new ResourcePattern(type, name, pattern),
                new AccessControlEntry(user(principal), ANY_HOST, operation, AclPermissionType.ALLOW));
    }

    private static String user(LogPrincipal principal) {
        return "User:" + principal.name();
    }
}
