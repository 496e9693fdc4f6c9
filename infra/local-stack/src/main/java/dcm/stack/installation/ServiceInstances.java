package dcm.stack.installation;

import dcm.stack.machine.StackFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * How many instances of each service run, such as {@code command-service:2,projection-service:2}; one of those that are not named.
 *
 * @param counts the number of instances by service, of services with more than one
 */
public record ServiceInstances(Map<String, Integer> counts) {
    /** The name of the setting. */
    static final String SETTING = "DCM_INSTANCES";

    private static final Map<String, List<StackPort>> PORTS = new TreeMap<>(Map.of(
            "api-gateway", List.of(StackPort.API_GATEWAY, StackPort.API_GATEWAY_2),
            "command-service", List.of(StackPort.COMMAND_SERVICE, StackPort.COMMAND_SERVICE_2),
            "projection-service", List.of(StackPort.PROJECTION_SERVICE, StackPort.PROJECTION_SERVICE_2),
            "user-service", List.of(StackPort.USER_SERVICE, StackPort.USER_SERVICE_2),
            "ssh-gateway", List.of(StackPort.SSH_GATEWAY_HTTP, StackPort.SSH_GATEWAY_HTTP_2)));

    /** An instance of a service: its name, which is that of its part, and its port for HTTP. */
    public record Instance(String name, StackPort port) {
        /** The port for SSH of an instance of ssh-gateway. */
        public StackPort sshPort() {
            return port == StackPort.SSH_GATEWAY_HTTP ? StackPort.SSH : StackPort.SSH_2;
        }
    }

    public ServiceInstances {
        counts = Map.copyOf(counts);
    }

    /** @throws StackFailure if {@code setting} has another form, or names another service or number */
    static ServiceInstances parse(String setting) {
        Map<String, Integer> counts = new TreeMap<>();
        for (String entry : setting.isBlank() ? new String[0] : setting.split(",", -1)) {
            String[] parts = entry.strip().split(":", -1);
            List<StackPort> ports = PORTS.getOrDefault(parts[0], List.of());
            if (parts.length != 2 || !parts[1].matches("[0-9]") || !isPossible(Integer.parseInt(parts[1]), ports)) {
                throw new StackFailure("%s is '%s', but must be a list such as command-service:2,projection-service:2."
                                .formatted(SETTING, setting)
                        + " These services can run once or twice: %s.".formatted(String.join(", ", PORTS.keySet())));
            }
            counts.put(parts[0], Integer.parseInt(parts[1]));
        }
        counts.values().removeIf(count -> count == 1);
        return new ServiceInstances(counts);
    }

    private static boolean isPossible(int count, List<StackPort> ports) {
        return count >= 1 && count <= ports.size();
    }

    /** The setting; empty if there is one instance of each service. */
    String setting() {
        return new TreeMap<>(counts)
                .entrySet().stream()
                        .map(entry -> entry.getKey() + ":" + entry.getValue())
                        .collect(Collectors.joining(","));
    }

    /** These instances and one more of {@code service}; empty if no more can run. */
    public Optional<ServiceInstances> withOneMore(String service) {
        int count = counts.getOrDefault(service, 1) + 1;
        if (!isPossible(count, PORTS.getOrDefault(service, List.of()))) {
            return Optional.empty();
        }
        Map<String, Integer> more = new TreeMap<>(counts);
        more.put(service, count);
        return Optional.of(new ServiceInstances(more));
    }

    /** The instances of a service. The first one has the name of the service. */
    public List<Instance> of(String service) {
        List<StackPort> ports = PORTS.getOrDefault(service, List.of());
        List<Instance> instances = new ArrayList<>();
        for (int number = 1; number <= counts.getOrDefault(service, 1); number++) {
            instances.add(new Instance(number == 1 ? service : service + "-" + number, ports.get(number - 1)));
        }
        return instances;
    }
}
