package dcm.contract.event;

/** Events of one owner: account, containers, images, transfers, moves of homes and rejected intents. */
public sealed interface OwnerEvent extends Event
        permits AccountEvent, ContainerEvent, ImageEvent, HandOverEvent, HomesMoveEvent, IntentRejected {}
