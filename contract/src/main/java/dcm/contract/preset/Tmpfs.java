package dcm.contract.preset;

/**
 * A directory in memory, empty at each start. Its contents count against the container's memory.
 *
 * @param target the path in the container
 * @param sizeMiB the maximum size
 */
public record Tmpfs(String target, Integer sizeMiB) {}
