package dcm.projection.port;

import dcm.contract.envelope.Envelope;
import dcm.contract.event.ContainerEvent;
import dcm.contract.event.ContainerEvent.ContainerStarted;
import dcm.contract.identity.PublishedPort;
import dcm.projection.rows.Rows;
import java.util.List;

/** Builds the port view. A container keeps its ports from its first start until it, or its host, is removed. */
public final class PortProjection {
    private PortProjection() {}

    /** Projects an event about a container. */
    public static void apply(Envelope envelope, ContainerEvent event, Rows rows) {
        if (event.endsContainer() || event.leavesHost()) {
            rows.all(PortRow.class, event.container().value()).forEach(rows::delete);
        } else if (event instanceof ContainerStarted started) {
            List<PortRow> known = rows.all(PortRow.class, event.container().value());
            known.stream()
                    .filter(row -> started.ports().stream().noneMatch(row::is))
                    .forEach(rows::delete);
            fresh(known, envelope, started).forEach(rows::put);
        }
    }

    /** Whether the event can change ports. */
    public static boolean concerns(ContainerEvent event) {
        return event.endsContainer() || event.leavesHost() || event instanceof ContainerStarted;
    }

    /** The rows for published ports of {@code started} that are not in {@code known}. */
    static List<PortRow> fresh(List<PortRow> known, Envelope envelope, ContainerStarted started) {
        return started.ports().stream()
                .filter(port -> known.stream().noneMatch(row -> row.is(port)))
                .map(port -> row(envelope, started, port))
                .toList();
    }

    private static PortRow row(Envelope envelope, ContainerStarted started, PublishedPort port) {
        PortRow row = new PortRow();
        row.container = started.container().value();
        row.owner = envelope.aggregate().owner().value();
        row.address = port.address();
        row.number = port.port().number().value();
        row.protocol = port.port().protocol().toString();
        row.since = envelope.time();
        return row;
    }
}
