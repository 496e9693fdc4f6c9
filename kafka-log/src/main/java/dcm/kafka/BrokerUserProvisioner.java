package dcm.kafka;

import static java.util.stream.Collectors.toSet;
import static org.apache.kafka.common.acl.AclOperation.ALTER;
import static org.apache.kafka.common.acl.AclOperation.ALTER_CONFIGS;
import static org.apache.kafka.common.acl.AclOperation.CREATE;
import static org.apache.kafka.common.acl.AclOperation.DESCRIBE;
import static org.apache.kafka.common.acl.AclOperation.DESCRIBE_CONFIGS;
import static org.apache.kafka.common.acl.AclOperation.READ;
import static org.apache.kafka.common.acl.AclOperation.WRITE;
import static org.apache.kafka.common.acl.AclPermissionType.ALLOW;
import static org.apache.kafka.common.acl.AclPermissionType.DENY;
import static org.apache.kafka.common.resource.PatternType.LITERAL;
import static org.apache.kafka.common.resource.PatternType.PREFIXED;
import static org.apache.kafka.common.resource.ResourceType.CLUSTER;
import static org.apache.kafka.common.resource.ResourceType.GROUP;
import static org.apache.kafka.common.resource.ResourceType.TOPIC;
import static org.apache.kafka.common.resource.ResourceType.TRANSACTIONAL_ID;

import dcm.contract.identity.HostName;
import dcm.contract.topic.Topic;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
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

/**
 * Creates the broker's users and their ACLs from {@link LogPrincipal}.
 *
 * <p>The topics that all workers use are allowed to everybody, and denied to each service that does not need them and to removed workers. The
 * broker compares each request with all ACLs of the topic, so one ACL for each worker would cost it time for hosts².
 */
public final class BrokerUserProvisioner {
    /** The name of admission's Kafka Streams application; its group, transactions and internal topics begin with it. */
    public static final String STREAMS_APPLICATION = "dcm-admission";

    static final ScramMechanism SCRAM = ScramMechanism.SCRAM_SHA_256;

    /** Kafka's minimum. More iterations only slow down guessing, and random passwords of 192 bits cannot be guessed. */
    private static final int ITERATIONS = 4096;

    private static final String ANY_HOST = "*";

    private static final String EVERYBODY = "User:*";

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
        ensure(admin, passwords, BrokerUserProvisioner::acls, sharedByWorkers());
    }

    /**
     * The same on a cluster that has other applications, whose users get no access: each worker has ACLs of its own.
     *
     * @param admin connected as a super user
     * @param passwords by principal
     */
    public static void ensureOnSharedCluster(Admin admin, Map<LogPrincipal, String> passwords)
            throws InterruptedException, ExecutionException {
        ensure(admin, passwords, BrokerUserProvisioner::aclsOnSharedCluster, List.of());
    }

    private static void ensure(
            Admin admin,
            Map<LogPrincipal, String> passwords,
            Function<LogPrincipal, List<AclBinding>> acls,
            List<AclBinding> ofEverybody)
            throws InterruptedException, ExecutionException {
        List<UserScramCredentialAlteration> credentials = passwords.entrySet().stream()
                .<UserScramCredentialAlteration>map(entry -> new UserScramCredentialUpsertion(
                        entry.getKey().name(), new ScramCredentialInfo(SCRAM, ITERATIONS), entry.getValue()))
                .toList();
        admin.alterUserScramCredentials(credentials).all().get();
        ensureAcls(admin, passwords.keySet(), acls, ofEverybody);
        limitWrites(
                admin,
                passwords.keySet().stream()
                        .filter(principal -> principal.host().isPresent())
                        .toList(),
                WORKER_BYTES_PER_SECOND);
    }

    /** @param bytesPerSecond null: no limit */
    private static void limitWrites(Admin admin, List<LogPrincipal> principals, @Nullable Double bytesPerSecond)
            throws InterruptedException, ExecutionException {
        var limit = List.of(new ClientQuotaAlteration.Op(PRODUCER_BYTE_RATE, bytesPerSecond));
        admin.alterClientQuotas(principals.stream()
                        .map(principal -> new ClientQuotaAlteration(
                                new ClientQuotaEntity(Map.of(ClientQuotaEntity.USER, principal.name())), limit))
                        .toList())
                .all()
                .get();
    }

    /**
     * Deletes a worker's password and ACLs, and denies it all topics, so that its open connections can do nothing. Idempotent, and safe for
     * concurrent processes.
     *
     * @param admin connected as a super user
     */
    public static void remove(Admin admin, LogPrincipal principal) throws InterruptedException, ExecutionException {
        admin.createAcls(denied(principal, Set.of(), Set.of()).toList()).all().get();
        admin.deleteAcls(List.of(of(principal, ALLOW))).all().get();
        limitWrites(admin, List.of(principal), null);
        deletePassword(admin, principal);
    }

    private static void deletePassword(Admin admin, LogPrincipal principal)
            throws InterruptedException, ExecutionException {
        try {
            admin.alterUserScramCredentials(List.of(new UserScramCredentialDeletion(principal.name(), SCRAM)))
                    .all()
                    .get();
        } catch (ExecutionException e) {
            // There is none, or another process deletes it at the same time: command-service and dcm host rm both do.
            if (!(e.getCause() instanceof ResourceNotFoundException)) {
                throw e;
            }
        }
    }

    private static void ensureAcls(
            Admin admin,
            Set<LogPrincipal> principals,
            Function<LogPrincipal, List<AclBinding>> acls,
            List<AclBinding> ofEverybody)
            throws InterruptedException, ExecutionException {
        Set<AclBinding> allowed = principals.stream()
                .flatMap(principal -> acls.apply(principal).stream())
                .collect(toSet());
        Set<String> users = principals.stream().map(BrokerUserProvisioner::user).collect(toSet());
        Set<AclBinding> existing = admin.describeAcls(AclBindingFilter.ANY).values().get().stream()
                .filter(acl -> users.contains(acl.entry().principal()))
                .collect(toSet());
        admin.createAcls(difference(allowed, existing)).all().get();
        // After the denials for those who do not need it, and before the deletion of what it replaces.
        admin.createAcls(ofEverybody).all().get();
        admin.deleteAcls(difference(existing, allowed).stream()
                        .map(AclBinding::toFilter)
                        .toList())
                .all()
                .get();
    }

    private static Set<AclBinding> difference(Set<AclBinding> all, Set<AclBinding> without) {
        Set<AclBinding> difference = new HashSet<>(all);
        difference.removeAll(without);
        return difference;
    }

    private static AclBindingFilter of(LogPrincipal principal, AclPermissionType permission) {
        return new AclBindingFilter(
                ResourcePatternFilter.ANY,
                new AccessControlEntryFilter(user(principal), null, AclOperation.ANY, permission));
    }

    /** The ACLs of {@code principal}, in addition to {@link #sharedByWorkers}. READ and WRITE include DESCRIBE. */
    static List<AclBinding> acls(LogPrincipal principal) {
        if (principal.host().isPresent()) {
            HostName host = principal.host().get();
            return principal.reads().stream()
                    .filter(Topic::isPerHost)
                    .map(topic -> allow(principal, TOPIC, topic.topicName(host), LITERAL, READ))
                    .toList();
        }
        Stream<AclBinding> reads = principal.reads().stream().map(topic -> allow(principal, topic, READ));
        Stream<AclBinding> writes = principal.writes().stream().map(topic -> allow(principal, topic, WRITE));
        // The writer of hosts' topics creates them, so that it never writes to one that does not exist.
        Stream<AclBinding> creates =
                principal.writes().stream().filter(Topic::isPerHost).map(topic -> allow(principal, topic, CREATE));
        Stream<AclBinding> denied = denied(principal, principal.reads(), principal.writes());
        return Stream.of(reads, writes, creates, denied, streams(principal), views(principal), revocations(principal))
                .flatMap(acls -> acls)
                .toList();
    }

    /**
     * The ACLs of {@code principal} on a cluster where nothing is allowed to everybody. Machines cannot join there, so nobody changes the users of
     * the cluster.
     */
    static List<AclBinding> aclsOnSharedCluster(LogPrincipal principal) {
        Stream<AclBinding> shared = principal.host().isEmpty()
                ? Stream.empty()
                : sharedByWorkers().stream()
                        .map(acl -> new AclBinding(
                                acl.pattern(),
                                new AccessControlEntry(
                                        user(principal), ANY_HOST, acl.entry().operation(), ALLOW)));
        return Stream.concat(acls(principal).stream(), shared)
                .filter(acl -> acl.pattern().resourceType() != CLUSTER)
                .toList();
    }

    private static AclBinding allow(LogPrincipal principal, Topic topic, AclOperation operation) {
        return topic.isPerHost()
                ? allow(principal, TOPIC, topic.prefix(), PREFIXED, operation)
                : allow(principal, TOPIC, topic.topicName(), LITERAL, operation);
    }

    /** The ACLs of the topics that all workers use. */
    static List<AclBinding> sharedByWorkers() {
        return Stream.concat(
                        shared(LogPrincipal.WORKER_READS).map(topic -> shared(EVERYBODY, topic, READ, ALLOW)),
                        shared(LogPrincipal.WORKER_WRITES).map(topic -> shared(EVERYBODY, topic, WRITE, ALLOW)))
                .toList();
    }

    /** What {@link #sharedByWorkers} allows, but for {@code reads} and {@code writes}. */
    private static Stream<AclBinding> denied(LogPrincipal principal, Set<Topic> reads, Set<Topic> writes) {
        Stream<AclBinding> unread = shared(LogPrincipal.WORKER_READS)
                .filter(topic -> !reads.contains(topic))
                .map(topic -> shared(user(principal), topic, writes.contains(topic) ? READ : AclOperation.ALL, DENY));
        Stream<AclBinding> unwritten = shared(LogPrincipal.WORKER_WRITES)
                .filter(topic -> !writes.contains(topic))
                .map(topic -> shared(user(principal), topic, reads.contains(topic) ? WRITE : AclOperation.ALL, DENY));
        return Stream.concat(unread, unwritten);
    }

    private static Stream<Topic> shared(Set<Topic> topics) {
        return topics.stream().filter(topic -> !topic.isPerHost());
    }

    private static AclBinding shared(String user, Topic topic, AclOperation operation, AclPermissionType permission) {
        return new AclBinding(
                new ResourcePattern(TOPIC, topic.topicName(), LITERAL),
                new AccessControlEntry(user, ANY_HOST, operation, permission));
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
                new AccessControlEntry(user(principal), ANY_HOST, operation, ALLOW));
    }

    private static String user(LogPrincipal principal) {
        return "User:" + principal.name();
    }
}
