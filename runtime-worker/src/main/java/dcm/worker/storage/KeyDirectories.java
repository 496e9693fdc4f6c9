package dcm.worker.storage;

import dcm.contract.codec.Codec;
import dcm.contract.codec.Families;
import dcm.contract.identity.LoginKeys;
import dcm.contract.identity.OwnerName;
import dcm.contract.identity.PublicKey;
import dcm.contract.identity.RemovalStep;
import dcm.contract.snapshot.AccountSnapshot;
import dcm.contract.snapshot.AccountSnapshot.Removal;
import dcm.kafka.KafkaRecords;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;

/**
 * Maintains every account's directory of SSH keys, which its containers mount read-only and sshd reads at each login.
 * It contains {@code authorized_keys} and {@code RevokedKeys}; the latter blocks a removed key even if it is still in a
 * home. The files belong to the containers' root, because sshd rejects other owners. Rewritten whenever the account
 * changes. It also contains the keys of {@link ContainerLogins}.
 *
 * <p>A suspended account has no {@code RevokedKeys}: sshd then refuses every key, also those in {@code ~/.ssh/authorized_keys} (see
 * {@code RevokedKeys} in sshd_config(5)). This applies to existing containers and images too. Thread-safe.
 */
public final class KeyDirectories {
    private static final String DIRECTORY_MODE = "rwxr-xr-x";
    private static final String FILE_MODE = "rw-r--r--";
    private static final Duration BOUND = Duration.ofSeconds(10);

    private final Codec<AccountSnapshot> codec = new Codec<>(Families.ACCOUNTS);
    private final Path root;
    private final int rootUid;
    private final int rootGid;
    private final GatewayKeys gateways;
    private final ContainerLogins logins;
    private final Map<OwnerName, AccountSnapshot> accounts = new HashMap<>();

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
    public synchronized void apply(ConsumerRecords<String, byte[]> records) {
        for (ConsumerRecord<String, byte[]> record : records) {
            AccountSnapshot account = KafkaRecords.message(codec, record).payload();
            if (hasNoContainers(account)) {
                accounts.remove(account.name());
                delete(account.name());
            } else {
                accounts.put(account.name(), account);
                write(account);
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
     * The owner's directory. Waits for the owner's account record: it was written before any order of the owner, but to
     * another topic, so it may arrive later.
     */
    public synchronized Path of(OwnerName owner) throws InterruptedException {
        Path directory = root.resolve(owner.value());
        long deadline = System.nanoTime() + BOUND.toNanos();
        while (!Files.isDirectory(directory)) {
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                throw new UncheckedIOException(
                        new IOException("this host has not received the SSH keys of " + owner + ". Try again later"));
            }
            wait(left);
        }
        return directory;
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
        Path directory = root.resolve(account.name().value());
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
