package dcm.apigateway;

import java.util.Locale;

/** The services behind the gateway. */
public enum BackendService {
    COMMAND_SERVICE,
    PROJECTION_SERVICE,
    USER_SERVICE;

    /** The service's name in logs and in the launcher, such as {@code user-service}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
