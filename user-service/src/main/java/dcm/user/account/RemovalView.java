package dcm.user.account;

import com.fasterxml.jackson.annotation.JsonInclude;
import dcm.contract.identity.HostName;
import dcm.contract.identity.RemovalStep;
import dcm.contract.snapshot.AccountSnapshot.Removal;
import dcm.contract.view.RemovalStepState;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The progress of an account's removal. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RemovalView(
        Instant begunAt,

        List<Step> steps,

        @Schema(description = "What an administrator must do to continue the removal; absent if no action is needed")
        @Nullable
        String blockedReason,

        @Schema(description = "Account that receives everything; absent if everything is removed", examples = "bob")
        @Nullable
        String successor,

        @Schema(description = "When the removal was complete; absent before") @Nullable
        Instant endedAt) {

    /** A step of the removal. */
    @Schema(name = "RemovalStep") // another service has a schema Step
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Step(
            @Schema(enumeration = {"containers", "images", "storage", "sign-in"})
            RemovalStep step,

            @Schema(enumeration = {"done", "now", "to-come"})
            RemovalStepState state,

            @Schema(description = "Hosts that must still complete the step", examples = "[\"n2\"]")
            List<String> waitingFor) {}

    static RemovalView of(Removal removal) {
        return new RemovalView(
                removal.begunAt(),
                RemovalStep.of(removal.successor()).stream()
                        .map(step -> step(step, removal))
                        .toList(),
                removal.blockedReason(),
                removal.successor() == null ? null : removal.successor().value(),
                removal.endedAt());
    }

    private static Step step(RemovalStep step, Removal removal) {
        List<RemovalStep> steps = RemovalStep.of(removal.successor());
        int comparison = steps.indexOf(step) - steps.indexOf(removal.step());
        boolean done = comparison < 0 || removal.endedAt() != null;
        boolean now = comparison == 0 && !done;
        return new Step(
                step,
                done ? RemovalStepState.DONE : now ? RemovalStepState.NOW : RemovalStepState.TO_COME,
                now ? removal.waitingFor().stream().map(HostName::value).toList() : List.of());
    }
}
