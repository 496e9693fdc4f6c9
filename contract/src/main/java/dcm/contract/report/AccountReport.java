package dcm.contract.report;

import dcm.contract.identity.HostName;
import dcm.contract.identity.InvalidValueException;
import org.jspecify.annotations.Nullable;

/** Reports about an account, with the owner's aggregate as key. */
public sealed interface AccountReport extends Report {

    /** The host has nothing left of the owner's homes, keys and network. */
    record StorageAbsent(HostName host) implements AccountReport {}

    /**
     * The measured size of the owner's homes on the host. Sent when the size changes.
     *
     * @param mebibytes disk usage in MiB, from 0
     * @param enforced whether the host's filesystem enforces the owner's quota; null: no
     */
    record HomeSizeReported(
            HostName host, long mebibytes, @Nullable Boolean enforced) implements AccountReport {
        private static final long MOST = 1L << 40;

        public HomeSizeReported {
            if (mebibytes < 0 || mebibytes > MOST) {
                throw new InvalidValueException("The size of homes is " + mebibytes + " MiB.");
            }
        }
    }

    /** The owner has no sign-in at the identity provider, or DCM does not manage it. */
    record SignInAbsent() implements AccountReport {}
}
