package dcm.gateway.jump;

import dcm.gateway.login.ChannelLimit;
import jakarta.inject.Singleton;
import org.apache.sshd.common.channel.Channel;
import org.apache.sshd.common.channel.ChannelFactory;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.util.net.SshdSocketAddress;
import org.apache.sshd.server.forward.RejectAllForwardingFilter;
import org.apache.sshd.server.forward.TcpForwardingFilter;

/**
 * Accepts channels to other addresses ({@code ssh -J}) if they lead to the user's own containers; rejects other
 * forwarding.
 */
@Singleton
public class JumpChannels extends RejectAllForwardingFilter implements ChannelFactory {
    private final JumpTargets targets;
    private final ChannelLimit channels;

    JumpChannels(JumpTargets targets, ChannelLimit channels) {
        this.targets = targets;
        this.channels = channels;
    }

    @Override
    public String getName() {
        return TcpForwardingFilter.Type.Direct.getName();
    }

    @Override
    public Channel createChannel(Session session) {
        return new JumpChannel(targets, channels);
    }

    /** Always true for direct channels: {@link JumpTargets} has already chosen the address. */
    @Override
    public boolean canConnect(TcpForwardingFilter.Type type, SshdSocketAddress address, Session session) {
        return type == TcpForwardingFilter.Type.Direct;
    }
}
