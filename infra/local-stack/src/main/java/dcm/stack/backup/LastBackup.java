package dcm.stack.backup;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dcm.contract.report.Finding;
import dcm.contract.report.Finding.Level;
import dcm.stack.installation.Installation;
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
 * @param location of the last attempt
 * @param time of the last backup that succeeded, in ISO 8601; null: there is none
 * @param snapshot its id
 * @param failure why a later attempt failed; null: none has failed since
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record LastBackup(
        String location,
        @Nullable String time,
        @Nullable String snapshot,
        @Nullable String failure) {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String DIRECTORY = "backup";
    private static final String CHECK = "backup";

    /** Daily backups have failed twice. */
    private static final Duration OLD = Duration.ofDays(2);

    /** Weekly backups have failed, too. */
    private static final Duration TOO_OLD = Duration.ofDays(8);

    /** Empty if there was no attempt. */
    public static Optional<LastBackup> of(Installation installation) {
        Path file = file(installation);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(JSON.readValue(file.toFile(), LastBackup.class));
        } catch (IOException e) {
            throw new StackFailure("Cannot read %s: %s".formatted(file, e.getMessage()), e);
        }
    }

    static LastBackup done(String location, Instant time, String snapshot) {
        return new LastBackup(location, time.truncatedTo(ChronoUnit.SECONDS).toString(), snapshot, null);
    }

    /** After a failed attempt. */
    static LastBackup failed(Optional<LastBackup> earlier, String location, String reason) {
        return new LastBackup(
                location,
                earlier.map(LastBackup::time).orElse(null),
                earlier.map(LastBackup::snapshot).orElse(null),
                reason);
    }

    void store(Installation installation) {
        Path file = file(installation);
        try {
            directory(installation);
            Path draft = file.resolveSibling("last.json.new");
            JSON.writeValue(draft.toFile(), this);
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new StackFailure("Cannot write %s: %s".formatted(file, e.getMessage()), e);
        }
    }

    /** What an administrator should know about an installation's backups. */
    public static Finding finding(Optional<LastBackup> last, Instant now) {
        String remedy = "To make one: ./dcm backup DIRECTORY. See 'Backup' in docs/operations.md.";
        if (last.isEmpty()) {
            return new Finding(CHECK, Level.WARNING, "There is no backup.", remedy);
        }
        LastBackup known = last.get();
        String latest = known.time() == null
                ? "There is no backup."
                : "The last backup in %s is of %s.".formatted(known.location(), known.time());
        if (known.failure() != null) {
            return new Finding(
                    CHECK,
                    Level.PROBLEM,
                    "The last attempt failed: %s %s".formatted(known.failure(), latest),
                    "Correct this, and repeat it: ./dcm backup " + known.location());
        }
        Duration age = known.time() == null ? TOO_OLD : Duration.between(Instant.parse(known.time()), now);
        if (age.compareTo(OLD) < 0) {
            return new Finding(CHECK, Level.OK, latest, null);
        }
        return new Finding(
                CHECK,
                age.compareTo(TOO_OLD) < 0 ? Level.WARNING : Level.PROBLEM,
                "%s That is %d days ago.".formatted(latest, age.toDays()),
                "To make one: ./dcm backup " + known.location()
                        + ". If a timer or cron should do it, look into its log.");
    }

    /** The directory of this installation for its backups' state and drafts. */
    static Path directory(Installation installation) throws IOException {
        Path directory = installation.home().resolve(DIRECTORY);
        Files.createDirectories(directory);
        Files.setPosixFilePermissions(directory, Secrets.OWNER_ONLY);
        return directory;
    }

    private static Path file(Installation installation) {
        return installation.home().resolve(DIRECTORY).resolve("last.json");
    }
}
