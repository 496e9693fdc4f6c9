package dcm.log;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.config.SaslConfigs;

/**
 * Where the broker is, and how this client authenticates to it. All clients of a process use the same connection. Immutable.
 */
public final class KafkaConnection {
    private static final String VARIABLE = "KAFKA_";
    private static final String SCRAM = "org.apache.kafka.common.security.scram.ScramLoginModule";
    private static final String PLAIN = "org.apache.kafka.common.security.plain.PlainLoginModule";

    private final Map<String, Object> properties;

    private KafkaConnection(Map<String, Object> properties) {
        this.properties = Map.copyOf(properties);
    }

    /**
     * The connection settings among {@code settings}, which are named as Kafka's clients name them; other settings are ignored.
     *
     * @throws NullPointerException if {@code bootstrap.servers} is missing
     */
    public static KafkaConnection of(Map<String, ?> settings) {
        Map<String, Object> properties = new HashMap<>();
        settings.forEach((name, value) -> {
            if (isConnectionSetting(name)) {
                properties.put(name, value);
            }
        });
        Objects.requireNonNull(
                properties.get(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG),
                CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG);
        return new KafkaConnection(properties);
    }

    /** The connection that environment variables describe, as {@link #environment} names them. */
    public static KafkaConnection ofEnvironment(Map<String, String> variables) {
        Map<String, String> settings = new HashMap<>();
        variables.forEach((name, value) -> {
            if (name.startsWith(VARIABLE)) {
                settings.put(
                        name.substring(VARIABLE.length())
                                .toLowerCase(Locale.ROOT)
                                .replace('_', '.'),
                        value);
            }
        });
        return of(settings);
    }

    /** Authenticates by SCRAM: the password is never sent, and the broker must prove that it knows the password, too. */
    public static KafkaConnection scram(String bootstrapServers, String user, String password) {
        return sasl(bootstrapServers, LogAccess.SCRAM.mechanismName(), SCRAM, user, password);
    }

    /**
     * Authenticates by sending the password. Only for the launcher, which creates the other users' SCRAM credentials and has checked
     * which process listens.
     */
    public static KafkaConnection plain(String bootstrapServers, String user, String password) {
        return sasl(bootstrapServers, "PLAIN", PLAIN, user, password);
    }

    private static KafkaConnection sasl(
            String bootstrapServers, String mechanism, String loginModule, String user, String password) {
        return new KafkaConnection(Map.of(
                CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                CommonClientConfigs.SECURITY_PROTOCOL_CONFIG,
                "SASL_PLAINTEXT",
                SaslConfigs.SASL_MECHANISM,
                mechanism,
                SaslConfigs.SASL_JAAS_CONFIG,
                "%s required username=\"%s\" password=\"%s\";".formatted(loginModule, user, password)));
    }

    private static boolean isConnectionSetting(String name) {
        return name.equals(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG)
                || name.equals(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG)
                || name.startsWith("sasl.")
                || name.startsWith("ssl.");
    }

    /** The settings of the connection alone. */
    public Map<String, Object> properties() {
        return properties;
    }

    /** The settings as environment variables, such as {@code KAFKA_BOOTSTRAP_SERVERS}, which Quarkus reads as well. */
    public Map<String, String> environment() {
        Map<String, String> variables = new HashMap<>();
        properties.forEach((name, value) ->
                variables.put(VARIABLE + name.toUpperCase(Locale.ROOT).replace('.', '_'), value.toString()));
        return variables;
    }

    /** The settings of a client that uses this connection; {@code settings} are what else it needs. */
    public Map<String, Object> with(Map<String, ?> settings) {
        Map<String, Object> all = new HashMap<>(settings);
        all.putAll(properties);
        return all;
    }

    /** The address alone: the other settings contain a password. */
    @Override
    public String toString() {
        return "KafkaConnection[" + properties.get(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG) + "]";
    }
}
