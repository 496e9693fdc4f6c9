package dcm.shell.command;

import com.fasterxml.jackson.databind.JsonNode;
import dcm.contract.view.IntentStatus;
import dcm.shell.api.ApiClient;
import dcm.shell.api.ApiResponse;
import dcm.shell.api.CommandFailure;
import dcm.shell.api.CommandInterruptedException;
import dcm.shell.api.Document;
import dcm.shell.api.Documents;
import dcm.shell.api.ExitCode;
import dcm.shell.document.IntentDocument;
import dcm.shell.document.ProblemDocument;
import dcm.shell.document.StepDocument;
import dcm.shell.screen.ProgressDisplay;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/** Sends a request that creates an intent and waits until the intent ends. */
public final class RequestRunner {
    private static final int ACCEPTED = 202;

    private final ApiClient api;
    private final ProgressDisplay progress;

    public RequestRunner(ApiClient api, ProgressDisplay progress) {
        this.api = api;
        this.progress = progress;
    }

    /**
     * Sends the request and returns when its intent has ended.
     *
     * @param subject what the request is about, shown in the progress
     * @return the intent in its final state, or the response if the request created no intent
     * @throws CommandFailure if the intent is rejected or fails, or its outcome is unknown
     */
    public Document<IntentDocument> done(String subject, Supplier<ApiResponse> request) {
        progress.begin(subject);
        ApiResponse answer = request.get();
        Document<IntentDocument> intent = answer.document(IntentDocument.class);
        if (answer.status() != ACCEPTED) {
            return intent;
        }
        return ended(followed(subject, intent.fields().intent()));
    }

    /**
     * The intent in its final state. The intent is already recorded, so an error from here on leaves its outcome
     * unknown.
     */
    private Document<IntentDocument> followed(String subject, String intent) {
        String address = "/v1/intents/" + intent;
        try {
            api.get(address).expectDone(); // waits until the view has the intent
            follow(subject, address + "/steps");
            return api.get(address).document(IntentDocument.class);
        } catch (CommandFailure failure) {
            throw new CommandFailure(
                    ExitCode.UNKNOWN,
                    "The request is accepted, but its outcome is unknown. Check again later. " + failure.sentence());
        } finally {
            progress.done(subject);
        }
    }

    private void follow(String subject, String address) {
        try (var steps = new BufferedReader(
                new InputStreamReader(api.open(address, "application/x-ndjson"), StandardCharsets.UTF_8))) {
            for (String line = steps.readLine(); line != null; line = steps.readLine()) {
                if (!line.isBlank()) {
                    show(subject, Documents.parse(line, StepDocument.class));
                }
            }
        } catch (IOException e) {
            throw CommandInterruptedException.or(new CommandFailure(ExitCode.UNKNOWN, "The connection was lost."), e);
        }
    }

    private static Document<IntentDocument> ended(Document<IntentDocument> intent) {
        IntentDocument fields = intent.fields();
        return switch (fields.knownStatus().orElse(IntentStatus.ACCEPTED)) {
            case DONE -> intent;
            case REJECTED, FAILED -> {
                if (fields.isBatch()) { // each container has its own outcome
                    yield intent;
                }
                throw failure(fields.status(), fields.problem());
            }
            case RECORDED, ACCEPTED, LAUNCHED ->
                throw new CommandFailure(ExitCode.UNKNOWN, "The request is still in progress. Check again later.");
        };
    }

    /**
     * Reads what a request has changed.
     *
     * @throws CommandFailure with {@link ExitCode#UNKNOWN} if it cannot be read: the request has succeeded
     */
    public static <T> T afterSuccess(Supplier<T> read) {
        try {
            return read.get();
        } catch (CommandFailure failure) {
            throw new CommandFailure(
                    ExitCode.UNKNOWN,
                    "The request succeeded, but the new state is not available: " + failure.sentence());
        }
    }

    /** The failure for an intent, or for one of its containers, that was rejected or failed. */
    public static CommandFailure failure(String status, JsonNode problem) {
        return CommandFailure.ofIntent(status, Documents.read(problem, ProblemDocument.class), problem);
    }

    private void show(String subject, StepDocument step) {
        if (step.isAmount()) {
            progress.amount(subject, subject + ": " + step.detail());
        } else {
            String about = step.name().isEmpty() ? subject : step.name();
            progress.step(about, step.sentence(about));
        }
    }
}
