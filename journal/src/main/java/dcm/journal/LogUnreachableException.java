package dcm.journal;

import dcm.contract.identity.IntentId;

/** The broker did not acknowledge an intent. */
public final class LogUnreachableException extends RuntimeException {
    private final IntentId intent;
    private final boolean certainlyUnsent;

    LogUnreachableException(IntentId intent, boolean certainlyUnsent, Throwable cause) {
        super("intent " + intent + (certainlyUnsent ? " was not recorded" : " may have been recorded"), cause);
        this.intent = intent;
        this.certainlyUnsent = certainlyUnsent;
    }

    public IntentId intent() {
        return intent;
    }

    /** True when it is certain that nothing was recorded. */
    public boolean isCertainlyUnsent() {
        return certainlyUnsent;
    }
}
