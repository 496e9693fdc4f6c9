package dcm.command.admission.owner;

import dcm.contract.identity.ContainerId;
import dcm.contract.identity.ContainerName;
import dcm.contract.identity.HostName;
import dcm.contract.identity.OwnerName;
import dcm.contract.snapshot.AccountSnapshot;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One owner as admission knows her.
 *
 * @param account null while it is not open
 * @param containers all that are not confirmed to be gone
 */
public record OwnerState(OwnerName owner, @Nullable Account account, Map<ContainerId, ContainerState> containers) {
    public OwnerState {
        containers = Map.copyOf(containers);
    }

    /**
     * The account.
     *
     * @param homeHost the host that has her homes; null until her first container has started
     */
    public record Account(
            AccountSnapshot snapshot, @Nullable HostName homeHost) {}

    public static OwnerState unknown(OwnerName owner) {
        return new OwnerState(owner, null, Map.of());
    }

    Optional<ContainerState> container(ContainerId id) {
        return Optional.ofNullable(containers.get(id));
    }

    /** A container that an earlier event has named. */
    ContainerState known(ContainerId id) {
        return container(id).orElseThrow(() -> new IllegalStateException(owner + " has no container " + id));
    }

    Collection<ContainerState> all() {
        return containers.values();
    }

    boolean hasNamed(ContainerName name) {
        return all().stream().anyMatch(container -> container.spec().name().equals(name));
    }

    OwnerState with(Account changed) {
        return new OwnerState(owner, changed, containers);
    }

    OwnerState with(ContainerState changed) {
        Map<ContainerId, ContainerState> all = new HashMap<>(containers);
        all.put(changed.id(), changed);
        return new OwnerState(owner, account, all);
    }

    OwnerState without(ContainerId gone) {
        Map<ContainerId, ContainerState> all = new HashMap<>(containers);
        all.remove(gone);
        return new OwnerState(owner, account, all);
    }
}
