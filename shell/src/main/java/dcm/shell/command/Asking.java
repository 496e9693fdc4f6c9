package dcm.shell.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dcm.shell.api.Answer;
import dcm.shell.api.Api;
import dcm.shell.api.CommandFailure;
import dcm.shell.api.Exit;
import dcm.shell.screen.Progress;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/** Asks for a change and follows it to its end. */
public final class Asking {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int ACCEPTED = 202;

    private final Api api;
    private final Progress progress;

    public Asking(Api api, Progress progress) {
        this.api = api;
        this.progress = progress;
    }

    /**
     * Asks, and returns once it is done.
     *
     * @param subject what it is about, for the progress
     * @return the intent as it ended, or what was answered at once
     * @throws CommandFailure if it is refused, or fails
     */
    public JsonNode done(String subject, Supplier<Answer> request) {
        progress.begin(subject);
        Answer answer = request.get();
        JsonNode body = answer.expectDone();
        if (answer.status() != ACCEPTED) {
            return body;
        }
        try {
            return followed(subject, body.path("intent").asText());
        } finally {
            progress.done(subject);
        }
    }

    private JsonNode followed(String subject, String intent) {
        String address = "/v1/intents/" + intent;
        api.get(address).expectDone(); // which waits until it can be followed
        try (var steps = new BufferedReader(
                new InputStreamReader(api.open(address + "/steps", "application/x-ndjson"), StandardCharsets.UTF_8))) {
            for (String line = steps.readLine(); line != null; line = steps.readLine()) {
                if (!line.isBlank()) {
                    progress.step(subject, said(line));
                }
            }
        } catch (IOException e) {
            throw new CommandFailure(
                    Exit.UNKNOWN,
                    "The connection broke off while it was being done; whether it is done, a look tells.");
        }
        JsonNode ended = api.get(address).expectDone();
        if (ended.has("containers")) { // of which each has an end of its own
            return ended;
        }
        return switch (ended.path("status").asText()) {
            case "done" -> ended;
            case "rejected", "failed" -> throw CommandFailure.ofIntent(ended);
            default ->
                throw new CommandFailure(
                        Exit.UNKNOWN, "It is still being done, and goes on; a look tells how far it has come.");
        };
    }

    private static String said(String line) throws JsonProcessingException {
        JsonNode step = JSON.readTree(line);
        String what = step.path("what").asText().replace('-', ' ');
        return step.has("detail") ? what + ", " + step.path("detail").asText() : what;
    }
}
