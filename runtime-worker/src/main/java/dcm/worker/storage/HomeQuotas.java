package dcm.worker.storage;

import dcm.contract.codec.Codec;
import dcm.contract.codec.Families;
import dcm.contract.identity.OwnerName;
import dcm.contract.quota.Resource;
import dcm.contract.snapshot.AccountSnapshot;
import dcm.contract.snapshot.Catalog;
import dcm.contract.snapshot.CatalogSnapshot;
import dcm.kafka.KafkaRecords;
import dcm.kafka.LogReader;
import dcm.rest.catalog.CatalogCache;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecords;

/** Owners' quotas for homes and images, from their accounts and the catalog. Thread-safe. */
public final class HomeQuotas implements FilesystemQuotas.SpaceLimits {
    private final Codec<CatalogSnapshot> catalogCodec = new Codec<>(Families.CATALOG);
    private final Map<OwnerName, AccountSnapshot> accounts = new ConcurrentHashMap<>();
    private final CatalogCache catalog = new CatalogCache();
    private volatile List<LogReader> readers = List.of();

    /** Applies changes of accounts. */
    public void applyAccounts(List<AccountSnapshot> changed) {
        changed.forEach(account -> accounts.put(account.name(), account));
    }

    /** Applies changes of the catalog. */
    public void applyCatalog(ConsumerRecords<String, byte[]> records) {
        records.forEach(record ->
                catalog.update(KafkaRecords.message(catalogCodec, record).payload()));
    }

    /** The current catalog. */
    public Catalog catalog() {
        return catalog.current();
    }

    /** Sets the readers to wait for; quotas are known when both have read the existing records. */
    public void waitFor(LogReader accountsReader, LogReader catalogReader) {
        readers = List.of(accountsReader, catalogReader);
    }

    @Override
    public boolean isKnown() {
        return !readers.isEmpty() && readers.stream().allMatch(LogReader::isCaughtUp);
    }

    /**
     * The quota of an owner's homes in bytes, or {@link FilesystemQuotas#UNLIMITED}, which also applies to unknown owners.
     */
    @Override
    public long homeBytes(OwnerName owner) {
        return bytes(owner, Resource.HOME_MIB);
    }

    @Override
    public long imageBytes(OwnerName owner) {
        return bytes(owner, Resource.IMAGE_MIB);
    }

    private long bytes(OwnerName owner, Resource resource) {
        AccountSnapshot account = accounts.get(owner);
        long mebibytes = account == null
                ? Resource.UNLIMITED
                : catalog.current().allowance(account).limit(resource).most();
        return mebibytes == Resource.UNLIMITED ? FilesystemQuotas.UNLIMITED : Math.multiplyExact(mebibytes, 1L << 20);
    }
}
