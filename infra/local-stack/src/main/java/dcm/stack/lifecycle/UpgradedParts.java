package dcm.stack.lifecycle;

import java.util.List;

/** The names of the parts that an upgrade replaces. */
final class UpgradedParts {
    /** The name of DCM's own version among those of the servers. */
    static final String DCM = "dcm";

    static final String PROJECTION_SERVICE = "projection-service";
    static final String RUNTIME_WORKER = "runtime-worker";
    static final String COMMAND_SERVICE = "command-service";
    static final String USER_SERVICE = "user-service";
    static final String API_GATEWAY = "api-gateway";
    static final String SSH_GATEWAY = "ssh-gateway";

    /** Servers that DCM did not write, in the order in which they are restarted: each needs those that follow. */
    static final List<String> SERVERS = List.of("keycloak", "postgres", "kafka");

    private UpgradedParts() {}

    /** The stand-in of a service with one instance has the name of a second instance. */
    static String standIn(String service) {
        return service + "-2";
    }
}
