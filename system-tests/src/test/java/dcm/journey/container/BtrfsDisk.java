package dcm.journey.container;

import dcm.journey.support.ShellRunner;
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
        ShellRunner.run("truncate", "--size=8G", image.toString());
        ShellRunner.run("mkfs.btrfs", "--quiet", image.toString());
        ShellRunner.run("mount", "-o", "loop", image.toString(), directory.toString());
        ShellRunner.run("btrfs", "quota", "enable", "--simple", directory.toString());
    }

    @Override
    public void close() {
        ShellRunner.run("umount", "--recursive", "--lazy", directory.toString());
        ShellRunner.run("rm", image.toString());
    }
}
