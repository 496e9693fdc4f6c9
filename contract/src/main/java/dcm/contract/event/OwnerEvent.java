package dcm.contract.event;

/** Facts of one owner: her account, her containers, her images, and what was refused to her. */
public sealed interface OwnerEvent extends Event
        permits AccountEvent, ContainerEvent, ImageEvent, HandOverEvent, IntentRejected {}
