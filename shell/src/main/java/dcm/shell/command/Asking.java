package dcm.shell.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dcm.shell.api.Answer;
import dcm.shell.api.Api;
import dcm.shell.api.CommandFailure;
import dcm.shell.api.Exit;
import dcm.shell.api.InterruptedCommand;
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
        return ended(followed(subject, body.path("intent").asText()));
    }

    /** The intent at its end. From here on it is admitted: what goes wrong with looking says nothing of it. */
    private JsonNode followed(String subject, String intent) {
        String address = "/v1/intents/" + intent;
        try {
            api.get(address).expectDone(); // which waits until it can be followed
            follow(subject, address + "/steps");
            return api.get(address).expectDone();
        } catch (CommandFailure failure) {
            throw new CommandFailure(
                    Exit.UNKNOWN,
                    "It is admitted, but how it ended cannot be seen now; a look tells later. " + failure.sentence());
        } finally {
            progress.done(subject);
        }
    }

    private void follow(String subject, String address) {
        try (var steps = new BufferedReader(
                new InputStreamReader(api.open(address, "application/x-ndjson"), StandardCharsets.UTF_8))) {
            for (String line = steps.readLine(); line != null; line = steps.readLine()) {
                if (!line.isBlank()) {
                    progress.step(subject, said(line));
                }
            }
        } catch (IOException e) {
            throw InterruptedCommand.or(new CommandFailure(Exit.UNKNOWN, "The connection broke off."), e);
        }
    }

    private static JsonNode ended(JsonNode intent) {
        if (intent.has("containers")) { // of which each has an end of its own
            return intent;
        }
        return switch (intent.path("status").asText()) {
            case "done" -> intent;
            case "rejected", "failed" -> throw CommandFailure.ofIntent(intent);
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
