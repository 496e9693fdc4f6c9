package dcm.contract.desired;

/**
 * The account is being removed: the host deletes its homes, keys and network, or gives the homes to the successor.
 */
public sealed interface OwnerRemoval extends DesiredState permits OwnerRemovalRequested, HomesTransferRequested {}
