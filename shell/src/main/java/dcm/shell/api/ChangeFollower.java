package dcm.shell.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
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

    /** DCM sends a heartbeat every five seconds while its views are current. */
    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(15);

    private final ApiClient api;
    private final Receiver receiver;
    private final Duration longestSilence;

    /** The id of the last event that the receiver has processed. */
    private String lastId = "";

    private boolean loaded;

    /** Receives the changes. */
    public interface Receiver {
        /**
         * Load everything: changes are passed from now on, or may have been missed.
         *
         * @throws CommandFailure if that fails. It is repeated unless it was the first time
         */
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
        this(api, receiver, LONGEST_SILENCE);
    }

    ChangeFollower(ApiClient api, Receiver receiver, Duration longestSilence) {
        this.api = api;
        this.receiver = receiver;
        this.longestSilence = longestSilence;
    }

    /**
     * Passes changes to the receiver. Does not return normally.
     *
     * @throws CommandInterruptedException when the user interrupts the command
     * @throws CommandFailure if the first load fails, or a later request is rejected for good
     */
    public void follow() {
        while (true) {
            try {
                if (!read()) {
                    pause(PAUSE);
                }
            } catch (CommandFailure failure) {
                boolean repeatable = failure.exit() != ExitCode.REFUSED
                        || failure.retryAfter().isPresent();
                if (!loaded || !repeatable) {
                    throw failure;
                }
                receiver.interrupted(failure);
                pause(failure.retryAfter().orElse(PAUSE));
            }
        }
    }

    /** Reads until the stream ends. Returns whether it had an event. */
    private boolean read() {
        InputStream stream = api.openEvents("/v1/changes", lastId);
        SilenceWatch watch = new SilenceWatch(stream, longestSilence);
        try (watch;
                var lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            boolean any = read(lines, watch);
            if (watch.hasEnded()) {
                throw silent();
            }
            return any;
        } catch (IOException e) {
            throw watch.hasEnded()
                    ? silent()
                    : CommandInterruptedException.or(
                            new CommandFailure(ExitCode.FAILED, "The connection was lost: " + e.getMessage()), e);
        }
    }

    private boolean read(BufferedReader lines, SilenceWatch watch) throws IOException {
        boolean any = false;
        String id = "";
        String event = "";
        StringBuilder data = new StringBuilder();
        watch.begin();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith("id:")) {
                id = line.substring(3).strip();
            } else if (line.startsWith("event:")) {
                event = line.substring(6).strip();
            } else if (line.startsWith("data:")) {
                data.append(line.substring(5).strip());
            } else if (line.isEmpty()) {
                if (!event.isEmpty()) { // a comment, which keeps the connection open, has no name
                    watch.pause();
                    take(event, data.toString());
                    lastId = id.isEmpty() ? lastId : id;
                    any = true;
                    watch.begin();
                }
                event = "";
                data.setLength(0);
            }
        }
        return any;
    }

    private CommandFailure silent() {
        return new CommandFailure(
                ExitCode.FAILED, "DCM has reported nothing for %d seconds.".formatted(longestSilence.toSeconds()));
    }

    private void take(String event, String data) throws IOException {
        switch (event) {
            case "heartbeat" -> receiver.current();
            case "ready" -> {
                if (!loaded) {
                    receiver.reset();
                    loaded = true;
                }
            }
            case "reset" -> receiver.reset();
            default -> receiver.changed(event, JSON.readTree(data));
        }
    }

    private static void pause(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            throw new CommandInterruptedException();
        }
    }
}
