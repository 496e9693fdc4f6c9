package dcm.gateway.jump;

import dcm.gateway.login.AuthenticatedUser;
import dcm.gateway.login.ChannelLimit;
import java.io.IOException;
import org.apache.sshd.client.future.DefaultOpenFuture;
import org.apache.sshd.client.future.OpenFuture;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.apache.sshd.common.util.net.SshdSocketAddress;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.forward.TcpForwardingFilter;
import org.apache.sshd.server.forward.TcpipServerChannel;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** A channel to a container. Its target is resolved on another thread, because a connection's thread must not block. */
final class JumpChannel extends TcpipServerChannel {
    private static final Logger LOG = Logger.getLogger(JumpChannel.class);

    /** Receive window: bytes from the client that are not forwarded yet. */
    private static final long WINDOW = 512 * 1024;

    private final JumpTargets targets;
    private final ChannelLimit channels;

    JumpChannel(JumpTargets targets, ChannelLimit channels) {
        super(TcpForwardingFilter.Type.Direct, null);
        this.targets = targets;
        this.channels = channels;
        CoreModuleProperties.WINDOW_SIZE.set(this, WINDOW);
    }

    @Override
    protected OpenFuture doInit(Buffer buffer) {
        String host = buffer.getString();
        int port = buffer.getInt();
        String originator = buffer.getString();
        int originatorPort = buffer.getInt();
        var opened = new DefaultOpenFuture(this, this);
        Thread.ofVirtual().name("jump").start(() -> {
            try {
                AuthenticatedUser person = AuthenticatedUser.of(getSession());
                SshdSocketAddress target = targets.find(person, host, port);
                if (isClosing()) { // closed while the target was resolved
                    return;
                }
                if (!channels.open(person, this)) {
                    throw new NoTargetException(ChannelLimit.refusal());
                }
                var resolved = new ByteArrayBuffer();
                resolved.putString(target.getHostName());
                resolved.putInt(target.getPort());
                resolved.putString(originator);
                resolved.putInt(originatorPort);
                super.doInit(resolved).addListener(inner -> pass(inner, opened));
            } catch (NoTargetException e) {
                refuse(SshConstants.SSH_OPEN_ADMINISTRATIVELY_PROHIBITED, e.getMessage());
            } catch (RuntimeException e) {
                LOG.error("jump failed", e);
                refuse(
                        SshConstants.SSH_OPEN_CONNECT_FAILED,
                        "Internal error of DCM. Please report it to an administrator.");
            }
        });
        return opened;
    }

    private static void pass(OpenFuture inner, OpenFuture opened) {
        if (inner.isOpened()) {
            opened.setOpened();
        } else {
            opened.setException(inner.getException());
        }
    }

    /**
     * Sends the refusal itself, because MINA's answer contains no reason. The channel is unregistered instead of
     * closed: closing it would access a connection that was never opened.
     */
    private void refuse(int code, @Nullable String sentence) {
        Buffer refusal = getSession().createBuffer(SshConstants.SSH_MSG_CHANNEL_OPEN_FAILURE);
        refusal.putInt(getRecipient());
        refusal.putInt(code);
        refusal.putString(sentence == null ? "" : sentence);
        refusal.putString("en");
        try {
            getSession().writePacket(refusal);
        } catch (IOException e) {
            LOG.debugf("refusal was not delivered: reason=%s", e.getMessage());
        }
        service.unregisterChannel(this);
    }
}
