package dcm.edge.catalog;

import dcm.contract.codec.Codec;
import dcm.contract.codec.Families;
import dcm.contract.snapshot.Catalog;
import dcm.contract.snapshot.CatalogSnapshot;
import dcm.contract.topic.Topic;
import dcm.edge.readiness.LogReaders;
import dcm.log.KafkaRecords;
import dcm.log.LogReader;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The catalog as it stands, held in memory: it answers without the broker. Thread-safe. */
public final class CatalogDirectory {
    private final Map<String, CatalogSnapshot> byKey = new ConcurrentHashMap<>();
    private volatile Catalog current = Catalog.EMPTY;

    /** A directory that follows {@code dcm.catalog} as long as this process runs. */
    public static CatalogDirectory following(LogReaders readers) {
        CatalogDirectory catalog = new CatalogDirectory();
        catalog.follow(readers);
        return catalog;
    }

    /** Follows {@code dcm.catalog} as long as this process runs. */
    public LogReader follow(LogReaders readers) {
        Codec<CatalogSnapshot> codec = new Codec<>(Families.CATALOG);
        return readers.register(LogReader.ofTable(
                        "catalog",
                        readers.connection(),
                        Topic.CATALOG,
                        records -> records.forEach(record ->
                                heard(KafkaRecords.message(codec, record).payload()))))
                .start();
    }

    /** Something was changed, or read of. An older snapshot than the one that is known changes nothing. */
    public synchronized void heard(CatalogSnapshot snapshot) {
        byKey.merge(
                snapshot.key(),
                snapshot,
                (known, heard) -> heard.changedAt().isBefore(known.changedAt()) ? known : heard);
        current = Catalog.of(byKey.values());
    }

    /** All of it. */
    public Catalog current() {
        return current;
    }
}
