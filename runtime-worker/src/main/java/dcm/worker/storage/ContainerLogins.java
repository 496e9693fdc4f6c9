package dcm.worker.storage;

import dcm.contract.snapshot.AccountSnapshot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Writes the keys with which one owner's containers log in to one another, into the owner's key directory:
 *
 * <ul>
 *   <li>{@code host_ca}: the private key with which a container certifies its host key at its first start
 *   <li>{@code known_hosts}: the public key of {@code host_ca}, as SSH clients read it
 *   <li>{@code login-0} and {@code login-1000}: the private key with which root and the owner's user log in. OpenSSH
 *       refuses a private key that other users can read, so each user has a copy
 *   <li>{@code authorized_containers}: the public key of the login key; empty while the account is suspended
 * </ul>
 *
 * All keys are derived from the installation's secret and the account, so they are the same on all hosts, and those of
 * another account differ. Thread-safe.
 */
public final class ContainerLogins {
    private static final Logger LOG = Logger.getLogger(ContainerLogins.class);
    private static final String PRIVATE_MODE = "rw-------";
    private static final String PUBLIC_MODE = "rw-r--r--";

    private final Optional<InstallationSecret> secret;

    private ContainerLogins(Optional<InstallationSecret> secret) {
        this.secret = secret;
    }

    /** Writes nothing, so containers cannot log in to one another without a key in the home. */
    public static ContainerLogins none() {
        return new ContainerLogins(Optional.empty());
    }

    /**
     * Derives the keys from the secret in a file.
     *
     * @param file empty: as {@link #none()}
     */
    public static ContainerLogins of(Optional<Path> file) {
        return file.map(ContainerLogins::of).orElseGet(ContainerLogins::none);
    }

    private static ContainerLogins of(Path file) {
        try {
            return new ContainerLogins(Optional.of(InstallationSecret.read(file)));
        } catch (IOException e) {
            LOG.errorf(
                    "login secret could not be read, containers cannot log in to one another: path=%s reason=%s",
                    file, e.getMessage());
            return none();
        }
    }

    /**
     * Writes the keys of an account unless they are there.
     *
     * @param rootUid the host's uid of a container's root
     */
    void write(AccountSnapshot account, Path directory, int rootUid, int rootGid) {
        if (secret.isEmpty()) {
            return;
        }
        OpenSshKeyPair authority = secret.get().keyPair(purpose("host-ca", account));
        OpenSshKeyPair login = secret.get().keyPair(purpose("login", account));
        String trusted = "@cert-authority *,!*.* " + authority.publicKey() + "\n";
        String authorized = login.publicKey() + " " + account.name() + "'s containers\n";
        Path known = directory.resolve("known_hosts");
        if (!isContent(known, trusted)) {
            int userUid = rootUid + Homes.USER;
            int userGid = rootGid + Homes.USER;
            HostFiles.write(directory.resolve("host_ca"), authority.privateKey(), PRIVATE_MODE, rootUid, rootGid);
            HostFiles.write(directory.resolve("login-0"), login.privateKey(), PRIVATE_MODE, rootUid, rootGid);
            HostFiles.write(
                    directory.resolve("login-" + Homes.USER), login.privateKey(), PRIVATE_MODE, userUid, userGid);
            HostFiles.write(known, trusted, PUBLIC_MODE, rootUid, rootGid); // last, because it marks the others
        }
        HostFiles.write(
                directory.resolve("authorized_containers"),
                account.isSuspended() ? "" : authorized,
                PUBLIC_MODE,
                rootUid,
                rootGid);
    }

    /** An account whose name was used before, by an account that is removed, gets other keys. */
    private static String purpose(String use, AccountSnapshot account) {
        return "dcm container-logins 1 %s %s %s".formatted(use, account.name(), account.openedAt());
    }

    private static boolean isContent(Path file, String content) {
        try {
            return Files.exists(file) && Files.readString(file).equals(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
