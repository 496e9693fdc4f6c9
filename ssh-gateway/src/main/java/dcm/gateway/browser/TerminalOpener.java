package dcm.gateway.browser;

import dcm.contract.problem.ErrorCode;
import dcm.gateway.browser.Callers.Caller;
import dcm.gateway.connect.ContainerSessions;
import dcm.rest.problem.ProblemException;
import dcm.shell.api.ApiResponse;
import dcm.shell.api.CommandFailure;
import dcm.shell.api.Document;
import dcm.shell.api.ExitCode;
import dcm.shell.document.ContainerDocument;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import org.jboss.logging.Logger;

/** Opens terminals in users' containers. Thread-safe. */
@Singleton
class TerminalOpener {
    private static final Logger LOG = Logger.getLogger(TerminalOpener.class);
    private static final int ID_BYTES = 16;
    private static final int DECIDED = 200;

    private final SecureRandom random = new SecureRandom();
    private final Terminals terminals;
    private final ContainerSessions sessions;

    TerminalOpener(Terminals terminals, ContainerSessions sessions) {
        this.terminals = terminals;
        this.sessions = sessions;
    }

    /**
     * Opens a terminal.
     *
     * @throws ServiceRefusal if the caller has no such container, or command-service rejects the terminal
     * @throws ProblemException if there are too many terminals, or the container cannot be reached
     */
    Terminal open(Caller caller, TerminalRequest request) {
        String user = request.userOrRoot();
        ScreenSize size = request.size();
        try {
            ContainerDocument container = container(caller, request);
            sessions.requireReachable(container);
            var info = new TerminalInfo(
                    randomId(), caller.account(), container.id(), container.name(), user, Instant.now());
            Terminal terminal = terminals.add(info, () -> {
                record(caller, container, user);
                return shell(caller, container, user, size);
            });
            LOG.infof("terminal opened: account=%s container=%s id=%s", caller.account(), container.id(), info.id());
            return terminal;
        } catch (CommandFailure failure) {
            throw new ProblemException(
                    failure.exit() == ExitCode.REFUSED ? ErrorCode.WRONG_STATE : ErrorCode.HOST_UNREACHABLE,
                    failure.sentence());
        }
    }

    /** The caller's container; others' containers are not found. */
    private static ContainerDocument container(Caller caller, TerminalRequest request) {
        return Document.of(
                        ServiceRefusal.bodyOf(caller.api().get("/v1/containers/" + request.handle())),
                        ContainerDocument.class)
                .fields();
    }

    /** Records the terminal before the login. command-service rejects what the log does not permit. */
    private static void record(Caller caller, ContainerDocument container, String user) {
        requireDecided(
                caller.commands().post("/gateways/containers/" + container.id() + "/terminals", Map.of("user", user)));
    }

    /** Without a decision, the terminal may still be rejected. */
    static void requireDecided(ApiResponse response) {
        ServiceRefusal.bodyOf(response);
        if (response.status() != DECIDED) {
            throw new ProblemException(
                    ErrorCode.LOG_UNREACHABLE, "DCM has not yet decided about the terminal. Try again in a moment.");
        }
    }

    private Shell shell(Caller caller, ContainerDocument container, String user, ScreenSize size) {
        try {
            return ContainerShell.open(sessions.logIn(caller.account(), container, user), size.columns(), size.rows());
        } catch (IOException e) {
            throw ContainerSessions.failure(container, e);
        }
    }

    private String randomId() {
        byte[] bytes = new byte[ID_BYTES];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
