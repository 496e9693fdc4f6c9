package dcm.stack.service;

import static java.util.stream.Collectors.toSet;

import dcm.stack.installation.Installation;
import dcm.stack.installation.PublicAccess;
import dcm.stack.installation.ServiceInstances.Instance;
import dcm.stack.installation.TlsMode;
import dcm.stack.part.ProcessOptions;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Set;

/** The users and rights of the processes of DCM's own services. */
final class ServiceProcesses {
    /** The servers for which services wait when the machine starts. */
    private static final Set<String> SERVERS = Set.of("kafka", "postgres");

    private final Installation installation;

    ServiceProcesses(Installation installation) {
        this.installation = installation;
    }

    /**
     * The process of an instance of a service.
     *
     * @param needs the names of parts and steps that must be complete first
     */
    ProcessOptions of(String service, String instance, Set<String> needs) {
        ProcessOptions options = ProcessOptions.of(instance)
                .withUser("dcm-" + service)
                .withAfter(needs.stream().filter(SERVERS::contains).collect(toSet()));
        return switch (service) {
            case "command-service" -> commandService(options, instance);
            case "user-service" -> userService(options);
            case "api-gateway" ->
                apiGateway(options)
                        .withReadable(Objects.requireNonNull(
                                GatewayRoutes.file(installation).getParent()));
            case "runtime-worker" -> options.withUser(ProcessOptions.ROOT);
            default -> options;
        };
    }

    private ProcessOptions commandService(ProcessOptions options, String instance) {
        Path streams = installation.data("streams").resolve(instance);
        return installation.runsImageRegistry()
                // It replaces the registry's file of users, which the launcher and the registry have, too.
                ? options.withWritable(
                                streams,
                                Objects.requireNonNull(
                                        installation.imageRegistryUsers().getParent()))
                        .withCapabilities(ProcessOptions.WRITE_ALL)
                : options.withWritable(streams);
    }

    /** With a cluster address, it changes invitations, which the launcher creates as root. */
    private ProcessOptions userService(ProcessOptions options) {
        return installation.clusterAddress().isPresent()
                ? options.withWritable(installation.hosts()).withCapabilities(ProcessOptions.WRITE_ALL)
                : options;
    }

    private ProcessOptions apiGateway(ProcessOptions options) {
        return switch (installation.publicAccess().map(PublicAccess::tls).orElse(TlsMode.OFF)) {
            case OWN_CA, ACME ->
                options.withWritable(installation.certificates().publicDirectory())
                        .withCapabilities(ProcessOptions.LOW_PORTS);
            // It reads the administrators' files again when they are renewed. Nothing is writable.
            case FILES -> options.withCapabilities(ProcessOptions.LOW_PORTS, ProcessOptions.WRITE_ALL);
            case OFF, PROXY -> options.withCapabilities(ProcessOptions.LOW_PORTS);
        };
    }

    ProcessOptions sshGateway(Instance instance) {
        GatewayKey key = new GatewayKey(installation);
        return ProcessOptions.of(instance.name())
                .withUser("dcm-ssh-gateway")
                .withAfter(instance.name().equals("ssh-gateway") ? Set.of("kafka") : Set.of("kafka", "ssh-gateway"))
                .withWritable(key.directoryOf(instance))
                .withCapabilities(ProcessOptions.LOW_PORTS);
    }
}
