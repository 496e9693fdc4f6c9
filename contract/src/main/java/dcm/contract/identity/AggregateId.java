package dcm.contract.identity;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** The unit of ordering: {@code owner/alice}, {@code host/n1}, or the one {@code catalog}. It is the key of intents, events and reports. */
public record AggregateId(@JsonValue String value) {
    private static final String OWNER = "owner/";
    private static final String HOST = "host/";

    /** What administrators offer to all. */
    public static final AggregateId CATALOG = new AggregateId("catalog");

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public AggregateId {
        if (value.startsWith(OWNER)) {
            ownerOf(value);
        } else if (value.startsWith(HOST)) {
            hostOf(value);
        } else if (!value.equals("catalog")) {
            throw new InvalidValueException("Not an aggregate: " + Printable.quoted(value) + ".");
        }
    }

    public static AggregateId of(OwnerName owner) {
        return new AggregateId(OWNER + owner);
    }

    public static AggregateId of(HostName host) {
        return new AggregateId(HOST + host);
    }

    /** True for {@code owner/…}. */
    public boolean isOwner() {
        return value.startsWith(OWNER);
    }

    /** The owner of an {@code owner/…} aggregate. */
    public OwnerName owner() {
        if (!isOwner()) {
            throw new IllegalStateException(value + " is not an owner's aggregate");
        }
        return ownerOf(value);
    }

    /** The host of a {@code host/…} aggregate. */
    public HostName host() {
        if (!value.startsWith(HOST)) {
            throw new IllegalStateException(value + " is not a host's aggregate");
        }
        return hostOf(value);
    }

    private static OwnerName ownerOf(String value) {
        return new OwnerName(value.substring(OWNER.length()));
    }

    private static HostName hostOf(String value) {
        return new HostName(value.substring(HOST.length()));
    }

    @Override
    public String toString() {
        return value;
    }
}
