package dcm.stack.backup;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dcm.contract.report.Finding;
import dcm.contract.report.Finding.Level;
import dcm.stack.installation.Secrets;
import dcm.stack.machine.StackFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is known on this machine about its backups.
 *
 * @param success the last backup that succeeded; null: there is none
 * @param failure a later attempt that failed, perhaps in another place; null: none has failed since
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record LastBackup(
        @Nullable Success success, @Nullable Failure failure) {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String DIRECTORY = "backup";
    private static final String CHECK = "backup";

    /** Daily backups have failed twice. */
    private static final Duration OLD = Duration.ofDays(2);

    /** Weekly backups have failed, too. */
    private static final Duration TOO_OLD = Duration.ofDays(8);

    /**
     * A backup that succeeded.
     *
     * @param location its place
     * @param time in ISO 8601
     * @param snapshot its id
     */
    public record Success(String location, String time, String snapshot) {}

    /** Why an attempt in a place failed. */
    public record Failure(String location, String reason) {}

    /**
     * Empty if there was no attempt.
     *
     * @param home the installation's directory
     */
    public static Optional<LastBackup> of(Path home) {
        Path file = file(home);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(JSON.readValue(file.toFile(), LastBackup.class));
        } catch (IOException e) {
            throw new StackFailure(
                    "Cannot read %s. Delete it; the next backup writes it again. The reason: %s"
                            .formatted(file, e.getMessage()),
                    e);
        }
    }

    static LastBackup done(String location, Instant time, String snapshot) {
        return new LastBackup(
                new Success(location, time.truncatedTo(ChronoUnit.SECONDS).toString(), snapshot), null);
    }

    /** After a failed attempt. */
    static LastBackup failed(Optional<LastBackup> earlier, String location, String reason) {
        return new LastBackup(earlier.map(LastBackup::success).orElse(null), new Failure(location, reason));
    }

    void store(Path home) {
        Path file = file(home);
        try {
            directory(home);
            Path draft = file.resolveSibling("last.json.new");
            JSON.writeValue(draft.toFile(), this);
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new StackFailure("Cannot write %s: %s".formatted(file, e.getMessage()), e);
        }
    }

    /** What an administrator should know about an installation's backups. */
    public static Finding finding(Optional<LastBackup> last, Instant now) {
        String remedy = "To make one: ./dcm backup DIRECTORY";
        if (last.isEmpty()) {
            return new Finding(CHECK, Level.WARNING, "There is no backup.", remedy);
        }
        Success success = last.get().success();
        Failure failure = last.get().failure();
        String latest = success == null
                ? "There is no backup."
                : "The last backup in %s is of %s.".formatted(success.location(), success.time());
        if (failure != null) {
            return new Finding(
                    CHECK,
                    Level.PROBLEM,
                    "The last attempt in %s failed: %s %s".formatted(failure.location(), failure.reason(), latest),
                    "Correct this, and repeat it: ./dcm backup " + failure.location());
        }
        if (success == null) {
            return new Finding(CHECK, Level.WARNING, latest, remedy);
        }
        Duration age = Duration.between(Instant.parse(success.time()), now);
        if (age.compareTo(OLD) < 0) {
            return new Finding(CHECK, Level.OK, latest, null);
        }
        return new Finding(
                CHECK,
                age.compareTo(TOO_OLD) < 0 ? Level.WARNING : Level.PROBLEM,
                "%s That is %d days ago.".formatted(latest, age.toDays()),
                "To make one: ./dcm backup " + success.location()
                        + ". If a timer or cron should do it, look into its log.");
    }

    /** The directory of this installation for its backups' state and drafts. */
    static Path directory(Path home) throws IOException {
        Path directory = home.resolve(DIRECTORY);
        Files.createDirectories(directory);
        Files.setPosixFilePermissions(directory, Secrets.OWNER_ONLY);
        return directory;
    }

    private static Path file(Path home) {
        return home.resolve(DIRECTORY).resolve("last.json");
    }
}
