package dcm.projection.replay;

import dcm.contract.topic.Topic;
import dcm.kafka.KafkaConnection;
import dcm.kafka.LogPrincipal;
import dcm.kafka.LogReader;
import dcm.kafka.LogReader.Group;
import dcm.projection.change.ChangedView;
import dcm.projection.change.LiveChanges;
import dcm.projection.table.BatchRows;
import dcm.rest.readiness.LogReaderReadiness;
import io.agroal.api.AgroalDataSource;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.Startup;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
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

/**
 * Projects the intents and events of the log into the views. Several instances share the partitions. One transaction stores the rows and the
 * positions of a batch, and checks that this instance still holds the partitions. After a failure, reading resumes from the stored positions.
 * So each record is projected exactly once.
 */
@Startup
@ApplicationScoped
public class ViewUpdater {
    /** The maximum number of records in a transaction. */
    private static final int MAX_BATCH = 2_000;

    /** With a longer backlog, clients load everything again instead of getting each change. */
    private static final long MAX_LIVE_BACKLOG = 2_000;

    private final ViewProgress progress;
    private final LiveChanges changes;
    private final ViewNotifications notifications;
    private final OtherInstances others;
    private final PartitionClaims claims;
    private final BatchProjection projection;
    private final LogReader reader;
    private final CatchUpGoal goal = new CatchUpGoal();
    private final boolean rebuild;
    private boolean started;

    /** @param rebuild whether this process builds views that are to replace those of others, see decision 57 */
    ViewUpdater(
            LogReaderReadiness readers,
            ViewProgress progress,
            LiveChanges changes,
            ViewNotifications notifications,
            OtherInstances others,
            AgroalDataSource database,
            StatelessSession session,
            @ConfigProperty(name = "dcm.instance") Optional<String> instance,
            @ConfigProperty(name = "dcm.views.rebuild") boolean rebuild) {
        this.progress = progress;
        this.changes = changes;
        this.notifications = notifications;
        this.others = others;
        this.claims = new PartitionClaims(database);
        this.projection = new BatchProjection(new BatchRows(database, session));
        this.rebuild = rebuild;
        this.reader = readers.register(reader(readers.connection(), instance).withBatchesOf(MAX_BATCH));
        progress.follow(reader, goal);
        // A rebuild acts for nobody: it has no clients, and copies no homes.
        others.setOwn(rebuild ? Set::of : claims::partitions, this::isCurrent);
        changes.setCurrencyCheck(() -> isCurrent() && notifications.isListening() && others.areAllCurrent());
    }

    private LogReader reader(KafkaConnection connection, Optional<String> instance) {
        if (rebuild) {
            return new LogReader("rebuild", connection, OtherInstances.PARTITIONS, this::claim, this::take);
        }
        Group group = new Group(
                LogPrincipal.VIEWS_GROUP, instance, List.of(Topic.INTENTS.topicName(), Topic.EVENTS.topicName()));
        return LogReader.ofGroup("replay", connection, group, this::claim, this::take);
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

    /** Whether the views of this instance's partitions contain the log, and are being updated. */
    private boolean isCurrent() {
        return progress.isComplete() && goal.isReached();
    }

    /** Takes over partitions that the group has assigned to this instance. */
    private Map<TopicPartition, Long> claim(
            Consumer<?, ?> consumer, List<TopicPartition> partitions, Map<TopicPartition, Long> handled) {
        projection.reset();
        Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(partitions);
        long table = claims.table();
        Map<TopicPartition, Long> found = QuarkusTransaction.requiringNew().call(() -> claims.claim(beginnings));
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        boolean replaced = table != 0 && claims.table() != table;
        boolean continues = started && goal.isReached() && !replaced && isShortBacklog(found, ends);
        goal.set(found, continues ? found : ends);
        if (!continues) {
            resetIfReached(replaced);
        }
        started = true;
        progress.advanced(
                QuarkusTransaction.requiringNew().call(claims::all)); // also partitions that others have taken over
        return found;
    }

    /** The former holder has notified all instances of what it committed, so a short backlog continues its changes. */
    private boolean isShortBacklog(Map<TopicPartition, Long> found, Map<TopicPartition, Long> ends) {
        boolean isBehindClients =
                found.entrySet().stream().anyMatch(at -> at.getValue() < progress.reached(at.getKey()));
        long backlog = ends.entrySet().stream()
                .mapToLong(end -> end.getValue() - found.getOrDefault(end.getKey(), 0L))
                .sum();
        return !isBehindClients && backlog <= MAX_LIVE_BACKLOG;
    }

    private void resetIfReached(boolean everywhere) {
        if (goal.isReached()) {
            changes.reset();
            if (everywhere && !rebuild) {
                notifications.sendReset();
            }
        }
    }

    private void take(ConsumerRecords<String, byte[]> records) {
        Map<TopicPartition, Long> next = new HashMap<>();
        records.nextOffsets().forEach((partition, position) -> next.put(partition, position.offset()));
        Set<ChangedView> changed = store(records, next);
        progress.advanced(next);
        if (goal.isReached()) {
            changes.record(changed);
        } else {
            goal.advance(next);
            resetIfReached(true);
        }
    }

    /** Returns the views that the records have changed. */
    private Set<ChangedView> store(ConsumerRecords<String, byte[]> records, Map<TopicPartition, Long> next) {
        boolean isLive = goal.isReached();
        Set<ChangedView> changed = null;
        try {
            changed = QuarkusTransaction.requiringNew().call(() -> {
                claims.advance(next);
                Set<ChangedView> views = projection.project(records);
                if (!rebuild) {
                    notifications.send(next, isLive ? views : Set.of());
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
            progress.advanced(elsewhere(claims.all()));
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
