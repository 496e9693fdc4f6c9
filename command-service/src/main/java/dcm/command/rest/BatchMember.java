package dcm.command.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import dcm.contract.envelope.Message;
import dcm.contract.event.ContainerEvent.ContainerPlaced;
import dcm.contract.event.ContainerEvent.ContainerStarted;
import dcm.contract.event.ContainerEvent.OperationFailed;
import dcm.contract.event.Event;
import dcm.contract.identity.ContainerId;
import dcm.contract.identity.SshEndpoint;
import dcm.contract.view.IntentStatus;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** One container of a batch. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record BatchMember(
        @Schema(description = "Id of the container") String container,

        @Schema(description = "Name of the container") String name,

        @Schema(enumeration = {"accepted", "done", "failed"})
        IntentStatus status,

        @Schema(description = "Address of its SSH server, once it is known") @Nullable
        SshEndpoint ssh,

        @Schema(description = "The other published ports, once they are known") @Nullable
        List<Published> ports,

        @Schema(description = "Reason of the failure") @Nullable
        Reason problem) {

    /** Why a container of a batch failed; the others are not affected. */
    public record Reason(String code, String detail) {}

    /** The containers in these events of one intent, in the order of their placement. */
    static List<BatchMember> of(List<Message<Event>> events) {
        Map<ContainerId, BatchMember> members = new LinkedHashMap<>();
        for (Message<Event> event : events) {
            switch (event.payload()) {
                case ContainerPlaced placed ->
                    members.putIfAbsent(
                            placed.container(),
                            new BatchMember(
                                    placed.container().value(),
                                    placed.name().value(),
                                    IntentStatus.ACCEPTED,
                                    null,
                                    null,
                                    null));
                case ContainerStarted started ->
                    members.computeIfPresent(started.container(), (id, member) -> member.started(started));
                case OperationFailed failed ->
                    members.computeIfPresent(failed.container(), (id, member) -> member.failed(failed));
                default -> {} // not an outcome
            }
        }
        return List.copyOf(members.values());
    }

    private BatchMember started(ContainerStarted event) {
        return new BatchMember(container, name, IntentStatus.DONE, event.ssh(), Published.of(event.ports()), null);
    }

    private BatchMember failed(OperationFailed event) {
        return new BatchMember(
                container,
                name,
                IntentStatus.FAILED,
                null,
                null,
                new Reason(event.code().code(), event.detail()));
    }
}
