package dcm.gateway.browser;

import dcm.gateway.connect.ContainerLogins;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.EnumSet;
import java.util.OptionalInt;
import org.apache.sshd.client.channel.ChannelShell;
import org.apache.sshd.client.channel.ClientChannelEvent;
import org.apache.sshd.core.CoreModuleProperties;

/** A shell behind a container's SSH server. */
final class ContainerShell implements Shell {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    /** How long the exit status may follow the end of the output. */
    private static final Duration STATUS_TIMEOUT = Duration.ofSeconds(2);
    /** How much output the SSH server may send before it is read, in bytes. */
    private static final long WINDOW = 256 * 1024;

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
            CoreModuleProperties.WINDOW_SIZE.set(login.session(), WINDOW);
            ChannelShell channel = login.session().createShellChannel();
            channel.setUsePty(true);
            channel.setPtyType(TYPE);
            channel.setPtyColumns(columns);
            channel.setPtyLines(rows);
            channel.setRedirectErrorStream(true);
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
        channel.sendWindowChange(columns, rows);
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
}
