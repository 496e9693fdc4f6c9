package dcm.projection.replay;

import dcm.projection.change.ChangedView;
import dcm.rest.supervision.SupervisedLoop;
import dcm.rest.supervision.SupervisedLoopReadiness;
import io.agroal.api.AgroalDataSource;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/**
 * Notifies the other instances of what this instance has committed, and receives what they have: PostgreSQL's NOTIFY and LISTEN. A
 * notification is sent with the transaction of its batch. When the connection fails, notifications can be lost; then all clients of this
 * instance load everything again.
 */
@ApplicationScoped
class ViewNotifications {
    private static final Logger LOG = Logger.getLogger(ViewNotifications.class);
    private static final String CHANNEL = "dcm_views";
    private static final String NOTIFY = "select pg_notify('" + CHANNEL + "', notice)"
            + " from unnest(?::text[]) with ordinality as notices(notice, number) order by number";
    private static final int POLL_MILLIS = 100;

    /** How often an instance announces which partitions it holds, if nothing changes. */
    static final Duration ANNOUNCEMENT = Duration.ofSeconds(2);

    private final AgroalDataSource database;
    private final SupervisedLoop loop;
    private final String self = UUID.randomUUID().toString();
    private volatile @Nullable Receiver receiver;
    private volatile boolean listening;

    /** Used by the loop only, like the following ones. */
    private @Nullable Connection connection;

    private Instant announcement = Instant.MIN;
    private Set<TopicPartition> announcedPartitions = Set.of();
    private boolean announcedCurrent;
    /** The other instances that have announced themselves. */
    private final Set<String> known = new HashSet<>();

    /** The changes of a batch whose last notice has not arrived. */
    private final List<ChangedView> parts = new ArrayList<>();

    /** What to do with notifications. Its methods are called on one thread. */
    interface Receiver {
        /** The connection was made: notifications before this were not received. */
        void connected() throws SQLException;

        /** Another instance has committed a batch. */
        void committed(Map<TopicPartition, Long> reached, List<ChangedView> changed);

        /** Another instance has built its views again. */
        void reset();

        /** Another instance holds these partitions. */
        void announced(Collection<TopicPartition> held, boolean current);

        /** The partitions that this instance holds. */
        Collection<TopicPartition> held();

        /** Whether the views of these partitions contain the log. */
        boolean isCurrent();
    }

    ViewNotifications(AgroalDataSource database, SupervisedLoopReadiness loops) {
        this.database = database;
        this.loop = loops.register(SupervisedLoop.onPlatformThread("view-notifications", this::listen));
    }

    /** Starts to receive. */
    void start(Receiver receiving) {
        receiver = receiving;
        loop.start();
    }

    @PreDestroy
    void stop() {
        loop.close();
    }

    /** Whether all notifications are received at present. */
    boolean isListening() {
        return listening;
    }

    /** Sends what a batch changes, in its transaction. */
    void send(Map<TopicPartition, Long> next, Collection<ChangedView> changed) throws SQLException {
        try (Connection connection = database.getConnection()) {
            send(connection, ViewNotice.ofBatch(self, next, changed));
        }
    }

    /** Makes the clients of the other instances load everything again. */
    void sendReset() {
        QuarkusTransaction.requiringNew().call(() -> {
            try (Connection connection = database.getConnection()) {
                send(connection, List.of(ViewNotice.ofReset(self)));
            }
            return true;
        });
    }

    private static void send(Connection connection, List<ViewNotice> notices) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(NOTIFY)) {
            Object[] texts = notices.stream().map(ViewNotice::text).toArray();
            statement.setArray(1, connection.createArrayOf("text", texts));
            statement.execute();
        }
    }

    /** Receives what has arrived, or waits a moment. After a failure, the next step connects again. */
    private void listen() throws SQLException {
        Receiver to = Objects.requireNonNull(receiver);
        boolean received = false;
        try {
            Connection connected = connection == null ? connect(to) : connection;
            receive(connected, to);
            announce(connected, to);
            received = true;
        } finally {
            if (!received) {
                disconnect();
            }
        }
    }

    private Connection connect(Receiver to) throws SQLException {
        Connection connected = database.getConnection();
        connection = connected;
        try (Statement statement = connected.createStatement()) {
            statement.execute("listen " + CHANNEL);
        }
        parts.clear();
        announcement = Instant.MIN;
        to.connected();
        listening = true;
        return connected;
    }

    private void receive(Connection connected, Receiver to) throws SQLException {
        PGNotification[] received = connected.unwrap(PGConnection.class).getNotifications(POLL_MILLIS);
        for (PGNotification each : received == null ? new PGNotification[0] : received) {
            ViewNotice notice = ViewNotice.parse(each.getParameter());
            if (!notice.from().equals(self)) {
                take(notice, to);
            }
        }
    }

    private void announce(Connection connected, Receiver to) throws SQLException {
        Instant now = Instant.now();
        Set<TopicPartition> held = Set.copyOf(to.held());
        boolean current = to.isCurrent();
        // That they are not current now can be part of a take-over, which others tolerate for a while.
        boolean isNews = current && (!announcedCurrent || !held.equals(announcedPartitions));
        if (isNews || announcement.plus(ANNOUNCEMENT).isBefore(now)) {
            announcement = now;
            announcedPartitions = held;
            announcedCurrent = current;
            send(connected, List.of(ViewNotice.ofAnnouncement(self, held, current)));
        }
    }

    private void take(ViewNotice notice, Receiver to) {
        Boolean current = notice.current();
        if (current != null) {
            if (known.add(notice.from())) {
                announcement = Instant.MIN; // a new instance learns at once what this one holds
            }
            to.announced(notice.reached().keySet(), current);
        } else if (notice.reset()) {
            to.reset();
        } else if (notice.reached().isEmpty()) {
            parts.addAll(notice.views()); // the rest of the batch follows at once
        } else {
            to.committed(notice.reached(), List.copyOf(parts));
            parts.clear();
        }
    }

    private void disconnect() {
        listening = false;
        try (Connection connected = connection) {
            if (connected != null && connected.isValid(1)) {
                try (Statement statement = connected.createStatement()) {
                    statement.execute("unlisten *"); // the pool uses the connection again
                }
            }
        } catch (SQLException e) {
            LOG.debugf(e, "connection for notifications could not be closed");
        } finally {
            connection = null;
        }
    }
}
