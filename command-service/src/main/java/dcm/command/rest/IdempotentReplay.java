package dcm.command.rest;

import com.fasterxml.jackson.databind.JsonNode;
import dcm.contract.codec.Families;
import dcm.contract.codec.Fingerprint;
import dcm.contract.identity.IntentId;
import dcm.contract.intent.Intent;
import dcm.contract.problem.ErrorCode;
import dcm.rest.problem.ProblemException;
import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.eclipse.microprofile.rest.client.inject.RestClient;

/** Answers requests whose idempotency key was used before, from the intent view. */
@RequestScoped
public class IdempotentReplay {
    /** HTTP status Multi-Status (RFC 4918): the body contains each outcome. */
    static final int SOME_OF_EACH = 207;

    private final IntentViews views;
    private final List<String> instances;
    private final JsonWebToken token;

    /** @param instances the addresses of the instances of projection-service */
    IdempotentReplay(
            @RestClient IntentViews views,
            @ConfigProperty(name = "dcm.views.url") List<String> instances,
            JsonWebToken token) {
        this.instances = List.copyOf(instances);
        this.views = views;
        this.token = token;
    }

    /**
     * The answer to the earlier request; empty if the view does not know it.
     *
     * @throws ProblemException if the earlier request was different, was rejected or failed, or if the view does not
     *     answer
     */
    Optional<Response> answer(IntentId id, Intent intent, PreferHeader preference) {
        try {
            return find(id, preference.timeout(), false).map(earlier -> respond(id, intent, earlier));
        } catch (ViewUnreachable e) {
            throw new ProblemException(
                    ErrorCode.VIEW_UNREACHABLE,
                    "DCM cannot check at present whether this Idempotency-Key was used before, so it did not process"
                            + " the request. Try again later with the same key.",
                    id.value(),
                    Map.of(ProblemException.RETRY_AFTER, 1L));
        }
    }

    /** The same for an intent that is already in the log; also empty if the view does not answer. */
    Optional<Response> answerIfPossible(IntentId id, Intent intent, PreferHeader preference) {
        try {
            return find(id, preference.timeout(), true).map(earlier -> respond(id, intent, earlier));
        } catch (ViewUnreachable e) {
            return Optional.empty();
        }
    }

    /**
     * @param expected whether the intent is in the log, so that the view will have it soon; false for a key that may be
     *     new
     */
    private Optional<JsonNode> find(IntentId id, Duration wait, boolean expected) {
        ViewUnreachable failure = null;
        for (String instance : instances) {
            try {
                return find(instance, id, wait, expected);
            } catch (ViewUnreachable e) {
                failure = e; // the next one may answer
            }
        }
        throw failure == null ? new ViewUnreachable(new IllegalStateException("dcm.views.url is empty")) : failure;
    }

    private Optional<JsonNode> find(String instance, IntentId id, Duration wait, boolean expected) {
        try {
            return Optional.of(
                    views.find(instance, "Bearer " + token.getRawToken(), id.value(), wait.toSeconds(), expected));
        } catch (WebApplicationException e) {
            if (e.getResponse().getStatus() == 404) {
                return Optional.empty();
            }
            throw new ViewUnreachable(e);
        } catch (ProcessingException e) {
            throw new ViewUnreachable(e);
        }
    }

    private static Response respond(IntentId id, Intent intent, JsonNode earlier) {
        JsonNode fingerprint =
                earlier.path("fingerprint"); // missing if the view has only an event of the intent so far
        if (fingerprint.isTextual() && !fingerprint.asText().equals(Fingerprint.of(Families.INTENTS, intent))) {
            throw new ProblemException(
                    ErrorCode.KEY_REUSED,
                    "This Idempotency-Key was used for another request. Use a new key for each request.",
                    id.value(),
                    Map.of());
        }
        refuseAgain(id, earlier);
        IntentResponse answer = IntentResponse.ofView(earlier);
        return switch (answer.status()) {
            case DONE -> Response.ok(answer).build();
            case FAILED -> // a batch in which at least one container failed
                Response.status(SOME_OF_EACH).entity(answer).build();
            case RECORDED, ACCEPTED, LAUNCHED, REJECTED ->
                Response.accepted(answer).location(intentAddress(id)).build();
        };
    }

    private static void refuseAgain(IntentId id, JsonNode earlier) {
        JsonNode problem = earlier.path("problem");
        if (problem.isObject()) {
            throw new ProblemException(
                    ErrorCode.ofCode(problem.path("code").asText()),
                    problem.path("detail").asText(),
                    id.value(),
                    Map.of());
        }
    }

    private static final class ViewUnreachable extends RuntimeException {
        ViewUnreachable(Throwable cause) {
            super(cause);
        }
    }

    static URI intentAddress(IntentId id) {
        return URI.create("/v1/intents/" + id);
    }
}
