package dcm.stack.installation;

import java.util.Map;
import java.util.Properties;

/**
 * A PostgreSQL database, and its owner.
 *
 * @param url the JDBC URL
 * @param user the role that owns it
 * @param password of the role
 */
public record Database(String url, String user, String password) {
    /** The URL with the tables of another schema. */
    public String urlOfSchema(String schema) {
        return url + (url.contains("?") ? "&" : "?") + "currentSchema=" + schema;
    }

    /** The properties of a JDBC connection. */
    public Properties properties() {
        var properties = new Properties();
        properties.putAll(Map.of("user", user, "password", password, "connectTimeout", "5"));
        return properties;
    }

    /** Without the password. */
    @Override
    public String toString() {
        return url;
    }
}
