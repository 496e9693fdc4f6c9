package dcm.stack.installation;

import dcm.stack.machine.StackFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Settings that the launcher does not use itself, but passes to the services.
 *
 * @param values by name, of those that are set
 */
public record ServiceSettings(Map<String, String> values) {
    private static final Map<String, Form> FORMS = new TreeMap<>(Map.ofEntries(
            Map.entry("DCM_CONSOLE_SESSION_AGE", Form.TIME),
            Map.entry("DCM_CONSOLE_TABS", Form.NUMBER),
            Map.entry("DCM_CONSOLE_TABS_PER_ACCOUNT", Form.NUMBER),
            Map.entry("DCM_CONTAINER_DISK_MIB", Form.NUMBER_OR_EMPTY),
            Map.entry("DCM_CONTAINER_MEMORY_MIB", Form.NUMBER),
            Map.entry("DCM_CONTAINER_MILLI_CPUS", Form.NUMBER),
            Map.entry("DCM_CONTAINER_PIDS", Form.NUMBER),
            Map.entry("DCM_CORS_ENABLED", Form.FLAG),
            Map.entry("DCM_CORS_ORIGINS", Form.TEXT),
            Map.entry("DCM_DECISION_WAIT", Form.TIME),
            Map.entry("DCM_GATEWAY_HOST_NAME", Form.TEXT),
            Map.entry("DCM_GATEWAY_IDLE_TIMEOUT", Form.TIME),
            Map.entry("DCM_GATEWAY_MAX_AUTH_TRIES", Form.NUMBER),
            Map.entry("DCM_GATEWAY_SESSIONS_PER_ACCOUNT", Form.NUMBER),
            Map.entry("DCM_GATEWAY_SESSIONS_PER_ADDRESS", Form.NUMBER),
            Map.entry("DCM_GATEWAY_TIME_TO_LOG_IN", Form.TIME),
            Map.entry("DCM_GATEWAY_UNAUTHENTICATED", Form.NUMBER),
            Map.entry("DCM_GATEWAY_UNAUTHENTICATED_PER_ADDRESS", Form.NUMBER),
            Map.entry("DCM_HOST_CONNECTIONS_PER_OWNER", Form.NUMBER),
            Map.entry("DCM_HOST_MEASURE_HOMES", Form.TIME),
            Map.entry("DCM_HOST_NETWORKS", Form.TEXT),
            Map.entry("DCM_HOST_OPEN_PORTS", Form.TEXT),
            Map.entry("DCM_HOST_STARTS_AT_ONCE", Form.NUMBER),
            Map.entry("DCM_INTENTS_BURST", Form.NUMBER),
            Map.entry("DCM_INTENTS_PER_SECOND", Form.NUMBER),
            Map.entry("DCM_ORDERS_LONG_TIME", Form.TIME),
            Map.entry("DCM_ORDERS_TIME", Form.TIME),
            Map.entry("DCM_OUTCOME_LONGEST_WAIT", Form.TIME),
            Map.entry("DCM_PORTS_LOWEST", Form.NUMBER),
            Map.entry("DCM_PORTS_RESERVED", Form.TEXT),
            Map.entry("DCM_READS_BURST", Form.NUMBER),
            Map.entry("DCM_READS_PER_SECOND", Form.NUMBER),
            Map.entry("DCM_REQUESTS_BURST", Form.NUMBER),
            Map.entry("DCM_REQUESTS_PER_SECOND", Form.NUMBER),
            Map.entry("DCM_STREAMS_MOST", Form.NUMBER),
            Map.entry("DCM_STREAMS_PER_ACCOUNT", Form.NUMBER),
            Map.entry("DCM_TERMINALS_KEPT", Form.TIME),
            Map.entry("DCM_TERMINALS_MOST", Form.NUMBER),
            Map.entry("DCM_TERMINALS_PER_ACCOUNT", Form.NUMBER),
            Map.entry("DCM_VIEWS_CATCH_UP", Form.TIME),
            Map.entry("DCM_VIEWS_LONGEST_WAIT", Form.TIME)));

    /** The names of all of them. */
    static final Set<String> NAMES = Set.copyOf(FORMS.keySet());

    /** The form of a value. */
    private enum Form {
        NUMBER("\\d{1,9}", "a number, such as 100"),
        NUMBER_OR_EMPTY("\\d{0,9}", "a number, such as 100, or empty"),
        TIME("\\d{1,9}(ms|[smhdSMHD])?", "a time, such as 30s, 10m or 12h"),
        FLAG("true|false", "true or false"),
        TEXT("\\P{Cntrl}*", "a text without control characters");

        private final Pattern pattern;
        private final String description;

        Form(String pattern, String description) {
            this.pattern = Pattern.compile(pattern);
            this.description = description;
        }
    }

    public ServiceSettings {
        values = Map.copyOf(values);
    }

    /**
     * The settings that have values.
     *
     * @throws StackFailure if values have another form; the message lists all of them
     */
    static ServiceSettings of(Settings settings) {
        Map<String, String> values = new TreeMap<>();
        List<String> wrong = new ArrayList<>();
        FORMS.forEach((name, form) -> {
            String value = settings.get(name, "").strip();
            if (settings.isSet(name)) {
                values.put(name, value);
                if (!form.pattern.matcher(value).matches()) {
                    wrong.add("%s is '%s', but must be %s.".formatted(name, value, form.description));
                }
            }
        });
        if (!wrong.isEmpty()) {
            throw new StackFailure(String.join("\n", wrong));
        }
        return new ServiceSettings(values);
    }
}
