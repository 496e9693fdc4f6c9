package dcm.stack.installation;

/** The ports of an installation: 21 consecutive ports from its port base. */
public enum StackPort {
    API_GATEWAY(0),
    COMMAND_SERVICE(1),
    PROJECTION_SERVICE(2),
    USER_SERVICE(3),
    RUNTIME_WORKER(4),
    KEYCLOAK(5),
    KEYCLOAK_MANAGEMENT(6),
    KAFKA(7),
    KAFKA_CONTROLLER(8),
    POSTGRES(9),
    SSH_GATEWAY_HTTP(10),
    /** The SSH port of the gateway; can be configured separately. */
    SSH(11),
    /** The broker's listener for other hosts; only with a cluster address. */
    KAFKA_TLS(12),
    /** The API gateway's listener for other machines; only with a cluster address. */
    API_GATEWAY_TLS(13),
    /** The image registry; only if the installation has one. */
    IMAGE_REGISTRY(14),
    /** The second instance of a service; only if configured. */
    COMMAND_SERVICE_2(15),
    PROJECTION_SERVICE_2(16),
    SSH_GATEWAY_HTTP_2(17),
    SSH_2(18),
    USER_SERVICE_2(19),
    API_GATEWAY_2(20);

    final int offset;

    StackPort(int offset) {
        this.offset = offset;
    }
}
