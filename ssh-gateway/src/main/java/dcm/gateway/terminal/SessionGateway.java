package dcm.gateway.terminal;

import dcm.gateway.connect.ContainerLogins;
import dcm.gateway.connect.ContainerSessions;
import dcm.gateway.login.AuthenticatedUser;
import dcm.gateway.token.TokenIssuer;
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
    private final ContainerSessions sessions;
    private final Optional<String> hostName;

    SessionGateway(
            AuthenticatedUser person,
            ChannelSession channel,
            ChannelIo io,
            TokenIssuer tokens,
            ContainerSessions sessions,
            Optional<String> hostName) {
        this.person = person;
        this.channel = channel;
        this.io = io;
        this.tokens = tokens;
        this.sessions = sessions;
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
        return sessions.hostKey(container);
    }

    @Override
    public int connect(ContainerDocument container, String user, List<String> command) {
        sessions.requireReachable(container);
        try (ContainerLogins.Login login = sessions.logIn(person.account(), container, user)) {
            // A closed channel also closes the session in the container.
            SshFutureListener<CloseFuture> hangUp = closed -> login.session().close(true);
            channel.addCloseFutureListener(hangUp);
            try {
                return ContainerTerminal.lend(io, login, command);
            } finally {
                channel.removeCloseFutureListener(hangUp);
            }
        } catch (IOException e) {
            throw ContainerSessions.failure(container, e);
        }
    }
}
