package dcm.stack.installation;

import dcm.contract.identity.JoinId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BinaryOperator;

/**
 * The installation on another machine that this machine has joined as a host.
 *
 * @param server the https URL of its API gateway
 * @param kafkaAddress {@code HOST:PORT} of its broker
 * @param address the address at which that machine reaches this one
 * @param join the invitation with which this machine joined; empty if it joined with an earlier version of DCM
 */
public record JoinedInstallation(String server, String kafkaAddress, String address, Optional<JoinId> join) {
    /** The name of the setting. */
    public static final String JOIN_ID = "DCM_JOIN_ID";

    /** The name of the setting with its URL. */
    static final String SERVER = "DCM_JOINED";

    /** The names of all settings about it. */
    static final List<String> NAMES = List.of(SERVER, "DCM_JOINED_KAFKA", "DCM_HOST_ADDRESS", JOIN_ID);

    /** The installation that the settings name; empty if this machine has not joined one. */
    static Optional<JoinedInstallation> of(BinaryOperator<String> settings) {
        String server = settings.apply(SERVER, "");
        return server.isBlank()
                ? Optional.empty()
                : Optional.of(new JoinedInstallation(
                        server,
                        settings.apply("DCM_JOINED_KAFKA", ""),
                        settings.apply("DCM_HOST_ADDRESS", ""),
                        Optional.of(settings.apply(JOIN_ID, ""))
                                .filter(JoinId::isValid)
                                .map(JoinId::new)));
    }

    /** The settings by name, to be stored. */
    public Map<String, String> settings() {
        return Map.of(
                SERVER,
                server,
                "DCM_JOINED_KAFKA",
                kafkaAddress,
                "DCM_HOST_ADDRESS",
                address,
                JOIN_ID,
                join.map(JoinId::value).orElse(""));
    }
}
