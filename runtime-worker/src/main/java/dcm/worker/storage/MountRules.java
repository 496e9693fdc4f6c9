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
                return Optional.of(source + " leads by a link to another place; name that place itself.");
            }
            for (Path above = source.getParent(); above != null; above = above.getParent()) {
                if (isOthers(above)) {
                    return Optional.of(above + " can be changed by others than root, who could lead " + source
                            + " to any place of this host.");
                }
            }
        } catch (IOException e) {
            return Optional.of(source + " is not there.");
        }
        return closed.stream()
                .filter(own -> source.startsWith(own) || own.startsWith(source))
                .findFirst()
                .map(own -> source + " holds, or lies in, what is DCM's own or others'.");
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
