package dcm.rest.catalog;

import dcm.contract.codec.Codec;
import dcm.contract.codec.Families;
import dcm.contract.snapshot.Catalog;
import dcm.contract.snapshot.CatalogSnapshot;
import dcm.contract.topic.Topic;
import dcm.kafka.KafkaRecords;
import dcm.kafka.LogReader;
import dcm.rest.readiness.LogReaderReadiness;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The current catalog, held in memory, so that lookups need no broker. Thread-safe. */
public final class CatalogCache {
    private final Map<String, CatalogSnapshot> byKey = new ConcurrentHashMap<>();
    private volatile Catalog current = Catalog.EMPTY;

    /** Creates a cache that follows {@code dcm.catalog} until the process ends. */
    public static CatalogCache following(LogReaderReadiness readers) {
        CatalogCache catalog = new CatalogCache();
        catalog.follow(readers);
        return catalog;
    }

    /** Follows {@code dcm.catalog} until the process ends. */
    public LogReader follow(LogReaderReadiness readers) {
        Codec<CatalogSnapshot> codec = new Codec<>(Families.CATALOG);
        return readers.register(LogReader.ofTable(
                        "catalog",
                        readers.tables(),
                        Topic.CATALOG,
                        records -> records.forEach(record ->
                                update(KafkaRecords.message(codec, record).payload()))))
                .start();
    }

    /** Takes a new snapshot. Ignores a snapshot that is older than the known one. */
    public synchronized void update(CatalogSnapshot snapshot) {
        byKey.merge(
                snapshot.key(),
                snapshot,
                (known, newer) -> newer.changedAt().isBefore(known.changedAt()) ? known : newer);
        current = Catalog.of(byKey.values());
    }

    public Catalog current() {
        return current;
    }
}
