package dcm.command.access;

import dcm.contract.identity.HostDeclaration;
import dcm.contract.identity.HostName;
import dcm.contract.identity.JoinId;
import dcm.contract.snapshot.HostSnapshot;
import java.time.Instant;
import java.util.Optional;

/**
 * Which users of a host's worker are deleted: all of invitations that are not newer than {@code until}, except one. An
 * invitation of a later time is for a machine that has not joined yet.
 *
 * @param kept the invitation with which the host joined; empty if it was removed
 * @param includesUserWithoutInvitation whether also the user without an invitation, with which the host joined with an earlier version of DCM. The user of
 *     a host that the installation itself has set up has none either, and stays.
 */
record Revocation(HostName host, Instant until, Optional<JoinId> kept, boolean includesUserWithoutInvitation) {
    /** What follows from the state of a host; empty if all its users are valid. */
    static Optional<Revocation> of(HostSnapshot host) {
        if (host.removedAt() != null) {
            return Optional.of(
                    new Revocation(host.name(), host.removedAt(), Optional.empty(), host.declaration() != null));
        }
        HostDeclaration declaration = host.declaration();
        return declaration == null
                ? Optional.empty()
                : Optional.of(new Revocation(
                        host.name(), declaration.join().created(), Optional.of(declaration.join()), true));
    }

    /** Whether the user of an invitation, or without one, is deleted. */
    boolean includes(Optional<JoinId> join) {
        return join.map(id -> !id.created().isAfter(until) && !kept.equals(join))
                .orElse(includesUserWithoutInvitation);
    }
}
