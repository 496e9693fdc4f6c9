package dcm.command.admission.container;

import dcm.command.admission.container.ContainerPlacement.RequestedContainer;
import dcm.command.admission.container.ContainerPlacement.Result;
import dcm.command.admission.decision.ContainerRejections;
import dcm.command.admission.decision.DecisionContext;
import dcm.command.admission.decision.ImageRejections;
import dcm.command.admission.decision.QuotaUsage;
import dcm.command.admission.decision.Rejections;
import dcm.command.admission.state.OwnerState;
import dcm.command.placement.ImageSource;
import dcm.contract.event.OwnerEvent;
import dcm.contract.identity.ContainerId;
import dcm.contract.identity.HostName;
import dcm.contract.identity.IntentId;
import dcm.contract.intent.ContainerIntent.CreateContainer;
import dcm.contract.preset.PresetName;
import dcm.contract.problem.HostRefusal;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Decides whether containers are created, and on which host. The policies are asked in order; the first that refuses
 * decides.
 */
public final class CreateDecider {
    private static final List<Policy> POLICIES = List.of(
            CreateDecider::presetMustBeGranted,
            CreateDecider::presetMustNotBeOverridden,
            CreateDecider::hostMustHaveJoined,
            CreateDecider::requestedHostMustExist,
            CreateDecider::homesMustBeWhereRequested,
            CreateDecider::imageMustBeAvailable,
            CreateDecider::namesMustBeFree,
            CreateDecider::disksMustBeWithinLimits,
            CreateDecider::portsMustBePublishable,
            CreateDecider::addressMustExist,
            CreateDecider::addressesMustSuffice,
            CreateDecider::quotaMustSuffice);

    private CreateDecider() {}

    /** Refuses a request; empty if it fulfils this policy. Earlier policies are fulfilled. */
    private interface Policy {
        Optional<List<OwnerEvent>> rejection(CreateContext request);
    }

    /** The events that answer {@code intent}. */
    public static List<OwnerEvent> decide(
            OwnerState state, IntentId id, CreateContainer intent, DecisionContext context) {
        CreateContext request = CreateContext.of(state, id, intent, context);
        return POLICIES.stream()
                .flatMap(policy -> policy.rejection(request).stream())
                .findFirst()
                .orElseGet(() -> switch (place(request)) {
                    case Result.Placed placed -> placed.events();
                    case Result.NoHost none -> noHost(request, none.hosts());
                });
    }

    private static Optional<List<OwnerEvent>> presetMustBeGranted(CreateContext request) {
        PresetName asked = request.intent().preset();
        return asked == null || request.preset() != null
                ? Optional.empty()
                : Optional.of(ContainerRejections.presetNotGranted(request.id(), asked, request.usablePresets()));
    }

    private static Optional<List<OwnerEvent>> presetMustNotBeOverridden(CreateContext request) {
        return Optional.ofNullable(request.preset())
                .flatMap(preset -> ResourceLimits.askedBesides(request.intent(), preset.options())
                        .map(fixed -> ContainerRejections.presetFixed(request.id(), preset.name(), fixed)));
    }

    private static Optional<List<OwnerEvent>> hostMustHaveJoined(CreateContext request) {
        return request.context().known().present().isEmpty()
                ? Optional.of(ContainerRejections.noHostHasJoined(request.id()))
                : Optional.empty();
    }

    private static Optional<List<OwnerEvent>> requestedHostMustExist(CreateContext request) {
        return Optional.ofNullable(request.placement().host())
                .filter(host -> request.context()
                        .known()
                        .find(host)
                        .filter(known -> known.removedAt() == null)
                        .isEmpty())
                .map(host -> ContainerRejections.unknownHost(request.id(), host));
    }

    /** Containers leave the home host only where all hosts share the homes. */
    private static Optional<List<OwnerEvent>> homesMustBeWhereRequested(CreateContext request) {
        if (request.context().policy().sharedStorage()) {
            return Optional.empty();
        }
        if (request.placement().isApart()) {
            return Optional.of(ContainerRejections.apartWithLocalHomes(request.id()));
        }
        HostName host = request.placement().host();
        HostName home = ContainerPlacement.homeHost(request.state(), ContainerId.of(request.id()), request.context());
        return host == null || home == null || host.equals(home)
                ? Optional.empty()
                : Optional.of(ContainerRejections.notHomeHost(request.id(), host, home));
    }

    private static Optional<List<OwnerEvent>> imageMustBeAvailable(CreateContext request) {
        return request.source() == null
                ? Optional.of(ImageRejections.unknownImage(
                        request.id(), request.intent().image(), request.state(), request.context()))
                : Optional.empty();
    }

    private static Optional<List<OwnerEvent>> namesMustBeFree(CreateContext request) {
        return request.names().stream()
                .filter(request.state()::hasNamed)
                .findFirst()
                .map(taken -> ContainerRejections.nameTaken(request.id(), taken));
    }

    private static Optional<List<OwnerEvent>> disksMustBeWithinLimits(CreateContext request) {
        return request.state().indexed().anyTooLarge().map(full -> ContainerRejections.tooLarge(request.id(), full));
    }

    private static Optional<List<OwnerEvent>> portsMustBePublishable(CreateContext request) {
        DecisionContext context = request.context();
        List<String> objections = request.intent().ports().stream()
                .flatMap(port -> context
                        .policy()
                        .ports()
                        .objection(port.number(), context.known().present())
                        .stream())
                .distinct()
                .toList();
        return objections.isEmpty()
                ? Optional.empty()
                : Optional.of(ContainerRejections.portsReserved(request.id(), objections));
    }

    private static Optional<List<OwnerEvent>> addressMustExist(CreateContext request) {
        String address = request.intent().address();
        if (address == null) {
            return Optional.empty();
        }
        List<String> addresses = request.addresses();
        return addresses.isEmpty() || addresses.contains(address)
                ? Optional.empty()
                : Optional.of(ContainerRejections.unknownAddress(request.id(), address, addresses));
    }

    /** Every address publishes a port once, so a batch needs as many addresses as it has containers. */
    private static Optional<List<OwnerEvent>> addressesMustSuffice(CreateContext request) {
        if (request.intent().ports().isEmpty()) {
            return Optional.empty();
        }
        int available = request.freeAddresses();
        int needed = request.names().size();
        return needed <= available
                ? Optional.empty()
                : Optional.of(ContainerRejections.tooFewAddresses(
                        request.id(), needed, request.intent().ports(), available));
    }

    private static Optional<List<OwnerEvent>> quotaMustSuffice(CreateContext request) {
        return QuotaUsage.of(request.state(), request.context())
                .shortage(request.usage())
                .map(shortage -> Rejections.quota(request.id(), shortage));
    }

    private static Result place(CreateContext request) {
        ImageSource source = Objects.requireNonNull(request.source());
        CreateContainer intent = request.intent();
        List<RequestedContainer> all = request.names().stream()
                .map(name -> new RequestedContainer(
                        source,
                        name,
                        request.limits(),
                        intent.ports(),
                        intent.address(),
                        intent.settings(),
                        request.preset(),
                        intent.placement()))
                .toList();
        return intent.batch() == null
                ? ContainerPlacement.placeOne(request.state(), request.id(), all.getFirst(), request.context())
                : ContainerPlacement.placeAll(request.state(), request.id(), all, request.context());
    }

    private static List<OwnerEvent> noHost(CreateContext request, List<HostRefusal> hosts) {
        DecisionContext context = request.context();
        return Optional.ofNullable(request.state().open().homeHost())
                .filter(home -> !context.policy().sharedStorage())
                .flatMap(home -> context.cordon(home)
                        .map(cordon -> ContainerRejections.cordoned(request.id(), home, cordon, hosts)))
                .orElseGet(() -> ContainerRejections.noHost(request.id(), hosts));
    }
}
