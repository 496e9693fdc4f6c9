package dcm.projection.replay;

import dcm.contract.identity.OwnerName;
import dcm.contract.problem.ErrorCode;
import dcm.edge.problem.ProblemException;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** Lets queries wait for the views. Thread-safe. */
@ApplicationScoped
public class Progress {
    /** The views may be advanced by another instance, which nobody tells us. */
    private static final long LOOK_AGAIN_MILLIS = 100;

    private final Duration catchUp;

    Progress(@ConfigProperty(name = "dcm.views.catch-up") Duration catchUp) {
        this.catchUp = catchUp;
    }

    /** Waits until the owner's event {@code sequence} is in the views; null does not wait. */
    public void awaitSequence(OwnerName owner, @Nullable Long sequence) {
        if (sequence == null) {
            return;
        }
        long seen = await(() -> sequenceOf(owner), reached -> reached >= sequence, catchUp);
        if (seen < sequence) {
            throw new ProblemException(
                    ErrorCode.VIEW_UNREACHABLE,
                    "The views have not come as far as after=" + sequence + " in " + catchUp.toSeconds()
                            + " s. Try again.",
                    null,
                    Map.of("after", sequence, "sequence", seen));
        }
    }

    /** What {@code query} gives once it {@code suffices}, or at the end of {@code bound}. */
    public <T> T await(Supplier<T> query, Predicate<T> suffices, Duration bound) {
        long end = System.nanoTime() + bound.toNanos();
        while (true) {
            T found = QuarkusTransaction.requiringNew().call(query::get);
            long left = (end - System.nanoTime()) / 1_000_000;
            if (suffices.test(found) || left <= 0) {
                return found;
            }
            pause(Math.min(left, LOOK_AGAIN_MILLIS));
        }
    }

    synchronized void advanced() {
        notifyAll();
    }

    @SuppressWarnings("WaitNotInLoop") // waking up for nothing only means looking once more
    private synchronized void pause(long millis) {
        try {
            wait(millis);
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
