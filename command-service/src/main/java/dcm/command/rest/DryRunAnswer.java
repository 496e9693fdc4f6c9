package dcm.command.rest;

import dcm.command.dryrun.DryRun;
import dcm.command.dryrun.DryRuns;
import dcm.contract.event.IntentRejected;
import dcm.contract.identity.IntentId;
import dcm.contract.intent.ContainerIntent.CreateContainer;
import dcm.contract.intent.OwnerIntent;
import dcm.contract.problem.ErrorCode;
import dcm.intent.IntentRateLimit;
import dcm.rest.access.Caller;
import dcm.rest.problem.ProblemException;
import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import java.util.Objects;

/** Answers what a request would do, without recording it. */
@RequestScoped
class DryRunAnswer {
    private final Caller caller;
    private final IntentRateLimit rate;
    private final DryRuns dryRuns;

    DryRunAnswer(Caller caller, IntentRateLimit rate, DryRuns dryRuns) {
        this.caller = caller;
        this.rate = rate;
        this.dryRuns = dryRuns;
    }

    /**
     * The answer.
     *
     * @param id the id that the real request would have: it decides between hosts that are equally good
     * @throws ProblemException if a real request would be rejected, with the same problem, or if the caller exceeds the rate
     */
    Response answer(OwnerIntent intent, IntentId id) {
        rate.count(caller.actor());
        DryRun run = dryRuns.decide(caller.name(), id, intent).orElseThrow(DryRunAnswer::undecidable);
        run.events().forEach(event -> {
            if (event instanceof IntentRejected rejected) {
                throw new ProblemException(
                        rejected.code(), rejected.detail(), null, rejected.numbers(), rejected.hosts());
            }
        });
        DryRun.Quota quota = Objects.requireNonNull(run.quota(), "a request of no account");
        return Response.ok(DryRunResponse.of(run.events(), isNamed(intent), quota), DryRunResponse.MEDIA_TYPE)
                .build();
    }

    /** This process does not decide about the request at present. */
    static ProblemException undecidable() {
        return new ProblemException(
                ErrorCode.VIEW_UNREACHABLE,
                "DCM cannot decide about this request at present, because it is starting or busy. Try again later.",
                null,
                Map.of(ProblemException.RETRY_AFTER, 1L));
    }

    /** Whether the names of the request's containers are known. */
    private static boolean isNamed(OwnerIntent intent) {
        if (intent instanceof CreateContainer create) {
            return create.batch() == null
                    ? create.name() != null
                    : create.batch().namePattern() != null;
        }
        return true;
    }
}
