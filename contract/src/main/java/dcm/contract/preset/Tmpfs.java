package dcm.contract.preset;

import dcm.contract.identity.InvalidValueException;

/**
 * A directory in memory, empty at each start. What it holds counts as the container's memory.
 *
 * @param target where it is seen
 * @param sizeMiB how much it can hold, from 1
 */
public record Tmpfs(String target, Integer sizeMiB) {
    public Tmpfs {
        Target.check(target);
        if (sizeMiB == null || sizeMiB < 1 || sizeMiB > PresetOptions.MOST_MIB) {
            throw new InvalidValueException(
                    "sizeMiB: How much it can hold, from 1 to " + PresetOptions.MOST_MIB + " MiB.");
        }
    }
}
