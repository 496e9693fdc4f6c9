package dcm.stack.lifecycle;

import dcm.join.PrivateFile;
import dcm.stack.installation.Installation;
import dcm.stack.machine.StackFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.maven.artifact.versioning.ComparableVersion;

/** The newest version of DCM that has started an installation. Older ones do not know all of its events. */
public final class NewestVersion {
    private final Path file;

    public NewestVersion(Installation installation) {
        this.file = installation.data("version");
    }

    /**
     * Records that {@code program} starts the installation.
     *
     * @throws StackFailure if a newer version has started it before
     */
    void record(String program) {
        require(program);
        try {
            Files.createDirectories(file.getParent());
            PrivateFile.replace(file, program + "\n");
        } catch (IOException e) {
            throw new StackFailure("Cannot record the version in %s: %s".formatted(file, e), e);
        }
    }

    /**
     * Checks that {@code program} knows all events of the installation.
     *
     * @throws StackFailure if a newer version has started it before
     */
    public void require(String program) {
        recorded().flatMap(newest -> refusal(newest, program)).ifPresent(reason -> {
            throw new StackFailure(reason);
        });
    }

    /** Why {@code program} must not run an installation that {@code newest} has run; empty if it may. */
    static Optional<String> refusal(String newest, String program) {
        return isNewer(newest, program)
                ? Optional.of(("DCM %s has started this installation before. This is DCM %s, which does not know all"
                                + " events in its log. Install DCM %s or newer, or restore a backup from before the upgrade.")
                        .formatted(newest, program, newest))
                : Optional.empty();
    }

    /** The newest version that was recorded; empty if only versions before 0.10.0 have started the installation. */
    Optional<String> recorded() {
        try {
            if (!Files.exists(file)) {
                return Optional.empty();
            }
            String newest = Files.readString(file).strip();
            if (newest.isEmpty()) {
                throw new StackFailure(
                        "%s is empty. Write the newest version of DCM into it that has run here.".formatted(file));
            }
            return Optional.of(newest);
        } catch (IOException e) {
            throw new StackFailure("Cannot read %s: %s".formatted(file, e), e);
        }
    }

    static boolean isNewer(String version, String than) {
        return new ComparableVersion(version).compareTo(new ComparableVersion(than)) > 0;
    }
}
