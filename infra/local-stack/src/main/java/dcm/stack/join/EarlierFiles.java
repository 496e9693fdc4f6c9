package dcm.stack.join;

import dcm.stack.installation.CertificateFiles;
import dcm.stack.installation.Installation;
import dcm.stack.installation.Secrets;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Moves files that versions before 0.10 kept among all secrets to directories of their own, so that user-service and the API gateway need not
 * see the other secrets. A move that was interrupted is completed at the next start.
 */
final class EarlierFiles {
    private static final String PUBLIC = "public-";

    private final Path secrets;
    private final Path hosts;
    private final CertificateFiles certificates;

    EarlierFiles(Installation installation) {
        this.secrets = installation.secrets().directory();
        this.hosts = installation.hosts();
        this.certificates = installation.certificates();
    }

    void move() throws IOException {
        move(secrets, "invitations", hosts);
        move(secrets, "joined-hosts", hosts);
        move(certificates.directory(), PUBLIC + "*.crt", certificates.publicDirectory());
        move(secrets, PUBLIC + "*.key", certificates.publicDirectory());
        move(secrets, "acme-account-*.key", certificates.publicDirectory());
    }

    /** Leaves a link: user-service of version 0.9 still runs during an upgrade. */
    private static void moveDirectory(Path from, Path to) throws IOException {
        if (Files.isSymbolicLink(from)) {
            return;
        }
        Files.createDirectories(to, Secrets.OWNER_ONLY_DIRECTORY);
        try (DirectoryStream<Path> files = Files.newDirectoryStream(from)) {
            for (Path file : files) {
                Files.move(file, to.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        Files.delete(from);
        Files.createSymbolicLink(from, to);
    }

    private static void move(Path from, String names, Path to) throws IOException {
        if (!Files.exists(from)) {
            return;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(from, names)) {
            for (Path file : files) {
                Files.createDirectories(to, Secrets.OWNER_ONLY_DIRECTORY);
                String name = file.getFileName().toString();
                if (Files.isDirectory(file)) {
                    moveDirectory(file, to.resolve(name));
                } else {
                    // An earlier version may have written the file again.
                    Path target = to.resolve(name.startsWith(PUBLIC) ? name.substring(PUBLIC.length()) : name);
                    Files.move(file, target, StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
    }
}
