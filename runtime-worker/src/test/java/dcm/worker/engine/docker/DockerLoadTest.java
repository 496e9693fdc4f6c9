package dcm.worker.engine.docker;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.dockerjava.transport.DockerHttpClient;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The engine's answer to an archive. */
class DockerLoadTest {
    private static final byte[] ARCHIVE = TarBytes.join(
            TarBytes.file("l.tar", TarBytes.file("data", (byte) 1)),
            TarBytes.file(
                    "manifest.json", "[{\"Config\":\"c\",\"Layers\":[\"l.tar\"]}]".getBytes(StandardCharsets.US_ASCII)),
            TarBytes.END);

    @Test
    void loadedImageIsAccepted() {
        assertThatCode(() -> load("{\"stream\":\"Loaded image: a:1\\n\"}\n")).doesNotThrowAnyException();
    }

    @Test
    void errorInASuccessfulAnswerIsReported() {
        assertThatThrownBy(() -> load("{\"stream\":\"a\"}\n{\"errorDetail\":{\"message\":\"no space\"}}\n"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no space");
        assertThatThrownBy(() -> load("{\"error\":\"invalid diffID\"}"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("invalid diffID");
    }

    private static void load(String answer) throws IOException {
        try (DockerHttpClient client = new Answering(answer)) {
            DockerLoad.load(client, new ByteArrayInputStream(ARCHIVE), "a:1", new UnpackedSize(1 << 20, bytes -> {}));
        }
    }

    private record Answering(String answer) implements DockerHttpClient {
        @Override
        public Response execute(Request request) {
            try {
                Objects.requireNonNull(request.body()).readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return new Answer(new ByteArrayInputStream(answer.getBytes(StandardCharsets.UTF_8)));
        }

        @Override
        public void close() {}
    }

    private record Answer(InputStream body) implements DockerHttpClient.Response {
        @Override
        public int getStatusCode() {
            return 200;
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
