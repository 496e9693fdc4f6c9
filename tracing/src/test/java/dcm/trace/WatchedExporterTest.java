package dcm.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.exporter.internal.FailedExportException;
import io.opentelemetry.exporter.internal.http.HttpSender;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WatchedExporterTest {
    private static final CompletableResultCode SUCCESS = CompletableResultCode.ofSuccess();
    private static final CompletableResultCode FAILURE = CompletableResultCode.ofFailure();

    private final Logger logger = Logger.getLogger(WatchedExporter.class.getName());
    private final Lines lines = new Lines();
    private final Queue<CompletableResultCode> answers = new ArrayDeque<>();
    private long now;
    private final WatchedExporter exporter =
            new WatchedExporter(new Answers(), URI.create("http://127.0.0.1:4318"), () -> now);

    @BeforeEach
    void collect() {
        logger.addHandler(lines);
    }

    @AfterEach
    void release() {
        logger.removeHandler(lines);
    }

    @Test
    void lossAndRecoveryAreLoggedOnce() {
        export(FAILURE, FAILURE, SUCCESS, SUCCESS);

        assertThat(lines.levels).extracting(Level::intValue).containsExactly(900, 800);
    }

    @Test
    void alternatingFailuresAreLoggedOnceAMinute() {
        export(FAILURE, SUCCESS, FAILURE, SUCCESS, FAILURE);
        assertThat(lines.levels).hasSize(2);

        now += Duration.ofMinutes(1).toNanos();
        export(FAILURE, FAILURE);

        assertThat(lines.levels).hasSize(3);
    }

    @Test
    void reasonIsTheStatusOfTheAnswer() {
        export(CompletableResultCode.ofExceptionalFailure(
                FailedExportException.httpFailedWithResponse(new NotFound())));

        assertThat(lines.texts).singleElement().asString().contains("HTTP status 404");
    }

    private void export(CompletableResultCode... results) {
        answers.addAll(List.of(results));
        while (!answers.isEmpty()) {
            exporter.export(List.of());
        }
    }

    /** A collector's answer. */
    private static final class NotFound implements HttpSender.Response {
        @Override
        public int statusCode() {
            return 404;
        }

        @Override
        public String statusMessage() {
            return "Not Found";
        }

        @Override
        public byte[] responseBody() {
            return new byte[0];
        }
    }

    /** Answers with the next result. */
    private final class Answers implements SpanExporter {
        @Override
        public CompletableResultCode export(Collection<SpanData> spans) {
            return answers.remove();
        }

        @Override
        public CompletableResultCode flush() {
            return SUCCESS;
        }

        @Override
        public CompletableResultCode shutdown() {
            return SUCCESS;
        }
    }

    private static final class Lines extends Handler {
        private final List<Level> levels = new ArrayList<>();
        private final List<String> texts = new ArrayList<>();

        @Override
        public void publish(LogRecord line) {
            levels.add(line.getLevel());
            texts.add(line.getMessage() + Arrays.toString(line.getParameters()));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
