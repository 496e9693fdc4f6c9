package dcm.user.rest;

import dcm.contract.envelope.Envelope;
import dcm.contract.envelope.Message;
import dcm.contract.identity.AggregateId;
import dcm.contract.identity.IntentId;
import dcm.contract.intent.Intent;
import dcm.intent.PlannedDecision;
import dcm.rest.access.Caller;
import dcm.rest.problem.ProblemException;
import dcm.rest.trace.RequestTrace;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.core.HttpHeaders;
import java.time.Instant;
import java.util.Objects;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** What admission would decide about intents of the current request. */
@RequestScoped
class DryRuns {
    private final Caller caller;
    private final RequestTrace traces;
    private final CurrentVertxRequest current;
    private final DecisionClient decisions;
    private final String source;

    DryRuns(
            Caller caller,
            RequestTrace traces,
            CurrentVertxRequest current,
            DecisionClient decisions,
            @ConfigProperty(name = "quarkus.application.name") String source) {
        this.caller = caller;
        this.traces = traces;
        this.current = current;
        this.decisions = decisions;
        this.source = source;
    }

    /**
     * The decision about an intent.
     *
     * @throws ProblemException if it cannot be decided at present
     */
    PlannedDecision decide(AggregateId aggregate, Intent intent) {
        Envelope envelope = Envelope.first(
                IntentId.fresh().value(), source, aggregate, Instant.now(), caller.actor(), traces.current());
        String authorization = Objects.requireNonNull(
                current.getCurrent().request().getHeader(HttpHeaders.AUTHORIZATION), "an administrator has a token");
        return decisions.decide(new Message<>(envelope, intent), authorization);
    }
}
