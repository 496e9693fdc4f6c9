package dcm.journey.support;

import dcm.stack.installation.StackPort;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A user at the SSH gateway with the OpenSSH client. */
public final class SshClientSession {
    private final TestUser person;
    private final Path config;

    private SshClientSession(TestUser person) {
        this.person = person;
        this.config = Path.of(person.key() + ".config");
        try {
            Files.writeString(config, """
                    Host gateway
                        HostName 127.0.0.1
                        Port %d
                        User %s
                    Host *
                        IdentityFile %s
                        IdentitiesOnly yes
                        BatchMode yes
                        ConnectTimeout 20
                        StrictHostKeyChecking no
                        UserKnownHostsFile /dev/null
                        LogLevel ERROR
                    """.formatted(
                            RunningStack.get().installation().port(StackPort.SSH), person.name(), person.key()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static SshClientSession of(TestUser person) {
        return new SshClientSession(person);
    }

    /** The result of a command; output streams are separate. */
    public record Result(int code, String out, String err) {}

    /** The output of a command that must succeed. */
    public String gets(String... words) {
        Result result = types(words);
        if (result.code() != 0) {
            throw new AssertionError(String.join(" ", words) + " ended with " + result);
        }
        return result.out();
    }

    /** Runs one command at the gateway. */
    public Result types(String... words) {
        List<String> command = new ArrayList<>(List.of("gateway"));
        command.addAll(List.of(words));
        return ssh(command.toArray(String[]::new));
    }

    /** Runs the OpenSSH client with these arguments. */
    public Result ssh(String... words) {
        return run("", client("ssh", words));
    }

    /** The same with standard input. */
    public Result pipes(String input, String... words) {
        return run(input, client("ssh", words));
    }

    /** Runs another program that belongs to OpenSSH or uses it. */
    public Result runs(String program, String... words) {
        return run("", client(program, words));
    }

    /** Starts a client and leaves it running. */
    public Process opens(String... words) {
        try {
            var builder = new ProcessBuilder(client("ssh", words)).redirectErrorStream(true);
            builder.environment().put("TERM", "xterm-256color");
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts the prompt or a command in a pseudo-terminal. */
    public Terminal opensTerminal(String... command) {
        List<String> words = new ArrayList<>(List.of("-tt", "gateway"));
        words.addAll(List.of(command));
        return new Terminal(opens(words.toArray(String[]::new)));
    }

    public Path config() {
        return config;
    }

    private List<String> client(String program, String... words) {
        List<String> command = new ArrayList<>(List.of(program));
        if (List.of("ssh", "scp", "sftp").contains(program)) {
            command.addAll(List.of("-F", config.toString()));
        }
        command.addAll(List.of(words));
        return command;
    }

    private Result run(String input, List<String> command) {
        try {
            Path err = Files.createTempFile(config.getParent(), "err", "");
            var builder = new ProcessBuilder(command).redirectError(err.toFile());
            builder.environment().put("GIT_SSH_COMMAND", "ssh -F " + config);
            Process process = builder.start();
            try (var in = process.getOutputStream()) {
                in.write(input.getBytes(StandardCharsets.UTF_8));
            } catch (IOException readNothing) {
                // The process ended before it had read all input.
            }
            String out;
            try (InputStream from = process.getInputStream()) {
                out = new String(from.readAllBytes(), StandardCharsets.UTF_8).strip();
            }
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(command + " did not end");
            }
            return new Result(process.exitValue(), out, Files.readString(err).strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public String toString() {
        return person.name() + " at the gateway";
    }

    /** A session in a pseudo-terminal. */
    public static final class Terminal implements AutoCloseable {
        private final Process process;
        private final StringBuffer seen = new StringBuffer();
        private final Thread reader;
        private int matchedUpTo;

        private Terminal(Process process) {
            this.process = process;
            this.reader = Thread.ofVirtual().start(this::readOutput);
        }

        private void readOutput() {
            try (InputStream screen = process.getInputStream()) {
                byte[] buffer = new byte[4096];
                for (int n = screen.read(buffer); n >= 0; n = screen.read(buffer)) {
                    seen.append(new String(buffer, 0, n, StandardCharsets.UTF_8));
                }
            } catch (IOException ended) {
                // The process has ended; there is no more output.
            }
        }

        /** Types keys. */
        public Terminal types(String keys) {
            try {
                process.getOutputStream().write(keys.getBytes(StandardCharsets.UTF_8));
                process.getOutputStream().flush();
                return this;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** Types as much as the other side accepts. */
        public void floods(String keys) {
            try {
                process.getOutputStream().write(keys.getBytes(StandardCharsets.UTF_8));
                process.getOutputStream().flush();
            } catch (IOException ended) {
                // Expected: the other side closes the connection.
            }
        }

        /** Waits for this text after the last match. */
        public Terminal sees(String text) {
            Eventually.that(
                    "'" + text + "' after: " + seen.substring(matchedUpTo), () -> seen.indexOf(text, matchedUpTo) >= 0);
            matchedUpTo = seen.indexOf(text, matchedUpTo) + text.length();
            return this;
        }

        /** The whole output so far; all of it after the end. */
        public String screen() {
            if (!process.isAlive()) {
                Eventually.that("the output is read", () -> !reader.isAlive());
            }
            return seen.toString();
        }

        public boolean isAlive() {
            return process.isAlive();
        }

        /** Waits for the end and returns the exit code. */
        public int ends() {
            Eventually.that("the session ended", () -> !process.isAlive());
            return process.exitValue();
        }

        @Override
        public void close() {
            process.destroyForcibly();
        }
    }
}
