package dcm.intent;

import dcm.contract.envelope.Message;
import dcm.contract.event.Event;
import dcm.contract.event.IntentRejected;
import dcm.contract.identity.AggregateId;
import dcm.contract.identity.IntentId;
import dcm.contract.intent.AccountIntent.BindSignIn;
import dcm.contract.problem.ErrorCode;
import dcm.contract.snapshot.AccountSnapshot.SignIn;
import dcm.intent.IntentOutcomes.Watch;
import dcm.rest.access.Caller;
import dcm.rest.problem.ProblemException;
import dcm.rest.trace.RequestTrace;
import jakarta.enterprise.context.RequestScoped;
import java.time.Duration;
import java.util.Optional;

/** Binds an account to the first sign-in that is used for it, before any other intent is sent on its behalf. */
@RequestScoped
public class SignInBinding {
    private static final Duration BOUND = Duration.ofSeconds(10);

    private final Caller caller;
    private final IntentAppender appender;
    private final RequestTrace traces;

    SignInBinding(Caller caller, IntentAppender appender, RequestTrace traces) {
        this.caller = caller;
        this.appender = appender;
        this.traces = traces;
    }

    /**
     * Binds the caller's account to the caller's sign-in if it is not bound yet.
     *
     * @throws ProblemException if the account was bound to another sign-in at the same time
     */
    public void ensure() {
        caller.unboundSignIn().ifPresent(this::bind);
    }

    private void bind(SignIn signIn) {
        BindSignIn intent = new BindSignIn(signIn.issuer(), signIn.subject());
        try (Watch watch = appender.append(
                AggregateId.of(caller.name()), intent, caller.actor(), IntentId.fresh(), traces.current())) {
            Optional<Message<Event>> decision = watch.awaitDecision(BOUND);
            if (decision.isEmpty()) {
                throw new ProblemException(
                        ErrorCode.LOG_UNREACHABLE,
                        "DCM could not verify in time that this account is yours. Nothing was changed. Try again.");
            }
            if (decision.get().payload() instanceof IntentRejected rejected) {
                throw new ProblemException(rejected.code(), rejected.detail());
            }
        }
    }
}
