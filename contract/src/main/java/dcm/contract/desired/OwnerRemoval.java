package dcm.contract.desired;

/**
 * The host deletes an account's homes and network, or transfers the homes to the successor, or deletes what it received for a move of
 * homes that failed.
 */
public sealed interface OwnerRemoval extends DesiredState
        permits OwnerRemovalRequested, HomesTransferRequested, UndoneMoveCleanup {}
