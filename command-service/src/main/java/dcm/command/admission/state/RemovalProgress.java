package dcm.command.admission.state;

import com.fasterxml.jackson.annotation.JsonProperty;
import dcm.contract.identity.ContainerId;
import dcm.contract.identity.HostName;
import dcm.contract.identity.ImageId;
import dcm.contract.identity.IntentId;
import dcm.contract.identity.OwnerName;
import dcm.contract.identity.RemovalStep;
import dcm.contract.transfer.ImageRemovalPolicy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The removal of an account.
 *
 * @param intent the intent that requested the removal
 * @param hosts the hosts that must still confirm the step
 * @param images what happens to the images; null: they are removed
 * @param left the progress of each image; null in states without this field
 * @param successor the account that receives containers and homes; null: they are removed
 * @param leftContainers the progress of each container; null in states without this field
 */
public record RemovalProgress(
        IntentId intent,
        RemovalStep step,
        Map<HostName, Integer> hosts,
        @Nullable ImageRemovalPolicy images,
        @Nullable List<ImageRemovalProgress> left,
        @JsonProperty("heir") @Nullable OwnerName successor,
        @Nullable List<ContainerTransferProgress> leftContainers) {
    public RemovalProgress {
        hosts = Map.copyOf(hosts);
        left = left == null ? List.of() : List.copyOf(left);
        leftContainers = leftContainers == null ? List.of() : List.copyOf(leftContainers);
    }

    /** Whether the successor may create containers, which requires that the homes are transferred. */
    public boolean homesAreHanded() {
        return successor == null || step == RemovalStep.IMAGES || step == RemovalStep.SIGN_IN;
    }

    /** The progress of one container. */
    public ContainerTransferProgress left(ContainerId container) {
        return Objects.requireNonNull(leftContainers).stream()
                .filter(one -> one.container().equals(container))
                .findFirst()
                .orElse(new ContainerTransferProgress(container, 0, null, null, null));
    }

    public RemovalProgress with(ContainerTransferProgress now) {
        Stream<ContainerTransferProgress> others = Objects.requireNonNull(leftContainers).stream()
                .filter(one -> !one.container().equals(now.container()));
        return new RemovalProgress(
                intent,
                step,
                hosts,
                images,
                left,
                successor,
                Stream.concat(others, Stream.of(now)).toList());
    }

    public ImageRemovalPolicy fate() {
        return images == null ? ImageRemovalPolicy.REMOVED : images;
    }

    /** The progress of one image. */
    public ImageRemovalProgress left(ImageId image) {
        return all().filter(one -> one.image().equals(image))
                .findFirst()
                .orElse(new ImageRemovalProgress(image, 0, false, null, null));
    }

    private Stream<ImageRemovalProgress> all() {
        return left == null ? Stream.of() : left.stream();
    }

    public RemovalProgress with(ImageRemovalProgress now) {
        Stream<ImageRemovalProgress> others = all().filter(one -> !one.image().equals(now.image()));
        return new RemovalProgress(
                intent,
                step,
                hosts,
                images,
                Stream.concat(others, Stream.of(now)).toList(),
                successor,
                leftContainers);
    }

    /** Attempts are counted on, because each offer needs an id of its own. */
    public RemovalProgress with(ImageRemovalPolicy now) {
        List<ImageRemovalProgress> again = all().map(
                        one -> new ImageRemovalProgress(one.image(), one.attempts(), false, null, null))
                .toList();
        return new RemovalProgress(intent, step, hosts, now, again, successor, leftContainers);
    }

    public RemovalProgress at(RemovalStep now, Map<HostName, Integer> waiting) {
        return new RemovalProgress(intent, now, waiting, images, left, successor, leftContainers);
    }

    public RemovalProgress without(HostName host) {
        Map<HostName, Integer> waiting = new HashMap<>(hosts);
        waiting.remove(host);
        return at(step, waiting);
    }
}
