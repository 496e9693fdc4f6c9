package dcm.projection.rest;

import dcm.contract.identity.ContainerId;
import dcm.contract.identity.ContainerName;
import dcm.contract.identity.Handle;
import dcm.contract.identity.Handle.Match;
import dcm.contract.identity.OwnerName;
import dcm.contract.identity.PortNumber;
import dcm.contract.problem.ErrorCode;
import dcm.projection.container.ContainerRow;
import dcm.rest.problem.ProblemException;
import io.quarkus.narayana.jta.QuarkusTransaction;
import java.util.List;
import java.util.Optional;

/** Finds containers in the view by handle. */
final class Handles {
    private Handles() {}

    /**
     * The owner's container that {@code handle} refers to. An exact match takes precedence over an id prefix.
     *
     * @throws ProblemException if no container or more than one matches
     */
    static ContainerRow find(OwnerName owner, String handle) {
        return search(owner, handle)
                .orElseThrow(() -> new ProblemException(
                        ErrorCode.UNKNOWN_CONTAINER, "You have no container '" + new Handle(handle) + "'."));
    }

    /** The same; empty if no container matches. */
    static Optional<ContainerRow> search(OwnerName owner, String handle) {
        Handle wanted = new Handle(handle);
        List<ContainerRow> all = QuarkusTransaction.requiringNew().call(() -> ContainerRow.all(owner.value()));
        List<ContainerRow> exact = matching(all, wanted, Match.EXACT);
        List<ContainerRow> fitting = exact.isEmpty() ? matching(all, wanted, Match.PREFIX) : exact;
        if (fitting.size() > 1) {
            throw new ProblemException(
                    ErrorCode.AMBIGUOUS_HANDLE,
                    "'" + wanted + "' matches several containers. Use a name or an SSH port.");
        }
        return fitting.stream().findFirst();
    }

    private static List<ContainerRow> matching(List<ContainerRow> rows, Handle handle, Match match) {
        return rows.stream()
                .filter(row -> handle.matches(
                                new ContainerId(row.id),
                                new ContainerName(row.name),
                                row.sshPort == null ? null : new PortNumber(row.sshPort))
                        == match)
                .toList();
    }
}
