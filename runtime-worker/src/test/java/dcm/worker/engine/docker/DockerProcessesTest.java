package dcm.worker.engine.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.transport.DockerHttpClient;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DockerProcessesTest {
    private static final InputStream ENDLESS = new InputStream() {
        @Override
        public int read() {
            return 'x';
        }
    };

    @Test
    void processesAreReadFromTheAnswer() {
        InputStream answer =
                text("{\"Titles\":[],\"Processes\":[[\"7\",\"1\",\"100000\",\"0.5\",\"0.1\",\"00:01\",\"sleep 9\"]]}");

        assertThat(processes(200, answer).list("web", 100_000)).singleElement().satisfies(process -> {
            assertThat(process.uid()).isZero();
            assertThat(process.command()).isEqualTo("sleep 9");
        });
    }

    @Test
    void answerAboveTheLimitIsRejected() {
        assertThatThrownBy(() -> processes(200, ENDLESS).list("web", 0))
                .isInstanceOf(DockerException.class)
                .hasMessageContaining("longer than 1 MiB");
    }

    @Test
    void errorIsReadUpToALimit() {
        assertThatThrownBy(() -> processes(500, ENDLESS).list("web", 0))
                .isInstanceOf(DockerException.class)
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(5000));
    }

    private static InputStream text(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    private static DockerProcesses processes(int status, InputStream body) {
        return new DockerProcesses(() -> new Answering(new Answer(status, body)));
    }

    private record Answering(Answer answer) implements DockerHttpClient {
        @Override
        public Response execute(Request request) {
            return answer;
        }

        @Override
        public void close() {}
    }

    private record Answer(int status, InputStream body) implements DockerHttpClient.Response {
        @Override
        public int getStatusCode() {
            return status;
        }

        @Override
        public Map<String, List<String>> getHeaders() {
            return Map.of();
        }

        @Override
        public InputStream getBody() {
            return body;
        }

        @Override
        public void close() {}
    }
}
