package dcm.projection;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A client of server-sent events. */
final class EventStream implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration TIMEOUT = Duration.ofSeconds(15);
    private static final Received END = new Received("", "end", JSON.createObjectNode());

    private final HttpClient http = HttpClient.newHttpClient();
    private final HttpResponse<InputStream> response;
    private final BlockingQueue<Received> events = new LinkedBlockingQueue<>();

    /** An event. */
    record Received(String id, String name, JsonNode data) {}

    EventStream(HttpRequest request) throws IOException, InterruptedException {
        response = http.send(request, BodyHandlers.ofInputStream());
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type").orElse("")).startsWith("text/event-stream");
        Thread.ofVirtual().start(this::read);
    }

    private void read() {
        String id = "";
        String name = "";
        try (var lines = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("id:")) {
                    id = line.substring(3).strip();
                } else if (line.startsWith("event:")) {
                    name = line.substring(6).strip();
                } else if (line.startsWith("data:")) {
                    events.add(new Received(id, name, JSON.readTree(line.substring(5))));
                }
            }
        } catch (IOException closed) {
            // the end
        } finally {
            events.add(END);
        }
    }

    /** The next event other than heartbeats. */
    Received next() throws InterruptedException {
        Received event = any();
        while (event.name().equals("heartbeat")) {
            event = any();
        }
        return event;
    }

    /** The next event with this name; others are skipped. */
    Received next(String name) throws InterruptedException {
        Received event = any();
        while (!event.name().equals(name)) {
            assertThat(event).as("while waiting for %s", name).isNotEqualTo(END);
            event = any();
        }
        return event;
    }

    /** Waits until the server has ended the stream. */
    void awaitEnd() throws InterruptedException {
        while (!any().equals(END)) {
            // more events
        }
    }

    private Received any() throws InterruptedException {
        Received event = events.poll(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        assertThat(event).as("an event within %s", TIMEOUT).isNotNull();
        return event;
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
