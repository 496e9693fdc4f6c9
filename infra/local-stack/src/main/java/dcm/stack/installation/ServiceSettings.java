package dcm.stack.installation;

import dcm.contract.identity.InvalidValueException;
import dcm.contract.identity.PortRange;
import dcm.stack.machine.StackFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Settings that the launcher does not use itself, but passes to the services.
 *
 * @param values by name, of those that are set
 */
public record ServiceSettings(Map<String, String> values) {
    private static final Map<String, Format> FORMATS = new TreeMap<>(Map.ofEntries(
            Map.entry("DCM_CONNECTIONS_FIRST_REQUEST", Format.TIME),
            Map.entry("DCM_CONNECTIONS_MOST", Format.NUMBER),
            Map.entry("DCM_CONNECTIONS_PER_ADDRESS", Format.NUMBER),
            Map.entry("DCM_CONSOLE_SESSION_AGE", Format.TIME),
            Map.entry("DCM_CONSOLE_TABS", Format.NUMBER),
            Map.entry("DCM_CONSOLE_TABS_PER_ACCOUNT", Format.NUMBER),
            Map.entry("DCM_CONTAINER_DISK_MIB", Format.NUMBER_OR_EMPTY),
            Map.entry("DCM_CONTAINER_MEMORY_MIB", Format.NUMBER),
            Map.entry("DCM_CONTAINER_MILLI_CPUS", Format.NUMBER),
            Map.entry("DCM_CONTAINER_PIDS", Format.NUMBER),
            Map.entry("DCM_CORS_ENABLED", Format.FLAG),
            Map.entry("DCM_CORS_ORIGINS", Format.ORIGINS),
            Map.entry("DCM_DECISION_WAIT", Format.TIME),
            Map.entry("DCM_DEVICE_SCOPES", Format.SCOPES),
            Map.entry("DCM_GATEWAY_HOST_NAME", Format.SERVER_NAME),
            Map.entry("DCM_GATEWAY_IDLE_TIMEOUT", Format.TIME),
            Map.entry("DCM_GATEWAY_MAX_AUTH_TRIES", Format.NUMBER),
            Map.entry("DCM_GATEWAY_SESSIONS_PER_ACCOUNT", Format.NUMBER),
            Map.entry("DCM_GATEWAY_SESSIONS_PER_ADDRESS", Format.NUMBER),
            Map.entry("DCM_GATEWAY_TIME_TO_LOG_IN", Format.TIME),
            Map.entry("DCM_GATEWAY_UNAUTHENTICATED", Format.NUMBER),
            Map.entry("DCM_GATEWAY_UNAUTHENTICATED_PER_ADDRESS", Format.NUMBER),
            Map.entry("DCM_HOST_CONNECTIONS_PER_OWNER", Format.NUMBER),
            Map.entry("DCM_HOST_MEASURE_HOMES", Format.TIME),
            Map.entry("DCM_HOST_NETWORKS", Format.NETWORKS),
            Map.entry("DCM_HOST_OPEN_PORTS", Format.OPEN_PORTS),
            Map.entry("DCM_HOST_STARTS_AT_ONCE", Format.NUMBER),
            Map.entry("DCM_HSTS", Format.TIME),
            Map.entry("DCM_INTENTS_BURST", Format.NUMBER),
            Map.entry("DCM_INTENTS_PER_SECOND", Format.NUMBER),
            Map.entry("DCM_KEYCLOAK_REQUESTS_BURST", Format.NUMBER),
            Map.entry("DCM_KEYCLOAK_REQUESTS_PER_SECOND", Format.NUMBER),
            Map.entry("DCM_ORDERS_LONG_TIME", Format.TIME),
            Map.entry("DCM_ORDERS_TIME", Format.TIME),
            Map.entry("DCM_OUTCOME_LONGEST_WAIT", Format.TIME),
            Map.entry("DCM_OTLP_ENDPOINT", Format.URL_OR_EMPTY),
            Map.entry("DCM_PORTS_LOWEST", Format.NUMBER),
            Map.entry("DCM_PORTS_RESERVED", Format.PORT_RANGES),
            Map.entry("DCM_READS_BURST", Format.NUMBER),
            Map.entry("DCM_READS_PER_SECOND", Format.NUMBER),
            Map.entry("DCM_REQUESTS_BURST", Format.NUMBER),
            Map.entry("DCM_REQUESTS_PER_SECOND", Format.NUMBER),
            Map.entry("DCM_STREAMS_MOST", Format.NUMBER),
            Map.entry("DCM_STREAMS_PER_ACCOUNT", Format.NUMBER),
            Map.entry("DCM_TERMINALS_KEPT", Format.TIME),
            Map.entry("DCM_TERMINALS_MOST", Format.NUMBER),
            Map.entry("DCM_TERMINALS_PER_ACCOUNT", Format.NUMBER),
            Map.entry("DCM_TRACES_SAMPLED", Format.SHARE),
            Map.entry("DCM_VIEWS_CATCH_UP", Format.TIME),
            Map.entry("DCM_VIEWS_LAG", Format.TIME),
            Map.entry("DCM_VIEWS_LONGEST_WAIT", Format.TIME)));

    /** The names of all of them. */
    public static final Set<String> NAMES = Set.copyOf(FORMATS.keySet());

    private static final String BYTE = "([1-9]?\\d|1\\d\\d|2[0-4]\\d|25[0-5])";
    private static final String PORTS = "\\d{1,5}(-\\d{1,5})?";

    private static String listOf(String item) {
        return item + "(," + item + ")*";
    }

    /** The format of a value. */
    private enum Format {
        NUMBER("\\d{1,9}", "a number, such as 100"),
        NUMBER_OR_EMPTY("\\d{0,9}", "a number, such as 100, or empty"),
        TIME(
                "(?i)\\d{1,9}(ms)?|(\\d{1,9}d)?(\\d{1,9}h)?(\\d{1,9}m)?(\\d{1,9}s)?|P[0-9DTHMS.]+",
                "a time, such as 30s, 10m or 12h"),
        FLAG("true|false", "true or false"),
        SHARE("0(\\.\\d{1,9})?|1(\\.0)?", "a number from 0 to 1, such as 0.1"),
        URL_OR_EMPTY(
                "(https?://([A-Za-z0-9.-]+|\\[[0-9A-Fa-f:.]+])(:\\d{1,5})?(/[A-Za-z0-9/._~-]*)?)?",
                "a URL without user and password, such as http://127.0.0.1:4318, or empty"),
        ORIGINS(
                listOf("(https?://[^\\s/,]+|/[^\\s,]+/|\\*)"),
                "origins, separated by commas, such as https://app.example.org,https://other.example.org:8443"),
        SCOPES("[^\\s,]+([, ][^\\s,]+)*", "scopes, separated by commas, such as openid,offline_access"),
        SERVER_NAME("[A-Za-z0-9_.:-]+", "a host name or an address, such as dcm.example.org"),
        NETWORKS(BYTE + "\\." + BYTE + "\\.0\\.0/16", "an address range A.B.0.0/16, such as 10.213.0.0/16"),
        PORT_RANGES(listOf(PORTS), "ports and ranges of ports, separated by commas, such as 6000,8000-8099"),
        OPEN_PORTS(
                listOf(PORTS + "(/(tcp|udp))?"),
                "ports with their protocols, separated by commas, such as 53/udp,3128/tcp");

        private final Pattern pattern;
        private final String description;

        Format(String pattern, String description) {
            this.pattern = Pattern.compile(pattern);
            this.description = description;
        }

        boolean matches(String value) {
            return (this == NUMBER_OR_EMPTY || this == URL_OR_EMPTY || !value.isEmpty())
                    && pattern.matcher(value).matches()
                    && ((this != PORT_RANGES && this != OPEN_PORTS) || arePortRanges(value));
        }

        private static boolean arePortRanges(String list) {
            try {
                Stream.of(list.split(",", -1))
                        .map(item -> item.replaceFirst("/.*", ""))
                        .forEach(PortRange::parse);
                return true;
            } catch (InvalidValueException e) {
                return false;
            }
        }
    }

    public ServiceSettings {
        values = Map.copyOf(values);
    }

    /**
     * The settings that have values.
     *
     * @throws StackFailure if values have another format; the message lists all of them
     */
    static ServiceSettings of(Settings settings) {
        Map<String, String> values = new TreeMap<>();
        List<String> wrong = new ArrayList<>();
        FORMATS.forEach((name, format) -> {
            String value = settings.get(name, "").strip();
            if (settings.isSet(name)) {
                values.put(name, value);
                if (!format.matches(value)) {
                    wrong.add(
                            format == Format.URL_OR_EMPTY // the value can contain a password
                                    ? "%s must be %s.".formatted(name, format.description)
                                    : "%s is '%s', but must be %s.".formatted(name, value, format.description));
                }
            }
        });
        if (!wrong.isEmpty()) {
            throw new StackFailure(String.join("\n", wrong));
        }
        return new ServiceSettings(values);
    }

    /** The settings that have no effect because of another setting, a sentence each. */
    List<String> withoutEffect() {
        List<String> problems = new ArrayList<>();
        if (values.containsKey("DCM_CORS_ORIGINS")
                && !values.getOrDefault("DCM_CORS_ENABLED", "").equals("true")) {
            problems.add(
                    "DCM_CORS_ORIGINS has no effect, because DCM_CORS_ENABLED is not true. To remove it: ./dcm config unset DCM_CORS_ORIGINS");
        }
        if (values.containsKey("DCM_TRACES_SAMPLED")
                && values.getOrDefault("DCM_OTLP_ENDPOINT", "").isEmpty()) {
            problems.add(
                    "DCM_TRACES_SAMPLED has no effect, because DCM_OTLP_ENDPOINT is not set. To remove it: ./dcm config unset DCM_TRACES_SAMPLED");
        }
        return problems;
    }
}
