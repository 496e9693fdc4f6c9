package dcm.shell.command;

import dcm.shell.api.CommandFailure;
import dcm.shell.api.Exit;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The standard input of a command. */
public final class Input {
    /** A table with thousands of accounts; no more is kept in memory. */
    private static final int MOST_BYTES = 1 << 20;

    private final InputStream in;

    public Input(InputStream in) {
        this.in = in;
    }

    /**
     * All of it, up to its end.
     *
     * @throws CommandFailure if it is too long, or breaks off
     */
    public String text() {
        try {
            byte[] bytes = in.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                throw new CommandFailure(Exit.USAGE, "At most 1 MiB is read; this is more.");
            }
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new CommandFailure(Exit.FAILED, "The input broke off: " + e.getMessage());
        }
    }

    /** Its lines but for empty ones and comments, at most so many. */
    public List<String> lines(int most) {
        List<String> lines = text().lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .toList();
        if (lines.size() > most) {
            throw new CommandFailure(Exit.USAGE, "At most %d lines; these are %d.".formatted(most, lines.size()));
        }
        return lines;
    }
}
