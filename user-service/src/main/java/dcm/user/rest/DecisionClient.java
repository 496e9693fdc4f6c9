package dcm.user.rest;

import com.fasterxml.jackson.databind.JsonNode;
import dcm.contract.codec.Codec;
import dcm.contract.codec.Families;
import dcm.contract.codec.Json;
import dcm.contract.envelope.Encoded;
import dcm.contract.envelope.Message;
import dcm.contract.intent.Intent;
import dcm.contract.problem.ErrorCode;
import dcm.intent.PlannedDecision;
import dcm.rest.problem.ProblemException;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** Asks command-service, which has the state, what admission would decide about an intent. Thread-safe. */
@Singleton
class DecisionClient {
    private static final Logger LOG = Logger.getLogger(DecisionClient.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final int OK = 200;
    private static final int SERVICE_UNAVAILABLE = 503;

    private final Codec<Intent> codec = new Codec<>(Families.INTENTS);
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIMEOUT)
            .build();
    private final List<URI> instances;

    /** @param instances the addresses of the instances of command-service */
    DecisionClient(@ConfigProperty(name = "dcm.command.url") List<URI> instances) {
        this.instances = List.copyOf(instances);
    }

    /**
     * The decision about an intent, of the first instance that decides.
     *
     *
     * @param authorization the administrator's header {@code Authorization}
     * @throws ProblemException if the request is rejected, or no instance decides at present
     */
    PlannedDecision decide(Message<Intent> intent, String authorization) {
        Encoded encoded = codec.encode(intent);
        ProblemException failure = null;
        for (URI instance : instances) {
            try {
                return decide(instance, encoded, authorization);
            } catch (ProblemException e) {
                if (e.code().status() != SERVICE_UNAVAILABLE) {
                    throw e;
                }
                failure = e; // the next one may decide
            }
        }
        throw failure == null ? unavailable("dcm.command.url is empty") : failure;
    }

    private PlannedDecision decide(URI instance, Encoded intent, String authorization) {
        HttpResponse<String> response = send(request(instance, intent, authorization));
        if (response.statusCode() != OK) {
            throw problem(response);
        }
        return Json.parse(response.body(), PlannedDecision.class);
    }

    private static HttpRequest request(URI instance, Encoded intent, String authorization) {
        HttpRequest.Builder request = HttpRequest.newBuilder(instance.resolve(PlannedDecision.PATH))
                .timeout(TIMEOUT)
                .POST(BodyPublishers.ofByteArray(intent.value()));
        intent.headers().forEach(request::setHeader);
        return request.setHeader(HttpHeaders.CONTENT_TYPE, PlannedDecision.INTENT_TYPE)
                .setHeader(HttpHeaders.AUTHORIZATION, authorization)
                .build();
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return http.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            LOG.warnf("command-service does not answer: url=%s reason=%s", request.uri(), e);
            throw unavailable("command-service does not answer");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unavailable("the request was interrupted");
        }
    }

    private static ProblemException problem(HttpResponse<String> response) {
        try {
            JsonNode problem = Json.parse(response.body(), JsonNode.class);
            Map<String, Long> numbers = new HashMap<>();
            problem.path("numbers")
                    .properties()
                    .forEach(number ->
                            numbers.put(number.getKey(), number.getValue().asLong()));
            response.headers()
                    .firstValueAsLong(HttpHeaders.RETRY_AFTER)
                    .ifPresent(seconds -> numbers.put(ProblemException.RETRY_AFTER, seconds));
            return new ProblemException(
                    ErrorCode.ofCode(problem.path("code").asText()),
                    problem.path("detail").asText(),
                    null,
                    numbers);
        } catch (IllegalArgumentException e) { // not a problem document
            return unavailable("command-service answered with status " + response.statusCode());
        }
    }

    private static ProblemException unavailable(String reason) {
        return new ProblemException(
                ErrorCode.VIEW_UNREACHABLE,
                "DCM cannot say what the request would do: " + reason + ". Nothing was changed. Try again in a moment.",
                null,
                Map.of(ProblemException.RETRY_AFTER, 1L));
    }
}
