package dcm.command.rest;

import dcm.command.dryrun.DryRun;
import dcm.command.dryrun.DryRuns;
import dcm.contract.event.ContainerEvent.ContainerPlaced;
import dcm.contract.event.IntentRejected;
import dcm.contract.identity.IntentId;
import dcm.contract.intent.ContainerIntent.CreateContainer;
import dcm.contract.problem.ErrorCode;
import dcm.rest.access.Caller;
import dcm.rest.problem.ProblemException;
import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Answers what a request to create containers would do, without recording it. */
@RequestScoped
class CreateDryRun {
    private final Caller caller;
    private final DryRuns dryRuns;

    CreateDryRun(Caller caller, DryRuns dryRuns) {
        this.caller = caller;
        this.dryRuns = dryRuns;
    }

    /**
     * The answer.
     *
     * @throws ProblemException if a real request would be rejected, with the same problem
     */
    Response answer(CreateContainer intent) {
        DryRun run = dryRuns.decide(caller.name(), IntentId.fresh(), intent)
                .orElseThrow(() -> new ProblemException(
                        ErrorCode.VIEW_UNREACHABLE,
                        "DCM cannot decide about your account at present, because it is starting. Try again later.",
                        null,
                        Map.of(ProblemException.RETRY_AFTER, 1L)));
        run.events().forEach(event -> {
            if (event instanceof IntentRejected rejected) {
                throw new ProblemException(
                        rejected.code(), rejected.detail(), null, rejected.numbers(), rejected.hosts());
            }
        });
        List<ContainerPlaced> placed = run.events().stream()
                .filter(ContainerPlaced.class::isInstance)
                .map(ContainerPlaced.class::cast)
                .toList();
        DryRun.Quota quota = Objects.requireNonNull(run.quota(), "a container of no account");
        boolean named =
                intent.batch() == null ? intent.name() != null : intent.batch().namePattern() != null;
        return Response.ok(DryRunResponse.of(placed, named, quota), DryRunResponse.MEDIA_TYPE)
                .build();
    }
}
