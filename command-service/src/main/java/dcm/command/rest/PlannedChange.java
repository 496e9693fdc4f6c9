package dcm.command.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import dcm.contract.event.AccountEvent.KeysChanged;
import dcm.contract.event.ContainerEvent.CommitOrdered;
import dcm.contract.event.ContainerEvent.ContainerPlaced;
import dcm.contract.event.ContainerEvent.ContainerRemoved;
import dcm.contract.event.ContainerEvent.ContainerRenamed;
import dcm.contract.event.ContainerEvent.OperationOrdered;
import dcm.contract.event.ImageEvent.FlattenOrdered;
import dcm.contract.event.ImageEvent.ImageRemoved;
import dcm.contract.event.ImageEvent.ImportOrdered;
import dcm.contract.event.Operation;
import dcm.contract.event.OwnerEvent;
import dcm.contract.identity.ContainerId;
import dcm.contract.identity.HostName;
import dcm.contract.identity.ImageName;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What a request would do, other than create containers. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PlannedChange(
        @Schema(
                description = "What would be done",
                examples = "commit",
                enumeration = {
                    "start",
                    "stop",
                    "restart",
                    "pause",
                    "unpause",
                    "recreate",
                    "rename",
                    "remove",
                    "commit",
                    "flatten",
                    "import",
                    "remove-image",
                    "change-keys"
                })
        String operation,

        @Schema(description = "Id of the container") @Nullable
        String container,

        @Schema(description = "With rename: the new name") @Nullable
        String name,

        @Schema(description = "The image that would be created, NAME:TAG") @Nullable
        String image,

        @Schema(description = "The host on which the container or image would be created") @Nullable
        String host,

        @Schema(description = "With recreate: what cannot be restored") @Nullable
        String notice) {

    private PlannedChange(String operation) {
        this(operation, null, null, null, null, null);
    }

    /** The change that an event describes; empty if it describes none. */
    static Optional<PlannedChange> of(OwnerEvent event) {
        return Optional.ofNullable(
                switch (event) {
                    case OperationOrdered ordered ->
                        onContainer(ordered.operation().asOperation(), ordered.container(), null);
                    case ContainerRemoved removed -> onContainer(Operation.REMOVE, removed.container(), null);
                    case ContainerRenamed renamed ->
                        new PlannedChange(
                                "rename",
                                renamed.container().value(),
                                renamed.name().value(),
                                null,
                                null,
                                null);
                    case ContainerPlaced placed
                    when placed.recreation() != null -> onContainer(Operation.RECREATE, placed.container(), placed);
                    case CommitOrdered commit -> image("commit", commit.container(), commit.name(), commit.host());
                    case FlattenOrdered flatten -> image("flatten", null, flatten.name(), flatten.host());
                    case ImportOrdered imported -> image("import", null, imported.name(), imported.host());
                    case ImageRemoved removed -> new PlannedChange("remove-image");
                    case KeysChanged changed -> new PlannedChange("change-keys");
                    default -> null;
                });
    }

    private static PlannedChange onContainer(
            Operation operation, ContainerId container, @Nullable ContainerPlaced placed) {
        return new PlannedChange(
                operation.name().toLowerCase(Locale.ROOT),
                container.value(),
                null,
                null,
                placed == null ? null : placed.host().value(),
                placed == null ? null : IntentResponse.notice(placed));
    }

    private static PlannedChange image(
            String operation, @Nullable ContainerId container, ImageName image, HostName host) {
        return new PlannedChange(
                operation, container == null ? null : container.value(), null, image.value(), host.value(), null);
    }
}
