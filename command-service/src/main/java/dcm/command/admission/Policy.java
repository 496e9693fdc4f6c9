package dcm.command.admission;

import dcm.contract.identity.Limits;
import java.time.Duration;

/**
 * The rules of this installation that deciders apply.
 *
 * @param defaults what a container gets when nothing else was asked for
 * @param ports which ports containers may publish
 * @param orderTime how long after its decision an order may still be begun
 * @param longOrderTime within this time an order is finished that may take long, such as a commit
 * @param sharedStorage true when homes are on a filesystem that all hosts share, so that containers can go anywhere
 */
public record Policy(
        Limits defaults, PublishablePorts ports, Duration orderTime, Duration longOrderTime, boolean sharedStorage) {}
