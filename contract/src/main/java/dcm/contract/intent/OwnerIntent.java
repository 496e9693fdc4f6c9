package dcm.contract.intent;

/** Intents about one owner's account, containers, images, transfers and homes. */
public sealed interface OwnerIntent extends Intent
        permits AccountIntent, ContainerIntent, ImageIntent, HandOverIntent, HomesIntent {}
