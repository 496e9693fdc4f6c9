package dcm.contract.notice;

/**
 * A hint at how far something has come, for whoever waits for it. Nothing is decided by it, it may be lost, and what became of the matter
 * is told by an event all the same.
 */
public sealed interface Notice permits ContainerLaunched {}
