package dcm.stack.part;

import dcm.stack.machine.StackFailure;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** The versions of the servers in this build, as the build recorded them. */
public final class Versions {
    private static final Properties ALL = read();

    private Versions() {}

    public static String of(String name) {
        return Objects.requireNonNull(ALL.getProperty(name), name);
    }

    /** All versions, by name. */
    public static Map<String, String> all() {
        return byName(ALL);
    }

    private static Map<String, String> byName(Properties properties) {
        Map<String, String> versions = new TreeMap<>();
        properties.stringPropertyNames().forEach(name -> versions.put(name, properties.getProperty(name, "")));
        return versions;
    }

    /** The versions that another launcher has, by name; empty if {@code jar} is not that of a launcher. */
    public static Map<String, String> in(Path jar) {
        String name = Versions.class.getPackageName().replace('.', '/') + "/versions.properties";
        if (!Files.exists(jar)) {
            return Map.of();
        }
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            ZipEntry entry = zip.getEntry(name);
            var properties = new Properties();
            if (entry != null) {
                properties.load(zip.getInputStream(entry));
            }
            return byName(properties);
        } catch (IOException e) {
            throw new StackFailure("Cannot read %s: %s".formatted(jar, e), e);
        }
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
