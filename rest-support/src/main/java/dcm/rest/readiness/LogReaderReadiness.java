package dcm.rest.readiness;

import dcm.kafka.KafkaConnection;
import dcm.kafka.LogConsumer;
import dcm.kafka.LogReader;
import dcm.rest.metrics.LogReaderMetrics;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Default;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/**
 * Registers the service's log readers, measures them and reports readiness. The service is ready when each reader has caught up and
 * none is failing.
 */
@Readiness
@Default
@ApplicationScoped
public class LogReaderReadiness implements HealthCheck {
    private final KafkaConnection connection;
    private final LogConsumer tables;
    private final MeterRegistry metrics;
    private final List<LogReader> readers = Collections.synchronizedList(new ArrayList<>());

    public LogReaderReadiness(KafkaConnection connection, MeterRegistry metrics) {
        this.connection = connection;
        this.tables = LogConsumer.shared("tables", connection);
        this.metrics = metrics;
    }

    /** The Kafka connection for the service's readers. */
    public KafkaConnection connection() {
        return connection;
    }

    /** The consumer that readers of tables share. */
    public LogConsumer tables() {
        return tables;
    }

    /** Adds a reader to the readiness check and the metrics. */
    public LogReader register(LogReader reader) {
        readers.add(reader);
        return LogReaderMetrics.measure(reader, metrics);
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder response =
                HealthCheckResponse.named("log-readers").up();
        for (LogReader reader : List.copyOf(readers)) {
            String state = reader.failure()
                    .map(failure -> "failing: " + failure)
                    .orElse(reader.isCaughtUp() ? "reading" : "catching up");
            response.withData(reader.name(), state);
            if (!state.equals("reading")) {
                response.down();
            }
        }
        return response.build();
    }
}
