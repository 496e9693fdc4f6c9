package dcm.contract.authentication;

import dcm.contract.identity.HostName;
import java.util.Optional;

/**
 * A writer of reports and notices.
 *
 * @param value the source in the record's envelope
 * @param host the host of a worker; empty for a service
 */
public record ReportSource(String value, Optional<HostName> host) {
    /** Reports about sign-ins at the identity provider. */
    public static final ReportSource USER_SERVICE = new ReportSource("user-service", Optional.empty());

    private static final String WORKER = "runtime-worker/";

    /** The worker of {@code host}. */
    public static ReportSource worker(HostName host) {
        return new ReportSource(WORKER + host, Optional.of(host));
    }

    /** The source with this value; empty if there is none. */
    public static Optional<ReportSource> parse(String value) {
        if (value.equals(USER_SERVICE.value)) {
            return Optional.of(USER_SERVICE);
        }
        return Optional.of(value)
                .filter(text -> text.startsWith(WORKER))
                .map(text -> text.substring(WORKER.length()))
                .filter(HostName::isValid)
                .map(name -> worker(new HostName(name)));
    }

    @Override
    public String toString() {
        return value;
    }
}
