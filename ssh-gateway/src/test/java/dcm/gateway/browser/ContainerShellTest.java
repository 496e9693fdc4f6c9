package dcm.gateway.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dcm.gateway.connect.ContainerLogins;
import dcm.gateway.connect.ContainerLogins.Login;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.Signal;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;
import org.apache.sshd.server.keyprovider.SimpleGeneratorHostKeyProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A shell behind an SSH server in this process. */
class ContainerShellTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final SshServer server = SshServer.setUpDefaultServer();
    private final SshClient client = SshClient.setUpDefaultClient();
    private final AtomicLong printed = new AtomicLong();
    private ContainerShell shell;

    @BeforeEach
    void logIn() throws Exception {
        var hostKey = new SimpleGeneratorHostKeyProvider();
        hostKey.setAlgorithm("EC");
        server.setKeyPairProvider(hostKey);
        server.setHost("127.0.0.1");
        server.setPort(0);
        server.setPasswordAuthenticator((user, password, session) -> true);
        server.setShellFactory(channel -> new EchoShell());
        server.start();
        client.setServerKeyVerifier((session, address, key) -> true);
        ContainerLogins.limitUnread(client);
        client.start();
        ClientSession session = client.connect("root", "127.0.0.1", server.getPort())
                .verify(TIMEOUT)
                .getSession();
        session.addPasswordIdentity("secret");
        session.auth().verify(TIMEOUT);
        shell = ContainerShell.open(new Login(session), 100, 30);
    }

    @AfterEach
    void stop() throws IOException {
        shell.close();
        client.stop();
        server.stop(true);
    }

    @Test
    void inputIsEchoedAndTheSizeIsKnown() throws IOException {
        assertThat(read("xterm-256color 100x30".length())).isEqualTo("xterm-256color 100x30");

        shell.write("ls".getBytes(StandardCharsets.UTF_8));
        assertThat(read(2)).isEqualTo("ls");

        shell.resize(80, 24);
        assertThat(read("80x24".length())).isEqualTo("80x24");
    }

    @Test
    void endHasTheExitCode() throws IOException {
        shell.write("q".getBytes(StandardCharsets.UTF_8));

        readToEnd();

        assertThat(shell.exitStatus()).hasValue(7);
    }

    @Test
    void lostConnectionHasNoExitCode() throws IOException {
        server.getActiveSessions().forEach(session -> session.close(true));

        readToEnd();

        assertThat(shell.exitStatus()).isEmpty();
    }

    @Test
    void programWaitsWhileNothingIsRead() throws IOException {
        shell.write("f".getBytes(StandardCharsets.UTF_8));

        await().until(() -> printed.get() > 0 && isUnchanged(printed));
        // The SSH window, and what the program has begun to write.
        assertThat(printed).hasValueLessThanOrEqualTo(2 * 64 * 1024);
    }

    private static boolean isUnchanged(AtomicLong count) throws InterruptedException {
        long before = count.get();
        Thread.sleep(Duration.ofMillis(300));
        return count.get() == before;
    }

    private String read(int count) throws IOException {
        var text = new StringBuilder();
        byte[] buffer = new byte[count];
        while (text.length() < count) {
            int read = shell.read(buffer);
            assertThat(read).isPositive();
            text.append(new String(buffer, 0, read, StandardCharsets.UTF_8));
        }
        return text.toString();
    }

    private void readToEnd() throws IOException {
        byte[] buffer = new byte[1024];
        while (shell.read(buffer) >= 0) {
            // Only the end is of interest.
        }
    }

    /** Prints its terminal and its size, then what is typed; q ends it, f prints without end. */
    private final class EchoShell implements Command {
        private @Nullable InputStream in;
        private @Nullable OutputStream out;
        private @Nullable ExitCallback exit;

        @Override
        public void start(ChannelSession channel, Environment environment) throws IOException {
            print(environment.getEnv().get(Environment.ENV_TERM) + " " + size(environment));
            environment.addSignalListener((each, signal) -> printQuietly(size(environment)), Signal.WINCH);
            Thread.ofVirtual().start(this::echo);
        }

        private String size(Environment environment) {
            return environment.getEnv().get(Environment.ENV_COLUMNS) + "x"
                    + environment.getEnv().get(Environment.ENV_LINES);
        }

        private void echo() {
            try {
                for (int typed = in.read(); typed >= 0 && typed != 'q'; typed = in.read()) {
                    print(String.valueOf((char) typed));
                    while (typed == 'f') {
                        print("x".repeat(1024));
                        printed.addAndGet(1024);
                    }
                }
                exit.onExit(7);
            } catch (IOException e) {
                // The connection is closed.
            }
        }

        private void print(String text) throws IOException {
            out.write(text.getBytes(StandardCharsets.UTF_8));
            out.flush();
        }

        private void printQuietly(String text) {
            try {
                print(text);
            } catch (IOException e) {
                // The connection is closed.
            }
        }

        @Override
        public void setInputStream(InputStream stream) {
            in = stream;
        }

        @Override
        public void setOutputStream(OutputStream stream) {
            out = stream;
        }

        @Override
        public void setErrorStream(OutputStream stream) {
            // It prints no errors.
        }

        @Override
        public void setExitCallback(ExitCallback callback) {
            exit = callback;
        }

        @Override
        public void destroy(ChannelSession channel) {
            // The streams are closed.
        }
    }
}
