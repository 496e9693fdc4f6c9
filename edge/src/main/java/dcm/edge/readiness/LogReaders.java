package dcm.edge.readiness;

import dcm.log.KafkaConnection;
import dcm.log.LogReader;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Default;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** The service is ready when every reader of the log has caught up once and none is failing. */
@Readiness
@Default
@ApplicationScoped
public class LogReaders implements HealthCheck {
    private final KafkaConnection connection;
    private final List<LogReader> readers = Collections.synchronizedList(new ArrayList<>());

    public LogReaders(KafkaConnection connection) {
        this.connection = connection;
    }

    /** The connection that the service's readers use. */
    public KafkaConnection connection() {
        return connection;
    }

    /** Makes readiness depend on {@code reader}. */
    public LogReader register(LogReader reader) {
        readers.add(reader);
        return reader;
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
