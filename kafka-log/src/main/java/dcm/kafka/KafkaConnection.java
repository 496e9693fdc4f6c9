package dcm.kafka;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.config.SslConfigs;

/**
 * The address of the broker and how this client authenticates to it. All clients of a process use the same connection.
 * Immutable.
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
     * Takes the connection settings from {@code settings}, which use the names of Kafka's clients. Ignores other
     * settings.
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

    /** The connection from environment variables, named as in {@link #environment}. */
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

    /** Authenticates with SCRAM: the password is never sent, and the broker proves that it knows the password. */
    public static KafkaConnection scram(String bootstrapServers, String user, String password) {
        return sasl(bootstrapServers, BrokerUserProvisioner.SCRAM.mechanismName(), SCRAM, user, password);
    }

    /**
     * The same over TLS 1.3, to a broker on another machine.
     *
     * @param authority the PEM file with the certificate from which the broker's certificate must descend
     */
    public static KafkaConnection scramOverTls(String bootstrapServers, String user, String password, Path authority) {
        return scram(bootstrapServers, user, password).overTls(Optional.of(authority));
    }

    /**
     * This connection over TLS 1.3.
     *
     * @param authority the PEM file with the certificates from which the broker's certificate must descend; empty: those of the JDK
     */
    public KafkaConnection overTls(Optional<Path> authority) {
        Map<String, Object> encrypted = new HashMap<>(properties);
        encrypted.put(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG, "SASL_SSL");
        encrypted.put(SslConfigs.SSL_ENABLED_PROTOCOLS_CONFIG, "TLSv1.3");
        authority.ifPresent(file -> {
            encrypted.put(SslConfigs.SSL_TRUSTSTORE_TYPE_CONFIG, "PEM");
            encrypted.put(SslConfigs.SSL_TRUSTSTORE_LOCATION_CONFIG, file.toString());
        });
        return new KafkaConnection(encrypted);
    }

    /**
     * Authenticates by sending the password. For the launcher only, which creates the SCRAM credentials of the other
     * users and has checked which process listens.
     */
    public static KafkaConnection plain(String bootstrapServers, String user, String password) {
        return sasl(bootstrapServers, "PLAIN", PLAIN, user, password);
    }

    /**
     * Authenticates with a mechanism of SASL.
     *
     * @param mechanism {@code PLAIN}, {@code SCRAM-SHA-256} or {@code SCRAM-SHA-512}
     */
    public static KafkaConnection sasl(String mechanism, String bootstrapServers, String user, String password) {
        return sasl(bootstrapServers, mechanism, mechanism.equals("PLAIN") ? PLAIN : SCRAM, user, password);
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
                "%s required username=\"%s\" password=\"%s\";".formatted(loginModule, quoted(user), quoted(password))));
    }

    private static String quoted(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"");
    }

    private static boolean isConnectionSetting(String name) {
        return name.equals(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG)
                || name.equals(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG)
                || name.startsWith("sasl.")
                || name.startsWith("ssl.");
    }

    /** The connection settings. */
    public Map<String, Object> properties() {
        return properties;
    }

    /**
     * The settings as environment variables, such as {@code KAFKA_BOOTSTRAP_SERVERS}. Quarkus reads the same variables.
     */
    public Map<String, String> environment() {
        Map<String, String> variables = new HashMap<>();
        properties.forEach((name, value) ->
                variables.put(VARIABLE + name.toUpperCase(Locale.ROOT).replace('.', '_'), value.toString()));
        return variables;
    }

    /** Adds the connection settings to the other settings of a client. */
    public Map<String, Object> with(Map<String, ?> settings) {
        Map<String, Object> all = new HashMap<>(settings);
        all.putAll(properties);
        return all;
    }

    /** Shows the address only, because other settings contain a password. */
    @Override
    public String toString() {
        return "KafkaConnection[" + properties.get(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG) + "]";
    }
}
