package dcm.stack;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Set;
import java.util.function.Supplier;

/** Passwords of one installation, generated when first asked for: one file each, readable by its owner alone. */
public record Secrets(Path directory) {
    static final FileAttribute<?> OWNER_ONLY_FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");
    static final FileAttribute<?> OWNER_ONLY_DIRECTORY = PosixFilePermissions.asFileAttribute(OWNER_ONLY);

    private static final int BYTES = 24;

    /** The database server's superuser. */
    public String postgres() {
        return secret("postgres");
    }

    /** The database role of DCM's own views. */
    public String postgresDcm() {
        return secret("postgres-dcm");
    }

    /** The database role of Keycloak. */
    public String postgresKeycloak() {
        return secret("postgres-keycloak");
    }

    /** Keycloak's own administrator, in its master realm. */
    public String keycloakAdmin() {
        return secret("keycloak-admin");
    }

    /** The client of Keycloak by which user-service makes people's sign-ins. */
    public String keycloakUserService() {
        return secret("keycloak-user-service");
    }

    /** A user of the broker. */
    public String kafka(String user) {
        return secret("kafka-" + user);
    }

    /** The sign-in of the first DCM administrator. */
    public String admin() {
        return secret("admin");
    }

    /** The file that holds a secret, to be named to a person instead of the secret itself. */
    public Path file(String name) {
        return directory.resolve(name);
    }

    /** The secret of this name; safe when two processes ask for it first at the same time. */
    public String secret(String name) {
        return firstOf(name, Secrets::random);
    }

    /** What was made first under this name, by whichever process. */
    String firstOf(String name, Supplier<String> content) {
        try {
            if (!Files.exists(file(name))) {
                write(name, content.get());
            }
            return Files.readString(file(name)).strip();
        } catch (IOException e) {
            throw new StackFailure("The secret %s cannot be read or made: %s".formatted(file(name), e), e);
        }
    }

    private static String random() {
        byte[] bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private void write(String name, String content) throws IOException {
        if (!Files.exists(directory)) {
            Files.createDirectories(directory.toAbsolutePath().getParent());
            Files.createDirectories(directory, OWNER_ONLY_DIRECTORY);
        }
        // Written whole under another name and then linked: nobody reads half a secret, and the first one stays.
        Path draft = Files.createTempFile(directory, ".draft", "");
        try {
            Files.writeString(draft, content + "\n");
            Files.createLink(file(name), draft);
        } catch (FileAlreadyExistsException e) {
            // Another process was first; its secret is as good.
        } finally {
            Files.delete(draft);
        }
    }
}
