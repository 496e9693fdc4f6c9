package dcm.gateway.terminal;

import dcm.gateway.connect.ContainerLogins;
import dcm.gateway.login.Channels;
import dcm.gateway.login.Person;
import dcm.gateway.token.Apis;
import dcm.gateway.token.Tokens;
import dcm.shell.api.Api;
import dcm.shell.api.Exit;
import dcm.shell.command.Gateway;
import dcm.shell.command.Input;
import dcm.shell.command.Session;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Creates the command of a channel: the prompt or a single command. */
@Singleton
public class Terminals {
    private final Apis apis;
    private final Tokens tokens;
    private final ContainerLogins logins;
    private final Visits visits;
    private final Channels channels;
    private final Optional<String> hostName;

    Terminals(
            Apis apis,
            Tokens tokens,
            ContainerLogins logins,
            Visits visits,
            Channels channels,
            @ConfigProperty(name = "dcm.gateway.host-name") Optional<String> hostName) {
        this.apis = apis;
        this.tokens = tokens;
        this.logins = logins;
        this.visits = visits;
        this.channels = channels;
        this.hostName = hostName;
    }

    /** The prompt, for a shell request. */
    public Command prompt(ChannelSession channel) {
        Person person = Person.of(channel.getSession());
        return command(channel, person, io -> new Prompt(session(channel, person, io), io, visits).run());
    }

    /** A single command, for an exec request. */
    public Command command(ChannelSession channel, String line) {
        Person person = Person.of(channel.getSession());
        return command(channel, person, io -> new SingleCommand(session(channel, person, io)).run(line));
    }

    private Command command(ChannelSession channel, Person person, ChannelCommand.Work work) {
        if (channels.open(person, channel)) {
            return new ChannelCommand(work);
        }
        return new ChannelCommand(io -> {
            io.screen().aside(Channels.refusal());
            return Exit.REFUSED.code();
        });
    }

    private Session session(ChannelSession channel, Person person, ChannelIo io) {
        Api api = apis.of(person);
        Gateway gateway = new SessionGateway(person, channel, io, tokens, logins, hostName);
        return new Session(person.account().value(), api, io.screen(), new Input(io.in(), false), gateway);
    }
}
