package dcm.user.preset;

import dcm.contract.identity.InvalidValueException;
import dcm.contract.intent.PresetIntent.DefinePreset;
import dcm.contract.preset.PresetName;
import dcm.contract.preset.PresetOptions;
import dcm.contract.preset.PresetRules;
import dcm.user.rule.FieldRules;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The body of {@code PUT /v1/catalog/presets/NAME}. */
public record PresetRequest(
        @Schema(
                description = "Description for users, one line of at most 500 characters",
                examples = "16 CPUs and FUSE")
        @Nullable
        String description,

        @Schema(
                description = "The options that the preset sets. No other options exist",
                required = true,
                examples = "{\"cpus\": 16, \"memoryMiB\": 65536, \"devices\": [{\"path\": \"/dev/fuse\"}]}")
        @Nullable
        PresetOptions options) {

    DefinePreset toIntent(PresetName name) {
        if (options == null) {
            throw new InvalidValueException("options: At least one option is required.");
        }
        PresetRules.check(options);
        return new DefinePreset(name, FieldRules.description(description), options);
    }
}
