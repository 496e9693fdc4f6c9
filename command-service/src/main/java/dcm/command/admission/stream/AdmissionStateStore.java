package dcm.command.admission.stream;

import dcm.command.admission.state.HostState;
import dcm.contract.envelope.LogPosition;
import dcm.contract.event.IntentRejected;
import dcm.contract.event.QuarantineEvent;
import dcm.contract.event.QuarantineEvent.RecordDiscarded;
import dcm.contract.event.QuarantineEvent.RecordQuarantined;
import dcm.contract.event.QuarantineEvent.RecordReleased;
import dcm.contract.identity.AggregateId;
import dcm.contract.identity.HostName;
import dcm.contract.identity.IntentId;
import dcm.contract.snapshot.BaseImageSnapshot;
import dcm.contract.snapshot.Catalog;
import dcm.contract.snapshot.CatalogSnapshot;
import dcm.contract.snapshot.GroupSnapshot;
import dcm.contract.snapshot.PresetSnapshot;
import dcm.contract.snapshot.RegistrySnapshot;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Admission's state, one record per entity:
 *
 * <pre>
 * owner/alice#sequence            the number of the owner's newest event
 * owner/alice#account
 * owner/alice#container/ID
 * owner/alice#image/ID
 * owner/alice#transfers           outgoing and incoming transfers
 * intent/owner/alice/ID           an intent that was decided, and when
 * expires/MILLIS/alice            an account's end date; the earliest sorts first
 * leaving/alice                   an account being removed whose data other accounts must take first
 * on/n1/alice                     an owner with containers, images or homes on a host
 * due/MILLIS/owner/alice#ID/N     an order's deadline, so that those that are due stand first
 * host/n1#sequence
 * host/n1#host
 * catalog#sequence
 * catalog#preset/NAME
 * catalog#group/NAME
 * catalog#image/NAME:TAG
 * quarantine/17#sequence
 * quarantine/17#record/POSITION   a record of the partition that could not be processed
 * input/TOPIC                     the first offset of an input topic that no event answers
 * </pre>
 *
 * The store is derived from the events alone and can be rebuilt from them. Its format is internal.
 */
final class AdmissionStateStore {
    /** Increased when the format changes; the store of another version is not read, and a rebuild creates it again. */
    static final String NAME = "admission-state-2";

    private static final String PRESET = AggregateId.CATALOG + "#preset/";
    private static final String GROUP = AggregateId.CATALOG + "#group/";

    private static final String REGISTRY = AggregateId.CATALOG + "#registry/";

    private static final String BASE_IMAGE = AggregateId.CATALOG + "#image/";

    private static final String INPUT = "input/";

    private static final String INTENT = "intent/";

    private final KeyValueTable store;
    private final DueIndex due;
    private final PlaceIndex places;
    private final OwnerStore owners;

    AdmissionStateStore(KeyValueTable store) {
        this.store = store;
        this.due = new DueIndex(store);
        this.places = new PlaceIndex(store);
        this.owners = new OwnerStore(store, due, places);
    }

    /** The index of work by due time. */
    DueIndex due() {
        return due;
    }

    /** The index of owners by host. */
    PlaceIndex places() {
        return places;
    }

    /** The states of owners. */
    OwnerStore owners() {
        return owners;
    }

    long sequence(AggregateId aggregate) {
        byte[] value = store.get(aggregate + "#sequence");
        return value == null ? 0 : Long.parseLong(new String(value, StandardCharsets.US_ASCII));
    }

    void putSequence(AggregateId aggregate, long sequence) {
        store.put(aggregate + "#sequence", Long.toString(sequence).getBytes(StandardCharsets.US_ASCII));
    }

    HostState host(HostName host) {
        byte[] value = store.get(AggregateId.of(host) + "#host");
        return value == null ? HostState.UNKNOWN : StoredEntity.read(HostState.class, value);
    }

    void putHost(HostName host, HostState state) {
        store.put(AggregateId.of(host) + "#host", StoredEntity.write(state));
    }

    Catalog catalog() {
        List<CatalogSnapshot> entries = new ArrayList<>();
        readAll(PRESET, PresetSnapshot.class, entries);
        readAll(GROUP, GroupSnapshot.class, entries);
        readAll(BASE_IMAGE, BaseImageSnapshot.class, entries);
        readAll(REGISTRY, RegistrySnapshot.class, entries);
        return Catalog.of(entries);
    }

    private void readAll(String prefix, Class<? extends CatalogSnapshot> type, List<CatalogSnapshot> entries) {
        store.scan(prefix, prefix + KeyValueTable.LAST, (key, value) -> entries.add(StoredEntity.read(type, value)));
    }

    void put(CatalogSnapshot entry) {
        switch (entry) {
            case PresetSnapshot preset -> store.put(PRESET + preset.name(), StoredEntity.write(preset));
            case GroupSnapshot group -> store.put(GROUP + group.name(), StoredEntity.write(group));
            case BaseImageSnapshot image -> store.put(BASE_IMAGE + image.name(), StoredEntity.write(image));
            case RegistrySnapshot registry -> store.put(REGISTRY + registry.name(), StoredEntity.write(registry));
        }
    }

    boolean isDecided(AggregateId aggregate, IntentId intent) {
        return store.get(intentKey(aggregate, intent)) != null;
    }

    void putDecided(AggregateId aggregate, IntentId intent, Instant when) {
        if (!isDecided(aggregate, intent)) {
            store.put(intentKey(aggregate, intent), when.toString().getBytes(StandardCharsets.US_ASCII));
        }
    }

    /** The quarantined record at a position. */
    Optional<RecordQuarantined> quarantined(LogPosition record) {
        return Optional.ofNullable(store.get(quarantineKey(record)))
                .map(value -> StoredEntity.read(RecordQuarantined.class, value));
    }

    /** The number of records of a partition that are in quarantine. */
    int quarantineSize(int partition) {
        String prefix = AggregateId.quarantine(partition) + "#record/";
        int[] size = {0};
        store.scan(prefix, prefix + KeyValueTable.LAST, (key, value) -> size[0]++);
        return size[0];
    }

    void put(QuarantineEvent event) {
        switch (event) {
            case RecordQuarantined quarantined ->
                store.put(quarantineKey(quarantined.record()), StoredEntity.write(quarantined));
            case RecordReleased released -> store.delete(quarantineKey(released.record()));
            case RecordDiscarded discarded -> store.delete(quarantineKey(discarded.record()));
            case IntentRejected rejected -> {}
        }
    }

    private static String quarantineKey(LogPosition record) {
        return AggregateId.quarantine(record.partition()) + "#record/" + record;
    }

    /** Whether the log has an event that answers the input at a position, or a later one of its partition. */
    boolean isAnswered(LogPosition input) {
        return input.offset() < firstUnanswered(input.topic());
    }

    /** Records that an event answers this input. */
    void putAnswered(LogPosition input) {
        if (!isAnswered(input)) {
            store.put(INPUT + input.topic(), Long.toString(input.offset() + 1).getBytes(StandardCharsets.US_ASCII));
        }
    }

    private long firstUnanswered(String topic) {
        byte[] value = store.get(INPUT + topic);
        return value == null ? 0 : Long.parseLong(new String(value, StandardCharsets.US_ASCII));
    }

    /** Deletes the ids of intents that were decided before {@code time}. These ids then count as new. */
    void forgetIntentsBefore(Instant time) {
        List<String> old = new ArrayList<>();
        store.scan(INTENT, INTENT + KeyValueTable.LAST, (key, value) -> {
            if (Instant.parse(new String(value, StandardCharsets.US_ASCII)).isBefore(time)) {
                old.add(key);
            }
        });
        old.forEach(store::delete);
    }

    private static String intentKey(AggregateId aggregate, IntentId intent) {
        return INTENT + aggregate + "/" + intent;
    }
}
