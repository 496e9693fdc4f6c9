package dcm.contract.snapshot;

import dcm.contract.preset.Preset;
import dcm.contract.preset.PresetName;
import dcm.contract.preset.PresetOptions;
import java.time.Instant;

/**
 * A preset as it stands.
 *
 * @param version from 1
 * @param retired true: nothing is made with it any more
 * @param changedAt when it was defined or retired
 */
public record PresetSnapshot(
        PresetName name, int version, String description, PresetOptions options, boolean retired, Instant changedAt)
        implements CatalogSnapshot {

    @Override
    public String key() {
        return name.value();
    }

    /** What a container gets that is made with it now. */
    public Preset preset() {
        return new Preset(name, version, options);
    }
}
