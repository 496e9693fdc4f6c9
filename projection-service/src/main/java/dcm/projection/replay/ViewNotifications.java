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
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.common.TopicPartition;
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
    private static final String CHANNEL = "dcm_views";
    private static final String NOTIFY = "select pg_notify('" + CHANNEL + "', ?)";
    private static final int POLL_MILLIS = 500;

    /** How often an instance announces which partitions it holds. */
    static final Duration ANNOUNCEMENT = Duration.ofSeconds(2);

    private final AgroalDataSource database;
    private final SupervisedLoop loop;
    private final String self = UUID.randomUUID().toString();
    private volatile @Nullable Receiver receiver;
    private volatile boolean listening;
    private volatile boolean closed;

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
        closed = true;
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
            for (ViewNotice notice : notices) {
                statement.setString(1, notice.text());
                statement.execute();
            }
        }
    }

    private void listen() throws SQLException {
        Receiver to = receiver;
        try (Connection connection = database.getConnection()) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("listen " + CHANNEL);
                if (to != null) {
                    to.connected();
                    listening = true;
                    receive(connection, to);
                }
            } finally {
                listening = false;
                unlisten(connection); // the pool uses the connection again
            }
        }
    }

    private void receive(Connection connection, Receiver to) throws SQLException {
        PGConnection notifications = connection.unwrap(PGConnection.class);
        Instant announcement = Instant.MIN;
        while (!closed) {
            PGNotification[] received = notifications.getNotifications(POLL_MILLIS);
            for (PGNotification each : received == null ? new PGNotification[0] : received) {
                ViewNotice notice = ViewNotice.parse(each.getParameter());
                if (!notice.from().equals(self)) {
                    take(notice, to);
                }
            }
            Instant now = Instant.now();
            if (announcement.plus(ANNOUNCEMENT).isBefore(now)) {
                announcement = now;
                send(connection, List.of(ViewNotice.ofAnnouncement(self, to.held(), to.isCurrent())));
            }
        }
    }

    private static void take(ViewNotice notice, Receiver to) {
        Boolean current = notice.current();
        if (current != null) {
            to.announced(notice.reached().keySet(), current);
        } else if (notice.reset()) {
            to.reset();
        } else {
            to.committed(notice.reached(), notice.views());
        }
    }

    private static void unlisten(Connection connection) throws SQLException {
        if (connection.isValid(1)) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("unlisten *");
            }
        }
    }
}
