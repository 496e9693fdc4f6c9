package dcm.stack.installation;

import dcm.stack.machine.StackFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * The settings by name. Those of the environment take precedence over stored ones, and these over defaults. Remembers which
 * were read. Not thread-safe.
 */
final class Settings {
    private final Map<String, String> environment;
    private final Properties stored;
    private final Map<String, Setting> used = new TreeMap<>();

    Settings(Map<String, String> environment, Properties stored) {
        this.environment = environment;
        this.stored = stored;
    }

    String get(String name, String otherwise) {
        Setting.Source source = source(name);
        String value = switch (source) {
            case ENVIRONMENT -> environment.getOrDefault(name, otherwise);
            case STORED -> stored.getProperty(name, otherwise);
            case DEFAULT -> otherwise;
        };
        used.put(name, new Setting(name, value, source));
        return value;
    }

    /** Whether it has a value, which may be empty, in the environment or stored. */
    boolean isSet(String name) {
        return source(name) != Setting.Source.DEFAULT;
    }

    /** Whether the environment sets it to nothing. */
    boolean isCleared(String name) {
        return environment.getOrDefault(name, "unset").isBlank();
    }

    private Setting.Source source(String name) {
        return environment.containsKey(name)
                ? Setting.Source.ENVIRONMENT
                : stored.containsKey(name) ? Setting.Source.STORED : Setting.Source.DEFAULT;
    }

    String get(String name, Supplier<String> otherwise) {
        String value = get(name, "");
        if (!value.isEmpty()) {
            return value;
        }
        String usual = otherwise.get();
        used.put(name, new Setting(name, usual, Setting.Source.DEFAULT));
        return usual;
    }

    /**
     * False by default.
     *
     * @throws StackFailure if the value is neither {@code true} nor {@code false}
     */
    boolean flag(String name) {
        String value = get(name, () -> "false");
        if (!value.equals("true") && !value.equals("false")) {
            throw new StackFailure("%s is '%s', but must be true or false.".formatted(name, value));
        }
        return value.equals("true");
    }

    /** @throws StackFailure if the value is no port number from 1000 to 65500 */
    int port(String name, String otherwise) {
        String value = get(name, otherwise);
        if (!value.matches("\\d{4,5}") || Integer.parseInt(value) > 65_500) {
            throw new StackFailure("%s is '%s', but must be a port number from 1000 to 65500.".formatted(name, value));
        }
        return Integer.parseInt(value);
    }

    /** All settings that were read, by name. */
    List<Setting> used() {
        return new ArrayList<>(used.values());
    }
}
