package dcm.stack.service;

import dcm.kafka.LogPrincipal;
import dcm.stack.installation.ConsoleClient;
import dcm.stack.installation.Installation;
import dcm.stack.installation.ServiceInstances.Instance;
import dcm.stack.installation.StackPort;
import java.util.Map;

/** The environments of the API gateway and the SSH gateway. */
final class GatewayEnvironments {
    private final Installation installation;

    GatewayEnvironments(Installation installation) {
        this.installation = installation;
    }

    /** @param instance the instance of api-gateway; only the first one listens for other hosts */
    Map<String, String> apiGateway(Instance instance) {
        Environment environment = new Environment(installation)
                .set("DCM_COMMAND_URL", installation.urls("command-service"))
                .set("DCM_PROJECTION_URL", installation.urls("projection-service"))
                .set("DCM_USER_URL", installation.urls("user-service"))
                .set("DCM_SSH_GATEWAY_URL", installation.urls("ssh-gateway"))
                .set("DCM_CONSOLE_ENABLED", installation.consoleClient().isPresent())
                .setAll(installation.issuerEnvironment())
                .setAll(installation.publicEnvironment())
                .set("DCM_CLIENT_FILE", installation.programs().client())
                .set(GatewayRoutes.VARIABLE, GatewayRoutes.file(installation))
                .setGatewaySecret();
        installation.deviceClient().ifPresent(id -> environment.set("DCM_DEVICE_CLIENT_ID", id));
        installation.consoleClient().ifPresent(client -> setConsole(environment, client));
        if (instance.port() == StackPort.API_GATEWAY) {
            installation.clusterAddress().ifPresent(address -> setClusterListener(environment, address));
        }
        return environment.variables();
    }

    /** Sets the web console's client at the issuer. */
    private void setConsole(Environment environment, ConsoleClient client) {
        environment.set("DCM_CONSOLE_CLIENT_ID", client.id()).set("DCM_CONSOLE_CLIENT_SECRET", client.secret());
    }

    private void setClusterListener(Environment environment, String address) {
        environment
                .set(
                        "DCM_CLUSTER_LISTENER_ADDRESS",
                        installation.clusterListen().orElse(address))
                .set("DCM_CLUSTER_LISTENER_PORT", installation.port(StackPort.API_GATEWAY_TLS))
                .set(
                        "DCM_CLUSTER_LISTENER_CERTIFICATE",
                        installation.certificates().server())
                .set("DCM_CLUSTER_LISTENER_KEY", installation.certificates().serverKey());
    }

    /** @param instance the instance of ssh-gateway */
    Map<String, String> sshGateway(Instance instance) {
        // It verifies no tokens, but these settings have its prefix, and its configuration rejects their defaults.
        return new Environment(installation)
                .setGatewayTokens()
                .setGatewaySecret()
                .set("DCM_GATEWAY_ADDRESS", installation.gatewayAddress())
                .set("DCM_GATEWAY_PORT", installation.port(instance.sshPort()))
                .set("DCM_GATEWAY_API", installation.urls("api-gateway"))
                .set("DCM_COMMAND_URL", installation.urls("command-service"))
                .set("DCM_GATEWAY_STATE", new GatewayKey(installation).stateOf(instance))
                .setBroker(LogPrincipal.SSH_GATEWAY)
                .variables();
    }
}
