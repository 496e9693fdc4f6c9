package dcm.journey.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.journey.support.Eventually;
import dcm.journey.support.RunningStack;
import dcm.journey.support.ShellRunner;
import dcm.journey.support.SshClientSession;
import dcm.journey.support.SshClientSession.Result;
import dcm.journey.support.SshClientSession.Terminal;
import dcm.journey.support.TestUser;
import dcm.stack.installation.StackPort;
import dcm.stack.part.Part;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Malicious or broken input to the SSH gateway is rejected and does not affect other users. */
class GatewayAttackJourneyIT {
    /** An address may fail 60 times; the next attempts wait 0.25 s, 0.5 s, 1 s, 2 s, 4 s. */
    private static final int FAILURES_UNTIL_DELAYED = 65;

    private static final long MIB = 1024;
    private static final String OTHER_ADDRESS = "127.0.0.3";

    private final RunningStack stack = RunningStack.get();

    @Test
    void shellMetacharactersAreNotInterpreted() {
        TestUser person = TestUser.joins("eve");
        SshClientSession eve = SshClientSession.of(person);
        person.creates("web");

        for (String line : List.of(
                "stop web; rm --force web",
                "stop $(reboot)",
                "stop `id`",
                "show | sh",
                "show > /tmp/x",
                "show && rm -f web",
                "stop '../web'",
                "stop web/../web",
                "stop 'web%2f..'",
                "stop 'a\u001b]0;title\u0007b'",
                "stop 'two\nlines'",
                "show @/etc/passwd",
                "create @/etc/passwd")) {
            Result result = eve.types(line);
            assertThat(result.code()).as("%s: %s", line, result).isIn(1, 2);
            assertThat(result.err()).doesNotContain("\u001b", "root:x", "mistake", "error in DCM");
        }
        assertThat(eve.types("stop", "'an unclosed quote").err()).contains("quote is not closed");
        // In 'stop web; …' the handle is 'web;', which does not exist.
        assertThat(person.show("web").path("state").asText()).isEqualTo("running");
    }

    @Test
    void controlSequencesInLogsAreRemoved() {
        TestUser person = TestUser.joins("eve");
        SshClientSession eve = SshClientSession.of(person);
        person.creates(
                "loud",
                Map.of(
                        "command",
                        List.of(
                                "printf",
                                "\\033]0;owned\\007\\033[2Jred \\033[31mtext\\033[0m \\302\\2335n done\\r\\n"),
                        "labels",
                        Map.of("user.note", "plain")));

        Eventually.that(
                "the container prints its output",
                () -> eve.gets("logs", "loud").contains("done"));
        String log = eve.gets("logs", "loud");

        assertThat(log).contains("red text").doesNotContain("\u001b", "\u0007", "\u009b", "owned");
    }

    @Test
    void longLinesAndManyWordsAreRejected() {
        SshClientSession eve = SshClientSession.of(TestUser.joins("eve"));

        Result words = eve.pipes("stop " + "x ".repeat(10_000) + "\n", "-T", "gateway");
        assertThat(words.code()).as("%s", words.err()).isEqualTo(2);
        assertThat(words.err()).contains("at most 1000 words");
        Result piped = eve.pipes("stop " + "x".repeat(1 << 20) + "\n", "-T", "gateway");
        assertThat(piped.out()).isEmpty();
        Result command = eve.types("stop " + "x".repeat(100_000));
        assertThat(command.code()).isEqualTo(2);
        assertThat(command.err()).contains("at most 65536 characters");
        try (Terminal terminal = eve.opensTerminal()) {
            terminal.sees("dcm> ").floods("y".repeat(1 << 20));
            assertThat(terminal.ends()).isEqualTo(2);
            assertThat(terminal.screen()).contains("at most 2048 characters");
        }
        assertThat(eve.gets("version")).startsWith("DCM");
    }

    @Tag("isolation")
    @Test
    void manyWrongKeysAreDelayedAndTheRightKeyIsNot() {
        TestUser person = TestUser.joins("eve");
        SshClientSession eve = SshClientSession.of(person);
        SshClientSession mallory = SshClientSession.of(person.withAnotherKey());

        for (int i = 0; i < FAILURES_UNTIL_DELAYED; i++) {
            assertThat(mallory.ssh("-b", OTHER_ADDRESS, "gateway", "version").code())
                    .isEqualTo(255);
        }
        long slow = timed(() -> mallory.ssh("-b", OTHER_ADDRESS, "gateway", "version"));
        long right = timed(() -> eve.gets("version"));

        assertThat(Duration.ofNanos(slow)).isGreaterThan(Duration.ofSeconds(2));
        assertThat(Duration.ofNanos(right)).isLessThan(Duration.ofMillis(1500));
        assertThat(ShellRunner.run("curl", "-s", stack.part("ssh-gateway").url() + "/q/metrics"))
                .containsPattern("dcm_gateway_keys_rejected_total [1-9]");
    }

    @Test
    void fourthWrongKeyClosesTheConnection() throws IOException {
        TestUser person = TestUser.joins("eve");
        Path config = Files.createTempFile(stack.temporaryFiles(), "keys", "");
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 4; i++) {
            text.append("IdentityFile ").append(person.withAnotherKey().key()).append('\n');
        }
        Files.writeString(config, text + "IdentityFile " + person.key() + "\n");

        var ended = ShellRunner.attempt(List.of(
                "ssh",
                "-F",
                config.toString(),
                "-o",
                "IdentitiesOnly=yes",
                "-o",
                "BatchMode=yes",
                "-o",
                "StrictHostKeyChecking=no",
                "-o",
                "UserKnownHostsFile=/dev/null",
                "-b",
                OTHER_ADDRESS,
                "-p",
                Integer.toString(stack.installation().port(StackPort.SSH)),
                person.name() + "@127.0.0.1",
                "version"));

        assertThat(ended.code()).isEqualTo(255);
        assertThat(ended.output()).contains("keys were rejected");
    }

    @Test
    void loginWithTheKeyOfAnotherAccountIsRejected() {
        TestUser eve = TestUser.joins("eve");
        TestUser alice = TestUser.joins("alice");
        SshClientSession asAlice = SshClientSession.of(eve);
        assertThat(asAlice.ssh("-l", alice.name(), "gateway", "whoami").code()).isEqualTo(255);
        assertThat(asAlice.ssh("-l", "root", "gateway", "whoami").code()).isEqualTo(255);
        assertThat(asAlice.ssh("-l", "../" + eve.name(), "gateway", "whoami").code())
                .isEqualTo(255);
        assertThat(asAlice.ssh("-o", "PreferredAuthentications=password,keyboard-interactive", "gateway", "whoami")
                        .code())
                .isEqualTo(255);
    }

    @Test
    void channelsAboveTheLimitAreRejectedAndOtherUsersAreServed() throws Exception {
        // Joins first: under load, the gateway knows a new key a moment later.
        SshClientSession other = SshClientSession.of(TestUser.joins("other"));
        TestUser person = TestUser.joins("eve");
        SshClientSession eve = SshClientSession.of(person);
        Path directory = Files.createTempDirectory("dcm"); // short, as the path of a socket must be
        directory.toFile().deleteOnExit();
        Path control = directory.resolve("c");
        Process master = eve.opens("-N", "-M", "-S", control.toString(), "gateway");
        Eventually.that("the master connection is open", () -> Files.exists(control));
        List<Process> channels = new ArrayList<>();
        try {
            for (int i = 0; i < 60; i++) {
                channels.add(eve.opens("-S", control.toString(), "gateway", "show", "--watch"));
            }
            Eventually.that(
                    "the channels above the limit are rejected",
                    () -> channels.stream()
                                    .filter(channel -> !channel.isAlive())
                                    .count()
                            >= 10);
            assertThat(channels.stream().filter(Process::isAlive).count()).isLessThanOrEqualTo(50);
            assertThat(other.gets("version")).startsWith("DCM");
        } finally {
            channels.forEach(Process::destroy);
            master.destroy();
        }
    }

    @Tag("isolation")
    @Test
    void silentConnectionsDoNotBlockOthersAndAreClosed() throws Exception {
        SshClientSession other = SshClientSession.of(TestUser.joins("other"));
        Part gateway = stack.part("ssh-gateway");
        long before = memory(gateway);
        List<Socket> silent = new ArrayList<>();
        try {
            for (int i = 0; i < 300; i++) {
                var socket = new Socket();
                socket.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.4"), 0));
                socket.connect(
                        new InetSocketAddress("127.0.0.1", stack.installation().port(StackPort.SSH)), 5000);
                socket.getOutputStream().write("SSH-2.0-nothing\r\n".getBytes(StandardCharsets.US_ASCII));
                silent.add(socket);
            }
            assertThat(other.gets("version")).startsWith("DCM");
            assertThat(memory(gateway) - before).isLessThan(100 * MIB);
            Eventually.that(
                    "all silent connections are closed",
                    Duration.ofSeconds(50),
                    () -> silent.stream().allMatch(GatewayAttackJourneyIT::isEnded));
        } finally {
            for (Socket socket : silent) {
                socket.close();
            }
        }
    }

    private static boolean isEnded(Socket socket) {
        try {
            socket.setSoTimeout(1);
            while (socket.getInputStream().read(new byte[4096]) >= 0) {
                // read the beginning of the answer
            }
            return true;
        } catch (java.net.SocketTimeoutException stillOpen) {
            return false;
        } catch (IOException reset) {
            return true;
        }
    }

    /** The memory usage of a part in KiB. */
    private static long memory(Part part) throws IOException {
        return Files.readAllLines(Path.of("/proc", Long.toString(part.pid().orElseThrow()), "status")).stream()
                .filter(line -> line.startsWith("VmRSS"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .sum();
    }

    private static long timed(Runnable action) {
        long began = System.nanoTime();
        action.run();
        return System.nanoTime() - began;
    }
}
