package dcm.stack.installation;

import dcm.contract.identity.InvalidValueException;
import dcm.contract.identity.OwnerName;
import dcm.stack.machine.StackFailure;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BinaryOperator;

/**
 * An issuer of access tokens that others run. Keycloak is not started then, and DCM creates no sign-ins.
 *
 * @param url the exact value of {@code iss}
 * @param audience the value that {@code aud} must contain
 * @param nameClaim the claim with the account's name
 * @param tokenTypes the accepted values of {@code typ}, separated by commas
 * @param ca a file with the certificates that the issuer's certificate must descend from; empty: those of the JDK
 * @param administrator the account of the first administrator
 * @param subject the first administrator's {@code sub}; empty: the first sign-in with the account's name is bound
 * @param consoleClient the id of the web console's client; empty: there is no web console
 * @param deviceClient the id of the client for device login; empty: command-line programs cannot sign in
 */
public record ForeignIssuer(
        String url,
        String audience,
        String nameClaim,
        String tokenTypes,
        Optional<Path> ca,
        OwnerName administrator,
        Optional<String> subject,
        Optional<String> consoleClient,
        Optional<String> deviceClient) {
    /** The name of the setting with its URL. */
    static final String URL = "DCM_ISSUER";

    /** The name of the setting with the file of its certificate's authority. */
    static final String CA = "DCM_ISSUER_CA";

    /** The names of all settings about it. */
    static final List<String> NAMES = List.of(
            URL,
            "DCM_AUDIENCE",
            "DCM_NAME_CLAIM",
            "DCM_TOKEN_TYPES",
            CA,
            "DCM_FIRST_ADMINISTRATOR",
            "DCM_FIRST_ADMINISTRATOR_SUBJECT",
            "DCM_CONSOLE_CLIENT_ID",
            "DCM_DEVICE_CLIENT_ID");

    /** The name of the setting with the id of the web console's client. */
    private static final String CONSOLE_CLIENT = "DCM_CONSOLE_CLIENT_ID";

    /** The name of the setting with the id of the client for device login. */
    private static final String DEVICE_CLIENT = "DCM_DEVICE_CLIENT_ID";

    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    /**
     * The issuer that the settings name; empty for the local stack's own Keycloak.
     *
     * @param settings returns the value of a setting, or the given default
     */
    static Optional<ForeignIssuer> of(BinaryOperator<String> settings) {
        String url = settings.apply(URL, "");
        if (url.isBlank()) {
            return Optional.empty();
        }
        requireSafe(url);
        return Optional.of(new ForeignIssuer(
                url,
                required(settings, "DCM_AUDIENCE", "dcm"),
                required(settings, "DCM_NAME_CLAIM", "preferred_username"),
                required(settings, "DCM_TOKEN_TYPES", "at+jwt,Bearer"),
                Optional.of(settings.apply(CA, ""))
                        .filter(file -> !file.isBlank())
                        .map(file -> Path.of(file).toAbsolutePath()),
                account(settings.apply("DCM_FIRST_ADMINISTRATOR", "")),
                Optional.of(settings.apply("DCM_FIRST_ADMINISTRATOR_SUBJECT", ""))
                        .filter(subject -> !subject.isBlank()),
                Optional.of(settings.apply(CONSOLE_CLIENT, "")).filter(client -> !client.isBlank()),
                Optional.of(settings.apply(DEVICE_CLIENT, "")).filter(client -> !client.isBlank())));
    }

    /** The settings by name, to be stored. */
    Map<String, String> settings() {
        var settings = new LinkedHashMap<String, String>();
        settings.put("DCM_ISSUER", url);
        settings.put("DCM_AUDIENCE", audience);
        settings.put("DCM_NAME_CLAIM", nameClaim);
        settings.put("DCM_TOKEN_TYPES", tokenTypes);
        ca.ifPresent(file -> settings.put(CA, file.toString()));
        settings.put("DCM_FIRST_ADMINISTRATOR", administrator.value());
        subject.ifPresent(sub -> settings.put("DCM_FIRST_ADMINISTRATOR_SUBJECT", sub));
        consoleClient.ifPresent(client -> settings.put(CONSOLE_CLIENT, client));
        deviceClient.ifPresent(client -> settings.put(DEVICE_CLIENT, client));
        return settings;
    }

    /** The environment of services that verify its tokens. */
    Map<String, String> environment() {
        var environment = new LinkedHashMap<String, String>();
        environment.put("DCM_ISSUER", url);
        environment.put("DCM_AUDIENCE", audience);
        environment.put("DCM_NAME_CLAIM", nameClaim);
        environment.put("DCM_TOKEN_TYPES", tokenTypes);
        ca.ifPresent(file -> {
            environment.put("QUARKUS_OIDC_TLS_TLS_CONFIGURATION_NAME", "issuer");
            environment.put("QUARKUS_TLS_ISSUER_TRUST_STORE_PEM_CERTS", file.toString());
        });
        return environment;
    }

    /** An attacker on the network could replace the issuer's keys, and sign in as any user. */
    private static void requireSafe(String url) {
        try {
            var address = new URI(url);
            boolean https = "https".equals(address.getScheme()) && address.getHost() != null;
            boolean local = "http".equals(address.getScheme()) && LOOPBACK.contains(address.getHost());
            if (https || local) {
                return;
            }
        } catch (URISyntaxException noUri) {
            // reported below
        }
        throw new StackFailure(
                "DCM_ISSUER is '%s', but must be an https URL, or an http URL of this machine.".formatted(url));
    }

    private static String required(BinaryOperator<String> settings, String name, String otherwise) {
        String value = settings.apply(name, otherwise);
        return value.isBlank() ? otherwise : value;
    }

    /** There is no default, because any user of the issuer could have that name. */
    private static OwnerName account(String name) {
        if (name.isBlank()) {
            throw new StackFailure("DCM_ISSUER is set. Set DCM_FIRST_ADMINISTRATOR to the account of the first"
                    + " administrator, which is also the value of the name claim in their tokens.");
        }
        try {
            return new OwnerName(name);
        } catch (InvalidValueException e) {
            throw new StackFailure(
                    ("DCM_FIRST_ADMINISTRATOR: %s If the name claim at the issuer has another form, choose an account name"
                                    + " and set DCM_FIRST_ADMINISTRATOR_SUBJECT.")
                            .formatted(e.getMessage()),
                    e);
        }
    }
}
