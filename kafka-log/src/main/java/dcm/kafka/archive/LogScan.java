package dcm.kafka.archive;

import dcm.kafka.KafkaConnection;
import dcm.kafka.LogReader;
import dcm.kafka.LogReader.Handler;
import dcm.kafka.LogReader.Start;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.apache.kafka.common.TopicPartition;

/** Reads partitions once, up to the ends that they have when it begins. */
public final class LogScan {
    private static final Duration CHECK = Duration.ofSeconds(1);

    private LogScan() {}

    /**
     * Passes all records to the handler.
     *
     * @param name in log lines
     * @param start where to begin, such as {@code archive::thenLog}
     * @param timeout how long the broker may give no records
     * @throws LogArchiveException if the archive of the log is damaged or incomplete
     * @throws TimeoutException if nothing was read for as long as {@code timeout}; the message has the reason
     */
    public static void read(
            String name,
            KafkaConnection connection,
            Collection<TopicPartition> partitions,
            Function<Handler, Start> start,
            Handler handler,
            Duration timeout)
            throws InterruptedException, TimeoutException {
        AtomicLong read = new AtomicLong();
        Handler counting = records -> {
            handler.handle(records);
            read.addAndGet(records.count());
        };
        try (var reader = new LogReader(name, connection, partitions, start.apply(counting), counting)) {
            reader.start();
            long before = 0;
            long deadline = System.nanoTime() + timeout.toNanos();
            while (!reader.awaitCaughtUp(CHECK)) {
                if (reader.failure().orElse(null) instanceof LogArchiveException damaged) {
                    throw damaged; // the reader tries again, which does not help
                }
                long now = read.get();
                if (now != before) {
                    before = now;
                    deadline = System.nanoTime() + timeout.toNanos();
                } else if (System.nanoTime() > deadline) {
                    throw new TimeoutException("no records were read for %d s, after %,d: %s"
                            .formatted(
                                    timeout.toSeconds(),
                                    now,
                                    reader.failure().map(Throwable::getMessage).orElse("the broker sends none")));
                }
            }
        }
    }
}
