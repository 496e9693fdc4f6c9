package dcm.stack.part;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Properties;

/** The versions of the servers in this build, as the build recorded them. */
public final class Versions {
    private static final Properties ALL = read();

    private Versions() {}

    public static String of(String name) {
        return Objects.requireNonNull(ALL.getProperty(name), name);
    }

    private static Properties read() {
        try (InputStream in = Objects.requireNonNull(Versions.class.getResourceAsStream("versions.properties"))) {
            var properties = new Properties();
            properties.load(in);
            return properties;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
