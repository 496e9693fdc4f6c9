package dcm.command.admission.stream;

import dcm.command.admission.state.Account;
import dcm.command.admission.state.ContainerState;
import dcm.command.admission.state.HostState;
import dcm.command.admission.state.ImageState;
import dcm.command.admission.state.OwnerState;
import dcm.command.admission.state.Transfers;
import dcm.command.admission.stream.AdmissionStatus.StateSize;
import dcm.contract.codec.Json;
import dcm.contract.envelope.LogPosition;
import dcm.contract.event.IntentRejected;
import dcm.contract.event.QuarantineEvent;
import dcm.contract.event.QuarantineEvent.RecordDiscarded;
import dcm.contract.event.QuarantineEvent.RecordQuarantined;
import dcm.contract.event.QuarantineEvent.RecordReleased;
import dcm.contract.identity.AggregateId;
import dcm.contract.identity.ContainerId;
import dcm.contract.identity.HostName;
import dcm.contract.identity.ImageId;
import dcm.contract.identity.IntentId;
import dcm.contract.identity.OwnerName;
import dcm.contract.snapshot.BaseImageSnapshot;
import dcm.contract.snapshot.Catalog;
import dcm.contract.snapshot.CatalogSnapshot;
import dcm.contract.snapshot.GroupSnapshot;
import dcm.contract.snapshot.PresetSnapshot;
import dcm.contract.snapshot.RegistrySnapshot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Admission's state, one record per entity:
 *
 * <pre>
 * owner/alice#sequence            the number of the owner's newest event
 * owner/alice#account
 * owner/alice#container/ID
 * owner/alice#image/ID
 * owner/alice#transfers           outgoing and incoming transfers
 * owner/alice#intent/ID           an intent that was decided, and when
 * expires/MILLIS/alice            an account's end date; the earliest sorts first
 * leaving/alice                   an account being removed whose data other accounts must take first
 * due/MILLIS/owner/alice#ID/N     an order's deadline, so that those that are due stand first
 * host/n1#sequence
 * host/n1#host
 * catalog#sequence
 * catalog#preset/NAME
 * catalog#group/NAME
 * catalog#image/NAME:TAG
 * catalog#intent/ID
 * quarantine/17#sequence
 * quarantine/17#record/POSITION   a record of the partition that could not be processed
 * input/TOPIC                     the first offset of an input topic that no event answers
 * </pre>
 *
 * The store is derived from the events alone and can be rebuilt from them. Its format is internal.
 */
final class AdmissionStateStore {
    /** Increased when the format changes; the store of another version is not read, and a rebuild creates it again. */
    static final String NAME = "admission-state-1";

    private static final String PRESET = AggregateId.CATALOG + "#preset/";
    private static final String GROUP = AggregateId.CATALOG + "#group/";

    private static final String REGISTRY = AggregateId.CATALOG + "#registry/";

    private static final String BASE_IMAGE = AggregateId.CATALOG + "#image/";

    private static final String INPUT = "input/";
    private static final String TRANSFERS = "#transfers";

    /** Sorts before every key. */
    private static final String FIRST = "!";

    /** Number of owners cached in decoded form, so that owners with many containers cost no more per decision. */
    private static final int MAX_DECODED_OWNERS = 100;

    private final KeyValueTable store;
    private final DueIndex due;
    private final Map<OwnerName, OwnerState> decoded = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<OwnerName, OwnerState> eldest) {
            return size() > MAX_DECODED_OWNERS;
        }
    };

    AdmissionStateStore(KeyValueTable store) {
        this.store = store;
        this.due = new DueIndex(store);
    }

    /** The index of work by due time. */
    DueIndex due() {
        return due;
    }

    /** Clears the cache. Required when the table was changed elsewhere, for example by a rollback. */
    void tableChanged() {
        decoded.clear();
    }

    long sequence(AggregateId aggregate) {
        byte[] value = store.get(aggregate + "#sequence");
        return value == null ? 0 : Long.parseLong(new String(value, StandardCharsets.US_ASCII));
    }

    void putSequence(AggregateId aggregate, long sequence) {
        store.put(aggregate + "#sequence", Long.toString(sequence).getBytes(StandardCharsets.US_ASCII));
    }

    OwnerState owner(OwnerName owner) {
        return decoded.computeIfAbsent(owner, name -> decode(name).asBaseline());
    }

    /** The same without a place in the cache, for a reader that must not replace the owners about which intents are decided. */
    OwnerState uncached(OwnerName owner) {
        OwnerState known = decoded.get(owner);
        return known == null ? decode(owner) : known;
    }

    private OwnerState decode(OwnerName owner) {
        AggregateId aggregate = AggregateId.of(owner);
        Map<ContainerId, ContainerState> containers = new HashMap<>();
        String prefix = aggregate + "#container/";
        store.scan(prefix, prefix + KeyValueTable.LAST, (key, value) -> {
            ContainerState container = read(ContainerState.class, value);
            containers.put(container.id(), container);
        });
        Map<ImageId, ImageState> images = new HashMap<>();
        String imagePrefix = aggregate + "#image/";
        store.scan(imagePrefix, imagePrefix + KeyValueTable.LAST, (key, value) -> {
            ImageState image = read(ImageState.class, value);
            images.put(image.id(), image);
        });
        byte[] account = store.get(aggregate + "#account");
        byte[] transfers = store.get(aggregate + TRANSFERS);
        return new OwnerState(
                owner,
                account == null ? null : read(Account.class, account),
                containers,
                images,
                transfers == null ? Transfers.NONE : read(Transfers.class, transfers));
    }

    /** Writes the differences between two states. */
    void putOwner(OwnerState before, OwnerState after) {
        decoded.put(after.owner(), after.asBaseline());
        AggregateId aggregate = AggregateId.of(after.owner());
        if (after.account() != null && !after.account().equals(before.account())) {
            store.put(aggregate + "#account", write(after.account()));
        }
        putTransfers(before, after);
        putImages(before, after);
        Set<ContainerId> changed = after.changedSince(before);
        changed.forEach(id -> putContainer(
                containerKey(aggregate, id),
                before.containers().get(id),
                after.containers().get(id)));
        due.update(before, after, changed);
    }

    private void putContainer(String key, @Nullable ContainerState before, @Nullable ContainerState after) {
        if (after == null) {
            store.delete(key);
        } else if (!after.equals(before)) {
            store.put(key, write(after));
        }
    }

    private void putTransfers(OwnerState before, OwnerState after) {
        String key = AggregateId.of(after.owner()) + TRANSFERS;
        if (after.transfers().equals(before.transfers())) {
            return;
        }
        if (after.transfers().isEmpty()) {
            store.delete(key);
        } else {
            store.put(key, write(after.transfers()));
        }
    }

    private void putImages(OwnerState before, OwnerState after) {
        String prefix = AggregateId.of(after.owner()) + "#image/";
        before.images().keySet().stream()
                .filter(id -> !after.images().containsKey(id))
                .forEach(id -> store.delete(prefix + id));
        after.images().forEach((id, now) -> {
            if (!now.equals(before.images().get(id))) {
                store.put(prefix + id, write(now));
            }
        });
    }

    HostState host(HostName host) {
        byte[] value = store.get(AggregateId.of(host) + "#host");
        return value == null ? HostState.UNKNOWN : read(HostState.class, value);
    }

    void putHost(HostName host, HostState state) {
        store.put(AggregateId.of(host) + "#host", write(state));
    }

    Catalog catalog() {
        List<CatalogSnapshot> things = new ArrayList<>();
        store.scan(PRESET, PRESET + KeyValueTable.LAST, (key, value) -> things.add(read(PresetSnapshot.class, value)));
        store.scan(GROUP, GROUP + KeyValueTable.LAST, (key, value) -> things.add(read(GroupSnapshot.class, value)));
        store.scan(
                BASE_IMAGE,
                BASE_IMAGE + KeyValueTable.LAST,
                (key, value) -> things.add(read(BaseImageSnapshot.class, value)));
        store.scan(
                REGISTRY,
                REGISTRY + KeyValueTable.LAST,
                (key, value) -> things.add(read(RegistrySnapshot.class, value)));
        return Catalog.of(things);
    }

    void put(CatalogSnapshot thing) {
        switch (thing) {
            case PresetSnapshot preset -> store.put(PRESET + preset.name(), write(preset));
            case GroupSnapshot group -> store.put(GROUP + group.name(), write(group));
            case BaseImageSnapshot image -> store.put(BASE_IMAGE + image.name(), write(image));
            case RegistrySnapshot registry -> store.put(REGISTRY + registry.name(), write(registry));
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

    /** The owners that may have data on a host, found by the host's name in the stored text. */
    List<OwnerName> ownersOn(HostName host) {
        String written = "\"" + host + "\"";
        Set<OwnerName> owners = new TreeSet<>();
        store.scan("owner/", "owner/" + KeyValueTable.LAST, (key, value) -> {
            boolean isThing = key.contains("#container/") || key.contains("#image/") || key.endsWith("#account");
            if (isThing && new String(value, StandardCharsets.UTF_8).contains(written)) {
                owners.add(new OwnerName(key.substring("owner/".length(), key.indexOf('#'))));
            }
        });
        return List.copyOf(owners);
    }

    /** The quarantined record at a position. */
    Optional<RecordQuarantined> quarantined(LogPosition record) {
        return Optional.ofNullable(store.get(quarantineKey(record))).map(value -> read(RecordQuarantined.class, value));
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
            case RecordQuarantined quarantined -> store.put(quarantineKey(quarantined.record()), write(quarantined));
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

    /** The number of entries and bytes. Reads the whole store. */
    StateSize size() {
        long[] size = {0, 0};
        store.scan(FIRST, KeyValueTable.LAST, (key, value) -> {
            size[0]++;
            size[1] += key.length() + value.length;
        });
        return new StateSize(size[0], size[1]);
    }

    /** Deletes the ids of intents that were decided before {@code time}. These ids then count as new. */
    void forgetIntentsBefore(Instant time) {
        List<String> old = new ArrayList<>();
        store.scan(AggregateId.CATALOG.value(), "quarantine/" + KeyValueTable.LAST, (key, value) -> {
            if (key.contains("#intent/")
                    && Instant.parse(new String(value, StandardCharsets.US_ASCII))
                            .isBefore(time)) {
                old.add(key);
            }
        });
        old.forEach(store::delete);
    }

    private static String containerKey(AggregateId aggregate, ContainerId container) {
        return aggregate + "#container/" + container;
    }

    private static String intentKey(AggregateId aggregate, IntentId intent) {
        return aggregate + "#intent/" + intent;
    }

    private static byte[] write(Object entity) {
        try {
            return Json.MAPPER.writeValueAsBytes(entity);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static <T> T read(Class<T> type, byte[] value) {
        try {
            return Objects.requireNonNull(Json.MAPPER.readValue(value, type));
        } catch (IOException e) {
            throw new UncheckedIOException("admission's state is not of version " + NAME + "; rebuild it", e);
        }
    }
}
