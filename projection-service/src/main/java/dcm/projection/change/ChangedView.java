package dcm.projection.change;

import dcm.contract.envelope.LogPosition;
import dcm.contract.identity.HostName;
import dcm.contract.identity.OwnerName;
import org.jspecify.annotations.Nullable;

/**
 * The part of a view that has changed.
 *
 * @param owner whose view it is; null for a host, an entry of the audit and a record in quarantine
 * @param id the id within the kind; empty if the owner has only one
 */
public record ChangedView(Kind kind, @Nullable OwnerName owner, String id) {
    /** The views with changes that are published. */
    public enum Kind {
        CONTAINER,
        /** The ports that a container had on a host that it has left. */
        FORMER_PORTS,
        /** All published ports of a container. */
        PORTS,
        IMAGE,
        /** All images with a digest: which containers use them. */
        IMAGE_USE,
        INTENT,
        QUOTA,
        ACCOUNT,
        HOST,
        AUDIT,
        QUARANTINE
    }

    static ChangedView quota(OwnerName owner) {
        return new ChangedView(Kind.QUOTA, owner, "");
    }

    static ChangedView account(OwnerName owner) {
        return new ChangedView(Kind.ACCOUNT, owner, "");
    }

    /** A host, which only administrators see. */
    public static ChangedView host(HostName host) {
        return new ChangedView(Kind.HOST, null, host.value());
    }

    /** An entry of the audit, which only administrators see. */
    public static ChangedView audit(String entry) {
        return new ChangedView(Kind.AUDIT, null, entry);
    }

    /** A record that is or was in quarantine, which only administrators see. */
    public static ChangedView quarantine(LogPosition record) {
        return new ChangedView(Kind.QUARANTINE, null, record.toString());
    }
}
