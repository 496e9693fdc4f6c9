package dcm.stack.installation;

import dcm.stack.machine.StackFailure;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * PostgreSQL databases that others run. DCM starts no PostgreSQL then, and creates no databases.
 *
 * @param views the database of the views
 * @param keycloak the database of the installation's Keycloak; empty: it has none
 */
public record ForeignDatabases(Access views, Optional<Access> keycloak) {
    /** The name of the setting with the URL of the views' database. */
    static final String URL = "DCM_DATABASE_URL";

    private static final String PASSWORD_FILE = "_PASSWORD_FILE";

    /** The address and the options of a JDBC URL. */
    private static final Pattern JDBC = Pattern.compile("jdbc:postgresql://([^/?]+)/[^/?]+(?:\\?(.*))?");

    private static final Pattern AUTHORITY = Pattern.compile("[?&]sslrootcert=([^&]+)");

    private static final String KEYCLOAK_URL = "DCM_KEYCLOAK_DATABASE_URL";

    /** The names of all settings about them. */
    static final List<String> NAMES = List.of(
            URL,
            "DCM_DATABASE_USER",
            "DCM_DATABASE_PASSWORD_FILE",
            KEYCLOAK_URL,
            "DCM_KEYCLOAK_DATABASE_USER",
            "DCM_KEYCLOAK_DATABASE_PASSWORD_FILE");

    /**
     * Access to a database.
     *
     * @param prefix what the names of its settings begin with
     * @param url the JDBC URL
     * @param user the role that owns the database
     * @param passwordFile the file with the role's password
     */
    public record Access(String prefix, String url, String user, Path passwordFile) {
        Database database() {
            return new Database(url, user, SettingFiles.secret(prefix + PASSWORD_FILE, passwordFile));
        }
    }

    /** The databases that the settings name; empty for the installation's own PostgreSQL. */
    static Optional<ForeignDatabases> of(Settings settings, boolean ownKeycloak) {
        if (settings.get(URL, "").isBlank()) {
            return Optional.empty();
        }
        return Optional.of(new ForeignDatabases(
                access(settings, "DCM_DATABASE", "dcm"),
                ownKeycloak ? Optional.of(access(settings, "DCM_KEYCLOAK_DATABASE", "keycloak")) : Optional.empty()));
    }

    private static Access access(Settings settings, String prefix, String usualUser) {
        String url = SettingFiles.required(settings, prefix + "_URL", URL);
        requireSafe(prefix + "_URL", url);
        return new Access(
                prefix,
                url,
                settings.get(prefix + "_USER", () -> usualUser),
                Path.of(SettingFiles.required(settings, prefix + PASSWORD_FILE, prefix + "_URL"))
                        .toAbsolutePath());
    }

    /** Others on the network could read the views and the sign-ins, and change them. */
    private static void requireSafe(String setting, String url) {
        Matcher parts = JDBC.matcher(url);
        if (!parts.matches()) {
            throw new StackFailure(
                    "%s is '%s', but must be a JDBC URL such as jdbc:postgresql://db.lab.example/dcm?sslmode=verify-full."
                            .formatted(setting, url));
        }
        List<String> options = Stream.of(
                        Optional.ofNullable(parts.group(2)).orElse("").split("&"))
                .toList();
        if (options.stream().anyMatch(option -> option.matches("(password|user|currentSchema|options)=.*"))) {
            throw new StackFailure(
                    "%s must not contain user, password, currentSchema or options. The role and its password have settings of their own."
                            .formatted(setting));
        }
        boolean isLocal = parts.group(1).matches("(localhost|127\\.0\\.0\\.1|\\[::1])(:[0-9]+)?");
        if (!isLocal && !options.contains("sslmode=verify-full")) {
            throw new StackFailure(
                    "%s is '%s', which is on another machine. Add sslmode=verify-full, and sslrootcert=FILE if its certificate is from an authority of your own."
                            .formatted(setting, url));
        }
    }

    /** The files with the authorities of their certificates, if they are not those of the machine. */
    public Set<Path> authorities() {
        return Stream.concat(Stream.of(views), keycloak.stream())
                .map(access -> AUTHORITY.matcher(access.url()))
                .filter(Matcher::find)
                .map(option -> Path.of(option.group(1)))
                .collect(Collectors.toSet());
    }

    /** The settings by name, to be stored. */
    Map<String, String> settings() {
        var settings = new LinkedHashMap<String, String>();
        store(settings, views);
        keycloak.ifPresent(access -> store(settings, access));
        return settings;
    }

    private static void store(Map<String, String> settings, Access access) {
        settings.put(access.prefix() + "_URL", access.url());
        settings.put(access.prefix() + "_USER", access.user());
        settings.put(access.prefix() + PASSWORD_FILE, access.passwordFile().toString());
    }
}
