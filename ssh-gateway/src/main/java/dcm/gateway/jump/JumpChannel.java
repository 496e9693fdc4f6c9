package dcm.gateway.jump;

import dcm.gateway.login.Channels;
import dcm.gateway.login.Person;
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

/** One channel to a container. Where it leads is asked on another thread, as those of the connections must not wait. */
final class JumpChannel extends TcpipServerChannel {
    private static final Logger LOG = Logger.getLogger(JumpChannel.class);

    /** What comes from the client, in bytes, and has not gone on yet. */
    private static final long WINDOW = 512 * 1024;

    private final Targets targets;
    private final Channels channels;

    JumpChannel(Targets targets, Channels channels) {
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
                Person person = Person.of(getSession());
                SshdSocketAddress target = targets.find(person, host, port);
                if (isClosing()) { // the client has gone meanwhile
                    return;
                }
                if (!channels.open(person, this)) {
                    throw new NoTargetException(Channels.refusal());
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
                LOG.error("a jump failed", e);
                refuse(SshConstants.SSH_OPEN_CONNECT_FAILED, "DCM made a mistake; its administrators can look for it.");
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
     * Answers by itself, as MINA's own answer to a failure does not say why. The channel is forgotten, and not closed: what closes it
     * would look for the connection that it never had.
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
            LOG.debugf("a refusal did not arrive: %s", e.getMessage());
        }
        service.unregisterChannel(this);
    }
}
