package dcm.worker.storage;

import dcm.contract.desired.DesiredAccount;
import dcm.contract.identity.LoginKeys;
import dcm.contract.identity.OwnerName;
import dcm.contract.identity.PublicKey;
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

    /** Within this time, an account arrives that was written with the order. */
    private static final Duration NORMAL_DELAY = Duration.ofSeconds(2);

    private final Path root;
    private final int rootUid;
    private final int rootGid;
    private final GatewayKeys gateways;
    private final ContainerLogins logins;
    private final Map<OwnerName, DesiredAccount> accounts = new HashMap<>();
    /** The owners of containers here. */
    private final Set<OwnerName> owners = new HashSet<>();
    /** The directories that were written completely since the start. */
    private final Set<OwnerName> complete = new HashSet<>();

    private Runnable onMissing = () -> {};

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

    /** Sets what to do if the account of an owner of a new container has not arrived for two seconds. */
    public synchronized void onMissing(Runnable action) {
        onMissing = action;
    }

    /** Deletes the directory of an owner who has nothing here any more. The account arrives again before the next container. */
    public synchronized void delete(OwnerName owner) {
        accounts.remove(owner);
        owners.remove(owner);
        complete.remove(owner);
        deleteDirectory(owner);
    }

    /** Applies changes of accounts. */
    public synchronized void apply(List<DesiredAccount> changed) {
        for (DesiredAccount account : changed) {
            if (account.containersRemoved()) {
                delete(account.owner());
            } else {
                accounts.put(account.owner(), account);
                if (owners.contains(account.owner()) || Files.isDirectory(directory(account.owner()))) {
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
     * The owner's directory, which is created if it is missing. Waits for the owner's account: it was written with the first order of the
     * owner for this host, but to another topic, so it may arrive later.
     */
    public synchronized Path of(OwnerName owner) throws InterruptedException {
        owners.add(owner);
        if (!complete.contains(owner)) {
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

    private DesiredAccount await(OwnerName owner) throws InterruptedException {
        long deadline = System.nanoTime() + BOUND.toNanos();
        long late = deadline - BOUND.minus(NORMAL_DELAY).toNanos();
        boolean isReported = false;
        DesiredAccount account = accounts.get(owner);
        while (account == null) {
            long now = System.nanoTime();
            if (!isReported && now - late >= 0) {
                onMissing.run();
                isReported = true;
            }
            long left = (deadline - now) / 1_000_000;
            if (left <= 0) {
                throw new UncheckedIOException(
                        new IOException("this host has not received the SSH keys of " + owner + ". Try again later"));
            }
            wait(isReported ? left : Math.max(1, (late - now) / 1_000_000));
            account = accounts.get(owner);
        }
        return account;
    }

    private Path directory(OwnerName owner) {
        return root.resolve(owner.value());
    }

    private void deleteDirectory(OwnerName owner) {
        try {
            RecursiveDeletion.delete(root, owner.value());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(DesiredAccount account) {
        complete.remove(account.owner());
        Path directory = directory(account.owner());
        HostFiles.ensure(directory, DIRECTORY_MODE, rootUid, rootGid);
        ensureOwner(directory);
        Path revoked = directory.resolve("RevokedKeys");
        Path authorized = directory.resolve("authorized_keys");
        if (account.suspended()) {
            deleteFile(revoked);
            HostFiles.write(authorized, "", FILE_MODE, rootUid, rootGid);
        } else {
            HostFiles.write(revoked, lines(account.revokedKeys()), FILE_MODE, rootUid, rootGid);
            String keys = lines(account.keys()) + gateways.lines(account.owner());
            HostFiles.write(authorized, keys, FILE_MODE, rootUid, rootGid);
        }
        logins.write(account, directory, rootUid, rootGid);
        complete.add(account.owner());
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
