package dcm.stack.postgres;

import dcm.stack.installation.ProgramFiles;
import dcm.stack.machine.StackFailure;
import dcm.stack.machine.SystemCommand;
import dcm.stack.part.Versions;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/** PostgreSQL's programs, unpacked once from the archive that the build fetched. A release has them unpacked. */
public final class PostgresBinaries {
    private PostgresBinaries() {}

    /** The directory with {@code bin}, {@code lib} and {@code share}. */
    public static Path unpacked(ProgramFiles programs) {
        Path directory = programs.server("postgresql-" + Versions.of("postgres"));
        if (Files.exists(directory)) {
            return directory;
        }
        Path archive = programs.server("postgres").resolve("postgres-linux-%s.txz".formatted(architecture()));
        try {
            // Unpacked elsewhere and then renamed, so that another launcher never sees an incomplete directory.
            Path draft = Files.createTempDirectory(directory.getParent(), "postgresql.");
            unpack(archive, draft);
            moveUnlessThere(draft, directory);
            return directory;
        } catch (IOException e) {
            throw new StackFailure("Cannot unpack PostgreSQL from %s: %s".formatted(archive, e), e);
        }
    }

    private static void unpack(Path archive, Path into) throws IOException {
        try (var tar = new TarArchiveInputStream(
                new XZCompressorInputStream(new BufferedInputStream(Files.newInputStream(archive))))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path target = into.resolve(entry.getName()).normalize();
                if (!target.startsWith(into)) {
                    throw new IOException("entry outside of the archive: " + entry.getName());
                }
                Files.createDirectories(entry.isDirectory() ? target : target.getParent());
                if (entry.isSymbolicLink()) {
                    Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
                } else if (entry.isFile()) {
                    Files.copy(tar, target);
                    target.toFile().setExecutable((entry.getMode() & 0100) != 0);
                }
            }
        }
        // Independent of root's umask, because the server runs as another user.
        SystemCommand.run("chmod", "-R", "u=rwX,go=rX", into.toString());
    }

    private static void moveUnlessThere(Path draft, Path directory) throws IOException {
        try {
            Files.move(draft, directory, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            if (!Files.exists(directory)) {
                throw e;
            }
            SystemCommand.run("rm", "-rf", draft.toString());
        }
    }

    private static String architecture() {
        return switch (System.getProperty("os.arch")) {
            case "amd64" -> "x86_64";
            case "aarch64" -> "arm_64";
            default ->
                throw new StackFailure("No PostgreSQL for the architecture %s. DCM runs on amd64 and arm64."
                        .formatted(System.getProperty("os.arch")));
        };
    }
}
