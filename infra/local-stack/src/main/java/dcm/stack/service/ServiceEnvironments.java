package dcm.stack.service;

import dcm.contract.authentication.ReportSource;
import dcm.kafka.LogPrincipal;
import dcm.stack.installation.Installation;
import dcm.stack.installation.StackPort;
import java.util.Map;

/** The environments of the services with DCM's REST API. */
final class ServiceEnvironments {
    private final Installation installation;

    ServiceEnvironments(Installation installation) {
        this.installation = installation;
    }

    /** @param instance the name of the instance */
    Map<String, String> commandService(String instance) {
        Environment environment = restService(LogPrincipal.COMMAND_SERVICE)
                .setGatewaySecret()
                .set("DCM_INSTANCE", instance)
                .set(
                        "DCM_ADMISSION_STANDBYS",
                        installation.instances().of("command-service").size() - 1)
                .set("DCM_STORAGE_SHARED", installation.storageShared())
                .set(Installation.IMAGE_REGISTRY, installation.imageRegistry().isPresent())
                .set("DCM_VIEWS_URL", installation.urls("projection-service"))
                .set("DCM_REPORTS_SECRET", installation.secrets().reports())
                .set("DCM_PORTS_OWN", installation.ownPorts())
                .set("DCM_ABOUT_SSH_HOST", installation.sshAddress())
                .set("DCM_ABOUT_SSH_PORT", installation.port(StackPort.SSH))
                .set("DCM_STREAMS_DIR", installation.data("streams").resolve(instance));
        if (installation.foreignBroker().isPresent()) {
            environment.set("DCM_WORKER_USERS_ENABLED", false);
        }
        if (installation.runsImageRegistry()) {
            // It deletes the users of removed hosts.
            environment.set("DCM_IMAGE_REGISTRY_USERS", installation.imageRegistryUsers());
        }
        return environment.variables();
    }

    /** @param instance the name of the instance */
    Map<String, String> projectionService(String instance) {
        Environment environment = restService(LogPrincipal.PROJECTION_SERVICE)
                .set("DCM_INSTANCE", instance)
                .set("DCM_WORKER_TOKEN_KEY", new WorkerTokenKey(installation).privateKey())
                .set("QUARKUS_DATASOURCE_JDBC_URL", installation.viewsDatabase().url())
                .set("QUARKUS_DATASOURCE_USERNAME", installation.viewsDatabase().user())
                .set("QUARKUS_DATASOURCE_PASSWORD", installation.viewsDatabase().password());
        if (installation.clusterAddress().isPresent()) {
            environment.set("DCM_HOSTS_CA", installation.certificates().authority());
        }
        return environment.variables();
    }

    Map<String, String> userService() {
        Environment environment = restService(LogPrincipal.USER_SERVICE)
                .set("DCM_COMMAND_URL", installation.urls("command-service"))
                .set("DCM_STORAGE_SHARED", installation.storageShared())
                .set("DCM_REPORTS_KEY", installation.secrets().reportKeyFile(ReportSource.USER_SERVICE));
        setSignIns(environment);
        installation.clusterAddress().ifPresent(address -> setHostJoin(environment, address));
        return environment.variables();
    }

    private void setSignIns(Environment environment) {
        if (installation.foreignIssuer().isPresent()) {
            environment.set("DCM_SIGN_INS", "others");
            return;
        }
        environment
                .set("DCM_SIGN_INS", "keycloak")
                .set("DCM_STORED_PASSWORDS", installation.secrets().directory())
                .set("QUARKUS_KEYCLOAK_ADMIN_CLIENT_SERVER_URL", installation.url(StackPort.KEYCLOAK))
                .set(
                        "QUARKUS_KEYCLOAK_ADMIN_CLIENT_CLIENT_SECRET",
                        installation.secrets().keycloakUserService());
    }

    /** Sets what user-service needs to let machines join as hosts. */
    private void setHostJoin(Environment environment, String clusterAddress) {
        environment
                .set("DCM_JOIN_CLUSTER_ADDRESS", clusterAddress)
                .set("DCM_JOIN_INVITATIONS", installation.invitations())
                .set("DCM_JOIN_REPORTS_SECRET", installation.secrets().reports())
                .set("DCM_JOIN_AUTHORITY_KEY", installation.certificates().authorityKey())
                .set(
                        "DCM_JOIN_AUTHORITY_CERTIFICATE",
                        installation.certificates().authority());
        if (installation.swarm().mode().isOn()) {
            environment.set("DCM_JOIN_SWARM_NETWORKS", installation.swarm().networks());
        }
    }

    /** The environment of a service that verifies users' tokens. */
    private Environment restService(LogPrincipal principal) {
        return new Environment(installation)
                .setAll(installation.issuerEnvironment())
                .setGatewayTokens()
                .setBroker(principal);
    }
}
