package dcm.worker.storage;

import dcm.contract.codec.Codec;
import dcm.contract.codec.Families;
import dcm.contract.identity.OwnerName;
import dcm.contract.identity.PublicKey;
import dcm.contract.identity.RemovalStep;
import dcm.contract.snapshot.AccountSnapshot;
import dcm.contract.snapshot.AccountSnapshot.Removal;
import dcm.log.KafkaRecords;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;

/**
 * Every account's keys as a directory that its containers see, read-only, and sshd reads at each login: {@code authorized_keys}
 * and {@code RevokedKeys} (which shut out a key that was taken away, also where a home still has it), owned by the containers'
 * root, because sshd refuses others'. Written whenever the account changes. Thread-safe.
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

    public KeyDirectories(Path root, int rootUid, int rootGid, GatewayKeys gateways) {
        this.root = root;
        this.rootUid = rootUid;
        this.rootGid = rootGid;
        this.gateways = gateways;
    }

    /** Makes the directory in which they all are. */
    public void open() throws IOException {
        Files.createDirectories(root);
        Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwx--x--x"));
    }

    /** Takes accounts as they change. */
    public synchronized void take(ConsumerRecords<String, byte[]> records) {
        for (ConsumerRecord<String, byte[]> record : records) {
            AccountSnapshot account = KafkaRecords.message(codec, record).payload();
            if (hasNoContainers(account)) {
                delete(account.name());
            } else {
                write(account);
            }
        }
        notifyAll();
    }

    /**
     * The owner's directory. Her account was written before any order for her, but on another topic, so it may still be on
     * its way here.
     */
    public synchronized Path of(OwnerName owner) throws InterruptedException {
        Path directory = root.resolve(owner.value());
        long deadline = System.nanoTime() + BOUND.toNanos();
        while (!Files.isDirectory(directory)) {
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                throw new UncheckedIOException(
                        new IOException("the keys of " + owner + " have not arrived on this host"));
            }
            wait(left);
        }
        return directory;
    }

    /** Of an account that is being removed, once that has come so far. */
    private static boolean hasNoContainers(AccountSnapshot account) {
        Removal removal = account.removal();
        return removal != null && removal.step().compareTo(RemovalStep.CONTAINERS) > 0;
    }

    private void delete(OwnerName owner) {
        try {
            Trees.delete(root, owner.value());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(AccountSnapshot account) {
        Path directory = root.resolve(account.name().value());
        HostDirectory.ensure(directory, DIRECTORY_MODE, rootUid, rootGid);
        List<PublicKey> shutOut = account.suspended()
                ? Stream.concat(account.revokedKeys().stream(), account.keys().stream())
                        .toList()
                : account.revokedKeys();
        List<PublicKey> letIn = account.suspended() ? List.of() : account.keys();
        HostDirectory.write(directory.resolve("RevokedKeys"), lines(shutOut), FILE_MODE, rootUid, rootGid);
        String vouchedFor = account.suspended() ? "" : gateways.lines(account.name());
        HostDirectory.write(
                directory.resolve("authorized_keys"), lines(letIn) + vouchedFor, FILE_MODE, rootUid, rootGid);
    }

    private static String lines(List<PublicKey> keys) {
        return keys.stream().map(key -> key.line() + "\n").collect(Collectors.joining());
    }
}
