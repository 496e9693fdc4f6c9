package dcm.command.admission.decision;

import dcm.command.admission.state.ContainerState;
import dcm.command.admission.state.ContainerState.Phase;
import dcm.contract.desired.DesiredStatus;
import dcm.contract.event.IntentRejected;
import dcm.contract.event.Operation;
import dcm.contract.event.OwnerEvent;
import dcm.contract.identity.ContainerName;
import dcm.contract.identity.ContainerPort;
import dcm.contract.identity.Handle;
import dcm.contract.identity.HostName;
import dcm.contract.identity.IntentId;
import dcm.contract.preset.PresetName;
import dcm.contract.problem.ErrorCode;
import dcm.contract.problem.HostRefusal;
import dcm.contract.snapshot.HostSnapshot;
import dcm.contract.snapshot.HostSnapshot.Cordon;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** Rejections of intents about containers. */
public final class ContainerRejections {
    private ContainerRejections() {}

    public static List<OwnerEvent> unknownContainer(IntentId intent, Handle handle) {
        return Rejections.reject(
                intent,
                ErrorCode.UNKNOWN_CONTAINER,
                "You have no container '" + handle
                        + "'. Use the SSH port, the name or at least the first four digits of the id of a container.");
    }

    public static List<OwnerEvent> ambiguous(IntentId intent, Handle handle, Collection<ContainerState> fitting) {
        String names = fitting.stream().map(ContainerState::label).sorted().collect(Collectors.joining(", "));
        return Rejections.reject(
                intent,
                ErrorCode.AMBIGUOUS_HANDLE,
                "'" + handle + "' matches several containers: " + names + ". Use a name or an SSH port.");
    }

    public static List<OwnerEvent> wrongState(
            IntentId intent, ContainerState container, Operation operation, String hint) {
        return Rejections.reject(
                intent,
                ErrorCode.WRONG_STATE,
                named(container) + " is " + state(container) + "; it cannot be " + participle(operation) + ". " + hint);
    }

    public static List<OwnerEvent> noTerminal(IntentId intent, ContainerState container) {
        return Rejections.reject(
                intent,
                ErrorCode.WRONG_STATE,
                named(container) + " is " + state(container)
                        + "; a terminal needs a running container. Start the container first.");
    }

    public static List<OwnerEvent> notCommittable(IntentId intent, ContainerState container) {
        return Rejections.reject(
                intent,
                ErrorCode.WRONG_STATE,
                named(container) + " is " + state(container) + "; an image cannot be created from it.");
    }

    public static List<OwnerEvent> nameTaken(IntentId intent, ContainerName name) {
        return Rejections.reject(
                intent,
                ErrorCode.NAME_TAKEN,
                "You already have a container '" + name + "'. Choose another name, or leave it out to let DCM choose.");
    }

    public static List<OwnerEvent> portsReserved(IntentId intent, Collection<String> objections) {
        return Rejections.reject(
                intent, ErrorCode.PORT_RESERVED, String.join(" ", objections) + " Choose another port.");
    }

    public static List<OwnerEvent> unknownAddress(IntentId intent, String address, Collection<String> addresses) {
        return Rejections.reject(
                intent,
                ErrorCode.PORT_RESERVED,
                "No port can be published on " + address + ". The addresses for your containers are "
                        + String.join(", ", addresses) + ".");
    }

    public static List<OwnerEvent> tooFewAddresses(
            IntentId intent, int needed, Collection<ContainerPort> ports, int available) {
        String names = ports.stream().map(ContainerPort::toString).collect(Collectors.joining(", "));
        return List.of(new IntentRejected(
                intent,
                ErrorCode.PORTS_TAKEN,
                needed + (needed == 1 ? " container that publishes " : " containers that publish ") + names
                        + (needed == 1 ? " needs " : " need ") + needed
                        + (needed == 1 ? " address" : " addresses") + " of one host; " + available
                        + (available == 1 ? " is" : " are") + " free. "
                        + (available == 0
                                ? "Choose another port, or remove a container that publishes it."
                                : "Create at most " + available + ", or choose other ports."),
                Map.of("needed", (long) needed, "available", (long) available)));
    }

    public static List<OwnerEvent> presetNotGranted(
            IntentId intent, PresetName preset, Collection<PresetName> granted) {
        String names = granted.stream().map(PresetName::value).collect(Collectors.joining(", "));
        return Rejections.reject(
                intent,
                ErrorCode.PRESET_NOT_GRANTED,
                "The preset '" + preset + "' is not available to you. "
                        + (names.isEmpty() ? "No preset is granted to you." : "You may use " + names + ".")
                        + " Ask an administrator for more.");
    }

    public static List<OwnerEvent> presetFixed(IntentId intent, PresetName preset, String what) {
        return Rejections.reject(
                intent,
                ErrorCode.PRESET_FIXED,
                "The preset '" + preset + "' sets " + what + ", so the request must not set it. Leave it out.");
    }

    public static List<OwnerEvent> grantEnded(IntentId intent, ContainerState container, PresetName preset) {
        return Rejections.reject(
                intent,
                ErrorCode.PRESET_NOT_GRANTED,
                named(container) + " cannot be started, because you may no longer use its preset '"
                        + preset
                        + "'. Ask an administrator, or commit the container to an image and create a container without"
                        + " the preset.");
    }

    public static List<OwnerEvent> tooLarge(IntentId intent, ContainerState container) {
        long most = Objects.requireNonNull(container.spec().limits().diskMiB());
        return List.of(new IntentRejected(
                intent,
                ErrorCode.QUOTA_EXCEEDED,
                named(container) + " uses " + container.disk()
                        + " MiB outside of your home directories; its limit is "
                        + most + " MiB, so you cannot create anything. Delete files in it over SSH, or remove it."
                        + " Deleted files count after the next measurement, some minutes later.",
                Map.of("used", container.disk(), "limit", most)));
    }

    public static List<OwnerEvent> notLost(IntentId intent, ContainerState container) {
        return wrongState(intent, container, Operation.RECREATE, "Only a lost container can be recreated.");
    }

    /** The container may still run on its host. */
    public static List<OwnerEvent> hostSilent(IntentId intent, ContainerState container, HostSnapshot host) {
        return Rejections.reject(
                intent,
                ErrorCode.HOST_UNREACHABLE,
                named(container) + " cannot be recreated, because its host " + host.name()
                        + " is unreachable and may still run it. The host last reported at " + host.lastSeen()
                        + ". Wait until it reports again: the container is then shown as it is. If the host is gone for"
                        + " good, ask an administrator to remove it (host rm " + host.name()
                        + "); the container is then lost and can be recreated.");
    }

    /** No live host has the image of a lost container. */
    public static List<OwnerEvent> imageLost(IntentId intent, ContainerState container) {
        return Rejections.reject(
                intent,
                ErrorCode.IMAGE_MISSING,
                named(container) + " cannot be recreated, because no reachable host has its image '"
                        + container.spec().image().name()
                        + "'. Create or import the image again, or remove the container.");
    }

    public static List<OwnerEvent> noHostHasJoined(IntentId intent) {
        return Rejections.reject(
                intent,
                ErrorCode.NO_HOST,
                "No host has joined yet, so no container can be created. Ask an administrator.");
    }

    /**
     * No host can run the requested container.
     *
     * @param hosts why each host cannot run it
     */
    public static List<OwnerEvent> noHost(IntentId intent, List<HostRefusal> hosts) {
        return List.of(new IntentRejected(
                intent,
                ErrorCode.NO_HOST,
                "No host can run the container. " + HostReasons.of(hosts)
                        + " Change the request, try again later, or ask an administrator.",
                Map.of(),
                HostReasons.recorded(hosts)));
    }

    public static List<OwnerEvent> unknownHost(IntentId intent, HostName host) {
        return Rejections.reject(
                intent,
                ErrorCode.UNKNOWN_HOST,
                "There is no host '" + host + "'. Leave out the host, or ask an administrator for the names.");
    }

    public static List<OwnerEvent> notHomeHost(IntentId intent, HostName host, HostName home) {
        return Rejections.reject(
                intent,
                ErrorCode.HOMES_NOT_SHARED,
                "The container cannot be placed on " + host + ", because your home directories are on " + home
                        + " and the hosts do not share them. Leave out the host, or use " + home + ".");
    }

    public static List<OwnerEvent> apartWithLocalHomes(IntentId intent) {
        return Rejections.reject(
                intent,
                ErrorCode.HOMES_NOT_SHARED,
                "The containers cannot be placed apart, because the hosts do not share home directories. Request them"
                        + " together, or ask an administrator for shared storage.");
    }

    public static List<OwnerEvent> cordoned(IntentId intent, HostName host, Cordon cordon) {
        return cordoned(intent, host, cordon, List.of());
    }

    /**
     * The owner's home host accepts no new containers.
     *
     * @param hosts why each host cannot run the container
     */
    public static List<OwnerEvent> cordoned(IntentId intent, HostName host, Cordon cordon, List<HostRefusal> hosts) {
        String reason = cordon.reason() == null ? "" : " (" + cordon.reason() + ")";
        return List.of(new IntentRejected(
                intent,
                ErrorCode.NO_HOST,
                cordon.drainAt() == null
                        ? "The host " + host + " accepts no new containers at present" + reason
                                + ", and your home directories are on it. Try again later, or ask an administrator."
                        : "The host " + host + " is being drained" + reason
                                + ": it accepts no new containers, and its containers are stopped at "
                                + cordon.drainAt() + ". Ask an administrator.",
                Map.of(),
                HostReasons.recorded(hosts)));
    }

    private static String named(ContainerState container) {
        String name = "The container '" + container.spec().name() + "'";
        return container.ssh() == null ? name : name + " (" + container.ssh().port() + ")";
    }

    private static String state(ContainerState container) {
        boolean settled = container.phase().settled() == container.wanted() && container.phase() != Phase.CREATING;
        if (container.isLost() && container.wanted() != DesiredStatus.REMOVED) {
            return "lost";
        }
        return switch (container.wanted()) {
            case RUNNING -> settled ? "running" : "being started";
            case STOPPED -> settled ? "stopped" : "being stopped";
            case PAUSED -> settled ? "paused" : "being paused";
            case REMOVED -> "being removed";
        };
    }

    private static String participle(Operation operation) {
        return switch (operation) {
            case CREATE -> "created";
            case START -> "started";
            case STOP -> "stopped";
            case RESTART -> "restarted";
            case PAUSE -> "paused";
            case UNPAUSE -> "unpaused";
            case REMOVE -> "removed";
            case COMMIT -> "committed";
            case RECREATE -> "recreated";
        };
    }
}
