package dcm.contract.preset;

/**
 * The version of a preset with which a container is created. Later changes of the preset do not affect the container.
 *
 * @param version from 1
 */
public record Preset(PresetName name, int version, PresetOptions options) {}
