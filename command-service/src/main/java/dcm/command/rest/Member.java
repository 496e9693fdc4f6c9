package dcm.command.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import dcm.command.rest.IntentAnswer.Published;
import dcm.command.rest.IntentAnswer.Status;
import dcm.contract.envelope.Message;
import dcm.contract.event.ContainerEvent.ContainerPlaced;
import dcm.contract.event.ContainerEvent.ContainerStarted;
import dcm.contract.event.ContainerEvent.OperationFailed;
import dcm.contract.event.Event;
import dcm.contract.identity.ContainerId;
import dcm.contract.identity.SshEndpoint;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** One of several containers that were asked for together. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Member(
        @Schema(description = "Its id") String container,

        @Schema(description = "Its name") String name,

        Status status,

        @Schema(description = "Where its SSH server answers, once it is known") @Nullable
        SshEndpoint ssh,

        @Schema(description = "Its other published ports, once they are known") @Nullable
        List<Published> ports,

        @Schema(description = "Why it failed") @Nullable Reason problem) {

    /** Why a container of several could not be made; the others are not touched by that. */
    public record Reason(String code, String detail) {}

    /** The containers that these events of one intent are about, in the order in which they were placed. */
    static List<Member> of(List<Message<Event>> events) {
        Map<ContainerId, Member> members = new LinkedHashMap<>();
        for (Message<Event> event : events) {
            switch (event.payload()) {
                case ContainerPlaced placed ->
                    members.putIfAbsent(
                            placed.container(),
                            new Member(
                                    placed.container().value(),
                                    placed.name().value(),
                                    Status.ACCEPTED,
                                    null,
                                    null,
                                    null));
                case ContainerStarted started ->
                    members.computeIfPresent(started.container(), (id, member) -> member.started(started));
                case OperationFailed failed ->
                    members.computeIfPresent(failed.container(), (id, member) -> member.failed(failed));
                default -> {} // says nothing of how it ended
            }
        }
        return List.copyOf(members.values());
    }

    private Member started(ContainerStarted event) {
        return new Member(container, name, Status.DONE, event.ssh(), Published.of(event.ports()), null);
    }

    private Member failed(OperationFailed event) {
        return new Member(
                container,
                name,
                Status.FAILED,
                null,
                null,
                new Reason(event.code().code(), event.detail()));
    }
}
