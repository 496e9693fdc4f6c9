package dcm.command.admission.decision;

import dcm.contract.identity.Limits;
import java.time.Duration;

/**
 * The rules of this installation that deciders apply.
 *
 * @param defaults a container's limits if the request has none
 * @param ports the ports that containers may publish
 * @param orderTime how long after its decision an order may begin
 * @param longOrderTime the time within which a long order, such as a commit, must finish
 * @param sharedStorage true if all hosts share the filesystem of homes, so that containers can run on any host
 * @param imageRegistry true if the installation has an image registry, from which hosts pull images of owners
 */
public record AdmissionPolicy(
        Limits defaults,
        PublishablePorts ports,
        Duration orderTime,
        Duration longOrderTime,
        boolean sharedStorage,
        boolean imageRegistry) {}
