package dcm.contract.preset;

/**
 * A version of a preset, as a container is made with it. What is changed in the preset later does not touch the container.
 *
 * @param version from 1
 */
public record Preset(PresetName name, int version, PresetOptions options) {}
