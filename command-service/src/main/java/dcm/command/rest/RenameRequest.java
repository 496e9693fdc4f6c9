package dcm.command.rest;

import dcm.contract.identity.ContainerName;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The body of {@code POST /v1/containers/{handle}/rename}. */
public record RenameRequest(
        @Schema(
                description = "Unique among your containers",
                implementation = String.class,
                required = true,
                examples = "web")
        @Nullable
        ContainerName name) {}
