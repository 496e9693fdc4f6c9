package dcm.worker.storage;

import dcm.contract.identity.LoginKeys;
import dcm.contract.identity.OwnerName;
import dcm.contract.identity.PublicKey;
import dcm.contract.identity.RemovalStep;
import dcm.contract.snapshot.AccountSnapshot;
import dcm.contract.snapshot.AccountSnapshot.Removal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Maintains the directories of SSH keys of the accounts that have or had containers here, which mount them read-only. sshd reads them at each login.
 * A directory contains {@code authorized_keys} and {@code RevokedKeys}; the latter blocks a removed key even if it is still in a
 * home. The files belong to the containers' root, because sshd rejects other owners. Rewritten when the worker starts and whenever the account
 * changes. It also contains the keys of {@link ContainerLogins}.
 *
 * <p>A suspended account has no {@code RevokedKeys}: sshd then refuses every key, also those in {@code ~/.ssh/authorized_keys} (see
 * {@code RevokedKeys} in sshd_config(5)). This applies to existing containers and images too. Thread-safe.
 */
public final class KeyDirectories {
    private static final String DIRECTORY_MODE = "rwxr-xr-x";
    private static final String FILE_MODE = "rw-r--r--";
    private static final Duration BOUND = Duration.ofSeconds(10);

    private final Path root;
    private final int rootUid;
    private final int rootGid;
    private final GatewayKeys gateways;
    private final ContainerLogins logins;
    private final Map<OwnerName, AccountSnapshot> accounts = new HashMap<>();
    /** The owners of containers here. */
    private final Set<OwnerName> owners = new HashSet<>();
    /** The directories that were written completely since the start. */
    private final Set<OwnerName> complete = new HashSet<>();

    public KeyDirectories(Path root, int rootUid, int rootGid, GatewayKeys gateways, ContainerLogins logins) {
        this.root = root;
        this.rootUid = rootUid;
        this.rootGid = rootGid;
        this.gateways = gateways;
        this.logins = logins;
    }

    /** Creates the parent directory of all key directories. */
    public void open() throws IOException {
        Files.createDirectories(root);
        Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwx--x--x"));
    }

    /** Applies changes of accounts. */
    public synchronized void apply(List<AccountSnapshot> changed) {
        for (AccountSnapshot account : changed) {
            if (hasNoContainers(account)) {
                accounts.remove(account.name());
                owners.remove(account.name());
                complete.remove(account.name());
                delete(account.name());
            } else {
                accounts.put(account.name(), account);
                if (owners.contains(account.name()) || Files.isDirectory(directory(account.name()))) {
                    write(account);
                }
            }
        }
        notifyAll();
    }

    /**
     * The public keys with which the owner's containers here log in to those on other hosts; empty if the account has them already, or is
     * not known.
     */
    public synchronized Optional<LoginKeys> unpublishedLogins(OwnerName owner) {
        return Optional.ofNullable(accounts.get(owner)).flatMap(logins::unpublished);
    }

    /**
     * The owner's directory, which is created if it is missing. Waits for the owner's account record: it was written before any order of
     * the owner, but to another topic, so it may arrive later.
     */
    public synchronized Path of(OwnerName owner) throws InterruptedException {
        owners.add(owner);
        // After a start, the directory exists before its account has been read. It is written again when that arrives.
        boolean isThere =
                complete.contains(owner) || !accounts.containsKey(owner) && Files.isDirectory(directory(owner));
        if (!isThere) {
            write(await(owner));
        }
        return directory(owner);
    }

    /** Writes the directories of these owners of containers now, or when their accounts arrive, also if they were lost. */
    public synchronized void keepFor(Set<OwnerName> present) {
        owners.addAll(present);
        present.stream()
                .filter(owner -> !complete.contains(owner))
                .map(accounts::get)
                .filter(Objects::nonNull)
                .forEach(this::write);
    }

    private AccountSnapshot await(OwnerName owner) throws InterruptedException {
        long deadline = System.nanoTime() + BOUND.toNanos();
        AccountSnapshot account = accounts.get(owner);
        while (account == null) {
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                throw new UncheckedIOException(
                        new IOException("this host has not received the SSH keys of " + owner + ". Try again later"));
            }
            wait(left);
            account = accounts.get(owner);
        }
        return account;
    }

    private Path directory(OwnerName owner) {
        return root.resolve(owner.value());
    }

    /** True if the account is being removed and its containers are gone. */
    private static boolean hasNoContainers(AccountSnapshot account) {
        Removal removal = account.removal();
        return removal != null && removal.step().compareTo(RemovalStep.CONTAINERS) > 0;
    }

    private void delete(OwnerName owner) {
        try {
            RecursiveDeletion.delete(root, owner.value());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(AccountSnapshot account) {
        complete.remove(account.name());
        Path directory = directory(account.name());
        HostFiles.ensure(directory, DIRECTORY_MODE, rootUid, rootGid);
        ensureOwner(directory);
        Path revoked = directory.resolve("RevokedKeys");
        Path authorized = directory.resolve("authorized_keys");
        if (account.isSuspended()) {
            deleteFile(revoked);
            HostFiles.write(authorized, "", FILE_MODE, rootUid, rootGid);
        } else {
            HostFiles.write(revoked, lines(account.revokedKeys()), FILE_MODE, rootUid, rootGid);
            String keys = lines(account.keys()) + gateways.lines(account.name());
            HostFiles.write(authorized, keys, FILE_MODE, rootUid, rootGid);
        }
        logins.write(account, directory, rootUid, rootGid);
        complete.add(account.name());
    }

    /** The engine can have begun or ended to remap users since the directory was created. */
    private void ensureOwner(Path directory) {
        try {
            HostFiles.own(directory, DIRECTORY_MODE, rootUid, rootGid);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void deleteFile(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String lines(List<PublicKey> keys) {
        return keys.stream().map(key -> key.line() + "\n").collect(Collectors.joining());
    }
}
