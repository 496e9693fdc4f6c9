package dcm.stack.backup;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dcm.stack.machine.StackFailure;
import java.util.List;
import java.util.Optional;
import org.apache.maven.artifact.versioning.ComparableVersion;
import org.jspecify.annotations.Nullable;

/**
 * What a backup contains, in its file {@link #FILE}.
 *
 * @param format the version of this format and of the backup's directories
 * @param version the version of DCM
 * @param time when the log and the databases were copied, in ISO 8601
 * @param installation the installation's id
 * @param host the name of the installation's own host
 * @param engine the id of its engine; empty: unknown
 * @param rootUid the host's uid of a container's root, to which files in homes belong; -1: unknown
 * @param homes the directory of homes; null: below the installation's directory
 * @param owners the accounts with homes
 * @param hasHomes whether the backup contains the homes; otherwise, it only names them
 * @param hasImageRegistry whether it contains the image registry
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record Manifest(
        int format,
        String version,
        String time,
        String installation,
        String host,
        String engine,
        int rootUid,
        @Nullable String homes,
        List<String> owners,
        boolean hasHomes,
        boolean hasImageRegistry) {
    static final String FILE = "manifest.json";
    static final int FORMAT = 1;

    private static final JsonMapper JSON = new JsonMapper();

    String text() {
        try {
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(this) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    static Manifest parse(String text) {
        try {
            return JSON.readValue(text, Manifest.class);
        } catch (JsonProcessingException e) {
            throw new StackFailure("The backup's %s is not one of DCM: %s".formatted(FILE, e.getOriginalMessage()), e);
        }
    }

    /**
     * Checks that a version of DCM can use the backup. A newer one can, as after an upgrade.
     *
     * @throws StackFailure if it is older
     */
    void requireReadableBy(String program) {
        if (format > FORMAT || new ComparableVersion(version).compareTo(new ComparableVersion(program)) > 0) {
            throw new StackFailure(
                    ("The backup was made by DCM %s. This is DCM %s, which may not understand its log. Install DCM %s or"
                                    + " newer on this machine, and restore with that.")
                            .formatted(version, program, version));
        }
    }

    /**
     * Checks that the homes in the backup belong to the root of containers on this machine, too.
     *
     * @param uid the uid of a container's root here; -1: unknown
     * @throws StackFailure if it is another one
     */
    void requireSameOwners(int uid) {
        if (hasHomes) {
            otherOwners(uid).ifPresent(difference -> {
                throw new StackFailure(difference + " Then restore.");
            });
        }
    }

    /** What to do if files in homes do not belong to the root of containers on this machine; empty: they do. */
    Optional<String> otherOwners(int uid) {
        return rootUid < 0 || uid < 0 || rootUid == uid || owners.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        ("Files in the homes belong to the root of containers, which was uid %d. The Docker Engine of this"
                                        + " machine maps it to uid %d. Write 'dockremap:%d:65536' instead of the present line"
                                        + " of dockremap into /etc/subuid and /etc/subgid, and restart Docker. Containers that"
                                        + " the engine has already are then gone.")
                                .formatted(rootUid, uid, rootUid));
    }
}
