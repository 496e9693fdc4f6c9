package dcm.gateway.server;

import org.apache.sshd.common.channel.Channel;
import org.apache.sshd.common.channel.ChannelFactory;
import org.apache.sshd.common.channel.RequestHandler;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.channel.ChannelSession;

/** Channels for commands and the prompt. Rejects other requests of a client, such as environment variables. */
final class CommandChannels implements ChannelFactory {
    static final CommandChannels INSTANCE = new CommandChannels();

    /** Receive window: bytes of input that are not read yet. */
    private static final long WINDOW = 64 * 1024;

    private CommandChannels() {}

    @Override
    public String getName() {
        return "session";
    }

    @Override
    public Channel createChannel(Session session) {
        return new CommandChannel();
    }

    private static final class CommandChannel extends ChannelSession {
        CommandChannel() {
            CoreModuleProperties.WINDOW_SIZE.set(this, WINDOW);
        }

        @Override
        protected RequestHandler.Result handleEnvParsed(String name, String value) {
            return RequestHandler.Result.ReplyFailure;
        }
    }
}
