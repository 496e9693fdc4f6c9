package dcm.worker.engine.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.dockerjava.api.exception.DockerException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class DockerUploadTest {
    private static final String REFUSED =
            "HTTP/1.1 400 Bad Request\r\nContent-Length: 25\r\n\r\n{\"message\":\"no such word\"}";

    @TempDir
    Path directory;

    private ServerSocketChannel engine;

    @BeforeEach
    void listen() throws IOException {
        engine = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        engine.bind(UnixDomainSocketAddress.of(directory.resolve("docker.sock")));
    }

    @AfterEach
    void close() throws IOException {
        engine.close();
    }

    @Test
    void answerThatArrivesBeforeTheBodyIsSentIsRead() {
        answers(REFUSED);

        assertThatThrownBy(() -> post(endless()))
                .isInstanceOf(DockerException.class)
                .hasMessageContaining("no such word");
    }

    @Test
    void connectionThatBreaksWithoutAnAnswerIsReported() {
        answers("");

        assertThatThrownBy(() -> post(endless())).isInstanceOf(IOException.class);
    }

    @Test
    void answerInChunksIsReadWhole() throws IOException {
        answers("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"a\":\r\n2\r\n1}\r\n0\r\n\r\n");

        assertThat(post(new ByteArrayInputStream(new byte[] {1, 2, 3}))).isEqualTo("{\"a\":1}");
    }

    private String post(InputStream body) throws IOException {
        try (DockerUpload upload = DockerUpload.to(URI.create("unix://" + directory.resolve("docker.sock")))) {
            return upload.post("/images/create", body);
        }
    }

    /** Answers the first request when its head has arrived, and closes the connection. */
    private void answers(String answer) {
        Thread.ofVirtual().start(() -> {
            try (SocketChannel connection = engine.accept()) {
                connection.read(ByteBuffer.allocate(1000));
                connection.write(ByteBuffer.wrap(answer.getBytes(StandardCharsets.US_ASCII)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private static InputStream endless() {
        return new InputStream() {
            @Override
            public int read() {
                return 0;
            }
        };
    }
}
