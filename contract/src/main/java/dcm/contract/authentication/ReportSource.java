package dcm.contract.authentication;

import dcm.contract.identity.HostName;
import dcm.contract.identity.JoinId;
import java.util.Optional;

/**
 * A writer of reports and notices. A machine that joins again is another source, so that the key of its earlier time as a
 * host is worthless.
 *
 * @param value the source in the record's envelope
 * @param host the host of a worker; empty for a service
 * @param join how the host joined; empty for a service, and for a host whose worker the installation itself has set up
 */
public record ReportSource(String value, Optional<HostName> host, Optional<JoinId> join) {
    /** Reports about sign-ins at the identity provider. */
    public static final ReportSource USER_SERVICE =
            new ReportSource("user-service", Optional.empty(), Optional.empty());

    private static final String WORKER = "runtime-worker/";

    /** The worker of {@code host}, which the installation itself has set up. */
    public static ReportSource worker(HostName host) {
        return worker(host, Optional.empty());
    }

    /** The worker of {@code host}. */
    public static ReportSource worker(HostName host, Optional<JoinId> join) {
        return new ReportSource(WORKER + host + join.map(id -> "/" + id).orElse(""), Optional.of(host), join);
    }

    /** The source with this value; empty if there is none. */
    public static Optional<ReportSource> parse(String value) {
        if (value.equals(USER_SERVICE.value)) {
            return Optional.of(USER_SERVICE);
        }
        if (!value.startsWith(WORKER)) {
            return Optional.empty();
        }
        String[] parts = value.substring(WORKER.length()).split("/", -1);
        if (parts.length > 2 || !HostName.isValid(parts[0]) || parts.length == 2 && !JoinId.isValid(parts[1])) {
            return Optional.empty();
        }
        return Optional.of(worker(
                new HostName(parts[0]), parts.length == 2 ? Optional.of(new JoinId(parts[1])) : Optional.empty()));
    }

    @Override
    public String toString() {
        return value;
    }
}
