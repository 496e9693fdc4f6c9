package dcm.worker.storage;

import dcm.contract.codec.Codec;
import dcm.contract.codec.Families;
import dcm.contract.desired.DesiredAccount;
import dcm.contract.identity.OwnerName;
import dcm.contract.quota.Resource;
import dcm.contract.snapshot.Catalog;
import dcm.contract.snapshot.CatalogSnapshot;
import dcm.kafka.KafkaRecords;
import dcm.kafka.LogReader;
import dcm.rest.catalog.CatalogCache;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.jspecify.annotations.Nullable;

/** Owners' quotas for homes and images, from their accounts and the catalog. Thread-safe. */
public final class HomeQuotas implements FilesystemQuotas.SpaceLimits {
    private final Codec<CatalogSnapshot> catalogCodec = new Codec<>(Families.CATALOG);
    private final Map<OwnerName, DesiredAccount> accounts = new ConcurrentHashMap<>();
    private final CatalogCache catalog = new CatalogCache();
    private volatile @Nullable LogReader reader;

    /** Applies changes of accounts. */
    public void applyAccounts(List<DesiredAccount> changed) {
        changed.forEach(account -> accounts.put(account.owner(), account));
    }

    /** Forgets the account of an owner who has nothing here any more. */
    public void remove(OwnerName owner) {
        accounts.remove(owner);
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

    /** Sets the reader to wait for, when accounts are known; quotas are known when it has read the existing records. */
    public void waitFor(LogReader catalogReader) {
        reader = catalogReader;
    }

    @Override
    public boolean isKnown() {
        LogReader catalogReader = reader;
        return catalogReader != null && catalogReader.isCaughtUp();
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
        DesiredAccount account = accounts.get(owner);
        long mebibytes = account == null
                ? Resource.UNLIMITED
                : catalog.current()
                        .allowance(account.quota(), account.group())
                        .limit(resource)
                        .most();
        return mebibytes == Resource.UNLIMITED ? FilesystemQuotas.UNLIMITED : Math.multiplyExact(mebibytes, 1L << 20);
    }
}
