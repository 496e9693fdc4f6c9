package dcm.contract.identity;

/**
 * A host, and where what is wanted of it stands.
 *
 * @param partition of its orders and of what it should have
 */
public record HostPlace(HostName host, int partition) {}
