package dcm.gateway.browser;

import dcm.gateway.connect.ContainerLogins;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.EnumSet;
import java.util.OptionalInt;
import org.apache.sshd.client.channel.ChannelShell;
import org.apache.sshd.client.channel.ClientChannelEvent;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.channel.throttle.ChannelStreamWriter;
import org.apache.sshd.common.io.IoWriteFuture;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.core.CoreModuleProperties;

/** A shell behind a container's SSH server. */
final class ContainerShell implements Shell {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    /** How long the exit status may follow the end of the output. */
    private static final Duration STATUS_TIMEOUT = Duration.ofSeconds(2);
    /** How long a program may leave input unread that is more than SSH windows take. */
    private static final Duration INPUT_TIMEOUT = Duration.ofMinutes(10);

    private static final String TYPE = "xterm-256color";

    private final ContainerLogins.Login login;
    private final ChannelShell channel;
    private final InputStream output;
    private final OutputStream input;

    private ContainerShell(ContainerLogins.Login login, ChannelShell channel) {
        this.login = login;
        this.channel = channel;
        this.output = channel.getInvertedOut();
        this.input = channel.getInvertedIn();
    }

    /** Starts the user's shell. Closes the login if that fails. */
    static ContainerShell open(ContainerLogins.Login login, int columns, int rows) throws IOException {
        try {
            CoreModuleProperties.WAIT_FOR_SPACE_TIMEOUT.set(login.session(), INPUT_TIMEOUT);
            ChannelShell channel = login.session().createShellChannel();
            channel.setUsePty(true);
            channel.setPtyType(TYPE);
            channel.setPtyColumns(columns);
            channel.setPtyLines(rows);
            channel.setRedirectErrorStream(true);
            channel.setChannelStreamWriterResolver((stream, command) -> new SentWriter(channel));
            channel.open().verify(TIMEOUT);
            return new ContainerShell(login, channel);
        } catch (IOException | RuntimeException e) {
            login.close();
            throw e;
        }
    }

    @Override
    public int read(byte[] buffer) throws IOException {
        return output.read(buffer);
    }

    @Override
    public void write(byte[] bytes) throws IOException {
        input.write(bytes);
        input.flush();
    }

    @Override
    public void resize(int columns, int rows) throws IOException {
        Buffer request = channel.getSession().createBuffer(SshConstants.SSH_MSG_CHANNEL_REQUEST);
        request.putUInt(channel.getRecipient());
        request.putString("window-change");
        request.putBoolean(false);
        request.putInt(columns);
        request.putInt(rows);
        request.putInt(0);
        request.putInt(0);
        awaitSent(channel.writePacket(request));
    }

    /** MINA's queue of packets has no limit: without waiting, a server that reads nothing would fill the memory. */
    private static IoWriteFuture awaitSent(IoWriteFuture packet) throws IOException {
        if (!packet.await(INPUT_TIMEOUT)) {
            throw new InterruptedIOException("the SSH server has read nothing for " + INPUT_TIMEOUT);
        }
        if (!packet.isWritten()) {
            throw new IOException("the connection is closed", packet.getException());
        }
        return packet;
    }

    @Override
    public OptionalInt exitStatus() {
        channel.waitFor(EnumSet.of(ClientChannelEvent.CLOSED), STATUS_TIMEOUT);
        Integer status = channel.getExitStatus();
        return status == null ? OptionalInt.empty() : OptionalInt.of(status);
    }

    @Override
    public void close() {
        login.close();
    }

    /** Writes each packet of input when the one before was sent. */
    private static final class SentWriter implements ChannelStreamWriter {
        private final ChannelShell channel;
        private volatile boolean open = true;

        SentWriter(ChannelShell channel) {
            this.channel = channel;
        }

        @Override
        public IoWriteFuture writeData(Buffer packet) throws IOException {
            return awaitSent(channel.writePacket(packet));
        }

        @Override
        public boolean isOpen() {
            return open;
        }

        @Override
        public void close() {
            open = false;
        }
    }
}
