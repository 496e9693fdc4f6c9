package dcm.worker.storage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Directories that hold what is several owners', or DCM's own; no preset may mount them, or a part of them, into a container. */
public record ClosedDirectories(List<Path> directories) {
    public ClosedDirectories {
        directories = directories.stream().map(ClosedDirectories::real).toList();
    }

    /** Whether {@code path}, links followed, is one of them, lies in one or contains one. */
    public boolean touch(Path path) {
        Path real = real(path);
        return directories.stream().anyMatch(closed -> real.startsWith(closed) || closed.startsWith(real));
    }

    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException notThereYet) {
            return path.toAbsolutePath().normalize();
        }
    }
}
