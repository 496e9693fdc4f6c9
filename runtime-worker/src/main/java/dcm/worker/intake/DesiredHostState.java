package dcm.worker.intake;

import dcm.contract.codec.Codec;
import dcm.contract.codec.Families;
import dcm.contract.desired.DesiredAccount;
import dcm.contract.desired.DesiredContainer;
import dcm.contract.desired.DesiredImage;
import dcm.contract.desired.DesiredState;
import dcm.contract.desired.OwnerRemoval;
import dcm.contract.desired.OwnerRemovalRequested;
import dcm.contract.identity.ContainerId;
import dcm.contract.identity.HostName;
import dcm.contract.identity.ImageId;
import dcm.contract.identity.OwnerName;
import dcm.contract.order.Order;
import dcm.kafka.KafkaRecords;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;

/**
 * The containers and images that this host should have, and the owners whose data must be removed from it, read from
 * its topic of desired state. Thread-safe.
 */
public final class DesiredHostState {
    private final Codec<DesiredState> codec = new Codec<>(Families.WANTED);
    private final Map<ContainerId, DesiredContainer> containers = new ConcurrentHashMap<>();
    private final Map<ImageId, DesiredImage> images = new ConcurrentHashMap<>();
    private final Map<String, OwnerRemoval> ownerRemovals = new ConcurrentHashMap<>();
    private final HostName host;
    private final FinishedOrders finished;

    /** @param finished gets the numbers of the orders that admission knows to be finished */
    public DesiredHostState(HostName host, FinishedOrders finished) {
        this.host = host;
        this.finished = finished;
    }

    /** Applies a batch of records; true if there are more images or owners to reconcile than before. */
    public boolean apply(ConsumerRecords<String, byte[]> records) {
        boolean more = false;
        for (ConsumerRecord<String, byte[]> record : records) {
            if (record.value() == null) {
                remove(record.key());
                continue;
            }
            DesiredState desired = KafkaRecords.message(codec, record).payload();
            if (desired.host().equals(host)) {
                more |= put(desired);
            }
        }
        return more;
    }

    private void remove(String key) {
        if (DesiredAccount.isKey(key)) {
            return; // see HostAccounts
        }
        if (DesiredImage.isKey(key)) {
            images.remove(DesiredImage.image(key));
        } else if (OwnerRemovalRequested.isKey(key)) {
            ownerRemovals.remove(key);
        } else {
            containers.remove(new ContainerId(key));
        }
    }

    private boolean put(DesiredState desired) {
        return switch (desired) {
            case DesiredAccount account -> false; // see HostAccounts
            case DesiredContainer container -> {
                containers.put(container.container(), container);
                finished.learn(container.container(), container.finished());
                yield false;
            }
            case DesiredImage image -> {
                images.put(image.image(), image);
                yield image.removed() || image.digest() != null;
            }
            case OwnerRemoval removal -> {
                ownerRemovals.put(removal.key(), removal);
                yield true;
            }
        };
    }

    public Collection<DesiredContainer> containers() {
        return containers.values();
    }

    public Optional<DesiredContainer> container(ContainerId id) {
        return Optional.ofNullable(containers.get(id));
    }

    /** True if the container or image of an order is part of the desired state. */
    boolean includes(Order order) {
        return order instanceof Order.ImageOrder creating
                ? image(creating.image()).isPresent()
                : containers.containsKey(order.container());
    }

    /** An owner's image that is not removed. */
    public Optional<DesiredImage> image(ImageId id) {
        return Optional.ofNullable(images.get(id)).filter(image -> !image.removed());
    }

    /** Images that were created under another id and must be tagged with this one. */
    public List<DesiredImage> imagesToTag() {
        return images.values().stream()
                .filter(image -> image.digest() != null && !image.removed())
                .toList();
    }

    public List<DesiredImage> imagesToRemove() {
        return images.values().stream().filter(DesiredImage::removed).toList();
    }

    /** Whether a removal is still desired. */
    public boolean isDesired(OwnerRemoval removal) {
        return removal.equals(ownerRemovals.get(removal.key()));
    }

    /** Whether homes of an owner must be removed from this host or transferred to another owner. */
    public boolean mustDeleteHomes(OwnerName owner) {
        return ownerRemovals.values().stream()
                .anyMatch(removal -> removal.owner().equals(owner));
    }

    /** The owners whose data must be removed from this host or transferred to another owner. */
    public List<OwnerRemoval> ownerRemovals() {
        return List.copyOf(ownerRemovals.values());
    }
}
