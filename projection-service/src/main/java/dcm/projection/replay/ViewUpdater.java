package dcm.projection.replay;

import dcm.contract.topic.Topic;
import dcm.kafka.KafkaConnection;
import dcm.kafka.LogConsumer.Group;
import dcm.kafka.LogPrincipal;
import dcm.kafka.LogReader;
import dcm.kafka.archive.LogArchive;
import dcm.kafka.archive.LogArchiveException;
import dcm.projection.change.ChangedView;
import dcm.projection.change.LiveChanges;
import dcm.projection.table.BatchRows;
import dcm.rest.readiness.LogReaderReadiness;
import dcm.trace.Tracing;
import io.agroal.api.AgroalDataSource;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.Startup;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.hibernate.StatelessSession;
import org.jspecify.annotations.Nullable;

/**
 * Projects the intents and events of the log into the views. Several instances share the partitions. One transaction stores the rows and the
 * positions of a batch, and checks that this instance still holds the partitions. After a failure, reading resumes from the stored positions.
 * So each record is projected exactly once.
 */
@Startup
@ApplicationScoped
public class ViewUpdater {
    /** The maximum number of records of a poll. A transaction has those of one poll, or of three. */
    private static final int MAX_BATCH = 2_000;

    /** With a longer backlog, clients load everything again instead of getting each change. */
    private static final long MAX_LIVE_BACKLOG = 2_000;

    private final ViewProgress progress;
    private final LiveChanges changes;
    private final ViewNotifications notifications;
    private final OtherInstances others;
    private final PartitionClaims claims;
    private final ViewSpans spans;
    private final BatchProjection projection;
    private final LogReader reader;
    private final CatchUpGoal goal = new CatchUpGoal();
    private final boolean rebuild;
    private final LogArchive archive;
    /** Whether clients may have missed changes. Set by the reader's thread only. */
    private volatile boolean resetDue = true;

    /**
     * @param rebuild whether this process builds views that are to replace those of others, see decision 57
     * @param share which partitions it reads then
     * @param archive the directory of the log's archive, for a rebuild
     */
    ViewUpdater(
            LogReaderReadiness readers,
            ViewProgress progress,
            LiveChanges changes,
            ViewNotifications notifications,
            OtherInstances others,
            AgroalDataSource database,
            StatelessSession session,
            Tracing tracing,
            @ConfigProperty(name = "dcm.instance") Optional<String> instance,
            @ConfigProperty(name = "dcm.views.rebuild") boolean rebuild,
            @ConfigProperty(name = "dcm.views.rebuild.share") RebuildShare share,
            @ConfigProperty(name = "dcm.log.archive") Optional<Path> archive) {
        this.progress = progress;
        this.changes = changes;
        this.notifications = notifications;
        this.others = others;
        this.claims = new PartitionClaims(database);
        this.spans = new ViewSpans(tracing);
        this.projection = new BatchProjection(new BatchRows(database, session), spans);
        this.rebuild = rebuild;
        this.archive = LogArchive.of(archive);
        this.reader =
                readers.register(reader(readers.connection(), instance, share).withBatchesOf(MAX_BATCH));
        progress.follow(reader, goal);
        // A rebuild acts for nobody: it has no clients, and copies no homes.
        others.setOwn(rebuild ? Set::of : claims::partitions, this::isCurrent);
        changes.setCurrencyCheck(() -> isCurrent() && notifications.isListening() && others.areAllCurrent());
    }

    private LogReader reader(KafkaConnection connection, Optional<String> instance, RebuildShare share) {
        if (rebuild) {
            return new LogReader("rebuild", connection, share.of(OtherInstances.PARTITIONS), this::claim, this::take);
        }
        Group group = new Group(
                LogPrincipal.VIEWS_GROUP, instance, List.of(Topic.INTENTS.topicName(), Topic.EVENTS.topicName()));
        return LogReader.ofGroup("replay", connection, group, this::claim, this::take)
                .gathering();
    }

    @PostConstruct
    void start() {
        if (!rebuild) {
            notifications.start(new Received());
        }
        reader.start();
    }

    @PreDestroy
    void stop() {
        reader.close();
    }

    /** Whether the views of this instance's partitions contain the log, and are being updated, and clients know it. */
    private boolean isCurrent() {
        return progress.isComplete() && goal.isReached() && !resetDue;
    }

    /** Takes over partitions that the group has assigned to this instance, or resumes after a failure. */
    private Map<TopicPartition, Long> claim(
            Consumer<?, ?> consumer, List<TopicPartition> partitions, Map<TopicPartition, Long> handled)
            throws Exception {
        projection.reset();
        long table = claims.table();
        Map<TopicPartition, Long> before = claims.claimed();
        Map<TopicPartition, Long> first = new HashMap<>();
        partitions.forEach(partition -> first.put(partition, 0L)); // the topic or the archive has it
        Map<TopicPartition, Long> found = QuarkusTransaction.requiringNew().call(() -> claims.claim(first));
        resetDue |= !goal.isReached()
                || table != 0 && claims.table() != table
                || !found.entrySet().stream()
                        .allMatch(at -> haveClients(at.getKey(), at.getValue(), before.get(at.getKey())));
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        resetDue |= backlog(found, ends) > MAX_LIVE_BACKLOG;
        goal.set(found, resetDue ? ends : found);
        progress.resumed(found);
        progress.advanced(
                QuarkusTransaction.requiringNew().call(claims::all)); // also partitions that others have taken over
        resetIfDue();
        archive.requireSameLog(ends);
        return readArchived(found, consumer.beginningOffsets(partitions));
    }

    /**
     * Projects the archived records after the positions. Only a rebuild has the archive.
     *
     * @return the positions in the topics
     * @throws LogArchiveException if records before the beginning of a topic were not projected
     */
    private Map<TopicPartition, Long> readArchived(
            Map<TopicPartition, Long> positions, Map<TopicPartition, Long> beginnings) throws Exception {
        if (beginnings.entrySet().stream()
                .anyMatch(beginning -> positions.getOrDefault(beginning.getKey(), 0L) < beginning.getValue())) {
            archive.requireComplete(beginnings);
        }
        archive.read(positions, MAX_BATCH, this::take);
        return claims.claimed();
    }

    /** Whether clients have got all changes of a partition before {@code position}. */
    private boolean haveClients(TopicPartition partition, long position, @Nullable Long known) {
        return known == null ? others.wasCurrent(partition) : known == position;
    }

    private static long backlog(Map<TopicPartition, Long> positions, Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream()
                .mapToLong(end -> end.getValue() - positions.getOrDefault(end.getKey(), 0L))
                .sum();
    }

    /** Makes the clients of all instances load everything again, when the views contain what was in the log at the claim. */
    private void resetIfDue() {
        if (!resetDue || !goal.isReached()) {
            return;
        }
        changes.reset();
        if (!rebuild) {
            notifications.sendReset();
        }
        resetDue = false;
    }

    private void take(ConsumerRecords<String, byte[]> records) {
        Map<TopicPartition, Long> next = new HashMap<>();
        records.nextOffsets().forEach((partition, position) -> next.put(partition, position.offset()));
        Set<ChangedView> changed = store(records, next);
        progress.advanced(next);
        if (resetDue) {
            goal.advance(next);
            resetIfDue();
        } else {
            changes.record(changed);
        }
    }

    /** Returns the views that the records have changed. */
    private Set<ChangedView> store(ConsumerRecords<String, byte[]> records, Map<TopicPartition, Long> next) {
        Set<ChangedView> changed = null;
        spans.setLive(!rebuild && !resetDue);
        try {
            changed = QuarkusTransaction.requiringNew().call(() -> {
                claims.advance(next);
                Set<ChangedView> views = projection.project(records);
                if (!rebuild) {
                    notifications.send(next, resetDue ? Set.of() : views);
                }
                return views;
            });
        } finally {
            if (changed == null) {
                projection.reset();
            }
        }
        projection.committed();
        claims.committed(next);
        return changed;
    }

    /** Takes what other instances have committed. */
    private final class Received implements ViewNotifications.Receiver {
        @Override
        public void connected() throws SQLException {
            progress.resumed(elsewhere(claims.all()));
            changes.reset();
        }

        @Override
        public void committed(Map<TopicPartition, Long> reached, List<ChangedView> changed) {
            progress.advanced(elsewhere(reached));
            changes.record(changed);
        }

        /** Without this instance's partitions: a notification about one that it has taken over can be late. */
        private Map<TopicPartition, Long> elsewhere(Map<TopicPartition, Long> reached) {
            Map<TopicPartition, Long> elsewhere = new HashMap<>(reached);
            elsewhere.keySet().removeAll(claims.partitions());
            return elsewhere;
        }

        @Override
        public void reset() {
            changes.reset();
        }

        @Override
        public void announced(Collection<TopicPartition> held, boolean current) {
            others.announced(held, current, Instant.now());
        }

        @Override
        public Collection<TopicPartition> held() {
            return claims.partitions();
        }

        @Override
        public boolean isCurrent() {
            return ViewUpdater.this.isCurrent();
        }
    }
}
