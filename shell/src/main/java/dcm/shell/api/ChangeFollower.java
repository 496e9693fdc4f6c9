package dcm.shell.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Follows the server-sent events of {@code GET /v1/changes} until the user interrupts the command. After an interruption
 * of the stream, which also ends with each access token, it continues after the last event. Not thread-safe.
 */
public final class ChangeFollower {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final ApiClient api;
    private final Receiver receiver;
    private String lastId = "";
    private boolean ready;

    /** Receives the changes. */
    public interface Receiver {
        /** Load everything: changes are passed from now on, or may have been missed. */
        void reset();

        /**
         * Takes the new state of a resource.
         *
         * @param kind what has changed, such as {@code container}
         */
        void changed(String kind, JsonNode resource);

        /** The stream is current. */
        void current();

        /** The stream is interrupted, and will be opened again. */
        void interrupted(CommandFailure reason);
    }

    public ChangeFollower(ApiClient api, Receiver receiver) {
        this.api = api;
        this.receiver = receiver;
    }

    /**
     * Passes changes to the receiver. Does not return normally.
     *
     * @throws CommandInterruptedException when the user interrupts the command
     * @throws CommandFailure if the first request fails, or a later one is rejected
     */
    public void follow() {
        while (true) {
            try {
                if (!read()) {
                    pause();
                }
            } catch (CommandFailure failure) {
                if (!ready || failure.exit() == ExitCode.REFUSED) {
                    throw failure;
                }
                receiver.interrupted(failure);
                pause();
            }
        }
    }

    /** Reads until the stream ends. Returns whether it had an event. */
    private boolean read() {
        boolean any = false;
        try (var lines = new BufferedReader(
                new InputStreamReader(api.openEvents("/v1/changes", lastId), StandardCharsets.UTF_8))) {
            String event = "";
            StringBuilder data = new StringBuilder();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.isEmpty()) {
                    any |= !event.isEmpty();
                    take(event, data.toString());
                    event = "";
                    data.setLength(0);
                } else if (line.startsWith("id:")) {
                    lastId = line.substring(3).strip();
                } else if (line.startsWith("event:")) {
                    event = line.substring(6).strip();
                } else if (line.startsWith("data:")) {
                    data.append(line.substring(5).strip());
                }
            }
            return any;
        } catch (IOException e) {
            throw CommandInterruptedException.or(
                    new CommandFailure(ExitCode.FAILED, "The connection was lost: " + e.getMessage()), e);
        }
    }

    private void take(String event, String data) throws IOException {
        switch (event) {
            case "" -> {} // a comment that keeps the connection open
            case "heartbeat" -> receiver.current();
            case "ready" -> {
                if (!ready) {
                    ready = true;
                    receiver.reset();
                }
            }
            case "reset" -> receiver.reset();
            default -> receiver.changed(event, JSON.readTree(data));
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            throw new CommandInterruptedException();
        }
    }
}
