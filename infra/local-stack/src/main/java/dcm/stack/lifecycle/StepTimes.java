package dcm.stack.lifecycle;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;

/** How long each step of a start took the last time, in a file. Thread-safe. */
final class StepTimes {
    private final Path file;
    private final Properties seconds = new Properties();

    /** @param file in a directory that may not exist yet */
    StepTimes(Path file) {
        this.file = file;
        if (Files.exists(file)) {
            try (Reader reader = Files.newBufferedReader(file)) {
                seconds.load(reader);
            } catch (IOException | IllegalArgumentException e) {
                seconds.clear(); // nothing depends on it
            }
        }
    }

    /** Empty if the step is new, or failed the last time. */
    Optional<Duration> last(String step) {
        String stored = seconds.getProperty(step, "");
        return stored.matches("\\d{1,6}") ? Optional.of(Duration.ofSeconds(Long.parseLong(stored))) : Optional.empty();
    }

    void took(String step, Duration time) {
        seconds.setProperty(step, Long.toString(time.toSeconds()));
    }

    void store() {
        try {
            Files.createDirectories(file.getParent());
            try (Writer writer = Files.newBufferedWriter(file)) {
                seconds.store(writer, "How many seconds each step of the last start took.");
            }
        } catch (IOException e) {
            // The start has succeeded, and the next one shows no times.
        }
    }
}
