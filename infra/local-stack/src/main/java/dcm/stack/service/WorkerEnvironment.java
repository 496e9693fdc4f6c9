package dcm.stack.service;

import dcm.stack.installation.Installation;
import dcm.stack.installation.JoinedInstallation;
import dcm.stack.installation.Secrets;
import dcm.stack.installation.StackPort;
import dcm.stack.installation.SwarmSettings;
import java.util.Map;

/** The environment of this machine's worker. */
final class WorkerEnvironment {
    private final Installation installation;

    WorkerEnvironment(Installation installation) {
        this.installation = installation;
    }

    Map<String, String> variables() {
        Environment environment = new Environment(installation)
                .set("DCM_HOST_URL", installation.workerUrl())
                .set("DCM_HOST_NAME", installation.hostName())
                .set("DCM_HOST_SSH_PORTS", installation.sshPorts())
                .set("DCM_HOST_OWN_PORTS", installation.ownPorts())
                .set("DCM_HOST_ALIASES", installation.aliases())
                .set("DCM_HOST_STATE", installation.data("worker"))
                .set("DCM_HOST_STORAGE", installation.storage())
                .set("DCM_HOST_KEYS", installation.data("keys"))
                .set("DCM_HOST_BASE_IMAGES", installation.baseImages())
                .set("DCM_HOST_RECIPES", installation.programs().imageRecipes())
                .set("DCM_HOST_GATEWAY_KEYS", new GatewayKey(installation).publicKey())
                .set("DCM_HOST_TOKEN_KEY", new WorkerTokenKey(installation).publicKey())
                .set("DCM_HOST_REPORT_KEY", installation.workerReportKey())
                .set("DOCKER_HOST", installation.dockerHost())
                .set("DCM_HOST_CLOSED", installation.home())
                .setBroker(installation.worker());
        setImageRegistry(environment);
        setSwarm(environment, installation.swarm());
        installation.joined().ifPresent(other -> setJoined(environment, other));
        return environment.variables();
    }

    private void setImageRegistry(Environment environment) {
        if (installation.imageRegistry().isEmpty()) {
            return;
        }
        environment
                .set("DCM_HOST_IMAGE_REGISTRY", installation.imageRegistryAddress())
                .set(
                        "DCM_HOST_IMAGE_REGISTRY_CREDENTIALS",
                        installation.secrets().imageRegistry());
        boolean isLocal =
                installation.joined().isEmpty() && installation.clusterAddress().isEmpty();
        if (!isLocal) {
            environment.set(
                    "DCM_HOST_IMAGE_REGISTRY_CA", installation.certificates().authority());
        }
    }

    private void setSwarm(Environment environment, SwarmSettings swarm) {
        environment.set("DCM_HOST_SWARM_MODE", swarm.mode()).set("DCM_HOST_SWARM_NETWORKS", swarm.networks());
        swarm.manager()
                .ifPresent(manager -> environment
                        .set("DCM_HOST_SWARM_MANAGER", manager)
                        .set("DCM_HOST_SWARM_TOKEN", installation.secrets().file(Secrets.SWARM))
                        .set(
                                "DCM_HOST_SWARM_ADDRESS",
                                installation.joined().orElseThrow().address()));
    }

    /** On a joined host, the worker is reached from another machine, over TLS only. */
    private void setJoined(Environment environment, JoinedInstallation other) {
        other.join().ifPresent(join -> environment.set("DCM_HOST_JOIN_ID", join));
        environment
                .set("QUARKUS_HTTP_HOST", other.address())
                .set("QUARKUS_HTTP_SSL_PORT", installation.port(StackPort.RUNTIME_WORKER))
                .set("QUARKUS_HTTP_INSECURE_REQUESTS", "disabled")
                .set("QUARKUS_HTTP_SSL_PROTOCOLS", "TLSv1.3")
                .set("DCM_HOST_CERTIFICATE", installation.certificates().server())
                .set(
                        "QUARKUS_HTTP_SSL_CERTIFICATE_FILES",
                        installation.certificates().server())
                .set(
                        "QUARKUS_HTTP_SSL_CERTIFICATE_KEY_FILES",
                        installation.certificates().serverKey());
    }
}
