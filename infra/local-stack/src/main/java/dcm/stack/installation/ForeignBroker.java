package dcm.stack.installation;

import dcm.kafka.KafkaConnection;
import dcm.stack.machine.StackFailure;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A Kafka cluster that others run. DCM starts no broker then. It creates its topics, users and ACLs there.
 *
 * @param bootstrap the addresses of brokers, {@code HOST:PORT}, separated by commas
 * @param administrator a user who may create topics, users and ACLs
 * @param passwordFile the file with the administrator's password
 * @param mechanism how the administrator authenticates (SASL)
 * @param tls whether the listener uses TLS; without it, only addresses of this machine are permitted
 * @param ca a file with the certificates from which those of the brokers must descend; empty: those of the JDK
 */
public record ForeignBroker(
        String bootstrap, String administrator, Path passwordFile, String mechanism, boolean tls, Optional<Path> ca) {
    /** The name of the setting with its addresses. */
    static final String BOOTSTRAP = "DCM_KAFKA_BOOTSTRAP";

    private static final String ADMINISTRATOR = "DCM_KAFKA_ADMINISTRATOR";
    private static final String PASSWORD_FILE = "DCM_KAFKA_ADMINISTRATOR_PASSWORD_FILE";
    private static final String MECHANISM = "DCM_KAFKA_ADMINISTRATOR_MECHANISM";
    private static final String PLAINTEXT = "DCM_KAFKA_PLAINTEXT";
    private static final String CA = "DCM_KAFKA_CA";

    /** The names of all settings about it. */
    static final List<String> NAMES = List.of(BOOTSTRAP, ADMINISTRATOR, PASSWORD_FILE, MECHANISM, PLAINTEXT, CA);

    private static final Set<String> MECHANISMS = Set.of("PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512");
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    /** The cluster that the settings name; empty for the installation's own broker. */
    static Optional<ForeignBroker> of(Settings settings) {
        String bootstrap = settings.get(BOOTSTRAP, "");
        if (bootstrap.isBlank()) {
            return Optional.empty();
        }
        String mechanism = settings.get(MECHANISM, () -> "SCRAM-SHA-512");
        if (!MECHANISMS.contains(mechanism)) {
            throw new StackFailure(
                    "%s is '%s', but must be PLAIN, SCRAM-SHA-256 or SCRAM-SHA-512.".formatted(MECHANISM, mechanism));
        }
        boolean tls = !settings.flag(PLAINTEXT);
        requireSafe(bootstrap, tls);
        return Optional.of(new ForeignBroker(
                bootstrap,
                SettingFiles.required(settings, ADMINISTRATOR, BOOTSTRAP),
                Path.of(SettingFiles.required(settings, PASSWORD_FILE, BOOTSTRAP))
                        .toAbsolutePath(),
                mechanism,
                tls,
                Optional.of(settings.get(CA, ""))
                        .filter(file -> !file.isBlank())
                        .map(file -> Path.of(file).toAbsolutePath())));
    }

    /** Others on the network could read the log, and change it. */
    private static void requireSafe(String bootstrap, boolean tls) {
        List<String> remote = new ArrayList<>();
        for (String address : bootstrap.split(",", -1)) {
            int colon = address.lastIndexOf(':');
            if (colon < 1 || !address.substring(colon + 1).matches("[0-9]{1,5}")) {
                throw new StackFailure(
                        "%s is '%s', but must be a list such as kafka1.lab.example:9093,kafka2.lab.example:9093."
                                .formatted(BOOTSTRAP, bootstrap));
            }
            if (!LOOPBACK.contains(address.substring(0, colon).strip())) {
                remote.add(address);
            }
        }
        if (!tls && !remote.isEmpty()) {
            throw new StackFailure("%s is true, but these brokers are on other machines: %s. Use a listener with TLS."
                    .formatted(PLAINTEXT, String.join(", ", remote)));
        }
    }

    /** The settings by name, to be stored. */
    Map<String, String> settings() {
        var settings = new LinkedHashMap<String, String>();
        settings.put(BOOTSTRAP, bootstrap);
        settings.put(ADMINISTRATOR, administrator);
        settings.put(PASSWORD_FILE, passwordFile.toString());
        settings.put(MECHANISM, mechanism);
        if (!tls) {
            settings.put(PLAINTEXT, "true");
        }
        ca.ifPresent(file -> settings.put(CA, file.toString()));
        return settings;
    }

    /** The connection of the administrator. */
    KafkaConnection connection() {
        return encrypted(KafkaConnection.sasl(
                mechanism, bootstrap, administrator, SettingFiles.secret(PASSWORD_FILE, passwordFile)));
    }

    /** The connection of a user whom DCM has created. */
    KafkaConnection connection(String user, String password) {
        return encrypted(KafkaConnection.scram(bootstrap, user, password));
    }

    private KafkaConnection encrypted(KafkaConnection connection) {
        return tls ? connection.overTls(ca) : connection;
    }
}
