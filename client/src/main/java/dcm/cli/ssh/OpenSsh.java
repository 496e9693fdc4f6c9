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
                    .filter(fields -> fields.length == 3
                            && PublicKey.fingerprint(Base64.getDecoder().decode(fields[2]))
                                    .equals(container.ssh().hostKey()))
                    .map(fields -> fields[1] + " " + fields[2])
                    .findFirst();
        } catch (IOException e) {
            throw notInstalled("ssh-keyscan");
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
