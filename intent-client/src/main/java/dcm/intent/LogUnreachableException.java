package dcm.intent;

import dcm.contract.identity.IntentId;

/** Reports that the broker did not acknowledge an intent. The intent may have been recorded nevertheless. */
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

    /** Whether nothing was recorded. If false, the outcome is unknown. */
    public boolean isCertainlyUnsent() {
        return certainlyUnsent;
    }
}
