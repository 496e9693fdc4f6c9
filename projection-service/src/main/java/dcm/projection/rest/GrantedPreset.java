package dcm.projection.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import dcm.contract.preset.Grant;
import dcm.contract.preset.PresetOptions;
import dcm.contract.snapshot.PresetSnapshot;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A preset as a user with a grant sees it. */
@Schema(examples = GrantedPreset.EXAMPLE)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record GrantedPreset(
        @Schema(description = "What to say as preset when a container is created", examples = "gpu")
        String name,

        @Schema(description = "Of the preset as it is now") int version,

        @Schema(description = "In its administrator's words", examples = "One GPU and 64 GiB")
        String description,

        @Schema(description = "What is not as in every container")
        PresetOptions options,

        @Schema(description = "When the permission ends; absent: when it is revoked") @Nullable
        Instant until) {
    /** An example response. */
    public static final String EXAMPLE = """
            {"name": "big", "version": 2, "description": "16 CPUs and 64 GiB",
             "options": {"cpus": 16, "memoryMiB": 65536}, "until": "2027-03-31T22:00:00Z"}""";

    static GrantedPreset of(PresetSnapshot preset, Grant grant) {
        return new GrantedPreset(
                preset.name().value(), preset.version(), preset.description(), preset.options(), grant.until());
    }
}
