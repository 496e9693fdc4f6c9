package dcm.contract.problem;

import com.fasterxml.jackson.annotation.JsonValue;
import dcm.contract.identity.HostName;
import java.util.Locale;

/**
 * Why a host cannot run a requested container.
 *
 * @param detail for the user, such as {@code full: 200 of 200 containers}
 */
public record HostRefusal(HostName host, Reason reason, String detail) {
    /** The rule that excludes the host. */
    public enum Reason {
        /** The request names another host. */
        NOT_REQUESTED,
        /** The owner's home directories are on another host. */
        NOT_HOME_HOST,
        SILENT,
        /** Cordoned or draining. */
        CORDONED,
        LABEL_MISSING,
        IMAGE_MISSING,
        ADDRESS_MISSING,
        /** The request exceeds the host's total CPUs or memory. */
        TOO_SMALL,
        /** No SSH port is free, or the kernel's limit of containers or the limit per owner is reached. */
        FULL,
        /** The host itself refused the container, or cannot run any. */
        REFUSED;

        /** The code in records and API responses, such as {@code not-home-host}. */
        @JsonValue
        public String code() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    @Override
    public String toString() {
        return host + ": " + detail;
    }
}
