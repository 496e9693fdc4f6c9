package dcm.cli.ssh;

import dcm.contract.identity.PublicKey;
import dcm.shell.api.CommandFailure;
import dcm.shell.api.CommandInterruptedException;
import dcm.shell.api.ExitCode;
import dcm.shell.command.Quoted;
import dcm.shell.document.ContainerDocument;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** The OpenSSH programs of this machine. */
public final class OpenSsh {
    private OpenSsh() {}

    /**
     * Logs in to a container, or runs a command there. The terminal belongs to ssh until it ends.
     *
     * @param options options for ssh in the form of its option -o, such as {@code ForwardAgent=yes}
     * @param command empty: a shell
     * @return the exit code of ssh
     */
    public static int logIn(SshTarget target, String user, List<String> options, List<String> command) {
        return run(loginCommand(target, user, options, command));
    }

    static List<String> loginCommand(SshTarget target, String user, List<String> options, List<String> command) {
        List<String> words = new ArrayList<>(List.of("ssh"));
        words.addAll(target.options(options));
        words.addAll(List.of("-p", Integer.toString(target.port())));
        words.addAll(List.of("-l", user, target.host()));
        if (!command.isEmpty()) {
            // As the SSH gateway does: a single word is a line for the container's shell.
            words.addAll(List.of("--", command.size() == 1 ? command.getFirst() : Quoted.words(command)));
        }
        return words;
    }

    /**
     * Copies files from or to a container.
     *
     * @param operands what scp gets: paths of this machine, or paths in the container after {@code host:}
     */
    public static int copy(SshTarget target, List<String> options, List<String> flags, List<String> operands) {
        List<String> words = new ArrayList<>(List.of("scp"));
        words.addAll(flags);
        words.addAll(target.options(options));
        words.addAll(List.of("-P", Integer.toString(target.port()), "--"));
        words.addAll(operands);
        return run(words);
    }

    /** The host key of a container in {@code known_hosts} format, if its SSH server presents the recorded one. */
    public static Optional<String> hostKey(ContainerDocument container) {
        try {
            Process process = new ProcessBuilder(
                            "ssh-keyscan",
                            "-T",
                            "3",
                            "-p",
                            Integer.toString(container.ssh().port()),
                            "--",
                            container.ssh().address())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String keys = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return keys.lines()
                    .filter(line -> !line.startsWith("#")) // the server's version
                    .map(line -> line.split(" ", 3))
                    .filter(fields -> fields.length == 3)
                    .map(fields -> fields[1] + " " + fields[2])
                    .filter(key -> isRecorded(key, container))
                    .findFirst();
        } catch (IOException e) {
            throw notInstalled("ssh-keyscan");
        }
    }

    /** Whether a key, as {@code TYPE BASE64}, is the one that DCM recorded when it created the container. */
    static boolean isRecorded(String key, ContainerDocument container) {
        String[] fields = key.split(" ", -1);
        try {
            return fields.length == 2
                    && PublicKey.fingerprint(Base64.getDecoder().decode(fields[1]))
                            .equals(container.ssh().hostKey());
        } catch (IllegalArgumentException notBase64) {
            return false;
        }
    }

    /**
     * Runs a command of the SSH gateway. ssh can ask for a passphrase.
     *
     * @return what the command printed
     * @throws CommandFailure if ssh cannot log in; it printed the reason
     */
    static String atGateway(SshJump gateway, List<String> command) {
        try {
            Process process = new ProcessBuilder(gateway.loginCommand(command))
                    .redirectInput(ProcessBuilder.Redirect.INHERIT)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() == SshFailure.CODE) {
                throw new CommandFailure(
                        ExitCode.FAILED,
                        "ssh cannot log in at the SSH gateway, see above. If it says 'Permission denied', add your public key: dcm keys add FILE.pub");
            }
            return output;
        } catch (IOException e) {
            throw notInstalled("ssh");
        } catch (InterruptedException e) {
            throw new CommandInterruptedException();
        }
    }

    private static int run(List<String> words) {
        try {
            return new ProcessBuilder(words).inheritIO().start().waitFor();
        } catch (IOException e) {
            throw notInstalled(words.getFirst());
        } catch (InterruptedException e) {
            throw new CommandInterruptedException();
        }
    }

    private static CommandFailure notInstalled(String program) {
        return new CommandFailure(
                ExitCode.FAILED,
                "Cannot run %s. Install the OpenSSH client (Debian, Ubuntu: sudo apt install openssh-client)."
                        .formatted(program));
    }
}
