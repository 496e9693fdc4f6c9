package dcm.contract.snapshot;

import dcm.contract.preset.Preset;
import dcm.contract.preset.PresetName;
import dcm.contract.preset.PresetOptions;
import java.time.Instant;

/**
 * The current state of a preset.
 *
 * @param version from 1
 * @param retired whether the preset is retired: no new containers can use it
 * @param changedAt when it was defined or retired
 */
public record PresetSnapshot(
        PresetName name, int version, String description, PresetOptions options, boolean retired, Instant changedAt)
        implements CatalogSnapshot {

    @Override
    public String key() {
        return name.value();
    }

    /** The preset as a new container gets it. */
    public Preset preset() {
        return new Preset(name, version, options);
    }
}
