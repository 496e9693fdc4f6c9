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
        @Schema(description = "Value of the field preset when a container is created", examples = "gpu")
        String name,

        @Schema(description = "Current version of the preset")
        int version,

        @Schema(description = "Description by an administrator", examples = "One GPU and 64 GiB")
        String description,

        @Schema(description = "Options that the preset sets")
        PresetOptions options,

        @Schema(description = "When the grant ends; absent: no end date") @Nullable
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
