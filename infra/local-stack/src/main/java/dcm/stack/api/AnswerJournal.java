package dcm.stack.api;

import dcm.auditor.received.ReceivedAnswers;
import dcm.stack.machine.StackFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Writes the API's answers about requests to a file, which {@code ./dcm verify --received FILE} compares with the log.
 * Thread-safe.
 */
public final class AnswerJournal {
    /** The environment variable with the file; without it, nothing is written. */
    static final String VARIABLE = "DCM_RECEIVED";

    private final @Nullable Path file;

    private AnswerJournal(@Nullable Path file) {
        this.file = file;
    }

    /** A journal in this file, which may exist. */
    public static AnswerJournal in(Path file) {
        return new AnswerJournal(file);
    }

    /** The journal that the environment names, if it does. */
    public static AnswerJournal ofEnvironment() {
        String named = System.getenv(VARIABLE);
        return new AnswerJournal(named == null ? null : Path.of(named));
    }

    /** Adds a response, if its body is about an intent. */
    public void add(String body) {
        if (file != null) {
            ReceivedAnswers.line(body).ifPresent(line -> append(file, line));
        }
    }

    private static synchronized void append(Path file, String line) {
        try {
            Files.writeString(file, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new StackFailure("Cannot write the received answer to %s: %s".formatted(file, e), e);
        }
    }
}
