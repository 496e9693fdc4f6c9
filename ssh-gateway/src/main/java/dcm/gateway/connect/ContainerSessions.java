package dcm.gateway.connect;

import dcm.contract.identity.OwnerName;
import dcm.shell.api.CommandFailure;
import dcm.shell.api.ExitCode;
import dcm.shell.document.ContainerDocument;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.Optional;

/** Logs in to users' containers after all checks. Thread-safe. */
@Singleton
public class ContainerSessions {
    private final ContainerLogins logins;
    private final RecordedAddresses addresses;

    ContainerSessions(ContainerLogins logins, RecordedAddresses addresses) {
        this.logins = logins;
        this.addresses = addresses;
    }

    /**
     * Checks whether a session can be opened.
     *
     * @throws CommandFailure if the container does not run, or cannot be reached
     */
    public void requireReachable(ContainerDocument container) {
        if (!container.mayRun() || !container.hasSsh()) {
            throw new CommandFailure(
                    ExitCode.REFUSED,
                    "%s is %s. A session needs a running container: start it first."
                            .formatted(container.name(), container.state()));
        }
        addresses
                .objection(container, container.ssh().address())
                .or(() -> ServerProbe.objection(container))
                .ifPresent(reason -> {
                    throw new CommandFailure(ExitCode.FAILED, reason);
                });
    }

    /**
     * Logs in to a container that was checked.
     *
     * @throws CommandFailure if the login fails
     */
    public ContainerLogins.Login logIn(OwnerName account, ContainerDocument container, String user) {
        try {
            return logins.logIn(account, ContainerLogins.Server.of(container.ssh()), user);
        } catch (IOException e) {
            throw failure(container, e);
        }
    }

    /** The failure of a session in a container. */
    public static CommandFailure failure(ContainerDocument container, IOException e) {
        return new CommandFailure(
                ExitCode.FAILED, "Cannot open a session in %s: %s".formatted(container.name(), e.getMessage()));
    }

    /** The server's host key as {@code TYPE BASE64}; empty if it is not at a recorded address, or presents another key. */
    public Optional<String> hostKey(ContainerDocument container) {
        return addresses.objection(container, container.ssh().address()).isPresent()
                ? Optional.empty()
                : logins.hostKey(ContainerLogins.Server.of(container.ssh()));
    }
}
