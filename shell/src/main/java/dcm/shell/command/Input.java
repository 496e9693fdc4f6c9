package dcm.shell.command;

import dcm.shell.api.CommandFailure;
import dcm.shell.api.ExitCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The standard input of a command. */
public final class Input {
    /** Enough for a table of thousands of accounts; limits the memory that one command uses. */
    private static final int MAX_BYTES = 1 << 20;

    /** A public key line, as opposed to a file name. */
    private static final Pattern KEY = Pattern.compile("(ssh|ecdsa|sk)-\\S+ +\\S.*");

    private final InputStream in;
    private final boolean files;
    private final boolean sharedFiles;
    private final boolean terminal;

    /**
     * @param files whether commands may read local files; false in the SSH gateway, which does not run on the user's
     *     machine
     */
    public Input(InputStream in, boolean files) {
        this(in, files, files, false);
    }

    private Input(InputStream in, boolean files, boolean sharedFiles, boolean terminal) {
        this.in = in;
        this.files = files;
        this.sharedFiles = sharedFiles;
        this.terminal = terminal;
    }

    /**
     * The standard input on the user's own machine, whose files no part of DCM can read.
     *
     * @param terminal whether the user would have to type the input
     */
    public static Input onOwnMachine(InputStream in, boolean terminal) {
        return new Input(in, true, false, terminal);
    }

    /** Whether the command runs on the user's machine: it can read files and ask for passwords. */
    public boolean isLocal() {
        return files;
    }

    /** Whether the user would have to type the input. */
    public boolean isTerminal() {
        return terminal;
    }

    /** The standard input, for content that is not text or may be long. */
    public InputStream stream() {
        return in;
    }

    /** The contents of a file, or of the standard input for {@code -}. */
    public String named(String file) {
        if (file.equals("-")) {
            return text();
        }
        if (!files) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "The gateway cannot read your files. Pass - and pipe the file in: ssh … < '%s'".formatted(file));
        }
        try {
            return Files.readString(Path.of(file));
        } catch (NoSuchFileException e) {
            throw new CommandFailure(ExitCode.USAGE, "No such file: %s".formatted(file));
        } catch (IOException | InvalidPathException e) {
            throw new CommandFailure(ExitCode.USAGE, "Cannot read the file %s: %s".formatted(file, e.getMessage()));
        }
    }

    /** The absolute path of a file, for another process on this machine. */
    public String pathOf(String file) {
        if (!files) {
            throw new CommandFailure(ExitCode.USAGE, "The gateway cannot read your files. Pass a URL.");
        }
        if (!sharedFiles) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "The hosts cannot read the files of this machine. Pass a URL instead of " + file + ".");
        }
        return Path.of(file).toAbsolutePath().normalize().toString();
    }

    /** Rejects private keys, so that DCM does not send them over the network again. */
    public static void requirePublic(String key) {
        if (key.contains("PRIVATE KEY") || key.contains("PuTTY-User-Key-File")) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "This is a private key; it was not sent. Keep it secret, and pass the matching .pub file.");
        }
    }

    /** Whether the words are one line of a public key, and not names of files. */
    public static boolean isKey(List<String> words) {
        return KEY.matcher(String.join(" ", words)).matches()
                && (words.size() == 1 || words.get(1).startsWith("AAAA"));
    }

    /** A public key: the argument itself, or the contents of the file that it names. */
    public String key(String keyOrFile) {
        String text = (KEY.matcher(keyOrFile).matches() ? keyOrFile : named(keyOrFile)).strip();
        requirePublic(text);
        return text;
    }

    /**
     * The whole standard input.
     *
     * @throws CommandFailure if it is longer than 1 MiB or cannot be read
     */
    public String text() {
        try {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new CommandFailure(ExitCode.USAGE, "The input is larger than 1 MiB.");
            }
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.FAILED, "Cannot read the input: " + e.getMessage());
        }
    }

    /**
     * The lines of the standard input, without empty lines and comments.
     *
     * @throws CommandFailure if there are more than {@code most} lines
     */
    public List<String> lines(int most) {
        return nonEmpty(text(), most);
    }

    /** The same of files together; {@code -} is the standard input. */
    public List<String> lines(List<String> files, int most) {
        return nonEmpty(files.stream().map(this::named).collect(Collectors.joining("\n")), most);
    }

    private static List<String> nonEmpty(String text, int most) {
        requirePublic(text); // before the number of lines, which a private key can exceed
        List<String> lines = text.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .toList();
        if (lines.size() > most) {
            throw new CommandFailure(
                    ExitCode.USAGE, "Too many lines: at most %d are accepted, got %d.".formatted(most, lines.size()));
        }
        return lines;
    }
}
