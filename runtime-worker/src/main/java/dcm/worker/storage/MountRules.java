package dcm.worker.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Checks which host paths presets may mount. The engine resolves a source at every start of the container, including
 * automatic restarts, so only the host's root may be able to redirect it.
 *
 * @param closed directories that are shared by owners or belong to DCM; a mount must neither be, contain, nor lie in
 *     one of them
 */
public record MountRules(List<Path> closed) {
    private static final int STICKY = 01000;

    public MountRules {
        closed = closed.stream().map(MountRules::real).toList();
    }

    /** Why one of these paths may not be mounted; empty if all may. */
    public Optional<String> objection(Collection<Path> sources) {
        return sources.stream().map(this::objection).flatMap(Optional::stream).findFirst();
    }

    private Optional<String> objection(Path source) {
        try {
            if (!source.toRealPath().equals(source)) {
                return Optional.of(source + " contains a symbolic link. Use the real path in the preset.");
            }
            for (Path above = source.getParent(); above != null; above = above.getParent()) {
                if (isOthers(above)) {
                    return Optional.of(above + " is writable by users other than root, who could replace " + source
                            + " with a link to any path of this host. Make root its owner and the only user who can"
                            + " write to it.");
                }
            }
        } catch (IOException e) {
            return Optional.of(source + " does not exist or cannot be read.");
        }
        return closed.stream()
                .filter(own -> source.startsWith(own) || own.startsWith(source))
                .findFirst()
                .map(own -> source + " contains or is in a directory that DCM or other owners use.");
    }

    private static boolean isOthers(Path directory) throws IOException {
        Object owner = Files.getAttribute(directory, "unix:uid", LinkOption.NOFOLLOW_LINKS);
        Set<PosixFilePermission> mode = Files.getPosixFilePermissions(directory, LinkOption.NOFOLLOW_LINKS);
        boolean writable =
                mode.contains(PosixFilePermission.GROUP_WRITE) || mode.contains(PosixFilePermission.OTHERS_WRITE);
        int bits = (int) Files.getAttribute(directory, "unix:mode", LinkOption.NOFOLLOW_LINKS);
        return !owner.equals(0) || writable && (bits & STICKY) == 0;
    }

    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException notThereYet) {
            return path.toAbsolutePath().normalize();
        }
    }
}
