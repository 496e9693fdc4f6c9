package dcm.contract.snapshot;

import dcm.contract.identity.HostName;
import dcm.contract.report.HostReported;
import java.time.Instant;

/**
 * A registered host as it last reported.
 *
 * @param partition of its orders and wanted containers
 */
public record HostSnapshot(HostName name, int partition, HostReported report, Instant lastSeen) {}
