package dcm.contract.intent;

/** What is asked of one owner's account, containers and images. */
public sealed interface OwnerIntent extends Intent
        permits AccountIntent, ContainerIntent, ImageIntent, HandOverIntent {}
