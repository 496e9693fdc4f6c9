package dcm.contract.report;

/**
 * A heartbeat of a host whose description ({@link HostReported}) has not changed since admission published it.
 *
 * @param revision of the description
 */
public record HostAlive(String revision, HostLoad load) implements Report {}
