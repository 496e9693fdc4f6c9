package dcm.contract.report;

import dcm.contract.identity.HostName;
import dcm.contract.identity.IntentId;
import dcm.contract.identity.InvalidValueException;
import dcm.contract.identity.LoginKeys;
import dcm.contract.identity.Printable;
import dcm.contract.problem.ErrorCode;
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
            requireSize(mebibytes);
        }
    }

    /**
     * The host receives the homes, which are moved to it. Sent at intervals and when an attempt fails.
     *
     * @param move the intent that began the move
     * @param mebibytes received in the current attempt
     * @param problem why the attempt failed; null if it did not
     */
    record HomesArriving(
            HostName host,
            IntentId move,
            long mebibytes,
            @Nullable String problem) implements AccountReport {
        public HomesArriving {
            requireSize(mebibytes);
            problem = Printable.sentenceOrNull(problem);
        }
    }

    /**
     * The host has all of the homes that were moved to it.
     *
     * @param move the intent that began the move
     * @param bytes the size of the archive of the homes
     * @param files the number of files, directories and links
     */
    record HomesArrived(HostName host, IntentId move, long bytes, long files) implements AccountReport {}

    /**
     * The host cannot receive the homes, and has kept nothing of them. Another attempt would fail, too.
     *
     * @param move the intent that began the move
     */
    record HomesRefused(HostName host, IntentId move, ErrorCode code, String detail) implements AccountReport {
        public HomesRefused {
            detail = Printable.sentence(detail);
        }
    }

    /**
     * The host cannot read the homes, which are moved from it. Sent for each attempt that failed for this reason.
     *
     * @param move the intent that began the move
     */
    record HomesUnreadable(HostName host, IntentId move, String detail) implements AccountReport {
        public HomesUnreadable {
            detail = Printable.sentence(detail);
        }
    }

    /** The keys with which the owner's containers on this host log in to those on other hosts. Sent until the account contains them. */
    record LoginKeysReported(LoginKeys keys) implements AccountReport {}

    private static void requireSize(long mebibytes) {
        if (mebibytes < 0 || mebibytes > HomeSizeReported.MOST) {
            throw new InvalidValueException("The size of homes is " + mebibytes + " MiB.");
        }
    }

    /** The owner has no sign-in at the identity provider, or DCM does not manage it. */
    record SignInAbsent() implements AccountReport {}
}
