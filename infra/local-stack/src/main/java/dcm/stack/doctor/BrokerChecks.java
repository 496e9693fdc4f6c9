package dcm.stack.doctor;

import static java.util.stream.Collectors.toSet;

import dcm.contract.report.Finding;
import dcm.contract.topic.Topic;
import dcm.stack.backup.Repository;
import dcm.stack.installation.Installation;
import dcm.stack.kafka.LogSize;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.LogDirDescription;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartitionInfo;

/** Checks the broker and the topics of the log. */
final class BrokerChecks {
    private static final String BROKER = "broker";
    private static final String TOPICS = "topics";
    private static final int TIMEOUT_MS = 5_000;

    private BrokerChecks() {}

    static List<Finding> of(Installation installation) throws InterruptedException {
        Map<String, Object> settings = installation
                .kafka()
                .with(Map.of(
                        AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                        TIMEOUT_MS,
                        AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                        TIMEOUT_MS - 1_000));
        try (Admin admin = Admin.create(settings)) {
            List<Integer> brokers = admin.describeCluster().nodes().get().stream()
                    .map(node -> node.id())
                    .toList();
            // A cluster of others has other topics, too.
            Set<String> names = admin.listTopics().names().get().stream()
                    .filter(name -> name.startsWith("dcm."))
                    .collect(toSet());
            List<Finding> findings = new ArrayList<>();
            findings.add(brokers(brokers.size()));
            findings.add(topics(
                    names, admin.describeTopics(names).allTopicNames().get().values()));
            if (names.containsAll(Set.of(Topic.INTENTS.topicName(), Topic.EVENTS.topicName()))) {
                findings.add(logSize(LogSize.of(admin)));
            }
            admin.describeLogDirs(brokers)
                    .allDescriptions()
                    .get()
                    .forEach((broker, directories) ->
                            directories.forEach((path, directory) -> findings.add(directory(broker, path, directory))));
            return findings;
        } catch (ExecutionException e) {
            return List.of(unreachable(installation, e.getCause() == null ? e : e.getCause()));
        } catch (KafkaException e) {
            return List.of(unreachable(installation, e));
        }
    }

    static Finding logSize(LogSize size) {
        return Findings.ok(
                "log-size",
                String.format(
                        Locale.ROOT,
                        "The event log has %,d records in %s, of which the last %d days added about %s. To archive old records: ./dcm log compact",
                        size.records(),
                        Repository.size(size.bytes()),
                        LogSize.RECENT.toDays(),
                        Repository.size(size.recentBytes())));
    }

    private static Finding unreachable(Installation installation, Throwable reason) {
        return Findings.problem(
                BROKER,
                "Kafka does not answer at %s: %s".formatted(installation.kafkaBootstrap(), Findings.reason(reason)),
                installation.foreignBroker().isPresent()
                        ? "Check the settings that begin with DCM_KAFKA_ with ./dcm config ls, and ask those who run this Kafka."
                        : "Run ./dcm status, then ./dcm up. Its log: ./dcm logs kafka");
    }

    static Finding brokers(int count) {
        return count == 0
                ? Findings.problem(
                        BROKER,
                        "No broker of Kafka is registered with the controller.",
                        "Wait a few seconds after a start. Then see: ./dcm logs kafka")
                : Findings.ok(BROKER, "Kafka answers. Brokers: %d.".formatted(count));
    }

    /** Whether each topic of the log exists, and each partition has a leader and all its replicas. */
    static Finding topics(Set<String> names, Collection<TopicDescription> topics) {
        List<String> missing = Stream.of(Topic.values())
                .filter(topic -> topic.isPerHost()
                        ? names.stream().noneMatch(name -> topic.host(name).isPresent())
                        : !names.contains(topic.topicName()))
                .map(topic -> topic.isPerHost() ? topic.prefix() + "HOST" : topic.topicName())
                .toList();
        Set<String> offline = new TreeSet<>();
        Set<String> underReplicated = new TreeSet<>();
        for (TopicDescription topic : topics) {
            for (TopicPartitionInfo partition : topic.partitions()) {
                if (partition.leader() == null || partition.leader().isEmpty()) {
                    offline.add(topic.name() + "-" + partition.partition());
                } else if (partition.isr().size() < partition.replicas().size()) {
                    underReplicated.add(topic.name() + "-" + partition.partition());
                }
            }
        }
        if (!missing.isEmpty()) {
            return Findings.problem(
                    TOPICS,
                    "Topics of the log are missing: " + String.join(", ", missing) + ".",
                    "If Kafka's data is on another disk, mount it. Otherwise restore a backup, or run ./dcm up for a new"
                            + " installation.");
        }
        if (!offline.isEmpty()) {
            return Findings.problem(
                    TOPICS,
                    "Partitions have no leader, so that nothing is read or written there: " + some(offline) + ".",
                    "Start the brokers that have them. See the log of Kafka for errors of its disk: ./dcm logs kafka");
        }
        if (!underReplicated.isEmpty()) {
            return Findings.warning(
                    TOPICS,
                    "Partitions have fewer copies than intended: " + some(underReplicated) + ".",
                    "Start all brokers. If they run, compare their disks and networks.");
        }
        return Findings.ok(TOPICS, "All topics of the log exist, and all partitions have their copies.");
    }

    private static String some(Set<String> names) {
        int shown = 5;
        return String.join(", ", names.stream().limit(shown).toList())
                + (names.size() > shown ? " and %d more".formatted(names.size() - shown) : "");
    }

    private static Finding directory(int broker, String path, LogDirDescription directory) {
        if (directory.error() != null) {
            return Findings.problem(
                    "disk",
                    "Kafka cannot use its directory %s: %s".formatted(path, Findings.reason(directory.error())),
                    "Check the disk, then restart Kafka: ./dcm down; ./dcm up");
        }
        return DiskChecks.of(
                "the event log (broker %d)".formatted(broker),
                path,
                directory.usableBytes().orElse(0),
                directory.totalBytes().orElse(0));
    }
}
