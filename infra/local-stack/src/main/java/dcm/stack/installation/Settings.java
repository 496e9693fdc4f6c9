package dcm.stack.installation;

import dcm.stack.machine.StackFailure;
import java.util.Map;
import java.util.Properties;
import java.util.function.Supplier;

/** The settings by name. Those of the environment take precedence over stored ones, and these over defaults. */
record Settings(Map<String, String> environment, Properties stored) {
    String get(String name, String otherwise) {
        return environment.getOrDefault(name, stored.getProperty(name, otherwise));
    }

    String get(String name, Supplier<String> otherwise) {
        String value = get(name, "");
        return value.isEmpty() ? otherwise.get() : value;
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
}
