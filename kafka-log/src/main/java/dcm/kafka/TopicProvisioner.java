package dcm.kafka;

import dcm.contract.identity.HostName;
import dcm.contract.topic.Topic;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.record.TimestampType;

/** Creates the topics of the log and checks their partition counts. The broker does not create topics automatically. */
public final class TopicProvisioner {
    private static final Duration BOUND = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofMillis(50);

    /**
     * The broker unpacks what workers compress, and refuses what is too large then. Otherwise, a small record of a hostile host could need
     * more memory than its readers have, again after each start.
     */
    private static final ConfigEntry UNCOMPRESSED =
            new ConfigEntry(TopicConfig.COMPRESSION_TYPE_CONFIG, "uncompressed");

    private TopicProvisioner() {}

    /**
     * Creates missing topics, except those of hosts. Existing topics stay unchanged.
     *
     * @param replication the replication factor
     * @throws IllegalStateException if a topic exists with another partition count, which would spread the records of
     *     an aggregate over several partitions
     */
    public static void ensure(Admin admin, short replication)
            throws InterruptedException, ExecutionException, TimeoutException {
        Set<String> existing = admin.listTopics().names().get(BOUND.toSeconds(), TimeUnit.SECONDS);
        List<NewTopic> missing = ofInstallation()
                .filter(topic -> !existing.contains(topic.topicName()))
                .map(topic -> newTopic(topic, topic.topicName(), replication))
                .toList();
        admin.createTopics(missing).all().get(BOUND.toSeconds(), TimeUnit.SECONDS);
        checkPartitions(admin);
    }

    /** Makes existing topics keep no compressed records of workers. */
    public static void refuseCompression(Admin admin)
            throws InterruptedException, ExecutionException, TimeoutException {
        admin.incrementalAlterConfigs(LogPrincipal.WORKER_WRITES.stream()
                        .collect(Collectors.toMap(
                                topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic.topicName()),
                                topic -> List.of(new AlterConfigOp(UNCOMPRESSED, AlterConfigOp.OpType.SET)))))
                .all()
                .get(BOUND.toSeconds(), TimeUnit.SECONDS);
    }

    /**
     * Creates the topics of a host, if they are missing.
     *
     * @param replication the replication factor; -1 for the broker's default
     */
    public static void ensure(Admin admin, HostName host, short replication)
            throws InterruptedException, ExecutionException, TimeoutException {
        List<NewTopic> topics = Arrays.stream(Topic.values())
                .filter(Topic::isPerHost)
                .map(topic -> newTopic(topic, topic.topicName(host), replication))
                .toList();
        for (KafkaFuture<Void> created : admin.createTopics(topics).values().values()) {
            try {
                created.get(BOUND.toSeconds(), TimeUnit.SECONDS);
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof TopicExistsException)) {
                    throw e;
                }
            }
        }
    }

    /** The hosts of which all topics exist. */
    public static Set<HostName> hosts(Admin admin) throws InterruptedException, ExecutionException, TimeoutException {
        Set<String> existing = admin.listTopics().names().get(BOUND.toSeconds(), TimeUnit.SECONDS);
        return existing.stream()
                .flatMap(name -> Topic.ORDERS.host(name).stream())
                .filter(host -> existing.contains(Topic.WANTED.topicName(host)))
                .collect(Collectors.toSet());
    }

    /** The topics of which an installation has one. */
    private static Stream<Topic> ofInstallation() {
        return Arrays.stream(Topic.values()).filter(topic -> !topic.isPerHost());
    }

    private static void checkPartitions(Admin admin) throws InterruptedException, ExecutionException, TimeoutException {
        List<Topic> topics = ofInstallation().toList();
        Map<String, TopicDescription> found =
                describe(admin, topics.stream().map(Topic::topicName).toList());
        for (Topic topic : topics) {
            TopicDescription description = found.get(topic.topicName());
            int partitions = description == null ? 0 : description.partitions().size();
            if (partitions != topic.partitions()) {
                throw new IllegalStateException(topic.topicName() + " has " + partitions + " partitions and must have "
                        + topic.partitions() + ", permanently; move its records to a new installation.");
            }
        }
    }

    /** Retries, because the broker does not know a topic immediately after the controller has created it. */
    private static Map<String, TopicDescription> describe(Admin admin, List<String> names)
            throws InterruptedException, ExecutionException, TimeoutException {
        long end = System.nanoTime() + BOUND.toNanos();
        while (true) {
            try {
                return admin.describeTopics(names).allTopicNames().get(BOUND.toSeconds(), TimeUnit.SECONDS);
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException) || System.nanoTime() > end) {
                    throw e;
                }
                Thread.sleep(PAUSE);
            }
        }
    }

    private static NewTopic newTopic(Topic topic, String name, short replication) {
        // What a cluster of others has as defaults could delete or compact the log.
        Map<String, String> config = new HashMap<>(Map.of(
                TopicConfig.CLEANUP_POLICY_CONFIG,
                TopicConfig.CLEANUP_POLICY_DELETE,
                TopicConfig.RETENTION_BYTES_CONFIG,
                "-1",
                TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG,
                TimestampType.CREATE_TIME.name));
        if (LogPrincipal.WORKER_WRITES.contains(topic)) {
            config.put(UNCOMPRESSED.name(), UNCOMPRESSED.value());
        }
        config.putAll(
                switch (topic.retention()) {
                    case FOR_EVER -> Map.of(TopicConfig.RETENTION_MS_CONFIG, "-1");
                    case WEEKS ->
                        Map.of(
                                TopicConfig.RETENTION_MS_CONFIG,
                                Long.toString(Duration.ofDays(28).toMillis()));
                    case HOUR -> deletedAfter(Duration.ofHours(1));
                    case MINUTES -> {
                        Map<String, String> heartbeats = new HashMap<>(deletedAfter(Duration.ofMinutes(10)));
                        heartbeats.put(TopicConfig.FLUSH_MESSAGES_INTERVAL_CONFIG, Long.toString(Long.MAX_VALUE));
                        yield heartbeats;
                    }
                    case COMPACTED -> Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT);
                    case COMPACTED_SOON ->
                        Map.of(
                                TopicConfig.CLEANUP_POLICY_CONFIG,
                                TopicConfig.CLEANUP_POLICY_COMPACT,
                                // Kafka compacts closed segments only.
                                TopicConfig.SEGMENT_MS_CONFIG,
                                Long.toString(Duration.ofMinutes(2).toMillis()),
                                TopicConfig.MIN_CLEANABLE_DIRTY_RATIO_CONFIG,
                                "0.1");
                });
        return new NewTopic(name, topic.partitions(), replication).configs(config);
    }

    private static Map<String, String> deletedAfter(Duration time) {
        String millis = Long.toString(time.toMillis());
        // Kafka deletes closed segments only.
        return Map.of(TopicConfig.RETENTION_MS_CONFIG, millis, TopicConfig.SEGMENT_MS_CONFIG, millis);
    }
}
