package dcm.contract.preset;

/**
 * A directory in memory, empty at each start. What it holds counts as the container's memory.
 *
 * @param target where it is seen
 * @param sizeMiB how much it can hold
 */
public record Tmpfs(String target, Integer sizeMiB) {}
