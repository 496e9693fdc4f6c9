package dcm.console;

import java.util.Locale;

/** The services behind the door. */
enum Service {
    COMMAND_SERVICE,
    PROJECTION_SERVICE,
    USER_SERVICE;

    /** The name by which the whole system, its logs and its launcher call it: {@code user-service}. */
    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
