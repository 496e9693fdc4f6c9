package dcm.worker.intake;

import dcm.contract.order.Order;
import dcm.worker.operation.OrderProgressListener.ImagePull;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Limits how many containers start at once, in the order of the requests: too many would slow each other down until all
 * exceed their deadlines. A waiting order reports progress, which extends its deadline. Thread-safe.
 */
public final class StartSlots {
    private static final Duration POLL = Duration.ofSeconds(1);

    /** An extension is requested when less time than this is left. */
    private static final Duration EXTENSION_MARGIN = Duration.ofSeconds(30);

    private final Semaphore slots;
    private final InstantSource clock;

    /** Reports progress of an order. */
    @FunctionalInterface
    interface Progress {
        /** Returns false if the report failed. */
        boolean report(String step);
    }

    /** The work that needs a slot. */
    @FunctionalInterface
    interface Work<T> {
        T run(Slot slot) throws InterruptedException;
    }

    /** @param count how many containers may start at once */
    public StartSlots(int count, InstantSource clock) {
        this.slots = new Semaphore(count, true);
        this.clock = clock;
    }

    /** Runs {@code work} when a slot is free, or immediately if the order starts no container. */
    <T> T run(Order order, Instant decidedAt, Progress progress, Work<T> work) throws InterruptedException {
        Slot slot = new Slot(new Deadline(decidedAt, order.deadline(), progress));
        try {
            if (startsContainer(order)) {
                slot.acquire();
            }
            return work.run(slot);
        } finally {
            slot.release();
        }
    }

    private static boolean startsContainer(Order order) {
        return switch (order) {
            case Order.Create create -> true;
            case Order.Start start -> true;
            case Order.Restart restart -> true;
            case Order.Stop stop -> false;
            case Order.Pause pause -> false;
            case Order.Unpause unpause -> false;
            case Order.Commit commit -> false;
            case Order.Flatten flatten -> false;
            case Order.Import importing -> false;
            case Order.Remove remove -> false;
        };
    }

    /** The slot of an order. An order that starts no container does not hold it. Not thread-safe. */
    final class Slot {
        private final Deadline deadline;
        private boolean isHeld;

        private Slot(Deadline deadline) {
            this.deadline = deadline;
        }

        /** The time before which the order must have begun; null if there is none. */
        @Nullable
        Instant deadline() {
            return deadline.instant;
        }

        /** Lets other containers start until {@code pull} has ended: a pull mostly waits for the network. */
        void releaseDuring(ImagePull pull) throws IOException, InterruptedException {
            boolean wasHeld = isHeld;
            release();
            pull.run();
            if (wasHeld) {
                deadline.extend("has its image");
                acquire();
            }
        }

        private void acquire() throws InterruptedException {
            while (!slots.tryAcquire(POLL.toMillis(), TimeUnit.MILLISECONDS)) {
                deadline.extendIfShort("waits until other containers of this host have started");
            }
            isHeld = true;
            deadline.extendIfShort("begins");
        }

        private void release() {
            if (isHeld) {
                isHeld = false;
                slots.release();
            }
        }
    }

    /**
     * The time before which an order must begin. Admission extends its deadline by the same time when it reads the
     * report, so it never expires an order that begins here.
     */
    private final class Deadline {
        private final Progress progress;
        private final Duration time;
        private @Nullable Instant instant;

        Deadline(Instant decidedAt, @Nullable Instant instant, Progress progress) {
            this.progress = progress;
            this.instant = instant;
            this.time = instant == null ? Duration.ZERO : Duration.between(decidedAt, instant);
        }

        void extendIfShort(String step) {
            Instant now = clock.instant();
            boolean isShort = instant != null
                    && now.isBefore(instant)
                    && now.plus(EXTENSION_MARGIN).isAfter(instant);
            if (isShort) {
                extend(step);
            }
        }

        void extend(String step) {
            if (instant != null && progress.report(step)) {
                instant = clock.instant().plus(time);
            }
        }
    }
}
