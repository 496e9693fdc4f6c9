package dcm.stack.installation;

import dcm.contract.identity.InvalidValueException;
import dcm.contract.identity.SwarmMode;
import dcm.join.SwarmAccess;
import dcm.stack.machine.StackFailure;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The Docker swarm whose networks reach across the hosts of an installation.
 *
 * @param networks the addresses of these networks, {@code A.B.C.D/BITS}
 * @param manager {@code ADDRESS:PORT} of its manager, on a joined host; empty: the engine of this machine is the manager
 */
public record SwarmSettings(SwarmMode mode, String networks, Optional<String> manager) {
    private static final String MODE = "DCM_SWARM";
    private static final String NETWORKS = "DCM_SWARM_NETWORKS";
    static final String MANAGER = "DCM_SWARM_MANAGER";
    private static final String DEFAULT_NETWORKS = "10.224.0.0/12";
    /** The message if there is no such address. */
    public static final String WITHOUT_ADDRESS =
            "DCM_SWARM needs an IPv4 address of this machine in DCM_CLUSTER_ADDRESS, at which the engines of the other hosts reach it.";

    private static final Pattern POOL = Pattern.compile("(\\d{1,3}\\.){3}\\d{1,3}/([89]|1[0-9]|2[0-2])");

    private static final Pattern IPV4 = Pattern.compile("(\\d{1,3}\\.){3}\\d{1,3}");

    /**
     * The address of the manager on the machine with the services; empty: a swarm is not possible.
     *
     * @param clusterAddress of the installation
     */
    public static Optional<String> managerAddress(Optional<String> clusterAddress) {
        return clusterAddress.filter(address -> IPV4.matcher(address).matches());
    }

    static SwarmSettings of(BinaryOperator<String> settings) {
        try {
            String given = settings.apply(NETWORKS, "");
            String networks = given.isEmpty() ? DEFAULT_NETWORKS : given;
            if (!POOL.matcher(networks).matches()) {
                throw new StackFailure("%s is '%s', but must be an address range from A.B.C.D/8 to A.B.C.D/22."
                        .formatted(NETWORKS, networks));
            }
            String mode = settings.apply(MODE, "");
            return new SwarmSettings(
                    mode.isEmpty() ? SwarmMode.OFF : SwarmMode.parse(mode),
                    networks,
                    Optional.of(settings.apply(MANAGER, "")).filter(address -> !address.isEmpty()));
        } catch (InvalidValueException e) {
            throw new StackFailure(String.valueOf(e.getMessage()), e);
        }
    }

    /** The settings by name, to be stored: those that differ from the defaults. */
    Map<String, String> settings() {
        Map<String, String> settings = new HashMap<>();
        if (mode.isOn()) {
            settings.put(MODE, mode.toString());
        }
        if (!networks.equals(DEFAULT_NETWORKS)) {
            settings.put(NETWORKS, networks);
        }
        manager.ifPresent(address -> settings.put(MANAGER, address));
        return settings;
    }

    /** The settings of a machine that joins, by name. */
    public static Map<String, String> joining(@Nullable SwarmAccess swarm) {
        return swarm == null
                ? Map.of(MODE, "off", MANAGER, "")
                : Map.of(MODE, swarm.mode().toString(), NETWORKS, swarm.networks(), MANAGER, swarm.manager());
    }
}
