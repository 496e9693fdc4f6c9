package dcm.command.admission.stream;

import dcm.command.admission.state.Account;
import dcm.command.admission.state.OwnerState;
import dcm.contract.identity.AggregateId;
import dcm.contract.identity.ContainerId;
import dcm.contract.identity.OwnerName;
import dcm.contract.identity.RemovalStep;
import dcm.contract.snapshot.AccountSnapshot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What falls due: orders at their deadlines, accounts at their end, and removals that wait for others. A part of
 * admission's state whose keys sort by time.
 */
final class DueIndex {
    private static final String DUE = "due/";
    private static final String EXPIRES = "expires/";
    private static final String LEAVING = "leaving/";
    private static final byte[] PRESENT = {};

    private final KeyValueTable table;
    private boolean changed = true;

    DueIndex(KeyValueTable table) {
        this.table = table;
    }

    /** An order whose deadline has passed. */
    record Due(OwnerName owner, ContainerId container, int number) {
        private static Due parse(String key) {
            String[] parts = key.split("[/#]", -1);
            return new Due(new OwnerName(parts[3]), new ContainerId(parts[4]), Integer.parseInt(parts[5]));
        }
    }

    /**
     * Takes over what differs between two states of an owner.
     *
     * @param changed the containers that may differ
     */
    void update(OwnerState before, OwnerState after, Set<ContainerId> changed) {
        deadlines(before, after, changed).forEach(this::delete);
        deadlines(after, before, changed).forEach(this::put);
        if (after.account() != null && !after.account().equals(before.account())) {
            expiry(before).ifPresent(this::delete);
            expiry(after).ifPresent(this::put);
            if (isLeaving(after)) {
                put(LEAVING + after.owner());
            } else if (isLeaving(before)) {
                delete(LEAVING + after.owner());
            }
        }
    }

    private void put(String key) {
        changed = true;
        table.put(key, PRESENT);
    }

    private void delete(String key) {
        changed = true;
        table.delete(key);
    }

    /** Whether this is the first call, or keys were put or deleted since the last one, also by work that was undone. */
    boolean takeChange() {
        boolean taken = changed;
        changed = false;
        return taken;
    }

    /** The keys for the changed containers and the images of {@code owner} that differ from those of {@code other}. */
    private static Stream<String> deadlines(OwnerState owner, OwnerState other, Set<ContainerId> changed) {
        AggregateId aggregate = AggregateId.of(owner.owner());
        Stream<String> orders = changed.stream()
                .flatMap(id -> owner.container(id).stream())
                .filter(container -> !container.equals(other.containers().get(container.id())))
                .flatMap(container -> container.pending().stream()
                        .flatMap(order -> Stream.ofNullable(order.deadline())
                                .map(time -> key(time, aggregate, container.id(), order.number()))));
        Stream<String> creations = owner.images().values().stream()
                .filter(image -> !image.equals(other.images().get(image.id())))
                .flatMap(image -> image.creatingUntil().stream()
                        .map(time -> key(time, aggregate, image.container(), image.number())));
        return Stream.concat(orders, creations);
    }

    private static String key(Instant deadline, AggregateId aggregate, ContainerId container, int number) {
        return duePrefix(deadline) + aggregate + "#" + container + "/" + number;
    }

    private static String duePrefix(Instant time) {
        return "%s%013d/".formatted(DUE, time.toEpochMilli());
    }

    private static Optional<String> expiry(OwnerState owner) {
        return Optional.ofNullable(owner.account())
                .map(Account::snapshot)
                .filter(account -> !account.isSuspended())
                .map(AccountSnapshot::expiresAt)
                .map(time -> expiryPrefix(time) + owner.owner());
    }

    private static String expiryPrefix(Instant time) {
        return "%s%015d/".formatted(EXPIRES, time.toEpochMilli());
    }

    private static boolean isLeaving(OwnerState owner) {
        Optional<Account> account = Optional.ofNullable(owner.account());
        return account.flatMap(Account::move).isPresent() || isLeaving(account);
    }

    private static boolean isLeaving(Optional<Account> account) {
        return account.map(Account::removal)
                .filter(removal -> removal.step() == RemovalStep.IMAGES
                        || removal.step() == RemovalStep.CONTAINERS && removal.successor() != null)
                .isPresent();
    }

    /** The orders with deadlines before {@code time}, the oldest first. */
    List<Due> ordersBefore(Instant time) {
        List<Due> due = new ArrayList<>();
        table.scan(DUE, duePrefix(time), (key, value) -> due.add(Due.parse(key)));
        return due;
    }

    /** The earliest deadline of an order. */
    Optional<Instant> firstDeadline() {
        return firstTime(DUE);
    }

    /** The owners whose accounts end before {@code time} and are not suspended. */
    List<OwnerName> accountsBefore(Instant time) {
        List<OwnerName> expired = new ArrayList<>();
        table.scan(EXPIRES, expiryPrefix(time), (key, value) -> {
            expired.add(new OwnerName(key.substring(key.lastIndexOf('/') + 1)));
        });
        return expired;
    }

    /** The earliest end of an account that is not suspended. */
    Optional<Instant> firstExpiry() {
        return firstTime(EXPIRES);
    }

    private Optional<Instant> firstTime(String prefix) {
        return table.firstKey(prefix, prefix + KeyValueTable.LAST)
                .map(key -> Instant.ofEpochMilli(Long.parseLong(key.split("/", -1)[1])));
    }

    /** Whether there are {@link #leaving} owners. */
    boolean isAnyoneLeaving() {
        return table.firstKey(LEAVING, LEAVING + KeyValueTable.LAST).isPresent();
    }

    /** The owners whose accounts are being removed and still have something that others must take first, or whose homes are moved. */
    List<OwnerName> leaving() {
        List<OwnerName> leaving = new ArrayList<>();
        table.scan(LEAVING, LEAVING + KeyValueTable.LAST, (key, value) -> {
            leaving.add(new OwnerName(key.substring(LEAVING.length())));
        });
        return leaving;
    }
}
