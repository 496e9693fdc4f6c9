package dcm.stack.installation;

import java.util.Locale;

/**
 * A setting of an installation.
 *
 * @param name as an environment variable
 * @param value empty if there is none
 * @param source where the value is from
 */
public record Setting(String name, String value, Source source) {
    /** Where a value is from, by precedence. */
    public enum Source {
        ENVIRONMENT,
        STORED,
        DEFAULT;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
