package dcm.contract.identity;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * The unit of ordering, and the key of intents, events and reports: {@code owner/alice}, {@code host/n1},
 * {@code catalog}, {@code quarantine/17} for the records of partition 17 that admission could not process, or
 * {@code liveness/17} for the heartbeats of all hosts of partition 17, which is the key in {@code dcm.liveness} only.
 */
public record AggregateId(@JsonValue String value) {
    private static final String OWNER = "owner/";
    private static final String HOST = "host/";
    private static final String QUARANTINE = "quarantine/";
    private static final String LIVENESS = "liveness/";
    private static final Pattern PARTITION = Pattern.compile("0|[1-9][0-9]{0,3}");

    /** The only catalog: presets, groups and base images. */
    public static final AggregateId CATALOG = new AggregateId("catalog");

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public AggregateId {
        if (value.startsWith(OWNER)) {
            ownerOf(value);
        } else if (value.startsWith(HOST)) {
            hostOf(value);
        } else if (value.startsWith(QUARANTINE)) {
            partitionOf(value.substring(QUARANTINE.length()));
        } else if (value.startsWith(LIVENESS)) {
            partitionOf(value.substring(LIVENESS.length()));
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

    /** The quarantine of a partition of intents and reports. */
    public static AggregateId quarantine(int partition) {
        return new AggregateId(QUARANTINE + partition);
    }

    /** The heartbeats of all hosts of a partition. */
    public static AggregateId liveness(int partition) {
        return new AggregateId(LIVENESS + partition);
    }

    /**
     * The partition of a {@code quarantine/…} aggregate. Empty for other aggregates: the hash of their key selects the
     * partition.
     */
    public OptionalInt partition() {
        return value.startsWith(QUARANTINE)
                ? OptionalInt.of(partitionOf(value.substring(QUARANTINE.length())))
                : OptionalInt.empty();
    }

    /** Whether this is an {@code owner/…} aggregate. */
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

    /** Whether this is a {@code host/…} aggregate. */
    public boolean isHost() {
        return value.startsWith(HOST);
    }

    /** The host of a {@code host/…} aggregate. */
    public HostName host() {
        if (!isHost()) {
            throw new IllegalStateException(value + " is not a host's aggregate");
        }
        return hostOf(value);
    }

    private static OwnerName ownerOf(String value) {
        return new OwnerName(value.substring(OWNER.length()));
    }

    private static int partitionOf(String number) {
        if (!PARTITION.matcher(number).matches()) {
            throw new InvalidValueException("Not a partition: " + Printable.quoted(number) + ".");
        }
        return Integer.parseInt(number);
    }

    private static HostName hostOf(String value) {
        return new HostName(value.substring(HOST.length()));
    }

    @Override
    public String toString() {
        return value;
    }
}
