package dcm.journey;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A btrfs with simple quotas in a file, mounted at a directory. */
final class BtrfsDisk implements AutoCloseable {
    private final Path directory;
    private final Path image;

    BtrfsDisk(Path directory) {
        this.directory = directory;
        this.image = directory.resolveSibling(directory.getFileName() + ".btrfs");
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Shell.run("truncate", "--size=8G", image.toString());
        Shell.run("mkfs.btrfs", "--quiet", image.toString());
        Shell.run("mount", "-o", "loop", image.toString(), directory.toString());
        Shell.run("btrfs", "quota", "enable", "--simple", directory.toString());
    }

    @Override
    public void close() {
        Shell.run("umount", "--recursive", "--lazy", directory.toString());
        Shell.run("rm", image.toString());
    }
}
