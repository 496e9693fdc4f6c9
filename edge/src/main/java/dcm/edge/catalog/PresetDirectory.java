package dcm.edge.catalog;

import dcm.contract.codec.Codec;
import dcm.contract.codec.Families;
import dcm.contract.preset.PresetName;
import dcm.contract.snapshot.PresetSnapshot;
import dcm.contract.topic.Topic;
import dcm.edge.readiness.LogReaders;
import dcm.log.KafkaRecords;
import dcm.log.LogReader;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/** All presets as they stand, retired ones included, held in memory: it answers without the broker. Thread-safe. */
public final class PresetDirectory {
    private final Map<PresetName, PresetSnapshot> byName = new ConcurrentSkipListMap<>();

    /** A directory that follows {@code dcm.catalog} as long as this process runs. */
    public static PresetDirectory following(String bootstrapServers, LogReaders readers) {
        PresetDirectory presets = new PresetDirectory();
        Codec<PresetSnapshot> codec = new Codec<>(Families.CATALOG);
        readers.register(new LogReader(
                        "presets",
                        bootstrapServers,
                        LogReader.partitions(Topic.CATALOG.topicName(), Topic.CATALOG.partitions()),
                        LogReader.Start.BEGINNING,
                        records -> records.forEach(record -> presets.heard(
                                KafkaRecords.message(codec, record).payload()))))
                .start();
        return presets;
    }

    /** A preset was changed, or read of. An older snapshot than the one that is known changes nothing. */
    public void heard(PresetSnapshot snapshot) {
        byName.merge(
                snapshot.name(),
                snapshot,
                (known, heard) -> heard.changedAt().isBefore(known.changedAt()) ? known : heard);
    }

    public Optional<PresetSnapshot> find(PresetName name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** All presets, by name. */
    public List<PresetSnapshot> all() {
        return List.copyOf(byName.values());
    }
}
