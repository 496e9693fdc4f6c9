package dcm.rest.metrics;

import dcm.kafka.LogReader;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.ToDoubleFunction;

/** The metrics of log readers, by the reader's name. */
public final class LogReaderMetrics {
    private LogReaderMetrics() {}

    /** Adds the metrics of a reader, and returns it. */
    public static LogReader measure(LogReader reader, MeterRegistry metrics) {
        gauge(
                reader,
                metrics,
                "dcm.log.reader.lag.records",
                "Records that the reader has not handled yet",
                LogReader::lag);
        gauge(
                reader,
                metrics,
                "dcm.log.reader.failing",
                "1 while the reader fails and is retried",
                of -> of.failure().isPresent() ? 1 : 0);
        gauge(
                reader,
                metrics,
                "dcm.log.reader.poll.age.seconds",
                "Time since the reader polled the broker, at least every 5 s while it works",
                of -> of.sinceLastPoll().toNanos() / 1e9);
        return reader;
    }

    private static void gauge(
            LogReader reader,
            MeterRegistry metrics,
            String name,
            String description,
            ToDoubleFunction<LogReader> value) {
        Gauge.builder(name, reader, value)
                .description(description)
                .tag("reader", reader.name())
                .register(metrics);
    }
}
