package dcm.contract.desired;

/** Nothing of {@link #owner} may be left on a host. */
public sealed interface OwnerRemoval extends DesiredState permits OwnerRemovalRequested, HomesTransferRequested {}
