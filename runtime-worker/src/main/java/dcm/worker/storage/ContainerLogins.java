package dcm.worker.storage;

import dcm.contract.desired.DesiredAccount;
import dcm.contract.identity.HostName;
import dcm.contract.identity.LoginKeys;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes the keys with which one owner's containers log in to one another, into the owner's key directory:
 *
 * <ul>
 *   <li>{@code host_ca}: the private key with which a container certifies its host key at its first start
 *   <li>{@code known_hosts}: the public key of {@code host_ca}, and those of the owner's other hosts, as SSH clients read it
 *   <li>{@code login-0} and {@code login-1000}: the private key with which root and the owner's user log in. OpenSSH
 *       refuses a private key that other users can read, so each user has a copy
 *   <li>{@code authorized_containers}: the public key of the login key, and those of the owner's other hosts; empty while the account is
 *       suspended
 * </ul>
 *
 * The private keys are derived from a secret of this host and the account, so those of another account or host differ. Hosts exchange
 * the public keys in the account's snapshot, which contains those of hosts with containers of the account only. Thread-safe.
 */
public final class ContainerLogins {
    /** The file of the secret in the directory of all key directories. */
    private static final String SECRET = ".login-secret";

    private static final String AUTHORITY = "host_ca";
    private static final String ROOT_LOGIN = "login-0";
    private static final String USER_LOGIN = "login-" + Homes.USER;
    private static final String PRIVATE_MODE = "rw-------";
    private static final String PUBLIC_MODE = "rw-r--r--";

    private final Optional<Own> own;

    /** This host and its secret. */
    private record Own(HostName host, LoginSecret secret, Map<String, LoginKeys> publicKeys) {
        LoginKeys publicKeys(DesiredAccount account) {
            return publicKeys.computeIfAbsent(
                    account.owner() + " " + account.openedAt(),
                    name -> new LoginKeys(
                            host, authority(account).publicKey(), login(account).publicKey()));
        }

        OpenSshKeyPair authority(DesiredAccount account) {
            return secret.keyPair(purpose("host-ca", account));
        }

        OpenSshKeyPair login(DesiredAccount account) {
            return secret.keyPair(purpose("login", account));
        }
    }

    private ContainerLogins(Optional<Own> own) {
        this.own = own;
    }

    /** Writes nothing, so containers cannot log in to one another without a key in the home. */
    public static ContainerLogins none() {
        return new ContainerLogins(Optional.empty());
    }

    /**
     * Derives the keys from this host's secret, which is generated at its first use.
     *
     * @param root the directory of all key directories, which only the host's root can read
     */
    public static ContainerLogins of(HostName host, Path root) throws IOException {
        Files.createDirectories(root);
        return new ContainerLogins(
                Optional.of(new Own(host, LoginSecret.of(root.resolve(SECRET)), new ConcurrentHashMap<>())));
    }

    /** The public keys of an account on this host, for its other hosts; empty if the account has them already. */
    Optional<LoginKeys> unpublished(DesiredAccount account) {
        return own.map(here -> here.publicKeys(account))
                .filter(keys -> account.loginKeys().stream().noneMatch(keys::equals));
    }

    /**
     * Writes the keys of an account unless they are there with the right owners.
     *
     * @param rootUid the host's uid of a container's root
     */
    void write(DesiredAccount account, Path directory, int rootUid, int rootGid) {
        if (own.isEmpty()) {
            return;
        }
        OpenSshKeyPair authority = own.get().authority(account);
        OpenSshKeyPair login = own.get().login(account);
        List<LoginKeys> others = account.loginKeys().stream()
                .filter(keys -> !keys.host().equals(own.get().host()))
                .toList();
        String trusted = trustedAuthority(authority.publicKey());
        Path known = directory.resolve("known_hosts");
        int userUid = rootUid + Homes.USER;
        int userGid = rootGid + Homes.USER;
        if (!startsWith(known, trusted)
                || !isUsable(directory.resolve(AUTHORITY), rootUid)
                || !isUsable(directory.resolve(ROOT_LOGIN), rootUid)
                || !isUsable(directory.resolve(USER_LOGIN), userUid)) {
            HostFiles.write(directory.resolve(AUTHORITY), authority.privateKey(), PRIVATE_MODE, rootUid, rootGid);
            HostFiles.write(directory.resolve(ROOT_LOGIN), login.privateKey(), PRIVATE_MODE, rootUid, rootGid);
            HostFiles.write(directory.resolve(USER_LOGIN), login.privateKey(), PRIVATE_MODE, userUid, userGid);
        }
        String all = others.stream()
                .map(keys -> trustedAuthority(keys.authority()))
                .collect(Collectors.joining("", trusted, ""));
        HostFiles.write(known, all, PUBLIC_MODE, rootUid, rootGid); // after the private keys, because it marks them
        String authorized = Stream.concat(
                        Stream.of(login.publicKey()), others.stream().map(LoginKeys::login))
                .map(key -> key + " " + account.owner() + "'s containers\n")
                .collect(Collectors.joining());
        HostFiles.write(
                directory.resolve("authorized_containers"),
                account.suspended() ? "" : authorized,
                PUBLIC_MODE,
                rootUid,
                rootGid);
    }

    private static String trustedAuthority(String publicKey) {
        return "@cert-authority *,!*.* " + publicKey + "\n";
    }

    /** An account whose name was used before, by an account that is removed, gets other keys. */
    private static String purpose(String use, DesiredAccount account) {
        return "dcm container-logins 1 %s %s %s".formatted(use, account.owner(), account.openedAt());
    }

    /** A file is empty after a power failure, and has another owner after the engine has begun to remap users. */
    private static boolean isUsable(Path file, int uid) {
        try {
            return HostFiles.hasContent(file) && HostFiles.isOwnedBy(file, uid);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean startsWith(Path file, String beginning) {
        try {
            return Files.exists(file) && Files.readString(file).startsWith(beginning);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
