package dcm.stack.lifecycle;

import dcm.stack.installation.Installation;
import dcm.stack.part.Part;
import dcm.stack.service.GatewayRoutes;
import dcm.stack.service.StackServices;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The instances that run only during an upgrade, while the only instance of their service is replaced. */
final class StandIns {
    private static final List<String> SERVICES =
            List.of(UpgradedParts.COMMAND_SERVICE, UpgradedParts.PROJECTION_SERVICE);

    private StandIns() {}

    /** The stand-in for an instance of a service; empty if the service has none, or several instances of its own. */
    static Optional<Part> of(Installation installation, String service) {
        return installation.instances().of(service).size() > 1
                ? Optional.empty()
                : installation.instances().withOneMore(service).stream()
                        .flatMap(more ->
                                new StackServices(installation.with(more), List.of(), Optional.empty()).all().stream())
                        .filter(part -> part.name().equals(UpgradedParts.standIn(service)))
                        .findFirst();
    }

    /** The stand-ins that run. */
    static Stream<Part> running(Installation installation) {
        return SERVICES.stream()
                .flatMap(service -> of(installation, service).stream())
                .filter(part -> part.pid().isPresent());
    }

    /** Deletes the routes to stand-ins that do not run, which an upgrade that was interrupted has left. */
    static void clearAbandonedRoutes(Installation installation) {
        if (installation.joined().isEmpty() && running(installation).findAny().isEmpty()) {
            new GatewayRoutes(installation).clear();
        }
    }

    /** Stops what an upgrade that was interrupted has left. */
    static void stopAll(Installation installation) {
        if (installation.joined().isEmpty()) {
            running(installation).toList().forEach(Part::stop);
            new GatewayRoutes(installation).clear();
        }
    }
}
