package dcm.rest.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dcm.rest.stream.StreamedResponse.Source;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StreamedResponseTest {
    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(1, TimeUnit.MINUTES);
    }

    @Test
    void completeSourceIsACompleteResponse() throws Exception {
        HttpResponse<String> response = ask(new Chunks(List.of("one ", "two"), false));

        assertThat(response.headers().firstValue("Content-Type")).hasValue("text/plain");
        assertThat(response.body()).isEqualTo("one two");
    }

    @Test
    void sourceThatFailsIsNotACompleteResponse() {
        assertThatThrownBy(() -> ask(new Chunks(List.of("one "), true))).isInstanceOf(IOException.class);
    }

    private HttpResponse<String> ask(Source source) throws Exception {
        HttpServer server = vertx.createHttpServer().requestHandler(request -> answer(request, source));
        int port = server.listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(1, TimeUnit.MINUTES)
                .actualPort();
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port))
                            .build(),
                    BodyHandlers.ofString());
        }
    }

    /** As Quarkus writes the items of a resource. */
    private static void answer(HttpServerRequest request, Source source) {
        HttpServerResponse response = request.response();
        StreamedResponse.of(response, "text/plain", source)
                .subscribe()
                .with(chunk -> response.write(Buffer.buffer(chunk)), () -> response.end());
    }

    /** A source of these chunks, which fails after the last of them or ends. */
    private static final class Chunks implements Source {
        private final Iterator<String> chunks;
        private final boolean fails;

        Chunks(List<String> chunks, boolean fails) {
            this.chunks = chunks.iterator();
            this.fails = fails;
        }

        @Override
        public Optional<byte[]> next() throws IOException {
            if (!chunks.hasNext() && fails) {
                throw new IOException("The host is gone");
            }
            return chunks.hasNext() ? Optional.of(chunks.next().getBytes(StandardCharsets.UTF_8)) : Optional.empty();
        }

        @Override
        public void close() {}
    }
}
