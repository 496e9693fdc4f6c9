package dcm.contract.intent;

import dcm.contract.identity.HostName;

/** Intents about the host of an account's homes. Sent by administrators. */
public sealed interface HomesIntent extends OwnerIntent {

    /**
     * Moves the homes to another host, and the containers with them. Where hosts share the homes, the intent is rejected.
     *
     * @param to the new home host
     */
    record MoveHomes(HostName to) implements HomesIntent {}

    /** Cancels the move in progress: the homes stay where they are, and containers that ran before are started again. */
    record CancelHomesMove() implements HomesIntent {}
}
