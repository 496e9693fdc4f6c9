package dcm.projection.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dcm.projection.RunningViews;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.sql.DataSource;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Claims of two instances in a real database. The partitions are of a topic that the running service does not read. */
class PartitionClaimsIT {
    private static final TopicPartition P0 = new TopicPartition("test", 0);
    private static final TopicPartition P1 = new TopicPartition("test", 1);
    private static final Map<TopicPartition, Long> BEGINNINGS = Map.of(P0, 0L, P1, 5L);

    private final Connection first = connection();
    private final Connection second = connection();
    private final PartitionClaims former = new PartitionClaims(source(first));
    private final PartitionClaims later = new PartitionClaims(source(second));

    private static Connection connection() {
        try {
            Connection connection = RunningViews.get().views();
            connection.setAutoCommit(false);
            return connection;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** Of one connection, whose transaction goes on when a user of it closes it. */
    private static DataSource source(Connection connection) {
        Connection shared = (Connection) Proxy.newProxyInstance(
                Connection.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (proxy, method, arguments) ->
                        method.getName().equals("close") ? null : method.invoke(connection, arguments));
        return (DataSource) Proxy.newProxyInstance(
                DataSource.class.getClassLoader(),
                new Class<?>[] {DataSource.class},
                (proxy, method, arguments) -> shared);
    }

    @BeforeEach
    @AfterEach
    void removePositions() throws SQLException {
        first.rollback();
        second.rollback();
        try (var statement = first.createStatement()) {
            statement.execute("delete from replay_position where topic = 'test'");
        }
        first.commit();
    }

    @Test
    void claimReturnsTheStoredPositionsAndTheBeginningsOfNewPartitions() throws Exception {
        assertThat(former.claim(BEGINNINGS)).isEqualTo(BEGINNINGS);
        former.advance(Map.of(P0, 17L));
        first.commit();

        assertThat(later.claim(BEGINNINGS)).isEqualTo(Map.of(P0, 17L, P1, 5L));
    }

    @Test
    void formerHolderCannotAdvanceAfterAnotherHasClaimedOneOfItsPartitions() throws Exception {
        former.claim(BEGINNINGS);
        first.commit();
        later.claim(Map.of(P1, 5L));
        second.commit();

        assertThatThrownBy(() -> former.advance(Map.of(P0, 17L)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("another instance has taken them over");
        first.rollback();
        later.advance(Map.of(P1, 6L));
        second.commit();
    }

    @Test
    void claimWaitsForTheBatchOfTheFormerHolderAndContinuesAfterIt() throws Exception {
        former.claim(BEGINNINGS);
        first.commit();
        former.advance(Map.of(P0, 17L)); // not committed yet

        CompletableFuture<Map<TopicPartition, Long>> claim = CompletableFuture.supplyAsync(() -> claim(later));

        assertThatThrownBy(() -> claim.get(500, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
        first.commit();
        assertThat(claim.get(10, TimeUnit.SECONDS)).isEqualTo(Map.of(P0, 17L, P1, 5L));
    }

    private static Map<TopicPartition, Long> claim(PartitionClaims claims) {
        try {
            return claims.claim(BEGINNINGS);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void removedPositionsAreNoticed() throws Exception {
        former.claim(BEGINNINGS);
        first.commit();
        try (var statement = second.createStatement()) {
            statement.execute("delete from replay_position where topic = 'test'");
        }
        second.commit();

        assertThatThrownBy(() -> former.advance(Map.of(P0, 17L))).isInstanceOf(IllegalStateException.class);
    }
}
