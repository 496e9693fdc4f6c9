package dcm.stack.command;

import dcm.stack.machine.StackFailure;
import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The password of backups: in a file, in the environment as restic reads it, or typed. */
final class BackupPassword {
    private static final String VARIABLE = "RESTIC_PASSWORD";

    @Option(
            names = "--password-file",
            paramLabel = "FILE",
            description = "The file with the password of the backups, in its only line. Without it, RESTIC_PASSWORD,"
                    + " RESTIC_PASSWORD_FILE and RESTIC_PASSWORD_COMMAND of the environment apply, or the password is"
                    + " asked for.")
    private @Nullable Path file;

    /**
     * The variables with which restic finds the password.
     *
     * @param location of the backups; the password is asked for twice if it is a new local directory
     */
    Map<String, String> environment(String location) {
        if (file != null) {
            return Map.of(VARIABLE + "_FILE", checked(file).toString());
        }
        boolean isSet =
                Stream.of(VARIABLE, VARIABLE + "_FILE", VARIABLE + "_COMMAND").anyMatch(System.getenv()::containsKey);
        return isSet ? Map.of() : Map.of(VARIABLE, ask(!Files.exists(Path.of(location, "config"))));
    }

    /** restic would accept an empty password, and one of several lines. */
    private static Path checked(Path file) {
        try {
            long lines = Files.readString(file).strip().lines().count();
            if (lines != 1) {
                throw new StackFailure(
                        "The password file %s must contain one line, but contains %d.".formatted(file, lines));
            }
            return file.toAbsolutePath();
        } catch (IOException e) {
            throw new StackFailure(
                    "Cannot read the password file %s: %s"
                            .formatted(file, e instanceof NoSuchFileException ? "it does not exist" : e),
                    e);
        }
    }

    @SuppressWarnings("SystemConsoleNull") // JDK 25 returns null again
    private static String ask(boolean isNew) {
        Console console = System.console();
        if (console == null || !console.isTerminal()) {
            throw new StackFailure(
                    "Backups are encrypted with a password. Write it to a file that only root can read, and name the file with --password-file.");
        }
        char[] password = console.readPassword("Password of the backups: ");
        if (password == null || password.length == 0) {
            throw new StackFailure("The password is empty.");
        }
        if (isNew && !Arrays.equals(password, console.readPassword("Repeat the password: "))) {
            throw new StackFailure("The two passwords differ. Nothing was done.");
        }
        return new String(password);
    }
}
