package dcm.stack.lifecycle;

import dcm.stack.installation.Installation;
import dcm.stack.machine.StackFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.maven.artifact.versioning.ComparableVersion;

/** The newest version of DCM that has started an installation. Older ones do not know all of its events. */
final class NewestVersion {
    private final Path file;

    NewestVersion(Installation installation) {
        this.file = installation.data("version");
    }

    /**
     * Records that {@code program} starts the installation.
     *
     * @throws StackFailure if a newer version has started it before
     */
    void record(String program) {
        try {
            if (Files.exists(file)) {
                String newest = Files.readString(file).strip();
                if (isNewer(newest, program)) {
                    throw new StackFailure(
                            ("DCM %s has started this installation before. This is DCM %s, which does not know all"
                                            + " events in its log. Install DCM %s or newer, or restore a backup from before the upgrade.")
                                    .formatted(newest, program, newest));
                }
            }
            Files.createDirectories(file.getParent());
            Files.writeString(file, program + "\n");
        } catch (IOException e) {
            throw new StackFailure("Cannot record the version in %s: %s".formatted(file, e), e);
        }
    }

    private static boolean isNewer(String version, String than) {
        return new ComparableVersion(version).compareTo(new ComparableVersion(than)) > 0;
    }
}
