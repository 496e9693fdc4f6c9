package dcm.projection.replay;

import dcm.contract.identity.AggregateId;
import dcm.contract.identity.InvalidValueException;
import dcm.contract.identity.OwnerName;
import dcm.contract.problem.ErrorCode;
import dcm.contract.topic.Topic;
import dcm.kafka.KafkaConnection;
import dcm.kafka.LogEndOffsets;
import dcm.kafka.LogReader;
import dcm.rest.problem.ProblemException;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** Tracks how far the views have read the log, and lets queries wait for the views. Thread-safe. */
@ApplicationScoped
public class ViewProgress {
    /**
     * How often a waiting query checks again without a notification, so that it also notices changes that the views do
     * not signal, such as a closed stream, and notifications of another instance that were lost.
     */
    private static final long LOOK_AGAIN_MILLIS = 1000;

    /** A reader that has not polled for longer may hang, for example in a request to the database. A poll itself takes up to 5 s. */
    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(15);

    /** An upper bound for the number of one owner's events that the views can lag behind. */
    private static final long FARTHEST = 1_000_000;

    private final LogEndOffsets log;
    private final Duration lag;
    private final Duration catchUp;
    private final OtherInstances others;
    private final ReachedPositions reached = new ReachedPositions();
    private volatile @Nullable LogReader reader;
    private volatile @Nullable CatchUpGoal goal;

    ViewProgress(
            KafkaConnection connection,
            OtherInstances others,
            @ConfigProperty(name = "dcm.views.lag") Duration lag,
            @ConfigProperty(name = "dcm.views.catch-up") Duration catchUp) {
        this.others = others;
        this.log = new LogEndOffsets(connection);
        this.lag = lag;
        this.catchUp = catchUp;
    }

    /** Sets the reader that fills the views, and the goal that it reads up to first. */
    void follow(LogReader reader, CatchUpGoal goal) {
        this.reader = reader;
        this.goal = goal;
    }

    /** How far the views are while they are being built; empty when they are complete. */
    Optional<CatchUpGoal.Progress> building() {
        CatchUpGoal reading = goal;
        return reading == null || reading.isReached() ? Optional.empty() : Optional.of(reading.progress());
    }

    /** Whether the views contain all of the owner's requests, except those of the last seconds, and are being updated. */
    public boolean isComplete(OwnerName owner) {
        return partitions(owner).stream().allMatch(others::isComplete);
    }

    /** Whether this instance updates the owner's views. Of several instances, one does. */
    public boolean isHere(OwnerName owner) {
        return partitions(owner).stream().allMatch(others::isOwn);
    }

    /**
     * Whether the views of this instance's partitions contain everything that was in the log when they were assigned, and are still being
     * updated.
     */
    boolean isComplete() {
        LogReader filling = reader;
        return filling != null
                && filling.isCaughtUp()
                && filling.failure().isEmpty()
                && filling.sinceLastPoll().compareTo(LONGEST_SILENCE) < 0;
    }

    @PreDestroy
    void close() {
        log.close();
    }

    /** Waits until the views contain all of the owner's events that are in the log now. Gives up after a short time. */
    public void catchUp(OwnerName owner) {
        TopicPartition partition = LogEndOffsets.partition(Topic.EVENTS, AggregateId.of(owner));
        OptionalLong end = log.of(partition, lag);
        if (end.isPresent()) {
            try {
                reached.await(partition, end.getAsLong(), lag.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /**
     * Waits as {@link #catchUp(OwnerName)} does, then until the views contain the owner's event {@code sequence}.
     *
     * @param sequence null: no event in particular
     * @throws ProblemException if the views do not reach the event in time
     */
    public void catchUp(OwnerName owner, @Nullable Long sequence) {
        catchUp(owner);
        if (sequence == null) {
            return;
        }
        requirePossible(sequence, QuarkusTransaction.requiringNew().call(() -> sequenceOf(owner)));
        long seen = await(owner, () -> sequenceOf(owner), reached -> reached >= sequence, catchUp);
        if (seen < sequence) {
            throw new ProblemException(
                    ErrorCode.VIEW_UNREACHABLE,
                    "The views have not reached after=" + sequence + " within " + catchUp.toSeconds()
                            + " s. Try again.",
                    null,
                    Map.of("after", sequence, "sequence", seen));
        }
    }

    private static void requirePossible(long after, long seen) {
        if (after - seen > FARTHEST) {
            throw new InvalidValueException("after: The newest sequence is " + seen + "; got " + after
                    + ". Use the unchanged sequence of a response.");
        }
    }

    /**
     * Runs {@code query} until its result {@code suffices} or {@code bound} has passed. Returns the last result. Runs it again
     * when the views have read records of the owner's partitions, so that busy owners do not make the queries of others run.
     */
    public <T> T await(OwnerName owner, Supplier<T> query, Predicate<T> suffices, Duration bound) {
        List<TopicPartition> partitions = partitions(owner);
        long end = System.nanoTime() + bound.toNanos();
        while (true) {
            long before = reached.sum(partitions);
            T found = QuarkusTransaction.requiringNew().call(query::get);
            long left = (end - System.nanoTime()) / 1_000_000;
            if (suffices.test(found) || left <= 0) {
                return found;
            }
            pause(partitions, before, Math.min(left, LOOK_AGAIN_MILLIS));
        }
    }

    /** Records the positions of the views and wakes up waiting queries. Call it after the transaction has committed. */
    void advanced(Map<TopicPartition, Long> positions) {
        reached.advance(positions);
    }

    /** Records positions that can be before those that the views had reached: the database may have lost transactions. */
    void resumed(Map<TopicPartition, Long> positions) {
        reached.set(positions);
    }

    private static List<TopicPartition> partitions(OwnerName owner) {
        AggregateId aggregate = AggregateId.of(owner);
        return List.of(
                LogEndOffsets.partition(Topic.EVENTS, aggregate), LogEndOffsets.partition(Topic.INTENTS, aggregate));
    }

    private void pause(List<TopicPartition> partitions, long before, long millis) {
        try {
            reached.awaitChange(partitions, before, millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static long sequenceOf(OwnerName owner) {
        return Optional.<OwnerPosition>ofNullable(OwnerPosition.findById(owner.value()))
                .map(position -> position.sequence)
                .orElse(0L);
    }
}
