package dcm.command.admission.owner;

import dcm.command.admission.account.AccountEffects;
import dcm.command.admission.container.ContainerEffects;
import dcm.command.admission.decision.Effect;
import dcm.command.admission.handover.HandOverEffects;
import dcm.command.admission.image.ImageEffects;
import dcm.command.admission.move.HomesMoveEffects;
import dcm.command.admission.removal.RemovalEffects;
import dcm.command.admission.state.OwnerState;
import dcm.contract.event.AccountEvent;
import dcm.contract.event.ContainerEvent;
import dcm.contract.event.HandOverEvent;
import dcm.contract.event.HomesMoveEvent;
import dcm.contract.event.ImageEvent;
import dcm.contract.event.IntentRejected;
import dcm.contract.event.OwnerEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The consequences of an owner's event: orders, desired state, account snapshots and follow-up intents. Pure. */
public final class OwnerEffects {
    private OwnerEffects() {}

    /** The effects of {@code event}, which changed {@code before} to {@code after}. */
    public static List<Effect> of(OwnerState before, OwnerEvent event, OwnerState after) {
        List<Effect> effects = new ArrayList<>(AccountEffects.of(before, after));
        effects.addAll(
                switch (event) {
                    case AccountEvent change ->
                        Stream.concat(
                                        RemovalEffects.of(before, change, after).stream(),
                                        HomesMoveEffects.of(before, change, after).stream())
                                .toList();
                    case ContainerEvent container -> ContainerEffects.of(before, container, after);
                    case ImageEvent image ->
                        ImageEffects.of(image, after.owner()).stream().toList();
                    case HandOverEvent transfer ->
                        HandOverEffects.of(before, transfer).stream().toList();
                    case HomesMoveEvent move -> HomesMoveEffects.of(before, move);
                    case IntentRejected rejected -> List.<Effect>of();
                });
        effects.addAll(ImageEffects.desired(before, after));
        return effects;
    }
}
