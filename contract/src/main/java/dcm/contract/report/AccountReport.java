package dcm.contract.report;

import dcm.contract.identity.HostName;
import org.jspecify.annotations.Nullable;

/** What was seen of an account. Reported under its owner's aggregate. */
public sealed interface AccountReport extends Report {

    /** The host has nothing left of her homes, keys and network. */
    record StorageAbsent(HostName host) implements AccountReport {}

    /**
     * What is in her homes on the host. Told when it is another amount than before.
     *
     * @param mebibytes on the disk
     * @param enforced whether the filesystem lets her write no more there than her quota allows; null: it does not
     */
    record HomesSeen(
            HostName host, long mebibytes, @Nullable Boolean enforced) implements AccountReport {}

    /** There is no sign-in of hers at the identity provider, or it is not DCM's to remove. */
    record SignInAbsent() implements AccountReport {}
}
