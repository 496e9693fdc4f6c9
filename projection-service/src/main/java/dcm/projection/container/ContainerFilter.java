package dcm.projection.container;

import dcm.contract.codec.Json;
import dcm.contract.identity.InvalidValueException;
import dcm.contract.identity.Printable;
import dcm.contract.identity.Settings;
import dcm.contract.view.ContainerViewState;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Selects containers; a null field matches every container.
 *
 * @param text part of the name, the image, the host, the id, the SSH port or the owner
 * @param state the displayed state
 * @param unreachable the hosts whose containers are displayed as unreachable
 * @param image with or without a tag
 * @param label {@code KEY} or {@code KEY=VALUE}
 */
public record ContainerFilter(
        @Nullable String owner,
        @Nullable String text,
        @Nullable ContainerViewState state,
        Collection<String> unreachable,
        @Nullable String image,
        @Nullable String host,
        @Nullable String label) {

    public ContainerFilter {
        if (label != null && !Settings.isLabel(key(label))) {
            throw new InvalidValueException(
                    "label: KEY or KEY=VALUE, where KEY is user. followed by at most 100 of a-z, 0-9,"
                            + " '.', '_' and '-'; got " + Printable.quoted(label) + ".");
        }
    }

    /** A condition in the query language of the database, and its values. */
    record Condition(List<String> parts, Map<String, Object> values) {
        void add(String part, String name, Object value) {
            parts.add(part);
            values.put(name, value);
        }

        String text() {
            return parts.isEmpty() ? "1 = 1" : String.join(" and ", parts);
        }
    }

    Condition condition() {
        Condition condition = new Condition(new ArrayList<>(), new HashMap<>());
        if (owner != null) {
            condition.add("owner = :owner", "owner", owner);
        }
        if (text != null) {
            condition.add(
                    "(lower(name) like :text escape '!' or lower(image) like :text escape '!'"
                            + " or host like :text escape '!' or id like :text escape '!'"
                            + " or cast(sshPort as string) like :text escape '!' or owner like :text escape '!')",
                    "text",
                    "%" + literal(text.toLowerCase(Locale.ROOT)) + "%");
        }
        if (image != null) {
            condition.add("(image = :image or image like :tagged escape '!')", "image", image);
            condition.values().put("tagged", literal(image) + ":%");
        }
        if (host != null) {
            condition.add("host = :host", "host", host);
        }
        if (label != null) {
            condition.add("settingsJson like :label escape '!'", "label", "%" + literal(labelJson(label)) + "%");
        }
        addState(condition);
        return condition;
    }

    private void addState(Condition condition) {
        if (state == null) {
            return;
        }
        if (state == ContainerViewState.UNREACHABLE) {
            condition.add("host in :unreachable and state <> :lost", "unreachable", orNone(unreachable));
            condition.values().put("lost", ContainerViewState.LOST);
        } else if (state == ContainerViewState.LOST) {
            condition.add("state = :state", "state", state);
        } else {
            condition.add("state = :state and host not in :unreachable", "state", state);
            condition.values().put("unreachable", orNone(unreachable));
        }
    }

    /** An empty list is no valid value; no host has an empty name. */
    private static Collection<String> orNone(Collection<String> hosts) {
        return hosts.isEmpty() ? List.of("") : hosts;
    }

    private static String key(String label) {
        int equals = label.indexOf('=');
        return equals < 0 ? label : label.substring(0, equals);
    }

    /** The label as it is written in the column of settings. No other setting has a key that contains a dot. */
    private static String labelJson(String label) {
        String key = key(label);
        String name = Json.text(key) + ":";
        return key.length() == label.length() ? name : name + Json.text(label.substring(key.length() + 1));
    }

    /** The text with the wildcards of the database escaped. */
    private static String literal(String text) {
        return text.replace("!", "!!").replace("%", "!%").replace("_", "!_");
    }
}
