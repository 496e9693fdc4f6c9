package dcm.contract.identity;

/**
 * A host and its partition.
 *
 * @param partition the partition of the host's orders and wanted records
 */
public record HostPartition(HostName host, int partition) {}
