package dcm.gateway.jump;

import dcm.gateway.login.Person;
import java.io.IOException;
import org.apache.sshd.client.future.DefaultOpenFuture;
import org.apache.sshd.client.future.OpenFuture;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.apache.sshd.common.util.net.SshdSocketAddress;
import org.apache.sshd.server.forward.TcpForwardingFilter;
import org.apache.sshd.server.forward.TcpipServerChannel;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** One channel to a container. Where it leads is asked on another thread, as those of the connections must not wait. */
final class JumpChannel extends TcpipServerChannel {
    private static final Logger LOG = Logger.getLogger(JumpChannel.class);

    private final Targets targets;

    JumpChannel(Targets targets) {
        super(TcpForwardingFilter.Type.Direct, null);
        this.targets = targets;
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
                SshdSocketAddress target = targets.find(Person.of(getSession()), host, port);
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

    /** Answers by itself: MINA's own answer to a failure does not say why. */
    private void refuse(int code, @Nullable String sentence) {
        Buffer refusal = getSession().createBuffer(SshConstants.SSH_MSG_CHANNEL_OPEN_FAILURE);
        refusal.putInt(getRecipient());
        refusal.putInt(code);
        refusal.putString(sentence == null ? "" : sentence);
        refusal.putString("en");
        try {
            writePacket(refusal);
        } catch (IOException e) {
            LOG.debugf("a refusal did not arrive: %s", e.getMessage());
        }
        close(true);
    }
}
