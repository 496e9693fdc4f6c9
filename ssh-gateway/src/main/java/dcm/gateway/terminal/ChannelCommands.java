package dcm.gateway.terminal;

import dcm.gateway.connect.ContainerSessions;
import dcm.gateway.login.AuthenticatedUser;
import dcm.gateway.login.ChannelLimit;
import dcm.gateway.token.ApiClients;
import dcm.gateway.token.TokenIssuer;
import dcm.shell.api.ApiClient;
import dcm.shell.api.ExitCode;
import dcm.shell.command.GatewayServices;
import dcm.shell.command.Input;
import dcm.shell.command.Session;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Creates the command of a channel: the prompt or a single command. */
@Singleton
public class ChannelCommands {
    private final ApiClients apis;
    private final TokenIssuer tokens;
    private final ContainerSessions sessions;
    private final VisitHistory visits;
    private final ChannelLimit channels;
    private final Optional<String> hostName;

    ChannelCommands(
            ApiClients apis,
            TokenIssuer tokens,
            ContainerSessions sessions,
            VisitHistory visits,
            ChannelLimit channels,
            @ConfigProperty(name = "dcm.gateway.host-name") Optional<String> hostName) {
        this.apis = apis;
        this.tokens = tokens;
        this.sessions = sessions;
        this.visits = visits;
        this.channels = channels;
        this.hostName = hostName;
    }

    /** The prompt, for a shell request. */
    public Command prompt(ChannelSession channel) {
        AuthenticatedUser person = AuthenticatedUser.of(channel.getSession());
        return command(channel, person, io -> new Prompt(session(channel, person, io), io, visits).run());
    }

    /** A single command, for an exec request. */
    public Command command(ChannelSession channel, String line) {
        AuthenticatedUser person = AuthenticatedUser.of(channel.getSession());
        return command(channel, person, io -> new SingleCommand(session(channel, person, io)).run(line));
    }

    private Command command(ChannelSession channel, AuthenticatedUser person, ChannelCommand.Work work) {
        if (channels.open(person, channel)) {
            return new ChannelCommand(work);
        }
        return new ChannelCommand(io -> {
            io.screen().printError(ChannelLimit.refusal());
            return ExitCode.REFUSED.code();
        });
    }

    private Session session(ChannelSession channel, AuthenticatedUser person, ChannelIo io) {
        ApiClient api = apis.of(person);
        GatewayServices gateway = new SessionGateway(person, channel, io, tokens, sessions, hostName);
        return new Session(person.account().value(), api, io.screen(), new Input(io.in(), false), io.out(), gateway);
    }
}
