package dcm.gateway.terminal;

import dcm.gateway.connect.ContainerLogins;
import dcm.gateway.connect.RecordedAddresses;
import dcm.gateway.connect.ServerProbe;
import dcm.gateway.login.AuthenticatedUser;
import dcm.gateway.token.TokenIssuer;
import dcm.shell.api.CommandFailure;
import dcm.shell.api.ExitCode;
import dcm.shell.command.GatewayServices;
import dcm.shell.command.GatewayServices.AccessToken;
import dcm.shell.document.ContainerDocument;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.future.CloseFuture;
import org.apache.sshd.common.future.SshFutureListener;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.session.ServerSession;

/** The services of the gateway for the commands of one session. */
final class SessionGateway implements GatewayServices {
    private final AuthenticatedUser person;
    private final ChannelSession channel;
    private final ChannelIo io;
    private final TokenIssuer tokens;
    private final ContainerLogins logins;
    private final RecordedAddresses addresses;
    private final Optional<String> hostName;

    SessionGateway(
            AuthenticatedUser person,
            ChannelSession channel,
            ChannelIo io,
            TokenIssuer tokens,
            ContainerLogins logins,
            RecordedAddresses addresses,
            Optional<String> hostName) {
        this.person = person;
        this.channel = channel;
        this.io = io;
        this.tokens = tokens;
        this.logins = logins;
        this.addresses = addresses;
        this.hostName = hostName;
    }

    @Override
    public String host() {
        return hostName.orElseGet(() -> local().getAddress().getHostAddress());
    }

    @Override
    public int port() {
        return local().getPort();
    }

    @Override
    public List<String> hostKeys() {
        ServerSession session = channel.getServerSession();
        try {
            List<String> keys = new ArrayList<>();
            for (KeyPair pair : session.getKeyPairProvider().loadKeys(session)) {
                keys.add(PublicKeyEntry.toString(pair.getPublic()));
            }
            return keys;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("Cannot read the gateway's own host keys", e);
        }
    }

    private InetSocketAddress local() {
        return (InetSocketAddress) channel.getSession().getIoSession().getLocalAddress();
    }

    @Override
    public AccessToken token() {
        return tokens.forPrograms(person);
    }

    @Override
    public Optional<String> hostKey(ContainerDocument container) {
        return addresses.objection(container, container.ssh().address()).isPresent()
                ? Optional.empty()
                : logins.hostKey(ContainerLogins.Server.of(container.ssh()));
    }

    @Override
    public int connect(ContainerDocument container, String user, List<String> command) {
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
        try (ContainerLogins.Login login =
                logins.logIn(person.account(), ContainerLogins.Server.of(container.ssh()), user)) {
            // A closed channel also closes the session in the container.
            SshFutureListener<CloseFuture> hangUp = closed -> login.session().close(true);
            channel.addCloseFutureListener(hangUp);
            try {
                return ContainerTerminal.lend(io, login, command);
            } finally {
                channel.removeCloseFutureListener(hangUp);
            }
        } catch (IOException e) {
            throw new CommandFailure(
                    ExitCode.FAILED, "Cannot open a session in %s: %s".formatted(container.name(), e.getMessage()));
        }
    }
}
