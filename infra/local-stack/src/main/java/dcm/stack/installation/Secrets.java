package dcm.stack.installation;

import dcm.contract.authentication.ReportKey;
import dcm.contract.authentication.ReportSource;
import dcm.stack.machine.StackFailure;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Passwords of an installation, generated at the first use, each in a file that only its owner can read. */
public record Secrets(Path directory) {
    public static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");
    public static final FileAttribute<?> OWNER_ONLY_DIRECTORY = PosixFilePermissions.asFileAttribute(OWNER_ONLY);

    /** The name of the secret with the credentials of this machine's worker at the image registry. */
    public static final String IMAGE_REGISTRY = "image-registry";

    /** The name of the secret with the token to join the swarm of the hosts. */
    public static final String SWARM = "swarm";

    /** The names of passwords of the broker's users begin with it, and end with the user. */
    public static final String KAFKA = "kafka-";

    /** The names of passwords of other hosts' workers at the image registry begin with it, and end with the user. */
    public static final String REGISTRY_USER = "image-registry-user-";

    private static final String GATEWAYS = "gateways";
    private static final String REPORTS = "reports";
    private static final String REPORT_KEY = "report-key-";
    private static final int BYTES = 24;

    /** The password of the database superuser. */
    public String postgres() {
        return secret("postgres");
    }

    /** The password of the database role for DCM's views. */
    public String postgresDcm() {
        return secret("postgres-dcm");
    }

    /** The password of Keycloak's database role. */
    public String postgresKeycloak() {
        return secret("postgres-keycloak");
    }

    /** The password of Keycloak's administrator in the master realm. */
    public String keycloakAdmin() {
        return secret("keycloak-admin");
    }

    /** The secret of the Keycloak client with which user-service creates sign-ins. */
    public String keycloakUserService() {
        return secret("keycloak-user-service");
    }

    /** The secret of the local Keycloak's client for the web console. */
    public String keycloakConsole() {
        return secret("keycloak-console");
    }

    /** The secret of the local Keycloak's client with which the launcher gets tokens for stored passwords. */
    public String keycloakLauncher() {
        return secret("keycloak-launcher");
    }

    /** The file with {@code USER:PASSWORD} of this machine's worker at the image registry. */
    public Path imageRegistry() {
        firstOf(IMAGE_REGISTRY, () -> "dcm:" + random());
        return file(IMAGE_REGISTRY);
    }

    /** The file with the secret from which the keys are derived that authenticate reports. */
    public Path reports() {
        secret(REPORTS);
        return file(REPORTS);
    }

    /** The file with the secret with which the gateways authenticate to each other and to command-service. */
    public Path gateways() {
        secret(GATEWAYS);
        return file(GATEWAYS);
    }

    /** The key with which {@code source} authenticates its reports, derived from this installation's secret. */
    public ReportKey reportKey(ReportSource source) {
        return ReportKey.derive(secret(REPORTS), source);
    }

    /** The file with the key of {@code source}, for its process. */
    public Path reportKeyFile(ReportSource source) {
        String name = REPORT_KEY + source.value().replace('/', '-');
        replace(name, reportKey(source).text());
        return file(name);
    }

    /** The file of the key with which this machine's worker authenticates reports to another installation. */
    public Path joinedReportKey() {
        return file(REPORT_KEY + "joined");
    }

    /** Stores the key with which this machine's worker authenticates reports to another installation. */
    public void replaceJoinedReportKey(String key) {
        replace(REPORT_KEY + "joined", key);
    }

    /** The password of a user of the broker. */
    public String kafka(String user) {
        return secret(KAFKA + user);
    }

    /** Stores the password of a user of another installation's broker. */
    public void replaceKafka(String user, String password) {
        replace(KAFKA + user, password);
    }

    /** Whether there is a password of a user of the broker. */
    public boolean hasKafka(String user) {
        return Files.exists(file(KAFKA + user));
    }

    /** Deletes the password of a user of the broker. */
    public void deleteKafka(String user) {
        delete(KAFKA + user);
    }

    /** The password of the first DCM administrator. */
    public String admin() {
        return secret("admin");
    }

    /** The rest of the names of all secrets that begin with {@code prefix}. */
    public List<String> names(String prefix) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith(prefix))
                    .map(name -> name.substring(prefix.length()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new StackFailure("Cannot list the secrets in %s: %s".formatted(directory, e), e);
        }
    }

    /** Deletes a secret, so that another one is generated at the next use. */
    public void delete(String name) {
        try {
            Files.deleteIfExists(file(name));
        } catch (IOException e) {
            throw new StackFailure("Cannot delete the secret %s: %s".formatted(file(name), e), e);
        }
    }

    /** Stores a secret that another machine generated; replaces an earlier one. */
    public void replace(String name, String content) {
        delete(name);
        firstOf(name, () -> content);
    }

    /** The file of a secret, to be shown to a user instead of the secret. */
    public Path file(String name) {
        return directory.resolve(name);
    }

    /** The secret of this name; generated at the first use. Safe for concurrent processes. */
    public String secret(String name) {
        return firstOf(name, Secrets::random);
    }

    /** The content that was stored first under this name, by any process. */
    String firstOf(String name, Supplier<String> content) {
        try {
            if (!Files.exists(file(name))) {
                write(name, content.get());
            }
            return Files.readString(file(name)).strip();
        } catch (IOException e) {
            throw new StackFailure("Cannot read or create the secret %s: %s".formatted(file(name), e), e);
        }
    }

    /** A new secret of 192 bits, for use in URLs and files. */
    public static String random() {
        byte[] bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private void write(String name, String content) throws IOException {
        if (!Files.exists(directory)) {
            Files.createDirectories(directory.toAbsolutePath().getParent());
            Files.createDirectories(directory, OWNER_ONLY_DIRECTORY);
        }
        // Written to a draft and then linked, so that no process reads an incomplete secret and the first one is kept.
        Path draft = Files.createTempFile(directory, ".draft", "");
        try {
            Files.writeString(draft, content + "\n");
            Files.createLink(file(name), draft);
        } catch (FileAlreadyExistsException e) {
            // Another process was first; use its secret.
        } finally {
            Files.delete(draft);
        }
    }
}
