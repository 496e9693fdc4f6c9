package dcm.gateway.server;

import org.apache.sshd.common.channel.Channel;
import org.apache.sshd.common.channel.ChannelFactory;
import org.apache.sshd.common.channel.RequestHandler;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.server.channel.ChannelSession;

/** Channels for commands and the prompt. What a client would like besides, such as its environment, is refused. */
final class CommandChannels implements ChannelFactory {
    static final CommandChannels INSTANCE = new CommandChannels();

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
        @Override
        protected RequestHandler.Result handleEnvParsed(String name, String value) {
            return RequestHandler.Result.ReplyFailure;
        }
    }
}
