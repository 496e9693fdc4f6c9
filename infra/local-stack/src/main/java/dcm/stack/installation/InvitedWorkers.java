package dcm.stack.installation;

import dcm.join.Invitations;
import dcm.join.JoinedHosts;
import dcm.kafka.LogPrincipal.WorkerName;
import dcm.stack.machine.StackFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The workers of other hosts that may connect: they were invited, and their hosts are not removed. */
public final class InvitedWorkers {
    private final Path invitations;

    public InvitedWorkers(Installation installation) {
        this.invitations = installation.invitations();
    }

    /** Those among the names of users for which there is a password. */
    public List<WorkerName> among(List<String> users) {
        return users.stream()
                .flatMap(user -> WorkerName.parse(user).stream())
                .filter(this::mayConnect)
                .toList();
    }

    /** Whether the invitation for which the user was created can be used, or is the one with which the host joined. */
    private boolean mayConnect(WorkerName worker) {
        try {
            if (worker.join().isEmpty()) {
                // The host joined with an earlier version of DCM, and not again since.
                return joined(worker).isEmpty();
            }
            return worker.join().equals(joined(worker)) || worker.join().equals(invited(worker));
        } catch (IOException e) {
            throw new StackFailure("Cannot read the invitations in %s: %s".formatted(invitations, e), e);
        }
    }

    private Optional<?> joined(WorkerName worker) throws IOException {
        return new JoinedHosts(invitations).find(worker.host()).flatMap(JoinedHosts.Joined::join);
    }

    private Optional<?> invited(WorkerName worker) throws IOException {
        return new Invitations(invitations)
                .find(worker.host())
                .map(invitation -> invitation.credentials().joinId());
    }
}
