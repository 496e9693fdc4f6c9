package dcm.command.admission.stream;

import dcm.command.admission.owner.OwnerFold;
import dcm.command.admission.state.Account;
import dcm.command.admission.state.ContainerState;
import dcm.command.admission.state.ImageState;
import dcm.command.admission.state.OwnerState;
import dcm.command.admission.state.Transfers;
import dcm.contract.event.OwnerEvent;
import dcm.contract.identity.AggregateId;
import dcm.contract.identity.ContainerId;
import dcm.contract.identity.ImageId;
import dcm.contract.identity.OwnerName;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The states of owners, one record per account, container and image. Keeps the newest states in decoded form, so that
 * owners with many containers cost no more per decision.
 */
final class OwnerStore {
    private static final String TRANSFERS = "#transfers";

    private static final int MAX_DECODED_OWNERS = 100;

    private final KeyValueTable table;
    private final DueIndex due;
    private final PlaceIndex places;
    private final Map<OwnerName, OwnerState> decoded = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<OwnerName, OwnerState> eldest) {
            return size() > MAX_DECODED_OWNERS;
        }
    };

    OwnerStore(KeyValueTable table, DueIndex due, PlaceIndex places) {
        this.table = table;
        this.due = due;
        this.places = places;
    }

    /** Clears the cache. Required when the table was changed elsewhere, for example by a rollback. */
    void tableChanged() {
        decoded.clear();
    }

    OwnerState get(OwnerName owner) {
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
        table.scan(prefix, prefix + KeyValueTable.LAST, (key, value) -> {
            ContainerState container = StoredEntity.read(ContainerState.class, value);
            containers.put(container.id(), container);
        });
        Map<ImageId, ImageState> images = new HashMap<>();
        String imagePrefix = aggregate + "#image/";
        table.scan(imagePrefix, imagePrefix + KeyValueTable.LAST, (key, value) -> {
            ImageState image = StoredEntity.read(ImageState.class, value);
            images.put(image.id(), image);
        });
        byte[] account = table.get(aggregate + "#account");
        byte[] transfers = table.get(aggregate + TRANSFERS);
        return new OwnerState(
                owner,
                account == null ? null : StoredEntity.read(Account.class, account),
                containers,
                images,
                transfers == null ? Transfers.NONE : StoredEntity.read(Transfers.class, transfers));
    }

    /** Applies an event to the state of an owner. */
    void fold(OwnerName owner, OwnerEvent event, Instant time) {
        OwnerState before = get(owner);
        put(before, OwnerFold.evolve(before, event, time));
    }

    /** Writes the differences between two states. */
    void put(OwnerState before, OwnerState after) {
        decoded.put(after.owner(), after.asBaseline());
        AggregateId aggregate = AggregateId.of(after.owner());
        if (after.account() != null && !after.account().equals(before.account())) {
            table.put(aggregate + "#account", StoredEntity.write(after.account()));
        }
        putTransfers(before, after);
        putImages(before, after);
        Set<ContainerId> changed = after.changedSince(before);
        changed.forEach(id -> putContainer(
                aggregate + "#container/" + id,
                before.containers().get(id),
                after.containers().get(id)));
        due.update(before, after, changed);
        places.update(before, after);
    }

    private void putContainer(String key, @Nullable ContainerState before, @Nullable ContainerState after) {
        if (after == null) {
            table.delete(key);
        } else if (!after.equals(before)) {
            table.put(key, StoredEntity.write(after));
        }
    }

    private void putTransfers(OwnerState before, OwnerState after) {
        String key = AggregateId.of(after.owner()) + TRANSFERS;
        if (after.transfers().equals(before.transfers())) {
            return;
        }
        if (after.transfers().isEmpty()) {
            table.delete(key);
        } else {
            table.put(key, StoredEntity.write(after.transfers()));
        }
    }

    private void putImages(OwnerState before, OwnerState after) {
        String prefix = AggregateId.of(after.owner()) + "#image/";
        before.images().keySet().stream()
                .filter(id -> !after.images().containsKey(id))
                .forEach(id -> table.delete(prefix + id));
        after.images().forEach((id, now) -> {
            if (!now.equals(before.images().get(id))) {
                table.put(prefix + id, StoredEntity.write(now));
            }
        });
    }
}
