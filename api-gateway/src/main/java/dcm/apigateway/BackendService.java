package dcm.apigateway;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** The services behind the gateway. */
public enum BackendService {
    COMMAND_SERVICE,
    PROJECTION_SERVICE,
    USER_SERVICE,
    /** Runs the terminals of the web console. It is not part of the API. */
    SSH_GATEWAY;

    /** The services of the API. */
    static final Set<BackendService> OF_API = EnumSet.complementOf(EnumSet.of(SSH_GATEWAY));

    /** The service's name in logs and in the launcher, such as {@code user-service}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
