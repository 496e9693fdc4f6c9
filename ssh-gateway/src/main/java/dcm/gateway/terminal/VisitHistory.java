package dcm.gateway.terminal;

import dcm.gateway.state.StateFiles;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** Stores the time of each account's last visit and its command history, in the gateway's files. Thread-safe. */
@Singleton
class VisitHistory {
    private static final String LAST = "last-visit";
    private static final String HISTORY = "history";

    private final StateFiles files;

    VisitHistory(StateFiles files) {
        this.files = files;
    }

    /** Returns the start of the last visit, if there was one, and stores this one. */
    Optional<Instant> startVisit(String account, Instant now) throws IOException {
        Path file = directory(account).resolve(LAST);
        Optional<Instant> last = read(file);
        StateFiles.write(file, (now + "\n").getBytes(StandardCharsets.UTF_8));
        return last;
    }

    private static Optional<Instant> read(Path file) throws IOException {
        try {
            return Files.exists(file)
                    ? Optional.of(Instant.parse(Files.readString(file).strip()))
                    : Optional.empty();
        } catch (DateTimeParseException damaged) {
            return Optional.empty();
        }
    }

    /** The file with the command history. */
    Path history(String account) throws IOException {
        Path file = directory(account).resolve(HISTORY);
        if (!Files.exists(file)) {
            StateFiles.write(file, new byte[0]);
        }
        return file;
    }

    private Path directory(String account) throws IOException {
        return files.directory("people", account);
    }
}
