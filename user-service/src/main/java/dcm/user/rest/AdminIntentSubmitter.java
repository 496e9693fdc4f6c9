package dcm.user.rest;

import dcm.contract.envelope.Message;
import dcm.contract.event.Event;
import dcm.contract.event.IntentRejected;
import dcm.contract.identity.Actor;
import dcm.contract.identity.AggregateId;
import dcm.contract.identity.IntentId;
import dcm.contract.intent.Intent;
import dcm.contract.problem.ErrorCode;
import dcm.intent.IntentAppender;
import dcm.intent.IntentOutcomes.Watch;
import dcm.intent.PlannedDecision;
import dcm.intent.SignInBinding;
import dcm.rest.access.Caller;
import dcm.rest.problem.ProblemException;
import dcm.rest.trace.RequestTrace;
import jakarta.enterprise.context.RequestScoped;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Sends intents on behalf of an administrator and waits for admission's decision. */
@RequestScoped
public class AdminIntentSubmitter {
    private static final Duration BOUND = Duration.ofSeconds(10);

    private final Caller caller;
    private final RequestTrace traces;
    private final IntentAppender appender;
    private final SignInBinding binding;
    private final DryRuns dryRuns;

    AdminIntentSubmitter(
            Caller caller, RequestTrace traces, IntentAppender appender, SignInBinding binding, DryRuns dryRuns) {
        this.caller = caller;
        this.traces = traces;
        this.appender = appender;
        this.binding = binding;
        this.dryRuns = dryRuns;
    }

    /**
     * Sends an intent and returns the event with which admission accepted it.
     *
     * @throws ProblemException if the intent was rejected, or was not decided in time
     */
    public Message<Event> submit(AggregateId aggregate, Intent intent) {
        IntentId id = IntentId.fresh();
        try (Watch watch = append(aggregate, intent, id)) {
            return accepted(watch, aggregate);
        }
    }

    /**
     * The same, or with {@code dryRunOnly} ends the request with a {@link PlannedEvents} before anything is changed.
     *
     * @throws ProblemException if the intent is or would be rejected, or was not decided in time
     */
    public Message<Event> submit(AggregateId aggregate, Intent intent, boolean dryRunOnly) {
        if (!dryRunOnly) {
            return submit(aggregate, intent);
        }
        PlannedDecision decision = dryRuns.decide(aggregate, intent);
        IntentRejected rejected = decision.rejection();
        if (rejected != null) {
            throw rejection(rejected, aggregate, null);
        }
        throw new DryRunCompletion(new PlannedEvents(decision.events()));
    }

    /**
     * Sends an intent of a machine, which has no account.
     *
     * @see #submit
     */
    public void submitAs(Actor machine, AggregateId aggregate, Intent intent) {
        try (Watch watch = appender.append(aggregate, intent, machine, IntentId.fresh(), traces.current())) {
            accepted(watch, aggregate);
        }
    }

    /**
     * Sends an intent and returns the event that ended it; empty if the intent has not ended within {@code bound}.
     *
     * @param id a new id
     * @throws ProblemException if the intent was rejected, or was not decided in time
     */
    public Optional<Message<Event>> submitAndAwait(AggregateId aggregate, Intent intent, IntentId id, Duration bound) {
        try (Watch watch = append(aggregate, intent, id)) {
            accepted(watch, aggregate);
            return watch.awaitOutcome(bound);
        }
    }

    private Watch append(AggregateId aggregate, Intent intent, IntentId id) {
        binding.ensure();
        return appender.append(aggregate, intent, caller.actor(), id, traces.current());
    }

    private static Message<Event> accepted(Watch watch, AggregateId aggregate) {
        IntentId id = watch.intent();
        Message<Event> decision = watch.awaitDecision(BOUND).orElseThrow(() -> undecided(id));
        if (decision.payload() instanceof IntentRejected rejected) {
            throw rejection(rejected, aggregate, id.value());
        }
        return decision;
    }

    /** @param intent the id of the recorded intent; null if none was recorded */
    private static ProblemException rejection(IntentRejected rejected, AggregateId aggregate, @Nullable String intent) {
        if (rejected.code() == ErrorCode.NO_ACCOUNT) { // the account in the path, not the caller's
            String owner = aggregate.owner().value();
            return new ProblemException(ErrorCode.NOT_FOUND, "There is no account '" + owner + "'.", intent, Map.of());
        }
        return new ProblemException(rejected.code(), rejected.detail(), intent, rejected.numbers());
    }

    private static ProblemException undecided(IntentId id) {
        return new ProblemException(
                ErrorCode.LOG_UNREACHABLE,
                "The request is recorded, but was not decided in " + BOUND.toSeconds() + " s. Check the result later.",
                id.value(),
                Map.of());
    }
}
